"""A line of text is read, with rules and without; and nothing of it stays in the network."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dobotkit.errors import ModelMissing
from dobotkit.keeper.eyes import text, text_network
from dobotkit.simulator.specimens import PX_PER_MM, Specimen, draw

ROOT = Path(__file__).resolve().parents[3]
DIGITS = "0123456789"

# In a process of its own: a picture that is read is also in the memory of who made it.
READ = """
import json, sys
import numpy as np
from dobotkit.canary import memory
from dobotkit.keeper.eyes import text, text_network
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
hidden, seed = sys.stdin.read(), int(sys.argv[1])
scrub_freed_memory()
def picture():
    return np.random.default_rng(seed).integers(0, 256, (48, 320, 3), np.uint8)
def read_one():
    pixels = picture()
    text.read_line(pixels, alphabet="ABC")
    pixels.fill(0)
read_one()
kept = memory.copies(hidden)
text.forget()
print(json.dumps([kept, memory.copies(hidden)]))
"""


@pytest.fixture(scope="module")
def card():
    """A drawn card, what is on it, and how one takes a field out of it."""
    specimen = Specimen(7, on=dt.date(2026, 11, 23))
    picture = draw(specimen)

    def field(name):
        x, y, wide, high = (side * PX_PER_MM for side in specimen.design.zones[name])
        return picture[round(y - 6) : round(y + high + 6), round(x - 12) : round(x + wide)]

    yield specimen, field
    text.forget()


def test_a_printed_field_is_read(card):
    specimen, field = card
    alphabet = "".join(map(chr, range(ord("A"), ord("z") + 1)))
    line = text.read_line(field("given names"), alphabet=alphabet)
    assert line.text == specimen.fields["given names"]
    assert line.sure > 0.8


def test_what_may_stand_there_decides(card):
    specimen, field = card
    number = field("number")
    assert text.read_line(number, allowed=["X", "U", "T", *[DIGITS] * 6]).text == (
        specimen.document_number
    )
    # Letters alone are letters, and nine places are nine characters, whatever the picture says.
    forced = text.read_line(number, allowed=["ABCXUTSO"] * 9)
    assert forced.text.startswith("XUT")
    assert len(forced.text) == 9
    assert forced.sure < 0.9


def test_where_nothing_is_printed_nothing_is_read():
    blank = np.full((40, 300, 3), 225, np.uint8)
    assert text.read_line(blank, alphabet=DIGITS) == text.NOTHING


def test_a_longer_line_is_squeezed_and_a_tiny_one_drawn_out(card):
    specimen, field = card
    number = field("number")
    long = np.concatenate([number, np.full((len(number), 900, 3), 235, np.uint8)], axis=1)
    assert text.read_line(long, allowed=["X", "U", "T", *[DIGITS] * 6]).text == (
        specimen.document_number
    )
    assert text.read_line(number[:1, :1], alphabet=DIGITS).sure <= 1


def test_it_knows_its_letters():
    assert all(map(text.has_letter, "AZ09<ÄΩ字 "))
    # What no card can be read in is known beforehand.
    assert not any(map(text.has_letter, "Жع"))


def test_without_its_file_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(text_network, "_network", type(text_network._network)())
    monkeypatch.setattr("dobotkit.models.loading.places", lambda: iter(()))
    with pytest.raises(ModelMissing) as caught:
        text.read_line(np.zeros((48, 320, 3), np.uint8), alphabet="A")
    assert "dobotkit models fetch" in caught.value.advice


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program read its memory")
def test_nothing_of_a_line_stays_in_the_network():
    seed = int.from_bytes(os.urandom(4))
    small = np.random.default_rng(seed).integers(0, 256, (48, 320, 3), np.uint8)
    rows = small[3::10, 64:128]

    def masked(pieces):
        hidden = [bytes(byte ^ 0xA5 for byte in piece.tobytes()) for piece in pieces]
        return [base64.b64encode(one).decode() for one in hidden]

    hidden = {
        "bytes": masked(rows),
        "plane": masked([row[:, 1].astype(np.float32) / np.float32(127.5) - 1 for row in rows]),
    }
    answer = subprocess.run(
        [sys.executable, "-P", "-c", READ, str(seed)],
        input=json.dumps(hidden),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    kept, wiped = json.loads(answer.stdout)
    # Without being made to forget it has the picture: so the search does find.
    assert kept["plane"] >= 0.9, kept
    assert wiped == {"bytes": 0, "plane": 0}, (kept, wiped)
