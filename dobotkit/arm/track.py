"""``Track``: what an arm did, step by step, as plain data that it can do again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from dobotkit.arm.points import Taught, read_json, taught, unreadable
from dobotkit.errors import WrongValue

__all__ = ["Act", "Track", "TrackStep"]

Act = Literal["", "suck", "let go", "grip", "open"]

_LONGEST = 10_000


class TrackStep(NamedTuple):
    """One step: where the tool goes in a straight line, and what it does there.

    Attributes
    ----------
    place:
        x, y, z in mm and r in degrees.
    act:
        ``"suck"`` and ``"let go"`` for the cup, ``"grip"`` and ``"open"`` for the
        gripper; empty for nothing.
    """

    place: Taught
    act: Act = ""


class Track(Sequence[TrackStep]):
    """Steps in their order; ``arm.record()`` fills it, ``arm.play(track)`` does them again."""

    def __init__(self) -> None:
        self._steps: list[TrackStep] = []

    def add(self, place: object, act: Act = "") -> None:
        """Add a step.

        Raises
        ------
        WrongValue
            The place is none, there is no such act, or the track is full.
        """
        if act not in get_args(Act):
            known = ", ".join(f'"{one}"' for one in get_args(Act) if one)
            raise WrongValue(f"{act!r:.60} is nothing that a tool does.", f"There are: {known}.")
        if len(self._steps) >= _LONGEST:
            raise WrongValue(
                f"This track has {_LONGEST} steps, and takes no more.", "Begin another one."
            )
        self._steps.append(TrackStep(taught(place), act))

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()

    def __getitem__(self, at: int) -> TrackStep:  # type: ignore[override]  # steps one by one; slices make no track
        return self._steps[at]

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[TrackStep]:
        return iter(tuple(self._steps))

    def to_json(self) -> str:
        """Return the track as a text that ``Track.from_json`` reads."""
        return json.dumps({"track": [[*step.place, step.act] for step in self._steps]})

    @classmethod
    def from_json(cls, text: str) -> Track:
        """Make a track of such a text.

        Raises
        ------
        WrongValue
            The text is none that ``to_json`` has written.
        """
        steps = read_json(text, "track")
        if not isinstance(steps, list):
            raise unreadable("track")
        track = cls()
        for step in steps:
            if not isinstance(step, list) or not step:
                raise unreadable("track")
            track.add(step[:-1], step[-1])
        return track

    def __repr__(self) -> str:
        count = len(self._steps)
        acts = sum(bool(step.act) for step in self._steps)
        return (
            f"Track of {count} step{'' if count == 1 else 's'}, {acts} with the tool switched; "
            "arm.play(track) does them again"
        )
