"""The bundle: what it holds for whom, and an installation from it with the network cut.

The fast tests make bundles of a tiny project, with a real pip, from a folder
of tiny wheels instead of a package index.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dobotkit.bundle import Target, make_bundle
from dobotkit.errors import BundleError, ModelNotFetched
from dobotkit.models import MODELS
from dobotkit.models.finding import Place

ROOT = Path(__file__).resolve().parents[1]
UV = shutil.which("uv")
TOO_LONG = 500

PROJECT = """
[project]
name = "dobotkit-classroom"
version = "0.1"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """
import shutil
def build_wheel(folder, config_settings=None, metadata_directory=None):
    shutil.copy("kit.whl", folder + "/dobotkit_classroom-0.1-py3-none-any.whl")
    return "dobotkit_classroom-0.1-py3-none-any.whl"
"""
NEEDS = [
    "shell; os_name == 'nt'",
    "mac; platform_machine == 'arm64'",
    "Both[more]>=1",
    "sieve",
]
WHEELS: dict[str, list[str]] = {
    "shell-1.0-cp311-cp311-win_amd64": [],
    "mac-1.0-py3-none-any": [],
    "both-1.0-py3-none-any": ["extra_one; extra == 'more'", "extra_two; extra == 'less'"],
    "both-2.0-py3-none-any": [],
    "extra_one-1.0-py3-none-any": ["both"],
    "extra_two-1.0-py3-none-any": [],
    "sieve-1.0-py3-none-any": [],
    "sieve-2.0-py3-none-any": [],
    "editables-0.5-py3-none-any": [],
}
PINS = """both==1.0
sieve==1.0 ; python_full_version < '3.11.5'
sieve==2.0 ; python_full_version >= '3.11.5'
"""


def _write_wheel(path: Path, stem: str, needs: list[str]) -> None:
    name, version, tag = stem.split("-", 2)
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n"
            "Provides-Extra: more\nProvides-Extra: less\n"
            + "".join(f"Requires-Dist: {need}\n" for need in needs),
        )
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A tiny kit, and an index with what it needs."""
    index = tmp_path / "index"
    index.mkdir()
    for stem, needs in WHEELS.items():
        _write_wheel(index / f"{stem}.whl", stem, needs)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    root = tmp_path / "Zoë's kit"
    root.mkdir()
    shutil.copy(ROOT / "start.py", root)
    for name, text in {
        "pyproject.toml": PROJECT,
        "backend.py": BACKEND,
        "constraints.txt": PINS,
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    _write_wheel(root / "kit.whl", "dobotkit_classroom-0.1-py3-none-any", NEEDS)
    return root


def _names(out: Path) -> set[str]:
    return {"-".join(path.name.split("-")[:2]) for path in (out / "wheels").iterdir()}


ALWAYS = {"dobotkit_classroom-0.1", "both-1.0", "extra_one-1.0", "editables-0.5"}


def test_a_folder_holds_what_the_other_computer_needs(source, tmp_path):
    out = tmp_path / "for Windows"
    make_bundle(out, [Target("windows", "3.11")], source=source, quiet=True)
    # Which 3.11 it is decides about sieve, and is not known.
    assert _names(out) == ALWAYS | {"shell-1.0", "sieve-1.0", "sieve-2.0"}
    assert json.loads((out / "bundle.json").read_text())["for"] == ["Windows AMD64 3.11"]
    assert {path.name for path in out.iterdir()} == {
        "README.txt",
        "bundle.json",
        "constraints.txt",
        "models",
        "start.py",
        "wheels",
    }
    # As they were published, for whoever installs from it compares them again.
    assert {path.name: path.stat().st_size for path in (out / "models").iterdir()} == {
        model.file: model.bytes for model in MODELS.values()
    }


@pytest.mark.slow
def test_made_again_for_others_it_drops_what_these_do_not_need_and_nothing_else(source, tmp_path):
    out = tmp_path / "out"
    make_bundle(out, [Target("windows", "3.11")], source=source, quiet=True)
    (out / "mine.txt").touch()
    make_bundle(out, [Target("macos", "3.12"), Target("linux", "3.12")], source=source, quiet=True)
    assert _names(out) == ALWAYS | {"mac-1.0", "sieve-2.0"}
    assert (out / "mine.txt").exists()


def test_what_cannot_be_fetched_is_said_and_the_folder_is_not_taken_for_done(source, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(BundleError, match=r"for windows, Python 3\.12: .*shell") as raised:
        make_bundle(out, [Target("windows", "3.12")], source=source, quiet=True)
    assert "--python" in raised.value.advice
    assert json.loads((out / "bundle.json").read_text())["for"] == []


def test_a_bundle_without_a_model_is_not_taken_for_done(source, tmp_path, monkeypatch):
    nothing = tmp_path / "nothing"
    monkeypatch.setenv("DOBOTKIT_MODELS", str(nothing))
    monkeypatch.setattr("dobotkit.models.finding.of_this_python", lambda: Place(nothing, "x"))
    monkeypatch.setattr("dobotkit.models.finding.of_this_user", lambda: Place(nothing, "x"))
    monkeypatch.setenv("DOBOTKIT_OFFLINE", "1")
    out = tmp_path / "out"
    with pytest.raises(ModelNotFetched, match="yunet is not on this computer"):
        make_bundle(out, [Target("windows", "3.11")], source=source, quiet=True)
    assert json.loads((out / "bundle.json").read_text())["for"] == []


@pytest.mark.parametrize("taken", ["file", "folder"])
def test_what_belongs_to_somebody_else_is_left_alone(source, tmp_path, taken):
    out = tmp_path / "out"
    if taken == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "mine.txt").write_text("mine")
    with pytest.raises(BundleError, match="out"):
        make_bundle(out, [Target("linux", "3.12")], source=source, quiet=True)
    assert out.is_file() or [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_kit_without_its_source_cannot_be_packed(tmp_path):
    with pytest.raises(BundleError, match=r"pyproject\.toml is missing"):
        make_bundle(tmp_path / "out", [Target("linux", "3.12")], source=tmp_path)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "named"),
    [(["--platform", "amiga"], "windows"), (["--python", "2.7"], "3.11")],
)
def test_unknown_computers_are_refused_with_the_known_ones(tmp_path, options, named):
    answer = subprocess.run(
        [sys.executable, "-m", "dobotkit", "bundle", str(tmp_path / "out"), *options],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TOO_LONG,
        check=False,
    )
    assert answer.returncode == 2
    assert named in answer.stderr
    assert not (tmp_path / "out").exists()


@functools.cache
def _cut() -> list[str]:
    """How to start a command where there is no network; nothing if that is impossible here."""
    unshare = shutil.which("unshare")
    if unshare and shutil.which("ip"):
        for options in (["--net"], ["--map-root-user", "--net"]):
            tried = subprocess.run(
                [unshare, *options, "ip", "link", "set", "lo", "up"],
                capture_output=True,
                check=False,
            )
            if tried.returncode == 0:
                return [unshare, *options]
    return []


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The real thing, for this computer."""
    out = tmp_path_factory.mktemp("stick") / "dobotkit"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [sys.executable, "-P", "-m", "dobotkit", "bundle", str(out), "--python", version]
    subprocess.run(command, cwd=out.parent, check=True, timeout=TOO_LONG)
    return out


@pytest.mark.slow
@pytest.mark.timeout(2 * TOO_LONG)
@pytest.mark.skipif(not _cut(), reason="no network namespace can be made here")
@pytest.mark.parametrize("kind", ["a copy of the bundle, pip", "a checkout, uv"])
def test_it_is_installed_and_works_with_the_network_cut(bundle, tmp_path, kind):
    home = tmp_path / "Schüler 7b"
    options = []
    if kind == "a copy of the bundle, pip":
        shutil.copytree(bundle, home)
    elif UV is None:
        pytest.skip("there is no uv on this computer")
    else:
        # Other tests may be at work, and Python's caches come and go.
        caches = shutil.ignore_patterns("__pycache__")
        for name in ("dobotkit", "lessons", "notebooks"):
            shutil.copytree(ROOT / name, home / name, ignore=caches)
        for name in ("start.py", "constraints.txt", "pyproject.toml", "wheel_content.py"):
            shutil.copy(ROOT / name, home)
        for name in ("README.md", "LICENSE", "LIMITS.md"):
            shutil.copy(ROOT / name, home)
        options = ["--from", str(bundle)]
    # Exercises are found by the name of the lesson's folder.
    lesson = home / "work" / "01_hello_arm" / "lesson.ipynb"
    shutil.copytree(ROOT / "lessons" / "01_hello_arm", lesson.parent)
    (home / "tools").mkdir()
    for tool in ("ip", "uv") if options else ("ip",):
        (home / "tools" / tool).symlink_to(shutil.which(tool))
    said = subprocess.run(
        [
            *_cut(),
            sys.executable,
            ROOT / "tests" / "inside.py",
            home / "start.py",
            lesson,
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TOO_LONG,
        check=False,
        # Nothing that was fetched before may help.
        env={
            "PATH": str(home / "tools"),
            "HOME": str(home),
            "LANG": os.environ.get("LANG", "C.UTF-8"),
        },
    )
    print(said.stdout)  # noqa: T201 - shown with a failure, and with -s
    assert said.returncode == 0
    assert "no way out" in said.stdout
    assert "page: 200 True" in said.stdout
    assert "dobotkit 0." in said.stdout
    for name, model in MODELS.items():
        assert f"{name}: here, with SHA-256 {model.sha256}" in said.stdout
    place = "dobotkit" if options else ".venv"
    assert f"kit: {home / place}" in said.stdout
    assert said.stdout.endswith("all done\n")
