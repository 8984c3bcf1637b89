"""Errors in a real IPython shell: two lines, the same error, and a way back."""

from __future__ import annotations

import pytest

from dobotkit.lesson import long_errors, short_errors
from tests.arm.bench import fresh_address

SET_UP = f"from dobotkit import Arm, lesson\nlesson.start()\narm = Arm({fresh_address()!r})"


@pytest.fixture
def cell(shell, tmp_path, monkeypatch):
    """Runs a cell; returns the lines of the error that it shows."""
    monkeypatch.chdir(tmp_path)
    shell.shown.clear()
    shell.run_cell(SET_UP)
    assert not shell.shown

    def run(code: str) -> list[str]:
        shell.shown.clear()
        shell.run_cell(code)
        assert len(shell.shown) == 1, f"{code!r} should show one error"
        return shell.shown[0][2]

    yield run
    shell.run_cell("arm.close()")


# (the cell, the first line, a part of the second)
CASES = [
    ("amr.home()", "NameError in line 1: Python does not know the name amr.", "mean arm?"),
    ("x = 1\nPrint(x)", "NameError in line 2: Python does not know the name Print.", "mean print?"),
    ("true", "NameError in line 1: Python does not know the name true.", "mean True?"),
    ("xyzzy", "NameError in line 1: Python does not know the name xyzzy.", '"xyzzy"'),
    ("show(1)", "NameError in line 1: Python does not know the name show.", "set-up cell"),
    ("arm.moveto(1)", "AttributeError in line 1: arm has nothing called moveto.", "mean move_to?"),
    ("arm.Home()", "AttributeError in line 1: arm has nothing called Home.", "mean home?"),
    ("arm.when_move = 1", "AttributeError in line 1: arm has nothing called when_move.", "moved?"),
    ("arm.closed = 1", "AttributeError in line 1: arm.closed can be read, but not set.", "command"),
    ("arm.qqq", "AttributeError in line 1: arm has nothing called qqq.", "press Tab"),
    ("arm.pose().X", "AttributeError in line 1: A value of the kind Pose has nothing", "mean x?"),
    ("arm.home().x", "AttributeError in line 1: There is no x here", "nothing back"),
    (
        "arm.move_to(1)",
        "TypeError in line 1: move_to() needs a value for y and z.",
        "move_to(x, y, z",
    ),
    ("arm.home(1)", "TypeError in line 1: home() was given too many values.", "home(wait=True)"),
    ("arm.suck()", "TypeError in line 1: suck() needs a value for enable.", "suck(True)"),
    ("arm.suck(on=1)", "TypeError in line 1: suck() has nothing called on", "suck(True)"),
    ("def f(a):\n    pass\nf()", "TypeError in line 3: f() needs a value for a.", "f(a)"),
    ("def f(*, a):\n    pass\nf()", "TypeError in line 3: f() needs a value for a.", "f(a=…)"),
    ("1 + 'a'", "TypeError in line 1: unsupported operand", "do not mix"),
    (
        "from dobotkit import Session\nSession(name='Zoe')",
        "TypeError in line 2: Session() has nothing called name between its brackets.",
        "Session(token=None)",
    ),
    ("arm.home[1]", "TypeError in line 1: 'method' object is not subscriptable.", "round brackets"),
    ("n = 3\nn(4)", "TypeError in line 2: 'int' object is not callable.", "brackets"),
    ("len(5)", "TypeError in line 1: object of type 'int' has no len().", "wrong kind"),
    ("arm.move_to('a', 0, 0)", "WrongValue: x has to be a number", "in digits"),
    ("float('a')", "ValueError in line 1: could not convert", "in digits"),
    ("raise ValueError('odd')", "ValueError in line 1: odd", "another one"),
    ("1 / 0", "ZeroDivisionError in line 1: A number is divided by zero.", "behind the /"),
    ("[1][5]", "IndexError in line 1: list index out of range.", "[-1]"),
    ("{'a': 1}['b']", "KeyError in line 1: There is nothing called 'b' in there.", "spelling"),
    ("from dobotkit import Amr", "ImportError in line 1: dobotkit has nothing", "mean Arm?"),
    ("import dobotkt", "ModuleNotFoundError in line 1: There is no module", "mean dobotkit?"),
    ("def f():\n    f()\nf()", "RecursionError in line 2: A function calls itself", "stops"),
    ("open('nothing.txt')", "FileNotFoundError in line 1: There is no file nothing.txt.", "folder"),
    ("raise RuntimeError('a\\nb')", "RuntimeError in line 1: a b", "%tb"),
    ("raise RuntimeError", "RuntimeError in line 1: Python says no more", "%tb"),
    ("raise KeyboardInterrupt", "KeyboardInterrupt: You stopped this cell.", "where the arm is"),
    ("arm.move_to(1, 2", "SyntaxError in line 1: The cell ends", "closing bracket"),
    ("x = 1\narm.move_to(1 2)", "SyntaxError in line 2: Invalid syntax. Perhaps", "comma"),
    ("print 'x'", "SyntaxError in line 1: Missing parentheses", "print(...)"),
    ("x = 'abc", "SyntaxError in line 1: Unterminated string", "quote"),
    ("arm.move_to(1, –2, 3)", "SyntaxError in line 1: Invalid character '–'", "plain -"),
    ("arm.home())", "SyntaxError in line 1: Unmatched ')'.", "a ) too many"),
    ("x = 50mm", "SyntaxError in line 1: Invalid decimal literal.", "50mm"),
    ("5 = x", "SyntaxError in line 1: Cannot assign", "Left of ="),
    ("arm.home 5", "SyntaxError in line 1: Python cannot read this line.", "arm.home 5"),
    ("return 3", "SyntaxError in line 1: 'return' outside function.", "inside a function"),
    ("for i in 1, 2\n    i", "SyntaxError in line 1: Expected ':'.", "colon"),
    ("for i in 1, 2:\ni", "IndentationError in line 2: Expected an indented block", "four spaces"),
    ("x = 1\n  y = 2", "IndentationError in line 2: There are spaces", "Take them out"),
    ("if 1:\n    x = 1\n  y = 2", "IndentationError in line 3: Unindent", "same number"),
]


class TestCells:
    @pytest.mark.parametrize(("code", "what", "advice"), CASES, ids=[code for code, *_ in CASES])
    def test_two_lines(self, cell, code, what, advice):
        lines = cell(code)
        assert len(lines) == 2
        assert lines[0].startswith(what)
        assert lines[1].startswith("→ ")
        assert advice in lines[1]
        assert not any("\n" in line for line in lines)


def test_errors_of_the_kit_keep_their_own_two_lines(cell):
    lines = cell("arm.move_to(400, 0, 0)")
    assert lines[0].startswith("OutOfReach: (400.0, 0.0, 0.0) is too far")
    assert lines[1].startswith("→ At height z=0")


def test_name_and_text_of_the_error_stay(cell, shell):
    cell("1 / 0")
    assert shell.shown[0][:2] == ("ZeroDivisionError", "division by zero")
    cell("f(")
    assert shell.shown[0][0] in {"SyntaxError", "_IncompleteInputError"}


def test_a_function_of_an_earlier_cell_is_blamed_by_its_cell(cell, shell):
    shell.run_cell("def half(n):\n    return n / 0", store_history=True)
    count = shell.execution_count - 1
    assert cell("half(3)")[0].startswith(f"ZeroDivisionError in line 2 of In[{count}]: ")


def test_an_error_deep_in_a_library_names_the_line_of_the_cell(cell):
    assert cell("import json\njson.loads('{')")[0].startswith("JSONDecodeError in line 2: ")


@pytest.mark.parametrize("code", ["1 / 0", "arm.move_to(400, 0, 0)"])
def test_tb_gives_everything(cell, code):
    cell(code)
    assert "Traceback" in "\n".join(cell("%tb"))
    assert len(cell(code)) == 2, "and the next error is short again"


def test_an_error_raised_once_more_is_short_once_more(cell, shell):
    shell.run_cell("same = ValueError('odd')")
    assert len(cell("raise same")) == 2
    assert len(cell("raise same")) == 2


def test_an_error_that_is_not_in_a_cell_is_left_alone(cell):
    assert "invalid syntax" in "\n".join(cell("exec('x x')"))
    assert len(cell("exec('x x')")) != 2


def test_it_can_be_switched_off_and_on(cell, shell):
    long_errors()
    assert "Traceback" in "\n".join(cell("1 / 0"))
    long_errors()
    short_errors()
    short_errors()
    assert len(cell("1 / 0")) == 2
    long_errors()
    assert shell._showtraceback == type(shell)._showtraceback.__get__(shell)


def test_when_an_explanation_breaks_the_usual_traceback_is_shown(cell, shell):
    lines = cell("class Odd:\n    def __dir__(self):\n        raise OSError\nOdd().home")
    assert "Traceback" in "\n".join(lines)
    assert shell.shown[0][:2] == ("AttributeError", "'Odd' object has no attribute 'home'")
    assert len(cell("1 / 0")) == 2, "and the next error is short again"


def test_outside_ipython_nothing_happens():
    short_errors()
    long_errors()
