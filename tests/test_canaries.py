"""Names are planted all around the kit, and looked for in all that it keeps."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

from benchmarks.canaries import table
from benchmarks.canary_keeper import in_the_keeper, linked, unlinkable
from benchmarks.canary_run import AMBIENT, NEEDLES, TYPED, disguises, hits
from dobotkit import Session
from dobotkit.memory_search import search
from tests.session.classroom import classroom


@pytest.mark.parametrize("needle", NEEDLES.values(), ids=NEEDLES)
def test_a_canary_is_found_in_any_disguise(needle):
    forms = set(disguises(needle))
    assert len(forms) >= 6
    for form in forms:
        assert hits(needle, b"before " + form + b" after")
    assert hits(needle, json.dumps({"x": needle}).encode())
    assert not hits(needle, b"before and after, and nothing between them")
    for other in set(NEEDLES.values()) - {needle}:
        assert not hits(other, needle.encode())


def test_nothing_of_them_is_in_the_memory_of_a_keeper():
    looked, found = in_the_keeper()
    assert looked > 1000
    assert found == dict.fromkeys(NEEDLES, 0)


def test_they_would_be_found_there():
    with classroom() as room, room.notebook() as notebook:
        Session()
        for needle in NEEDLES.values():
            room.people.planted = {needle: 1}
            assert search([notebook.service], [needle])[1]


def test_two_sessions_of_one_pupil_have_nothing_in_common():
    found = unlinkable()
    assert found.pop("words_in_common") == [
        "",
        "camera",
        "permission-on",
        "right-access",
        "session-opened",
    ], "more than the words of closed lists"
    assert found == {
        "objects_in_common": 0,
        "times_in_common": 0,
        "tokens_differ": True,
        "pseudonyms_differ": True,
    }


def test_a_thread_between_two_would_be_seen():
    notebook = object()
    assert linked({"on": {notebook: 1}}, {"notebooks": (notebook,)}) == [notebook]
    assert linked({"on": [object()]}, {"on": [object()]}) == []


@pytest.mark.slow
def test_nothing_of_them_is_found_after_a_lesson():
    with contextlib.redirect_stdout(io.StringIO()):
        found = table()
    assert found["canaries"] == len(AMBIENT) + len(TYPED) == 11
    assert found["places"] == 14
    assert found["found"] == 0, {
        what: {place: count for place, count in row.items() if count}
        for what, row in found["table"].items()
    }
    # It was a lesson in which a lot went wrong, and the keeper was asked a lot.
    assert {"WrongValue", "NotYours", "NeverAllowed", "PortNotFound", "OutOfReach"} == set(
        found["errors_shown"]
    )
    assert found["questions_to_the_keeper"] > 200
    # Where they were leaked on purpose they are seen.
    outside = {"files that are left", "outputs of the saved notebook"}
    for what, places in found["control"].items():
        wanted = outside | ({"log records"} if what in TYPED else set())
        if what in {"file name of the notebook", "arm's serial number"}:
            wanted = {"files that are left"}  # they stand in the environment only
        assert wanted <= set(places), what
    assert found["kit_asked_for_host_or_user"] == []
