"""Who reads a card is a process that ends: what it is given, what it may say, when it is gone."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
import threading
import traceback

import numpy as np
import pytest

from dobotkit.errors import CardReaderFailed, CardsClosed
from dobotkit.keeper.eyes import card_readers
from dobotkit.keeper.eyes.card_process import read_job
from dobotkit.keeper.eyes.card_readers import CardReaders, CutOut
from tests.keeper.wires import wait_until

BLOCK = "a block"
# What must not come out, whoever says it.
NUMBER = "XUT000012"
DAY = dt.date(2026, 11, 23)
CLAIMS = {"asked": ["valid"], "valid": True, "sure": 0.9}
GOOD = json.dumps([[CLAIMS, "not asked"]])
# A reader that takes what it is given, and then does what a test wants.
TAKES = "import os, sys; sys.stdin.buffer.read({count}); {then}"


def card() -> CutOut:
    where = {"corners": [[5.0, 5.0], [55.0, 5.0], [55.0, 35.0], [5.0, 35.0]], "upright": True}
    more = {"layout": "student", "found_by": "markers", "sure": 0.9}
    return CutOut(np.full((40, 60, 3), 7, np.uint8), where | more)


def taken(cards: list[CutOut]) -> int:
    """Return how many bytes a process is given for some cards."""
    job = card_readers._job(cards, ("valid",), DAY)
    return 4 + len(job) + sum(one.pixels.nbytes for one in cards)


def readers(then: str, cards: list[CutOut], patience_s: float = 60.0) -> CardReaders:
    program = TAKES.format(count=taken(cards), then=then)
    return CardReaders(lambda: DAY, patience_s, (sys.executable, "-S", "-E", "-c", program))


def says(text: str) -> str:
    return f"os.write(1, {text.encode()!r})"


def read(one: CardReaders, cards: list[CutOut], *asks: str):
    one.begin(BLOCK)
    try:
        return one.read(BLOCK, cards, asks or ("valid",))
    finally:
        one.end(BLOCK)


@pytest.fixture
def processes(monkeypatch):
    """Every process that is started from now on."""
    started: list[subprocess.Popen[bytes]] = []
    start = card_readers._started

    def noted(command):
        started.append(start(command))
        return started[-1]

    monkeypatch.setattr(card_readers, "_started", noted)
    return started


def test_what_it_says_is_told_when_it_is_gone(processes):
    cards = [card()]
    one = readers(says(GOOD), cards)
    one.begin(BLOCK)
    [said] = one.read(BLOCK, cards, ("valid",))
    assert (said.claims.valid, said.not_read) == (True, "not asked")
    # Its memory went back before anybody was told; another one waits for the next look.
    first, waiting = processes
    assert first.returncode is not None
    assert waiting.poll() is None
    assert not cards[0].pixels.any()
    again = [card()]
    assert one.read(BLOCK, again, ("valid",))
    one.end(BLOCK)
    assert all(process.returncode is not None for process in processes)
    assert len(processes) == 3
    for process in processes:
        assert process.stdin.closed
        assert process.stdout.closed


def test_one_waits_for_all_blocks_and_ends_with_the_last(processes):
    one = readers(says(GOOD), [card()])
    one.begin("first")
    one.begin("second")
    one.end("first")
    [waiting] = processes
    assert waiting.poll() is None
    one.end("second")
    one.end("second")
    assert waiting.returncode is not None


def held_by(error: BaseException) -> list[str]:
    """What the kit's functions on an error's way hold, as text."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    own = [one for one in frames if one.f_globals["__name__"].startswith("dobotkit.")]
    assert own
    # The instance itself was given what stands for a process that says too much.
    return [repr(value) for one in own for name, value in one.f_locals.items() if name != "self"]


@pytest.mark.parametrize(
    "then",
    [
        pytest.param("pass", id="nothing"),
        pytest.param("os._exit(3)", id="a crash"),
        pytest.param(f"raise ValueError({NUMBER!r})", id="an error with a number in it"),
        pytest.param(says(NUMBER), id="no answer but a number"),
        pytest.param(says(json.dumps([[CLAIMS | {"number": NUMBER}, "not asked"]])), id="more"),
        pytest.param(
            says(json.dumps([[CLAIMS | {"number_ends": NUMBER}, "not asked"]])), id="all of it"
        ),
        pytest.param(says(json.dumps([[CLAIMS, NUMBER]])), id="another word"),
        pytest.param(
            says(json.dumps([[{"asked": ["over 16"], "over_16": True, "sure": 1}, "not asked"]])),
            id="what was not asked",
        ),
        pytest.param(
            says(json.dumps([[CLAIMS | {"over_16": True}, "not asked"]])), id="unasked beside"
        ),
        pytest.param(says(json.dumps([[CLAIMS, "not asked"]] * 2)), id="two for one"),
        pytest.param(says("[]"), id="none for one"),
        pytest.param("os.write(1, b'[' * 60000)", id="far too much"),
        pytest.param("os.write(1, bytes(range(256)))", id="bytes"),
    ],
)
def test_another_answer_is_none_and_nobody_hears_it(processes, then, capfd, caplog):
    cards = [card()]
    with pytest.raises(CardReaderFailed) as refused:
        read(readers(then, cards), cards)
    assert NUMBER not in str(refused.value)
    assert refused.value.__cause__ is refused.value.__context__ is None
    # An error keeps what the functions have that it came through.
    assert not [held for held in held_by(refused.value) if NUMBER in held]
    assert not cards[0].pixels.any()
    assert all(process.returncode is not None for process in processes)
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_one_that_never_answers_is_ended(processes):
    cards = [card()]
    with pytest.raises(CardReaderFailed):
        read(readers("import time; time.sleep(600)", cards, patience_s=0.2), cards)
    assert processes[0].returncode is not None


def test_one_that_cannot_be_started_is_a_failure_like_any_other():
    one = CardReaders(command=(os.devnull + "/nothing",))
    with pytest.raises(CardReaderFailed):
        one.begin(BLOCK)


def test_when_a_block_ends_what_reads_for_it_ends_in_the_middle(processes):
    cards = [card()]
    one = readers("import time; time.sleep(600)", cards)
    one.begin(BLOCK)
    came: list[Exception] = []

    def look() -> None:
        try:
            one.read(BLOCK, cards, ("valid",))
        except CardsClosed as error:
            came.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    wait_until(lambda: one._blocks[BLOCK] is not None)
    one.end(BLOCK)
    looking.join(60)
    assert [type(error) for error in came] == [CardsClosed]
    assert all(process.returncode is not None for process in processes)
    assert not cards[0].pixels.any()


def test_without_a_block_nothing_is_read_and_all_is_overwritten(processes):
    cards = [card()]
    one = readers(says(GOOD), cards)
    with pytest.raises(CardsClosed):
        one.read(BLOCK, cards, ("valid",))
    assert not processes
    assert not cards[0].pixels.any()


def test_the_process_is_given_what_was_cut_out():
    cards = [card(), card()]
    cards[1].pixels[3, 4] = (1, 2, 3)
    job = card_readers._job(cards, ("valid", "over 16"), DAY)
    stream = io.BytesIO(
        card_readers.LENGTH.pack(len(job)) + job + b"".join(one.pixels.tobytes() for one in cards)
    )
    told = read_job(stream)
    assert (told.asks, told.today) == (("valid", "over 16"), DAY)
    for (pixels, found), one in zip(told.cards, cards, strict=True):
        assert (pixels == one.pixels).all()
        assert found.corners.tolist() == one.card["corners"]
        assert (found.layout, found.found_by, found.upright) == ("student", "markers", True)
    whole = stream.getvalue()
    # Of what is not whole, or too large, nothing is read.
    for less in (whole[:2], whole[:-1], card_readers.LENGTH.pack(1 << 30) + whole[4:]):
        assert read_job(io.BytesIO(less)) is None


KEEPER = """
import sys
from dobotkit.keeper.eyes.card_readers import CardReaders
readers = CardReaders()
readers.begin("a block")
print(readers._waiting._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of processes in another way")
def test_when_the_keeper_is_killed_the_process_ends_by_itself():
    """It waits for a job through a pipe, and the pipe ends with whoever holds the other end."""
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as keeper:
        pid = int(keeper.stdout.readline())
        os.kill(pid, 0)
        keeper.kill()
    wait_until(lambda: _is_gone(pid))


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Nobody may be there to be told of its end, as in a container.
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return state.stdout.startswith("Z")
