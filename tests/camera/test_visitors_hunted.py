"""Templates are hunted: in the keeper's memory, in what it says, and on the disk."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dobotkit.canary import Canary, Scanner
from dobotkit.canary.templates import WRITINGS, pieces_of_template
from dobotkit.keeper.eyes import embedding
from dobotkit.keeper.eyes.faces import find_faces
from dobotkit.opencv import cv2
from tests.keeper.eyes.showing import acquainted, picture_of

ROOT = Path(__file__).resolve().parents[2]
MASK = 0xA5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a program its memory"),
]

# What a keeper does in a block, step by step; after each step its whole memory is searched.
BLOCK = """
import json, pathlib, sys, time
from dobotkit.canary import memory
from dobotkit.errors import VisitorsForgotten
from dobotkit.keeper.eyes import embedding
from dobotkit.keeper.eyes.faces import find_faces, until_forgotten
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import open_source, read_address
from dobotkit.keeper.visiting import Visiting
from dobotkit.mode import Mode
from dobotkit.visitor_messages import EndVisitors, ForgetVisitors, LookForVisitors

scrub_freed_memory()
hidden = sys.stdin.read()
eye = SharedEye(open_source(read_address(sys.argv[1])), mode=Mode.ADULT)
ask = LookForVisitors(purpose="same-visitor", threshold=0.56)
counts, said = {}, []

def count(step):
    until_forgotten()
    counts[step] = memory.copies(hidden)

def look(visiting):
    told = visiting.look(eye, ask)
    said.append([told.model_dump_json(), told.picture.data.hex()])
    return told

visiting = Visiting("adult")
visiting.begin(eye)
look(visiting)
count("inside")
assert look(visiting).visitors[0].seen_before
emptied = visiting.without_look(ForgetVisitors())
count("emptied")
look(visiting)
visiting.without_look(EndVisitors())
count("block over")

# Its time is up while it is open, and nobody asks.
short = Visiting("adult", 2.0)
short.begin(eye)
drawer = short._drawer
try:
    look(short)
    deadline = time.monotonic() + 60
    while not drawer.closed and time.monotonic() < deadline:
        time.sleep(0.01)
except VisitorsForgotten:
    pass  # on a slow computer the look was longer
count("time over")

# The notebook dies while a look is on its way; the error is kept, with all its variables.
dying = Visiting("adult")
dying.begin(eye)
embed_all = embedding.embed_all
def late(*what):
    found = embed_all(*what)
    dying.end()
    return found
embedding.embed_all = late
try:
    dying.look(eye, ask)
except VisitorsForgotten as error:
    kept_error = error
embedding.embed_all = embed_all
assert kept_error.__traceback__ is not None
count("died, its error kept")

# The positive controls: what is left if nobody overwrites it.
frame = eye.take()
[face] = find_faces(frame.pixels)
recogniser = embedding._recogniser()
told = __import__("numpy").zeros((1, 15), "float32")
told[0, :4] = face.box; told[0, 4:14] = face.landmarks.ravel(); told[0, 14] = face.score
aligned = recogniser.alignCrop(frame.pixels, told)
raw = recogniser.feature(aligned)
count("control: nothing overwritten")
wipe(aligned, raw, frame.pixels)
count("control: only what has a name")
eye.close()
print(json.dumps([counts, emptied.model_dump(), said]))
"""


def _hidden(**needles: list[bytes]) -> str:
    return json.dumps(
        {
            what: [base64.b64encode(bytes(byte ^ MASK for byte in one)).decode() for one in found]
            for what, found in needles.items()
        }
    )


@pytest.fixture(scope="module")
def hunted(tmp_path_factory):
    """One keeper's eye, a drawn person before it, and what was found after each step."""
    folder = tmp_path_factory.mktemp("hunted")
    pixels = picture_of(acquainted()[0], 0)
    [face] = find_faces(pixels)
    normalised = embedding.embed(pixels, face)
    recogniser = embedding._recogniser()
    told = np.zeros((1, 15), np.float32)
    told[0, :4], told[0, 14] = face.box, face.score
    told[0, 4:14] = face.landmarks.ravel()
    aligned = recogniser.alignCrop(pixels, told)
    raw = recogniser.feature(aligned)[0].copy()
    planes = aligned[..., ::-1].transpose(2, 0, 1).astype(np.float32)
    hidden = _hidden(
        # Some pieces are enough to count by.
        template=pieces_of_template(normalised)[1::8],
        as_it_came=pieces_of_template(raw)[1::8],
        in_long=pieces_of_template(normalised, "<f8")[1::16],
        aligned=[aligned[row, 40:60].tobytes() for row in (30, 60, 80)],
        given_to_the_network=[planes[1, row, 40:60].tobytes() for row in (30, 60, 80)],
    )
    (folder / "person.png").write_bytes(cv2.imencode(".png", pixels)[1])
    before = {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder}
    answer = subprocess.run(
        [sys.executable, "-P", "-c", BLOCK, str(folder / "person.png")],
        input=hidden,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=folder,
        env=os.environ | {name: str(path) for name, path in before.items()}
        | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    counts, emptied, said = json.loads(answer.stdout)
    scanner = Scanner(Canary(7).with_templates(raw, normalised))
    return counts, emptied, said, scanner, normalised, folder


def test_in_a_block_each_template_is_there_once_and_afterwards_it_is_nowhere(hunted):
    counts, emptied, *_ = hunted
    nothing = dict.fromkeys(
        ("template", "as_it_came", "in_long", "aligned", "given_to_the_network"), 0.0
    )
    once = nothing | {"template": 1.0}
    assert counts["inside"] == once
    for step in ("emptied", "block over", "time over", "died, its error kept"):
        assert counts[step] == nothing, step
    assert (emptied["templates"], emptied["found_before"], emptied["found_after"]) == (1, 1, 0)


def test_the_search_finds_what_nobody_has_overwritten(hunted):
    """And it shows why a network is given a black face last: it keeps the one before."""
    counts, *_ = hunted
    control = counts["control: nothing overwritten"]
    assert control["as_it_came"] >= 1
    assert control["aligned"] >= 1
    named = counts["control: only what has a name"]
    # A thing that is overwritten where it has a name stands elsewhere as well.
    assert control["given_to_the_network"] >= 1
    assert named["as_it_came"] >= 1


def test_no_message_has_a_template_in_any_writing(hunted):
    _, _, said, scanner, normalised, _ = hunted
    assert len(said) >= 3
    for text, picture in said:
        for data in (text.encode(), bytes.fromhex(picture)):
            assert not [one for one in scanner.scan(data) if one.what == "template"]
        decoded = cv2.imdecode(np.frombuffer(bytes.fromhex(picture), np.uint8), 1)
        assert find_faces(decoded, min_score=0.5) == []
    # The positive control: every way to write one down is found, in the middle of a message.
    for writing in WRITINGS:
        data = said[0][0].encode() + writing.write(normalised)
        assert [one for one in scanner.scan(data) if one.what == "template"], writing.id


def test_nothing_was_written_anywhere(hunted):
    *_, scanner, normalised, folder = hunted
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["person.png"]
    (folder / "control").write_bytes(normalised.tobytes())
    assert scanner.scan((folder / "control").read_bytes())
