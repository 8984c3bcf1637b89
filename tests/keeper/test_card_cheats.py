"""Programs that try to get at what is written on a card: messages, and the process that reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from dobotkit.audit.planted import has_face, plant
from dobotkit.audit.planted_card import has_card
from dobotkit.canary import Canary, Scanner
from dobotkit.keeper.eyes.card_readers import COMMAND, LENGTH
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.messages import Done
from dobotkit.opencv import cv2
from dobotkit.scene import CARD_ASKS
from tests.keeper.mallory import found, mallorys
from tests.requirements.promises import ROOT

BEGIN = {"kind": "begin_cards", "purpose": "read-card", "asks": ["valid", "over 16"]}
LOOK = {"kind": "look_for_cards", "purpose": "read-card"}
# What a notebook says that wants more than it is given. Each is refused as a whole.
WANTED = {
    "the lines": {**LOOK, "lines": True},
    "what is printed": {**LOOK, "fields": ["surname"]},
    "the card itself": {**LOOK, "crop": True},
    "the picture as it was": {**LOOK, "covered": False},
    "a picture of its own to be read": {**LOOK, "pixels": [0] * 300},
    "more than the block asks": {**LOOK, "asks": ["masked number"]},
    "another day, on which somebody is older": {**LOOK, "today": "2040-01-01"},
    "another purpose": {**LOOK, "purpose": "attendance"},
    "the purpose of faces": {**LOOK, "purpose": "same-visitor"},
    "a place that is none": {**LOOK, "at": [1e9, 0]},
    "a place in words": {**LOOK, "at": ["200", "0; lines"]},
    "a place that is no number": {**LOOK, "at": [None, 0]},
    "three numbers for a place": {**LOOK, "at": [200, 0, 0]},
    "an angle that is none": {**LOOK, "at": [200, 0], "angle": 1e9},
    "a card as large as the room": {**LOOK, "at": [200, 0], "length": 1e9, "width": 1e9},
    "a huge picture": {**LOOK, "size": "9999x9999"},
    "a model of its own": {**LOOK, "model": "reader.onnx"},
    "a number in full": {**BEGIN, "asks": ["number"]},
    "a name": {**BEGIN, "asks": ["valid", "name"]},
    "an age that nobody needs": {**BEGIN, "asks": ["over 15"]},
    "a block for another purpose": {**BEGIN, "purpose": "marketing"},
    "a block that asks nothing": {**BEGIN, "asks": []},
    "a block that stays open": {**BEGIN, "lasts_s": 1e9},
    "cards of any state": {**BEGIN, "specimens_only": False},
    "another process that reads": {**BEGIN, "command": ["sh", "-c", "cat"]},
}
# How a call of the system looks that leaves something, or goes somewhere.
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "memfd", "connect", "execve", "socket(")


@pytest.fixture(scope="module")
def planted():
    planted = plant(Canary(11))
    assert planted.faces, "the tests need the models: python -m dobotkit models fetch"
    return planted


@pytest.fixture(scope="module")
def scanner(planted):
    return Scanner(planted.canary, has_face=has_face, has_card=has_card)


@pytest.fixture(scope="module")
def picture(planted):
    return cv2.imdecode(np.frombuffer(planted.photo, np.uint8), cv2.IMREAD_COLOR)


@pytest.fixture
def come(picture):
    with mallorys(picture, "camera", "read-card") as come:
        yield come


@pytest.mark.slow
def test_what_is_looked_for_is_found_where_it_is(planted, scanner):
    assert {"picture", "card"} <= found(scanner, planted.photo)
    for text in planted.card.words:
        assert found(scanner, json.dumps({"told": [text]}).encode()) == {"card_text"}
    # Which specimen a table is laid with says nothing of what is written on it.
    assert found(scanner, planted.card.table.encode(), str(planted.card).encode()) == set()


pipes = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")


@pytest.mark.slow
@pipes
def test_who_asks_for_more_than_is_given_gets_nothing_of_a_card(come, scanner, caplog, capfd):
    mallory = come()
    assert isinstance(mallory.ask(**BEGIN), Done)
    [card] = mallory.ask(**LOOK).cards
    assert card.claims.valid is True
    for what, wish in WANTED.items():
        before = mallory.service.refused
        mallory.send(**wish)
        # What comes after it is answered, unless the keeper has had enough of this notebook.
        assert mallory.ask(kind="ask_held", token=mallory.token).entries, what
        assert mallory.service.refused == before + 1, what
    # The block is as it was, and so is what it answers.
    [card] = mallory.ask(**LOOK).cards
    assert card.claims.asked == ("valid", "over 16")
    assert len(mallory.heard) > 2 * len(WANTED)
    said = capfd.readouterr()
    assert found(scanner, *mallory.heard, caplog.text.encode(), *map(str.encode, said)) == set()


@pytest.mark.slow
@pipes
def test_a_card_that_one_notebook_asks_about_is_nobody_elses_business(come, scanner):
    anna, mallory, passer_by = come(), come(), come("camera", "same-visitor")
    anna.ask(**BEGIN)
    # Without a block of her own she asks in vain, and without the permission nobody begins one.
    assert mallory.ask(**LOOK).error == "CardsClosed"
    assert passer_by.ask(**BEGIN).error == "PermissionNotActive"
    mallory.ask(kind="end_cards")
    # With one she is told what she asked, and not what Anna did.
    mallory.ask(**(BEGIN | {"asks": ["kind"]}))
    [hers], [annas] = (one.ask(**LOOK).cards for one in (mallory, anna))
    assert (hers.claims.asked, hers.claims.valid) == (("kind",), None)
    assert (annas.claims.asked, annas.claims.document) == (("valid", "over 16"), None)
    # Who takes the permission back is answered no more, however the question is put.
    anna.ask(kind="withdraw_permission", token=anna.token, permission="read-card")
    for ask in (LOOK, BEGIN, LOOK):
        assert anna.ask(**ask).error in ("PermissionNotActive", "PermissionWithdrawn")
    mallory.end()
    heard = (*anna.heard, *mallory.heard, *passer_by.heard)
    assert found(scanner, *heard) == set()


def job(picture):
    """What a keeper hands over: the card, and around it all else."""
    [card] = find_cards(picture)
    about = {
        "corners": card.corners.tolist(),
        "upright": card.upright,
        "layout": card.layout,
        "found_by": card.found_by,
        "sure": card.sure,
    }
    told = {
        "asks": list(CARD_ASKS),
        "today": "2026-11-23",
        "cards": [{"shape": picture.shape, "card": about}],
    }
    written = json.dumps(told).encode()
    return LENGTH.pack(len(written)) + written + picture.tobytes()


def ran(picture, *before, data=None):
    scratch = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*before, *COMMAND],
        input=job(picture) if data is None else data,
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | scratch,
    )


@pytest.mark.slow
def test_what_reads_says_it_in_closed_words_whatever_it_is_given(picture, scanner):
    ended = ran(picture)
    [[claims, _]] = json.loads(ended.stdout)
    assert claims["valid"] is True
    assert found(scanner, ended.stdout, ended.stderr) == set()
    whole = job(picture)
    pixels = len(picture.tobytes())
    for broken in (
        whole[: -pixels // 2],
        LENGTH.pack(2**32 - 1) + whole,
        whole.replace(b'"markers"', b'"rumours"').replace(b'"student"', b'"nothing"'),
        LENGTH.pack(2) + b"{}" + whole,
    ):
        ended = ran(picture, data=broken)
        assert (ended.returncode, ended.stdout) == (0, b"")
        assert found(scanner, ended.stderr) == set()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
def test_what_reads_writes_to_no_file_and_calls_nobody(picture, tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    calls = "trace=open,openat,openat2,creat,connect,sendto,memfd_create,execve,socket"
    ended = ran(picture, strace, "-ff", "-qq", "-o", str(tmp_path / "of"), "-e", calls)
    assert json.loads(ended.stdout)[0][0]["valid"] is True
    lines = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    # It is seen to open things, and to have been started: that is the first line.
    assert any("card_process" in line for line in lines)
    assert sum("execve" in line for line in lines) == 1
    for line in lines:
        if "execve" not in line:
            assert not any(word in line for word in WRITING) or "/dev/null" in line, line


def test_what_reads_has_no_second_way_out():
    """Its errors go nowhere, it inherits nothing, and it stands in no terminal's group."""
    source = (ROOT / "dobotkit/keeper/eyes/card_readers.py").read_text(encoding="utf-8")
    assert source.count("subprocess.Popen(") == 1
    assert "stderr=subprocess.DEVNULL" in source
    for word in ("pass_fds", "close_fds", "shell=", "stderr=None"):
        assert word not in source
    reads = (ROOT / "dobotkit/keeper/eyes/card_process.py").read_text(encoding="utf-8")
    assert reads.count("os.write(") == 1
    assert "print(" not in reads
