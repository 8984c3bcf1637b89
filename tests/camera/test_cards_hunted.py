"""What is written on a card is hunted: in the keeper's memory, in what it says, and on the disk."""

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

from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.opencv import cv2
from dobotkit.simulator.scene import shipped_scene
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph

ROOT = Path(__file__).resolve().parents[2]
MASK = 0xA5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a program its memory"),
]

# What a keeper does in a block, step by step; after each step its whole memory is searched.
BLOCK = """
import datetime as dt, json, logging, sys, threading
from dobotkit.canary import memory
from dobotkit.card_messages import BeginCards, LookForCards
from dobotkit.errors import CardReaderFailed, CardsClosed
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes import card_readers
from dobotkit.keeper.eyes.faces import until_forgotten
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import open_source, read_address
from dobotkit.keeper.reading_cards import ReadingCards
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode

logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
hidden = sys.stdin.read()
cameras = Cameras(Arms({"desk": "dobotsim://hunted"}, Envelope(), Word()))
cameras.make_ready()
eye = SharedEye(open_source(read_address(sys.argv[1])), mode=Mode.ADULT)
ask = LookForCards(purpose="read-card")
begin = BeginCards(purpose="read-card", asks=("kind", "valid", "over 16", "masked number"))
counts, said, kept = {}, [], []

def count(step):
    until_forgotten()
    counts[step] = memory.copies(hidden)

block = ReadingCards(cameras)
block.begin(begin)
told = block.look(eye, ask)
said.append([told.model_dump_json(), told.picture.data.hex()])
count("in the block")
block.close()
count("block over")

# A process that has read the card, and fails with all that it has read in its error.
FAILS = '''
import sys
from dobotkit.keeper.eyes import card_process
def fail(text, **_):
    raise ValueError(text.zone.lines, text.zone.number, text.fields)
card_process.claims_of = fail
card_process.main()
'''
cameras._readers = card_readers.CardReaders(command=(sys.executable, "-P", "-c", FAILS))
failing = ReadingCards(cameras)
failing.begin(begin)
try:
    failing.look(eye, ask)
except CardReaderFailed as error:
    kept.append(error)
failing.close()
assert len(kept) == 1
count("it failed, its error kept")

# One that has read the card, and never says so: meanwhile the block ends.
WAITS = FAILS.replace("raise ValueError", "import time; time.sleep(600); print")
cameras._readers = card_readers.CardReaders(command=(sys.executable, "-P", "-c", WAITS))
ending = ReadingCards(cameras)
ending.begin(begin)
threading.Timer(2.0, ending.close).start()
try:
    ending.look(eye, ask)
except CardsClosed as error:
    kept.append(error)
assert len(kept) == 2
count("ended in the middle, its error kept")

# The positive controls: what is left where a card is read in the same process.
from dobotkit.keeper.eyes.card_text import read_card
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.documents import claims_of
frame = eye.take()
[card] = find_cards(frame.pixels)
text = read_card(frame.pixels, card)
claims_of(text, asks=begin.asks, today=dt.date.today())
count("control: held")
frame.wipe()
text.forget()
del text
count("control: let go")
eye.close()
print(json.dumps([counts, said]))
"""

# A notebook with a practice keeper, which is a process of its own. It looks at a card closely.
NOTEBOOK = """
import json, sys
from dobotkit.canary import memory
hidden = sys.stdin.read()
from dobotkit import Arm, Camera, Session, lesson
arm = Arm()
lesson.start(scene="id_cards")
session = Session()
camera = Camera(session, why="look")
yes, counts = [], []
with camera.cards(why="see who may enter", asks=("valid", "masked number")) as reader:
    near = reader.look(at=(298, 0)).card
    yes.append([near.claims.valid, near.claims.masked_number])
    try:
        near.claims.over_18
    except AttributeError as error:
        kept = error
counts.append(memory.copies(hidden))
camera.close()
session.end()
# The positive control: what a notebook has, it finds.
held = hidden and "".join(chr(one ^ 0xA5) for one in __import__("base64").b64decode(
    json.loads(hidden)["number"][0]))
counts.append(memory.copies(hidden))
print("TOLD " + json.dumps([yes, counts]))
"""


def hide(*needles: bytes) -> list[str]:
    return [base64.b64encode(bytes(byte ^ MASK for byte in one)).decode() for one in needles]


@pytest.fixture(scope="module")
def specimen() -> Specimen:
    today = dt.datetime.now().astimezone().date()
    # Python holds a name with letters beyond Latin-1 in another form than a search looks for.
    names = (Specimen(number, on=today) for number in range(12, 60))
    return next(one for one in names if one.fields["surname"].isascii())


@pytest.fixture(scope="module")
def hunted(tmp_path_factory, specimen):
    """One keeper's eye, a card before it, and what was found after each step."""
    folder = tmp_path_factory.mktemp("hunted")
    pixels, corners = photograph(draw(specimen), seed=3, size=(960, 720), fill=0.8)
    [card] = find_cards(pixels)
    assert np.abs(card.corners - corners).max() < 10
    x, y = (round(float(one)) for one in corners.mean(0))
    rows = [pixels[row, x - 30 : x + 30].tobytes() for row in (y - 40, y, y + 40)]
    fields = specimen.fields
    hidden = json.dumps(
        {
            "number": hide(specimen.document_number.encode()),
            "line": hide(*(line.encode() for line in specimen.lines)),
            "birth": hide(fields["birth"].encode()),
            "surname": hide(fields["surname"].encode()),
            "picture": hide(*rows),
        }
    )
    (folder / "card.png").write_bytes(cv2.imencode(".png", pixels)[1])
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(folder))
    answer = subprocess.run(
        [sys.executable, "-P", "-c", BLOCK, str(folder / "card.png")],
        input=hidden,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=folder,
        env=os.environ | places | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    counts, said = json.loads(answer.stdout)
    return counts, said, answer.stderr, rows, folder


def test_nothing_of_a_card_is_in_the_keepers_memory_at_any_time(hunted):
    counts, *_ = hunted
    nothing = dict.fromkeys(("number", "line", "birth", "surname", "picture"), 0.0)
    for step in (
        "in the block",
        "block over",
        "it failed, its error kept",
        "ended in the middle, its error kept",
    ):
        assert counts[step] == nothing, step


def test_the_search_finds_what_is_there_and_what_python_leaves_behind(hunted):
    """The second control is why a card is read in a process that ends."""
    counts, *_ = hunted
    held, let_go = counts["control: held"], counts["control: let go"]
    assert min(held.values()) > 0, held
    assert let_go["number"] > 0
    assert let_go["picture"] == 0


def test_nothing_that_is_written_on_a_card_was_said(hunted, specimen):
    _, said, log, rows, _ = hunted
    assert len(said) == 1
    secrets = [specimen.document_number, *specimen.lines]
    secrets += [specimen.fields[one] for one in ("surname", "given names", "birth", "expiry")]
    for text, picture in said:
        assert '"number_ends":"' + specimen.document_number[-2:] in text
        for one in secrets:
            assert one.upper() not in text.upper()
            assert one.upper() not in log.upper()
            assert one.encode() not in bytes.fromhex(picture)
        shown = cv2.imdecode(np.frombuffer(bytes.fromhex(picture), np.uint8), 1)
        assert find_cards(shown) == []
        assert not any(row in shown.tobytes() for row in rows)


def test_nothing_was_written_anywhere(hunted):
    *_, folder = hunted
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["card.png"]


def test_the_notebook_has_never_had_it(tmp_path):
    """Its whole memory is searched for what is written on all cards that lie on its table."""
    today = dt.datetime.now().astimezone().date()
    things = [one for one in shipped_scene("id_cards").things if one.specimen is not None]
    cards = [Specimen(one.specimen.number, layout=one.specimen.layout, on=today) for one in things]
    number = [card.document_number.encode() for card in cards]
    line = [text.encode() for card in cards for text in card.lines]
    answer = subprocess.run(
        [sys.executable, "-P", "-c", NOTEBOOK],
        input=json.dumps({"number": hide(*number), "line": hide(*line)}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "DOBOTKIT_PORT": "keeper://desk"},
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    yes, [after, control] = json.loads(answer.stdout.partition("TOLD ")[2])
    assert len(yes) == 1
    # Two last digits, and these are of cards that lie there.
    assert {masked[-2:] for _, masked in yes if masked} <= {one.decode()[-2:] for one in number}
    assert after == {"number": 0.0, "line": 0.0}
    assert control["number"] > 0
    for one in (*number, *line):
        assert one.decode() not in answer.stdout + answer.stderr
