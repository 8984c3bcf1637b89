"""``tally``: what was promised, beside what one look shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dobotkit.errors import WrongValue
from dobotkit.lesson.tables import Table
from dobotkit.scene import SURE, Block, Scene
from dobotkit.things import COLOURS

__all__ = ["Tally", "tally"]

_HEAD = ("colour", "promised", "seen", "in its bin", "unsure", "not seen")
_UNCLEAR = "unclear"


class Tally(Table):
    """A count of what was promised and what is there, as far as one look can say.

    Attributes
    ----------
    promised, seen, sorted, unsure:
        How many blocks were promised; of how many the camera is sure; how many of these lie
        in the bin of their colour; and of how many it is not sure.
    proved:
        Whether this look proves that everything promised lies in the bin of its colour, and
        that there is nothing else. Of what was not seen, nothing is proved.
    """

    __slots__ = ("promised", "proved", "seen", "sorted", "unsure")

    def __init__(self, promised: Mapping[str, int], scene: Scene) -> None:
        sure = [block for block in scene.blocks if block.sure >= SURE]
        unsure = [block for block in scene.blocks if block.sure < SURE]
        colours = list(dict.fromkeys((*promised, *(block.colour for block in scene.blocks))))
        lines = []
        for colour in colours:
            seen = [block for block in sure if block.colour == colour]
            guesses = [block for block in unsure if block.colour == colour]
            wanted = promised.get(colour, 0)
            lines.append(
                (
                    colour if colour in COLOURS else _UNCLEAR,
                    wanted,
                    len(seen),
                    _in_bins(seen, scene),
                    len(guesses),
                    max(wanted - len(seen), 0),
                )
            )
        self.promised = sum(promised.values())
        self.seen, self.unsure = len(sure), len(unsure)
        self.sorted = _in_bins(sure, scene)
        self.proved = (
            not self.unsure
            and self.sorted == self.seen
            and all(line[2] == line[1] for line in lines)
        )
        super().__init__(_HEAD, lines, below=self._verdict(lines))

    def _verdict(self, lines: Iterable[tuple[str, int, int, int, int, int]]) -> str:
        if self.proved:
            return f"Proved by this look: all {self.promised} lie in the bin of their colour."
        said = []
        lost = sum(line[5] for line in lines)
        if lost:
            said.append(
                f"{lost} of {self.promised} {_is(lost)} not seen: fallen, hidden, or in a place "
                "where the camera cannot look."
            )
        if self.unsure:
            said.append(f"Of {self.unsure} the camera is not sure.")
        outside = self.seen - self.sorted
        if outside:
            said.append(f"{outside} {_is(outside)} not in the bin of {_its(outside)} colour.")
        more = sum(max(line[2] - line[1], 0) for line in lines)
        if more:
            said.append(f"{more} more {_is(more)} there than promised.")
        return f"Not proved. {' '.join(said)}"


def tally(promised: Mapping[str, int], scene: Scene) -> Tally:
    """Put what was promised beside what one look shows.

    ::

        lesson.tally({"red": 2, "green": 2, "blue": 2}, camera.look())

    Parameters
    ----------
    promised:
        How many blocks of each colour there should be, each in the bin of its colour.
    scene:
        One look. Older looks tell what was.

    Raises
    ------
    WrongValue
        These are no counts of colours, or it is no scene.
    """
    if not isinstance(scene, Scene):
        raise WrongValue(
            f"{type(scene).__name__} is no scene.", "Give what a look has brought: camera.look()"
        )
    if not isinstance(promised, Mapping) or not all(map(_is_count, promised.items())):
        raise WrongValue(
            f"{promised!r:.60} does not say how many of which colour.",
            'Give numbers for colours, for example {"red": 2, "blue": 1}.',
        )
    return Tally(promised, scene)


def _is_count(pair: tuple[object, object]) -> bool:
    colour, count = pair
    return colour in COLOURS and isinstance(count, int) and count >= 0


def _in_bins(blocks: Iterable[Block], scene: Scene) -> int:
    """How many lie in a bin of their own colour."""
    return sum(
        any(one.colour == block.colour and one.contains(block) for one in scene.bins)
        for block in blocks
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _its(count: int) -> str:
    return "its" if count == 1 else "their"
