"""A notebook moves things on its table, through a keeper in a process of its own."""

from __future__ import annotations

import gc

import pytest

from dobotkit import client as client_module
from dobotkit import finding_keeper
from dobotkit.arm.arm import Arm
from dobotkit.arm.ports import open_port
from dobotkit.errors import AlarmRaised, PortNotFound, SceneError

FILE = """
title = "From a file"
[[things]]
name = "red"
place = [230, 40]
"""


@pytest.fixture
def _notebook(monkeypatch):
    client_module.disconnect()
    monkeypatch.setattr(finding_keeper, "_practice", None)
    monkeypatch.delenv("DOBOTKIT_KEEPER", raising=False)
    yield
    client_module.disconnect()
    assert finding_keeper._practice.wait(20) == 0
    gc.collect()


@pytest.mark.usefixtures("_notebook")
def test_a_block_is_picked_and_placed(tmp_path):
    port = open_port("keeper://desk?pace=instant")
    assert port.table_now().things == ()
    path = tmp_path / "table.toml"
    path.write_text(FILE, "utf-8")
    port.set_scene(path)
    assert port.table_now().things[0].place == (230, 40, -70)
    with pytest.raises(SceneError, match="Did you mean"):
        port.set_scene("blocksy")
    port.close()
    with pytest.raises(PortNotFound, match="no scene"):
        open_port("keeper://desk?scene=nowhere")


@pytest.mark.usefixtures("_notebook")
def test_an_arm_runs_into_its_table_and_goes_on():
    with Arm("keeper://desk?pace=instant&scene=blocks") as arm:
        arm.move_to(230, 90, 0)
        with pytest.raises(AlarmRaised, match="0x5"):
            arm.move_to(230, 90, -60)
        arm.home()
        arm.move_to(230, 0, 0)


@pytest.mark.usefixtures("_notebook")
def test_short_lines_with_quick_moves_between_them_are_drawn():
    with Arm("keeper://desk?pace=20") as arm:
        arm.speed(acceleration=300)
        arm.draw([[(230 + x, -30), (230 + x, -24)] for x in range(0, 10, 2)], z=-40)
        assert len(arm.paper.lines) == 5
