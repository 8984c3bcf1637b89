"""Versions of the inventory: each a whole copy with a notice, each knowing the one before.

A version is two files, ``0001.toml`` and ``0001.md``, and two lines in ``SHA256SUMS``.
The first file begins with its number, its date, the SHA-256 of the version before and what
has changed; then comes ``inventory.toml`` as it was, byte by byte. Nothing here overwrites
a version or takes one away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from dobotkit.errors import PolicyError
from dobotkit.policy.changes import classify
from dobotkit.policy.inventory import FILE, Inventory, parse
from dobotkit.policy.notice import notice
from dobotkit.policy.row import Strict

__all__ = ["FOLDER", "SUMS", "Version", "publish", "read_versions"]

FOLDER: Final = Path(__file__).with_name("versions")
SUMS: Final = "SHA256SUMS"

_ADVICE = (
    "Old versions are never changed: get the folder dobotkit/policy/versions back as it was. "
    "What is to be different goes into a new version: dobotkit policy new-version"
)


class _Header(Strict):
    number: Annotated[int, Field(ge=1, le=9999)]
    date: dt.date
    previous: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    changes: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the inventory.

    Attributes
    ----------
    number, date:
        Which it is, counted from 1, and since when it counts.
    previous, digest:
        SHA-256 of the version before (empty for the first) and of this one.
    changes:
        What is new in it, in words.
    inventory:
        All that it says.
    notice:
        The text for pupils and parents.
    """

    number: int
    date: dt.date
    previous: str
    digest: str
    changes: tuple[str, ...]
    inventory: Inventory
    notice: str

    def __str__(self) -> str:
        return f"Version {self.number} of {self.date.isoformat()}"

    def written_anew(self) -> str:
        """Return the notice as it would be written today."""
        return notice(self.inventory, str(self), self.changes)


def read_versions(folder: Path = FOLDER) -> tuple[Version, ...]:
    """Read all versions, the oldest first; none is all right.

    Raises
    ------
    PolicyError
        One is missing, was changed, or does not follow the one before it.
    """
    sums = _sums(folder)
    _raise_unless_same_files(folder, sums)
    versions: list[Version] = []
    for number in range(1, len(sums) // 2 + 1):
        version = _read(folder, number, sums)
        before = versions[-1] if versions else None
        if version.number != number:
            raise _broken(f"{number:04}.toml says that it is number {version.number}")
        if version.previous != (before.digest if before else ""):
            raise _broken(f"version {number} does not follow version {number - 1} as it is now")
        if before and version.date < before.date:
            raise _broken(f"version {number} is older than version {number - 1}")
        versions.append(version)
    return tuple(versions)


def _sums(folder: Path) -> dict[str, str]:
    """The hashes of all files, as ``sha256sum`` writes them."""
    path = folder / SUMS
    if not path.is_file():
        return {}
    lines = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    if any(len(line) != 2 for line in lines):  # noqa: PLR2004 - a hash and a name
        raise _broken(f"{SUMS} has a line that is not a hash and a name")
    return {name: digest for digest, name in lines}


def _raise_unless_same_files(folder: Path, sums: dict[str, str]) -> None:
    there = {path.name for path in folder.glob("*") if path.suffix in {".toml", ".md"}}
    numbers = range(1, (len(sums) + 1) // 2 + 1)
    wanted = {f"{number:04}{suffix}" for number in numbers for suffix in (".toml", ".md")}
    for name in sorted(wanted - set(sums)):
        raise _broken(f"{SUMS} lacks {name}")
    for name in sorted(set(sums) - there):
        raise _broken(f"{name} is missing")
    for name in sorted(there - set(sums)):
        raise _broken(f"{name} is not in {SUMS}")
    for name, digest in sums.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise _broken(f"{name} was changed after it was published")


def _read(folder: Path, number: int, sums: dict[str, str]) -> Version:
    name = f"{number:04}.toml"
    text = (folder / name).read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    try:
        words = tomllib.loads(head)
        header = _Header.model_validate_json(json.dumps(words["version"], default=str))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValidationError) as error:
        raise _broken(f"{name} does not begin with its number, date and changes") from error
    return Version(
        number=header.number,
        date=header.date,
        previous=header.previous,
        digest=sums[name],
        changes=header.changes,
        inventory=parse(rest, where=name),
        notice=(folder / f"{number:04}.md").read_text(encoding="utf-8"),
    )


def _broken(what: str) -> PolicyError:
    return PolicyError(f"The versions of the policy are not in order: {what}.", _ADVICE)


def publish(folder: Path = FOLDER, *, inventory: Path = FILE, today: dt.date) -> Version:
    """Make the next version of the inventory as it is now; return it.

    Raises
    ------
    PolicyError
        Nothing has changed, an older version is not in order, or a file cannot be written.
    """
    versions = read_versions(folder)
    try:
        # As git keeps it, whatever the line ends of this checkout are.
        text = inventory.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyError(
            f"The inventory cannot be read: {error.strerror or error}.",
            "Do this in a checkout of the kit.",
        ) from error
    content = parse(text)
    latest = versions[-1] if versions else None
    changes = ["The first version."] if latest is None else _changes(latest, content)
    if not changes:
        raise PolicyError(
            f"Nothing has changed since {latest}, so there is nothing new to say.",
            "Change dobotkit/policy/inventory.toml first.",
        )
    number = len(versions) + 1
    new = Version(
        number=number,
        date=today if latest is None else max(today, latest.date),
        previous=latest.digest if latest else "",
        digest="",
        changes=tuple(changes),
        inventory=content,
        notice="",
    )
    _write(folder, number, f"{_head(new)}\n{text}", new.written_anew())
    return read_versions(folder)[-1]


def _changes(latest: Version, content: Inventory) -> list[str]:
    changes = [str(change) for change in classify(latest.inventory, content)]
    if not changes and latest.written_anew() != latest.notice:
        changes = ["minor: the notice is worded anew"]
    return changes


def _head(version: Version) -> str:
    # JSON's strings are TOML's, and so are its lists of strings.
    changes = "".join(f"    {json.dumps(one, ensure_ascii=False)},\n" for one in version.changes)
    return (
        f"[version]\nnumber = {version.number}\ndate = {version.date.isoformat()}\n"
        f'previous = "{version.previous}"\nchanges = [\n{changes}]\n'
    )


def _write(folder: Path, number: int, *texts: str) -> None:
    names: Sequence[str] = [f"{number:04}.toml", f"{number:04}.md"]
    lines = ""
    try:
        folder.mkdir(exist_ok=True)
        for name, text in zip(names, texts, strict=True):
            data = text.encode()
            with (folder / name).open("xb") as file:
                file.write(data)
            lines += f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        with (folder / SUMS).open("ab") as file:
            file.write(lines.encode())
    except OSError as error:
        raise PolicyError(
            f"The new version cannot be written: {error.strerror or error}.",
            "Do this in a checkout of the kit, in which you may write.",
        ) from error
