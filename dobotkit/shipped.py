"""Where the lessons and notebooks that came with this installation are.

The lab copies them, ``lesson.start_over`` takes one of them again, and the
tools for authors work on them.
"""

from __future__ import annotations

from pathlib import Path

from dobotkit.errors import LessonError

__all__ = ["FOLDERS", "find_content"]

FOLDERS = ("lessons", "notebooks")


def find_content(package: Path | None = None) -> Path:
    """Return the folder that holds ``lessons/`` and ``notebooks/``.

    In an installed wheel they stand inside the package, in a checkout beside
    it. Beside the package counts only together with ``pyproject.toml``: the
    ``lessons`` that another distribution put into site-packages are not ours.

    Parameters
    ----------
    package:
        The folder of the package ``dobotkit``; by default the one in use.

    Raises
    ------
    LessonError
        If there are none.
    """
    package = package or Path(__file__).resolve().parent
    installed = package / "content"
    if _is_whole(installed):
        return installed
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and _is_whole(checkout):
        return checkout
    raise LessonError(
        f"The lessons and notebooks of the kit are missing: they are not in {installed}.",
        "Install the kit again; in a checkout, get its folders lessons and notebooks back.",
    )


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in FOLDERS)
