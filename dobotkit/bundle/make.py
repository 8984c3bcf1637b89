"""Fill a folder with the kit and all that it needs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from rich.console import Console

from dobotkit.bundle.store import Store, find_pip
from dobotkit.bundle.target import Target
from dobotkit.errors import BundleError, ModelNotFetched
from dobotkit.models import MODELS
from dobotkit.models.fetch import fetch, rules
from dobotkit.models.fetch.progress import Progress

__all__ = ["make_bundle"]

_NOTE = "bundle.json"
_OURS = "dobotkit-classroom"
_MODELS = "models"  # start.py knows this name
_MIB = 1024 * 1024


def make_bundle(
    out: Path, targets: Sequence[Target], *, source: Path | None = None, quiet: bool = False
) -> None:
    """Fill the folder `out` with the kit and all that it needs on `targets`.

    Parameters
    ----------
    out:
        A folder that is new, empty, or was made by this function; then it is brought up to date.
    targets:
        The computers it is for.
    source:
        The folder with the kit's ``pyproject.toml``; by default the one around this package.
    quiet:
        Print nothing.

    Raises
    ------
    BundleError
        If `out` holds something else, the kit was installed without its source, pip is
        missing, or a package cannot be fetched.
    ModelNotFetched
        If a model is not on this computer and no source gives it.
    """
    console = Console(quiet=quiet, highlight=False)
    source = source or Path(__file__).resolve().parents[2]
    missing = [
        name
        for name in ("pyproject.toml", "start.py", "constraints.txt")
        if not (source / name).is_file()
    ]
    if missing:
        raise BundleError(
            f"A bundle is made from the kit's own folder; here {missing[0]} is missing.",
            "Get the kit as a folder with start.py in it, start that once, and type there: "
            ".venv/bin/dobotkit bundle OUT (Windows: .venv\\Scripts\\dobotkit bundle OUT).",
        )
    pip = find_pip()
    try:
        _claim(out)
        store = Store(out / "wheels", pip, _read_pins(source / "constraints.txt"))
        console.print("Building the kit's own wheel ...")
        needs = [_OURS, *_needs_to_build(source)]
        kit = store.build(source)
        for target in targets:
            with console.status(f"{target}: fetching ...") as status:
                for environment in target.environments:
                    for count in store.fetch_closure(target, environment, needs):
                        status.update(f"{target}: {count} packages ...")
            wheels = store.wanted[target]
            size = sum(file.stat().st_size for file in wheels) / _MIB
            console.print(f"{target}: {len(wheels)} packages, {size:.0f} MB")
        store.drop_unwanted(kit)
        with Progress(console) as progress:
            for model in MODELS.values():
                fetch(model, out / _MODELS, progress, rules=rules(os.environ))
        for name in ("start.py", "constraints.txt"):
            shutil.copyfile(source / name, out / name)
        (out / "README.txt").write_text(_readme(targets), encoding="utf-8", newline="\r\n")
        _write_note(out, targets, kit)
    except ModelNotFetched:
        raise  # an OSError as well, and not one of the folder
    except OSError as error:
        raise BundleError(
            f"The folder {out} cannot be filled: {error}.",
            "Name a folder that you may write to, on a disk with 1 GB free.",
        ) from error
    files = [file for file in (out / "wheels").iterdir() if file.is_file()]
    models = [file for file in (out / _MODELS).iterdir() if file.is_file()]
    total = sum(file.stat().st_size for file in (*files, *models)) / _MIB
    console.print(
        f"\n{out}: {len(files)} packages and {len(models)} models, {total:.0f} MB, with start.py, "
        "constraints.txt and README.txt.\n"
        "Copy the folder to a computer that is not online, and start start.py in it.",
        soft_wrap=True,
    )


def _claim(out: Path) -> None:
    """Make the folder ours, or refuse; until it is complete its note names no computer."""
    if out.exists() and not out.is_dir():
        raise BundleError(f"{out} is a file.", "Name a folder that is new or empty.")
    if out.is_dir() and not (out / _NOTE).is_file() and any(out.iterdir()):
        raise BundleError(
            f"The folder {out} has something else in it.", "Name a folder that is new or empty."
        )
    out.mkdir(parents=True, exist_ok=True)
    _write_note(out, ())


def _write_note(out: Path, targets: Iterable[Target], kit: Path | None = None) -> None:
    # A kit that has changed has another note, by which start.py sees that it has to install again.
    made = hashlib.sha256(kit.read_bytes()).hexdigest() if kit else None
    note = {
        "for": [target.key for target in targets],
        "kit": kit.name if kit else None,
        "sha256": made,
    }
    (out / _NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def _read_pins(constraints: Path) -> list[Requirement]:
    return [Requirement(line) for line in constraints.read_text(encoding="utf-8").splitlines()]


def _needs_to_build(source: Path) -> list[str]:
    """What builds the kit, so that a checkout can be installed from the bundle as well."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    # hatchling asks for the second when it is asked for an editable installation.
    return [*project["build-system"]["requires"], "editables~=0.3"]


def _readme(targets: Sequence[Target]) -> str:
    return (
        "dobotkit: everything for an installation without internet\n\n"
        f"For: {'; '.join(map(str, targets))}\n\n"
        "1. Copy this whole folder to the disk of the computer (not only to a stick:\n"
        "   the kit is installed beside start.py, in the folder .venv).\n"
        "2. Open a terminal in the copy and type\n"
        "       Windows:        py start.py\n"
        "       Linux, macOS:   python3 start.py\n\n"
        "Python has to be there already, in one of the versions named above.\n"
        "To install a checkout of the kit from this folder, type there\n"
        "       python3 start.py --from FOLDER\n"
    )
