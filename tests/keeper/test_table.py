"""The table of a notebook's own simulated arm, through the keeper."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from dobotkit.arm.ports import open_port
from dobotkit.errors import ArmClosed, NoTable, SceneError
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.messages import (
    LARGEST_ANSWER,
    LARGEST_REQUEST,
    Answered,
    Done,
    Refused,
    SetScene,
    TableTold,
    read_request,
    write_request,
)
from dobotkit.simulator.scene import load_scene, shipped_scenes
from dobotkit.things import Belt, Printed, Sensor, TableNow, TableScene, Thing
from tests.arm.bench import Cable, fresh_address
from tests.keeper.wires import raw_notebook

_numbers = itertools.count()

NAME = "a" * 24
EDGE = 123.45678901234567


def fullest() -> tuple[Thing, ...]:
    """As many things as there may be, each as long to write as it can be."""
    return tuple(
        Thing(
            f"{NAME[:20]}-{n:03d}", "cylinder", "orange", (EDGE, EDGE, EDGE), (-EDGE, -EDGE, -EDGE),
            -EDGE, 999, held=False, on=NAME, specimen=Printed(9999, "residence", "altered date"),
        )
        for n in range(40)
    )  # fmt: skip


BELT = Belt((-EDGE, -EDGE, -EDGE), (EDGE, EDGE, EDGE), -EDGE, -EDGE, 1)
SENSORS = tuple(Sensor("infrared", n, (-EDGE, -EDGE, -EDGE)) for n in range(4))


def open_arm(notebook, options="pace=instant&scene=stack"):
    notebook.ask(kind="open_arm", arm="desk", options=options)


def test_a_notebook_asks_what_is_on_its_table():
    with raw_notebook() as notebook:
        open_arm(notebook)
        told = notebook.ask(kind="ask_table", arm="desk")
        assert isinstance(told, TableTold)
        assert [thing.name for thing in told.table().things] == ["red", "green", "blue"]
        assert told.table().things[1].on == "red"


def test_a_scene_by_name_and_as_data():
    with raw_notebook() as notebook:
        open_arm(notebook)
        assert notebook.ask(kind="set_scene", arm="desk", name="blocks") == Done()
        told = notebook.ask(kind="ask_table", arm="desk")
        assert len(told.things) == 4
        scene = load_scene("title='mine'\n[[things]]\nname='red'\nplace=[200, 0]")
        assert notebook.ask(**SetScene.to("desk", scene).model_dump(mode="json")) == Done()
        (red,) = notebook.ask(kind="ask_table", arm="desk").table().things
        assert red.place == (200, 0, -70)


def test_a_specimen_is_laid_by_a_notebook_and_told_to_nobody():
    with raw_notebook() as notebook:
        open_arm(notebook)
        scene = load_scene("title='mine'\n[[things]]\nname='card'\nspecimen=7\nplace=[200, 0]")
        assert notebook.ask(**SetScene.to("desk", scene).model_dump(mode="json")) == Done()
        answers = [notebook.ask(kind="ask_table", arm="desk")]
        assert answers[0].table().things == (replace(scene.things[0], specimen=None, on="table"),)
        assert notebook.ask(kind="set_scene", arm="desk", name="id_cards") == Done()
        answers.append(notebook.ask(kind="ask_table", arm="desk"))
        for told in answers:
            assert "card" in told.model_dump_json()
            assert not {"specimen", "layout", "fault", "student"} & words_of(told.model_dump_json())


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text))


@pytest.mark.parametrize(
    "more",
    [
        {"number": 0},
        {"number": 10_000},
        {"number": "7"},
        {"layout": "passports"},
        {"fault": "it is ISUTOXUT123456"},
        {"name": "somebody"},
    ],
)
def test_what_is_printed_is_a_number_and_words_of_closed_lists(more):
    scene = load_scene("title='mine'\n[[things]]\nname='card'\nspecimen=7\nplace=[200, 0]")
    ask = SetScene.to("desk", scene).model_dump(mode="json")
    ask["laid"]["things"][0]["specimen"] |= more
    with raw_notebook() as notebook:
        open_arm(notebook)
        notebook.send(**ask)
        assert notebook.answer().tell.error == "KeeperRefused"


@pytest.mark.parametrize(
    "more",
    [
        {"name": "../../etc/passwd"},
        {"name": "table.toml"},
        {"name": "x" * 25},
        {"laid": {"title": "x"}},
        {"path": "table.toml"},
        {"laid": "title = 'x'"},
    ],
)
def test_a_scene_that_is_none_of_both_is_not_understood(more):
    with raw_notebook() as notebook:
        open_arm(notebook)
        notebook.send(kind="set_scene", arm="desk", **more)
        answer = notebook.answer()
        assert answer.n == 0
        assert answer.tell.error == "KeeperRefused"


def test_a_name_that_is_not_there_and_data_that_cannot_be_laid_are_refused():
    with raw_notebook() as notebook:
        open_arm(notebook)
        told = notebook.ask(kind="set_scene", arm="desk", name="nowhere")
        assert isinstance(told, Refused)
        assert told.error == "SceneError"
        told = notebook.ask(kind="set_scene", arm="desk")
        assert told.error == "SceneError"
        twice = load_scene("blocks")
        same = TableScene("x", -70, twice.edges, things=(twice.things[0],) * 2)
        told = notebook.ask(**SetScene.to("desk", same).model_dump(mode="json"))
        assert (told.error, "two things" in told.what) == ("SceneError", True)
        assert len(notebook.ask(kind="ask_table", arm="desk").things) == 3


def test_without_an_open_arm_there_is_no_table():
    with raw_notebook() as notebook:
        assert notebook.ask(kind="ask_table", arm="desk").error == "ArmClosed"
        assert notebook.ask(kind="set_scene", arm="desk", name="blocks").error == "ArmClosed"


def test_each_notebook_has_its_own_table():
    with raw_notebook() as one, raw_notebook() as other:
        for notebook in (one, other):
            open_arm(notebook)
        one.ask(kind="set_scene", arm="desk", name="empty")
        assert one.ask(kind="ask_table", arm="desk").things == ()
        assert len(other.ask(kind="ask_table", arm="desk").things) == 3


def test_a_real_arm_knows_no_table():
    # What a real port has is what pySerial gives it.
    lease = Lease(Cable(fresh_address()), Envelope(), may_move=lambda: None, may_home=lambda: None)
    with pytest.raises(NoTable, match="real arm"):
        lease.table_now()
    with pytest.raises(NoTable):
        lease.set_scene("blocks")
    lease.close()
    with pytest.raises(ArmClosed):
        lease.table_now()
    with pytest.raises(ArmClosed):
        lease.set_scene("blocks")


def test_the_fullest_table_and_the_fullest_scene_fit_into_a_message():
    told = TableTold.of(
        TableNow(
            -EDGE, fullest(), BELT, SENSORS, tuple(f"{NAME[:20]}-{n:03d}" for n in range(40)),
            EDGE, (-EDGE,) * 4,
        )
    )  # fmt: skip
    assert len(Answered(n=2**53, tell=told).model_dump_json()) <= LARGEST_ANSWER
    scene = TableScene(
        "x" * 80, -EDGE, (-EDGE,) * 4, "gripper", 2**32 - 1, fullest(), BELT, SENSORS
    )
    ask = SetScene.to("a" * 32, scene)
    data = write_request(2**53, ask)
    assert len(data) <= LARGEST_REQUEST
    assert read_request(data).ask.scene() == scene


@pytest.mark.parametrize("name", shipped_scenes())
def test_what_crosses_is_what_is_there(name):
    scene = load_scene(name)
    ask = SetScene.to("desk", scene)
    assert read_request(write_request(1, ask)).ask.scene() == scene


def test_the_port_of_a_simulated_arm_and_its_address():
    name = f"table{next(_numbers)}"
    port = open_port(f"dobotsim://{name}?pace=instant")
    assert port.table_now().things == ()
    assert port.table_now().height == -138
    port.set_scene("blocks")
    assert len(port.table_now().things) == 4
    with pytest.raises(SceneError):
        port.set_scene("nowhere")
    port.close()
    # Opened again without a word about it, the table is as it was left.
    port = open_port(f"dobotsim://{name}?pace=instant")
    assert len(port.table_now().things) == 4
    port.close()
    port = open_port(f"dobotsim://{name}?pace=instant&scene=stack")
    assert port.table_now().things[1].on == "red"
    port.close()
