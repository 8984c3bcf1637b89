"""The copy that a pupil takes along: one JSON file, with a schema that says what is in it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Final, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dobotkit.errors import CopyError
from dobotkit.policy.inventory import inventory
from dobotkit.session.held import Entry, said_of

__all__ = ["SCHEMA", "Copy", "CopyEntry", "CopyFile", "CopyRow", "read_copy", "schema"]

SCHEMA: Final = Path(__file__).with_name("copy.schema.json")
"""What every copy looks like, as a JSON schema."""

# A ledger has at most 500 lines, but a program can teach an arm as many points as it likes.
_LARGEST = 64 * 2**20

Short = Annotated[str, Field(min_length=1, max_length=40)]
Line = Annotated[str, Field(max_length=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class CopyRow(_Strict):
    """A kind of information, as the inventory said it when the copy was made.

    Attributes
    ----------
    id, name, words:
        Which kind, and what it is.
    purpose, until, seen_by:
        What it is for, until when it is kept, and who sees it.
    """

    id: Short
    name: Line
    words: Line
    purpose: Line
    until: Line
    seen_by: Line


class CopyEntry(_Strict):
    """One thing that was held.

    Attributes
    ----------
    row:
        Which kind of information.
    what, value:
        What it was, and what was held.
    where:
        Who held it.
    """

    row: Short
    what: Line
    value: Line
    where: Literal["keeper", "this notebook"]


class CopyFile(_Strict):
    """Everything that was held about one session, at the moment at which the copy was made.

    Attributes
    ----------
    form:
        What kind of file this is, and in which version.
    rows:
        The kinds of information in it.
    entries:
        What was held; no token is among it, and nothing of anybody else.
    """

    form: Literal["dobotkit copy 1"]
    rows: tuple[CopyRow, ...]
    entries: tuple[CopyEntry, ...]


class Copy:
    """A copy that was written.

    Attributes
    ----------
    path:
        Where it is.
    content:
        What is in it.
    """

    def __init__(self, path: Path, content: CopyFile) -> None:
        self.path = path
        self.content = content

    def __repr__(self) -> str:
        where = "in this notebook's folder" if self.path.parent == Path() else "where you wanted it"
        return (
            f"Your copy is {self.path.name}, {where}: {len(self.content.entries)} entries, "
            "without the token.\nFrom now on it is yours to look after: the kit does not "
            "delete it. To read it: from dobotkit.session.copying import read_copy"
        )


def content_of(entries: tuple[Entry, ...]) -> CopyFile:
    """Return what a copy of these entries says."""
    rows = []
    for name in dict.fromkeys(entry.row for entry in entries):
        row = inventory().row(name)
        purpose, until, seen_by = said_of(row)
        rows.append(
            CopyRow(
                id=row.id,
                name=row.name,
                words=row.words,
                purpose=purpose,
                until=until,
                seen_by=seen_by,
            )
        )
    kept = tuple(CopyEntry(**one._asdict()) for one in entries)
    return CopyFile(form="dobotkit copy 1", rows=tuple(rows), entries=kept)


def write_copy(content: CopyFile, path: str | Path) -> Copy:
    """Write a copy as a whole or not at all, and over nothing but an older copy.

    Raises
    ------
    CopyError
        Another kind of file is there, or it cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise CopyError(
            "A copy is a file, and a folder was named.",
            'Name a file in it: session.rights.copy("another-name.json")',
            rule="another file",
            used="whether a folder of that name is there",
        )
    if os.path.lexists(path):
        _refuse_another_file(path)
    text = content.model_dump_json(indent=2)
    try:
        number, new = tempfile.mkstemp(prefix=".copy-", suffix=".json", dir=path.parent)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            os.replace(new, path)  # noqa: PTH105 - as in mkstemp, a path is a text here
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(new)  # noqa: PTH108 - as above
            raise
    except OSError as error:
        raise CopyError(
            f"The copy {path.name} cannot be written: {error.strerror or 'the system says no'}.",
            'Choose another place: session.rights.copy("another-name.json")',
        ) from None  # it would name the folder, which may be called like somebody
    return Copy(path, content)


def read_copy(path: str | Path) -> CopyFile:
    """Read a copy that was written before; it equals what was written.

    Raises
    ------
    CopyError
        There is no such file, or it is not exactly as the schema says.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise CopyError(
            f"The file {path.name} cannot be read: {error.strerror or 'the system says no'}.",
            "Compare the name with the list of files on the left.",
        ) from None  # as above
    if len(data) > _LARGEST:
        _refuse(path, "it is much too large")
    try:
        return CopyFile.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = " ".join(map(str, first["loc"]))
        _refuse(path, f"{place}: {first['msg']}" if place else str(first["msg"]))


def schema() -> str:
    """Return what ``copy.schema.json`` has to say."""
    told = CopyFile.model_json_schema()
    for one in (told, *told["$defs"].values()):
        one["description"] = one["description"].partition("\n\n")[0]
    said = {"$schema": "https://json-schema.org/draft/2020-12/schema", **told}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def _refuse_another_file(path: Path) -> None:
    with contextlib.suppress(CopyError):
        read_copy(path)
        return
    raise CopyError(
        f"There is already another file called {path.name}, and it is no copy.",
        'Choose another name: session.rights.copy("another-name.json")',
        rule="another file",
        used="whether a file of that name is there, and whether it is a copy",
    )


def _refuse(path: Path, why: str) -> NoReturn:
    raise CopyError(
        f"{path.name} is no copy of what is held about a session: {why[:200]}.",
        "Read a file that session.rights.copy() has written, unchanged.",
        rule="copy",
        used="the file, and the schema that comes with the kit",
    )
