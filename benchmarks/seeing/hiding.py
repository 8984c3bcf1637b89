"""What the search for faces misses, what it covers for nothing, and what is found under a cover.

Drawn people (``dobotkit/simulator/people``) before a plain wall, each as they are on some
occasion, and then made harder to find, one thing at a time: turned, tilted, small, dark, with a
mask, cut off by the edge of the picture. Counted is who is not found at 0.5, from where on the
kit covers; and covers on tables with nobody at them. Real people were not there: a photograph
is harder than a drawing.

::

    python -m benchmarks.seeing.hiding
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from benchmarks.seeing.tables import Laid, hard_table, usual_table
from dobotkit.keeper.eyes.faces import COVERED_FROM, FoundFace, find_faces
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.hiding import hidden_part, hide
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import render
from dobotkit.simulator.people import Appearance, Person, photograph

__all__ = ["GOALS", "WHOLE", "measure", "missed_by"]

WHOLE = {"people": 200, "tables": 200}
GOALS = {"found_again_under_a_cover": 0, "covers_on_usual_tables": 0}
SIZE = (640, 480)
_WALL = (150, 160, 165)
_MASK = (200, 170, 120)
_DARK = (30, 30, 30)
# Farther than this the drawings are no heads any more.
_TURNS = (15, 30)
_TILTS = (30, 60, 90, 180)
_WIDTHS = (40, 30, 20, 16, 12, 10, 8)
_STOPS = (2, 4, 5, 6)
_CUTS = (0.25, 0.5, 0.75)
_NOISE = 3.0

Harder = Callable[[Pixels, FoundFace, np.random.Generator], Pixels]


def measure(*, people: int = 30, tables: int = 10) -> dict[str, object]:
    """Look for drawn people, and for people where there are none.

    Parameters
    ----------
    people:
        How many.
    tables:
        How many of each kind.
    """
    cv2.setNumThreads(1)
    # By turns over all tones: people's numbers follow them.
    numbers = range(1, people + 1)
    harder = dict(_harder())
    missed = dict.fromkeys(harder, 0)
    plain, at_once = 0, 0
    again: list[tuple[int, int]] = []
    for number in numbers:
        person = Person(number)
        picture = photograph(person, Appearance.of(person, number), SIZE)
        found = find_faces(picture, min_score=COVERED_FROM)
        plain += not found
        if not found:
            continue
        again.append(_again(picture.copy()))
        for what, make in harder.items():
            worse = make(picture.copy(), found[0], np.random.default_rng(number))
            missed[what] += not find_faces(worse, min_score=COVERED_FROM)
            again.append(_again(worse))
    turned = {
        f"turned by {turn}°": sum(_missed_turned(number, turn) for number in numbers)
        for turn in _TURNS
    }
    for first in range(1, people - 5, 6):
        crowd = _crowd(range(first, first + 6))
        at_once += max(0, 6 - len(find_faces(crowd, min_score=COVERED_FROM)))
        again.append(_again(crowd))
    under = sum(one for one, _ in again)
    covers = {
        f"covers_on_{kind}_tables": sum(_covers(lay(seed)) for seed in range(tables))
        for kind, lay in (("usual", usual_table), ("hard", hard_table))
    }
    return {
        "people": people,
        "missed": {"as they are": plain, "six in one picture": at_once, **turned, **missed},
        "found_again_under_a_cover": under,
        "found_only_when_others_were_covered": sum(beside for _, beside in again),
        "tables": tables,
        **covers,
        "met": under == 0 and covers["covers_on_usual_tables"] == 0,
    }


def _again(picture: Pixels) -> tuple[int, int]:
    """Cover who is found, and count who is found then: under a cover, and beside all of them.

    Whoever is found beside was missed the first time: what surrounds a face changes its score.
    """
    found = find_faces(picture, min_score=COVERED_FROM)
    if not found:
        return 0, 0
    hide(picture, [face.box for face in found])
    parts = [hidden_part(face.box, picture.shape[1::-1]) for face in found]
    under = beside = 0
    for face in find_faces(picture, min_score=COVERED_FROM):
        x, y = face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2
        if any(left <= x < right and top <= y < bottom for left, top, right, bottom in parts):
            under += 1
        else:
            beside += 1
    return under, beside


def _missed_turned(number: int, turn: float) -> int:
    person = Person(number)
    appearance = replace(Appearance.of(person, number), turn=turn if number % 2 else -turn)
    return not find_faces(photograph(person, appearance, SIZE), min_score=COVERED_FROM)


def _harder() -> Iterator[tuple[str, Harder]]:
    for degrees in _TILTS:
        yield f"tilted by {degrees}°", lambda p, f, _, a=degrees: _tilted(p, f, a)
    for width in _WIDTHS:
        yield f"{width} px wide", lambda p, f, _, w=width: _small(p, f, w)
    for stops in _STOPS:
        yield f"{stops} stops darker", lambda p, _, lots, s=stops: _dark(p, s, lots)
    yield "with a mask", lambda p, f, _: _painted(p, f, (0.48, 1.05), _MASK)
    yield "with dark glasses", lambda p, f, _: _painted(p, f, (0.24, 0.46), _DARK)
    yield (
        "with mask and dark glasses",
        lambda p, f, _: _painted(_painted(p, f, (0.48, 1.05), _MASK), f, (0.24, 0.46), _DARK),
    )
    for share in _CUTS:
        yield f"{share:.0%} beyond the edge", lambda p, f, _, s=share: _cut(p, f, s)


def missed_by(what: str) -> Harder:
    """Return what makes a person harder to find, by its name in the result."""
    return dict(_harder())[what]


def _tilted(picture: Pixels, face: FoundFace, degrees: float) -> Pixels:
    x, y, width, height = face.box
    turn = cv2.getRotationMatrix2D((x + width / 2, y + height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, SIZE, borderValue=_WALL), np.uint8)


def _small(picture: Pixels, face: FoundFace, width: float) -> Pixels:
    shrink = width / face.box[2]
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    wall = np.full((SIZE[1], SIZE[0], 3), _WALL, np.uint8)
    high, wide = small.shape[:2]
    wall[200 : 200 + high, 300 : 300 + wide] = small
    return wall


def _dark(picture: Pixels, stops: float, lots: np.random.Generator) -> Pixels:
    """As a camera takes it that has no longer to wait: in light, not in its numbers."""
    light = (picture / 255.0) ** 2.2 / 2**stops
    numbers = 255.0 * light ** (1 / 2.2) + lots.normal(0, _NOISE, picture.shape)
    return np.asarray(np.clip(numbers, 0, 255), np.uint8)


def _painted(
    picture: Pixels, face: FoundFace, rows: tuple[float, float], paint: tuple[int, int, int]
) -> Pixels:
    x, y, width, height = face.box
    top, bottom = (round(y + share * height) for share in rows)
    picture[max(0, top) : max(0, bottom), max(0, round(x)) : max(0, round(x + width))] = paint
    return picture


def _cut(picture: Pixels, face: FoundFace, share: float) -> Pixels:
    cut = round(face.box[0] + share * face.box[2])
    return np.ascontiguousarray(picture[:, max(0, cut) :])


def _crowd(numbers: range) -> Pixels:
    """Six people in one picture, each as large as in a picture of a quarter of its width."""
    size = (320, 240)
    tiles = [photograph(Person(n), Appearance.of(Person(n), n), size) for n in numbers]
    return np.vstack([np.hstack(tiles[:3]), np.hstack(tiles[3:6])])


def _covers(laid: Laid) -> int:
    picture = render(laid.table, laid.joints, laid.rig)
    return len(find_faces(picture, min_score=COVERED_FROM))


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
