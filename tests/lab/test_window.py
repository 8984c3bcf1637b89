"""What is typed into the window of a lab."""

from __future__ import annotations

import pytest

from dobotkit.keeping import StandingKeeper
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
        ("stop", "All arms are stopped."),
        (" stop \r", "All arms are stopped."),
        ("allow left", "The arm left may move now"),
        ("allow  right", "The arm right may move now"),
        ("allow toy", "no real arm called toy here. There is: left, right."),
        ("allow", "no real arm called ... here"),
        ("stop left", "Type  stop"),
        ("what?", "allow left  to let a real arm move"),
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
