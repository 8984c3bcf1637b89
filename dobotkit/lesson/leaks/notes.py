"""What is noted of a visit: by this kit, and as three policies of the field are worded.

::

    leaks.compare_notes()                      # one visit
    leaks.compare_notes(do_not_track=True)     # one more, with a wish
    leaks.usage_table()                        # item by item

The kit's column is counted, in the ledger that the keeper really has. The three services are
simulated in this notebook's memory; nobody is asked.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dobotkit.client import client
from dobotkit.lesson.tables import Table
from dobotkit.messages import PROTOCOL, Hello, Welcome
from dobotkit.no_tracking import VARIABLE, no_tracking
from dobotkit.people_messages import in_words
from dobotkit.session.session import Session

__all__ = ["SERVICES", "USAGE", "Notes", "Service", "compare_notes", "usage_table"]

_KIT: Final = "this kit"


@dataclass
class Service:
    """A service that does what its policy says, as far as notes are concerned.

    Parameters
    ----------
    name:
        Whose policy it is.
    says:
        What the policy says about a wish not to be tracked.
    heeds:
        Whether it notes less then.
    items:
        What it notes of a visit, in the policy's order.
    """

    name: str
    says: str
    heeds: bool
    items: tuple[str, ...]
    notes: list[str] = field(default_factory=list, repr=False)

    def visit(self, *, do_not_track: bool) -> tuple[str, ...]:
        """Be visited once; return what is noted of it."""
        found = () if do_not_track and self.heeds else self.items
        self.notes.extend(found)
        return found


SERVICES: Final = (
    Service(
        "Dobot",
        "says nothing about it",
        heeds=False,
        items=("date and time", "language", "state of the network", "rough location"),
    ),
    Service(
        "Sobot",
        "says nothing about it",
        heeds=False,
        items=("maker of the device", "model of the device", "kind of network"),
    ),
    Service(
        "AIRobotics",
        "says that it does not respond to it",
        heeds=False,
        items=("address", "browser and its settings", "date and time", "what was done"),
    ),
)
"""Three policies that schools and makers of robots have to do with (lesson 14 reads them)."""

USAGE: Final = (
    ("what you look at", "not collected"),
    ("which features you use", "counted in your ledger, in steps of five minutes, for you alone"),
    ("what you do", "the last word of a refused order, until the arm is closed; else nothing"),
    ("your time zone", "not collected"),
    ("your country", "not collected"),
    ("dates and times", "no date; minutes since your session began, in steps of five"),
    ("browser and its version", "said with every request to the lab's server, which notes nothing"),
    ("kind of computer", "not collected; the doctor looks at it and tells you only"),
    ("how you are connected", "not collected"),
)
"""What a policy of this field lists as "usage data", item by item, and what the kit does."""


class Notes(Table):
    """What was noted of one visit.

    Parameters
    ----------
    lines:
        For each who notes: the name, what is said about the wish, what was noted.

    Attributes
    ----------
    counted:
        How many things, by name; the kit's is ``"this kit"``.
    """

    __slots__ = ("counted",)

    def __init__(self, lines: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        lines = tuple(lines)
        self.counted = {name: len(noted) for name, _, noted in lines}
        super().__init__(
            ("who", "about the wish", "noted of this visit"),
            ((name, says, ", ".join(noted) or "nothing") for name, says, noted in lines),
        )


def compare_notes(*, do_not_track: bool = False) -> Notes:
    """Visit three simulated services and this kit's keeper once, and see what each has noted.

    A visit switches one permission of your session on and off again.

    Parameters
    ----------
    do_not_track:
        Whether to ask not to be tracked first. It holds for sessions that begin after it, so
        yours ends and another one begins. **For this notebook it cannot be taken back**
        before it is restarted.
    """
    if do_not_track:
        os.environ[VARIABLE] = "1"
        client().ask(Hello(protocol=PROTOCOL, no_tracking=True), Welcome)
        Session().end()
    wish = no_tracking(os.environ)
    session = Session()
    before = _noted(session)
    with session.permission("class-table", why="see whether it is noted"):
        pass
    lines = [(service.name, service.says, service.visit(do_not_track=wish)) for service in SERVICES]
    new = tuple((_noted(session) - before).elements())
    lines.append((_KIT, "notes only what safety needs then", new))
    return Notes(lines)


def usage_table() -> Table:
    """Show what a policy of this field calls usage data, beside what this kit does with it."""
    return Table(("a policy of this field lists", "this kit"), USAGE)


def _noted(session: Session) -> Counter[str]:
    """What the keeper has noted of a session, and how often."""
    noted: Counter[str] = Counter()
    for line in session.ledger.lines:
        noted[in_words(line.event, line.what)] += line.times
    return noted
