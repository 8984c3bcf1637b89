"""An arm has a serial number; the kit never asks for it."""

from __future__ import annotations

import pytest

from dobotkit import Arm, show, wire
from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.errors import DobotKitError

SERIAL_NUMBER, NAME = 0, 1


@pytest.fixture
def arm():
    with Arm(wire.practice_address()) as arm:
        yield arm


def test_whatever_an_arm_is_told(arm):
    with wire.listen(arm) as heard:
        arm.home()
        arm.move_to(220, 20, 40)
        arm.suck(True)
        arm.grip(False)
        repr(arm)
        show(arm)
        with pytest.raises(DobotKitError):
            arm.move_to(9999, 0, 0)
        arm.stop()
    asked = {frame.id for frame in heard if frame.sent_by == "host"}
    assert len(asked) > 4
    assert not asked & {SERIAL_NUMBER, NAME}


def test_nor_when_it_begins_and_ends():
    port = open_port(wire.practice_address())
    written = []
    write = port.write

    def note(data):
        written.append(bytes(data))
        return write(data)

    port.write = note
    Link(port).close()
    assert written
    asked = {frame.id for frame in wire.decode(b"".join(written))}
    assert not asked & {SERIAL_NUMBER, NAME}


def test_it_would_be_seen(arm):
    with wire.listen(arm) as heard:
        arm.port.write(wire.encode("DeviceSN", read=True))
    assert SERIAL_NUMBER in {frame.id for frame in heard}
