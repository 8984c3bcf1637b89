"""What can cross between a notebook and the keeper, and that nothing else can."""

from __future__ import annotations

import base64
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from dobotkit.desk_messages import MOST_PLACES
from dobotkit.messages import (
    LARGEST_ANSWER,
    LARGEST_REQUEST,
    Answered,
    ArmAnswered,
    ArmNow,
    Arms,
    ArmSeen,
    AskArms,
    AskDesk,
    AskWay,
    BoxNow,
    Carries,
    CloseArm,
    DeskNow,
    Hello,
    Message,
    NotUnderstood,
    OpenArm,
    Ping,
    Refused,
    Request,
    StopArm,
    WatchArm,
    WriteArm,
    read_answer,
    read_request,
    write_request,
)
from dobotkit.policy.inventory import inventory
from tests.keeper.marks import all_messages, plain_fields, rows_of, unmarked

PLAIN_FIELDS = Path(__file__).parents[1] / "data" / "plain_fields.toml"

# As large as one can be: its corners are at most 1000 mm away.
BOX = BoxNow(name="\U0001f916" * 40, low=(-123.45678901234567,) * 3, high=(123.45678901234567,) * 3)


@pytest.mark.parametrize("model", sorted(all_messages(), key=lambda one: one.__name__))
def test_every_field_that_can_carry_much_says_why_and_how_much(model):
    assert unmarked(model) == []
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["strict"]


def test_somebody_has_looked_at_each_field_without_a_mark():
    """The rows of a message speak for its plain fields, so a new one would slip in below them."""
    looked_at = tomllib.loads(PLAIN_FIELDS.read_text(encoding="utf-8"))
    now = {one.__name__: plain_fields(one) for one in all_messages()}
    found = {f"{name}.{field}" for name, fields in now.items() for field in fields}
    known = {f"{name}.{field}" for name, fields in looked_at.items() for field in fields}
    assert found - known == set(), (
        "do the rows of its message say that it crosses? Then name it in "
        "tests/data/plain_fields.toml. If not, it needs a row: docs/policy.md"
    )
    assert known - found == set(), "gone: take it out of tests/data/plain_fields.toml"


def test_a_message_and_the_inventory_name_each_other():
    """A row names every message that carries it, and a message every row that names it."""
    by_rows = {
        (row.id, place.removeprefix("message:"))
        for row in inventory().rows.values()
        for place in row.code
        if place.startswith("message:")
    }
    by_messages = {(row, one.__name__) for one in all_messages() for row in rows_of(one)}
    assert by_messages - by_rows == set(), "add message:NAME to the code of these rows"
    assert by_rows - by_messages == set(), "these messages do not name these rows"


def test_a_field_without_a_mark_is_found():
    class Bad(Message):
        picture: bytes
        path: Annotated[str, Field(max_length=20)]
        marked: Annotated[str, Carries("arm-name", "it has to")]
        rootless: Annotated[str, Field(max_length=20), Carries("no-such-row", "it has to")]
        places: tuple[tuple[float, ...], ...]
        anything: Any
        fine: Annotated[str, Field(pattern=r"^[a-z]{1,9}$"), Carries("arm-name", "it has to")]
        also_fine: Annotated[tuple[int, ...], Field(max_length=3)]
        mapping: dict[str, int]

    class Outer(Message):
        rows: ClassVar[tuple[str, ...]] = ("arm-name", "no-row-either")
        inner: Bad | None

    found = unmarked(Outer)
    for name in ("picture", "path", "marked", "rootless", "places", "anything", "mapping", "rows"):
        assert any(f"Bad.{name}:" in one for one in found), name
    assert "Outer.rows: the inventory has no row 'no-row-either'" in found
    assert not any("fine:" in one for one in found)
    assert rows_of(Bad) == {"arm-name", "no-such-row"}


def _request(**changes: object) -> bytes:
    ask = {"kind": "write_arm", "arm": "desk", "frames": "qqo=", "stops": 0} | changes
    return json.dumps({"n": 1, "ask": {k: v for k, v in ask.items() if v is not None}}).encode()


def _way(*places: tuple[float, ...]) -> bytes:
    return _request(kind="ask_way", frames=None, stops=None, places=places)


def test_a_good_way_is_read():
    ask = AskWay(arm="desk", places=((0.0, -1000.0, 1000.0, 5.0),))
    assert read_request(_way((0, -1000, 1000, 5.0))) == Request(n=1, ask=ask)


def test_a_good_request_is_read():
    ask = WriteArm(arm="desk", frames=b"\xaa\xaa", stops=0)
    assert read_request(_request()) == Request(n=1, ask=ask)


@pytest.mark.parametrize(
    "ask",
    [
        Hello(protocol=1),
        Ping(),
        OpenArm(arm="desk", options="pace=instant", take_over=True),
        WriteArm(arm="desk", frames=bytes(range(256)) * 2, stops=2**53),
        StopArm(arm="desk"),
        CloseArm(arm="desk"),
        AskArms(),
        AskDesk(arm="desk"),
        AskWay(arm="a" * 32, places=((-1.2345678901234567e-300,) * 4,) * MOST_PLACES),
        Ping(running=False),
        WatchArm(arm="desk"),
    ],
)
def test_what_a_notebook_writes_the_keeper_reads(ask):
    data = write_request(7, ask)
    assert read_request(data) == Request(n=7, ask=ask)
    assert len(data) <= LARGEST_REQUEST


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x04K\x01.",  # a pickle
        b"null",
        b"[]",
        b"{}",
        b'{"n": 1}',
        b'{"n": 1, "ask": {"kind": "import", "what": "os"}}',
        b'{"n": 1, "ask": {"kind": "ping"}, "n2": 1}',
        b'{"n": 0, "ask": {"kind": "ping"}}',
        b'{"n": "1", "ask": {"kind": "ping"}}',
        b'{"n": 1.0, "ask": {"kind": "ping"}}',
        b'{"n": 1e400, "ask": {"kind": "ping"}}',
        b'{"n": 99999999999999999999, "ask": {"kind": "ping"}}',
        b'{"n": 1, "ask": {"kind": "ping", "why": "x"}}',
        b'{"n": 1, "ask": {"kind": "hello", "protocol": true}}',
        b'{"n": 1, "ask": {"kind": "hello", "protocol": "1"}}',
        b'{"n": 1, "ask": {"kind": "\\ud800"}}',
        b"[" * 4000,
        b'{"n":' * 800,
        _request(arm="../../etc"),
        _request(arm="Desk"),
        _request(arm="desk\n"),
        _request(arm="x" * 33),
        _request(arm=["desk"]),
        _request(frames="no base64!"),
        _request(frames=[170, 170]),
        _request(frames=base64.b64encode(bytes(513)).decode()),
        _request(stops=-1),
        _request(stops=None),
        _request(extra=1),
        _request(kind="ping", arm=None, frames=None, stops=None, running="no"),
        _request(kind="watch_arm", frames=None, stops=None, take_over=True),
        _request(kind="open_arm", frames=None, stops=None, options="pace=instant;rm"),
        _request(kind="open_arm", frames=None, stops=None, options="x" * 201),
        _request(kind="open_arm", frames=None, stops=None, take_over=1),
        _way(),
        _way((0, 0, 0, 1e9)),
        _way((0, -1001, 0, 0)),
        _way((0, 0, float("nan"), 0)),
        _way((0, 0, 0)),
        _way(*[(0, 0, 0, 0)] * 33),
    ],
)
def test_a_bad_request_is_refused_as_a_whole(data):
    with pytest.raises(NotUnderstood) as caught:
        read_request(data)
    assert len(str(caught.value)) <= 300


@given(st.binary(max_size=LARGEST_REQUEST))
def test_any_bytes_are_read_or_refused(data):
    for read in (read_request, read_answer):
        with pytest.raises(NotUnderstood):
            read(data)


def test_the_largest_answers_fit_into_the_limit():
    for tell in (
        ArmAnswered(reply=bytes(4096), stops=2**53, why="silence"),
        # Characters that take six bytes each in JSON.
        Refused(error="KeeperRefused", what="\x01" * 800, advice="\x01" * 800, rule="\x01" * 60),
        DeskNow(
            speed=1e-300,
            tool="suction",
            floor=-1.2345678901234567e-300,
            keep_out=(BOX,) * 20,
            zones=(BOX,) * 20,
            laser=False,
        ),
        ArmSeen(state="by another notebook", since=1e300, pose=(-1.23456789e-300,) * 8),
        Arms(arms=(ArmNow(arm="a" * 32, is_a="simulated", held="free", since=1e300),) * 16),
    ):
        data = Answered(n=2**53, tell=tell).model_dump_json().encode()
        assert len(data) <= LARGEST_ANSWER
        assert read_answer(data).tell == tell


def test_what_is_seen_of_a_watched_arm_is_numbers_and_words_of_a_closed_list():
    """No text at all crosses to who watches: not even the name of who has the arm."""
    assert not [
        name
        for name, field in ArmSeen.model_fields.items()
        if field.annotation in (str, bytes) or field.metadata
    ]
    with pytest.raises(NotUnderstood):
        read_answer(b'{"n":1,"tell":{"kind":"arm_seen","state":"anna"}}')
