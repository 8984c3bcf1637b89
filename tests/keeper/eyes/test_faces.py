"""Faces are found, as certain and as exactly as covering and counting need it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from dobotkit.errors import FaceFinderFailed, ModelMissing
from dobotkit.keeper.eyes import faces
from dobotkit.keeper.eyes.faces import Search, find_faces, until_forgotten
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.opencv import cv2

NOBODY = np.full((480, 640, 3), 150, np.uint8)


def test_a_face_is_found_where_it_is(somebody):
    (face,) = find_faces(somebody)
    assert face.score > 0.8
    x, y, width, height = face.box
    assert 90 < width < 200
    right_eye, left_eye, nose, *mouth = face.landmarks
    assert face.landmarks.shape == (5, 2)
    # The person's right is on the left of the picture.
    assert x < right_eye[0] < nose[0] < left_eye[0] < x + width
    assert y < left_eye[1] < nose[1] < min(corner[1] for corner in mouth) < y + height


def test_the_surest_comes_first_and_the_unsure_are_left_out(three):
    found = find_faces(three, min_score=0.5)
    scores = [face.score for face in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)
    assert len(find_faces(three, min_score=scores[0] - 1e-4)) == 1
    assert find_faces(three, min_score=1.0) == []
    assert find_faces(NOBODY, min_score=0.5) == []


def test_places_are_in_pixels_of_the_frame_whatever_its_size(somebody):
    (small,) = find_faces(somebody)
    large = cv2.resize(somebody, (1280, 960), interpolation=cv2.INTER_CUBIC)
    (face,) = find_faces(large)
    assert np.allclose(np.array(face.box) / 2, small.box, atol=10)
    assert np.allclose(face.landmarks / 2, small.landmarks, atol=10)


def test_in_a_large_picture_a_face_that_can_be_known_is_found_as_well(somebody):
    """In 640 pixels it would be nine wide, and in the picture that leaves it is sixty."""
    [(_, _, width, _)] = [face.box for face in find_faces(somebody)]
    large = np.full((3072, 4096, 3), 150, np.uint8)
    for scale, left, top in ((60 / width, 100, 2400), (700 / width, 900, 0)):
        one = cv2.resize(somebody, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        part = large[top : top + one.shape[0], left : left + one.shape[1]]
        part[:] = one[: part.shape[0], : part.shape[1]]
    # Who is near is found once, though there are two searches.
    widths = sorted(face.box[2] for face in find_faces(large, min_score=0.5))
    assert len(widths) == 2
    assert np.allclose(widths, [60, 700], rtol=0.2)


def test_a_frame_is_read_and_left_as_it_is(somebody):
    frame = Frame(somebody.copy(), 0.0, "usb")
    search = Search(frame)
    # From here on it belongs to whoever looks: what is found does not depend on it.
    frame.pixels[:] = 0
    assert len(search.faces()) == 1
    assert not any(copy.any() for copy in search._copies)  # its own copies are overwritten


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (700, 2), (37, 53)])
def test_a_picture_of_any_shape_is_searched(shape):
    assert find_faces(np.full((*shape, 3), 90, np.uint8), min_score=0.5) == []


def test_many_at_once_get_each_their_own(somebody, three):
    pictures = [somebody, three, NOBODY] * 4
    counts = [0] * len(pictures)

    def count(n: int) -> None:
        counts[n] = len(find_faces(pictures[n], min_score=0.5))

    threads = [threading.Thread(target=count, args=(n,)) for n in range(len(pictures))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert counts == [1, 3, 0] * 4


def test_nothing_is_held_when_it_is_forgotten(somebody):
    find_faces(somebody)
    until_forgotten()
    assert faces._network._holds is None


def test_it_is_forgotten_without_being_asked(somebody):
    find_faces(somebody)
    deadline = time.monotonic() + 60
    while faces._network._holds is not None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_waits_does_not_wait_for_ever(somebody):
    with faces._network.taken():
        late = Search(somebody)
        with pytest.raises(FaceFinderFailed, match="longer than 0 seconds"):
            late.faces(timeout_s=0.05)
    assert len(late.faces()) == 1


def test_what_fails_is_said_without_its_words(somebody, monkeypatch):
    def fails(*_: object) -> None:
        raise RuntimeError("C:\\Users\\somebody")

    monkeypatch.setattr(faces._network, "detect", fails)
    with pytest.raises(FaceFinderFailed) as caught:
        find_faces(somebody)
    assert "somebody" not in str(caught.value)


def test_a_missing_model_is_said(somebody, monkeypatch):
    monkeypatch.setattr(faces, "_network", faces._Network())

    def load(name: str) -> bytes:
        raise ModelMissing(f"{name} is not here.", "dobotkit models fetch")

    monkeypatch.setattr(faces, "load", load)
    with pytest.raises(ModelMissing):
        find_faces(somebody)


def test_a_process_may_end_right_after_a_search():
    """While the network is made to forget, in a thread inside OpenCV."""
    code = "import numpy as np; from dobotkit.keeper.eyes.faces import Search, find_faces; "
    code += "nobody = np.zeros((480, 640, 3), np.uint8); find_faces(nobody); {}"
    for last in ("", "Search(nobody)"):
        subprocess.run([sys.executable, "-P", "-c", code.format(last)], check=True, timeout=120)
