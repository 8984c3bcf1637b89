"""Memory that is given back is overwritten, where the system can do that."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from dobotkit.keeper.eyes import scrubbing

ROOT = Path(__file__).resolve().parents[3]

# Large enough to be no small piece, small enough to stay within this process.
GIVE_BACK = """
import ctypes, sys
import numpy as np
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
if sys.argv[1] == "net":
    assert scrub_freed_memory()
held = [np.full(60_000, 77, np.uint8) for _ in range(9)]
place = held[4].ctypes.data
del held[4]
print(ctypes.string_at(place + 30_000, 100).count(b"M"))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can do that")
@pytest.mark.parametrize(("net", "left"), [("net", "0"), ("none", "100")])
def test_memory_that_is_given_back_is_overwritten(net, left):
    answer = subprocess.run(
        [sys.executable, "-P", "-c", GIVE_BACK, net],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert answer.stdout.strip() == left


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_there_is_no_such_net(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    assert not scrubbing.scrub_freed_memory.__wrapped__()
