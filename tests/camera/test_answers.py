"""Answers about people are bound to their purpose: every door of Python's and of the kit's."""

from __future__ import annotations

import copy
import json
import logging
import marshal
import pickle
import statistics
from collections import Counter
from dataclasses import asdict, fields, replace
from multiprocessing.reduction import ForkingPickler

import numpy as np
import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json, to_jsonable_python

from dobotkit import show
from dobotkit.errors import DobotKitError, NothingToShow, PurposeError
from dobotkit.geometry import Box
from dobotkit.held_here import holders
from dobotkit.rules import SESSION_RULES
from dobotkit.scene import Answer, Claims, Forgotten, Picture, Sightings, Visitor

WHY = "see whether somebody comes back"


def visitor(**other) -> Visitor:
    said = {"seen_before": True, "similarity": 0.9, "threshold": 0.56, "box": Box(1, 2, 3, 4)}
    return Visitor(WHY, "A", **(said | other))


def sightings(*visitors: Visitor) -> Sightings:
    return Sightings(WHY, visitors, Picture(b"\xff\xd8\xff", 640, 480, "words"))


ANSWERS = {
    "visitor": visitor(),
    "sightings": sightings(visitor()),
    "picture": sightings(visitor()).picture,
    "answer": Answer(WHY),
    "claims": Claims(WHY, ("valid", "over 16"), valid=True, over_16=False),
}
answers = pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)


def test_it_says_what_it_found_and_nothing_else():
    assert repr(visitor()) == "visitor A, seen before, similarity 0.90, threshold 0.56"
    new = visitor(seen_before=False, similarity=None)
    assert repr(new) == "visitor A, not seen before, threshold 0.56"
    assert repr(sightings()) == "nobody to be seen"
    both = sightings(visitor(), new)
    assert repr(both) == f"{visitor()!r}\n{new!r}"
    assert len(both) == 2
    assert both.purpose == both.visitors[0].purpose == both.picture.purpose == WHY
    assert both.picture.words == repr(both)
    full = Sightings(WHY, (), unnamed=2, notes=("full",))
    assert repr(full).splitlines()[1] == "and 2 without a letter: the drawer is full"
    assert full.notes == ("full",)
    assert "<br>" in both._repr_html_()
    assert "&lt;b&gt;" in Sightings("<b>", ())._repr_html_()


@answers
@pytest.mark.parametrize(
    "way",
    [
        *(
            pytest.param(lambda one, n=n: pickle.dumps(one, n), id=f"pickle {n}")
            for n in range(pickle.HIGHEST_PROTOCOL + 1)
        ),
        pytest.param(ForkingPickler.dumps, id="to another process"),
        copy.copy,
        copy.deepcopy,
        pytest.param(lambda one: copy.deepcopy([{"a": one}]), id="deep inside"),
        hash,
        lambda one: {one},
        lambda one: {one: 1},
        lambda one: Counter([one, one]),
        lambda one: sum([one, one]),
        lambda one: one + 1,
        lambda one: sorted([one, one]),
        lambda one: max(one, one),
        lambda one: statistics.fmean([one]),
        float,
        int,
        bytes,
        lambda one: np.array([one]),
        np.asarray,
        lambda one: np.save("x.npy", one),
        pytest.param(lambda one: TypeAdapter(type(one)), id="pydantic"),
    ],
)
def test_it_is_not_kept_sent_or_counted_together(answer, way, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PurposeError) as refused:
        way(answer)
    error = refused.value
    assert isinstance(error, DobotKitError)
    assert isinstance(error, TypeError)
    assert "answer about people" in error.what
    assert "let it go" in error.advice
    assert SESSION_RULES["one use"] in error.why()
    assert not any(tmp_path.iterdir()) or not (tmp_path / "x.npy").stat().st_size


@answers
@pytest.mark.parametrize(
    "way",
    [
        json.dumps,
        lambda one: json.dumps({"seen": [one]}),
        to_json,
        to_jsonable_python,
        marshal.dumps,
        asdict,
        vars,
        list,
        dict,
        lambda one: replace(one, purpose="another"),
    ],
)
def test_python_refuses_in_its_own_words_where_nobody_is_asked(answer, way):
    """These never ask a thing whether it may be: what matters is that nothing comes out."""
    with pytest.raises((TypeError, ValueError)):
        way(answer)


def test_the_picture_can_be_shown_and_not_be_taken_to_pieces():
    picture = ANSWERS["picture"]
    data, _ = picture._repr_mimebundle_()
    assert data["image/jpeg"] == b"\xff\xd8\xff"
    assert data["text/plain"] == repr(ANSWERS["sightings"])
    for way in (asdict, replace, fields):
        with pytest.raises(PurposeError):
            way(picture)


def test_no_message_and_no_file_of_the_kit_can_have_one():
    with pytest.raises(PurposeError):

        class Kept(BaseModel):
            seen: Visitor


def test_the_rights_see_none_of_it_because_no_store_holds_it():
    """What a copy, an access and a delete go through: nothing there has an answer in it."""
    sightings(visitor())
    said = [entry for holder in holders() for entry in holder.access()]
    assert not any("visitor A" in " ".join(entry) for entry in said)


def test_the_kit_s_own_logging_writes_none_of_it(caplog):
    """It logs without contents everywhere; who passes an answer to it gets the refusal."""
    log = logging.getLogger("dobotkit.camera")
    ways = (
        lambda one: log.info("%s", one),
        lambda one: log.info("%(seen)s", {"seen": one}),
        log.warning,
        lambda one: log.debug("seen %s %s", 1, one),
        lambda one: log.info("seen %s", [1, (one,)]),
        lambda one: log.info("%(seen)s", {"seen": {"first": one}}),
    )
    with caplog.at_level(logging.DEBUG):
        for answer in ANSWERS.values():
            for way in ways:
                with pytest.raises(PurposeError, match="written into a log"):
                    way(answer)
        log.info("%s looks", 3)
    assert caplog.text.count("\n") == 1


def test_other_people_s_logging_goes_on_as_it_did():
    """Notes that come from elsewhere are made without a name at first (queues, sockets)."""
    note = logging.makeLogRecord({"name": "dobotkit.camera", "msg": "%s looks", "args": (3,)})
    assert note.getMessage() == "3 looks"
    assert logging.makeLogRecord({"name": "pupil", "msg": "seen"}).getMessage() == "seen"


@pytest.mark.parametrize("name", ["visitor", "answer"])
def test_it_has_no_panel(name):
    with pytest.raises(NothingToShow):
        show(ANSWERS[name])


def test_how_many_there_were_may_be_kept():
    assert json.dumps(len(sightings(visitor(), visitor()))) == "2"
    assert json.loads(to_json(asdict(Forgotten(3, 3, 0)))) == {
        "templates": 3, "found_before": 3, "found_after": 0,
    }  # fmt: skip


def test_what_is_read_out_of_an_answer_is_an_ordinary_value(tmp_path):
    """A hole, and it cannot be closed: a program that wants a list makes one."""
    one = visitor()
    kept = json.dumps({"label": one.label, "similarity": one.similarity, "said": repr(one)})
    (tmp_path / "list.json").write_text(kept)
    assert json.loads((tmp_path / "list.json").read_text())["label"] == "A"


def test_what_came_of_emptying_is_said_in_words():
    assert repr(Forgotten(1, 1, 0)) == (
        "1 face template overwritten. The keeper has searched its own memory: 1 found before, "
        "0 after."
    )
    assert "does not let the keeper search" in repr(Forgotten(2))
