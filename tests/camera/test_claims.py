"""What may be said about a card: as much as was asked, and no attribute for anything else."""

from __future__ import annotations

import inspect
import json
import logging
import pickle
from dataclasses import asdict

import pytest
from pydantic import ValidationError

from dobotkit.claim_messages import ClaimsTold
from dobotkit.errors import NotAskedFor, PurposeError
from dobotkit.found_messages import CardTold
from dobotkit.geometry import Box, Point
from dobotkit.rules import SESSION_RULES
from dobotkit.scene import CARD_ASKS, FAULTS, NOT_READ, Card, Claims, Scene

WHY = "see who may enter"
ALL = Claims(
    WHY, CARD_ASKS, kind="student card", valid=False, faults=("expired",), expired=True,
    over_13=True, over_14=True, over_16=False, over_18=None, number_ends="12",
    issuing_state="UTO", sure=0.9,
)  # fmt: skip


def answers(claims: Claims) -> tuple[object, ...]:
    return (
        claims.kind, claims.valid, claims.faults, claims.expired, claims.over_13, claims.over_14,
        claims.over_16, claims.over_18, claims.masked_number, claims.issuing_state, claims.sure,
    )  # fmt: skip


def test_it_says_what_was_found_out_and_for_what():
    assert answers(ALL) == (
        "student card", False, ("expired",), True, True, True, False, None, "••••••••12", "UTO",
        0.9,
    )  # fmt: skip
    assert ALL.why == ("It has expired.",)
    assert ALL.purpose == WHY
    assert ALL.asked == CARD_ASKS
    assert repr(ALL) == (
        "a specimen card, asked for “see who may enter”: kind: student card; valid: no "
        "(it has expired); expired: "
        "yes; over 13: yes; over 14: yes; over 16: no; over 18: cannot be told; masked number: "
        "••••••••12; issuing state: UTO"
    )


def test_it_has_no_attribute_for_what_is_written_on_a_card():
    public = {name for name in dir(ALL) if not name.startswith("_")}
    assert public == {
        "answer_to", "asked", "expired", "faults", "issuing_state", "kind", "masked_number",
        "over_13", "over_14", "over_16", "over_18", "purpose", "refusal", "sure", "valid", "why",
    }  # fmt: skip
    for name in ("name", "number", "birth", "lines", "text", "picture", "surname", "portrait"):
        with pytest.raises(NotAskedFor, match=f"“{name}” is told to nobody") as refused:
            getattr(ALL, name)
        assert "over_13" in refused.value.advice
        assert not hasattr(ALL, name)
        with pytest.raises(AttributeError):
            setattr(ALL, name, "x")
    card = Card(Box(1, 2, 3, 4), claims=ALL)
    assert {name for name in dir(card) if not name.startswith("_")} == {
        "angle", "box", "claims", "found_by", "not_read", "position", "size", "sure", "why_not",
    }  # fmt: skip
    # And of a number two characters at most, whoever makes it.
    assert Claims(WHY, ("masked number",), number_ends="XUT000012").masked_number == "••••••••12"


@pytest.mark.parametrize("ask", CARD_ASKS)
def test_what_was_not_asked_is_not_there(ask):
    others = tuple(one for one in CARD_ASKS if one != ask)
    claims = Claims(
        WHY, others, kind="student card", valid=True, expired=False, over_13=True, over_14=True,
        over_16=True, over_18=True, number_ends="12", issuing_state="UTO",
    )  # fmt: skip
    name = {"kind": "kind", "masked number": "masked_number"}.get(ask, ask.replace(" ", "_"))
    with pytest.raises(NotAskedFor, match=f"“{ask}” was not asked for") as refused:
        getattr(claims, name)
    assert f'asks=("{ask}",)' in refused.value.advice
    assert SESSION_RULES["one use"] in refused.value.why()
    assert not hasattr(claims, name)
    assert ask not in claims._told
    # What looks through everything is not stopped by it.
    assert inspect.getmembers(claims)
    if ask == "valid":
        assert claims._faults == ()
        for more in ("why", "faults"):
            with pytest.raises(NotAskedFor):
                getattr(claims, more)


@pytest.mark.parametrize("way", [pickle.dumps, asdict, lambda one: json.dumps(asdict(one)), hash])
def test_a_scene_with_claims_is_not_kept_either(way):
    card = Card(Box(1, 2, 3, 4), Point(200, 0, -69), claims=ALL)
    for thing in (card, Scene(cards=(card,))):
        with pytest.raises(PurposeError):
            way(thing)
    # The same without claims is plain data.
    bare = Card(Box(1, 2, 3, 4), Point(200, 0, -69))
    assert pickle.dumps(bare)
    assert asdict(Scene(cards=(bare,)))


def test_what_a_scene_shows_of_itself_has_no_answer_in_it(caplog):
    card = Card(Box(1, 2, 3, 4), Point(200, 0, -69), claims=ALL)
    scene = Scene(cards=(card,))
    for shown in (repr(card), repr(scene), str(scene), scene.describe()):
        for word in ("••", "valid", "expired", "UTO", "student", "over 1"):
            assert word not in shown
    with caplog.at_level(logging.INFO), pytest.raises(PurposeError):
        logging.getLogger("dobotkit.anything").info("%s", card.claims)
    assert not caplog.records


def test_why_a_card_was_not_read_is_one_of_a_few_sentences():
    bare = Card(Box(1, 2, 3, 4))
    assert bare.why_not == NOT_READ["not asked"]
    assert "camera.cards(" in bare.why_not
    assert Card(Box(1, 2, 3, 4), not_read="no specimen").why_not == NOT_READ["no specimen"]
    assert Card(Box(1, 2, 3, 4), claims=ALL).why_not == ""
    for said in (*NOT_READ.values(), *FAULTS.values()):
        assert said.endswith((".", "as reader:"))


def test_a_message_tells_what_was_asked_and_is_none_if_it_tells_more():
    told = ClaimsTold.of(ALL)
    assert told.number_ends == "12"
    back = ClaimsTold.model_validate_json(told.model_dump_json()).claims("another purpose")
    assert answers(back) == answers(ALL)
    assert back.purpose == "another purpose"
    few = ClaimsTold.of(Claims(WHY, ("over 16",), over_16=True, valid=True, number_ends="12"))
    said = json.loads(few.model_dump_json())
    assert {name for name, value in said.items() if value not in (None, [])} == {
        "asked", "over_16", "sure",
    }  # fmt: skip
    full = json.loads(told.model_dump_json()) | {"over_18": False}
    for ask in CARD_ASKS:
        with pytest.raises(ValidationError):
            ClaimsTold.model_validate_json(
                json.dumps(full | {"asked": [one for one in CARD_ASKS if one != ask]})
            )


@pytest.mark.parametrize(
    "other",
    [
        {"number_ends": "012"},
        {"number_ends": "A1"},
        {"number_ends": "XUT000012"},
        {"issuing_state": "D"},
        {"document": "passport of somebody"},
        {"faults": ["his name is wrong"]},
        {"name": "somebody"},
        {"lines": ["I<UTO"]},
        {"valid": "yes"},
        {"asked": []},
        {"asked": ["name"]},
    ],
)
def test_a_message_has_no_room_for_what_is_written_on_a_card(other):
    full = json.loads(ClaimsTold.of(ALL).model_dump_json())
    with pytest.raises(ValidationError):
        ClaimsTold.model_validate_json(json.dumps(full | other))


def test_of_a_card_the_claims_cross_with_it():
    card = Card(Box(1, 2, 3, 4), Point(200, 0, -69), 30.0, (85.6, 54.0, 0.8), "markers", 0.9, ALL)
    told = CardTold.model_validate_json(CardTold.of(card).model_dump_json())
    back = told.card(WHY)
    assert answers(back.claims) == answers(ALL)
    assert (back.position, back.why_not) == (card.position, "")
    no = CardTold.of(Card(Box(1, 2, 3, 4), not_read="too small"))
    assert CardTold.model_validate_json(no.model_dump_json()).card().not_read == "too small"
    with pytest.raises(ValidationError):
        CardTold.model_validate_json(no.model_dump_json().replace("too small", "it says …"))


def test_what_is_read_out_of_claims_is_an_ordinary_value():
    """Whoever writes it down has a list of who may enter; the kit does not help with it."""
    kept = [(ALL.valid, ALL.masked_number)]
    assert json.dumps(kept) == json.dumps([[False, "••••••••12"]])
