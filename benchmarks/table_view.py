"""What the live picture of a table costs the notebook: for ``benchmarks/table.py``.

    python benchmarks/table_view.py           the figures of the picture alone, as JSON

An arm moves in real time at a table with thirty blocks, once while nobody looks and once
while somebody does, by turns. Messages go to a wire that counts them, as the browser would
get them.
"""

from __future__ import annotations

import itertools
import json
import statistics
import threading
import time
from typing import Any

import comm
from comm.base_comm import BaseComm

from dobotkit import Arm
from dobotkit.things import COLOURS, TableScene, Thing
from dobotkit.widgets.arm_view import ArmView

ROUNDS = 3
SECONDS = 4.0
PLACES = ((240.0, -60.0, 40.0), (200.0, 60.0, 40.0), (220.0, 0.0, 60.0))
GOALS = {"view_messages_per_s": 20.0, "view_kernel_cpu": 0.1}


class Counter(BaseComm):
    """Counts what is sent to pages, and takes the time to write it down as a kernel does."""

    sizes: list[int]

    def publish_msg(self, msg_type: str, data: Any = None, *_: object, **__: object) -> None:  # noqa: ANN401, ARG002 - ipywidgets'
        """Take one message."""
        self.sizes.append(len(json.dumps(data)))


def thirty_blocks() -> TableScene:
    """Thirty blocks of all colours."""
    things = tuple(
        Thing(
            f"b{row}-{n}",
            "block",
            COLOURS[(10 * row + n) % len(COLOURS)],
            (18.0, 18.0, 18.0),
            (x, -108.0 + 24 * n, -70.0),
            marker=n,
        )
        for row, x in enumerate((200.0, 235.0, 270.0))
        for n in range(10)
    )
    return TableScene("thirty", -70.0, (130.0, 330.0, -220.0, 220.0), things=things)


def moving(arm: Arm) -> float:
    """Move for some seconds; return the part of one processor that it took."""
    start, busy = time.monotonic(), time.process_time()
    for place in itertools.cycle(PLACES):
        arm.move_to(*place)
        if time.monotonic() - start >= SECONDS:
            break
    return (time.process_time() - busy) / (time.monotonic() - start)


def look(view: ArmView, *, sees: bool) -> None:
    """Say what a page says, as JupyterLab delivers it: in a thread of its own."""
    message = {"do": "look", "page": "bench", "sees": sees}
    thread = threading.Thread(target=view.hear, args=(message,))
    thread.start()
    thread.join()


def view_costs() -> dict[str, Any]:
    """All figures of the picture."""
    sizes: list[int] = []
    comm.create_comm = lambda **kwargs: _counting(sizes, kwargs)
    unseen, seen, rates, volumes = [], [], [], []
    with Arm("dobotsim://view-bench?scene=empty") as arm:
        arm.port.set_scene(thirty_blocks())
        view = ArmView(arm)
        for _ in range(ROUNDS):
            look(view, sees=False)
            unseen.append(moving(arm))
            look(view, sees=True)
            sizes.clear()
            start = time.monotonic()
            seen.append(moving(arm))
            seconds = time.monotonic() - start
            rates.append(len(sizes) / seconds)
            volumes.append(sum(sizes) / seconds)
        view.close()
    return {
        "view_messages_per_s": round(statistics.median(rates), 1),
        "view_kilobytes_per_s": round(statistics.median(volumes) / 1000, 1),
        "kernel_cpu_unseen": round(statistics.median(unseen), 3),
        "kernel_cpu_seen": round(statistics.median(seen), 3),
        "view_kernel_cpu": round(statistics.median(seen) - statistics.median(unseen), 3),
    }


def _counting(sizes: list[int], kwargs: dict[str, Any]) -> Counter:
    counter = Counter.__new__(Counter)
    counter.sizes = sizes
    BaseComm.__init__(counter, **kwargs)
    return counter


if __name__ == "__main__":
    print(json.dumps(view_costs(), indent=1))
