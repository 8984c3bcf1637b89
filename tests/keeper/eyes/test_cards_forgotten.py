"""When a look is over, no pixel of a card is left in the memory of the process that looked."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dobotkit.opencv import cv2
from tests.keeper.eyes.cards_shown import card_photograph

ROOT = Path(__file__).resolve().parents[3]

# In a process of its own: a picture that is looked at is also in the memory of who made it.
LOOK = """
import json, sys, threading
from dobotkit.canary import memory
from dobotkit.keeper.eyes import card_search, faces
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
from dobotkit.mode import Mode
from tests.keeper.eyes.cards_shown import card_photograph_once as card_photograph
hidden, seed = sys.stdin.read(), int(sys.argv[1])
scrub_freed_memory()
held = Held()
def look_at_one(**more):
    pixels, _ = card_photograph(seed)
    told = look(Frame(pixels, 0.0, "file"), None, kind="file", mode=Mode.ADULT, **more).told
    assert len(told.cards) == 1 and not any("blank" in note for note in told.notes), told
def count():
    faces.until_forgotten()
    for one in threading.enumerate():
        if one.name == "cards":
            one.join(60)
    return memory.copies(hidden)
pixels, _ = card_photograph(seed)
kept = count()
pixels.fill(0)
for _ in range(2):
    look_at_one(held=held, live=True)
look_at_one()
# Who finds something out about cards and fails leaves nothing either.
class Failed(Exception): pass
def read(pixels, cards): raise Failed
try:
    look_at_one(read=read)
except Failed:
    pass
print(json.dumps([kept, count()]))
"""


def masked(pieces: list[np.ndarray]) -> list[str]:
    """As the search wants them, so that it does not find its own question."""
    hidden = [bytes(byte ^ 0xA5 for byte in piece.tobytes()) for piece in pieces]
    return [base64.b64encode(one).decode() for one in hidden]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program read its memory")
def test_nothing_of_a_card_is_left():
    seed = int.from_bytes(os.urandom(2))
    pixels, corners = card_photograph(seed)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    x, y = np.round(corners.mean(0)).astype(int)
    places = [(row, slice(x - 24, x + 24)) for row in range(y - 60, y + 61, 20)]
    hidden = {
        "bytes": masked([pixels[place] for place in places]),
        "grey": masked([grey[place] for place in places]),
        "numbers": masked([pixels[place].astype(np.float32) for place in places]),
        "grey numbers": masked([grey[place].astype(np.float32) for place in places]),
    }
    answer = subprocess.run(
        [sys.executable, "-P", "-c", LOOK, str(seed)],
        input=json.dumps(hidden),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    kept, left = json.loads(answer.stdout)
    # The picture itself was found as long as it was there: so the search does find.
    assert kept["bytes"] == 1.0, kept
    assert left == dict.fromkeys(hidden, 0), left
