"""From names to bytes and back, over every form of every command."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.frames import Frame, decode, encode
from tests.frames.forms import FORMS, Form, extremes, values


def comes_back(form: Form, written: dict[str, object]) -> None:
    raw = encode(form.command.name, **form.options, **written)
    sender = "arm" if form.options.get("reply") else "host"
    [frame] = decode(raw, sent_by=sender)
    assert isinstance(frame, Frame)
    assert frame.valid
    assert frame.name == form.command.name
    assert frame.values == written
    assert encode(frame.id, **form.options, **frame.values) == raw
    assert b"".join(part.raw for part in frame.parts) == raw

    [unknown] = decode(raw)
    if unknown.sent_by is None:
        assert unknown.remark.startswith("It may as well be")
    else:
        assert unknown.sent_by == sender
        assert unknown.values == written


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_smallest_and_the_largest_values_come_back(form):
    for written in extremes(form.layout):
        comes_back(form, written)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_values_of_any_form_come_back(data):
    form = data.draw(st.sampled_from(FORMS))
    comes_back(form, data.draw(values(form.layout)))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=str)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_any_values_of_every_form_come_back(form, data):
    comes_back(form, data.draw(values(form.layout)))
