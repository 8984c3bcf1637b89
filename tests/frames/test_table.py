"""The table against the simulated arm, which has a description of its own, and against frames
that were published."""

from __future__ import annotations

import json
import math
from collections.abc import Container
from pathlib import Path

import pytest

from dobotkit.frames import TABLE, Frame, decode, encode
from dobotkit.frames.layout import MOST_PARAMS
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.commands import COMMANDS
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profiles import PROFILES

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


def sizes(those: Container[int]) -> set[int]:
    """Every size that is among those that the simulated arm takes."""
    return {size for size in SIZES if size in those}


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


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_the_simulated_arm_answers_in_forms_of_the_table(profile):
    arm = Firmware(profile)
    arm.receive(encode("DeviceName", name="desk"))
    answered = 0
    for number in READABLE:
        ours = TABLE[number]
        asked = sizes(COMMANDS[number].asks)
        layout = next(layout for layout in ours.asks if layout.least in asked)
        fields = {field.name: 1 for field in layout.fields}
        raw = arm.receive(encode(number, read=bool(ours.takes), **fields))
        if not raw and number in profile.habits.unknown:
            continue
        [answer] = decode(raw, sent_by="arm")
        assert isinstance(answer, Frame)
        assert answer.valid
        assert answer.fields, ours.name
        assert answer.values.keys() == {part.name for part in answer.fields}
        answered += 1
    assert answered > 30


def ask(arm: Firmware, name: str, *, read: bool = False) -> dict[str, object]:
    [answer] = decode(arm.receive(encode(name, read=read)), sent_by="arm")
    assert isinstance(answer, Frame)
    return dict(answer.values)


def test_fields_mean_to_the_simulated_arm_what_the_table_says():
    arm = Firmware(clock=clock_for_pace("instant"))
    arm.receive(encode("PTPCmd", mode="MOVJ_XYZ", x=220, y=40, z=50, r=30, queued=True))
    told = ask(arm, "GetPose")
    assert list(told) == ["x", "y", "z", "r", "j1", "j2", "j3", "j4"]
    assert list(told.values()) == pytest.approx(list(arm.pose()), rel=1e-6)
    assert [round(arm.pose()[i], 3) for i in range(4)] == [220, 40, 50, 30]

    arm.receive(encode("EndEffectorParams", x_bias=70, y_bias=0, z_bias=0))
    x, y = ask(arm, "GetPose")["x"], ask(arm, "GetPose")["y"]
    assert math.hypot(x, y) == pytest.approx(math.hypot(220, 40) + 70 - 59.7, abs=1e-3)

    arm.receive(encode("EndEffectorSuctionCup", enabled="on", on="on", queued=True))
    assert arm.suction
    arm.receive(encode("EndEffectorSuctionCup", enabled="on", on="off", queued=True))
    assert (arm.suction, arm.pump) == (False, True)

    arm.receive(encode("PTPCmd", mode="MOVL_XYZ", x=999, y=0, z=0, r=0, queued=True))
    assert ask(arm, "AlarmsState", read=True) == {"alarms": tuple(sorted(arm.alarms))}
    assert arm.alarms
    assert ask(arm, "GetQueuedCmdCurrentIndex") == {"index": arm.current_index}


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
