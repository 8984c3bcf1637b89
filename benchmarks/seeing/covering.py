"""How much of who reaches over the table is still seen, and what reading a camera costs.

Arms and heads are drawn that come over the edge of a table: ten tones of skin (the Monk scale),
sleeves of any colour, shaded, on tables of four colours, under a lamp, with noise. Counted is the
share of what is over the table that the picture shows. Real hands and real tables were not there.

::

    python -m benchmarks.seeing.covering
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dobotkit.keeper.eyes.outline import CELL_PX
from dobotkit.keeper.eyes.reaching import reaching_in
from dobotkit.keeper.eyes.sources import open_source
from dobotkit.monk import MONK
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

SIZE = (640, 360)
FILM = (1280, 720)
OUTLINE = np.array([(130, 40), (510, 40), (600, 330), (40, 330)])
# Blue, green, red.
TABLES = {
    "white": (228, 230, 232),
    "grey": (150, 150, 150),
    "green": (90, 140, 80),
    "wood": (120, 160, 190),
}
GOALS = {"seen_of_who_reaches_in_p95": 0.02}
WHOLE = {"people": 200}


def measure(people: int = 40, pictures: int = 40) -> dict[str, object]:
    """Cover people and read pictures; return shares from 0 to 1, and milliseconds.

    Parameters
    ----------
    people:
        How many reach over each table.
    pictures:
        How many are read of a video.
    """
    cv2.setNumThreads(1)
    found: dict[str, object] = {}
    every: list[float] = []
    for name, paint in TABLES.items():
        shares, tones = [], []
        for number in range(people):
            tone = number % len(MONK)
            shares.append(_seen(paint, tone, seed=number))
            tones.append(tone)
        every += shares
        found[name] = {
            "median": round(statistics.median(shares), 4),
            "p95": round(float(np.percentile(shares, 95)), 4),
            "worst": round(max(shares), 4),
            "worst_tone": tones[int(np.argmax(shares))] + 1,
            "empty_table_shown": round(1 - _covered_of_nobody(paint), 4),
        }
    return {
        "people_over_each_table": people,
        "seen_share_by_table": found,
        "seen_of_who_reaches_in_p95": round(float(np.percentile(every, 95)), 4),
        **_reading(pictures),
    }


def _table() -> np.ndarray:
    width, height = SIZE
    whole = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(whole, OUTLINE, 1)
    cells = whole.reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX)
    return np.asarray(cells.min((1, 3)) == 1)


def _room(paint: tuple[int, int, int], lots: np.random.Generator) -> np.ndarray:
    width, height = SIZE
    picture = np.full((height, width, 3), (60, 75, 90), float)
    on_it = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(on_it, OUTLINE, 1)
    picture[on_it == 1] = paint
    fall = np.linspace(0.85, 1.05, width) if lots.random() < 0.5 else np.linspace(1.05, 0.85, width)
    picture *= fall[None, :, None]
    return picture


def _finished(picture: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    noisy = picture + lots.normal(0, 3, picture.shape)
    return np.asarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _seen(paint: tuple[int, int, int], tone: int, seed: int) -> float:
    """Return the share of somebody over the table that the picture shows."""
    lots = np.random.default_rng(seed)
    picture = _room(paint, lots)
    width, height = SIZE
    ends = OUTLINE[[(side := int(lots.integers(4))), (side + 1) % 4]].astype(float)
    edge = ends[0] + (ends[1] - ends[0]) * lots.uniform(0.2, 0.8)
    middle = OUTLINE.mean(axis=0)
    inside = edge + (middle - edge) * lots.uniform(0.3, 1.0)
    outside = edge + (edge - middle) * 1.5
    wide = int(lots.integers(20, 65))
    body, sleeve = (np.zeros((height, width), np.uint8) for _ in range(2))
    cv2.line(body, _pixel(outside), _pixel(inside), 1, wide)
    cv2.circle(body, _pixel(inside), round(wide * lots.uniform(0.5, 0.9)), 1, cv2.FILLED)
    cv2.line(sleeve, _pixel(outside), _pixel(edge + (inside - edge) * 0.3), 1, wide + 5)
    shade = cv2.GaussianBlur(lots.normal(0, 45, (height, width)), (0, 0), 4)[..., None]
    skin = np.array([int(MONK[tone][at : at + 2], 16) for at in (5, 3, 1)], float)
    for where, colour in ((body, skin), (sleeve, lots.uniform(10, 200, 3))):
        picture[where == 1] = (colour * 0.92 + shade)[where == 1]
    cells = _table()
    shown = cells & ~reaching_in(_finished(picture, lots), cells, np.zeros_like(cells))
    pixels = np.repeat(np.repeat(shown, CELL_PX, 0), CELL_PX, 1)
    table = np.repeat(np.repeat(cells, CELL_PX, 0), CELL_PX, 1)
    somebody = (body | sleeve).astype(bool) & table
    return float((somebody & pixels).sum() / max(1, somebody.sum()))


def _covered_of_nobody(paint: tuple[int, int, int]) -> float:
    lots = np.random.default_rng(0)
    cells = _table()
    covered = reaching_in(_finished(_room(paint, lots), lots), cells, np.zeros_like(cells))
    return float(covered.sum() / cells.sum())


def _pixel(place: np.ndarray) -> tuple[int, int]:
    return (round(float(place[0])), round(float(place[1])))


def _reading(pictures: int) -> dict[str, object]:
    """Read a video here, and in a process of its own as the keeper does; one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.avi")
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, FILM)
        lots = np.random.default_rng(0)
        for _ in range(5):
            writer.write(cv2.resize(_finished(_room(TABLES["wood"], lots), lots), FILM))
        writer.release()
        start = time.perf_counter()
        source = open_source(str(path))
        source.read().wipe()
        first = time.perf_counter() - start
        here: list[float] = []
        afar: list[float] = []
        for _ in range(max(1, pictures // 5)):
            capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
            here += [_timed(capture.read) for _ in range(5)]
            capture.release()
            afar += [_timed(lambda: source.read().wipe()) for _ in range(5)]
        source.close()
    one, other = (statistics.median(times) * 1e3 for times in (here, afar))
    return {
        "first_picture_ms": round(first * 1e3),
        "read_here_ms": round(one, 2),
        "read_afar_ms": round(other, 2),
        "reading_ratio": round(other / one, 2),
    }


def _timed(take: Callable[[], object]) -> float:
    start = time.perf_counter()
    take()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(), indent=2) + "\n")
