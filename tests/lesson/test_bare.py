"""The arm that refuses nothing: always simulated, and it ends where nobody wanted it."""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.errors import AlarmRaised, ArmClosed, OutOfReach


@pytest.fixture
def bare(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_PORT", "dobotsim://desk?pace=instant")
    with lesson.bare_arm() as bare:
        yield bare


@pytest.mark.parametrize(
    "port", ["COM3", "/dev/ttyUSB0", "socket://127.0.0.1:1", "keeper://arm?pace=instant", "", None]
)
def test_it_is_never_a_real_arm(monkeypatch, port):
    if port is None:
        monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
    else:
        monkeypatch.setenv("DOBOTKIT_PORT", port)
    with lesson.bare_arm() as bare:
        assert bare.is_simulated
        assert bare.address.startswith("dobotsim://bare")
        assert "?" not in bare.address


def test_it_is_as_fast_as_the_arm_of_the_notebook_and_another_one(bare):
    assert bare.address.endswith("?pace=instant")
    assert "desk" not in bare.address


def test_it_sets_off_and_stops_midway(bare, arm):
    for one in (bare, arm):
        one.move_to(150, -200, 50)
    with pytest.raises(AlarmRaised) as caught:
        bare.move_to(150, 200, 50)
    assert caught.value.codes == (0x22,)
    assert -190 < bare.pose().y < -50
    with pytest.raises(OutOfReach):
        arm.move_to(150, 200, 50)
    assert arm.pose().y == pytest.approx(-200)


def test_then_it_does_nothing_until_it_is_sent_home(bare):
    bare.move_to(200, 0, 50)
    with pytest.raises(AlarmRaised):
        bare.move_to(400, 0, 50)
    with pytest.raises(AlarmRaised):
        bare.move_to(200, 0, 50)
    bare.home()
    bare.move_to(200, 0, 50)
    assert bare.pose().x == pytest.approx(200)


def test_run_twice_it_is_a_fresh_one(bare):
    bare.move_to(150, -200, 50)
    with lesson.bare_arm() as fresh:
        assert fresh.address != bare.address
        assert fresh.pose().y == 0
        with pytest.raises(ArmClosed):
            bare.pose()
