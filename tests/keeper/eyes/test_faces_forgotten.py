"""What the finder's network keeps of a picture is overwritten, and the search for it finds."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]

# In a process of its own: a picture that is looked at is also in the memory of who made it.
LOOK = """
import json, sys
import numpy as np
from dobotkit.canary import memory
from dobotkit.keeper.eyes import faces
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
hidden, seed, shape = sys.stdin.read(), int(sys.argv[1]), json.loads(sys.argv[2])
scrub_freed_memory()
def picture():
    small = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    times = int(sys.argv[3])
    pixels = np.repeat(np.repeat(small, times, axis=0), times, axis=1)
    small.fill(0)
    return pixels
def look_at_one():
    frame = Frame(picture(), 0.0, "file")
    told = look(frame, None, kind="file").told
    assert told.picture.data and not any("blank" in note for note in told.notes), told.notes
forget, faces._network.forget = faces._network.forget, lambda: None
look_at_one()
faces.until_forgotten()
kept = memory.copies(hidden)
faces._network.forget = forget
look_at_one()
faces.until_forgotten()
print(json.dumps([kept, memory.copies(hidden)]))
"""


def masked(pieces: list[np.ndarray]) -> list[str]:
    """As the search wants them, so that it does not find its own question."""
    hidden = [bytes(byte ^ 0xA5 for byte in piece.tobytes()) for piece in pieces]
    return [base64.b64encode(one).decode() for one in hidden]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program read its memory")
@pytest.mark.parametrize("times", [1, 2, 4], ids=["as it is", "made smaller", "searched twice"])
def test_nothing_of_a_picture_stays_in_the_network(times):
    seed, shape = int.from_bytes(os.urandom(4)), (352, 640, 3)
    small = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    first = small[7::80, 64:96]
    # A picture of 2560 pixels is searched once more, in a copy that is 1280 long.
    rows = [np.repeat(row, max(1, times // 2), axis=0) for row in first]
    hidden = {
        "first": masked([row[:, 1].astype(np.float32) for row in first]),
        # What the camera gave, and the smaller copy of it; planes of numbers, and numbers in turn.
        "bytes": masked(rows),
        "plane": masked([row[:, 1].astype(np.float32) for row in rows]),
        "numbers": masked([row.astype(np.float32) for row in rows]),
    }
    answer = subprocess.run(
        [sys.executable, "-P", "-c", LOOK, str(seed), json.dumps(shape), str(times)],
        input=json.dumps(hidden),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    kept, wiped = json.loads(answer.stdout)
    # Without being made to forget it has one whole picture: so the search does find.
    assert kept["plane"] >= 0.9, kept
    assert wiped == {"first": 0, "bytes": 0, "plane": 0, "numbers": 0}, (kept, wiped)
