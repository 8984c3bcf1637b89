"""What lesson 10 uses after a no: a desk without a camera, and answers that were written down.

::

    desk = cards.on_paper(arm)      # no camera, no permission, nothing is read
    scene = desk.look()
    with desk.cards(why="see who may enter", asks=("valid", "over 13")) as reader:
        print(reader.look(at=scene.cards[0]).card.claims)

Where the cards lie, the simulated table says, as in lesson 03. What they answer was told once,
with a camera, and stands in this file; it has the same type and the same words, so that every
step of the lesson goes on. Who says no loses nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from dobotkit.arm.arm import Arm
from dobotkit.card_layouts import ISSUER
from dobotkit.cards import check_asks
from dobotkit.errors import CardsClosed, NoTable, WrongValue
from dobotkit.geometry import Point
from dobotkit.lesson.cards.plan import box_of, draw_near, draw_table
from dobotkit.scene import Bin, Block, Card, CardAsk, CardFault, Claims, Document, Scene
from dobotkit.things import Thing

__all__ = ["Desk", "Reader", "on_paper"]

_NOTE: Final = "On paper: no camera has looked, and no card was read."
_NOTHING: Final = Scene(view="close", source="paper", notes=(_NOTE,))
# How far from a card's middle a place may be, to be on it (mm).
_ON_IT: Final = 30.0


def _said(kind: Document, age: int, ends: str | None, *faults: CardFault) -> Mapping[str, Any]:
    """What a card has answered to everything that can be asked."""
    ages = {f"over_{years}": age >= years for years in (13, 14, 16, 18)}
    return {
        "kind": kind,
        "valid": not faults,
        "faults": faults,
        "expired": "expired" in faults,
        **ages,
        "number_ends": ends,
        "issuing_state": ISSUER,
    }


# By the names of the things in the scene "id_cards".
_SAID: Final[Mapping[str, Mapping[str, Any]]] = {
    "card-1": _said("student card", 16, "99"),
    "card-2": _said("student card", 17, "61", "expired"),
    "card-3": _said("residence card", 16, "71"),
    "card-4": _said("residence card", 16, None, "check digit", "printed"),
    "card-5": _said("student card", 16, "16"),
    "card-6": _said("student card", 11, "68"),
}


class Desk:
    """A table without a camera: it knows what its cards have answered at another one.

    Parameters
    ----------
    arm:
        Whose simulated table says where the cards lie.
    """

    on = False

    def __init__(self, arm: Arm) -> None:
        self._arm = arm

    def look(self) -> Scene:
        """Return where cards and bins lie on the simulated table, with a drawing for a picture."""
        return _scene(self._arm)

    def cards(self, *, why: str, asks: Sequence[str]) -> Reader:
        """Look up answers that were written down, for the lines of one ``with``.

        Parameters
        ----------
        why:
            What for: every answer is bound to it.
        asks:
            What is asked, for example ``("valid", "over 13")``.

        Raises
        ------
        WrongValue
            That is no reason, or nothing that can be asked.
        """
        if not isinstance(why, str) or not why.strip():
            raise WrongValue(
                f"Reading cards needs a reason, and {why!r:.40} is none.",
                'Say what for: desk.cards(why="see who may enter", asks=("valid",))',
            )
        return Reader(self._arm, why.strip(), check_asks(asks))

    def close(self) -> None:
        """Do nothing: there is nothing to switch off."""

    def __repr__(self) -> str:
        return "<a desk on paper: no camera, no card is read>"


class Reader:
    """The same as a camera's reader of cards, from what was written down."""

    def __init__(self, arm: Arm, why: str, asks: tuple[CardAsk, ...]) -> None:
        self._arm = arm
        self._why = why
        self._asks = asks
        self._begun = False

    @property
    def why(self) -> str:
        """What for."""
        return self._why

    @property
    def asks(self) -> tuple[CardAsk, ...]:
        """What is asked about each card."""
        return self._asks

    @property
    def on(self) -> bool:
        """Whether the block runs."""
        return self._begun

    def look(self, at: Card | Block | Bin | Sequence[float] | None = None) -> Scene:
        """Tell where cards lie; or of the one at a place what was asked.

        Parameters
        ----------
        at:
            A card that was seen (or a bin, or a block), or a place, ``(x, y)`` in mm.

        Raises
        ------
        CardsClosed
            The block is over.
        WrongValue
            That is no place.
        """
        if not self._begun:
            raise CardsClosed(
                "This block is over, and no card is read any more.",
                'Begin one: with desk.cards(why="…", asks=("valid",)) as reader:',
            )
        if at is None:
            return _scene(self._arm, self)
        place = at.position if isinstance(at, Card | Block | Bin) else at
        if not isinstance(place, Sequence) or len(place) not in (2, 3):
            raise WrongValue(
                f"{at!r:.60} is no place on the table.",
                "Give a card that was seen: reader.look(at=scene.cards[0])",
            )
        near = _card_at(self._arm, float(place[0]), float(place[1]))
        return _scene(self._arm, self, near) if near else _NOTHING

    def told(self, name: str) -> Claims | None:
        """Return what a card of the scene has answered; None for another one."""
        said = _SAID.get(name)
        if said is None:
            return None
        return Claims(self._why, self._asks, **said)

    def __enter__(self) -> Self:
        self._begun = True
        return self

    def __exit__(self, *_: object) -> None:
        self._begun = False

    def __repr__(self) -> str:
        return f"<Reader on paper, {'on' if self._begun else 'off'}: {self._why}>"


def _scene(arm: Arm, reader: Reader | None = None, near: Thing | None = None) -> Scene:
    things = arm.table.things
    lying = [thing for thing in things if thing.kind == "card" and not thing.held]
    shown = [*(thing for thing in things if thing.kind == "bin"), *lying]
    return Scene(
        cards=tuple(_card(thing, reader, near) for thing in lying if near in (None, thing)),
        bins=tuple(_bin(thing) for thing in things if thing.kind == "bin" and near is None),
        picture=draw_table(shown, _NOTE) if near is None else draw_near(_NOTE),
        source="paper",
        view="table" if near is None else "close",
        notes=(_NOTE,),
    )


def _card_at(arm: Arm, x: float, y: float) -> Thing | None:
    """Return the card at a place, the uppermost one of several."""
    there = [
        thing
        for thing in arm.table.things
        if thing.kind == "card" and math.hypot(thing.place[0] - x, thing.place[1] - y) <= _ON_IT
    ]
    return max(there, key=lambda thing: thing.place[2], default=None)


def _card(thing: Thing, reader: Reader | None, near: Thing | None) -> Card:
    claims = reader.told(thing.name) if reader is not None and near is not None else None
    return Card(
        box_of(thing if near is None else None),
        Point(*thing.place),
        angle=thing.angle,
        size=thing.size,
        found_by="markers",
        claims=claims,
        not_read="not asked" if reader is None else "too small" if near is None else "unclear",
    )


def _bin(thing: Thing) -> Bin:
    return Bin(thing.colour, Point(*thing.place), thing.angle, thing.size, box_of(thing))


def on_paper(arm: Arm) -> Desk:
    """Return a desk without a camera, for who has said no.

    Parameters
    ----------
    arm:
        A simulated one: its table says where the cards lie.

    Raises
    ------
    NoTable
        It is a real arm, whose table tells nobody anything.
    """
    if not arm.is_simulated:
        raise NoTable(
            "A real table tells no program where cards lie.",
            "Use the simulated arm for this lesson.",
        )
    return Desk(arm)
