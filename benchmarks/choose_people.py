"""Choose the seeds of the class of 200, so that a recogniser can tell its people apart.

For each number, seeds are tried in their order. The first is taken whose picture is less alike
than a limit to those of everybody with a smaller number. The picture is a neutral one before
a grey wall; ``benchmarks/seeing/people.py`` measures with others. Whether somebody is found is not
looked at: who is hard to find stays; nor whether a recogniser knows them again.

    python benchmarks/choose_people.py          prints the table for told_apart.py
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.seeing.people import Recogniser
from dobotkit.opencv import cv2
from dobotkit.simulator.people import CLASS, NEUTRAL
from dobotkit.simulator.people import person as people
from dobotkit.simulator.people.drawing import draw

HEIGHT = 400
WALL = 190
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def picture(number: int, seed: int) -> NDArray[np.uint8]:
    """Return a neutral picture of whom a seed would draw."""
    looks = people.looks_with(seed, people.tone_of(number), people.age_of(number))
    who = draw(looks, NEUTRAL, HEIGHT)
    cover = who[:, :, 3:] / np.float32(255)
    return np.asarray(who[:, :, :3] * cover + WALL * (1 - cover), np.uint8)


def main() -> None:
    """Choose, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=0.53, help="similarity that is too much")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    recogniser = Recogniser()
    kept = np.zeros((0, 128), np.float32)
    table = ""
    for number in CLASS:
        best: tuple[float, int, np.ndarray] = (2.0, 0, np.zeros(128, np.float32))
        for passed in range(len(DIGITS)):
            seen = recogniser.embedded(picture(number, number * 100 + passed))
            seen = np.zeros(128, np.float32) if seen is None else seen  # nothing to compare
            alike = float((kept @ seen).max()) if len(kept) else 0.0
            if alike < best[0]:
                best = (alike, passed, seen)
            if alike < options.limit:
                break
        table += DIGITS[best[1]]
        kept = np.vstack([kept, best[2]])
        print(f"{number}: {best[1]} ({best[0]:.2f})", file=sys.stderr, flush=True)
    for start in range(0, len(table), 50):
        print(f'    "{table[start : start + 50]}"')


if __name__ == "__main__":
    main()
