"""What has changed between two inventories, and whether people have to be told anew.

The six kinds of major change are those that Dobot's privacy policy promises to announce
(§8, 1 to 6). What stands in fields of closed lists is compared as it is. Texts that are
facts by themselves (who is responsible, where to complain) may only lose a typing mistake;
the words of a row say once more what its fields say, and may be worded better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from dobotkit.policy.about import Permission, Recipient, Right
from dobotkit.policy.inventory import Inventory
from dobotkit.policy.row import Grade, Row
from dobotkit.policy.wording import says_something_else, tells_the_same

__all__ = ["MAJOR", "Change", "Kind", "classify"]

Kind = Literal["use", "responsible", "recipients", "rights", "contact", "risk", "minor"]

MAJOR: Final[dict[Kind, str]] = {
    "use": "what is known, what for, or how it is used",
    "responsible": "who is responsible",
    "recipients": "who gets to see it",
    "rights": "what everybody may ask for, and how",
    "contact": "whom to ask, and where to complain",
    "risk": "it comes nearer to people, or is not asked for any more",
}
"""The six kinds of change that need a new version and a notice, in Dobot's order."""

_Entry = Recipient | Right | Permission | Row


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two inventories.

    Attributes
    ----------
    kind:
        One of :data:`MAJOR`, or ``"minor"``.
    where, what:
        Which entry, and what is different about it.
    """

    kind: Kind
    where: str
    what: str

    @property
    def major(self) -> bool:
        """Whether people have to be told anew."""
        return self.kind != "minor"

    def __str__(self) -> str:
        why = f" ({MAJOR[self.kind]})" if self.major else ""
        return f"{'major' if self.major else 'minor'}{why}: {self.where}: {self.what}"


def classify(old: Inventory, new: Inventory) -> tuple[Change, ...]:
    """Return what is different in `new`, the major changes first.

    Parameters
    ----------
    old, new:
        Two inventories; two that say the same have no changes, whatever their order.
    """
    changes = [
        *_about(old, new),
        *_came_and_went("recipient", "recipients", old.recipients, new.recipients),
        *_came_and_went("right", "rights", old.rights, new.rights),
        *_came_and_went("permission", "use", old.permissions, new.permissions, gone="risk"),
        *_came_and_went("row", "use", old.rows, new.rows),
    ]
    for name in _both(old.recipients, new.recipients):
        changes += _recipient(old.recipients[name], new.recipients[name])
    for name in _both(old.rights, new.rights):
        changes += _right(old.rights[name], new.rights[name])
    for name in _both(old.permissions, new.permissions):
        changes += _permission(old.permissions[name], new.permissions[name])
    for name in _both(old.rows, new.rows):
        changes += _row(old.rows[name], new.rows[name])
    changes += _moved(old, new)
    return tuple(sorted(changes, key=lambda change: not change.major))


def _both(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [name for name in old if name in new]


def _came_and_went(
    what: str,
    kind: Kind,
    old: Mapping[str, _Entry],
    new: Mapping[str, _Entry],
    *,
    gone: Kind | None = None,
) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change(gone or kind, _where(what, old[name]), "is gone")
    for name in new:
        if name not in old:
            yield Change(kind, _where(what, new[name]), "is new")


def _where(what: str, entry: _Entry) -> str:
    words = entry.name if isinstance(entry, Row) else entry.words
    return f"{words.removesuffix('.')} ({what} {entry.id})"


def _about(old: Inventory, new: Inventory) -> Iterator[Change]:
    kinds: dict[str, Kind] = {
        "controller": "responsible",
        "makers": "recipients",
        "contact": "contact",
        "complaint": "contact",
    }
    for name, kind in kinds.items():
        yield from _fact(kind, f"about {name}", getattr(old.about, name), getattr(new.about, name))


def _recipient(old: Recipient, new: Recipient) -> Iterator[Change]:
    where = _where("recipient", old)
    yield from _fact("recipients", where, old.words, new.words)
    yield from _choice("recipients", where, "role", old.role, new.role)


def _right(old: Right, new: Right) -> Iterator[Change]:
    where = _where("right", old)
    yield from _fact("rights", where, old.words, new.words)
    yield from _fact("rights", where, old.how, new.how)


def _permission(old: Permission, new: Permission) -> Iterator[Change]:
    where = _where("permission", old)
    yield from _fact("use", where, old.words, new.words)
    yield from _grade(where, old.grade, new.grade)
    if old.never and not new.never:
        yield Change("risk", where, "was never given, and can be given now")
    elif new.never and not old.never:
        yield Change("minor", where, "could be given, and is never given now")
    else:
        yield from _fact("use", where, old.why_it_exists, new.why_it_exists)
        if old.never != new.never:
            yield Change("minor", where, "why it is never given is worded anew")


def _row(old: Row, new: Row) -> Iterator[Change]:
    where = _where("row", old)
    yield from _fact("use", where, old.name, new.name)
    if old.words != new.words:
        another = says_something_else(old.words, new.words)
        yield Change(
            "use" if another else "minor",
            where,
            "the words say something else" if another else "is worded anew",
        )
    yield from _choice("use", where, "purpose", old.purpose, new.purpose)
    yield from _choice("use", where, "kept", old.kept, new.kept)
    yield from _choice("use", where, "retention", old.retention, new.retention)
    if set(old.recipients) != set(new.recipients):
        yield from _choice(
            "recipients",
            where,
            "recipients",
            _listed(old.recipients),
            _listed(new.recipients),
        )
    yield from _grade(where, old.grade, new.grade)
    if old.permission != new.permission:
        asked: Kind = "minor" if not old.permission else "risk"
        yield from _choice(
            asked, where, "permission", old.permission or "none", new.permission or "none"
        )
    if set(old.lines) != set(new.lines):
        yield Change("minor", where, "answers to other clauses")
    if set(old.code) != set(new.code):
        yield Change("minor", where, "other places in the code")


def _moved(old: Inventory, new: Inventory) -> Iterator[Change]:
    """What a place in the code loses or becomes by standing in other rows than before."""
    before, after = _rows_by_code(old), _rows_by_code(new)
    for code in _both(before, after):
        lost = {row.permission for row in before[code]} - {row.permission for row in after[code]}
        if code.startswith("message:") and any(lost):
            yield Change("risk", code, f"needs no permission for it any more: {_named(lost)}")
        purposes = [{row.purpose for row in rows} for rows in (before[code], after[code])]
        if code.startswith("event:") and purposes[0] != purposes[1]:
            yield Change("use", code, f"is noted for {_named(purposes[1])}")


def _rows_by_code(inventory: Inventory) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in inventory.rows.values():
        for code in row.code:
            rows.setdefault(code, []).append(row)
    return rows


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(filter(None, names)))


def _grade(where: str, old: Grade, new: Grade) -> Iterator[Change]:
    # The grades are in the order of their letters.
    yield from _choice("risk" if new > old else "minor", where, "grade", old, new)


def _fact(kind: Kind, where: str, old: str, new: str) -> Iterator[Change]:
    """A text that is a fact by itself: another text is another fact."""
    if old != new:
        yield Change(
            "minor" if tells_the_same(old, new) else kind, where, f'was "{old}", is "{new}"'
        )


def _choice(kind: Kind, where: str, what: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(kind, where, f"{what} was {old}, is {new}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"
