"""A report about an error: which classes, and where in the kit; nothing else.

An error's text may name a file, a folder called like somebody, or what somebody typed; its
values may be anything; and the lines of a cell are a pupil's own. None of these has a place
in the report, so none can be forgotten in it. What is left is enough to find the line of the
kit in which it happened.
"""

from __future__ import annotations

import html
import importlib.metadata
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dobotkit.errors import ReportError
from dobotkit.rules import say

__all__ = ["FILE", "CrashReport", "crash_report"]

FILE: Final = "crash-report.txt"
"""What a report is called that is kept."""

_PACKAGE: Final = Path(__file__).resolve().parent
_SYSTEMS: Final = {"linux": "Linux", "win32": "Windows", "darwin": "macOS"}
# Whose classes of errors are named: those of Python, of the kit, and of what the kit needs. A
# class that somebody else has written may be called like somebody.
_KNOWN: Final = frozenset(
    (
        "builtins", "dobotkit", "socket", "ssl", "json", "queue", "struct", "subprocess", "select",
        "multiprocessing", "asyncio", "concurrent", "tomllib", "zipfile", "shutil", "binascii",
        "serial", "pydobot", "pydantic", "pydantic_core", "IPython", "traitlets", "ipywidgets",
        "anywidget", "zmq", "tornado", "jupyter_client", "jupyter_server", "typer", "rich",
    )
)  # fmt: skip
# Errors in one chain, and steps of one error, that are told.
_MOST_ERRORS: Final = 20
_MOST_STEPS: Final = 60


class CrashReport:
    """What can be told of an error without telling of anybody.

    Show it first: ``report`` at the end of a cell, or ``print(report)``. Read it. Only then
    can it be kept, and what is kept is, letter by letter, what was shown.

    Parameters
    ----------
    error:
        What happened; nothing of it is kept here but the text.

    Attributes
    ----------
    text:
        The whole report.
    """

    rule = "crash report"
    used = "classes of errors, numbers of lines in the kit's own files, and three versions"

    def __init__(self, error: BaseException) -> None:
        self.text: Final = "\n".join(_lines(error)) + "\n"
        self._shown = False

    def keep(self) -> Path:
        """Write the report as ``crash-report.txt`` into the current folder.

        Returns
        -------
        Path
            The name of the file.

        Raises
        ------
        ReportError
            It was not shown yet; there is such a file already; or it cannot be written.
        """
        if not self._shown:
            raise ReportError(
                "This report was not shown yet, so it is not kept.",
                "Show it in a cell of its own and read it: print(report). Then report.keep().",
            )
        path = Path(FILE)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self.text)
        except FileExistsError:
            raise ReportError(
                f"There is a {FILE} here already, and nothing is written over.",
                "Rename or delete it in the list of files, then report.keep() again.",
            ) from None
        except OSError as error:
            raise ReportError(
                f"{FILE} cannot be written: {error.strerror or 'the system says no'}.",
                "The report itself is shown above; it can be copied from there.",
            ) from None  # it would name the folder
        return path

    def why(self) -> str:
        """Tell by which rule the report says so little, and what was looked at for it."""
        return f"Rule “{self.rule}”. {say(self.rule)} Looked at for this: {self.used}."

    def __str__(self) -> str:
        self._shown = True
        return self.text

    def __repr__(self) -> str:
        # Not the text: tracebacks and debuggers ask for it when nobody reads.
        return "<CrashReport; to read it: print(report)>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        self._shown = True
        lines = html.escape(self.text)
        return {"text/plain": self.text, "text/html": f'<pre tabindex="0">{lines}</pre>'}


def crash_report() -> CrashReport:
    """Return a report about the last error of this notebook; show it by its name.

    ::

        report = lesson.crash_report()
        report             # all of it; nothing else will be kept

        report.keep()      # in another cell, after you have read it

    Raises
    ------
    ReportError
        There was no error so far.
    """
    error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    if not isinstance(error, BaseException):
        raise ReportError(
            "There was no error in this notebook so far.",
            "Run the cell that goes wrong once more, then ask for the report again.",
        )
    return CrashReport(error)


def _lines(error: BaseException) -> Iterator[str]:
    yield "dobotkit crash report, format 1"
    yield "It holds no text of an error, no value, no name, no path, no line of a cell, no date."
    yield ""
    yield f"kit     {_version()}"
    yield f"python  {sys.version_info.major}.{sys.version_info.minor}"
    yield f"system  {_SYSTEMS.get(sys.platform, 'other')}"
    for how, one in _chain(error):
        yield ""
        yield f"{how}{_class_of(one)}"
        yield from (f"  {step}" for step in _steps(one))


def _version() -> str:
    try:
        return importlib.metadata.version("dobotkit-classroom")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    """An error and those behind it, with how one came from the other; each of them once."""
    todo, seen = [("", error)], set[int]()
    while todo and len(seen) < _MOST_ERRORS:
        how, one = todo.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield how, one
        if isinstance(one, BaseExceptionGroup):
            todo += [("one of these: ", part) for part in one.exceptions]
        if one.__cause__ is not None:
            todo.append(("because of: ", one.__cause__))
        elif one.__context__ is not None and not one.__suppress_context__:
            todo.append(("while dealing with: ", one.__context__))


def _class_of(error: BaseException) -> str:
    for kind in type(error).__mro__:
        module = sys.modules.get(kind.__module__)
        # What stands there under that name, and does not only say so of itself.
        if (
            kind.__module__.partition(".")[0] in _KNOWN
            and getattr(module, kind.__name__, None) is kind
        ):
            before = "" if kind is type(error) else "a kind of "
            return f"{before}{kind.__name__}"
    return "an error"


def _steps(error: BaseException) -> Iterator[str]:
    """The kit's own lines on the way to an error; others are counted."""
    steps = [
        _place(frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    left_out = max(0, len(steps) - _MOST_STEPS)
    strangers = 0
    for step in [*steps[left_out:], ""]:
        if step is None:
            strangers += 1
            continue
        if strangers:
            yield f"{strangers} outside the kit"
            strangers = 0
        if step:
            yield step
    if left_out:
        yield f"and {left_out} before these"


def _place(file: str, line: int) -> str | None:
    """Module and line if a file is one of the kit's, else None."""
    try:
        path = Path(file).resolve().relative_to(_PACKAGE)
    except (ValueError, OSError, RuntimeError):
        return None
    module = ".".join(("dobotkit", *path.with_suffix("").parts)).removesuffix(".__init__")
    # A name that somebody has made up, or a file put there by somebody, is none of ours.
    if path.suffix != ".py" or getattr(sys.modules.get(module), "__file__", None) is None:
        return None
    return f"{module}:{line}"
