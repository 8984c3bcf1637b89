"""The notice: what the inventory says, as a text for pupils and parents, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from dobotkit.policy.about import ROLES, Permission
from dobotkit.policy.inventory import Inventory
from dobotkit.policy.row import GRADES, KEPT, PURPOSES, RETENTIONS, Row

__all__ = ["notice"]

# Why a change is a major one, and in which row it is.
_FOR_AUTHORS: Final = re.compile(r"^major \([^)]*\): | \(row [a-z-]+\)")


def notice(inventory: Inventory, version: str, changes: Iterable[str] = ()) -> str:
    """Return the notice; the same inventory gives the same text.

    Parameters
    ----------
    inventory:
        What it says; nothing else is said.
    version:
        Which version it is, such as ``"Version 2 of 2026-11-22"``.
    changes:
        What is new in it.
    """
    return "\n".join(_lines(inventory, version, list(changes))) + "\n"


def _lines(inventory: Inventory, version: str, changes: list[str]) -> Iterator[str]:
    about, rows = inventory.about, inventory.rows.values()
    yield "# What this kit knows, and what for"
    yield f"\n{version}."
    if changes:
        yield "\n## What is new\n"
        yield from _news(changes)
    yield "\n## In short\n"
    yield from _in_short(inventory)
    yield f"\n## Who answers for it\n\n{about.controller}"
    yield f"\nWhat the makers of the kit get to know: {_small(about.makers)}"
    for purpose, words in PURPOSES.items():
        of_purpose = [row for row in rows if row.purpose == purpose]
        if of_purpose:
            yield f"\n## {words[0].upper()}{words[1:]}"
        # What comes nearest to a person first.
        for row in sorted(of_purpose, key=lambda row: row.grade, reverse=True):
            yield from _row(inventory, row)
    yield from _permissions(inventory.permissions.values())
    yield "\n## Who can be meant above\n"
    yield from (
        f"- {person.words}: {ROLES[person.role]}." for person in inventory.recipients.values()
    )
    yield "\n## What you may ask for\n"
    yield from (f"- **{right.words}** {right.how}" for right in inventory.rights.values())
    yield f"\n## Whom to ask, and where to complain\n\n{about.contact}\n\n{about.complaint}"


def _news(changes: list[str]) -> Iterator[str]:
    small = [change for change in changes if change.startswith("minor:")]
    for change in changes:
        if change not in small:
            yield f"- {_FOR_AUTHORS.sub('', change)}"
    if small:
        yield f"- Small changes, such as better words: {len(small)}."


def _in_short(inventory: Inventory) -> Iterator[str]:
    rows = inventory.rows.values()
    yield f"The kit touches {len(rows)} kinds of information:\n"
    for grade, words in GRADES.items():
        count = sum(row.grade == grade for row in rows)
        yield f"- {count} {'is' if count == 1 else 'are'} {grade}: {words}."
    strangers = [
        row.name
        for row in rows
        if any(inventory.recipients[name].role == "stranger" for name in row.recipients)
    ]
    yield f"\nWhat strangers get to see: {', '.join(strangers) or 'nothing'}."


def _row(inventory: Inventory, row: Row) -> Iterator[str]:
    seen = "; ".join(inventory.recipients[name].words for name in row.recipients)
    yield f"\n### {row.name[0].upper()}{row.name[1:]}\n"
    yield f"{row.words}\n"
    yield f"- It is {row.grade}: {GRADES[row.grade]}."
    yield f"- Kept: {KEPT[row.kept]}; {RETENTIONS[row.retention]}."
    yield f"- Seen by: {seen or 'nobody'}."
    if row.permission:
        asked = inventory.permissions[row.permission].words
        yield f"- Only if you run a cell that asks for it, while its lines run: {asked}"


def _permissions(permissions: Iterable[Permission]) -> Iterator[str]:
    permissions = list(permissions)
    yield "\n## What you are asked for before it is used\n"
    yield from (f"- **{one.words}** {one.why_it_exists}" for one in permissions if not one.never)
    yield "\n## What is never used\n"
    yield from (f"- **{one.words}** {one.never}" for one in permissions if one.never)


def _small(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
