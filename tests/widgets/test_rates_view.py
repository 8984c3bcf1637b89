"""A slider for the threshold, in both directions and without a browser."""

from __future__ import annotations

import pytest

from dobotkit import show
from dobotkit.errors import WrongValue
from dobotkit.measured import Rate
from dobotkit.widgets.bar import Bar
from dobotkit.widgets.rates_view import FindingView, MatchingView
from tests.measured.test_rates import finding, matching
from tests.widgets.comms import heard


def opened(sent, name):
    """The state with which a page gets to know a widget that has this trait."""
    return next(one.state for one in sent if name in one.state and len(one.state) > 1)


def test_a_matching_is_shown_where_both_errors_are_equally_frequent():
    with heard() as sent:
        view = show(matching())
        assert isinstance(view, MatchingView)
        assert view.threshold == round(matching().equal_error_threshold, 2)
        view.threshold = 0.6
        assert view.errors == matching().at(0.6)
        assert repr(view) == view.words == matching().at(0.6).words
    state = opened(sent, "missed")
    assert state["missed"][60] == view.errors.false_rejects.count
    assert state["wrong"][45] == matching().at(0.45).false_accepts.count
    assert state["of"] == [4, 4]
    # The threshold is all that changes later.
    assert [one.state for one in sent[-1:]] == [{"threshold": 0.6}]


def test_a_finding_has_a_bar_for_each_tone():
    with heard() as sent:
        view = show(finding())
        assert isinstance(view, FindingView)
        view.threshold = 0.9
    assert view.rates == {1: Rate(30, 30), 10: Rate(5, 30)}
    assert "tone 10: 5 of 30" in repr(view)
    state = opened(sent, "tones")
    assert [one["counts"][90] for one in state["tones"]] == [30, 5]
    assert state["lowest"] == 0.3


def test_a_threshold_comes_to_rest_on_a_step_and_none_is_accepted_that_is_none():
    with heard():
        view = show(matching())
        view.threshold = 0.613
        assert view.threshold == 0.61
        for wrong in (1.2, -0.1):
            with pytest.raises(WrongValue):
                view.threshold = wrong
        assert view.threshold == 0.61
        with pytest.raises(WrongValue):
            show(finding()).threshold = 0.2


def test_a_saved_notebook_keeps_the_words():
    with heard():
        data, _ = show(matching())._repr_mimebundle_()
    assert "false accepts" in data["text/html"]
    assert "<script" not in data["text/html"]


def test_a_bar_says_what_it_is_about():
    with heard() as sent:
        bar = Bar(label="Measuring")
        bar.say(0.5, "5 of 10 pictures are done.")
        bar.say(0.5, "Stopped.", state="stopped")
    assert opened(sent, "label")["label"] == "Measuring"
    assert (bar.part, repr(bar), bar.state) == (0.5, "Stopped.", "stopped")
