"""The names of DobotLab in a simulated world: what they do to it, and it to them."""

from __future__ import annotations

import math
import struct
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.arm.arm import Arm
from dobotkit.arm.dobotlab.magician import Magician
from dobotkit.errors import AlarmRaised, OutOfReach
from tests.arm.bench import fresh_address


@pytest.fixture
def simulated():
    magician = Magician(fresh_address())
    yield magician
    magician.close()


def test_sensors_see_what_is_in_front_of_them(simulated):
    world = simulated.arm.port.arm.world
    simulated.set_infrared_sensor(4, True, 1)
    simulated.set_color_sensor(2, True, 1)
    # GP4 is 2 on the wire, GP2 is 1.
    world.block(2)
    world.show_colour(1, (200, 30, 40))
    assert simulated.get_infrared_sensor(4) == 1
    assert simulated.get_infrared_sensor(4)["status"] == 1
    assert simulated.get_infrared_sensor(5) == 0
    assert tuple(simulated.get_color_sensor()) == (200, 30, 40)
    assert simulated.get_color_sensor()["red"] == 200
    simulated.set_infrared_sensor(4, False, 1)
    assert simulated.get_infrared_sensor(4) == 0


def test_pins_meet_what_is_wired_to_them(simulated):
    world = simulated.arm.port.arm.world
    simulated.set_multiplexing("DI_03", 3)
    world.wire(3, level=1)
    assert simulated.get_di("DI_03") == 1
    simulated.set_multiplexing("DO_09", 4)
    world.wire(9, voltage=1234)
    assert simulated.get_adc("DO_09") == 1234
    simulated.set_multiplexing("DO_05", 2)
    simulated.set_pwm("DO_05", 100, 25)
    assert world.driven(5) == (100, 25)


def test_the_belt_runs_so_many_millimetres(simulated):
    world = simulated.arm.port.arm.world
    simulated.set_converyor(simulated.Stepper2, True, 50)
    simulated.wait(2)
    simulated.set_converyor(simulated.Stepper2, False, 50)
    # 100 mm on a roller of 36 mm, 32 000 pulses for each turn.
    turns = world.motor_position(1) / 32_000
    assert turns * math.pi * 36 == pytest.approx(100, abs=0.1)
    assert world.motor_position(0) == 0


def test_lost_steps_are_an_answer_and_then_an_alarm(simulated):
    simulated.arm.port.arm.world.lose_steps(2, 7.0)
    simulated.set_lost_step_params(8)
    simulated.set_lost_step_cmd()
    assert simulated.get_lost_step_result() == []
    simulated.set_lost_step_params(5)
    assert simulated.set_lost_step_cmd() is True
    assert simulated.get_lost_step_result() == [
        "the rear arm (j2) lost steps: it was held back or bumped into something"
    ]
    with pytest.raises(AlarmRaised):
        simulated.ptp(2, 220, 0, 40, 0)
    simulated.clear_alarm()
    assert simulated.get_lost_step_result() == []


def test_another_alarm_is_no_answer(simulated):
    simulated.arm.port.arm.raise_alarm(0x12)
    with pytest.raises(AlarmRaised):
        simulated.set_lost_step_cmd()


def test_half_the_speed_takes_twice_as_long(simulated):
    arm = simulated.arm.port.arm

    def seconds(vel):
        simulated.motion_params(vel, 100)
        simulated.ptp(2, 200, -100, 20, 0)
        began = arm.time
        simulated.ptp(2, 200, 100, 20, 0)
        return arm.time - began

    # 200 mm at 100 and at 50 mm/s, and what speeding up and braking take.
    assert seconds(100) == pytest.approx(3.0, abs=0.01)
    assert seconds(50) == pytest.approx(4.5, abs=0.01)


def test_a_jump_lifts_goes_across_and_comes_down():
    with Arm(fresh_address("pace=20")) as arm:
        magician = Magician()
        magician.use(arm)
        arm.move_to(220, -60, 0)
        magician.jump_params(100, 30)
        heights = []
        arm.watch(lambda pose: heights.append(pose.z))
        magician.ptp(0, 220, 60, 10, 0)
        # Above the higher end by the lift.
        assert max(heights) == pytest.approx(40, abs=0.5)
        heights.clear()
        magician.jump_params(25, 30)
        magician.ptp(9, 220, -60, 0, 0)
        assert max(heights) == pytest.approx(25, abs=0.5)


def joint_speed(arm):
    return struct.unpack("<8f", arm._link.ask(80))[0]


def test_joints_are_slowed_down_and_the_arm_is_never_faster_than_it_may_be():
    """The witness is the simulated arm: it is asked where it is all the time."""
    with Arm(fresh_address("pace=40")) as arm:
        magician = Magician()
        magician.use(arm)
        firmware, seen, done = arm.port.arm, [], threading.Event()

        def watch():
            while not done.wait(0.0005):
                # First and last, so that the time between them is not too short.
                begun = firmware.time
                seen.append((begun, firmware.pose()[:3], firmware.time))

        witness = threading.Thread(target=watch)
        witness.start()
        try:
            for velocity in (100, 30):
                arm.speed(velocity)
                magician.ptp(1, 0, 220, 20, 90)
                magician.ptp(1, 220, 0, 20, 0)
                magician.ptp(3, -30, 40, 30, 0)
                magician.ptp(8, 0, 60, 10, 0)
                speeds = [
                    math.dist(a[1], b[1]) / (b[2] - a[0])
                    for a, b in zip(seen, seen[2:], strict=False)
                    if b[2] > a[0]
                ]
                assert max(speeds) <= velocity * 1.001
                # Slower than allowed, but not for nothing.
                assert max(speeds) > velocity * 0.5
                assert joint_speed(arm) < 200
                seen.clear()
        finally:
            done.set()
            witness.join()


def test_a_turn_of_the_wrist_is_not_slowed_down():
    with Arm(fresh_address()) as arm:
        magician = Magician()
        magician.use(arm)
        magician.set_r(50)
        assert joint_speed(arm) == 200


def test_a_way_that_leaves_the_reach_is_refused_before_anything_is_sent():
    with Arm(fresh_address()) as arm:
        magician = Magician()
        magician.use(arm)
        magician.ptp(1, 0, -200, 0, 0)
        before, moment = arm.pose(), arm.port.arm.current_index
        with pytest.raises(OutOfReach, match="too far from"):
            magician.ptp(1, 400, 0, 0, 0)
        with pytest.raises(OutOfReach, match="not on a straight way"):
            magician.ptp(2, 0, 200, 0, 0)
        assert arm.refusal.target == (0, 200, 0)
        magician.jump_params(200, 200)
        with pytest.raises(OutOfReach, match="in this way of moving") as caught:
            magician.ptp(0, 0, 200, 0, 0)
        assert caught.value.target == (0, 200, 0)
        with pytest.raises(OutOfReach, match=r"the rear arm \(j2\)"):
            magician.ptp(4, 0, 90, 60, 0)
        assert (arm.pose(), arm.port.arm.current_index) == (before, moment)
        magician.jump_params(200, 10)
        magician.ptp(1, 0, 200, 0, 0)
        assert arm.refusal is None


MODES = st.integers(0, 9)
PLACES = st.tuples(
    st.integers(-100, 330), st.integers(-330, 330), st.integers(-140, 170), st.integers(-150, 150)
)
ANGLES = st.tuples(
    st.integers(-100, 100), st.integers(-10, 95), st.integers(-20, 100), st.integers(-100, 100)
)
MORE = st.tuples(*[st.integers(-60, 60)] * 4)


@given(st.lists(st.tuples(MODES, PLACES, ANGLES, MORE), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_any_move_arrives_or_is_refused_and_never_raises_an_alarm(moves):
    with Arm("dobotsim://any?pace=instant") as arm:
        magician = Magician()
        magician.use(arm)
        arm.home()
        for mode, there, angles, more in moves:
            values = {3: angles, 4: angles, 5: angles, 6: more, 7: more, 8: more}.get(mode, there)
            before = arm.pose()
            try:
                magician.ptp(mode, *values)
            except OutOfReach:
                assert arm.pose() == before
                continue
            after = arm.pose()
            start, end = {
                6: (before[4:], after[4:]),
                7: (before[:4], after[:4]),
                8: (before[:4], after[:4]),
                3: ((0,) * 4, after[4:]),
                4: ((0,) * 4, after[4:]),
                5: ((0,) * 4, after[4:]),
            }.get(mode, ((0,) * 4, after[:4]))
            assert math.dist([a + b for a, b in zip(start, values, strict=True)], end) < 0.02
        assert arm._link.alarms() == ()


@pytest.mark.parametrize(
    "angles",
    [(370, 30, 40, -360), (0, 30, 400, 0), (0, 154.5, -56, 0), (0, math.inf, 40, math.nan)],
)
@pytest.mark.parametrize("mode", [3, 4, 5])
def test_angles_are_refused_also_where_their_place_can_be_reached_otherwise(mode, angles):
    with Arm("dobotsim://angles?pace=instant") as arm:
        magician = Magician()
        magician.use(arm)
        before = arm.pose()
        with pytest.raises(OutOfReach, match="The joints cannot be at"):
            magician.ptp(mode, *angles)
        assert arm.pose() == before
