"""What is in a keeper's memory: nothing of any canary, and no thread between two sessions."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from gc import get_referents
from typing import Any

from benchmarks.canary_run import NEEDLES
from dobotkit import Session
from dobotkit.errors import DobotKitError
from dobotkit.keeper.people.words import words
from dobotkit.memory_search import search
from dobotkit.people_messages import (
    AskHeld,
    AskLedger,
    AskSession,
    KeepSession,
    OpenSession,
    TakePermission,
)
from tests.session.classroom import classroom

__all__ = ["in_the_keeper", "linked", "unlinkable"]


def in_the_keeper() -> tuple[int, dict[str, int]]:
    """Look through the objects of a keeper in this process.

    Returns
    -------
    tuple
        How many objects were looked at, and hits for each canary.
    """
    with classroom() as room, room.notebook() as notebook:
        session = Session()
        for needle in NEEDLES.values():
            # The sign is for who sits there; nobody does.
            with (
                contextlib.redirect_stdout(io.StringIO()),
                session.permission("camera", why=needle[:80]),
            ):
                pass
            for wrong in (
                lambda needle=needle: Session(token=needle),
                lambda needle=needle: session.permission(needle, why="look"),
                lambda needle=needle: session.rights.complain("other", about=needle),
                lambda needle=needle: session.rights.correct(needle),
            ):
                try:
                    wrong()
                except DobotKitError:
                    continue
                raise AssertionError("something took a name")
        roots = [room.people, notebook.service, room.arms]
        looked, _ = search(roots, ["nothing"])
        return looked, {what: len(search(roots, [one])[1]) for what, one in NEEDLES.items()}


def linked(first: object, second: object) -> list[object]:
    """Look for what is kept of both of two sessions of one pupil, and of no other.

    Parameters
    ----------
    first, second:
        All that is kept of each of them.
    """

    def below(root: object) -> dict[int, object]:
        seen, todo = {id(root): root}, [root]
        while todo:
            for one in get_referents(todo.pop()):
                if id(one) not in seen and not isinstance(one, type):
                    seen[id(one)] = one
                    todo.append(one)
        return seen

    one, other = below(first), below(second)
    return [thing for number, thing in one.items() if number in other]


def unlinkable() -> dict[str, Any]:
    """Two sessions of one pupil, one after the other and both kept: what they have in common."""
    with classroom() as room:
        kept = []
        people = room.people
        notebook = object()
        for begins in (1000.0, 1777.7):
            room.now = begins
            opened = people.answer(notebook, OpenSession())
            people.answer(notebook, KeepSession(token=opened.token))
            people.answer(notebook, TakePermission(token=opened.token, permission="camera"))
            for ask in (AskSession, AskLedger, AskHeld):
                people.answer(notebook, ask(token=opened.token))
            (key,) = set(people._sessions._sessions) - {one for one, _ in kept}  # noqa: SLF001 - it looks inside
            kept.append((key, opened))
        stores = [
            {
                "session": people._sessions._sessions[key],  # noqa: SLF001 - as above
                "ledger": people._ledger._books[key],  # noqa: SLF001 - as above
                "on": people._permissions._on.get(key),  # noqa: SLF001 - as above
                "key": key,
                "notebooks": tuple(people._openings._notebooks[key]),  # noqa: SLF001 - as above
            }
            for key, _ in kept
        ]
        first, second = stores
        common = [
            thing
            for thing in linked(first, second)
            # Words of closed lists, and small numbers, are the same object for everybody.
            if not isinstance(thing, int | bool | str | None | tuple)
        ]
        common_words = {one for one in linked(first, second) if isinstance(one, str)}
        return {
            "objects_in_common": len(common),
            # By chance two have the same colour: there are five.
            "words_in_common": sorted(common_words.difference(words().colours)),
            "tokens_differ": kept[0][1].token != kept[1][1].token,
            "pseudonyms_differ": kept[0][1].pseudonym != kept[1][1].pseudonym,
            "times_in_common": len(set(_floats(first)) & set(_floats(second))),
        }


def _floats(thing: object) -> Iterator[float]:
    todo, seen = [thing], set[int]()
    while todo:
        one = todo.pop()
        if isinstance(one, float):
            yield one
        if id(one) not in seen and not isinstance(one, type):
            seen.add(id(one))
            todo.extend(get_referents(one))
