"""The inventory: every kind of information that the kit touches, read from ``inventory.toml``."""

from __future__ import annotations

import functools
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, ValidationError

from dobotkit.errors import PolicyError
from dobotkit.policy.about import About, Permission, Recipient, Right
from dobotkit.policy.row import Row, Strict

__all__ = ["FILE", "Inventory", "inventory", "parse"]

# Where what a body looks like may be, and until when: nowhere, or in the memory of the keeper
# for the lines of a block that a pupil has opened and sees.
_BODILY: Final = {("nowhere", "at once"), ("memory", "block")}

FILE: Final = Path(__file__).with_name("inventory.toml")


class _Content(Strict):
    """The file as it stands."""

    about: About
    recipient: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    right: Annotated[tuple[Right, ...], Field(min_length=1)]
    permission: tuple[Permission, ...]
    row: Annotated[tuple[Row, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that the inventory says; every mapping is by id and in the order of the file.

    Attributes
    ----------
    about:
        Who is responsible, and where to turn.
    recipients:
        Who gets to see something.
    rights:
        What everybody may ask for.
    permissions:
        What is asked for before it is used, and what is never given.
    rows:
        The kinds of information.
    """

    about: About
    recipients: Mapping[str, Recipient]
    rights: Mapping[str, Right]
    permissions: Mapping[str, Permission]
    rows: Mapping[str, Row]

    def row(self, name: str) -> Row:
        """Return one row.

        Raises
        ------
        PolicyError
            There is none of that name.
        """
        try:
            return self.rows[name]
        except KeyError:
            raise PolicyError(
                f"The inventory has no row {name!r}.",
                "dobotkit policy show  lists them; a new kind of information needs a new row.",
            ) from None

    def row_of_event(self, event: str) -> Row:
        """Return the row of a kind of event in a ledger or log; raises as :meth:`row` does."""
        found = (row for row in self.rows.values() if f"event:{event}" in row.code)
        return next(found, None) or self.row(f"event:{event}")


@functools.cache
def inventory() -> Inventory:
    """Return the inventory of this installation.

    Raises
    ------
    PolicyError
        The file is missing, or something in it is not as it has to be.
    """
    try:
        text = FILE.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyError(
            f"The inventory cannot be read: {error.strerror or error}.",
            "Install the kit again; in a checkout, get dobotkit/policy/inventory.toml back.",
        ) from error
    return parse(text)


def parse(text: str, *, where: str = FILE.name) -> Inventory:
    """Read an inventory from TOML.

    Parameters
    ----------
    text:
        What the file says.
    where:
        What to call it in an error.

    Raises
    ------
    PolicyError
        It is no TOML; a line is missing, unknown or not of its closed list; a name is
        there twice, or stands for nothing.
    """
    try:
        # As JSON: there a strict tuple may come as a list, and nothing else is let off.
        content = _Content.model_validate_json(json.dumps(tomllib.loads(text)))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise _wrong(where, f"it is not the TOML that is wanted ({error})") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise _wrong(where, _said(first["loc"], first["msg"], tomllib.loads(text))) from error
    problem = next(iter(_problems(content)), None)
    if problem:
        raise _wrong(where, problem)
    return Inventory(
        about=content.about,
        recipients=MappingProxyType({one.id: one for one in content.recipient}),
        rights=MappingProxyType({one.id: one for one in content.right}),
        permissions=MappingProxyType({one.id: one for one in content.permission}),
        rows=MappingProxyType({one.id: one for one in content.row}),
    )


def _wrong(where: str, what: str) -> PolicyError:
    return PolicyError(
        f"{where} cannot be used: {what}.",
        "Correct it; docs/policy.md says what a row needs. dobotkit policy check  looks again.",
    )


def _said(place: tuple[int | str, ...], message: str, data: Mapping[str, object]) -> str:
    """Where something is wrong, by the name of the row and not by its number."""
    path = [str(part) for part in place]
    if len(place) > 1 and isinstance(place[1], int):
        entry = data[path[0]][place[1]]  # type: ignore[index] # pydantic has just walked there
        path[1] = str(entry.get("id", place[1])) if isinstance(entry, dict) else path[1]
    return f"{' '.join(path)}: {message[:1].lower()}{message[1:]}"


def _problems(content: _Content) -> Iterator[str]:
    """What is wrong although every single value is right."""
    for kind, entries in (
        ("recipient", content.recipient),
        ("right", content.right),
        ("permission", content.permission),
        ("row", content.row),
    ):
        for name, count in Counter(one.id for one in entries).items():
            if count > 1:
                yield f"{kind} {name} is there {count} times"
    for permission in content.permission:
        if bool(permission.why_it_exists.strip()) == bool(permission.never.strip()):
            yield f"permission {permission.id} needs either why_it_exists or never"
    people = {one.id: one for one in content.recipient}
    permissions = {one.id: one for one in content.permission}
    for row in content.row:
        for what in _problems_of(row, people, permissions):
            yield f"row {row.id} {what}"


def _problems_of(
    row: Row, people: Mapping[str, object], permissions: Mapping[str, Permission]
) -> Iterator[str]:
    for name in row.recipients:
        if name not in people:
            yield f"names a recipient {name} that is not there"
    if row.permission:
        permission = permissions.get(row.permission)
        if permission is None:
            yield f"names a permission {row.permission} that is not there"
        elif permission.never:
            yield f"needs the permission {row.permission}, which is never given"
    if row.grade == "C3" and (row.kept, row.retention) not in _BODILY:
        yield "is of grade C3 and is kept longer than the lines that use it"
    if len(set(row.code)) < len(row.code):
        yield "names a place in the code twice"
