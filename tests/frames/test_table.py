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


@pytest.mark.parametrize("number", BOTH)
def test_both_descriptions_agree_on_what_can_be_written(number):
    ours, simulated = TABLE[number], COMMANDS[number]
    theirs = {size for size in SIZES if size in simulated.takes}
    if not theirs:
        return
    right = [layout for layout in ours.takes if not layout.flaw]
    assert theirs == {size for size in SIZES if any(layout.fits(size) for layout in right)}
    if simulated.queued:
        assert ours.queue


@pytest.mark.parametrize("number", BOTH)
def test_both_descriptions_agree_on_what_can_be_read(number):
    ours, simulated = TABLE[number], COMMANDS[number]
    if simulated.read is None:
        return
    assert any(layout.fits(simulated.asks) for layout in ours.asks)


@pytest.mark.parametrize("number", [n for n in BOTH if COMMANDS[n].read is not None])
def test_the_simulated_arm_answers_in_a_form_of_the_table(number):
    ours = TABLE[number]
    layout = next(layout for layout in ours.asks if layout.fits(COMMANDS[number].asks))
    asked = {field.name: 1 for field in layout.fields}
    if number == 1:
        name = encode("DeviceName", name="desk")
        assert decode(Firmware().receive(name), sent_by="arm")[0].valid
        arm = Firmware()
        arm.receive(name)
    else:
        arm = Firmware()
    question = encode(number, read=bool(ours.takes), **asked)
    [answer] = decode(arm.receive(question), sent_by="arm")
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
