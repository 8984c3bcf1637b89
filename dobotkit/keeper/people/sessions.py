"""The sessions of a keeper: a drawn pseudonym, a robot's colour and a time limit each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from dobotkit.errors import NotYours
from dobotkit.keeper.people.holder import Key
from dobotkit.keeper.people.tokens import draw_token, key_of
from dobotkit.keeper.people.words import colour, draw
from dobotkit.people_messages import HeldEntry

__all__ = ["LASTS_S", "Sessions"]

LASTS_S = 90 * 60.0
"""Seconds after which a session is forgotten, whatever happens."""

# A computer in a classroom sees a dozen notebooks a day, each with one session.
_MOST = 100


@dataclass(slots=True)
class _Session:
    pseudonym: str
    colour: str
    began: float
    kept: bool = False


class Sessions:
    """All sessions that are alive.

    Parameters
    ----------
    clock:
        Seconds since the keeper's start.
    forget:
        Called with the key of a session that has to make room or whose time is up.
    """

    rows = ("pseudonym", "robot-colour", "session-token", "session-time")

    def __init__(self, clock: Callable[[], float], forget: Callable[[Key], object]) -> None:
        self._clock = clock
        self._forget = forget
        self._sessions: dict[Key, _Session] = {}
        # Not a seed from this computer, which would tell which one it was.
        self._chance = random.SystemRandom()

    def __len__(self) -> int:
        return len(self._sessions)

    def open(self, alone: Sequence[Key] = ()) -> tuple[Key, str]:
        """Begin a session; return its key, and the token that is kept nowhere here.

        Parameters
        ----------
        alone:
            Sessions without a notebook; where there is no room left, the first of them
            makes room, before one that somebody works with has to.
        """
        while len(self._sessions) >= _MOST:
            self._forget(next(iter(alone or self._sessions)))
            alone = alone[1:]
        token = draw_token()
        key = key_of(token)
        self._sessions[key] = _Session(
            pseudonym=draw(self._chance, {one.pseudonym for one in self._sessions.values()}),
            colour=colour(self._chance),
            began=self._clock(),
        )
        return key, token

    def find(self, token: str) -> Key:
        """Return the key of the session that a token belongs to.

        Raises
        ------
        NotYours
            There is none: it was never drawn, or the session is forgotten.
        """
        key = key_of(token)
        if key not in self._sessions:
            raise NotYours(
                "No session has this token: it is mistyped, or the session has ended and is "
                "forgotten.",
                "Begin a new one: session = Session(). What a lost token belonged to goes by "
                "itself, after 90 minutes at the latest.",
                rule="token",
                used="a hash of the token, and the hashes of the sessions that are here",
            )
        return key

    def pseudonym(self, key: Key) -> str:
        """Return the drawn pseudonym of a session."""
        return self._sessions[key].pseudonym

    def colour(self, key: Key) -> str:
        """Return the drawn colour of a session's robot."""
        return self._sessions[key].colour

    def redraw(self, key: Key, what: Literal["pseudonym", "robot-colour"]) -> None:
        """Draw another pseudonym, or another colour, for a session."""
        session = self._sessions[key]
        if what == "pseudonym":
            taken = {one.pseudonym for one in self._sessions.values()}
            session.pseudonym = draw(self._chance, taken)
            return
        before = session.colour
        while session.colour == before:
            session.colour = colour(self._chance)

    def age(self, key: Key) -> float:
        """Return how many seconds ago a session began."""
        return self._clock() - self._sessions[key].began

    def left(self, key: Key) -> float:
        """Return how many seconds a session has left."""
        return max(0.0, LASTS_S - self.age(key))

    def keep(self, key: Key) -> None:
        """Keep a session when its notebook ends, until its time is up."""
        self._sessions[key].kept = True

    def kept(self, key: Key) -> bool:
        """Whether a session is kept when its notebook ends."""
        return self._sessions[key].kept

    def over(self) -> tuple[Key, ...]:
        """Return the keys of all sessions whose time is up."""
        return tuple(key for key in self._sessions if not self.left(key))

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return what is held about a session itself."""
        if key not in self._sessions:
            return ()
        session = self._sessions[key]
        minutes = int(self.left(key) // 60) + 1
        return (
            HeldEntry(row="pseudonym", what="your drawn pseudonym", value=session.pseudonym),
            HeldEntry(row="robot-colour", what="your robot's colour", value=session.colour),
            HeldEntry(
                row="session-token",
                what="a hash of your token",
                value="32 bytes from which nobody can work the token out",
            ),
            HeldEntry(
                row="session-time",
                what="when it is forgotten",
                value=f"in {minutes} minutes at the latest"
                + (", also if this notebook ends" if session.kept else ", or with this notebook"),
            ),
        )

    def delete(self, key: Key) -> int:
        """Forget a session."""
        gone = len(self.access(key))
        self._sessions.pop(key, None)
        return gone
