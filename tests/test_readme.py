"""What the README shows is what happens."""

import re
from pathlib import Path

import pytest

from dobotkit import Arm
from dobotkit.errors import OutOfReach

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_runs(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_PORT", "dobotsim://readme?pace=instant")
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(compile(example, "README.md", "exec"), names)  # noqa: S102  # our own page
    assert names["arm"].closed


def test_the_refusal_is_quoted_word_for_word():
    with Arm("dobotsim://readme?pace=instant") as arm, pytest.raises(OutOfReach) as caught:
        arm.move_to(400, 0, 0)
    assert "\n".join(caught.value._render_traceback_()) in README
