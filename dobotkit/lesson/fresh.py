"""A fresh copy of a lesson, beside the one that a pupil works in."""

from __future__ import annotations

import html
from pathlib import Path

from dobotkit.errors import LessonError
from dobotkit.lesson.words import Sentence
from dobotkit.shipped import find_content

__all__ = ["FreshCopy", "copy_beside"]

_NOTEBOOK = "lesson.ipynb"
# As many as nobody needs; so that a loop of a beginner fills no disk.
_MOST = 20


class FreshCopy(Sentence):
    """Where the fresh copy is; in a notebook, with a link that opens it.

    Parameters
    ----------
    path:
        The new notebook.

    Attributes
    ----------
    path:
        The same.
    """

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"A fresh copy of this lesson is there: {path.name}, in the same folder.\n"
            "What you wrote here stays as it is. "
            "Run the goodbye cell at the end of this notebook first: it sets the arm free."
        )
        self.path = path

    def _repr_html_(self) -> str:
        name = html.escape(self.path.name)
        text = html.escape(self.text).replace("\n", "<br>")
        # JupyterLab marks links by their colour alone.
        link = f'<a href="{name}" style="text-decoration: underline">{name}</a>'
        return f"<p>{text.replace(name, link, 1)}</p>"


def copy_beside(folder: Path) -> Path:
    """Copy a lesson's notebook as it was shipped into the folder of a pupil's copy.

    Parameters
    ----------
    folder:
        Where the pupil works, for example ``…/lessons/01_hello_arm``.

    Returns
    -------
    Path
        The new notebook: ``lesson-fresh.ipynb``, ``lesson-fresh-2.ipynb``, …
        No file that is there already is changed.

    Raises
    ------
    LessonError
        The kit has no such lesson, ``folder`` is where the kit itself is, or
        nothing can be written there.
    """
    folder = folder.resolve()
    shipped = find_content() / "lessons" / folder.name / _NOTEBOOK
    if not shipped.is_file():
        raise LessonError(
            f"The kit has no lesson {folder.name} to copy.",
            "The folder of a lesson keeps its name, for example 01_hello_arm.",
        )
    if shipped.parent.resolve() == folder:
        raise LessonError(
            "You work in the kit's own lessons and not in a copy, so there is nothing fresher.",
            "Open the lab (dobotkit lab): there every lesson is a copy.",
        )
    content = shipped.read_bytes()
    for number in range(1, _MOST + 1):
        path = folder / ("lesson-fresh.ipynb" if number == 1 else f"lesson-fresh-{number}.ipynb")
        try:
            # "x": never over a file that is there.
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        except OSError as error:
            raise LessonError(
                f"No file can be written in {folder}: {error.strerror or error}.",
                "Choose File → Save Notebook As, and go on in that folder.",
            ) from error
        return path
    raise LessonError(
        f"There are {_MOST} fresh copies already.",
        "Open one of them, or delete some in the file list on the left.",
    )
