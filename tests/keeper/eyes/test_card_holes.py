"""What covering cards cannot do, as LIMITS.md says it: shown, so that nobody relies on it."""

from __future__ import annotations

import numpy as np
import zxingcpp

from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.look import look
from dobotkit.mode import Mode
from dobotkit.opencv import cv2
from dobotkit.scene import Scene
from tests.keeper.eyes.cards_shown import card_photograph
from tests.keeper.eyes.test_codes import photo


def looked(pixels: np.ndarray, kind: str = "virtual", **more) -> Scene:
    return look(Frame(pixels.copy(), 0.0, kind), None, kind=kind, **more).told.scene()


def shows(scene: Scene, pixels: np.ndarray, place: np.ndarray) -> bool:
    """Whether a place of a picture is seen as the camera saw it."""
    x, y = np.round(place).astype(int)
    here = np.s_[y - 12 : y + 13, x - 12 : x + 13]
    picture = cv2.imdecode(np.frombuffer(scene.picture.data, np.uint8), cv2.IMREAD_COLOR)
    return bool(np.abs(picture[here].astype(int) - pixels[here]).mean() < 12)


def test_half_a_card_is_not_found_and_shown():
    pixels, corners = card_photograph(5, markers=False)
    # The zone for machines and half of the rest lie beyond the edge of the picture.
    top, low = corners[0][1], corners[2][1]
    pixels = np.ascontiguousarray(pixels[: round(0.55 * top + 0.45 * low)])
    scene = looked(pixels, "usb", mode=Mode.ADULT)
    assert scene.cards == ()
    assert shows(scene, pixels, corners.mean(0) - (0, 50))


def test_a_card_without_markers_is_seen_until_the_next_search():
    pixels, corners = card_photograph(3, markers=False)
    held, place = Held(clock=lambda: 100.0), corners.mean(0)
    looked(np.full_like(pixels, 120), live=True, held=held)
    seen = [shows(looked(pixels, live=True, held=held), pixels, place) for _ in range(3)]
    assert seen == [True, True, False]


def test_a_number_parted_by_letters_is_told():
    page = photo("A1B2C3D4E5F6", zxingcpp.BarcodeFormat.QRCode)
    assert [code.text for code in looked(page).codes] == ["A1B2C3D4E5F6"]
