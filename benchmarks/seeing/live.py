"""What the live picture of a camera costs: frames a second, and what is left of the kernel.

A real kernel with a practice keeper shows the virtual camera above its arm. This program is
the page: it asks for the next picture as soon as it has the last one, as JupyterLab does in
a subshell that no cell keeps busy. Measured by turns, with the picture and without:

- pictures a second that arrive, while the kernel rests and while a cell computes;
- the share of one processor that the kernel leaves idle while pictures come and no cell runs;
- what the keeper spends on each picture: render or read it, find, cover, encode (ms of one
  processor, whatever else this computer does);
- how much longer the same cell takes while pictures come (a ratio; the keeper works beside
  it, so on a computer with few processors this is not the kernel's part alone).

::

    python -m benchmarks.seeing.live
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

__all__ = ["GOALS", "WHOLE", "measure"]

ROOT = Path(__file__).resolve().parents[2]
REST_S = 4.0
WHOLE = {"rounds": 5}
GOALS = {"frames_per_s_at_most": 10.5, "kernel_idle_share_at_least": 0.85}

_PATIENCE_S = 120.0
_SHOWS = """
from dobotkit import Arm, Camera, Session, show
session = Session()
arm = Arm("keeper://desk?scene=blocks&pace=instant")
camera = Camera(session, why="measure the live picture")
show(camera)
"""
_COMPUTES = "total = sum(i * i % 7 for i in range(12_000_000))"


class Page:
    """A page that shows one view, in a thread of its own.

    Attributes
    ----------
    frames:
        The moment of each picture that came.
    sizes:
        How many bytes each one had.
    """

    def __init__(self, client: BlockingKernelClient, subshell: str) -> None:
        self._client = client
        self._subshell = subshell
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._looks = False
        self.comm = ""
        self.replies: dict[str, threading.Event] = {}
        self.frames: list[float] = []
        self.sizes: list[int] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def run(self, code: str) -> float:
        """Run a cell; return how long it took (s)."""
        begun = time.perf_counter()
        done = threading.Event()
        with self._lock:
            number = self._client.execute(code)
            self.replies[number] = done
        if not done.wait(_PATIENCE_S):
            raise TimeoutError(code)
        return time.perf_counter() - begun

    def look(self, *, sees: bool) -> None:
        """Begin to look, or end to."""
        self._looks = sees
        self._say({"do": "look", "page": "bench", "sees": sees})
        if sees:
            self._say({"do": "next", "page": "bench"})

    def end(self) -> None:
        """Close the page."""
        self._over.set()
        self._thread.join(_PATIENCE_S)

    def _say(self, content: dict[str, Any]) -> None:
        session = self._client.session
        data = {"comm_id": self.comm, "data": {"method": "custom", "content": content}}
        message = session.msg("comm_msg", data)
        message["header"]["subshell_id"] = self._subshell
        with self._lock:
            self._client.shell_channel.send(message)

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(Empty):
                self._hear(self._client.get_iopub_msg(timeout=0.2))

    def _hear(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            done = self.replies.pop(message["parent_header"].get("msg_id", ""), None)
            if done is not None:
                done.set()
        said = content.get("data", {})
        if message["msg_type"] == "comm_open" and "sliders" in said.get("state", {}):
            self.comm = content["comm_id"]
        if message["msg_type"] == "comm_msg" and content["comm_id"] == self.comm:
            if not message["buffers"]:
                return
            self.frames.append(time.perf_counter())
            self.sizes.append(len(message["buffers"][0]))
            if self._looks:
                self._say({"do": "next", "page": "bench"})


@contextlib.contextmanager
def _kernel() -> Iterator[tuple[BlockingKernelClient, psutil.Process]]:
    with tempfile.TemporaryDirectory(prefix="dobotkit-") as folder:
        manager = KernelManager(kernel_name="python3")
        known = {**os.environ, "PYTHONPATH": str(ROOT)}
        known.pop("DOBOTKIT_KEEPER", None)
        manager.start_kernel(cwd=folder, env=known, stderr=subprocess.DEVNULL)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=_PATIENCE_S)
            yield client, psutil.Process(getattr(manager.provisioner, "pid", 0))
        finally:
            client.stop_channels()
            manager.shutdown_kernel()


def _subshell(client: BlockingKernelClient) -> str:
    """A subshell of the kernel, as JupyterLab has one for widgets."""
    client.control_channel.send(client.session.msg("create_subshell_request"))
    return str(client.get_control_msg(timeout=_PATIENCE_S)["content"]["subshell_id"])


def _keepers(process: psutil.Process) -> list[psutil.Process]:
    """The practice keeper of a kernel, and what it has started."""
    return list(process.children(recursive=True))


def _busy(*processes: psutil.Process) -> float:
    times = [process.cpu_times() for process in processes]
    return float(sum(one.user + one.system for one in times))


def measure(*, rounds: int = 2) -> dict[str, Any]:
    """Measure the live picture of one notebook.

    Parameters
    ----------
    rounds:
        How often with and without, by turns; medians count.

    Returns
    -------
    dict
        The figures, and whether they are as they should be.
    """
    rates, working, idle, slower, keeper_ms = [], [], [], [], []
    with _kernel() as (client, process):
        page = Page(client, _subshell(client))
        page.run(_SHOWS)
        for _ in range(rounds):
            alone = page.run(_COMPUTES)
            page.look(sees=True)
            before, begun, kept = len(page.frames), _busy(process), _busy(*_keepers(process))
            time.sleep(REST_S)
            frames = len(page.frames) - before
            idle.append(1 - (_busy(process) - begun) / REST_S)
            keeper_ms.append(1000 * (_busy(*_keepers(process)) - kept) / max(frames, 1))
            rates.append(frames / REST_S)
            before = len(page.frames)
            beside = page.run(_COMPUTES)
            working.append((len(page.frames) - before) / beside)
            slower.append(beside / alone)
            page.look(sees=False)
            time.sleep(0.3)
        sizes = page.sizes
        page.end()
    found: dict[str, Any] = {
        "frames_per_s": round(statistics.median(rates), 2),
        "frames_per_s_while_a_cell_computes": round(statistics.median(working), 2),
        "kernel_idle_share": round(statistics.median(idle), 3),
        "cell_with_pictures_to_without": round(statistics.median(slower), 3),
        "keeper_ms_per_frame": round(statistics.median(keeper_ms), 1),
        "kilobytes_per_frame": round(statistics.median(sizes) / 1000, 1),
    }
    found["met"] = (
        0 < found["frames_per_s"] <= GOALS["frames_per_s_at_most"]
        and found["kernel_idle_share"] >= GOALS["kernel_idle_share_at_least"]
    )
    return found


if __name__ == "__main__":
    found = measure()
    print(json.dumps(found, indent=1))
    sys.exit(not found["met"])
