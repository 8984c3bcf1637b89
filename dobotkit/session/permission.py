"""A permission, on for the lines of one ``with``."""

from __future__ import annotations

import contextlib
from typing import Self

from dobotkit.client import client
from dobotkit.errors import DobotKitError, SessionError, WrongValue
from dobotkit.messages import Done
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


class Permission:
    """A permission for the lines of one ``with``; a sign shows that it is on.

    Attributes
    ----------
    name, why:
        Which one, and what for.
    on:
        Whether this has switched it on.
    """

    def __init__(self, token: str, name: str, why: str) -> None:
        if name not in PERMISSIONS:
            raise WrongValue(
                f"There is no permission called {_said(name)}.",
                f"There are: {', '.join(PERMISSIONS)}.",
            )
        if not isinstance(why, str) or not why.strip():
            raise WrongValue(
                f"A permission needs a reason, and {_said(why)} is none.",
                f'Say what for: session.permission("{name}", why="find the red block")',
            )
        if len(why) > _LONGEST_WHY:
            raise WrongValue(
                f"The reason has {len(why)} letters; one line has {_LONGEST_WHY}.",
                "Say it in a few words.",
            )
        self._token = token
        self.name = name
        self.why = " ".join(why.split())
        self.on = False
        self._indicator = Indicator(self.name, self.why)

    def __enter__(self) -> Self:
        if self.on:
            raise WrongValue(
                f"This permission, “{self.name}”, is on already.",
                f'Ask for one of its own: session.permission("{self.name}", why="…")',
            )
        try:
            client().ask(TakePermission(token=self._token, permission=self.name), Done)
            self.on = True
            self._indicator.show()
        except SessionError:
            raise  # refused, so there is nothing to switch off
        except BaseException:
            # Ctrl-C while the keeper switches it on, or a sign that could not be shown.
            self._release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._release()

    def _release(self) -> None:
        still_on = False
        try:
            # What went wrong inside is told, and not that the session is over meanwhile:
            # then the keeper has switched it off already.
            with contextlib.suppress(DobotKitError):
                client().ask(ReleasePermission(token=self._token, permission=self.name), Done)
                now = client().ask(AskSession(token=self._token), SessionNow)
                still_on = self.name in now.on
        finally:
            self.on = False
            self._indicator.switch_off(still_on=still_on)

    def __repr__(self) -> str:
        return f"<Permission {self.name}, {'on' if self.on else 'off'}: {self.why}>"


def _said(value: object) -> str:
    # Of a thing that is no text, only what it is: its repr may be long, or tell more.
    return repr(value[:40]) if isinstance(value, str) else f"a {type(value).__name__}"
