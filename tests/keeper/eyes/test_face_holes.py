"""What covering faces does not do: each is a hole of LIMITS.md, shown."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.seeing.hiding import missed_by
from dobotkit.keeper.eyes.faces import Search, find_faces
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.hiding import hidden_part
from dobotkit.keeper.eyes.look import look
from dobotkit.mode import Mode
from dobotkit.opencv import cv2


@pytest.mark.parametrize("what", ["with mask and dark glasses", "75% beyond the edge"])
def test_whom_the_finder_misses_is_shown(somebody, what):
    (face,) = find_faces(somebody)
    hard = missed_by(what)(somebody.copy(), face, np.random.default_rng(1))
    told = look(Frame(hard.copy(), 0.0, "usb"), None, kind="usb", mode=Mode.ADULT).told.scene()
    assert told.faces == told.maybe_faces == ()
    shown = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert np.abs(shown.astype(int) - hard).mean() < 4


def test_a_cover_hides_a_face_and_not_what_somebody_wears(somebody):
    told = look(Frame(somebody.copy(), 0.0, "usb"), None, kind="usb", mode=Mode.ADULT).told.scene()
    shown = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    (face,) = told.faces
    *_, bottom = hidden_part(tuple(face.box), (640, 480))
    assert np.abs(shown[bottom + 10 :].astype(int) - somebody[bottom + 10 :]).mean() < 4


def test_where_and_how_large_a_covered_face_is_is_told_in_school_mode_too(somebody):
    (face,) = find_faces(somebody)
    told = look(Frame(somebody.copy(), 0.0, "usb"), None, kind="usb").told.scene()
    assert tuple(told.faces[0].box) == pytest.approx(face.box)


def test_a_search_that_hangs_has_its_small_copy_until_it_ends(somebody):
    from dobotkit.keeper.eyes import faces  # noqa: PLC0415 - what only this test touches

    with faces._network.taken():
        search = Search(somebody)
        assert search._copies[0].any()
    search.faces()
    assert not search._copies[0].any()


def test_what_looks_like_a_face_is_covered_though_it_is_nobody():
    """An oval with eyes and a mouth: a doll, a poster, a drawing."""
    doll = np.full((480, 640, 3), 200, np.uint8)
    cv2.ellipse(doll, (320, 240), (80, 110), 0, 0, 360, (150, 180, 225), cv2.FILLED)
    cv2.ellipse(doll, (320, 150), (84, 50), 0, 180, 360, (40, 60, 80), cv2.FILLED)
    for x in (290, 350):
        cv2.ellipse(doll, (x, 225), (16, 9), 0, 0, 360, (250, 250, 250), cv2.FILLED)
        cv2.circle(doll, (x, 225), 7, (60, 40, 30), cv2.FILLED)
        cv2.ellipse(doll, (x, 206), (20, 6), 0, 180, 360, (40, 60, 80), 4)
    cv2.line(doll, (320, 230), (314, 268), (110, 140, 190), 4)
    cv2.ellipse(doll, (318, 270), (14, 6), 0, 0, 180, (110, 140, 190), 3)
    cv2.ellipse(doll, (320, 302), (32, 10), 0, 0, 180, (70, 70, 180), 5)
    assert find_faces(cv2.GaussianBlur(doll, (5, 5), 0), min_score=0.5)
