"""What ``error.why()`` says: the rule, what was asked, what is allowed, and who says so."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest

from dobotkit import rules
from dobotkit.arm.reach import Reach
from dobotkit.arm.values import milliseconds, within
from dobotkit.client import _as_error
from dobotkit.errors import ArmError, ArmSilent, LaserOff
from dobotkit.keeper import refusals
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.handling import refusal
from dobotkit.keeper.word import Word
from dobotkit.messages import Answered, read_answer

PLACE = (200.0, 0.0, -61.0, 0.0)


def caught(function, *arguments):
    with pytest.raises(ArmError) as caught:
        function(*arguments)
    return caught.value


MADE = {
    "too far": caught(Reach().joints_for, (400, 0, 0, 0)),
    "a joint": caught(Reach().joints_for, (-150, 100, 0, 0)),
    "stretched": caught(Reach().joints_for, (330, 0, 60, 0)),
    "no number": caught(Reach().joints_for, (math.nan, 0, 0, 0)),
    "on the way": caught(Reach().check_line, (0, -200, 0, 0), (0, 200, 0, 0)),
    "too fast": caught(within, "velocity", 500, 250.0, "mm/s"),
    "too hard": caught(within, "acceleration", 0, 400.0, "mm/s²"),
    "too long": caught(milliseconds, -1),
    "speed": refusals.too_fast("speed", 300, 100),
    "belt": refusals.too_fast("belt speed", 9e5, 28294, "pulses/s"),
    "joints": refusals.joints_too_fast(312.2, 100),
    "turning": refusals.beyond("turning speed", 900, 0, 250, "°/s"),
    "ratio": refusals.beyond("ratio", -1, 0, math.inf, "%"),
    "joint speed": refusals.beyond("joint speed", -1, 0, 300, "°/s"),
    "pause": refusals.beyond("pause", 4e6, 0, 3.6e6, "ms"),
    "circles": refusals.beyond("number of circles", 11, 1, 10),
    "mode": refusals.beyond("mode of moving", 12, 0, 9),
    "command": refusals.not_judged(70, "written"),
    "corners": refusals.too_fast("speed round corners", 300, 100),
    "tool": refusals.another_tool(-100, 57.7, 61.7, "suction"),
    "table": refusals.below_the_table(PLACE, -30),
    "box": refusals.inside_a_box(PLACE, "camera stand"),
    "word": caught(Word().check, "left"),
    "laser": LaserOff("The laser is off at this desk.", "…", rule="laser", set_by="desk"),
}


@pytest.mark.parametrize("name", MADE)
def test_a_refusal_tells_why_in_words_of_its_own(name):
    why = MADE[name].why()
    assert not why.startswith(("Rule:", "There is no rule"))
    assert 1 <= why.count(". ") + why.endswith(".") <= 3
    assert "nan" not in why
    assert "inf" not in why
    assert "None" not in why
    # Somebody has made every rule.
    assert any(who in why for who in ("maker", "teacher", "The kit"))


@pytest.mark.parametrize("name", MADE)
def test_it_is_the_same_after_the_way_from_the_keeper(name):
    error = MADE[name]
    told = read_answer(Answered(n=1, tell=refusal(error)).model_dump_json().encode()).tell
    arrived = _as_error(told)
    assert type(arrived) is type(error)
    assert (arrived.why(), str(arrived)) == (error.why(), str(error))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "speed",
            (
                "The rule “speed” is about how fast the end of the arm may be. Here it would be "
                "300 mm/s; more than 0 and at most 100 mm/s is allowed. A teacher decides this for "
                "the desk, on the keeper's page."
            ),
        ),
        (
            "table",
            (
                "The rule “table” is about how low the tool may go before it touches the table "
                "(z). Here it would be -61 mm; at least -30 mm is allowed. A teacher decides this "
                "for the desk, on the keeper's page."
            ),
        ),
        (
            "box",
            (
                "The box “camera stand” is closed to the arm, and the way would lead into it. "
                "A teacher decides this for the desk, on the keeper's page."
            ),
        ),
        (
            "too fast",
            (
                "The rule “velocity” is about how fast the end of the arm may be. Here it would "
                "be 500 mm/s; 1 to 250 mm/s is allowed. The kit has set this, and it is the same "
                "everywhere."
            ),
        ),
    ],
)
def test_the_words(name, words):
    assert MADE[name].why() == words


def test_numbers_are_written_out_and_have_their_unit():
    assert str(MADE["pause"]) == (
        "For pause, 4000000 ms is asked for, and 0 to 3600000 ms is possible.\n"
        "Choose 0 to 3600000 ms."
    )
    assert str(MADE["joint speed"]) == (
        "For joint speed, -1 °/s is asked for, and 0 to 300 °/s is possible.\nChoose 0 to 300 °/s."
    )


def _rules_of_the_keeper():
    """Every name of a rule in the keeper's code: the first argument of these, or ``rule=``."""
    for path in Path(refusals.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2].lstrip("_")
            if called in {"within", "slow_enough", "beyond", "too_fast"}:
                yield node.args[0]
            yield from (word.value for word in node.keywords if word.arg == "rule")


def test_every_rule_of_the_keeper_has_words_of_its_own():
    found = {node.value for node in _rules_of_the_keeper() if isinstance(node, ast.Constant)}
    assert {"speed", "pause", "jog", "tool"} <= found
    assert found <= {*rules._ABOUT, *rules.TAKEN_NAMES}


def test_where_no_rule_was_met_it_says_what_happened():
    assert "Nothing answers." in ArmSilent("Nothing answers.", "Switch the arm on.").why()


def test_a_box_may_be_called_like_a_joint():
    assert "closed to the arm" in rules.explain("camera", set_by="desk")
    assert "closed to the arm" in refusals.inside_a_box(PLACE, "j1").why()


def test_every_rule_stands_in_the_teachers_page():
    page = (Path(__file__).parents[1] / "docs" / "desk.md").read_text(encoding="utf-8")
    for rule in (*rules._ABOUT, *rules.TAKEN_NAMES):
        assert f"`{rule}`" in page, rule
    for name in Envelope.model_fields:
        assert f"| `{name}` |" in page, name
    assert "no emergency stop" in page
