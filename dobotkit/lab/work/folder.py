"""What in the work folder is a pupil's own: what was not there when the server started."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dobotkit.errors import WorkError
from dobotkit.lab.work.names import TEXTS, check_name, is_picture
from dobotkit.lab.work.plain import LARGEST, fingerprint, read_notebook
from dobotkit.lab.work.reading import places, read

__all__ = ["LONGEST_TEXT", "Found", "WorkFolder", "read_text"]

LONGEST_TEXT = 2**20
"""What a program writes in a loop is not work (bytes)."""

# A copy of all about a session is its owner's, and says which session it was.
_COPY = '"form": "dobotkit copy '


@dataclass(frozen=True)
class Found:
    """What `WorkFolder.own` has found.

    Attributes
    ----------
    files:
        What each file says, by its place: code and text only.
    left_out:
        In words, a line for each file that is not taken along.
    pictures:
        How many pictures were left out of the texts of notebooks.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    pictures: int = 0


class WorkFolder:
    """The folder that a browser sees, and how it was when the server started.

    Parameters
    ----------
    root:
        The folder itself.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        # By its place: what was read there last, and the word for it. A page asks often.
        self._known: dict[str, tuple[str, str]] = {}
        # None: what nobody would take along. Notebooks are understood only when one of them
        # has changed: a server that starts is waited for.
        self._came_with = {
            place: read(root, place, LARGEST) if _is_taken(place) else None
            for place in places(root)
        }

    def came_with_the_kit(self, place: str) -> bool:
        """Return whether a file of this place was there from the start."""
        return place in self._came_with

    def is_as_it_came(self, place: str, content: bytes) -> bool:
        """Return whether this is what the file said at the start."""
        before = self._came_with.get(place)
        if before is None or before == content:
            return before is not None
        return _word_for(place, before) == self._word_for(place, content)

    def own(self) -> Found:
        """Return what the pupil has written, as it is saved at this moment."""
        files: dict[str, bytes] = {}
        left_out: list[str] = []
        pictures = 0
        for place in places(self._root):
            try:
                if not _is_taken(place):
                    if place not in self._came_with:
                        left_out.append(f"{place}: {_why_not_taken(place)}")
                    continue
                content = read(self._root, place, LARGEST)
                if content is None:
                    left_out.append(f"{place}: too long, or no plain file")
                    continue
                if self.is_as_it_came(place, content):
                    continue
                check_name(place)
                if place.endswith(".ipynb"):
                    notebook = read_notebook(content, place)
                    files[place] = bytes(notebook)
                    pictures += notebook.pictures
                else:
                    files[place] = read_text(content, place)
            except WorkError as error:
                left_out.append(f"{place}: {error.what}")
        return Found(files, tuple(left_out), pictures)

    def _word_for(self, place: str, content: bytes) -> str:
        whole = fingerprint(content)
        if self._known.get(place, ("", ""))[0] != whole:
            self._known[place] = (whole, _word_for(place, content))
        return self._known[place][1]


def read_text(content: bytes, name: str) -> bytes:
    """Return a text as it is, if it is one that belongs to a pupil's work.

    Raises
    ------
    WorkError
        If it is too long, no text, or the copy of a session's data; it calls it `name`.
    """
    advice = "What you want to keep of it can stand in a notebook or a shorter text."
    if len(content) > LONGEST_TEXT:
        raise WorkError(f"{name} is longer than {LONGEST_TEXT // 2**20} MB.", advice)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise WorkError(f"{name} says that it is a text, and is none.", advice) from None
    if _COPY in text[:1000]:
        raise WorkError(
            f"{name} is the copy of a session's data, and no work.",
            "It is yours: in the list of files on the left, right-click it, then Download.",
        )
    return content


def _is_taken(place: str) -> bool:
    return PurePosixPath(place).suffix in {".ipynb", *TEXTS}


def _why_not_taken(place: str) -> str:
    return (
        "pictures are not kept"
        if is_picture(place)
        else "only notebooks, programs and texts are kept"
    )


def _word_for(place: str, content: bytes) -> str:
    """Of a notebook its code and text count: running and saving it changes nothing."""
    if place.endswith(".ipynb"):
        try:
            content = bytes(read_notebook(content, place))
        except WorkError:
            return fingerprint(content)
    return fingerprint(content)
