"""What a notebook can have measured, and that it gets counts and nothing else."""

from __future__ import annotations

import json
import os

import pytest

from dobotkit.keeper import measuring
from dobotkit.measuring_messages import FindingTold, MatchingTold, MeasuringNow, ToneTold
from dobotkit.messages import (
    LARGEST_ANSWER,
    Done,
    NotUnderstood,
    Refused,
    read_request,
    write_answer,
)
from tests.keeper.wires import raw_notebook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

FINDING = {"kind": "measure_finding", "tones": [5], "people": 1, "pictures": 2}
ON = {"kind": "go_on_measuring"}
STOP = {"kind": "stop_measuring"}


@pytest.fixture(scope="module")
def notebook():
    with raw_notebook() as one:
        yield one


def whole(notebook, **ask):
    told = notebook.ask(**ask)
    seen = [told]
    while isinstance(told, MeasuringNow):
        told = notebook.ask(**ON)
        seen.append(told)
    return seen


def test_without_any_permission_counts_come_part_by_part(notebook):
    *parts, told = whole(notebook, **FINDING)
    assert isinstance(told, FindingTold)
    assert [part.total for part in parts] == [2] * len(parts)
    assert parts[0].done == 0
    assert told.tones[0].counts[50] == 2


def test_there_is_nothing_to_go_on_with_once_it_is_over(notebook):
    whole(notebook, **FINDING)
    assert notebook.ask(**ON).error == "KeeperRefused"


def test_one_that_is_stopped_is_forgotten(notebook):
    notebook.ask(**FINDING)
    assert notebook.service._measuring._experiment is not None
    assert isinstance(notebook.ask(**STOP), Done)
    assert notebook.service._measuring._experiment is None
    assert notebook.ask(**ON).error == "KeeperRefused"
    assert isinstance(notebook.ask(**STOP), Done), "twice does no harm"


def test_a_new_one_takes_the_place_of_the_one_before(notebook):
    notebook.ask(kind="measure_matching", people=200, pictures=10)
    assert notebook.ask(**FINDING).total == 2
    notebook.ask(**STOP)


def test_one_that_nobody_goes_on_with_is_forgotten(notebook, monkeypatch):
    notebook.ask(kind="measure_matching", people=200, pictures=10)
    notebook.ask(**ON)
    held = notebook.service._measuring
    before = held._experiment
    held.watch()
    assert held._experiment is before
    monkeypatch.setattr(measuring, "FORGOTTEN_AFTER_S", 0.0)
    held.watch()
    assert held._experiment is None


def test_with_the_notebook_everything_goes():
    with raw_notebook() as one:
        one.ask(kind="measure_matching", people=200, pictures=10)
        one.ask(**ON)
        held = one.service._measuring
        templates = held._experiment._templates._rows
    assert held._experiment is None
    assert not templates.any()


def test_an_impossible_strength_is_refused(notebook):
    told = notebook.ask(kind="measure_cover", cover="blur", strength=50, people=2)
    assert isinstance(told, Refused)
    assert told.error == "WrongValue"


@pytest.mark.parametrize(
    "ask",
    [
        {"kind": "measure_finding", "tones": [11], "people": 1, "pictures": 1},
        {"kind": "measure_finding", "tones": [], "people": 1, "pictures": 1},
        {"kind": "measure_finding", "tones": [1], "people": 21, "pictures": 1},
        {"kind": "measure_matching", "people": 201, "pictures": 2},
        {"kind": "measure_matching", "people": 2, "pictures": 11},
        {"kind": "measure_matching", "people": 1, "pictures": 2},
        {"kind": "measure_cover", "cover": "fog", "people": 2},
        {"kind": "measure_cover", "cover": "box", "people": 2, "strength": -1},
        # There is no way to hand in a picture, a person, a name or a template.
        {"kind": "measure_cover", "cover": "box", "people": 2, "picture": "AAAA"},
        {"kind": "measure_cover", "cover": "box", "people": [7]},
        {"kind": "measure_matching", "people": 2, "pictures": 2, "source": "usb:0"},
        {"kind": "go_on_measuring", "pictures": 1},
    ],
)
def test_what_is_too_much_or_none_is_not_understood(ask):
    with pytest.raises(NotUnderstood):
        read_request(json.dumps({"n": 1, "ask": ask}).encode())


def test_the_largest_answers_fit():
    counts = (10_000_000,) * 101
    tone = ToneTold(tone=10, people=20, pictures=200, counts=counts)
    for told in (
        FindingTold(tones=(tone,) * 10),
        MatchingTold(
            people=200,
            pictures=10,
            same=counts,
            different=counts,
            same_pairs=9000,
            different_pairs=2_000_000,
            left_out=2000,
        ),
    ):
        assert len(write_answer(2**53, told)) <= LARGEST_ANSWER


def test_a_mistake_of_ours_is_told_without_its_words(notebook, monkeypatch):
    from dobotkit.keeper.eyes import experiments  # noqa: PLC0415 - loads numpy

    def broken(_ask):
        raise RuntimeError("face 0.123")

    monkeypatch.setattr(experiments, "begin", broken)
    told = notebook.ask(**FINDING)
    assert told.error == "KeeperRefused"
    assert "0.123" not in told.what + told.advice
