"""The 28 names of DobotLab: each on a simulated arm, and on one that a keeper holds.

What a name has done is read back over the wire, which is the same for both.
"""

from __future__ import annotations

import inspect
import math
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import client, finding_keeper
from dobotkit.arm import dobotlab
from dobotkit.arm.dobotlab.magician import Magician
from dobotkit.errors import KeeperRefused, OutOfReach, TooFast, WrongValue
from tests.arm.bench import fresh_address

ADDRESSES = ("dobotsim", "keeper")
NEAR = 0.02


@pytest.fixture(scope="module", autouse=True)
def practice_keeper():
    """A keeper of this module's own, which ends with it."""
    with pytest.MonkeyPatch.context() as patch:
        client.disconnect()
        patch.setattr(finding_keeper, "_practice", None)
        patch.delenv("DOBOTKIT_KEEPER", raising=False)
        yield
        client.disconnect()
        if finding_keeper._practice is not None:
            assert finding_keeper._practice.wait(20) == 0


@pytest.fixture(scope="module", params=ADDRESSES)
def opened(request):
    address = fresh_address() if request.param == "dobotsim" else "keeper://desk?pace=instant"
    magician = Magician(address)
    yield magician
    magician.close()


@pytest.fixture
def magician(opened):
    """An arm at rest in the middle of its reach, as after its opening."""
    opened.clear_alarm()
    opened.motion_params(100, 100)
    opened.jump_params(200, 10)
    opened.arm.move_to(200, 0, 50)
    return opened


def read(magician, number, layout, params=b""):
    answer = magician.arm._link.ask(number, params)
    return struct.unpack_from(layout, answer)


def place(magician):
    return tuple(magician.arm.pose()[:4])


def is_at(magician, *there):
    return math.dist(place(magician)[: len(there)], there) < NEAR


def is_the_keepers(magician):
    return magician.arm.address.startswith("keeper")


def check_ptp(magician):
    assert magician.ptp(mode=0, x=220, y=40, z=20, r=10) is True
    assert is_at(magician, 220, 40, 20, 10)
    magician.ptp(1, 220, -40, 20, 0)
    assert is_at(magician, 220, -40, 20, 0)
    magician.ptp(2, 230, -40, 30, 0)
    assert is_at(magician, 230, -40, 30, 0)
    for mode in (3, 4, 5):
        angles = (10.0 * (mode - 4), 30.0, 40.0, 5.0)
        magician.ptp(mode, *angles)
        assert math.dist(magician.arm.pose()[4:], angles) < NEAR
    magician.ptp(6, 5, -2, 1, 3)
    assert math.dist(magician.arm.pose()[4:], (15, 28, 41, 8)) < NEAR
    for mode in (7, 8):
        x, y, z, r = place(magician)
        magician.ptp(mode, 5, -5, 4, 2)
        assert is_at(magician, x + 5, y - 5, z + 4, r + 2)
    magician.ptp(9, 220, 0, 30, 0)
    assert is_at(magician, 220, 0, 30, 0)


def check_set_r(magician):
    assert magician.set_r(r=35) is True
    assert is_at(magician, 200, 0, 50, 35)


def check_motion_params(magician):
    assert magician.motion_params(40, 60) is True
    assert read(magician, 83, "<2f") == (40, 60)
    magician.motion_params = 50, 70
    assert read(magician, 83, "<2f") == (50, 70)
    for wrong in (0, 101, math.nan):
        with pytest.raises(TooFast, match="vel="):
            magician.motion_params(wrong, 50)
    with pytest.raises(WrongValue, match="two numbers"):
        magician.motion_params = 50
    assert read(magician, 83, "<2f") == (50, 70)


def check_jump_params(magician):
    assert magician.jump_params(90, 25) is True
    # On the wire the lift comes first.
    assert read(magician, 82, "<2f") == (25, 90)
    magician.jump_params = 100, 20
    assert read(magician, 82, "<2f") == (20, 100)
    with pytest.raises(WrongValue, match="height="):
        magician.jump_params(100, -1)


def check_get_arm_speed_ratio(magician):
    magician.motion_params(30, 50)
    assert magician.get_arm_speed_ratio(mode=1) == 30
    assert magician.get_arm_speed_ratio(mode=0) == read(magician, 72, "<2f")[0]


def check_get_pose(magician):
    magician.ptp(2, 210.126, 20, 40, 5)
    pose = magician.get_pose()
    x, y, z, r, angles = pose
    assert (x, y, z, r) == (210.13, 20, 40, 5)
    assert pose["x"] == pose[0] == x
    assert pose["jointAngle"] == angles
    assert angles == [round(angle, 2) for angle in magician.arm.pose()[4:]]


def check_set_home(magician):
    assert magician.set_home() is True
    assert math.dist(magician.arm.pose()[4:], (0, 45, 45, 0)) < NEAR


def check_wait(magician):
    assert magician.wait(second=0.02) is True
    with pytest.raises(WrongValue, match="second="):
        magician.wait(-1)


def check_set_device_withl(magician):
    if is_the_keepers(magician):
        with pytest.raises(KeeperRefused):
            magician.set_device_withl(enable=True, version=1)
        assert read(magician, 3, "<B") == (0,)
        return
    assert magician.set_device_withl(enable=True, version=1) is True
    assert read(magician, 3, "<B") == (1,)
    magician.set_device_withl(False, 0)
    assert read(magician, 3, "<B") == (0,)


def check_set_ptpl_params(magician):
    if is_the_keepers(magician):
        before = read(magician, 85, "<2f")
        with pytest.raises(KeeperRefused):
            magician.set_ptpl_params(vel=50, accel=40)
        assert read(magician, 85, "<2f") == before
        return
    assert magician.set_ptpl_params(vel=50, accel=40) is True
    assert read(magician, 85, "<2f") == (50, 40)


def check_set_ptpwithl_cmd(magician):
    before = place(magician)
    with pytest.raises(WrongValue, match="does not know of a rail"):
        magician.set_ptpwithl_cmd(mode=1, x=220, y=0, z=40, r=0, l=300)
    assert place(magician) == before
    if is_the_keepers(magician):
        return
    magician.set_device_withl(True, 1)
    assert magician.set_ptpwithl_cmd(mode=1, x=220, y=0, z=40, r=0, l=300) is True
    assert is_at(magician, 220, 0, 40, 0)
    assert read(magician, 13, "<f")[0] == pytest.approx(300, abs=NEAR)
    for wrong in (-1, 1001, math.nan):
        with pytest.raises(WrongValue, match="l="):
            magician.set_ptpwithl_cmd(1, 200, 0, 40, 0, wrong)
    with pytest.raises(OutOfReach):
        magician.set_ptpwithl_cmd(1, 400, 0, 40, 0, 0)
    assert read(magician, 13, "<f")[0] == pytest.approx(300, abs=NEAR)
    magician.set_ptpwithl_cmd(2, 200, 0, 50, 0, 0)
    magician.set_device_withl(False, 1)


def check_get_posel(magician):
    assert magician.get_posel() == magician.get_posel()["positionL"] == 0


def check_set_endeffector_suctioncup(magician):
    assert magician.set_endeffector_suctioncup(enable=True, on=True) is True
    assert read(magician, 62, "<2B") == (1, 1)
    assert magician.arm.suction
    magician.set_endeffector_suctioncup(enable=True, on=False)
    assert read(magician, 62, "<2B") == (1, 0)
    assert not magician.arm.suction
    magician.set_endeffector_suctioncup(False, False)
    assert read(magician, 62, "<2B") == (0, 0)
    with pytest.raises(WrongValue, match="neither on nor off"):
        magician.set_endeffector_suctioncup("on", "on")


def check_set_endeffector_gripper(magician):
    assert magician.set_endeffector_gripper(enable=True, on=True) is True
    assert read(magician, 63, "<2B") == (1, 1)
    assert magician.arm.gripping
    magician.set_endeffector_gripper(enable=True, on=False)
    assert read(magician, 63, "<2B") == (1, 0)
    magician.set_endeffector_gripper(False, False)
    assert read(magician, 63, "<2B") == (0, 0)
    assert not magician.arm.gripping


def check_set_multiplexing(magician):
    assert magician.set_multiplexing(io="DO_07", multiplex=3) is True
    assert read(magician, 130, "<2B", b"\x07") == (7, 3)
    for wrong in ("DO_00", "DO_21", "GP1", "", True, None, 2.0):
        with pytest.raises(WrongValue, match="no pin"):
            magician.set_multiplexing(wrong, 1)
    with pytest.raises(WrongValue, match="multiplex=7"):
        magician.set_multiplexing("DO_07", 7)


def check_set_pwm(magician):
    magician.set_multiplexing("DO_04", 2)
    assert magician.set_pwm(io="DO_04", freq=50, cycle=30) is True
    assert read(magician, 132, "<B2f", b"\x04") == (4, 50, 30)
    with pytest.raises(WrongValue, match="freq=0") as caught:
        magician.set_pwm("DO_04", 0, 30)
    assert "cycle=0" in caught.value.advice


def check_set_do(magician):
    magician.set_multiplexing("DO_01", 1)
    assert magician.set_do(io="DO_01", level=1) is True
    assert magician.get_di(1) == 1
    magician.set_do("DO_01", 0)
    assert magician.get_di(1) == 0


def check_get_di(magician):
    magician.set_multiplexing("DI_12", 5)
    # Pulled up, and wired to nothing.
    assert magician.get_di(io="DI_12") == 1
    magician.set_multiplexing("DI_12", 6)
    assert magician.get_di(io="DI_12") == 0


def check_get_adc(magician):
    magician.set_multiplexing("DO_13", 5)
    assert magician.get_adc(io="DO_13") == 4095


def check_set_infrared_sensor(magician):
    assert magician.set_infrared_sensor(port=4, enable=True, version=1) is True
    magician.set_infrared_sensor(port=4, enable=False, version=1)
    for wrong in (0, 3, 6, "4", True):
        with pytest.raises(WrongValue, match="no socket"):
            magician.set_infrared_sensor(wrong, True, 1)


def check_get_infrared_sensor(magician):
    magician.set_infrared_sensor(1, True, 1)
    assert magician.get_infrared_sensor(port=1) == 0
    assert magician.get_infrared_sensor(port=1)["status"] == 0


def check_set_color_sensor(magician):
    assert magician.set_color_sensor(port=2, enable=True, version=1) is True
    assert magician.set_color_sensor(port=2, enable=False, version=1) is True
    with pytest.raises(WrongValue, match="version=2"):
        magician.set_color_sensor(2, True, 2)


def check_get_color_sensor(magician):
    r, g, b = magician.get_color_sensor()
    assert (r, g, b) == (0, 0, 0)
    assert set(magician.get_color_sensor().keys()) == {"red", "green", "blue"}


def check_clear_alarm(magician):
    assert magician.clear_alarm() is True


def check_set_lost_step_params(magician):
    assert magician.set_lost_step_params(value=10) is True
    assert read(magician, 170, "<f") == (10,)
    with pytest.raises(WrongValue, match="value="):
        magician.set_lost_step_params(45)
    magician.set_lost_step_params(5)


def check_set_lost_step_cmd(magician):
    assert magician.set_lost_step_cmd() is True


def check_get_lost_step_result(magician):
    assert magician.get_lost_step_result() == []


def check_set_converyor(magician):
    assert magician.set_converyor(index=magician.Stepper1, enable=True, speed=40) is True
    assert magician.set_converyor(magician.Stepper2, True, -20) is True
    with pytest.raises(TooFast, match="10000 mm/s") as caught:
        magician.set_converyor(0, True, 10000)
    assert "divide by 283" in caught.value.advice
    for motor in (0, 1):
        assert magician.set_converyor(motor, False, 0) is True


CHECKS = {
    name.removeprefix("check_"): check
    for name, check in globals().items()
    if name.startswith("check_")
}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_name(magician, name):
    CHECKS[name](magician)


def test_there_are_28_names_and_each_is_tested():
    assert len(dobotlab.__all__) == 28
    assert sorted(dobotlab.__all__) == sorted(CHECKS)
    names = {}
    exec("from dobotkit.arm.dobotlab import *", names)  # noqa: S102  # what a worksheet does
    assert set(names) - {"__builtins__"} == set(dobotlab.__all__)


# From the maker's manual, in its order.
ARGUMENTS = {
    "ptp": "mode x y z r",
    "set_device_withl": "enable version",
    "set_ptpl_params": "vel accel",
    "set_ptpwithl_cmd": "mode x y z r l",
    "set_r": "r",
    "motion_params": "vel acc",
    "jump_params": "zlimit height",
    "set_multiplexing": "io multiplex",
    "set_pwm": "io freq cycle",
    "set_do": "io level",
    "get_di": "io",
    "get_adc": "io",
    "set_endeffector_suctioncup": "enable on",
    "set_endeffector_gripper": "enable on",
    "set_infrared_sensor": "port enable version",
    "get_infrared_sensor": "port",
    "set_color_sensor": "port enable version",
    "get_color_sensor": "",
    "wait": "second",
    "set_home": "",
    "get_pose": "",
    "get_posel": "",
    "clear_alarm": "",
    "get_arm_speed_ratio": "mode",
    "set_lost_step_params": "value",
    "set_lost_step_cmd": "",
    "get_lost_step_result": "",
    "set_converyor": "index enable speed",
}


@pytest.mark.parametrize("name", dobotlab.__all__)
def test_arguments_are_those_of_the_manual_and_help_says_what_they_are(name):
    function = getattr(dobotlab, name)
    assert list(inspect.signature(function).parameters) == ARGUMENTS[name].split()
    assert len(function.__doc__) > 20


PLACES = st.tuples(st.integers(100, 330), *[st.integers(-250, 250)] * 2, st.integers(-90, 90))
ANGLES = st.tuples(*[st.integers(-100, 400)] * 4)
MORE = st.tuples(*[st.integers(-60, 60)] * 4)


@given(st.lists(st.tuples(st.integers(0, 9), PLACES, ANGLES, MORE), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_the_keeper_passes_on_what_the_names_allow(moves):
    """Joints are slow enough for it, and both judge by the same reach."""
    twins = Magician("dobotsim://twin?pace=instant"), Magician("keeper://twin?pace=instant")
    for magician in twins:
        magician.set_home()
    for mode, there, angles, more in moves:
        values = {3: angles, 4: angles, 5: angles, 6: more, 7: more, 8: more}.get(mode, there)
        said = []
        for magician in twins:
            try:
                magician.ptp(mode, *values)
            except OutOfReach as refusal:
                said.append(refusal.limit)
            else:
                said.append("")
        assert said[0] == said[1]
        assert math.dist(place(twins[0]), place(twins[1])) < NEAR
    for magician in twins:
        magician.close()
