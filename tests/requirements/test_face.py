"""FACE: what is found of a face is a box, a score, a count or a letter, and is for one purpose."""

from __future__ import annotations

import ast
import datetime as dt
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import typing
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import dobotkit
from dobotkit import cards, mrz, scene, visitors
from dobotkit.canary.templates import TEMPLATE
from dobotkit.card_layouts import LAYOUTS, is_reserved
from dobotkit.claim_messages import ClaimsTold
from dobotkit.found_messages import CardTold, FaceTold
from dobotkit.keeper.eyes.specimen_only import is_specimen
from dobotkit.message_parts import Message
from dobotkit.messages import Tell
from dobotkit.simulator.specimens import Specimen
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
from tests.requirements.promises import ROOT
from tests.requirements.sources import imported, sources

SEES_A_TEMPLATE = re.compile(r"embed(ding)?s?|templates?|descriptors?|features?|vectors?")
WRITES_OR_COUNTS = {"json", "pickle", "csv", "shelve", "statistics", "sqlite3", "logging"}
# Writes the question to the process that reads a card: where it is, and what is asked.
HANDS_OVER = "dobotkit/keeper/eyes/card_readers.py"
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

# The same of a card.
OF_CARDS = {
    CardTold: {
        *("box", "position", "angle", "size", "found_by", "sure", "claims", "not_read"),
    },
    ClaimsTold: {
        *("asked", "document", "valid", "faults", "expired", "over_13", "over_14", "over_16"),
        *("over_18", "number_ends", "issuing_state", "sure"),
    },
}
WRITTEN_ON_A_CARD = re.compile(
    r"(^|_)(name|surname|given|number|birth|born|line|lines|text|mrz|zone|portrait|photo)(_|$)"
)
# None is of a card.
HARMLESS = {"Marker.number", "Code.text"}
OF_A_KEEPER = (
    "dobotkit.keeper.process",
    "dobotkit.keeper.reading_cards",
    "dobotkit.keeper.eyes.virtual",
    "dobotkit.keeper.eyes.shared",
    "dobotkit.keeper.eyes.card_reading",
)
READS = tuple(
    f"dobotkit.keeper.eyes.{one}"
    for one in ("card_text", "card_fields", "mrz_reading", "text", "documents", "card_process")
)
DAY = dt.date(2026, 11, 23)


def _room_for_text(kind: Any) -> bool:
    """Whether some text of its own fits in, without those of other messages and closed lists."""
    if typing.get_origin(kind) is typing.Literal:
        return False
    inside = typing.get_args(kind)
    return any(map(_room_for_text, inside)) if inside else kind in (str, bytes)


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
    names = {
        *("Sightings", "Visitor", "PictureOfPeople", "VisitorsTold", "VisitorTold", "Met"),
        *("Card", "Claims", "ClaimsTold", "CardTold", "Told", "Said", "CardReader"),
    }
    using = {
        path
        for path, text in sources().items()
        if any(name in text for name in names)
        and names & {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name)}
    }
    assert {"dobotkit/visitors.py", "dobotkit/keeper/visiting.py", "dobotkit/cards.py"} <= using
    assert {path for path in using if imported()[path] & WRITES_OR_COUNTS} == {HANDS_OVER}
    assert imported()[HANDS_OVER] & WRITES_OR_COUNTS == {"json"}
    assert sources()[HANDS_OVER].count("json.") == 1


def test_face_07_of_a_card_there_are_boxes_places_and_words_of_closed_lists():
    """No text of a card fits into what is told of it, but two digits that were asked for."""
    texts = {
        (model, name)
        for model in OF_CARDS
        for name, field in model.model_fields.items()
        if _room_for_text(field.rebuild_annotation())
    }
    assert {model: set(model.model_fields) for model in OF_CARDS} == OF_CARDS
    assert texts == {(ClaimsTold, "number_ends")}
    checker = TypeAdapter(ClaimsTold.model_fields["number_ends"].rebuild_annotation())
    for text in ("12", "07"):
        assert checker.validate_python(text) == text
    for text in ("1", "123", "XU", "1a", "XUT000012", "Koulm", "12\n", " 1", "\u0661\u0662"):
        with pytest.raises(ValidationError):
            checker.validate_python(text)


def test_face_07_nothing_public_names_what_is_written_on_a_card():
    """Neither among what a pupil imports, nor on what a look answers."""
    owners = [getattr(scene, one) for one in scene.__all__]
    public = {
        f"{owner.__name__}.{name}"
        for owner in (cards.CardReader, *owners)
        if inspect.isclass(owner)
        for name in dir(owner)
        if not name.startswith("_") and WRITTEN_ON_A_CARD.search(name)
    }
    assert public == {
        "Claims.masked_number",
        *HARMLESS,
    }


def test_face_07_a_keeper_has_nothing_that_could_read_a_card():
    """That is in the process that exists for one look: the keeper does not even load it."""
    loads = ";".join(f"import {one}" for one in OF_A_KEEPER)
    script = f"import sys;{loads};print(*[one for one in {READS!r} if one in sys.modules])"
    command = [sys.executable, "-P", "-c", script]
    paths = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    ran = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert ran.stdout.split() == []
    assert all(importlib.util.find_spec(one) for one in READS)


def test_face_07_a_card_is_drawn_with_a_number_that_no_document_has():
    drawn = {
        Specimen(n, layout=one, on=DAY).document_number for n in range(1, 60) for one in LAYOUTS
    }
    assert all(is_reserved(number) for number in drawn)
    # A word on it proves nothing, and another state's card has another number.
    for fault in ("not reserved", "other state"):
        zone = mrz.read(Specimen(7, on=DAY, fault=fault).lines)
        assert not is_specimen(zone)
    assert is_specimen(mrz.read(Specimen(7, on=DAY).lines))
