"""Whether an attacker still names drawn people whose faces are covered.

The attacker knows a lot: where the face is below the cover, one picture of everybody, with a
number, and even how it was covered. What protects against this one protects in a classroom.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from dobotkit.keeper.eyes.embedding import embed, forget
from dobotkit.keeper.eyes.experiments.covers import Cover, check, covered
from dobotkit.keeper.eyes.experiments.experiment import (
    Experiment,
    Templates,
    photographed,
    surest,
)
from dobotkit.keeper.eyes.faces import COUNTED, COVERED_FROM, find_faces
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.measuring_messages import CoverTold
from dobotkit.messages import Tell
from dobotkit.opencv import cv2
from dobotkit.sight_messages import PictureTold
from dobotkit.simulator.people import Person

__all__ = ["CoverExperiment"]

# The attacker's own picture of everybody, and the one that is covered.
_KNOWN, _SEEN = 0, 1
_QUALITY: Final = 85


class CoverExperiment(Experiment):
    """Covers pictures, and lets an attacker say who is on them.

    Parameters
    ----------
    cover, strength:
        Which cover, and how strong.
    people:
        How many: those with the first numbers.
    """

    def __init__(self, cover: Cover, strength: int, people: int) -> None:
        # Two pictures of each.
        super().__init__(2 * people)
        self._people = people
        check(cover, strength)
        self._cover: Cover = cover
        self._strength = strength
        self._clean, self._likewise = Templates(people), Templates(people)
        self._targets = Templates(people)
        self._found = self._counted = 0
        self._left_out: set[int] = set()
        self._picture: PictureTold | None = None

    def _do(self, number: int) -> None:
        occasion, person = divmod(number, self._people)
        if person in self._left_out:
            return
        with photographed(person + 1, occasion) as pixels:
            face = surest(pixels, person + 1, occasion)
            if face is None:
                # Where the face is nobody knows: this person takes no part.
                self._left_out.add(person)
                return
            hidden = covered(pixels, face, self._cover, self._strength)
            try:
                if occasion == _KNOWN:
                    self._clean.add(person, embed(pixels, face, drawn=True))
                    self._likewise.add(person, embed(hidden, face, drawn=True))
                else:
                    self._targets.add(person, embed(hidden, face, drawn=True))
                    self._look_again(hidden, person)
            finally:
                wipe(hidden)

    def _look_again(self, hidden: Pixels, person: int) -> None:
        scores = [one.score for one in find_faces(hidden, min_score=COVERED_FROM)]
        self._found += any(scores)
        self._counted += any(score >= COUNTED for score in scores)
        if self._picture is None:
            self._picture = self._shown(hidden, person)

    def _shown(self, hidden: Pixels, person: int) -> PictureTold:
        """Return the one picture that leaves: of a drawn person, below the cover."""
        _, data = cv2.imencode(".jpg", hidden, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
        how = {
            "none": "without a cover",
            "box": "below the kit's opaque box",
            "blur": f"blurred with a window of {self._strength} pixels",
            "mosaic": f"as a mosaic of {self._strength} columns",
        }[self._cover]
        height, width = hidden.shape[:2]
        return PictureTold(
            form="image/jpeg",
            width=width,
            height=height,
            words=f"A drawn person, who does not exist, {how}: {Person(person + 1).words}.",
            data=bytes(data),
        )

    def result(self) -> Tell:
        """Let both attackers name everybody, and count who is named rightly."""
        if self._picture is None:
            raise ValueError("no face was found without a cover")
        return CoverTold(
            people=len(self._targets),
            found=self._found,
            counted=self._counted,
            named=self._named(self._clean),
            parroted=self._named(self._likewise),
            left_out=len(self._left_out),
            picture=self._picture,
        )

    def _named(self, gallery: Templates) -> int:
        """Count who is most similar to the own picture in a gallery."""
        similar = self._targets.similarity_to(gallery)
        # Who takes no part is not to be guessed either.
        similar[:, ~np.isin(gallery.whose, self._targets.whose)] = -np.inf
        best = gallery.whose[np.argmax(similar, axis=1)]
        return int(np.count_nonzero(best == self._targets.whose))

    def close(self) -> None:
        """Overwrite the templates."""
        super().close()
        for templates in (self._clean, self._likewise, self._targets):
            templates.close()
        forget()
