"""What codes say is told without what nobody sees, and not without end."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
import zxingcpp

from dobotkit.keeper.eyes.codes import LONGEST_TEXT, find_codes
from dobotkit.keeper.eyes.overwriting import overwrite
from dobotkit.scene import CODE_NOT_TOLD


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


@pytest.mark.parametrize("turned", [False, True])
def test_what_identity_cards_carry_is_covered_and_never_told(turned):
    [code] = find_codes(photo("a name", zxingcpp.BarcodeFormat.PDF417, turned=turned))
    assert (code.kind, code.text, code.covered) == ("PDF417", CODE_NOT_TOLD, True)


@pytest.mark.parametrize(
    "said",
    ["4711008", "card 123-45-6789", "12 34 56 78", "I<UTOD231458907<<<<<<<<<<<<<<<", "٣٤٥٦٧٨"],
)
def test_a_long_number_is_covered_and_not_told(said):
    [code] = find_codes(photo(said, zxingcpp.BarcodeFormat.QRCode))
    assert (code.kind, code.text, code.covered) == ("QR", CODE_NOT_TOLD, True)


def test_a_number_that_letters_nobody_sees_part_is_one():
    [code] = find_codes(photo("471\u200b100\u20628", zxingcpp.BarcodeFormat.QRCode))
    assert code.covered


@pytest.mark.parametrize("said", ["x=230, y=90", "230 90", "12345", "robot", "A1B2C3D4E5F6"])
def test_what_lessons_say_in_codes_is_told(said):
    [code] = find_codes(photo(said, zxingcpp.BarcodeFormat.QRCode))
    assert (code.text, code.covered) == (said, False)


def test_bars_are_covered_if_they_are_a_number_and_else_nothing():
    [code] = find_codes(photo("20114711", zxingcpp.BarcodeFormat.Code39))
    assert (code.kind, code.covered) == ("Code 39", True)
    assert find_codes(photo("ROBOT", zxingcpp.BarcodeFormat.Code128)) == []


def test_the_text_of_what_is_passed_over_is_not_asked_for():
    page = photo("4711008", zxingcpp.BarcodeFormat.QRCode)
    asked = []
    assert find_codes(page, passed_over=lambda box: asked.append(box) or True) == []
    assert len(asked) == 1


def test_a_text_is_overwritten_where_it_stood():
    for text in ("4711008 somebody", "žlutý 471100", "тест 471100", "a𝄞b 471100"):
        mine = "".join(list(text))
        overwrite(mine)
        assert not any(letter in mine for letter in text)
        # Python keeps the UTF-8 of a text that C code has asked for, and counts it to its size.
        asked_for = "".join(list(text))
        ctypes.pythonapi.PyUnicode_AsUTF8(ctypes.py_object(asked_for))
        overwrite(asked_for)
        assert not any(letter in asked_for for letter in text)
