"""FACE: what is found of a face is a box, a score, a count or a letter, and is for one purpose."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from typing import Any

import dobotkit
from dobotkit import scene, visitors
from dobotkit.canary.templates import TEMPLATE
from dobotkit.found_messages import FaceTold
from dobotkit.message_parts import Message
from dobotkit.messages import Tell
from dobotkit.visitor_messages import (
    LABELS,
    DrawerNow,
    ForgottenTold,
    Label,
    LookForVisitors,
    VisitorsTold,
    VisitorTold,
)
from tests.keeper.marks import all_messages
from tests.requirements.sources import imported, sources

SEES_A_TEMPLATE = re.compile(r"embed(ding)?s?|templates?|descriptors?|features?|vectors?")
WRITES_OR_COUNTS = {"json", "pickle", "csv", "shelve", "statistics", "sqlite3", "logging"}
# What is told of a face and of a visitor: all of it.
TOLD = {
    FaceTold: {"box", "score"},
    VisitorTold: {"label", "seen_before", "similarity", "box", "score"},
    VisitorsTold: {
        *("kind", "visitors", "unnamed", "threshold", "count"),
        *("picture", "moment", "source", "notes"),
    },
    DrawerNow: {"kind", "count", "threshold", "seconds"},
    # How many there were, and how often they were found; a number each.
    ForgottenTold: {"kind", "templates", "found_before", "found_after"},
}


def numbers_in(kind: Any) -> int:
    """How many fractional numbers there is room for, without lists of other messages."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return numbers_in(inside[0])
    if origin is tuple and inside[-1] is ...:
        one = numbers_in(inside[0])
        return 0 if not one or _is_message(inside[0]) else 10**9
    if inside and origin is not typing.Literal:
        return sum(map(numbers_in, inside)) if origin is tuple else max(map(numbers_in, inside))
    return int(kind is float)


def _is_message(kind: Any) -> bool:
    kind = typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind
    return isinstance(kind, type) and issubclass(kind, Message)


def answers() -> set[type[Message]]:
    """Every message that the keeper sends, also those inside others."""
    found: set[type[Message]] = set()

    def look(kind: Any) -> None:
        if _is_message(kind) and not typing.get_args(kind):
            if kind not in found:
                found.add(kind)
                for field in kind.model_fields.values():
                    look(field.annotation)
        else:
            for one in typing.get_args(kind):
                look(one)

    look(Tell)
    return found


def test_face_01_no_answer_has_room_for_a_template():
    told = answers()
    assert set(TOLD) <= told <= all_messages()
    for model, names in TOLD.items():
        assert set(model.model_fields) == names
    for model in told:
        room = sum(numbers_in(field.rebuild_annotation()) for field in model.model_fields.values())
        assert room < TEMPLATE, model
        for name in model.model_fields:
            if SEES_A_TEMPLATE.fullmatch(name):
                assert (model, name) == (ForgottenTold, "templates")
                assert numbers_in(model.model_fields[name].annotation) == 0
    assert numbers_in(tuple[float, ...]) > TEMPLATE
    assert numbers_in(typing.Annotated[tuple[float, float], "x"] | None) == 2


def test_face_01_a_visitor_has_a_letter_and_never_a_name():
    assert set(typing.get_args(Label)) == set(LABELS)
    assert all(re.fullmatch(r"[A-T]", one) for one in LABELS)
    assert len(LABELS) == 20
    assert "name" not in {*VisitorTold.model_fields, *dir(scene.Visitor)}
    assert LookForVisitors.model_fields["purpose"].annotation == typing.Literal["same-visitor"]


def test_face_01_nothing_public_hands_out_a_template():
    """On the notebook's side there is no word for one but in how many there were."""
    public = {
        f"{owner.__name__}.{name}"
        for owner in (visitors.Visitors, *(getattr(scene, one) for one in scene.__all__))
        if inspect.isclass(owner)
        for name in dir(owner)
        if not name.startswith("_") and SEES_A_TEMPLATE.search(name)
    }
    assert public == {"Forgotten.templates"}
    assert [one for one in dobotkit.__all__ if SEES_A_TEMPLATE.search(one)] == []
    # Nor could one be made there of what crosses: these modules know no arrays.
    for path in ("dobotkit/visitors.py", "dobotkit/visitor_messages.py", "dobotkit/camera.py"):
        assert "numpy" not in imported()[path]
    assert not [
        path
        for path, names in imported().items()
        if path.startswith("dobotkit/scene/") and "numpy" in names
    ]


def test_face_06_no_code_of_the_kit_writes_down_or_counts_what_was_found():
    """Whoever names an answer about people neither encodes, nor keeps, nor adds up anything."""
    names = {"Sightings", "Visitor", "PictureOfPeople", "VisitorsTold", "VisitorTold", "Met"}
    using = {
        path
        for path, text in sources().items()
        if any(name in text for name in names)
        and names & {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name)}
    }
    assert {"dobotkit/visitors.py", "dobotkit/keeper/visiting.py"} <= using
    assert {path for path in using if imported()[path] & WRITES_OR_COUNTS} == set()
