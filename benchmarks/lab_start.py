"""How long until a first cell has answered: the lab beside a plain JupyterLab.

::

    python benchmarks/lab_start.py --json

Both are started by their commands, without a browser, in interleaved rounds; a client does
what a page does: it waits for the address, asks for a kernel, and runs ``print(1 + 1)``. The
plain one is JupyterLab as it is installed, with its own defaults and settings folders that
are empty. Quoted are medians of the seconds until the answer, and their ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser import END, START, RunningLab
from tests.lab.wire import Kernel, request

_ROUNDS = 5


class PlainLab(RunningLab):
    """JupyterLab as it comes, in folders of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        token = secrets.token_hex(24)
        self.address = f"http://127.0.0.1:{port}/lab?token={token}"
        for name in ("home", "work"):
            (folder / name).mkdir()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
            + ["--allow-root"] * (hasattr(os, "geteuid") and os.geteuid() == 0),
            cwd=folder / "work",
            env=_plain_environment(folder / "home") | {"JUPYTER_TOKEN": token},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("JupyterLab does not start")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def end(self, number: int | None = None) -> int:
        """End the server and its kernels; return its exit status."""
        del number
        self.process.terminate()
        return self.process.wait(END)

    def _answers(self) -> bool:
        try:
            return request(self, "/api/status")[0] == 200
        except OSError:
            return False


def _plain_environment(home: Path) -> Mapping[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "DOBOTKIT"))
    }
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home)}


def until_answer(plain: bool) -> float:  # noqa: FBT001 - which of the two
    """Start one, run a cell, end it; return the seconds until the cell has answered."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with PlainLab(Path(folder)) if plain else RunningLab() as lab:
            kernel = Kernel(lab)
            assert kernel.run("print(1 + 1)").strip() == "2"  # noqa: S101 - or nothing is measured
            took = time.monotonic() - began
            kernel.close()
    return took


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    options = parser.parse_args()
    for plain in (True, False):  # what is read from the disk for the first time counts for nobody
        until_answer(plain)
    taken: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(options.rounds):
        for plain, list_ in taken.items():
            list_.append(until_answer(plain))
    plain_s, lab_s = (statistics.median(taken[plain]) for plain in (True, False))
    found = {
        "rounds": options.rounds,
        "plain_s": round(plain_s, 2),
        "lab_s": round(lab_s, 2),
        "ratio": round(lab_s / plain_s, 2),
    }
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
