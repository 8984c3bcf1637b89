"""The one line on what a lesson collects, made from rows of the inventory."""

from __future__ import annotations

from collections.abc import Sequence

from dobotkit.policy.inventory import Inventory, inventory
from dobotkit.policy.row import RETENTIONS, Retention, Row

__all__ = ["collects_line"]


def collects_line(rows: Sequence[str], content: Inventory | None = None) -> str:
    """Return the line for a lesson: what is used, until when, and what could point at whom.

    Parameters
    ----------
    rows:
        Ids of rows, in the order in which they are to be named.
    content:
        Another inventory than that of this installation.

    Raises
    ------
    PolicyError
        A row is not there.
    """
    content = content or inventory()
    used = [content.row(name) for name in rows]
    sentences = [_who_you_are(used)]
    kept = [row for row in used if row.grade != "C3"]
    if kept:
        sentences.append(f"Used: {_until(kept)}.")
    asked = dict.fromkeys(row.permission for row in used if row.permission)
    if asked:
        sentences.append(f"Asked for before it is used: {_and(list(asked))}.")
    strangers = {
        content.recipients[name].words
        for row in used
        for name in row.recipients
        if content.recipients[name].role == "stranger"
    }
    if strangers:
        sentences.append(f"Also seen by: {_and(sorted(strangers))}.")
    return " ".join(sentences)


def _who_you_are(rows: list[Row]) -> str:
    """What is about a body comes first, with until when if it is held for a while."""
    bodily = [row for row in rows if row.grade == "C3"]
    at_once = [row.name for row in bodily if row.retention == "at once"]
    held = [row for row in bodily if row.retention != "at once"]
    sentences = [f"Looked at and never kept: {_and(at_once)}."] if at_once else []
    if held:
        sentences.append(f"Compared, and handed to nobody: {_until(held)}.")
    return " ".join(sentences) or "Nobody asks who you are."


def _until(rows: list[Row]) -> str:
    """All names, those that last equally long together; what is near a person by itself."""
    together: dict[str, list[str]] = {}
    for row in rows:
        near = " (could point at you)" if row.grade == "C2" else ""
        together.setdefault(f"{_at_the_latest(row.retention)}{near}", []).append(row.name)
    return "; ".join(f"{_and(names)}, {until}" for until, names in together.items())


def _at_the_latest(retention: Retention) -> str:
    """Until when: in one line, all that does not outlast the notebook counts as one."""
    return RETENTIONS["notebook" if retention in {"at once", "arm"} else retention]


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
