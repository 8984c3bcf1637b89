"""One folder with everything that an installation needs, for computers that are not online.

pip looks at the markers of a requirement (``; os_name == 'nt'``) as if it were
for the Python that runs pip, whatever ``--platform`` says. A folder for
Windows that was made on Linux would lack what only Windows needs. So the
requirements are followed here, wheel by wheel, with the markers of the
computer that the folder is for; pip only fetches.
"""

from __future__ import annotations

import email
import importlib.util
import json
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from rich.console import Console

from dobotkit.errors import BundleError

__all__ = ["PLATFORMS", "PYTHONS", "Target", "make_bundle", "this_platform"]

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_NOTE = "bundle.json"
_OURS = "dobotkit-classroom"
_MIB = 1024 * 1024


@dataclass(frozen=True)
class _Platform:
    """What Python and pip call one kind of computer."""

    os_name: str
    sys_platform: str
    system: str
    machine: str
    tags: tuple[str, ...]


def _glibc(machine: str) -> tuple[str, ...]:
    # 2.28 is from 2018. pip takes each of these tags literally.
    newest_first = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1))
    return (*newest_first, *(f"manylinux{year}_{machine}" for year in (2014, 2010, 1)))


PLATFORMS = {
    "linux": _Platform("posix", "linux", "Linux", "x86_64", _glibc("x86_64")),
    "linux-arm": _Platform("posix", "linux", "Linux", "aarch64", _glibc("aarch64")),
    "windows": _Platform("nt", "win32", "Windows", "AMD64", ("win_amd64",)),
    "macos": _Platform("posix", "darwin", "Darwin", "arm64", ("macosx_14_0_arm64",)),
    "macos-intel": _Platform("posix", "darwin", "Darwin", "x86_64", ("macosx_14_0_x86_64",)),
}


@dataclass(frozen=True)
class Target:
    """A kind of computer and a Python that a bundle is for.

    Attributes
    ----------
    platform:
        A key of `PLATFORMS`.
    python:
        One of `PYTHONS`, for example ``"3.11"``.
    """

    platform: str
    python: str

    def __str__(self) -> str:
        return f"{self.platform}, Python {self.python}"

    @property
    def key(self) -> str:
        """What ``start.py`` on such a computer calls itself, for example ``Linux x86_64 3.11``."""
        kind = PLATFORMS[self.platform]
        return f"{kind.system} {kind.machine} {self.python}"

    @property
    def environments(self) -> Iterator[dict[str, str]]:
        """What markers are compared with, for the first and for the last release of that Python.

        Which one a computer has is not known, and some requirements ask.
        """
        kind = PLATFORMS[self.platform]
        for patch in (0, 99):
            yield {
                "implementation_name": "cpython",
                "implementation_version": f"{self.python}.{patch}",
                "os_name": kind.os_name,
                "platform_machine": kind.machine,
                "platform_python_implementation": "CPython",
                "platform_release": "",
                "platform_system": kind.system,
                "platform_version": "",
                "python_full_version": f"{self.python}.{patch}",
                "python_version": self.python,
                "sys_platform": kind.sys_platform,
            }


def this_platform() -> str:
    """Return the name of this computer's kind.

    Raises
    ------
    BundleError
        If there is no bundle for it.
    """
    for name, kind in PLATFORMS.items():
        if (platform.system(), platform.machine()) == (kind.system, kind.machine):
            return name
    raise BundleError(
        f"There is no bundle for a computer like this: {platform.system()} {platform.machine()}.",
        f"Say which computers it is for: --platform {' or '.join(PLATFORMS)}.",
    )


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
    """
    console = Console(quiet=quiet, highlight=False)
    source = source or Path(__file__).resolve().parents[1]
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
    pip = _pip()
    try:
        _claim(out)
        store = _Store(out / "wheels", pip, _read_pins(source / "constraints.txt"))
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
        for name in ("start.py", "constraints.txt"):
            shutil.copyfile(source / name, out / name)
        (out / "README.txt").write_text(_readme(targets), encoding="utf-8", newline="\r\n")
        _write_note(out, targets, kit)
    except OSError as error:
        raise BundleError(
            f"The folder {out} cannot be filled: {error}.",
            "Name a folder that you may write to, on a disk with 1 GB free.",
        ) from error
    files = [file for file in (out / "wheels").iterdir() if file.is_file()]
    total = sum(file.stat().st_size for file in files) / _MIB
    console.print(
        f"\n{out}: {len(files)} packages, {total:.0f} MB, with start.py, constraints.txt and "
        "README.txt.\nCopy the folder to a computer that is not online, and start start.py in it.",
        soft_wrap=True,
    )


@dataclass
class _Store:
    """The wheels of a bundle, and the pip that fetches more of them."""

    folder: Path
    pip: Sequence[str]
    pins: Sequence[Requirement]
    wanted: dict[Target, set[Path]] = field(default_factory=dict)
    _kit: Path | None = None
    _have: dict[tuple[Target, str], Path] = field(default_factory=dict)

    def build(self, source: Path) -> Path:
        """Build the kit's own wheel from its folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob(f"{_OURS.replace('-', '_')}-*.whl"):
            old.unlink()
        self._run("wheel", "--no-deps", "--wheel-dir", str(self.folder), str(source))
        (self._kit,) = self.folder.glob(f"{_OURS.replace('-', '_')}-*.whl")
        return self._kit

    def fetch_closure(
        self, target: Target, environment: dict[str, str], needs: Iterable[str]
    ) -> Iterator[int]:
        """Fetch `needs`, what these need, and so on; yield how many packages there are by then."""
        wheels: dict[str, Path] = {_OURS: self._kit} if self._kit else {}
        seen: set[tuple[str, str]] = set()
        todo = {(one.name, extra): one for one in map(Requirement, needs) for extra in _extras(one)}
        while todo:
            lacking = {_normal(one.name): one for one in todo.values()}
            lacking = {name: one for name, one in lacking.items() if name not in wheels}
            wheels |= self._fetch(target, environment, lacking)
            seen |= set(todo)
            found = {
                (_normal(need.name), extra): need
                for name, asked in todo
                for need in _needs_of(wheels[_normal(name)])
                if need.marker is None or need.marker.evaluate({**environment, "extra": asked})
                for extra in _extras(need)
            }
            todo = {key: need for key, need in found.items() if key not in seen}
            yield len(wheels)
        self.wanted.setdefault(target, set()).update(wheels.values())

    def drop_unwanted(self, kit: Path) -> None:
        """Delete wheels of an earlier bundle that no target needs any more."""
        keep = {kit}.union(*self.wanted.values())
        for file in self.folder.glob("*.whl"):
            if file not in keep:
                file.unlink()

    def _fetch(
        self, target: Target, environment: dict[str, str], needs: dict[str, Requirement]
    ) -> dict[str, Path]:
        lines = {name: self._pinned(need, environment) for name, need in needs.items()}
        here = {name: (target, line) for name, line in lines.items()}
        wheels = {name: self._have[key] for name, key in here.items() if key in self._have}
        lines = {name: line for name, line in lines.items() if name not in wheels}
        if not lines:
            return wheels
        platforms = PLATFORMS[target.platform].tags
        options = ["--no-deps", "--only-binary", ":all:", "--dest", str(self.folder)]
        options += ["--python-version", environment["python_full_version"]]
        options += [f"--platform={tag}" for tag in platforms]
        said = self._run("download", *options, *lines.values(), target=target)
        # What was there already is named as well as what is new.
        files = {
            Path(match).name
            for match in re.findall(
                r"^\s*(?:Saved|File was already downloaded) (.+\.whl)\s*$", said, re.MULTILINE
            )
        }
        fetched = {str(parse_wheel_filename(file)[0]): self.folder / file for file in files}
        if lost := lines.keys() - fetched.keys():
            raise BundleError(
                f"pip has fetched no wheel for {', '.join(sorted(lost))}.",
                "Bring pip up to date: python -m pip install --upgrade pip",
            )
        self._have |= {here[name]: fetched[name] for name in lines}
        return wheels | fetched

    def _pinned(self, need: Requirement, environment: dict[str, str]) -> str:
        name = _normal(need.name)
        for pin in self.pins:
            applies = pin.marker is None or pin.marker.evaluate({**environment, "extra": ""})
            if _normal(pin.name) == name and applies:
                return f"{name}{pin.specifier}"
        return f"{name}{need.specifier}"

    def _run(self, command: str, *options: str, target: Target | None = None) -> str:
        said = subprocess.run(  # noqa: S603 - pip, with arguments made here
            [*self.pip, command, *options, "--disable-pip-version-check", "--no-input"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if said.returncode:
            errors = [line for line in said.stdout.splitlines() if line.startswith("ERROR")]
            what = errors[-1].removeprefix("ERROR: ") if errors else said.stdout.strip()[-300:]
            for_whom = f" for {target}" if target else ""
            raise BundleError(
                f"pip could not fetch everything{for_whom}: {what}",
                "Is this computer online? Behind a proxy, set HTTPS_PROXY. "
                "If a version has no wheel for it, ask for another --python.",
            )
        return said.stdout


def _pip() -> list[str]:
    """How to start pip: this Python's, or the one that uv brings for the moment."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "--quiet", "pip"]
    raise BundleError(
        "Neither pip nor uv is here, and one of them must fetch the packages.",
        f"Type: {sys.executable} -m ensurepip, then start again.",
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
    note = {"kit": kit.name if kit else None, "for": [target.key for target in targets]}
    (out / _NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def _read_pins(constraints: Path) -> list[Requirement]:
    return [Requirement(line) for line in constraints.read_text(encoding="utf-8").splitlines()]


def _needs_to_build(source: Path) -> list[str]:
    """What builds the kit, so that a checkout can be installed from the bundle as well."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    # hatchling asks for the second when it is asked for an editable installation.
    return [*project["build-system"]["requires"], "editables~=0.3"]


def _needs_of(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if re.fullmatch(r"[^/]+info/METADATA", one))
        metadata = email.message_from_bytes(archive.read(name))
    return [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]


def _extras(need: Requirement) -> list[str]:
    return ["", *need.extras]


def _normal(name: str) -> str:
    return canonicalize_name(name)


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
