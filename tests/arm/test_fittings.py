"""Belt, sensors, rail and pins: there once somebody has said where, and as told."""

from __future__ import annotations

import math
import struct
import threading
import time

import pytest

from dobotkit import Arm, wire
from dobotkit.arm.belt import PULSES_PER_MM
from dobotkit.arm.sensors import Colour
from dobotkit.errors import (
    ArmStopped,
    KeeperRefused,
    NotFitted,
    TooFast,
    WrongValue,
)
from tests.arm.desks import ADDRESSES, moved_by, opened

MOTOR = 135


@pytest.fixture(params=ADDRESSES)
def arm(request):
    with opened(request.param, scene="belt") as arm:
        yield arm


@pytest.fixture
def own_arm():
    """An arm in this process; its world can be looked at."""
    with opened("dobotsim", scene="belt") as arm:
        yield arm


def world_of(arm):
    return arm.port.arm.world


class TestFitting:
    @pytest.mark.parametrize("name", ["belt", "colour_sensor", "infrared_sensor", "rail"])
    def test_what_nobody_has_fitted_is_not_there(self, arm, name):
        with pytest.raises(NotFitted, match="Nobody has said") as caught:
            getattr(arm, name)
        assert f"arm.fit_{name}(" in caught.value.advice

    @pytest.mark.parametrize(
        ("verb", "socket"),
        [
            *(("fit_belt", "GP2"), ("fit_belt", 0), ("fit_belt", None), ("fit_belt", "")),
            *(("fit_colour_sensor", "Stepper1"), ("fit_colour_sensor", "GP3")),
            ("fit_infrared_sensor", 2),
        ],
    )
    def test_no_such_socket(self, arm, verb, socket):
        with pytest.raises(WrongValue, match="no socket"):
            getattr(arm, verb)(socket)

    @pytest.mark.parametrize("version", [0, 3, "new", None])
    def test_no_such_version(self, own_arm, version):
        with pytest.raises(WrongValue, match="no version"):
            own_arm.fit_rail(version=version)
        with pytest.raises(WrongValue, match="no version"):
            own_arm.fit_colour_sensor("GP2", version=version)

    def test_names_are_read_kindly_and_shown_as_printed(self, arm):
        assert repr(arm.fit_belt("stepper2")) == "Belt at Stepper2, told to run at 0 mm/s"
        assert arm.fit_colour_sensor("gp5") is arm.colour_sensor
        assert repr(arm.colour_sensor) == "ColourSensor at GP5"
        assert arm.fit_infrared_sensor("gp1").socket == "GP1"


class TestBelt:
    def test_it_moves_as_far_as_it_is_told(self, arm):
        arm.fit_belt("Stepper1")
        before = arm.table.find("red").place
        arm.belt.move(40)
        assert arm.table.find("red").place == pytest.approx(
            (before[0], before[1] + 40, before[2]), abs=0.1
        )
        arm.belt.move(-15, velocity=20)
        assert arm.table.find("red").place[1] == pytest.approx(before[1] + 25, abs=0.1)
        assert arm.table.now().belt.speed == 0

    def test_it_runs_until_it_is_stopped(self, arm):
        arm.fit_belt("Stepper1")
        arm.belt.run(30)
        assert arm.belt.speed == 30
        assert arm.table.now().belt.speed == pytest.approx(30, abs=0.01)
        before = arm.table.find("red").place[1]
        arm.wait(1000)
        assert arm.table.find("red").place[1] == pytest.approx(before + 30, abs=1)
        arm.belt.stop()
        assert arm.belt.speed == 0
        assert arm.table.now().belt.speed == 0

    def test_it_stops_with_the_arm(self, arm):
        arm.fit_belt("Stepper1")
        arm.belt.run(-30)
        arm.stop()
        assert arm.belt.speed == 0
        assert arm.table.now().belt.speed == 0
        arm.belt.run(20)
        assert arm.belt.speed == 20

    def test_it_stops_when_the_arm_is_closed(self):
        address = "dobotsim://belted?pace=instant"
        with Arm(address) as arm:
            arm.fit_belt("Stepper1").run(30)
        with Arm(address) as arm:
            place = world_of(arm).motor_position(0)
            arm.wait(1000)
            assert world_of(arm).motor_position(0) == place

    def test_pulses_are_those_of_the_makers_roller(self, own_arm):
        own_arm.fit_belt("Stepper2")
        own_arm.belt.move(math.pi * 36)
        assert world_of(own_arm).motor_position(1) == pytest.approx(32_000, abs=2)
        assert pytest.approx(32_000) == PULSES_PER_MM * math.pi * 36

    @pytest.mark.parametrize("velocity", [101, -101, 1e9, math.inf, math.nan])
    def test_too_fast(self, arm, velocity):
        arm.fit_belt("Stepper1")
        with wire.listen(arm) as heard:
            with pytest.raises(TooFast) as caught:
                arm.belt.run(velocity)
            with pytest.raises(TooFast):
                arm.belt.move(10, velocity=velocity)
        assert moved_by(heard) == []
        assert caught.value.rule == "belt speed"
        assert "how fast the belt may run" in caught.value.why()

    @pytest.mark.parametrize(("distance", "velocity"), [(2001, 50), (math.nan, 50), (10, 0)])
    def test_no_such_way(self, arm, distance, velocity):
        arm.fit_belt("Stepper1")
        with wire.listen(arm) as heard, pytest.raises(WrongValue, match="belt cannot go"):
            arm.belt.move(distance, velocity=velocity)
        assert moved_by(heard) == []

    def test_a_stop_ends_a_long_way(self):
        with Arm("dobotsim://belted-2?pace=real") as arm:
            arm.fit_belt("Stepper1")
            stopper = threading.Timer(0.2, arm.stop)
            stopper.start()
            begun = time.monotonic()
            with pytest.raises(ArmStopped):
                arm.belt.move(1000)
            stopper.join()
            assert time.monotonic() - begun < 15
            place = world_of(arm).motor_position(0)
            assert world_of(arm).motor_position(0) == place


class TestSensors:
    def test_what_rides_by_is_seen(self, arm):
        arm.fit_belt("Stepper1")
        arm.fit_colour_sensor("GP2")
        arm.fit_infrared_sensor("GP4")
        assert arm.infrared_sensor.read() is False
        seen = []
        for _ in range(30):
            arm.belt.move(10)
            name = arm.colour_sensor.read().name
            if name != "unclear" and name not in seen:
                seen.append(name)
            if arm.infrared_sensor.read():
                break
        assert seen == ["green", "red"]
        assert arm.infrared_sensor.read() is True

    @pytest.mark.parametrize(
        ("colour", "name"),
        [
            *(((200, 20, 30), "red"), ((20, 180, 60), "green"), ((10, 20, 90), "blue")),
            *(((230, 210, 40), "yellow"), ((1, 0, 0), "red"), ((0, 0, 0), "unclear")),
            *(((90, 100, 110), "unclear"), ((0, 200, 190), "unclear")),
        ],
    )
    def test_colours_have_names(self, own_arm, colour, name):
        own_arm.table.reset("empty")
        own_arm.fit_colour_sensor("GP1")
        world_of(own_arm).show_colour(0, colour)
        read = own_arm.colour_sensor.read()
        assert read == Colour(*colour)
        assert read.name == name


class TestRail:
    def test_it_rides_and_the_arm_stands_still_on_it(self):
        with opened("dobotsim") as arm:
            arm.fit_rail()
            arm.move_to(200, 0, 20)
            before = arm.pose()
            arm.rail.move_to(300)
            assert arm.rail.position() == pytest.approx(300, abs=0.01)
            assert arm.pose() == pytest.approx(before, abs=1e-3)
            begun = arm.port.arm.time
            arm.rail.move_to(200, velocity=20)
            assert arm.port.arm.time - begun > 5

    @pytest.mark.parametrize("place", [-1, 1001, math.nan, math.inf])
    def test_no_place_on_it(self, own_arm, place):
        own_arm.fit_rail()
        with wire.listen(own_arm) as heard, pytest.raises(WrongValue, match="not on the rail"):
            own_arm.rail.move_to(place)
        assert moved_by(heard) == []

    def test_too_fast(self, own_arm):
        own_arm.fit_rail()
        with pytest.raises(TooFast):
            own_arm.rail.move_to(100, velocity=300)

    def test_a_keeper_does_not_let_it_ride(self):
        with opened("keeper") as arm:
            with pytest.raises(KeeperRefused) as caught:
                arm.fit_rail()
            assert "takes its reach along" in caught.value.why()
            # Nor does it let the frames pass that would.
            for number, params in ((3, b"\1\1"), (86, struct.pack("<B5f", 2, 200, 0, 20, 0, 100))):
                with pytest.raises(KeeperRefused):
                    arm._link.enqueue(number, params)


class TestPins:
    def test_an_output_is_switched_and_read(self, own_arm):
        own_arm.io.output(12, True)
        assert world_of(own_arm).driven(12) == 1
        own_arm.io.output(12, False)
        assert world_of(own_arm).driven(12) == 0

    def test_inputs_are_read(self, own_arm):
        world = world_of(own_arm)
        world.wire(14, level=1)
        world.wire(15, voltage=1234)
        assert own_arm.io.input(14) is True
        assert own_arm.io.input(13) is False
        assert own_arm.io.analogue(15) == 1234

    def test_pulses(self, own_arm):
        own_arm.io.pulses(4, frequency=50, duty=7.5)
        assert tuple(world_of(own_arm).driven(4)) == (50, 7.5)

    def test_they_pass_the_keeper(self, arm):
        arm.io.output(12, True)
        arm.io.pulses(4, frequency=50, duty=7.5)
        assert arm.io.input(3) in (True, False)
        assert 0 <= arm.io.analogue(3) <= 4095

    @pytest.mark.parametrize("pin", [0, 21, 1.5, math.nan, "EIO1"])
    def test_no_such_pin(self, own_arm, pin):
        for verb in (
            lambda: own_arm.io.output(pin, True),
            lambda: own_arm.io.input(pin),
            lambda: own_arm.io.analogue(pin),
            lambda: own_arm.io.pulses(pin, frequency=50, duty=5),
        ):
            with pytest.raises(WrongValue):
                verb()

    @pytest.mark.parametrize(("frequency", "duty"), [(5, 50), (2e6, 50), (50, -1), (50, 101)])
    def test_no_such_pulses(self, own_arm, frequency, duty):
        with pytest.raises(WrongValue, match="are not possible"):
            own_arm.io.pulses(4, frequency=frequency, duty=duty)

    def test_switching_is_not_a_text(self, own_arm):
        with pytest.raises(WrongValue, match="neither on nor off"):
            own_arm.io.output(4, "off")
