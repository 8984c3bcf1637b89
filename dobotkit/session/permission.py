"""A permission, on for the lines of one ``with``."""

from __future__ import annotations

import threading
from typing import Self

from dobotkit.client import client
from dobotkit.errors import DobotKitError, SessionError, WrongValue
from dobotkit.messages import Done
from dobotkit.mode import BADGE
from dobotkit.people_messages import (
    PERMISSIONS,
    AskSession,
    ReleasePermission,
    SessionNow,
    TakePermission,
)
from dobotkit.session.indicator import Indicator

__all__ = ["Permission"]

# A reason fits on one line beside the sign.
_LONGEST_WHY = 80
# Seconds between two looks whether it is still on.
_LOOK_S = 0.5
# What a sign says in the end. In the past, where another one is meant: nobody comes back to
# this one when that goes off.
_OFF = "is off again"
_ON_ELSEWHERE = "is off here; another line of yours still had it on"
_UNSURE = "was to go off, and the keeper did not answer: it goes off with this notebook"


class Permission:
    """A permission for the lines of one ``with``; a sign shows that it is on.

    Attributes
    ----------
    name, why:
        Which one, and what for.
    on:
        Whether this has switched it on.
    """

    on = False

    def __init__(self, token: str, name: str, why: str) -> None:
        if name not in PERMISSIONS:
            raise WrongValue(
                f"There is no permission called {_said(name)}.",
                f"There are: {', '.join(PERMISSIONS)}.",
            )
        words = _plain(why) if isinstance(why, str) else ""
        if not words:
            raise WrongValue(
                f"A permission needs a reason, and {_said(why)} is none.",
                'Say what for, in a few words: why="find the red block"',
            )
        if len(why) > _LONGEST_WHY:
            raise WrongValue(
                f"The reason has {len(why)} letters; one line has {_LONGEST_WHY}.",
                "Say it in a few words.",
            )
        self._token = token
        self.name = name
        self.why = words
        self._indicator = Indicator(self.name, self.why)
        self._left = threading.Event()

    def __enter__(self) -> Self:
        self.hold()
        return self

    def hold(self, holds: str = "while this cell runs") -> None:
        """Switch it on until :meth:`let_go`, beyond the lines of one ``with``.

        Parameters
        ----------
        holds:
            What its sign says about how long.
        """
        if self.on:
            raise WrongValue(
                f"This permission, “{self.name}”, is on already.",
                f'Ask for one of its own: session.permission("{self.name}", why="…")',
            )
        self._left.clear()
        try:
            client().ask(TakePermission(token=self._token, permission=self.name), Done)
            self.on = True
            self._indicator.holds = holds
            # As the keeper says it, which alone knows.
            self._indicator.badge = BADGE if client().mode == "adult" else ""
            self._indicator.show()
        except SessionError:
            raise  # refused, so there is nothing to switch off
        except BaseException:
            # Ctrl-C, or a sign that cannot be shown: Python leaves no `with` that it has not
            # entered.
            self.let_go()
            raise
        threading.Thread(target=self._watch, name="Permission", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Switch it off; more than once does no harm."""
        self._left.set()
        end = _UNSURE
        try:
            end = self._release()
        except KeyboardInterrupt:
            # It may have come before the keeper was told; told twice, rather too much is off.
            end = self._release()
            raise
        finally:
            self.on = False
            self._indicator.switch_off(end)

    def _release(self) -> str:
        """Switch it off; return what the sign says then."""
        # What went wrong inside the `with` is told, and not what goes wrong here.
        try:
            client().ask(ReleasePermission(token=self._token, permission=self.name), Done)
            on = client().ask(AskSession(token=self._token), SessionNow).on
        except SessionError:
            return _OFF  # the session is over, and the keeper has switched it off
        except DobotKitError:
            return _UNSURE
        return _ON_ELSEWHERE if self.name in on else _OFF

    def _watch(self) -> None:
        """Take the sign away when the keeper has switched it off before the ``with`` ended."""
        while not self._left.wait(_LOOK_S):
            try:
                on = client().ask(AskSession(token=self._token), SessionNow).on
                end = "" if self.name in on else "was taken back: it is off"
            except DobotKitError:
                end = "is off: the session is over"
            if end and not self._left.is_set():
                self.on = False
                self._indicator.switch_off(end)
                return

    def __repr__(self) -> str:
        # Also of one that was never made, as a traceback with values shows it.
        name, why = getattr(self, "name", "?"), getattr(self, "why", "?")
        return f"<Permission {name}, {'on' if self.on else 'off'}: {why}>"


def _said(value: object) -> str:
    # Of a thing that is no text, only what it is: its repr may be long, or tell more.
    return (
        repr(value[:40])
        if isinstance(value, str)
        else f"something of the kind {type(value).__name__}"
    )


def _plain(why: str) -> str:
    """A reason in one line, without what moves a terminal's cursor or turns its letters around."""
    return " ".join("".join(one if one.isprintable() else " " for one in why).split())
