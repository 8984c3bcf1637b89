"""How often invented people are found, and how well they are told apart.

For each step of the Monk scale: the share of pictures in which YuNet finds the face, at three
thresholds. For all pairs of pictures: how alike SFace says they are, from which follow the
false accept rate and the false reject rate at every threshold, and the equal error rate.

::

    python -m benchmarks.seeing.people
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dobotkit import models
from dobotkit.opencv import cv2
from dobotkit.simulator.people import CLASS, NEUTRAL, Appearance, Person, photograph

__all__ = ["GOALS", "WHOLE", "Recogniser", "measure"]

SIZE = (640, 480)
THRESHOLDS = (0.5, 0.7, 0.9)
# The first occasion of everybody is the neutral one.
WHOLE = {"people": len(CLASS), "occasions": 10}
GOALS = {"found_at_0.5_of_every_tone": 0.99, "equal_error_rate": 0.02}


class Recogniser:
    """YuNet and SFace, as the kit loads them."""

    def __init__(self) -> None:
        nothing = np.array([], np.uint8)
        yunet = np.frombuffer(models.load("yunet"), np.uint8)
        sface = np.frombuffer(models.load("sface"), np.uint8)
        self._detector = cv2.FaceDetectorYN.create("onnx", yunet, nothing, SIZE, 0.3, 0.3, 50)
        self._recogniser = cv2.FaceRecognizerSF.create("onnx", sface, nothing)

    def found(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what is found in a picture, (n, 15), the surest first."""
        self._detector.setInputSize(picture.shape[1::-1])
        rows = self._detector.detect(picture)[1]
        if rows is None:
            return np.zeros((0, 15), np.float32)
        return np.asarray(rows[np.argsort(-rows[:, 14])])

    def embedded(
        self, picture: NDArray[np.uint8], rows: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32] | None:
        """Return the embedding of the surest face, (128,), of length 1; None without one.

        `rows` is what was found in the picture, if it is known already.
        """
        rows = self.found(picture) if rows is None else rows
        if not len(rows):
            return None
        feature = self._recogniser.feature(self._recogniser.alignCrop(picture, rows[0]))[0]
        return np.asarray(feature / np.linalg.norm(feature), np.float32)


def _appearances(person: Person, occasions: int) -> Iterator[Appearance]:
    yield NEUTRAL
    for occasion in range(1, occasions):
        yield Appearance.of(person, occasion)


def measure(people: int = 40, occasions: int = 4) -> dict[str, object]:
    """Photograph people on several occasions; return rates."""
    cv2.setNumThreads(1)
    recogniser = Recogniser()
    scores: dict[int, list[float]] = {tone: [] for tone in range(1, 11)}
    whose, seen, more = [], [], 0
    for person in map(Person, CLASS[:people]):
        for how in _appearances(person, occasions):
            picture = photograph(person, how, SIZE)
            rows = recogniser.found(picture)
            scores[person.tone].append(float(rows[0, 14]) if len(rows) else 0.0)
            more += int((rows[1:, 14] >= THRESHOLDS[1]).sum())
            embedding = recogniser.embedded(picture, rows)
            if embedding is not None:
                whose.append(person.number)
                seen.append(embedding)
    found = {str(tone): _shares(values) for tone, values in scores.items()}
    alike = _told_apart(np.array(whose), np.array(seen))
    least = min(shares["0.5"] for shares in found.values())
    return {
        "pictures": people * occasions,
        "found_by_tone": found,
        "second_faces_at_0.7": more,
        "told_apart": alike,
        "met": least >= GOALS["found_at_0.5_of_every_tone"]
        and alike["equal_error_rate"] <= GOALS["equal_error_rate"],
    }


def _shares(scores: Iterable[float]) -> dict[str, float]:
    values = np.array(list(scores))
    return {str(one): round(float((values >= one).mean()), 4) for one in THRESHOLDS}


def _told_apart(
    whose: NDArray[np.int64], seen: NDArray[np.float32]
) -> dict[str, float | dict[str, list[float]]]:
    pairs = np.triu_indices(len(whose), 1)
    alike = (seen @ seen.T)[pairs]
    same = (whose[:, None] == whose[None])[pairs]
    own, other = np.sort(alike[same]), np.sort(alike[~same])
    thresholds = np.linspace(0, 1, 1001)
    rejected = np.searchsorted(own, thresholds) / len(own)
    accepted = 1 - np.searchsorted(other, thresholds) / len(other)
    equal = int(np.argmin(np.abs(rejected - accepted)))
    few = slice(300, 901, 50)
    return {
        "equal_error_rate": round(float(rejected[equal] + accepted[equal]) / 2, 4),
        "at_threshold": round(float(thresholds[equal]), 3),
        "same_person": _quantiles(own),
        "different_people": _quantiles(other),
        "curves": {
            "threshold": np.round(thresholds[few], 3).tolist(),
            "false_accept_rate": np.round(accepted[few], 5).tolist(),
            "false_reject_rate": np.round(rejected[few], 5).tolist(),
        },
    }


def _quantiles(values: NDArray[np.float32]) -> dict[str, list[float]]:
    shares = (0.01, 0.05, 0.5, 0.95, 0.99)
    return {"share": list(shares), "cosine": np.round(np.quantile(values, shares), 3).tolist()}


if __name__ == "__main__":
    print(json.dumps({"goals": GOALS, "people": measure(**WHOLE)}, indent=1))
