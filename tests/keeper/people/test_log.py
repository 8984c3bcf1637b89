"""The lab's log: closed kinds, one purpose each, nothing about anybody."""

from __future__ import annotations

import threading
from typing import get_args

import pytest

from dobotkit import errors
from dobotkit.errors import WrongPurpose
from dobotkit.keeper.people.log import MOST_NOTES, PURPOSE, Log
from dobotkit.messages import LARGEST_ANSWER, Answered, WhyStopped
from dobotkit.people_messages import LogEvent, LogLine, LogNow, Purpose


@pytest.fixture
def clock():
    return {"now": 1234.567}


@pytest.fixture
def log(clock):
    return Log(lambda: clock["now"])


def test_every_kind_has_exactly_one_purpose():
    assert set(PURPOSE) == set(get_args(LogEvent))
    assert set(PURPOSE.values()) <= set(get_args(Purpose))


@pytest.mark.parametrize("event", PURPOSE)
@pytest.mark.parametrize("purpose", get_args(Purpose))
def test_it_is_read_for_its_purpose_and_for_no_other(log, event, purpose):
    log.note(event)
    if purpose == PURPOSE[event]:
        assert [line.times for line in log.read(event, purpose)] == [1]
        return
    with pytest.raises(WrongPurpose) as refused:
        log.read(event, purpose)
    assert refused.value.rule == "one purpose"
    assert purpose in refused.value.why()
    assert PURPOSE[event] in refused.value.why()


def test_there_are_no_other_kinds(log):
    with pytest.raises(KeyError):
        log.note("alice-came")
    with pytest.raises(KeyError):
        log.read("alice-came", "safety")


@pytest.mark.parametrize("event", PURPOSE)
@pytest.mark.parametrize(
    "detail", ["Alice", "/home/alice", "alice@example.org", "NoSuchError", "x" * 5000, "silence "]
)
def test_a_detail_that_is_not_in_its_list_is_left_out(log, event, detail):
    log.note(event, detail)
    (line,) = log.read(event, PURPOSE[event])
    assert line.detail == ""


@pytest.mark.parametrize("event", PURPOSE)
def test_each_kind_has_its_own_details(log, event):
    for detail in (*errors.__all__, *get_args(WhyStopped)):
        log.note(event, detail)
    told = {line.detail for line in log.read(event, PURPOSE[event])} - {""}
    if event in {"message-refused", "arm-refused"}:
        assert told == set(errors.__all__)
    elif event == "arm-stopped":
        assert told == set(get_args(WhyStopped)) - {""}
    else:
        assert not told


def test_every_detail_fits_into_its_message():
    for detail in (*errors.__all__, *get_args(WhyStopped)):
        assert LogLine(second=0.0, detail=detail, times=1).detail == detail


def test_safety_is_exact_and_all_else_is_counted(log, clock):
    for clock["now"] in (1234.567, 1234.568, 1499.9, 1500.0):
        log.note("arm-stopped", "silence")
        log.note("arm-opened")
        log.note("message-refused", "NotYours")
    stopped = log.read("arm-stopped", "safety")
    assert [line.second for line in stopped] == [1234.567, 1234.568, 1499.9, 1500.0]
    assert {line.times for line in stopped} == {1}
    for event in ("arm-opened", "message-refused"):
        lines = log.read(event, PURPOSE[event])
        assert [(line.second, line.times) for line in lines] == [(1200.0, 3), (1500.0, 1)]


@pytest.mark.parametrize("event", PURPOSE)
def test_who_asks_not_to_be_tracked_is_noted_for_safety_only(log, event):
    log.note(event, tracking=False)
    assert bool(log.read(event, PURPOSE[event])) == (PURPOSE[event] == "safety")


def test_it_is_a_ring(log, clock):
    for clock["now"] in range(3 * MOST_NOTES):
        log.note("arm-stopped", "asked")
    lines = log.read("arm-stopped", "safety")
    assert [line.second for line in lines] == list(range(2 * MOST_NOTES, 3 * MOST_NOTES))
    for clock["now"] in range(0, 300 * 3 * MOST_NOTES, 300):
        log.note("arm-opened")
    assert len(log.read("arm-opened", "teaching")) == MOST_NOTES


def test_the_longest_log_fits_into_one_answer(log, clock):
    longest = max(errors.__all__, key=len)
    for n in range(MOST_NOTES):
        clock["now"] = 300.0 * n + 1e9 / 3
        log.note("arm-refused", longest)
    lines = log.read("arm-refused", "teaching")
    assert len(lines) == MOST_NOTES
    answer = Answered(n=2**53, tell=LogNow(lines=lines))
    assert len(answer.model_dump_json().encode()) <= LARGEST_ANSWER


def test_threads_lose_no_note(log):
    def note():
        for _ in range(500):
            log.note("arm-opened")
            log.note("message-refused", "NotYours")
            log.read("arm-opened", "teaching")

    threads = [threading.Thread(target=note) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for event in ("arm-opened", "message-refused"):
        assert [line.times for line in log.read(event, PURPOSE[event])] == [4000]
