"""Computers as schools have them: odd paths, read-only installations, old consoles, CRLF."""

from __future__ import annotations

import json
import os
import runpy
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dobotkit.keeping import StandingKeeper
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.server import Server
from dobotkit.lab.settings import environment, write_settings
from dobotkit.lesson.folder import read_folder
from dobotkit.mode import Mode
from dobotkit.shipped import find_content
from tests.browser import START
from tests.doctor.command import findings_in, run_doctor
from tests.lab.wire import Kernel, ask

ROOT = Path(__file__).resolve().parents[1]
ODD = "Schüler der 7b – Maximiliane-Philippa Freiin von und zu Großmüller-Łódź"
TOO_LONG = 100
PARTS = ("dobotkit", "lessons", "notebooks", "pyproject.toml")


def _copy_of_the_kit(to: Path) -> Path:
    to.mkdir(parents=True)
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, to / name)
    return to


def _listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and time. Python's own caches do not count: root may write them."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A read-only installation below a folder with a long and odd name."""
    kit = _copy_of_the_kit(tmp_path_factory.mktemp("Eigene Dateien") / ODD / "dobot kit")
    folders = [kit, *(path for path in kit.rglob("*") if path.is_dir())]
    for path in kit.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    for folder in folders:
        folder.chmod(0o555)
    yield kit
    for folder in folders:
        folder.chmod(0o755)


class _LabOf:
    """The lab of another copy of the kit, in a scratch folder of a given place."""

    def __init__(self, kit: Path, parent: Path) -> None:
        self._scratch = Scratch(parent)
        self._scratch.copy_content(find_content(kit / "dobotkit"))
        self.token = secrets.token_hex(8)
        write_settings(self._scratch, token=self.token, port=None)
        variables = {**os.environ, "PYTHONPATH": str(kit), "HOME": str(parent)}
        # Sockets have short names: a folder for temporary files as long as this one is refused.
        self._short = tempfile.TemporaryDirectory(prefix="dobotkit-")
        self._keeper = StandingKeeper(
            Path(self._short.name), mode=Mode.SCHOOL, arms={"desk": "dobotsim://desk?pace=instant"}
        )
        variables = environment(
            variables, self._scratch, arm="keeper://desk", keeper=self._keeper.where
        )
        self._server = Server(self._scratch, variables, self.token)

    def __enter__(self):
        self._keeper.start()
        self._server.start()
        deadline = time.monotonic() + START
        while (address := self._server.address()) is None:
            assert self._server.exit_status is None, self._server.last_words
            assert time.monotonic() < deadline, self._server.last_words
            time.sleep(0.05)
        self.address = address
        parts = urlsplit(address)
        self.root = f"{parts.scheme}://{parts.netloc}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._keeper.stop()
        self._short.cleanup()
        assert self._scratch.remove()


@pytest.mark.slow
def test_a_lab_runs_from_a_read_only_kit_in_an_odd_folder_and_changes_nothing(kit, tmp_path):
    before = _listing(kit)
    home = tmp_path / ODD
    home.mkdir()
    with _LabOf(kit, home) as lab:
        notebooks = ask(lab, "/api/contents/lessons/01_hello_arm")["content"]
        assert "lesson.ipynb" in {entry["name"] for entry in notebooks}
        kernel = Kernel(lab)
        said = kernel.run(
            "import os, dobotkit\n"
            "arm = dobotkit.Arm()\n"
            "arm.move_to(200, 0, 50)\n"
            "print(round(arm.pose().x), dobotkit.__file__)\n"
            "arm.close()"
        )
        kernel.close()
    assert said.strip() == f"200 {kit / 'dobotkit' / '__init__.py'}"
    assert _listing(kit) == before
    assert list(home.iterdir()) == []


def test_the_doctor_is_content_with_a_read_only_kit_in_an_odd_folder(kit):
    before = _listing(kit)
    answer = run_doctor("--json", path=kit)
    found = findings_in(answer)
    assert "fine" in found["Paths"]["what"]
    assert found["Lessons"]["state"] == found["Installation"]["state"] == "good"
    if os.name != "nt" and os.geteuid() != 0:
        assert "read-only" in found["Installation"]["what"]
    assert _listing(kit) == before


@pytest.mark.parametrize("arguments", [["--help"], ["doctor"], ["lab", "--port"]], ids=" ".join)
def test_a_console_in_cp1252_without_colour(arguments):
    with socket.create_server(("127.0.0.1", 0)) as server:
        if arguments[-1] == "--port":
            arguments = [*arguments, str(server.getsockname()[1])]
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "dobotkit", *arguments],
            capture_output=True,
            timeout=TOO_LONG,
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONIOENCODING": "cp1252",
                "PYTHONUTF8": "0",
                "TERM": "dumb",
                "COLUMNS": "100",
            },
        )
    said = (answer.stdout + answer.stderr).decode("cp1252")
    assert "Traceback" not in said
    assert "\x1b" not in said
    if arguments[0] == "--help":
        assert "doctor" in said
        assert answer.returncode == 0
    elif arguments[0] == "doctor":
        assert "ok Python: Python 3." in said
        assert "?" not in said
    else:
        assert answer.returncode == 1
        what, advice = answer.stderr.decode("cp1252").splitlines()
        assert "is taken" in what
        assert "--port" in advice


@pytest.fixture
def crlf(tmp_path) -> Path:
    """A checkout as Git for Windows may make it."""
    kit = _copy_of_the_kit(tmp_path / "kit")
    for name in ("start.py", "constraints.txt"):
        shutil.copy(ROOT / name, kit / name)
    for path in kit.rglob("*"):
        if path.suffix in {".py", ".toml", ".ipynb", ".js", ".md", ".txt"}:
            text = path.read_bytes().replace(b"\r\n", b"\n")
            path.write_bytes(text.replace(b"\n", b"\r\n"))
    return kit


def test_a_checkout_with_crlf_is_the_same_kit(crlf):
    here = read_folder(ROOT / "lessons" / "01_hello_arm")
    assert b"\r\n" in (crlf / "lessons" / "01_hello_arm" / "lesson.toml").read_bytes()
    assert read_folder(crlf / "lessons" / "01_hello_arm") == here
    for notebook in crlf.rglob("*.ipynb"):
        same = ROOT / notebook.relative_to(crlf)
        assert json.loads(notebook.read_bytes()) == json.loads(same.read_bytes())


def test_start_py_with_crlf_runs_and_sees_the_same_pins(crlf):
    theirs, ours = (runpy.run_path(str(folder / "start.py")) for folder in (crlf, ROOT))
    pins = ("pyproject.toml", "constraints.txt")
    digests = [
        start["digest"](*((start["ROOT"] / name).read_text("utf-8") for name in pins))
        for start in (theirs, ours)
    ]
    assert digests[0] == digests[1]
    assert theirs["ROOT"] == crlf


@pytest.mark.slow
def test_a_kit_with_crlf_draws_an_arm_and_passes_its_lesson(crlf):
    code = (
        "from dobotkit import Arm, lesson, show\n"
        "print(repr(lesson.start()))\n"
        "arm = Arm()\n"
        "show(arm)\n"
        "arm.move_to(220, 80, 20); arm.suck(True); arm.move_by(z=70)\n"
        "print(lesson.check('lift', arm))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
        check=False,
        cwd=crlf / "lessons" / "01_hello_arm",
        env={
            **os.environ,
            "PYTHONPATH": str(crlf),
            "PYTHONUTF8": "1",
            "DOBOTKIT_PORT": "dobotsim://desk?pace=instant",
        },
    )
    assert answer.returncode == 0, answer.stderr
    assert "Hello, arm" in answer.stdout
    assert "lift" in answer.stdout
