"""Choose the seeds of the class of 200, so that a recogniser can tell its people apart.

For each number, seeds are tried in their order. The first is taken whose pictures are less alike
than a limit to those of everybody with a smaller number. The pictures are of other occasions
than those on which ``benchmarks/seeing/people.py`` measures. Whether somebody is found is not
looked at: who is hard to find stays.

    python benchmarks/choose_people.py          prints the table for told_apart.py
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.seeing.people import Recogniser
from dobotkit.opencv import cv2
from dobotkit.simulator.people import CLASS, NEUTRAL, Appearance, Person
from dobotkit.simulator.people import person as person_module
from dobotkit.simulator.people.photograph import photograph_of

# Not those on which it is measured.
OCCASIONS = (1001, 1002)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pictures(number: int, seed: int) -> list[np.ndarray]:
    """Return three pictures of whom a seed would draw."""
    looks = person_module.looks_with(seed, person_module.tone_of(number))
    person = Person(number)
    hows = [NEUTRAL, *(Appearance.of(person, occasion) for occasion in OCCASIONS)]
    return [photograph_of(looks, how) for how in hows]


def main() -> None:
    """Choose, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=0.52, help="similarity that is too much")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    recogniser = Recogniser()
    kept = np.zeros((0, 128), np.float32)
    table = ""
    for number in CLASS:
        best: tuple[float, int, np.ndarray] = (2.0, 0, np.zeros(128, np.float32))
        for passed in range(len(DIGITS)):
            seen = [recogniser.embedded(one) for one in pictures(number, number * 100 + passed)]
            known = [one for one in seen if one is not None]
            if not known:
                mean = np.zeros(128, np.float32)  # nobody found: nothing to compare
            else:
                mean = np.mean(known, axis=0)
                mean /= np.linalg.norm(mean)
            alike = float((kept @ mean).max()) if len(kept) else 0.0
            if alike < best[0]:
                best = (alike, passed, mean)
            if alike < options.limit:
                break
        table += DIGITS[best[1]]
        kept = np.vstack([kept, best[2]])
        print(f"{number}: {best[1]} ({best[0]:.2f})", file=sys.stderr, flush=True)
    for start in range(0, len(table), 50):
        print(f'    "{table[start : start + 50]}"')


if __name__ == "__main__":
    main()
