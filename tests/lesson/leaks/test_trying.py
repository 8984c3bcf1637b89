"""Ways out of a notebook are tried, and who would receive it is asked."""

from __future__ import annotations

import pytest

from dobotkit.catching import Catcher
from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.trying import attempt, attempts, escape_code
from dobotkit.lesson.leaks.wall import judge


class Listening:
    """A receiver on this computer, as the keeper has one."""

    def __init__(self):
        self.count = 0
        self._catcher = Catcher(self._note)
        tcp = self._catcher.tcp()
        self.target = {"mark": "secret", "tcp": tcp, "udp": self._catcher.udp()}
        self._catcher.start()

    def _note(self, _data, new):
        self.count += new

    def close(self):
        self._catcher.close()


@pytest.fixture(scope="module")
def receiver():
    listening = Listening()
    yield listening
    listening.close()


def test_what_arrives_is_counted(receiver):
    tried = attempt("tcp4", receiver)
    assert tried.arrived == 1
    assert not tried.stopped
    assert "The receiver says: it has arrived" in repr(tried)


def test_what_says_that_it_was_sent_has_not_arrived(receiver):
    tried = attempt("print('sent', end='') or TARGET", receiver)
    assert (tried.arrived, tried.stopped) == (0, False)
    assert "Python says: ran to its end" in repr(tried)
    assert "The receiver says: nothing has arrived" in repr(tried)


@pytest.mark.parametrize(
    "program",
    [
        "TARGET; raise PermissionError(1, 'not permitted')",
        "import subprocess; raise subprocess.CalledProcessError(1, TARGET['mark'])",
        "TARGET; raise RuntimeError('the tripwire')",
    ],
)
def test_what_the_system_refuses_was_stopped(receiver, program):
    assert attempt(program, receiver).stopped


@pytest.mark.parametrize(
    "program", ["TARGET[1]", "1 / len(TARGET) / 0", "TARGET.none", "def TARGET", "TARGET("]
)
def test_a_slip_of_the_pen_is_no_wall(receiver, program):
    tried = attempt(program, receiver)
    assert (tried.arrived, tried.stopped) == (0, False)
    assert "Error" in tried.says


def test_what_nobody_listens_to_is_not_tried(receiver):
    tried = attempt("unix-stream", receiver)
    assert tried.says.startswith("not tried")
    assert not tried.stopped


def test_several_stand_in_one_table(receiver):
    tried = attempts(receiver, "tcp4", "udp-sendto", "unix-stream")
    assert tried.arrived == 2
    assert tried.below == "2 of 3 have got out."
    assert "<table>" in tried._repr_html_()


def test_an_escape_that_the_kit_has_not_is_answered_with_the_nearest(receiver):
    with pytest.raises(LessonError, match='Did you mean "tcp4"'):
        attempt("tpc4", receiver)
    with pytest.raises(LessonError, match='no escape "none"'):
        escape_code("none")
    assert "create_connection" in repr(escape_code("tcp4"))


@pytest.mark.parametrize("tier", ["0", "1", "1+2", "", "9"])
@pytest.mark.parametrize("out", [True, False])
def test_the_verdict_follows_what_was_measured(receiver, monkeypatch, tier, out):
    monkeypatch.setenv("DOBOTKIT_TIER", tier)
    tried = attempts(receiver, "tcp4" if out else "unix-stream")
    said = repr(judge(tried))
    assert f"Measured: {int(out)} of 1 have got out." in said
    assert (f"tier {tier}," in said) == (tier in {"0", "1", "1+2"})
    assert ("no guard around this notebook" in said) == (tier in {"", "9"})
    assert ("That must not be" in said) == (out and tier.startswith("1"))
    assert ("The wall has held these" in said) == (not out and tier.startswith("1"))
    assert ("can send something away" in said) == (out and not tier.startswith("1"))
