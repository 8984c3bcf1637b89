"""``CardReader``: asks something about cards, for the lines of one ``with``."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Self, TypedDict

from dobotkit.card_messages import BeginCards, EndCards, LookForCards
from dobotkit.client import client
from dobotkit.errors import (
    CameraClosed,
    CardsClosed,
    DobotKitError,
    NotCalibrated,
    PermissionNotActive,
    WrongValue,
)
from dobotkit.messages import Done
from dobotkit.scene import CARD_ASKS, Bin, Block, Card, CardAsk, Scene
from dobotkit.session.permission import Permission
from dobotkit.sight_messages import SceneTold, Size

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CardReader", "check_asks"]

_PURPOSE: Final = "read-card"
_HOLDS: Final = "while the lines of its block run"
# No table is larger (mm).
_FARTHEST: Final = 1000
# And no card is smaller or larger (mm).
_SMALLEST, _LARGEST = 10.0, 500.0
_BEGIN: Final = 'Begin one: with camera.cards(why="…", asks=("valid",)) as reader:'

# The keeper has one block for a notebook: this one. Who opens another one ends it.
_open: CardReader | None = None


class CardReader:
    """Asks something about cards, for the lines of one ``with``, and is told that and no more.

    ::

        with camera.cards(why="see who may enter", asks=("valid", "over 16")) as reader:
            scene = reader.look()                   # where cards lie
            near = reader.look(at=scene.cards[0])   # one of them, closely
            near.card.claims.valid                  # True
            near.card.claims.over_16                # False
            near.card.claims.over_18                # NotAskedFor: it has never left the keeper

    The keeper reads a card in a process that exists for that look only, and it answers about
    specimen cards of the kit and about no others. What is written on a card never comes here.

    Make it with ``camera.cards(why=…, asks=…)``.

    Attributes
    ----------
    why, asks:
        What for, as it is shown, and what is asked.
    """

    def __init__(
        self,
        permission: Permission,
        asks: tuple[CardAsk, ...],
        size: Size,
        check: Callable[[], None],
    ) -> None:
        self._permission = permission
        self._asks = asks
        self._size = size
        self._check_camera = check
        self._entered = False

    @property
    def why(self) -> str:
        """What for, as it is shown."""
        return self._permission.why

    @property
    def asks(self) -> tuple[CardAsk, ...]:
        """What is asked about each card."""
        return self._asks

    @property
    def on(self) -> bool:
        """Whether it can look: the block runs, and the permission is on."""
        return _open is self and self._permission.on

    def __enter__(self) -> Self:
        global _open
        self._check_camera()
        self._permission.hold(_HOLDS)
        try:
            client().ask(BeginCards(purpose=_PURPOSE, asks=self._asks), Done)
            _open, self._entered = self, True
        except BaseException:
            self._permission.let_go()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        global _open  # noqa: PLW0603 - one in this notebook
        try:
            if _open is self:
                _open = None
                # What went wrong inside the block is told, and not what goes wrong here: with
                # its permission, or with this notebook, the keeper ends it as well.
                with contextlib.suppress(DobotKitError):
                    client().ask(EndCards(), Done)
        finally:
            self._permission.let_go()

    def look(self, at: Card | Block | Bin | Sequence[float] | None = None) -> Scene:
        """Take one picture, and say of each card that is large enough what was asked.

        Parameters
        ----------
        at:
            What to look at closely: a card that was seen (or a bin, or a block), or a place,
            ``(x, y)`` in mm. Only the virtual camera can do that; to a real one, a card is
            held nearer.

        Raises
        ------
        CardsClosed
            The block has not begun, or it is over.
        CameraClosed
            The camera was closed, or a permission was taken back.
        NoCamera
            A real camera cannot look closely.
        NotCalibrated
            That card has no place on the table.
        CardReaderFailed
            The process that reads did not answer: nothing is told, and nothing shown.
        CameraError
            No picture came.
        """
        self._check()
        where = _where(at)
        ask = LookForCards(purpose=_PURPOSE, size=self._size, **where)
        try:
            return client().ask(ask, SceneTold).scene(self.why)
        except PermissionNotActive:
            raise _taken_back() from None

    def _check(self) -> None:
        if not self._entered:
            raise CardsClosed("This block has not begun, so no card is read.", _BEGIN)
        if _open is not self:
            raise CardsClosed("This block is over, and no card is read any more.", _BEGIN)
        self._check_camera()

    def __repr__(self) -> str:
        if not hasattr(self, "_entered"):
            return "<CardReader, not begun>"  # as a traceback shows it, if it could not be
        asks = ", ".join(self._asks)
        return f"<CardReader, {'on' if self.on else 'off'}: {self.why}; asks: {asks}>"


def check_asks(asks: Sequence[str]) -> tuple[CardAsk, ...]:
    """Return what can be asked about cards, each once.

    Raises
    ------
    WrongValue
        Nothing is asked, or something that the keeper tells nobody.
    """
    # A single word is what was meant, most likely.
    wanted = (asks,) if isinstance(asks, str) else tuple(asks)
    # As the attributes are written: over_16.
    wanted = tuple(one.replace("_", " ") if isinstance(one, str) else one for one in wanted)
    for one in wanted:
        if one not in CARD_ASKS:
            raise WrongValue(
                f"{one!r:.40} is nothing that can be asked about a card.",
                f"Choose from: {', '.join(CARD_ASKS)}. Names, numbers, dates and pictures are "
                "told to nobody.",
            )
    if not wanted:
        raise WrongValue(
            "Nothing is asked about the cards.",
            f'Say what, as little as you need: asks=("valid",). There is: {", ".join(CARD_ASKS)}.',
        )
    return tuple(one for one in CARD_ASKS if one in wanted)


class _Where(TypedDict, total=False):
    at: tuple[float, float]
    angle: float
    length: float
    width: float


def _where(at: Card | Block | Bin | Sequence[float] | None) -> _Where:
    """Return what a look at one place has to say about it."""
    if at is None:
        return {}
    if isinstance(at, Block | Bin):
        return {"at": _place(at.position)}
    if not isinstance(at, Card):
        return {"at": _place(at)}
    if at.position is None:
        raise NotCalibrated(
            "This card has no place on the table, so the camera cannot look there closely.",
            "Look at the whole table, camera.look(), and take a card from that scene. A card "
            "in front of a real camera is held nearer instead.",
        )
    where: _Where = {"at": _place(at.position)}
    if at.angle is not None and at.size is not None:
        length, width, _ = at.size
        # Of another size no card is: then the camera finds out by itself how large it is.
        if min(length, width) >= _SMALLEST and max(length, width) <= _LARGEST:
            where |= {"angle": at.angle, "length": length, "width": width}
    return where


def _place(at: object) -> tuple[float, float]:
    numbers = tuple(at)[:2] if isinstance(at, Sequence) and len(at) in (2, 3) else ()
    right = [
        float(one) for one in numbers if isinstance(one, int | float) and abs(one) <= _FARTHEST
    ]
    if len(right) != len(("x", "y")):
        raise WrongValue(
            f"{at!r:.60} is no place on the table.",
            "Give a card that was seen, reader.look(at=scene.cards[0]), or a place in mm, "
            "reader.look(at=(200, 60)).",
        )
    x, y = right
    return x, y


def _taken_back() -> CameraClosed:
    return CameraClosed(
        "A permission that this needs is off, so no card is read any more.",
        'To give it again: session.rights.give("read-card"). Then begin the block again.',
    )
