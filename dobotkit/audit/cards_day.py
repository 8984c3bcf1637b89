"""What a pupil does with a card: look, have it read, make mistakes, and be cut off in the middle.

In the private lab nobody types what is written on it, so it may stand nowhere. In the plain one a
careless program reads it, and what it leaves has to be found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final, Protocol

from dobotkit.audit.day import Driver
from dobotkit.audit.planted_card import PlantedCard
from dobotkit.errors import AuditError, CardReaderFailed

__all__ = ["Cuts", "careless_cells", "leave_open", "show_card"]

_READ: Final = "card was read: "

_LOOK: Final = """\
scene = camera.look()
print(scene, scene.cards, [card.why_not for card in scene.cards])
scene.picture
"""
_LIVE: Final = """\
view = show(camera)
for _ in range(4):
    live = camera.look_live()
display(view, live.picture, live.cards)
"""
# With all that can be asked, and with what a look from near by shows, where there is one.
_BLOCK: Final = f"""\
import json
from dobotkit.scene import CARD_ASKS
with camera.cards(why="see who may enter", asks=CARD_ASKS) as reader:
    told = reader.look({{at}})
    print(told, told.cards, told.card.claims, repr(told.card.claims), told.describe())
    display(told.picture, told)
    claims = told.card.claims
    print({_READ!r} + json.dumps(claims is not None and claims.valid is True))
print(session.rights.access(), session.ledger)
"""
_NEAR: Final = "at=(205, 0)"
# What is put out by mistake: into an error with all variables, a log, a file of one's own.
_MISTAKE: Final = """\
import logging, pickle
with camera.cards(why="make a mistake", asks=CARD_ASKS) as reader:
    told = reader.look({at})
    for careless in (str, repr, vars, dir, pickle.dumps, json.dumps):
        try:
            logging.warning("%s", careless(told.card))
            logging.warning("%s", careless(told.card.claims))
        except Exception as refused:
            logging.warning("%s", refused)
    told.card.claims.name, told, reader
"""
_CUT: Final = """\
with camera.cards(why="be cut off", asks=CARD_ASKS) as reader:
    print(reader.look({at}))
"""
_OPEN: Final = """\
block = camera.cards(why="be cut off", asks=CARD_ASKS)
reader = block.__enter__()
print(reader.look())
"""
# A program that keeps what it reads, as anybody would write it. The number is not the document's.
_CARELESS: Final = """\
import datetime
from dobotkit.simulator.specimens import Specimen
card = Specimen({number}, on=datetime.date({year}, {month}, {day}))
lines, owner = card.lines, str(card.name.surname) + "<<" + str(card.name.given)
print(lines, owner, card.document_number)
with open("visitors.csv", "a") as file:
    file.write(",".join(lines) + "\\n")
"""


class Cuts(Protocol):
    """A lab in which what reads a card can be cut off in the middle."""

    def cutting_readers(self) -> AbstractContextManager[None]:
        """Kill whatever process reads a card, in the middle of it."""


def careless_cells(card: PlantedCard) -> Iterator[tuple[str, str]]:
    """Read the card as a careless program does, with an error, and keep it with ``%store``."""
    day = card.on
    yield (
        "read a card carelessly",
        _CARELESS.format(number=card.number, year=day.year, month=day.month, day=day.day),
    )
    yield "an error with a line of the card in it", 'raise ValueError(f"{lines} is no door")'
    yield "%store what was read", "%store lines\n%store owner"


def show_card(
    driver: Driver, cuts: Cuts, card: PlantedCard, say: Callable[[str], None], *, virtual: bool
) -> None:
    """Have a card looked at and read; the notebook has a session and a camera.

    Parameters
    ----------
    virtual:
        Whether the camera is the virtual one, which has to look closely: then the card is laid.

    Raises
    ------
    AuditError
        It was not seen, or not read: nothing could be kept, and that would prove nothing.
    """
    at = _NEAR if virtual else ""
    if virtual:
        say("say goodbye, and lay a card")
        driver.run(f"camera.say_goodbye()\narm.table.reset({card.table!r})")
    for what, code in (("look at a card", _LOOK), ("a live picture of a card", _LIVE)):
        say(what)
        driver.run(code)
    say("have a card read")
    told = driver.run(_BLOCK.replace("{at}", at))
    if re.search(re.escape(_READ) + json.dumps(obj=True), told) is None:
        raise AuditError(
            "The private lab did not read the card that was planted.",
            "Try `dobotkit doctor` and `dobotkit models verify`, then the audit again.",
        )
    say("an error while a card is read")
    driver.run(_MISTAKE.replace("{at}", at))
    say("kill -9 what reads the card, in the middle of it")
    with cuts.cutting_readers():
        told = driver.run(_CUT.replace("{at}", at))
    if CardReaderFailed.__name__ not in told:
        raise AuditError(
            "What read a card was killed, and the notebook was told something else than that.",
            "Try the audit again on a computer that has less to do.",
        )


def leave_open(driver: Driver) -> None:
    """Begin to read cards, and do not end it."""
    driver.run("from dobotkit.scene import CARD_ASKS\n" + _OPEN)
