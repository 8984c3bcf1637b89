"""Other people's programs at the simulated arm: a table of clients and steps.

``python tests/clients/table.py FOLDER`` drives ``dobotkit sim`` with each client
whose environment stands in FOLDER, prints the table, and compares it with the
one in docs/simulator.md; ``--write`` puts it there. Ends with status 1 if a cell is
not as it should be, or the committed table is another one. ``.ci/clients``
makes the environments.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import serial

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "simulator.md"
BEGIN, END = "<!-- clients: written by tests/clients/table.py -->", "<!-- end of clients -->"
TOO_LONG = 90

CLIENTS = {
    "pydobot": "1.3.2",
    "pydobotplus": "0.1.2",
    "pydobotpp": "0.1.6",
    "pydobotlab": "0.2.1.1",
}
STEPS = ("connect", "home", "move", "suck", "pose")
POSE, SUCTION = b"\xaa\xaa\x02\x0a\x00\xf6", b"\xaa\xaa\x02\x3e\x00\xc2"


@contextlib.contextmanager
def simulator(*place: str) -> Iterator[str]:
    """A fresh arm in a process of its own, twenty times as fast as a real one."""
    with subprocess.Popen(
        [sys.executable, "-m", "dobotkit", "sim", *place, "--pace", "20"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[1]
        finally:
            process.terminate()


def drive(python: Path, client: str, address: str, home: Path) -> dict[str, Any]:
    """Run one client's script in its environment, and return what it prints."""
    broken = None
    try:
        done = subprocess.run(
            [python, HERE / f"drive_{client}.py", address],
            capture_output=True,
            text=True,
            timeout=TOO_LONG,
            check=False,
            # pydobotlab keeps a settings file in the user's home.
            env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        )
    except subprocess.TimeoutExpired:
        broken = "broken: it hangs"
    else:
        if done.returncode:
            sys.stderr.write(done.stderr)
            broken = f"broken: status {done.returncode}"
    if broken is not None:
        return {"steps": dict.fromkeys(STEPS, broken), "pose": None}
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert client not in CLIENTS or outcome["version"] == CLIENTS[client]
    return outcome


def ask(port: Any, request: bytes, size: int) -> bytes:
    """Ask the arm itself, byte by byte as the document has it."""
    port.write(request)
    return port.read(size)[5:-1]


def on_terminal(python: Path, client: str, home: Path) -> dict[str, str]:
    """What came of each step, as the arm itself sees it where it can."""
    with simulator("--pty", str(home / "arm")) as address:
        outcome = drive(python, client, address, home)
        with serial.Serial(address, 115200, timeout=5) as port:
            stands = memoryview(ask(port, POSE, 38)).cast("f").tolist()
            sucks = ask(port, SUCTION, 8) == b"\x01\x01"
    steps = dict(outcome["steps"])
    told = outcome["pose"]
    if told is not None and any(abs(a - b) > 1e-3 for a, b in zip(told, stands, strict=True)):
        steps["pose"] = f"failed: it says {told}, and the arm stands at {stands}"
    # The kit's own arm switches the pump off when its program ends.
    if steps["suck"] == "ok" and not sucks and client != "dobotkit":
        steps["suck"] = "failed: the pump does not run"
    return steps


def on_tcp(python: Path, client: str, home: Path) -> str:
    """Whether all steps can be done over ``socket://``."""
    with simulator("--tcp", "127.0.0.1:0") as address:
        outcome = drive(python, client, address, home)
    steps = outcome["steps"]
    if client in CLIENTS:
        # They open ports by name only, which pySerial refuses for an address.
        refused = steps["connect"].startswith("failed: ")
        return "cannot" if refused else "failed: it was expected not to know addresses"
    return "ok" if set(steps.values()) == {"ok"} else f"failed: {steps}"


def cell(outcome: str) -> str:
    """How an outcome looks in the table."""
    return {"ok": "ok", "cannot": "–"}.get(outcome.partition(":")[0], "**failed**")


def table(folder: Path) -> tuple[str, list[str]]:
    """Drive all clients; return the table and what failed."""
    rows = [
        "| client | connect | home | move | suck | read back | over TCP |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    failures = []
    for client in (*CLIENTS, "dobotkit"):
        python = folder / client / "bin" / "python" if client in CLIENTS else Path(sys.executable)
        title = f"{client} {CLIENTS[client]}" if client in CLIENTS else "this kit's `Arm`"
        with tempfile.TemporaryDirectory() as home:
            outcomes = on_terminal(python, client, Path(home))
            outcomes["TCP"] = on_tcp(python, client, Path(home))
        rows.append(f"| {title} | " + " | ".join(map(cell, outcomes.values())) + " |")
        failures += [
            f"{client}, {step}: {outcome}"
            for step, outcome in outcomes.items()
            if cell(outcome) == cell("failed")
        ]
    return "\n".join(rows), failures


def main() -> int:
    """Drive, print, compare or write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    found, failures = table(options.folder)
    print(found)
    for failure in failures:
        print(failure, file=sys.stderr)
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    committed, _, after = rest.partition(END)
    if options.write:
        PAGE.write_text(f"{before}{BEGIN}\n\n{found}\n\n{END}{after}", "utf-8")
    elif committed.strip() != found:
        failures.append(f"The table in {PAGE.name} is another one; --write puts this one there.")
        print(failures[-1], file=sys.stderr)
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
