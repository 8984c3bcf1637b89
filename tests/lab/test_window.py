"""What is typed into the window of a lab."""

from __future__ import annotations

import shutil
import threading

import pytest

from dobotkit.browser_choice import BrowserChoice
from dobotkit.keeping import StandingKeeper
from dobotkit.lab.opening import Opening
from dobotkit.lab.window import Window

ARMS = {"left": "COM3", "right": "/dev/ttyUSB0", "toy": "dobotsim://toy"}


@pytest.fixture
def typed(tmp_path_factory):
    """Type a line; what the window says. Its keeper is not running."""
    keeper = StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=ARMS)
    said: list[str] = []
    window = Window(keeper, ARMS, said.append)

    def type_line(line: str) -> str:
        said.clear()
        window.obey(line)
        return "".join(said)

    return type_line


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("stop", "All arms were told to stop. One that cannot be reached goes on."),
        (" stop \r", "All arms were told to stop. One that cannot be reached goes on."),
        ("allow left", "The arm left may move now"),
        ("allow  right", "The arm right may move now"),
        ("allow toy", "no real arm called toy here. There is: left, right."),
        ("allow", "Say which arm, for example  allow left"),
        ("ALLOW Left", "The arm left may move now"),
        ("home left", "The arm left may seek its zero marks once"),
        ("home", "Say which arm, for example  home left"),
        ("home toy", "There is: left, right."),
        ("stop left", "All arms were told to stop."),
        ("STOP!", "All arms were told to stop."),
        ("stop!!!", "All arms were told to stop."),
        ("what?", "allow NAME  let a real arm (left, right) move until the lab ends"),
        ("what?", "home NAME   let a real arm (left, right) seek its zero marks, once"),
    ],
)
def test_what_it_says(typed, line, says):
    assert says in typed(line)


def test_an_empty_line_is_nothing(typed):
    assert not typed("")
    assert not typed("  \r")


def test_without_a_real_arm_there_is_nothing_to_allow(tmp_path_factory):
    arms = {"desk": "dobotsim://desk"}
    keeper = StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=arms)
    window = Window(keeper, arms, print)
    assert "allow" not in window.help
    assert "home" not in window.help


def test_with_one_real_arm_the_help_can_be_typed_as_it_stands(tmp_path_factory):
    arms = {"toy": "dobotsim://toy", "left": "COM3"}
    keeper = StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=arms)
    lines = Window(keeper, arms, print).help.splitlines()
    assert lines[-2:] == [
        "  allow left  let the arm left move until the lab ends",
        "  home left   let the arm left seek its zero marks, once",
    ]


@pytest.mark.parametrize(("what", "typed_then"), [("move", "allow left"), ("home", "home left")])
def test_what_an_arm_asks_for_is_said_with_what_to_type(tmp_path_factory, what, typed_then):
    keeper = StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=ARMS)
    said: list[str] = []
    window = Window(keeper, ARMS, said.append)
    window.ask(what, "left")
    window.ask("sing", "left")
    assert len(said) == 1
    assert said[0].startswith("The arm left asks to ")
    assert said[0].endswith(f"type  {typed_then}")


@pytest.fixture
def opening(tmp_path):
    return Opening(tmp_path / "windows", BrowserChoice.NONE, lambda _: None)


def test_a_page_that_takes_long_to_open_keeps_no_stop_waiting(tmp_path, opening):
    keeper = StandingKeeper(tmp_path / "k", mode="school", arms=ARMS)
    said: list[str] = []
    window = Window(keeper, ARMS, said.append, opening)
    with opening._lock:  # as while a browser is waited for
        typing = threading.Thread(target=lambda: [window.obey(one) for one in ("open", "stop")])
        typing.start()
        typing.join(20)
        assert not typing.is_alive()
        assert said == ["All arms were told to stop. One that cannot be reached goes on."]


def test_a_page_that_cannot_be_opened_is_said_and_what_is_typed_next_is_heard(tmp_path):
    told = threading.Event()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if "again" in line:
            told.set()

    keeper = StandingKeeper(tmp_path / "k", mode="school", arms=ARMS)
    opening = Opening(tmp_path / "windows", BrowserChoice.NONE, say)
    # A folder of profiles that is gone, as with a disk that is full, makes no window.
    shutil.rmtree(tmp_path / "windows")
    window = Window(keeper, ARMS, say, opening)
    opening.open_lab_again = lambda: opening.open_lab("http://127.0.0.1:1/")
    window.obey("open")
    assert told.wait(20)
    assert said[0] == "That did not open: No such file or directory."
    window.obey("stop")
    assert said[-1].startswith("All arms were told to stop.")
