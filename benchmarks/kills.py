"""What is left of labs that are killed at random moments, after the next start.

::

    python benchmarks/kills.py --json --rounds 100

Each round starts a lab with a notebook that writes files, and kills one of its processes with
``kill -9`` at a random moment, also while it starts: the command, the server, the kernel, the
keeper, or all at once, as a power cut does. The next round's lab is the next start. What counts
are folders and locks where labs live, sockets, files in the user's folder, and processes. Run it
while no other lab runs here.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from dobotkit.temporary import places
from tests.browser import RunningLab
from tests.lab.wire import Kernel

_ROOT = Path(__file__).resolve().parents[1]
_VICTIMS = ("command", "server", "kernel", "keeper", "all")
# What stands on the command line of each.
_WORDS = {
    "server": "dobotkit.lab.tethered",
    "kernel": "-f ",
    "keeper": "dobotkit.keeper.process",
}
# How long what belonged to a lab may take to end, and a lab to start: watchdogs (s).
_ENDS_S, _STARTS_S = 30.0, 120.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+token=\w+")
_WORK = """
import os, pathlib, tempfile
from dobotkit import Arm
arm = Arm()
pathlib.Path("mine.txt").write_text("work")
pathlib.Path(tempfile.mkdtemp(), "kept.bin").write_bytes(os.urandom(100_000))
print("works", flush=True)
while True:
    arm.move_to(200, 40, 50)
    arm.move_to(200, -40, 50)
"""


class _Attached(RunningLab):
    """A lab that was started by somebody else, as the tests speak to it."""

    def __init__(self, address: str) -> None:
        self.address = address


class _Lab:
    """One ``dobotkit lab``, from its first moment on."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dobotkit", "lab", "--no-browser"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ
            | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
            | {"HOME": str(home), "USERPROFILE": str(home)},
        )
        self.said: list[str] = []
        self.ready = threading.Event()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.said.append(line.rstrip("\n"))
            if _ADDRESS.fullmatch(self.said[-1]):
                self.ready.set()
                threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        """Open a notebook that writes and moves, until somebody ends it."""
        with contextlib.suppress(Exception):  # it is killed at any moment
            address = next(line for line in self.said if _ADDRESS.fullmatch(line))
            kernel = Kernel(_Attached(address))
            kernel.run(_WORK)

    def family(self) -> list[psutil.Process]:
        """All processes of this lab."""
        with contextlib.suppress(psutil.NoSuchProcess):
            command = psutil.Process(self.process.pid)
            return [command, *command.children(recursive=True)]
        return []

    def victims(self, kind: str) -> list[psutil.Process]:
        """Return whom to kill; the command where there is no such process yet."""
        family = self.family()
        if kind == "all":
            return family[::-1]
        found = [one for one in family[1:] if kind != "command" and _WORDS[kind] in _line_of(one)]
        return found[:1] or family[:1]

    def end(self) -> None:
        """Ask it to end; it may have ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDS_S)
        self.process.kill()
        self.process.wait()
        self._listening.join(_ENDS_S)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=100, help="how many labs are killed")
    parser.add_argument("--seed", type=int, default=None, help="for the same moments again")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    found = measure(options.rounds, seed)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


def measure(rounds: int, seed: int) -> dict[str, Any]:
    """Kill labs; return what was left after the start that followed each of them."""
    chance = random.Random(seed)
    killed: Counter[str] = Counter()
    moments: Counter[str] = Counter()
    swept = alive = 0
    with _home() as home:
        before, at_home = _there(), _all_in(home)
        usual = _usual_start(home)
        for number in range(rounds):
            kind = _VICTIMS[number % len(_VICTIMS)]
            lab = _Lab(home)
            if number // len(_VICTIMS) % 2:
                lab.ready.wait(_STARTS_S)  # and of what it does then, a random moment
            time.sleep(chance.uniform(0.0, usual))
            moments["while it runs" if lab.ready.is_set() else "while it starts"] += 1
            family = lab.family()
            for victim in lab.victims(kind):
                with contextlib.suppress(psutil.NoSuchProcess):
                    victim.kill()
            killed[kind] += 1
            if kind in {"kernel", "keeper"}:
                lab.end()  # it goes on without them
            with contextlib.suppress(subprocess.TimeoutExpired):
                lab.process.wait(_ENDS_S)
            _, living = psutil.wait_procs(family, timeout=_ENDS_S)
            alive += len(living)
            swept += any("did not end properly" in line for line in lab.said)
            lab.end()
        last = _Lab(home)
        last.ready.wait(_STARTS_S)
        swept += any("did not end properly" in line for line in last.said)
        started_well = last.ready.is_set()
        last.end()
        left = _there() - before
        print("\n".join(left), file=sys.stderr, end="\n" if left else "")
        at_home_after = _all_in(home)
    return {
        "seed": seed,
        "killed": sum(killed.values()),
        "by_victim": dict(killed),
        "by_moment": dict(moments),
        "next_starts_that_found_something": swept,
        "last_start_was_good": started_well,
        "folders_locks_and_sockets_left": len(left),
        "files_left_in_the_user_s_folder": len(at_home_after - at_home),
        "processes_left": alive,
    }


def _usual_start(home: Path) -> float:
    """How long a lab takes here until it is ready (s): moments are drawn from that."""
    begun = time.monotonic()
    lab = _Lab(home)
    lab.ready.wait(_STARTS_S)
    took = time.monotonic() - begun
    lab.end()
    return took


def _there() -> set[str]:
    """What of the kit lies where temporary folders are."""
    where = {*places(), Path("/tmp")}  # noqa: S108 - only looked at
    return {str(path) for place in where for path in place.glob("dobotkit-*")}


def _all_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@contextlib.contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="home-") as folder:
        yield Path(folder)


def _line_of(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline()) + " "
    return ""


if __name__ == "__main__":
    main()
