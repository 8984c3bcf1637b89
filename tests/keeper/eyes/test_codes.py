"""What codes say is told without what nobody sees, and not without end."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from dobotkit.keeper.eyes.codes import LONGEST_TEXT, find_codes


def photo(text: str, kind: zxingcpp.BarcodeFormat, *, turned: bool = False) -> np.ndarray:
    image = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=3))
    image = np.rot90(image) if turned else image
    page = np.full((480, 640), 200, np.uint8)
    height, width = image.shape[:2]
    page[40 : 40 + height, 60 : 60 + width] = image.reshape(height, width)
    return np.repeat(page[..., None], 3, axis=2)


@pytest.mark.parametrize("turned", [False, True])
def test_a_code_is_read_where_it_is(turned):
    [code] = find_codes(photo("red block", zxingcpp.BarcodeFormat.QRCode, turned=turned))
    assert (code.kind, code.text) == ("QR", "red block")
    x, y, width, height = code.box_px
    assert x >= 55
    assert y >= 35
    assert 50 < width < 140
    assert 50 < height < 140


def test_other_kinds():
    [code] = find_codes(photo("bin 3", zxingcpp.BarcodeFormat.DataMatrix))
    assert (code.kind, code.text) == ("Data Matrix", "bin 3")


def test_what_is_not_seen_is_taken_out():
    [code] = find_codes(photo("a\x1b[31mb\u202ec\u200bd\n e\x07", zxingcpp.BarcodeFormat.QRCode))
    assert code.text == "a[31mbcd e"


def test_long_texts_are_cut():
    [code] = find_codes(photo("x" * 900, zxingcpp.BarcodeFormat.QRCode))
    assert code.text == "x" * LONGEST_TEXT


def test_what_identity_cards_carry_is_not_read():
    assert find_codes(photo("a name", zxingcpp.BarcodeFormat.PDF417)) == []
