"""In a lab a notebook opens no real port by itself."""

from __future__ import annotations

import pytest

from dobotkit import Arm
from dobotkit.errors import ArmBelongsToKeeper


@pytest.mark.parametrize("address", ["COM3", "/dev/ttyUSB0", "socket://127.0.0.1:9", "spy://COM3"])
def test_real_ports_are_the_keepers(monkeypatch, address):
    monkeypatch.setenv("DOBOTKIT_KEEPER", "fd:99")
    with pytest.raises(ArmBelongsToKeeper, match="opened by the keeper"):
        Arm(address)


def test_a_simulated_arm_may_be_opened_directly(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_KEEPER", "fd:99")
    with Arm("dobotsim://of-my-own?pace=instant") as arm:
        assert arm.is_simulated
