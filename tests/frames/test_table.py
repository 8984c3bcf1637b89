"""The table against the simulated arm, which has a description of its own, and against frames
that were published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dobotkit.frames import TABLE, Frame, decode, encode
from dobotkit.frames.layout import MOST_PARAMS
from dobotkit.simulator.commands import COMMANDS
from dobotkit.simulator.firmware import Firmware

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads((ROOT / "tests/data/vectors.json").read_text(encoding="utf-8"))["frames"]
SENDERS = {"host->arm": "host", "arm->host": "arm"}
SIZES = range(MOST_PARAMS + 1)
BOTH = sorted(set(TABLE) & set(COMMANDS))


def test_the_table_knows_every_command_of_the_simulated_arm():
    assert set(COMMANDS) <= set(TABLE)


def test_names_and_fields_can_be_written_as_python_arguments():
    names = [command.name for command in TABLE.values()]
    assert len({name.casefold() for name in names}) == len(names)
    for command in TABLE.values():
        assert command.name.isidentifier()
        for layout in (*command.asks, *command.tells, *command.takes):
            fields = layout.names(repeats=1 if layout.repeat else 0)
            assert len(set(fields)) == len(fields)
            assert all(name.isidentifier() for name in fields)
            assert not {"read", "queued", "reply"} & set(fields)


def sizes(those) -> set[int]:
    """Every size that is among those that the simulated arm takes."""
    return {size for size in SIZES if (size == those if isinstance(those, int) else size in those)}


@pytest.mark.parametrize("number", BOTH)
def test_the_simulated_arm_takes_every_right_form_and_none_that_is_not_in_the_table(number):
    ours, simulated = TABLE[number], COMMANDS[number]
    theirs = sizes(simulated.takes)
    if not theirs:
        return
    for size in SIZES:
        fitting = [layout for layout in ours.takes if layout.fits(size)]
        if any(not layout.flaw for layout in fitting):
            assert size in theirs
        if size in theirs:
            assert fitting
    if simulated.queued:
        assert ours.queue


READABLE = [number for number in BOTH if COMMANDS[number].read is not None]


@pytest.mark.parametrize("number", READABLE)
def test_both_descriptions_agree_on_how_is_asked(number):
    asks = TABLE[number].asks
    assert sizes(COMMANDS[number].asks) <= {
        size for size in SIZES if any(layout.fits(size) for layout in asks)
    }


@pytest.mark.parametrize("number", READABLE)
def test_the_simulated_arm_answers_in_a_form_of_the_table(number):
    ours, arm = TABLE[number], Firmware()
    if ours.name == "DeviceName":
        arm.receive(encode("DeviceName", name="desk"))
    asked = sizes(COMMANDS[number].asks)
    layout = next(layout for layout in ours.asks if layout.least in asked)
    fields = {field.name: 1 for field in layout.fields}
    [answer] = decode(arm.receive(encode(number, read=bool(ours.takes), **fields)), sent_by="arm")
    assert isinstance(answer, Frame)
    assert answer.valid
    assert answer.fields
    assert answer.values.keys() == {part.name for part in answer.fields}
    assert "could not be read" not in answer.remark


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["meaning"][:40])
def test_published_frames_are_read_as_they_were_recorded(vector):
    sender = SENDERS[vector["dir"]]
    [frame] = decode(bytes.fromhex(vector["hex"]), sent_by=sender)
    assert isinstance(frame, Frame)
    assert (frame.id, frame.ctrl, frame.params.hex()) == (
        vector["id"],
        vector["ctrl"],
        vector["params"],
    )
    assert frame.checksum == vector["checksum"]
    assert frame.valid == vector["valid"]
    assert frame.sent_by == sender
    assert "could not be read" not in [part.text for part in frame.fields]
    if "decoded" in vector:
        assert list(frame.values.values()) == pytest.approx(vector["decoded"], rel=1e-6)
