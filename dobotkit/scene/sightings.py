"""``Sightings``: which visitors were there before, and nothing on who they are."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from dobotkit.geometry import Box
from dobotkit.scene.answer import Answer, Bound
from dobotkit.scene.picture import Picture

__all__ = ["Forgotten", "PictureOfPeople", "Sightings", "Visitor"]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What came of emptying the drawer.

    Attributes
    ----------
    templates:
        How many face templates were in it.
    found_before, found_after:
        How many copies of them a search of the keeper's whole memory found, right before and
        right after they were overwritten. The first is the test of the search: it must find
        what is there. None where a program cannot read its own memory: only Linux lets it.
    """

    templates: int
    found_before: int | None = None
    found_after: int | None = None

    def __repr__(self) -> str:
        many = f"{self.templates} face template{'' if self.templates == 1 else 's'}"
        if self.found_before is None or self.found_after is None:
            return f"{many} overwritten. This computer does not let the keeper search its memory."
        return (
            f"{many} overwritten. The keeper has searched its own memory: "
            f"{self.found_before} found before, {self.found_after} after."
        )


_NOWHERE: Final = Box(0.0, 0.0, 0.0, 0.0)
_NO_PICTURE: Final = Picture(b"", 0, 0)


class Visitor(Answer):
    """One visitor, by a letter that means nothing outside this block.

    Parameters
    ----------
    purpose:
        What it was asked for.
    label:
        A letter, in the order in which visitors came: ``"A"``.
    seen_before:
        Whether this visitor was there before, in this block.
    similarity:
        Of the face to the one that was seen first of this visitor: the cosine of two
        embeddings, from -1 to 1. Of a new visitor, to the nearest that nobody else in the
        picture is; None where there was nobody to compare with.
    threshold:
        From which similarity on it counts as the same visitor.
    box:
        Where the covered face is in the picture, in pixels.
    score:
        How sure it is that this is a face, from 0 to 1.
    """

    __slots__ = ("_box", "_label", "_score", "_seen_before", "_similarity", "_threshold")

    def __init__(
        self,
        purpose: str,
        label: str,
        *,
        seen_before: bool,
        similarity: float | None,
        threshold: float,
        box: Box = _NOWHERE,
        score: float = 1.0,
    ) -> None:
        super().__init__(purpose)
        self._label = label
        self._seen_before = seen_before
        self._similarity = similarity
        self._threshold = threshold
        self._box = box
        self._score = score

    @property
    def label(self) -> str:
        """A letter, in the order in which visitors came."""
        return self._label

    @property
    def seen_before(self) -> bool:
        """Whether this visitor was there before, in this block."""
        return self._seen_before

    @property
    def similarity(self) -> float | None:
        """The cosine that was compared with the threshold; None where there was none."""
        return self._similarity

    @property
    def threshold(self) -> float:
        """From which similarity on it counts as the same visitor."""
        return self._threshold

    @property
    def box(self) -> Box:
        """Where the covered face is in the picture, in pixels."""
        return self._box

    @property
    def score(self) -> float:
        """How sure it is that this is a face, from 0 to 1."""
        return self._score

    def __repr__(self) -> str:
        seen = "seen before" if self._seen_before else "not seen before"
        alike = "" if self._similarity is None else f", similarity {self._similarity:.2f}"
        return f"visitor {self._label}, {seen}{alike}, threshold {self._threshold:.2f}"


class PictureOfPeople(Bound, Picture):
    """A covered picture with letters on the boxes; as little to be kept as what it shows.

    Parameters
    ----------
    picture:
        The covered picture.
    words:
        What it shows, for who cannot see it.
    purpose:
        What it was asked for.
    """

    __slots__ = ("_purpose",)
    _purpose: str

    def __init__(self, picture: Picture, words: str, purpose: str) -> None:
        super().__init__(picture.data, picture.width, picture.height, words, picture.kind)
        # As its parent does it, which lets nobody change it.
        object.__setattr__(self, "_purpose", purpose)

    @property
    def purpose(self) -> str:
        """What it was asked for."""
        return self._purpose

    @property
    def __dataclass_fields__(self) -> NoReturn:  # type: ignore[override] # whoever asks takes it to pieces
        raise self.refusal("taken to pieces")


class Sightings(Answer):
    """Which visitors one look saw.

    Parameters
    ----------
    purpose:
        What it was asked for.
    visitors:
        From left to right.
    picture:
        Covered, with the letters on the boxes.
    unnamed:
        How many faces there were for which no letter was left.
    notes:
        What should be known about this look, in sentences.
    """

    __slots__ = ("_notes", "_picture", "_unnamed", "_visitors")

    def __init__(
        self,
        purpose: str,
        visitors: Sequence[Visitor],
        picture: Picture = _NO_PICTURE,
        *,
        unnamed: int = 0,
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(purpose)
        self._visitors = tuple(visitors)
        self._unnamed = unnamed
        self._notes = tuple(notes)
        self._picture = PictureOfPeople(picture, repr(self), purpose)

    @property
    def visitors(self) -> tuple[Visitor, ...]:
        """Who was seen, from left to right."""
        return self._visitors

    @property
    def picture(self) -> PictureOfPeople:
        """The covered picture, with the letters on the boxes."""
        return self._picture

    @property
    def unnamed(self) -> int:
        """How many faces there were for which no letter was left."""
        return self._unnamed

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known about this look, in sentences."""
        return self._notes

    def __len__(self) -> int:
        return len(self._visitors)

    def __repr__(self) -> str:
        lines = [repr(one) for one in self._visitors] or ["nobody to be seen"]
        if self._unnamed:
            lines.append(f"and {self._unnamed} without a letter: the drawer is full")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        said = html.escape(repr(self)).replace("\n", "<br>")
        return f"<p>Asked for: {html.escape(self.purpose)}<br>{said}</p>"
