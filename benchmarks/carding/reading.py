"""How many cards are read without a mistake, and how fast, beside rapidocr.

The kit finds the card in a photograph, reads its zone by the rules of ICAO Doc 9303 and its
check digits, its printed fields in their places, and its code. rapidocr looks for text in the
same photograph and reads all that it finds, with the same network for reading. It knows nothing
of cards, so it is helped: its lines are put right where only letters or only digits may stand
(``dobotkit.mrz.correct``), and a field counts if it is anywhere among them, with its spaces or
without. Every fifth card it is
given flat as well, as the kit has it.

::

    python -m benchmarks.carding.reading
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.carding.pictures import CONDITIONS, Picture, faulty, pictures
from benchmarks.carding.rapid import VERSION, Rapid, rapid
from benchmarks.seeing.filmed import THREADS
from dobotkit import mrz
from dobotkit.errors import MrzError
from dobotkit.keeper.eyes.card_text import CardText, read_card
from dobotkit.keeper.eyes.cards import find_cards, rectify
from dobotkit.opencv import cv2

__all__ = ["GOALS", "WHOLE", "measure"]

GOALS = {
    "zones_exact": 0.95,
    "fields_exact": 0.98,
    "accepted_though_wrong": 0,
    "at_most_times_rapidocr": 0.6,
}
WHOLE = {"each": 30, "faults": 20}
_FLAT_EVERY = 5
_TOLD_EVERY = 20
_PX_PER_MM = 12.0
_MEMORY = """
import sys, psutil, numpy as np
me = psutil.Process()
from dobotkit.keeper.eyes import card_text, text
before = me.memory_info().rss
text.read_line(np.zeros((48, 640, 3), np.uint8))
text.read_line(np.zeros((48, 800, 3), np.uint8))
text.forget()
print(me.memory_info().rss / 2**20, (me.memory_info().rss - before) / 2**20)
"""


def measure(*, each: int = 2, faults: int = 2) -> dict[str, Any]:
    """Read pictures with both, by turns.

    Parameters
    ----------
    each:
        How many cards under each condition.
    faults:
        How many cards with each fault, which only the kit reads.
    """
    cv2.setNumThreads(THREADS)
    kit, other, flat = _Count(), _Count(), _Count()
    with rapid(THREADS) as reader:
        for number, picture in enumerate(pictures(each)):
            _read_with_both(picture, kit, other, reader, first=number == 0)
            if number % _TOLD_EVERY == _TOLD_EVERY - 1:
                print(f"{number + 1} of {len(CONDITIONS) * each} cards")
            if number % _FLAT_EVERY == 0:
                _read_flat(picture, flat, reader)
    wrong = _accepted_faults(faults)
    ratio = statistics.median(a / b for a, b in zip(kit.times[1:], other.times[1:], strict=True))
    found = {
        "cards": len(CONDITIONS) * each,
        "kit": kit.told(),
        f"rapidocr {VERSION}": other.told(),
        f"rapidocr {VERSION}, flat": flat.told(),
        "times_rapidocr": round(ratio, 3),
        "zones_exact_by_condition": {
            name: [kit.by_condition.get(name, 0), other.by_condition.get(name, 0), each]
            for name in CONDITIONS
        },
        "not_read": kit.troubles,
        "cards_with_a_fault": 3 * faults,
        "faults_taken_for_right": wrong,
        "memory_mb": _memory() | {"rapidocr": round(other.memory)},
    }
    met = (
        kit.share(kit.zones) >= GOALS["zones_exact"]
        and kit.fields_right >= GOALS["fields_exact"] * kit.fields
        and kit.wrong + wrong == 0
        and ratio <= GOALS["at_most_times_rapidocr"]
    )
    return {**found, "met": met}


class _Count:
    """What one of them has read."""

    def __init__(self) -> None:
        self.cards = self.zones = self.wrong = self.fields = self.fields_right = 0
        self.by_condition: dict[str, int] = {}
        self.by_field: dict[str, int] = {}
        self.troubles: dict[str, int] = {}
        self.times: list[float] = []
        self.memory = 0.0

    def add(self, picture: Picture, lines: Sequence[str] | None, ms: float) -> None:
        self.cards += 1
        self.times.append(ms)
        if lines is None:
            return
        if tuple(lines) == picture.specimen.lines:
            self.zones += 1
            self.by_condition[picture.condition] = self.by_condition.get(picture.condition, 0) + 1
        else:
            self.wrong += 1

    def add_fields(self, right: dict[str, bool]) -> None:
        self.fields += len(right)
        self.fields_right += sum(right.values())
        for name, one in right.items():
            self.by_field[name] = self.by_field.get(name, 0) + (not one)

    def share(self, of: int) -> float:
        return of / max(1, self.cards)

    def told(self) -> dict[str, Any]:
        return {
            "zones_exact": round(self.share(self.zones), 4),
            "zones_accepted_though_wrong": self.wrong,
            "fields_exact": round(self.fields_right / max(1, self.fields), 4),
            "fields": self.fields,
            "wrong_by_field": {name: one for name, one in self.by_field.items() if one},
            "ms": round(statistics.median(self.times[1:] or self.times), 1),
        }


def _read_with_both(
    picture: Picture, kit: _Count, other: _Count, reader: Rapid, *, first: bool
) -> None:
    text, ms = _by_kit(picture)
    if first:  # what is done once is not what a card takes
        text, ms = _by_kit(picture)
        reader.read(picture.pixels)
    kit.add(picture, text.zone.lines if text and text.zone else None, ms)
    if text is None or text.zone is None:
        trouble = "not found" if text is None else str(text.trouble)
        kit.troubles[trouble] = kit.troubles.get(trouble, 0) + 1
    else:
        kit.add_fields(
            {name: line.text == picture.specimen.fields[name] for name, line in text.fields.items()}
        )
    _by_other(picture, picture.pixels, other, reader)


def _by_kit(picture: Picture) -> tuple[CardText | None, float]:
    began = time.perf_counter()
    cards = find_cards(picture.pixels)
    text = read_card(picture.pixels, cards[0]) if cards else None
    return text, (time.perf_counter() - began) * 1e3


def _read_flat(picture: Picture, flat: _Count, reader: Rapid) -> None:
    cards = find_cards(picture.pixels)
    if cards:
        _by_other(picture, rectify(picture.pixels, cards[0], px_per_mm=_PX_PER_MM), flat, reader)


def _by_other(picture: Picture, pixels: Any, count: _Count, reader: Rapid) -> None:  # noqa: ANN401 - an array
    answer = reader.read(pixels)
    texts = [one.strip() for one in answer["texts"]]
    count.add(picture, _zone_among(texts, picture), answer["ms"])
    count.memory = max(count.memory, answer["memory_mb"])
    printed = {name: one for name, one in picture.specimen.fields.items() if name != "own script"}
    joined = {one.replace(" ", "") for one in texts}
    count.add_fields({name: one.replace(" ", "") in joined for name, one in printed.items()})


def _zone_among(texts: Sequence[str], picture: Picture) -> tuple[str, ...] | None:
    """Return a zone with right check digits among lines that were read; None if there is none."""
    wanted, length = mrz.LENGTHS[picture.specimen.design.mrz]
    plain = [one.replace(" ", "").upper() for one in texts]
    lines = [one for one in plain if len(one) == length][-wanted:]
    try:
        corrected = mrz.correct(lines).lines
        return corrected if mrz.parse(corrected).valid else None
    except MrzError:
        return None


def _accepted_faults(each: int) -> int:
    """Count cards with a fault of which the kit says something that is not so."""
    wrong = 0
    for picture in faulty(each):
        text, _ = _by_kit(picture)
        if text is None or text.zone is None:
            continue
        as_printed = text.zone.lines == picture.specimen.lines
        wrong += not as_printed or picture.condition != "check digit" or text.zone.valid
    return wrong


def _memory() -> dict[str, int]:
    """How much memory a process of the kit has that can read, and how much of it is for that."""
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
    ).stdout.split()
    return {"kit": round(float(said[0])), "kit_for_reading": round(float(said[1]))}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
