"""Work that is opened: what it would do, in words, and then doing it.

Nothing is lost by it. What the pupil has here already and the parcel says otherwise is
kept beside it, under another name. All is written through the server's own manager of
contents, so that what holds for saving holds here too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from jupyter_core.utils import ensure_async
from tornado.web import HTTPError

from dobotkit.errors import WorkError
from dobotkit.lab.work.folder import WorkFolder
from dobotkit.lab.work.names import stands_in_for
from dobotkit.lab.work.plain import LARGEST, PlainNotebook, read_notebook
from dobotkit.lab.work.reading import read

__all__ = ["Manager", "Step", "bring_back", "plan"]


class Manager(Protocol):
    """Of Jupyter's manager of contents, what is needed here."""

    def save(self, model: dict[str, Any], path: str) -> Any:  # noqa: ANN401 - Jupyter's
        """Write a file or make a folder."""

    def dir_exists(self, path: str) -> Any:  # noqa: ANN401 - Jupyter's
        """Return whether there is such a folder."""


@dataclass(frozen=True)
class Step:
    """What happens to one file of a parcel.

    Attributes
    ----------
    place:
        Where it comes back to; empty if it does not.
    says:
        The same in words, for the pupil.
    new:
        What it says.
    keep_as, old:
        Where what is there now is kept, if it must be, and what that says.
    """

    place: str
    says: str
    new: PlainNotebook | bytes = b""
    keep_as: str = ""
    old: PlainNotebook | bytes = b""


def plan(
    root: Path, folder: WorkFolder, coming: dict[str, PlainNotebook | bytes]
) -> tuple[Step, ...]:
    """Return what opening a parcel would do, without doing anything.

    Parameters
    ----------
    root, folder:
        The work folder, and what is known about its beginning.
    coming:
        What is in the parcel, by its place.
    """
    steps: list[Step] = []
    taken = {place.casefold() for place in coming}
    for place, new in coming.items():
        steps.append(_step(root, folder, place, new, taken))
        taken.add(steps[-1].keep_as.casefold())
    return tuple(steps)


def _step(
    root: Path, folder: WorkFolder, place: str, new: PlainNotebook | bytes, taken: set[str]
) -> Step:
    module = stands_in_for(PurePosixPath(place))
    if module:
        return Step(
            "",
            f"{place} does not come back: every notebook would take it for {module}, which "
            "Python or the kit needs. It stays in your file; give it another name there.",
        )
    if any((root / folder).is_symlink() for folder in PurePosixPath(place).parents):
        raise WorkError(
            f"{place} would leave the folder for your work: a folder on the way is a link.",
            "Delete the link in the list of files on the left, and try again.",
        )
    there = (root / place).exists() or (root / place).is_symlink()
    present = read(root, place, LARGEST)
    if not there:
        return Step(place, f"{place} comes back.", new)
    old = None if present is None else _as_read(present, place)
    if old is not None and bytes(old) == bytes(new):
        return Step("", f"{place} says the same here already.")
    if present is not None and folder.is_as_it_came(place, present) and place.endswith(".ipynb"):
        return Step(place, f"{place} comes back, in place of the one that came with the kit.", new)
    other = _free_name(root, place, taken)
    if old is None or (folder.came_with_the_kit(place) and not place.endswith(".ipynb")):
        return Step(other, f"{place} comes back as {other}: the one that is here stays.", new)
    return Step(
        place, f"{place} comes back. What you have here now is kept as {other}.", new, other, old
    )


def _as_read(content: bytes, place: str) -> PlainNotebook | bytes | None:
    if not place.endswith(".ipynb"):
        return content
    try:
        return read_notebook(content, place)
    except WorkError:
        return None


def _free_name(root: Path, place: str, taken: set[str]) -> str:
    path = PurePosixPath(place)
    for number in range(1, 1000):
        word = "before" if number == 1 else f"before {number}"
        other = path.with_name(f"{path.stem} ({word}){path.suffix}").as_posix()
        if other.casefold() not in taken and not (root / other).exists():
            return other
    raise WorkError(
        f"There are too many copies of {place} here.",
        "Delete those that you do not need in the list of files on the left.",
    )


async def bring_back(manager: Manager, steps: tuple[Step, ...]) -> None:
    """Do what was planned.

    Raises
    ------
    WorkError
        If something cannot be written; what was there before is there still.
    """
    for step in steps:
        if not step.place:
            continue
        try:
            if step.keep_as:
                await _write(manager, step.keep_as, step.old)
            await _write(manager, step.place, step.new)
        except (HTTPError, OSError) as error:
            raise WorkError(
                f"{step.place} cannot be written: the lab's server says no.",
                "What you have here stays. Rename a folder of that name, if there is one.",
            ) from error


async def _write(manager: Manager, place: str, content: PlainNotebook | bytes) -> None:
    folders = PurePosixPath(place).parents
    for folder in list(folders)[-2::-1]:
        if not await ensure_async(manager.dir_exists(folder.as_posix())):
            await ensure_async(manager.save({"type": "directory"}, folder.as_posix()))
    if isinstance(content, PlainNotebook):
        model = {"type": "notebook", "format": "json", "content": json.loads(bytes(content))}
    else:
        model = {"type": "file", "format": "text", "content": content.decode("utf-8-sig")}
    await ensure_async(manager.save(model, place))
