"""The table says what came of it, and its status is what a script can rely on."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from dobotkit.errors import GuardError
from dobotkit.escapes import commands
from dobotkit.escapes.drive import PLAIN
from dobotkit.escapes.report import TIER_0_CLAIM, as_json, print_report, status
from dobotkit.escapes.tally import Came, Column, Tally, Way
from dobotkit.guard.tiers import Tier

WAYS = tuple(
    Way(name, name, "family") for name in ("tcp4", "udp-sendto", "child-python", "open", "sctp")
)
LIVE = frozenset(("tcp4", "udp-sendto", "child-python", "open"))


def tally(*columns: Column, out: frozenset[str] = LIVE) -> Tally:
    return Tally("kernel", WAYS, Column(PLAIN, out, must_hold=False), columns)


def wall(*out: str) -> Column:
    return Column("1", frozenset(out), must_hold=True, said={"tcp4": "PermissionError"})


def printed(*tallies: Tally, missing: dict[Tier, str] | None = None) -> str:
    console = Console(file=io.StringIO(), width=100)
    print_report(tallies, missing or {}, console)
    return console.file.getvalue()


def test_a_wall_that_holds_is_said_to_hold():
    held = tally(wall())
    assert status([held]) == 0
    assert "tier 1: 0 of 4 live ways got out." in printed(held)
    assert "Nothing got out where nothing may." in printed(held)
    assert held.came(WAYS[4], held.columns[0]) is Came.NOT_LIVE


def test_what_gets_out_of_a_wall_is_named_and_fails():
    broken = tally(wall("udp-sendto"))
    assert status([broken]) == 1
    assert "udp-sendto got out" in printed(broken)
    assert not json.loads(as_json([broken], {}))["held"]


def test_what_is_not_live_elsewhere_still_counts_as_out_when_it_is_seen():
    assert status([tally(wall("sctp"))]) == 1


def test_tier_0_shows_its_number_and_claims_one_sentence():
    tripwire = tally(Column("0", frozenset(("child-python", "open")), must_hold=False))
    assert status([tripwire]) == 0
    text = printed(tripwire, missing={Tier.WALL: "it needs Linux"})
    assert "tier 0: 2 of 4 live ways got out." in text
    assert TIER_0_CLAIM in " ".join(text.split())
    assert "Tier 1 does not work here: it needs Linux." in text
    assert "nothing is promised" in text


def test_a_receiver_that_sees_nothing_proves_nothing():
    deaf = tally(wall(), out=frozenset(("open",)))
    assert status([deaf]) == 1
    assert "proves nothing" in printed(deaf)
    assert json.loads(as_json([deaf], {}))["blind"] == ["child-python", "tcp4", "udp-sendto"]


def test_a_known_hole_is_marked_and_does_not_fail():
    ways = (Way("link", "a link", "the page"),)
    plain = Column("plain", frozenset(("link",)), must_hold=False)
    other = Column("another", frozenset(("link",)), must_hold=True)
    page = Tally("page", ways, plain, [other], {("another", "link")})
    assert status([page]) == 0
    assert "out (known)" in printed(page)
    assert json.loads(as_json([page], {}))["page"]["ways"][0]["came"]["another"] == "out, known"


def test_a_lab_that_does_not_start_leaves_no_other_server_running(monkeypatch):
    ended = []

    class Plain:
        def close(self) -> None:
            ended.append(self)

    def lab(_tier: Tier) -> None:
        raise GuardError("The server that is to be tried does not start.", "Look why.")

    monkeypatch.setattr(commands, "PlainServer", Plain)
    monkeypatch.setattr(commands, "LabServer", lab)
    with pytest.raises(GuardError):
        commands.run_guard([Tier.TRIPWIRE], json=False, browser=False)
    assert len(ended) == 1
