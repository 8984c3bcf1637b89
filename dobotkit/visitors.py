"""``Visitors``: "the same visitor as before?", for the lines of one ``with``."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, Self

from dobotkit.client import client
from dobotkit.errors import (
    CameraClosed,
    DobotKitError,
    PermissionNotActive,
    VisitorsForgotten,
    WrongValue,
)
from dobotkit.geometry import Box
from dobotkit.scene import Forgotten, Sightings, Visitor
from dobotkit.session.permission import Permission
from dobotkit.sight_messages import Size
from dobotkit.visitor_messages import (
    AskDrawer,
    BeginVisitors,
    DrawerNow,
    EndVisitors,
    ForgetVisitors,
    ForgottenTold,
    LookForVisitors,
    VisitorsTold,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Visitors", "check_threshold"]

_PURPOSE: Final = "same-visitor"
_HOLDS: Final = "while the lines of its block run, and for five minutes at most"
_BEGIN: Final = 'Begin one: with camera.visitors(why="…") as visitors:'

# The keeper has one drawer for a notebook: this block's. Who opens another one ends it.
_open: Visitors | None = None


class Visitors:
    """Compares the faces of visitors, for the lines of one ``with``; then it has forgotten them.

    ::

        with camera.visitors(why="see whether somebody comes back") as visitors:
            visitors.look()      # visitor A, not seen before, threshold 0.56
            visitors.look()      # visitor A, seen before, similarity 0.90, threshold 0.56

    The keeper turns each face into 128 numbers, a face template, and compares it with those of
    at most twenty visitors. The templates never come here. They are overwritten at the end of
    the block, when the notebook or a permission ends, and after five minutes.

    Make it with ``camera.visitors(why=…)``.

    Attributes
    ----------
    why:
        What for, as it is shown.
    """

    def __init__(self, permission: Permission, size: Size, check: Callable[[], None]) -> None:
        self._permission = permission
        self._size = size
        self._check_camera = check
        self._own: float | None = None
        self._threshold: float | None = None
        self._entered = False

    @property
    def why(self) -> str:
        """What for, as it is shown."""
        return self._permission.why

    @property
    def on(self) -> bool:
        """Whether it can look: the block runs, and the permission is on."""
        return self._begun and self._permission.on

    def __enter__(self) -> Self:
        global _open
        self._check_camera()
        self._permission.hold(_HOLDS)
        try:
            self._own = client().ask(BeginVisitors(purpose=_PURPOSE), DrawerNow).threshold
            _open, self._entered = self, True
        except BaseException:
            self._permission.let_go()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        global _open  # noqa: PLW0603 - one in this notebook
        try:
            if self._begun:
                _open = None
                # What went wrong inside the block is told, and not what goes wrong here: with
                # its permission, or with this notebook, the keeper forgets them as well.
                with contextlib.suppress(DobotKitError):
                    client().ask(EndVisitors(), DrawerNow)
        finally:
            self._permission.let_go()

    @property
    def _begun(self) -> bool:
        return _open is self

    def look(self) -> Sightings:
        """Take one picture, and say of each face whether it was there before, in this block.

        Raises
        ------
        VisitorsForgotten
            The block is over, or its five minutes are.
        CameraClosed
            The camera was closed, or a permission was taken back.
        RealPeopleNotInSchool
            A real camera looks, and this lab is in school mode.
        CameraError
            No picture came.
        """
        self._check()
        ask = LookForVisitors(purpose=_PURPOSE, size=self._size, threshold=self._threshold)
        try:
            told = client().ask(ask, VisitorsTold)
        except PermissionNotActive:
            raise _taken_back() from None
        return _sightings(told, self.why)

    def forget(self) -> Forgotten:
        """Empty the drawer, and go on: the next visitor is A again, and nobody was seen before.

        Before and after it the keeper searches its own memory for the templates; what comes
        back says how many copies it found.

        Raises
        ------
        VisitorsForgotten
            The block is over, or its five minutes are.
        """
        self._check()
        told = client().ask(ForgetVisitors(), ForgottenTold)
        return Forgotten(told.templates, told.found_before, told.found_after)

    @property
    def count(self) -> int:
        """How many visitors are in the drawer at the moment; 0 when the block is over."""
        return client().ask(AskDrawer(), DrawerNow).count if self._begun else 0

    @property
    def seconds_left(self) -> int:
        """How long until the keeper forgets them by itself (s); 0 when the block is over."""
        return client().ask(AskDrawer(), DrawerNow).seconds if self._begun else 0

    @property
    def threshold(self) -> float | None:
        """From which similarity on two faces count as the same visitor's, from 0 to 1.

        Set it to another one, or to None for the kit's own. None before the block begins.
        """
        return self._own if self._threshold is None else self._threshold

    @threshold.setter
    def threshold(self, threshold: float | None) -> None:
        self._threshold = None if threshold is None else check_threshold(threshold)

    def _check(self) -> None:
        if not self._entered:
            raise VisitorsForgotten("This block has not begun, so nobody is compared.", _BEGIN)
        if not self._begun:
            raise VisitorsForgotten(
                "This block is over, and its visitors are forgotten.",
                'Begin again: with camera.visitors(why="…") as visitors:',
            )
        self._check_camera()

    def __repr__(self) -> str:
        if not hasattr(self, "_entered"):
            return "<Visitors, not begun>"  # as a traceback shows it, if they could not be
        return f"<Visitors, {'on' if self.on else 'off'}: {self.why}>"


def check_threshold(threshold: float) -> float:
    """Return a threshold that can be compared with.

    Raises
    ------
    WrongValue
        It is no number from 0 to 1.
    """
    # True is a number for Python.
    number = isinstance(threshold, int | float) and not isinstance(threshold, bool)
    if number and 0 <= threshold <= 1:
        return float(threshold)
    raise WrongValue(
        f"A threshold is a number from 0 to 1, and {threshold!r:.40} is none.",
        "Try visitors.threshold = 0.56",
    )


def _sightings(told: VisitorsTold, why: str) -> Sightings:
    visitors = [
        Visitor(
            why,
            one.label,
            seen_before=one.seen_before,
            similarity=one.similarity,
            threshold=told.threshold,
            box=Box(*one.box),
            score=one.score,
        )
        for one in told.visitors
    ]
    return Sightings(why, visitors, told.picture.picture(), unnamed=told.unnamed, notes=told.notes)


def _taken_back() -> CameraClosed:
    return CameraClosed(
        "A permission that this needs is off, so all visitors are forgotten.",
        'To give it again: session.rights.give("same-visitor"). Then begin the block again.',
    )
