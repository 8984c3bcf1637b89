"""What a notebook knows of its session, in one place, so that it can be forgotten in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from dobotkit.errors import SessionOver
from dobotkit.held_here import HeldHere
from dobotkit.people_messages import SessionNow, SessionOpened
from dobotkit.session.hidden import Hidden, not_into_a_file
from dobotkit.session.remembered import AsksWith, CorrectedHere, MyComplaints

__all__ = ["Mine"]

# Stands where a session was: it says nothing of it.
_NOBODY = SessionOpened(
    pseudonym="deleted-session-00", colour="none", token="00000" + "-00000" * 4, seconds=0.0
)


@dataclass(slots=True)
class Mine:
    """What this notebook knows of a session; shared by all ``Session`` objects of it.

    Attributes
    ----------
    opened:
        What the keeper said when it began.
    until:
        When its time is up, as ``time.monotonic`` counts.
    over:
        Whether it was ended here.
    asks_with, corrected, complaints:
        What this notebook itself remembers of it.
    """

    opened: SessionOpened
    until: float
    over: bool = False
    asks_with: AsksWith = field(default_factory=AsksWith)
    corrected: CorrectedHere = field(default_factory=CorrectedHere)
    complaints: MyComplaints = field(default_factory=MyComplaints)

    @property
    def stores(self) -> tuple[HeldHere, ...]:
        """What remembers something of this session; what is the notebook's registers itself."""
        return self.asks_with, self.corrected, self.complaints

    @property
    def token(self) -> Hidden:
        """What proves that the session is ours.

        Raises
        ------
        SessionOver
            It was ended here.
        """
        if self.over:
            whose = f" {self.opened.pseudonym}" if self.opened is not _NOBODY else ""
            raise SessionOver(
                f"The session{whose} was ended, and all about it is forgotten.",
                "Begin a new one: session = Session()",
            )
        return Hidden(self.opened.token)

    def learn(self, now: SessionNow) -> None:
        """Take over what was drawn anew."""
        self.opened = self.opened.model_copy(
            update={"pseudonym": now.pseudonym, "colour": now.colour}
        )

    def end(self) -> None:
        """Note that it is over; from now on its name is all that is known of it here."""
        self.over = True
        for store in self.stores:
            store.delete()

    def forget(self) -> None:
        """Keep nothing of it, not even its pseudonym."""
        self.end()
        self.opened, self.until = _NOBODY, 0.0

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied; raises ``WrongValue``."""
        not_into_a_file()
