"""Canaries, and one notebook that is executed in the middle of them."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from benchmarks.canary_cells import CELLS, LEAKY, PLACES, PROBE, first_cell

__all__ = ["NEEDLES", "Run", "disguises", "hits"]

ROOT = Path(__file__).resolve().parents[1]

# Planted by the computer itself.
AMBIENT = {
    "user name": "zoe.lehmann-7b",
    "host name": "pcroom7-zoes-laptop",
    "home folder": "lehmann_family_4711",
    "folder of the notebook": "zoe-class-6c-2026",
    "file name of the notebook": "zoes-homework-0815",
    "arm's serial number": "DT2305-0042-7731",
}
# Planted by somebody who types.
TYPED = {
    "name": "Quendolin Abendroth-Vex",
    "birth date": "2014-05-12",
    "e-mail": "quendolin@abendroth.example",
    "seat": "zq9 seat 12 by the window",
    "arm's label": "/dev/serial/by-id/usb-DT9999-1234-5678-if00",
}
# What is looked for: of the label its serial number, which alone tells arms apart.
NEEDLES = AMBIENT | TYPED | {"arm's label": "DT9999-1234-5678"}

_LISTENER = """
import getpass, os, platform, socket, sys
def _note(name, real, fake):
    def asked(*things, **more):
        above = sys._getframe(1).f_globals.get("__name__", "")
        with open(os.environ["ASKED"], "a") as file:
            file.write(f"{name} {above}\\n")
        return fake if fake is not None else real(*things, **more)
    return asked
socket.gethostname = _note("gethostname", socket.gethostname, HOST)
socket.getfqdn = _note("getfqdn", socket.getfqdn, HOST)
platform.node = _note("node", platform.node, HOST)
getpass.getuser = _note("getuser", getpass.getuser, USER)
os.getlogin = _note("getlogin", os.getlogin, USER)
if hasattr(os, "uname"):
    os.uname = _note("uname", os.uname, None)
"""
"""Runs in every Python program below: says what this computer is called, and notes who asks."""


def disguises(needle: str) -> Iterator[bytes]:
    """A text as it may stand in a file, a message or a page."""
    plain = needle.encode()
    yield plain
    yield plain.lower()
    yield plain.upper()
    yield plain[::-1]
    yield plain.hex().encode()
    yield needle.encode("utf-16-le")
    yield urllib.parse.quote(needle).encode()
    for skip in range(3):
        # At each of three offsets base64 looks different; the ends depend on the neighbours.
        yield base64.b64encode(b"x" * skip + plain)[4:-4]


def hits(needle: str, where: bytes) -> int:
    """How many of the disguises of a canary stand in some bytes."""
    return sum(form in where for form in set(disguises(needle)) if len(form) > 5)


class Run:
    """One execution of the notebook.

    Parameters
    ----------
    folder:
        Empty; all that the notebook and its keeper can write to is below it.
    leaky:
        Whether a cell gives all of it away.
    """

    def __init__(self, folder: Path, *, leaky: bool = False) -> None:
        self.folder = folder
        self._home = folder / AMBIENT["home folder"] / AMBIENT["user name"]
        self._work = self._home / AMBIENT["folder of the notebook"]
        for one in (self._work, folder / "tmp", folder / "listen"):
            one.mkdir(parents=True)
        names = f"HOST, USER = {AMBIENT['host name']!r}, {AMBIENT['user name']!r}\n"
        (folder / "listen" / "sitecustomize.py").write_text(names + _LISTENER, encoding="utf-8")
        self.file = self._work / f"{AMBIENT['file name of the notebook']}.ipynb"
        self.asked = folder / "asked.txt"
        self.asked.touch()
        self._before = set(self.files())
        self.told = self._execute([*CELLS, LEAKY] if leaky else list(CELLS))
        self.doctor = self._ask_the_doctor()

    def files(self) -> Iterator[Path]:
        """All files that are there."""
        return (path for path in self.folder.rglob("*") if path.is_file())

    def _environment(self) -> dict[str, str]:
        serial = AMBIENT["arm's serial number"]
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith("DOBOTKIT")
        }
        return clean | {
            "USER": AMBIENT["user name"],
            "USERNAME": AMBIENT["user name"],
            "LOGNAME": AMBIENT["user name"],
            "HOME": str(self._home),
            "USERPROFILE": str(self._home),
            "HOSTNAME": AMBIENT["host name"],
            "COMPUTERNAME": AMBIENT["host name"],
            "PWD": str(self._work),
            "JPY_SESSION_NAME": str(self.file),
            "TMPDIR": str(self.folder / "tmp"),
            "DOBOTKIT_PORT": f"/dev/serial/by-id/usb-{serial}-if00",
            "ASKED": str(self.asked),
            "PYTHONPATH": f"{self.folder / 'listen'}{os.pathsep}{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _execute(self, cells: list[str]) -> dict[str, Any]:
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(one) for one in (first_cell(TYPED), *cells, PROBE)]
        )
        client = NotebookClient(
            book,
            timeout=120,
            allow_errors=True,
            extra_arguments=["--HistoryManager.enabled=False"],
            resources={"metadata": {"path": str(self._work)}},
        )
        client.execute(env=self._environment(), cwd=str(self._work))
        probe = book.cells.pop()
        book.cells.pop(0)
        self.errors = [
            output["ename"]
            for cell in book.cells
            for output in cell.outputs
            if output.output_type == "error"
        ]
        # As JupyterLab saves it. The cells are the pupil's own words; what came of them is not.
        self.outputs = json.dumps([cell.outputs for cell in book.cells], ensure_ascii=False)
        self.metadata = json.dumps([book.metadata, *(cell.metadata for cell in book.cells)])
        printed = "".join(one.get("text", "") for one in probe.outputs)
        if "PROBE " not in printed:
            raise RuntimeError(f"the probe failed: {probe.outputs}")
        return dict(json.loads(printed.partition("PROBE ")[2]))

    def _ask_the_doctor(self) -> str:
        # What it says of this folder, these variables and this home is what matters.
        done = subprocess.run(
            [sys.executable, "-m", "dobotkit", "doctor", "--json"],
            cwd=self._work,
            env=self._environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        if not done.stdout.startswith("{"):
            raise RuntimeError(f"the doctor failed: {done.stderr}")
        return json.dumps(json.loads(done.stdout), ensure_ascii=False)

    def places(self) -> dict[str, bytes]:
        """All that is looked at, by where it is."""
        found = {place: "\n".join(self.told[place]).encode() for place in PLACES}
        new = [path for path in self.files() if path not in self._before]
        ours = [path for path in new if path != self.asked]
        found["outputs of the saved notebook"] = self.outputs.encode()
        found["metadata of the saved notebook"] = self.metadata.encode()
        found["report of the doctor"] = self.doctor.encode()
        found["files that are left"] = b"\n".join(path.read_bytes() for path in ours)
        found["names of files that are left"] = "\n".join(path.name for path in ours).encode()
        return found

    @property
    def asked_by_the_kit(self) -> list[str]:
        """Which of the kit's modules have asked what computer or user this is."""
        lines = self.asked.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.partition(" ")[2].startswith("dobotkit")]
