"""A face that was covered a moment ago is covered still, and only for a moment."""

from __future__ import annotations

import pytest

from dobotkit.keeper.eyes.held import HELD_S, PAUSE_S, Held

SIZE = (640, 480)
FACE = (200.0, 100.0, 80.0, 100.0)
OTHER = (420.0, 110.0, 60.0, 80.0)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(clock: Clock) -> Held:
    return Held(clock)


def covers(boxes, face) -> bool:
    """Whether one of some boxes has all of a face in it."""
    x, y, width, height = face
    return any(
        left <= x and top <= y and left + wide >= x + width and top + high >= y + height
        for left, top, wide, high in boxes
    )


def test_what_is_found_is_covered_where_it_is(held):
    assert held.with_held([FACE, OTHER], SIZE, live=True) == [FACE, OTHER]


@pytest.mark.parametrize("live", [True, False])
def test_a_blink_of_the_finder_uncovers_nobody(held, clock, live):
    held.with_held([FACE, OTHER], SIZE, live=live)
    for _ in range(5):
        clock.now += 0.1
        boxes = held.with_held([OTHER], SIZE, live=live)
        assert covers(boxes, FACE)
        assert covers(boxes, OTHER)
        assert len(boxes) == 2


def test_a_cover_goes_when_its_time_is_over(held, clock):
    held.with_held([FACE], SIZE, live=True)
    clock.now += 0.1
    held.with_held([], SIZE, live=True)
    clock.now += HELD_S
    assert held.with_held([], SIZE, live=True) == []


def test_what_the_picture_before_had_is_covered_however_slow_the_pictures_come(held, clock):
    held.with_held([FACE], SIZE, live=True)
    clock.now += PAUSE_S - 0.1
    assert covers(held.with_held([], SIZE, live=True), FACE)
    clock.now += HELD_S
    assert held.with_held([], SIZE, live=True) == []


def test_a_single_look_long_after_another_covers_what_it_finds(held, clock):
    held.with_held([FACE], SIZE, live=False)
    clock.now += HELD_S + 0.1
    assert held.with_held([OTHER], SIZE, live=False) == [OTHER]


def test_a_cover_follows_whoever_walks(held, clock):
    x = FACE[0]
    for _ in range(4):
        held.with_held([(x, *FACE[1:])], SIZE, live=True)
        clock.now += 0.1
        x += 25.0
    for _ in range(3):
        boxes = held.with_held([], SIZE, live=True)
        # Nobody knows which way: it is larger on all sides.
        assert covers(boxes, (x, *FACE[1:]))
        clock.now += 0.1
        x += 25.0


def test_a_cover_grows_no_faster_than_somebody_runs(held, clock):
    held.with_held([FACE], SIZE, live=True)
    clock.now += 1e-6
    held.with_held([(FACE[0] + 50, *FACE[1:])], SIZE, live=True)
    clock.now += 0.1
    ((_, _, width, _),) = held.with_held([], SIZE, live=True)
    assert width < 4 * FACE[2]


@pytest.mark.parametrize("why", ["pause", "size", "told to"])
def test_everything_is_forgotten(held, clock, why):
    held.with_held([FACE], SIZE, live=True)
    clock.now += PAUSE_S + 0.1 if why == "pause" else 0.1
    if why == "told to":
        held.forget()
    assert held.with_held([], (1280, 720) if why == "size" else SIZE, live=True) == []
