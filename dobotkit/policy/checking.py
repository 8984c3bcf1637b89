"""Whether the inventory, its versions and the notice belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dobotkit.errors import PolicyError
from dobotkit.policy.changes import Change, classify
from dobotkit.policy.inventory import FILE, parse
from dobotkit.policy.versions import FOLDER, read_versions

__all__ = ["Problem", "pending", "problems"]

_NEW = "Make a new version and its notice: dobotkit policy new-version"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not in order, and what to do."""

    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what}\n  → {self.advice}"


def problems(inventory: Path = FILE, folder: Path = FOLDER) -> list[Problem]:
    """Return what is not in order; nothing is changed."""
    try:
        return list(_problems(inventory, folder))
    except PolicyError as error:
        return [Problem(error.what, error.advice)]


def _problems(inventory: Path, folder: Path) -> Iterator[Problem]:
    changes = pending(inventory, folder)
    versions = read_versions(folder)
    if not versions:
        yield Problem("The inventory has no version yet.", _NEW)
        return
    latest = versions[-1]
    major = [change for change in changes if change.major]
    if major:
        listed = "".join(f"\n  {change}" for change in major)
        yield Problem(
            f"The inventory differs from {latest} in what people have to be told:{listed}", _NEW
        )
    if latest.written_anew() != latest.notice:
        yield Problem(f"The notice of {latest} is not what the kit would write today.", _NEW)


def pending(inventory: Path = FILE, folder: Path = FOLDER) -> tuple[Change, ...]:
    """Return what has changed since the latest version.

    Raises
    ------
    PolicyError
        The inventory or a version is not in order.
    """
    content = parse(inventory.read_text(encoding="utf-8"))
    versions = read_versions(folder)
    return classify(versions[-1].inventory, content) if versions else ()
