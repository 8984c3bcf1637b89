"""The wheels of a bundle, and the pip that fetches them.

pip looks at the markers of a requirement (``; os_name == 'nt'``) as if it were
for the Python that runs pip, whatever ``--platform`` says. A folder for
Windows that was made on Linux would lack what only Windows needs. So the
requirements are followed here, wheel by wheel, with the markers of the
computer that the folder is for; pip only fetches.
"""

from __future__ import annotations

import email
import importlib.util
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from dobotkit.bundle.target import PLATFORMS, Target
from dobotkit.errors import BundleError

__all__ = ["Store", "find_pip"]

_OURS = "dobotkit-classroom"


@dataclass
class Store:
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


def find_pip() -> list[str]:
    """How to start pip: this Python's, or the one that uv brings for the moment."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "--quiet", "pip"]
    raise BundleError(
        "Neither pip nor uv is here, and one of them must fetch the packages.",
        f"Type: {sys.executable} -m ensurepip, then start again.",
    )


def _needs_of(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if re.fullmatch(r"[^/]+info/METADATA", one))
        metadata = email.message_from_bytes(archive.read(name))
    return [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]


def _extras(need: Requirement) -> list[str]:
    return ["", *need.extras]


def _normal(name: str) -> str:
    return canonicalize_name(name)
