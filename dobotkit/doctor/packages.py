"""What is installed: the kit itself, what it needs, and what does not go with it."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dobotkit.doctor.commands import AGAIN, pip
from dobotkit.doctor.finding import Finding, bad, good, shown, warning
from dobotkit.errors import LessonError
from dobotkit.shipped import find_content

__all__ = [
    "OURS",
    "check_content",
    "check_kit",
    "check_namesake",
    "check_needs",
    "check_opencv_twins",
    "installed_on",
    "needs_of",
]

OURS = "dobotkit-classroom"
_THEIRS = "dobotkit"
_OPENCV = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
_MEND = f"{AGAIN}    Or: {pip(f'install --force-reinstall {OURS}')}"
_SHOWN = 5

Installed = Mapping[str, importlib.metadata.Distribution]


def installed_on(path: Sequence[str] | None = None) -> Installed:
    """Return the distributions on `path` by their normalised names, the first of each name.

    Parameters
    ----------
    path:
        Folders such as site-packages; by default those of this Python.
    """
    found: dict[str, importlib.metadata.Distribution] = {}
    for one in importlib.metadata.distributions(path=list(sys.path if path is None else path)):
        # A folder left behind by a broken uninstall has no name.
        name = one.metadata["Name"] if one.metadata else None
        if name:
            found.setdefault(_normal(name), one)
    return found


def check_kit(installed: Installed, package: Path) -> Finding:
    """Look at how the kit came here, and whether the one in use is the one installed.

    Parameters
    ----------
    installed:
        What `installed_on` returned.
    package:
        The folder of the package ``dobotkit`` in use.
    """
    name = "The kit"
    ours = installed.get(OURS)
    if ours is None:
        return warning(
            name,
            f"The kit runs from {shown(package.parent)} and is not installed.",
            "Nothing makes sure that the packages it needs are there.",
            AGAIN,
        )
    folder = _editable_folder(ours)
    if folder is not None:
        what, place = "editable, from a folder", folder / "dobotkit"
    else:
        what, place = "from a wheel", Path(str(ours.locate_file("dobotkit")))
    if not _same(place, package):
        return warning(
            name,
            f"{OURS} {ours.version} is installed, but the dobotkit in use is another one, "
            f"in {shown(package.parent)}.",
            "You may see old lessons, or changes that do not arrive.",
            "Start it in another folder, and clear PYTHONPATH. See which one is used: "
            'python -c "import dobotkit; print(dobotkit.__file__)"',
        )
    if folder is None:
        record = _record_of(ours)
        lost = [name for name, (file, _) in record.items() if not file.exists()]
        if lost:
            return bad(
                name,
                f"{OURS} {ours.version}: {_count(lost, 'file')} of it gone, for example {lost[0]}.",
                "Somebody, or a virus scanner, has removed them.",
                _MEND,
            )
        changed = [name for name, (file, digest) in record.items() if _differs(file, digest)]
        if changed:
            return warning(
                name,
                f"{OURS} {ours.version}: {_count(changed, 'file')} of it changed since it was "
                f"installed, for example {changed[0]}.",
                "Somebody has edited them, or another package has overwritten them.",
                _MEND,
            )
    return good(name, f"{OURS} {ours.version} ({what}).")


def check_content(package: Path) -> Finding:
    """Look whether lessons and notebooks are here, and can be read."""
    name = "Lessons"
    why = "The lab opens copies of them."
    try:
        content = find_content(package)
    except LessonError as error:
        return bad(name, error.what, why, _MEND)
    lessons = sorted(path for path in (content / "lessons").iterdir() if path.is_dir())
    lessons = [folder for folder in lessons if not folder.name.startswith((".", "_"))]
    notebooks = sorted((content / "notebooks").glob("*.ipynb"))
    files = [content / "notebooks" / "start_here.ipynb"]
    for folder in lessons:
        files += [folder / "lesson.ipynb", folder / "lesson.toml"]
    broken = [
        file.relative_to(content).as_posix() for file in {*files, *notebooks} if not _readable(file)
    ]
    if broken or not lessons:
        which = ", ".join(sorted(broken)[:_SHOWN]) or "lessons"
        return bad(name, f"Missing or damaged: {which}.", why, _MEND)
    return good(name, f"{_count(lessons, 'lesson')} and {_count(notebooks, 'notebook')}.")


def needs_of(installed: Installed, package: Path) -> list[str]:
    """Return what the kit says it needs: its metadata, or pyproject.toml beside the package."""
    if OURS in installed:
        return installed[OURS].requires or []
    project = package.parent / "pyproject.toml"
    if not project.is_file():
        return []
    return list(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"])


def check_needs(installed: Installed, needs: Iterable[str]) -> Finding:
    """Look whether everything needed is here in a fitting version, down to the last need.

    Parameters
    ----------
    installed:
        What `installed_on` returned.
    needs:
        Requirements in the usual form, for example ``"jupyterlab>=4.4,<5"``.
    """
    name = "Packages"
    why = "The kit or Jupyter breaks where they meet."
    try:
        from packaging.requirements import Requirement  # noqa: PLC0415 - it may be what is missing
    except ImportError:
        names = [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in needs]
        missing = ["packaging", *(one for one in names if _normal(one) not in installed)]
        return bad(name, f"Missing: {', '.join(missing)}.", "The kit needs them.", _MEND)
    wrong: list[str] = []
    todo = [(OURS, Requirement(text), frozenset[str]()) for text in needs]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        asker, need, extras = todo.pop()
        if not _applies(need, extras):
            continue
        key = _normal(need.name)
        here = installed.get(key)
        if here is None:
            wrong.append(f"{need.name} is missing ({asker} needs it)")
            continue
        if not need.specifier.contains(here.version, prereleases=True):
            wrong.append(f"{need.name} is {here.version}, {asker} needs {need.specifier}")
        state = (key, frozenset(need.extras))
        if state not in seen:
            seen.add(state)
            todo += [(key, Requirement(text), state[1]) for text in here.requires or ()]
    if not wrong:
        return good(name, f"{len({key for key, _ in seen})} packages, all in fitting versions.")
    more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return bad(name, "; ".join(sorted(wrong)[:_SHOWN]) + more + ".", why, _MEND)


def check_namesake(installed: Installed) -> Finding:
    """Look for the other project called ``dobotkit``, which owns the same import folder."""
    name = "Name clash"
    if _THEIRS not in installed:
        return good(name, "No other package called dobotkit.")
    return bad(
        name,
        f"Another project's package is installed: dobotkit {installed[_THEIRS].version}.",
        f"It has the same folder as this kit, which is called {OURS} on the package index. "
        "One overwrites the other, and 'import dobotkit' finds a mixture.",
        f"{pip(f'uninstall {_THEIRS}')}    and then    "
        f"{pip(f'install --force-reinstall --no-deps {OURS}')}",
    )


def check_opencv_twins(installed: Installed) -> Finding:
    """Look for two builds of OpenCV that own the same folder."""
    name = "OpenCV builds"
    builds = {one: installed[one].version for one in _OPENCV if one in installed}
    if len(builds) < 2:  # noqa: PLR2004 - two of them are the trouble
        return good(name, "Not more than one build of OpenCV.")
    listed = " and ".join(f"{one} {version}" for one, version in builds.items())
    why = "They write into the same folder: the last one installed wins, in parts."
    advice = f"{pip('uninstall ' + ' '.join(builds))}    and then    {pip('install ' + _OPENCV[0])}"
    # Builds of one version work by accident; removing one then breaks the other.
    make = warning if len(set(builds.values())) == 1 else bad
    return make(name, f"{listed} are both installed.", why, advice)


def _applies(need: object, extras: Iterable[str]) -> bool:
    marker = getattr(need, "marker", None)
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def _editable_folder(ours: importlib.metadata.Distribution) -> Path | None:
    """Where an editable installation points to; None for any other."""
    try:
        origin = json.loads(ours.read_text("direct_url.json") or "{}")
    except ValueError:
        return None
    if not origin.get("dir_info", {}).get("editable"):
        return None
    path = unquote(urlsplit(origin["url"]).path)
    # file:///C:/kit has its drive behind a slash
    return Path(re.sub(r"^/(?=[A-Za-z]:)", "", path))


def _record_of(ours: importlib.metadata.Distribution) -> dict[str, tuple[Path, str]]:
    """The files that were installed, by name: where they are, and their digests.

    ``Distribution.files`` leaves out those that are gone, from Python 3.12 on.
    """
    rows = csv.reader((ours.read_text("RECORD") or "").splitlines())
    return {
        row[0]: (Path(str(ours.locate_file(row[0]))), row[1])
        for row in rows
        if len(row) > 1 and not row[0].endswith(".pyc")
    }


def _differs(file: Path, digest: str) -> bool:
    """Whether a file is another one than RECORD says: METHOD=DIGEST in the alphabet for URLs."""
    method, _, wanted = digest.partition("=")
    if not wanted:
        return False
    found = hashlib.new(method, file.read_bytes()).digest()
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() != wanted


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _readable(file: Path) -> bool:
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".toml":
            return "title" in tomllib.loads(text)
        return bool(json.loads(text)["cells"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _count(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
