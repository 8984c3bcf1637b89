"""How long a notebook waits for its kernel: behind each guard, and without one.

From the request for a kernel to the result of its first cell, as in a lab: with a keeper
that runs already, and the tier decided before. The kinds take turns, so that whatever else
this computer does meets them all. Said as ratios to a plain kernel.

::

    python benchmarks/kernel_start.py [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from jupyter_client.manager import KernelManager

from dobotkit.guard import Tier
from dobotkit.guard.tiers import VARIABLE as TIER
from dobotkit.guard.tiers import verdict_about
from dobotkit.keeping import StandingKeeper
from dobotkit.lab.provisioner import register
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.specs import OneKernelSpec

# What a kernel with a guard may take, compared with a plain one.
PROMISED = 1.3
# A watchdog (s).
_PATIENCE_S = 120.0
PLAIN = "plain"


def first_result(kind: str, folder: Path) -> tuple[float, float]:
    """Start a kernel of this kind; return when its first and its second cell were done (s)."""
    if kind == PLAIN:
        manager = KernelManager(kernel_name="python3")
    else:
        os.environ[TIER] = kind
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=OneKernelSpec())
    began = time.perf_counter()
    manager.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=_PATIENCE_S)
    client.execute_interactive("1 + 1", timeout=_PATIENCE_S, output_hook=lambda _: None)
    first = time.perf_counter() - began
    client.execute_interactive("import cv2", timeout=_PATIENCE_S, output_hook=lambda _: None)
    second = time.perf_counter() - began
    if getattr(manager.provisioner, "tier", PLAIN) != kind:
        raise RuntimeError(f"this kernel has no guard of tier {kind}")
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return first, second


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Return the medians of all kinds that work here, in seconds and as ratios."""
    kinds = [PLAIN, *(tier.value for tier in Tier if verdict_about(tier) is None)]
    taken: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
    with Scratch() as scratch, tempfile.TemporaryDirectory() as folder:
        keeper = StandingKeeper(Path(folder), mode="school", arms={"desk": "dobotsim://desk"})
        keeper.start()
        os.environ |= {"DOBOTKIT_SCRATCH": str(scratch.path), "DOBOTKIT_KEEPER": keeper.where}
        try:
            first_result(PLAIN, scratch.work)  # the files are read into memory
            for _ in range(rounds):
                for kind in kinds:
                    taken[kind].append(first_result(kind, scratch.work))
        finally:
            keeper.let_go()
            keeper.stop()
    medians = {
        kind: [statistics.median(one) for one in zip(*taken[kind], strict=True)] for kind in kinds
    }
    return {
        kind: {
            "first_cell_s": round(first, 3),
            "ratio": round(first / medians[PLAIN][0], 3),
            "opencv_s": round(second, 3),
            "opencv_ratio": round(second / medians[PLAIN][1], 3),
        }
        for kind, (first, second) in medians.items()
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    register()
    found = measure(options.rounds)
    held = all(one["ratio"] <= PROMISED for one in found.values())
    if options.json:
        print(json.dumps({"kernels": found, "promised": PROMISED, "held": held}))
    else:
        for kind, one in found.items():
            name = kind if kind == PLAIN else f"tier {kind}"
            print(
                f"{name:10} first cell {one['first_cell_s']:6.3f} s  × {one['ratio']:.2f}   "
                f"with OpenCV {one['opencv_s']:6.3f} s  × {one['opencv_ratio']:.2f}"
            )
    raise SystemExit(not held)


if __name__ == "__main__":
    main()
