"""The drawer: it knows at most twenty, one as one, and after its end nobody."""

from __future__ import annotations

import copy
import pickle
import threading

import numpy as np
import pytest

from dobotkit.errors import VisitorsForgotten
from dobotkit.keeper.eyes.visitors import Drawer
from tests.keeper.wires import wait_until

DIMENSIONS = 128


# Directions at right angles to each other: (128, 128).
_NOBODY = np.linalg.qr(np.random.default_rng(1).normal(size=(DIMENSIONS, DIMENSIONS)))[0].astype(
    np.float32
)


def faces(*numbers: int, turned: float = 0.0, seed: int = 0) -> np.ndarray:
    """Embeddings of people who have nothing in common, each turned a little to a side."""
    found = _NOBODY[list(numbers)]
    if turned:
        aside = np.random.default_rng(seed).normal(size=found.shape)
        aside -= np.sum(aside * found, axis=1, keepdims=True) * found
        aside /= np.linalg.norm(aside, axis=1, keepdims=True)
        found = (np.cos(turned) * found + np.sin(turned) * aside).astype(np.float32)
    return found


@pytest.fixture
def drawer():
    drawer = Drawer()
    yield drawer
    drawer.close()


def said(drawer: Drawer, *numbers: int, turned: float = 0.0, threshold: float = 0.56):
    return [tuple(one) for one in drawer.meet(faces(*numbers, turned=turned), threshold)]


def test_a_visitor_is_seen_before_when_they_come_back(drawer):
    assert said(drawer, 7) == [("A", False, None)]
    assert said(drawer, 7, turned=0.45) == [("A", True, 0.9)]
    assert said(drawer, 12) == [("B", False, 0.0)]
    assert said(drawer, 12, 7) == [("B", True, 1.0), ("A", True, 1.0)]
    assert drawer.count == 2


def test_the_threshold_decides(drawer):
    said(drawer, 7)
    assert said(drawer, 7, turned=1.0, threshold=0.5) == [("A", True, 0.54)]
    assert said(drawer, 7, turned=1.0, threshold=0.56) == [("B", False, 0.54)]


def test_what_is_compared_is_what_is_told(drawer):
    """0.557 is told as 0.56, so it is not below a threshold of 0.56."""
    said(drawer, 7)
    assert said(drawer, 7, turned=float(np.arccos(0.557))) == [("A", True, 0.56)]
    assert said(drawer, 7, turned=float(np.arccos(0.554))) == [("B", False, 0.55)]


def test_two_faces_in_one_look_are_two_visitors_even_if_both_fit_one(drawer):
    said(drawer, 7)
    told = drawer.meet(faces(7, 7, turned=0.3), 0.56)
    assert sorted(one.label for one in told) == ["A", "B"]
    assert [one.seen_before for one in told].count(True) == 1
    # The similarity of the new one is not that to a visitor who somebody else is.
    assert [one.similarity for one in told if not one.seen_before] == [None]


def test_a_similarity_means_the_same_in_every_look(drawer):
    """The template is that of the first look; it does not follow who changes little by little."""
    said(drawer, 7)
    for turned in (0.2, 0.4, 0.6, 0.8):
        [(label, _, alike)] = said(drawer, 7, turned=turned)
        assert (label, alike) == ("A", round(float(np.cos(turned)), 2))


def test_twenty_are_remembered_and_no_more(drawer):
    for number in range(20):
        [(label, seen, _)] = said(drawer, number)
        assert (label, seen) == ("ABCDEFGHIJKLMNOPQRST"[number], False)
    assert said(drawer, 20, 3) == [(None, False, 0.0), ("D", True, 1.0)]
    assert said(drawer, 20) == [(None, False, 0.0)]
    assert drawer.count == 20


@pytest.mark.parametrize("how", ["forget", "close", "time"])
def test_it_is_overwritten_in_place(how):
    drawer = Drawer(0.2 if how == "time" else 300)
    inside = drawer._templates
    begins = inside.ctypes.data
    # The first with a long time, so that nothing is overwritten before it was there.
    drawer.meet(faces(7), 0.56) if how != "time" else None
    if how == "time":
        with drawer._lock:
            inside[0] = faces(7)
        wait_until(lambda: drawer.closed)
    else:
        assert inside.any()
        getattr(drawer, how)()
    assert not inside.any()
    assert drawer._templates is inside
    assert inside.ctypes.data == begins
    assert drawer.count == 0
    drawer.close()


def test_after_its_end_it_answers_nobody_and_says_why(drawer):
    said(drawer, 7)
    assert 290 < drawer.seconds <= 300
    drawer.close("The notebook is gone.")
    drawer.close("Twice.")
    assert drawer.seconds == 0
    for ask in (drawer.check, drawer.forget, lambda: drawer.meet(faces(7), 0.5)):
        with pytest.raises(VisitorsForgotten, match="The notebook is gone"):
            ask()


def test_its_time_is_up_without_anybody_asking():
    drawer = Drawer(0.1)
    wait_until(lambda: drawer.closed)
    with pytest.raises(VisitorsForgotten, match="five minutes"):
        drawer.check()


def test_what_a_look_brings_too_late_is_refused(drawer):
    """The block ends while a look is on its way: nothing gets in afterwards."""
    inside = drawer._templates
    with drawer._lock:
        late = []
        looking = threading.Thread(target=lambda: late.append(_error(drawer)), daemon=True)
        looking.start()
        drawer._closed = "The block is over."
    looking.join(20)
    assert isinstance(late[0], VisitorsForgotten)
    assert not inside.any()


def _error(drawer: Drawer) -> Exception | None:
    try:
        drawer.meet(faces(7), 0.5)
    except VisitorsForgotten as error:
        return error
    return None


def test_it_is_not_copied_and_not_written_and_says_nothing_of_what_is_in_it(drawer):
    said(drawer, 7)
    for way in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="is not copied"):
            way(drawer)
    assert repr(drawer) == "<drawer of 1 visitors>"


def test_no_error_keeps_a_template(drawer):
    """Errors keep the variables of all functions that they went through."""
    said(drawer, 7, 12)
    error = None
    try:
        # What does not fit fails in the middle of the comparison.
        drawer.meet(np.ones((1, 5), np.float32), 0.5)
    except ValueError as caught:
        error = caught
    assert error is not None
    held = []
    step = error.__traceback__
    while step is not None:
        held += [one for one in step.tb_frame.f_locals.values() if isinstance(one, np.ndarray)]
        step = step.tb_next
    assert all(one.shape == (1, 5) for one in held)
