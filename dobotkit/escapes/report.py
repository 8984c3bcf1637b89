"""The table: for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dobotkit.escapes.drive import PLAIN
from dobotkit.escapes.tally import Came, Column, Tally
from dobotkit.guard.tiers import Tier

__all__ = ["TIER_0_CLAIM", "as_json", "blind", "print_report", "status"]

TIER_0_CLAIM = "Network use by ordinary Python code is noticed, stopped and shown."
"""All that tier 0 claims. It is not: no network."""

# Ways that every system has: where one of them is not seen, the receiver is blind.
_EVERYWHERE = frozenset(("tcp4", "udp-sendto", "child-python", "open"))
_HEADS = {
    "kernel": "What a notebook's kernel can do: without a wall, and in each tier",
    "server": "What a page can ask of a server: of a plain JupyterLab, and of the lab's",
    "page": "What a page can do by itself: of a plain JupyterLab; of the lab, in its own window "
    "and in another browser",
}
# Never the colour alone.
_SIGNS = {
    Came.OUT: ("OUT", "bold red"),
    Came.STOPPED: ("stopped", "green"),
    Came.NOT_LIVE: ("not live", "dim"),
    Came.HOLE: ("out (known)", "yellow"),
}


def blind(tallies: Sequence[Tally]) -> frozenset[str]:
    """Return the ways that get out of any plain kernel, but were not seen to."""
    kernels = [tally for tally in tallies if tally.title == "kernel"]
    return frozenset[str]().union(*(_EVERYWHERE - tally.plain.out for tally in kernels))


def status(tallies: Sequence[Tally]) -> int:
    """Return the exit status: 1 if something got out where nothing may, or nobody could see."""
    return int(bool(blind(tallies)) or any(tally.failures for tally in tallies))


def as_json(tallies: Sequence[Tally], missing: Mapping[Tier, str]) -> str:
    """Return one JSON object in ASCII.

    Parameters
    ----------
    tallies:
        What came of trying, side by side.
    missing:
        Tiers that do not work here, and why.
    """
    report = {
        "held": status(tallies) == 0,
        "blind": sorted(blind(tallies)),
        "tier_0_claims": TIER_0_CLAIM,
        "missing": {tier.value: why for tier, why in missing.items()},
        **{tally.title: _side(tally) for tally in tallies},
    }
    return json.dumps(report, indent=1)


def print_report(
    tallies: Sequence[Tally], missing: Mapping[Tier, str], console: Console | None = None
) -> None:
    """Print the tables, what is missing, and what it means."""
    console = console or Console()
    for tally in tallies:
        console.print(_table(tally))
        for column in tally.columns:
            console.print(Text(_sum(tally, column)), soft_wrap=True)
        console.print()
    for tier, why in missing.items():
        console.print(Text(f"Tier {tier} does not work here: {why}."), soft_wrap=True)
    for line in _verdict(tallies):
        console.print(Text(line, "bold"), soft_wrap=True)


def _side(tally: Tally) -> dict[str, object]:
    return {
        "live": tally.live,
        "columns": {
            column.name: {"out": len(column.out), "must_hold": column.must_hold}
            for column in (tally.plain, *tally.columns)
        },
        "ways": [
            {
                "id": way.id,
                "title": way.title,
                "family": way.family,
                "came": {
                    column.name: tally.came(way, column).value
                    for column in (tally.plain, *tally.columns)
                },
                "said": {
                    column.name: column.said[way.id]
                    for column in tally.columns
                    if way.id in column.said
                },
            }
            for way in tally.ways
        ],
    }


def _table(tally: Tally) -> Table:
    table = Table(title=_HEADS[tally.title], title_justify="left", highlight=False)
    table.add_column("it tries to get out by", ratio=1)
    for column in (tally.plain, *tally.columns):
        table.add_column(_head(tally, column), no_wrap=True)
    for family, ways in groupby(tally.ways, lambda way: way.family):
        table.add_section()
        table.add_row(Text(family, "bold"))
        for way in ways:
            signs = [_SIGNS[tally.came(way, column)] for column in tally.columns]
            live = way.id in tally.plain.out
            first = Text("out") if live else Text("not live", "dim")
            table.add_row(Text(way.title), first, *(Text(*sign) for sign in signs))
    return table


def _head(tally: Tally, column: Column) -> str:
    return (
        f"tier {column.name}" if tally.title == "kernel" and column.name != PLAIN else column.name
    )


def _sum(tally: Tally, column: Column) -> str:
    known = sum(tally.came(way, column) is Came.HOLE for way in tally.ways)
    text = f"{_head(tally, column)}: {len(column.out)} of {tally.live} live ways got out."
    if known:
        text += f" {known} of them are holes that LIMITS.md lists."
    if tally.title == "kernel" and column.name == Tier.TRIPWIRE:
        text += f" Tier 0 is a tripwire. All that it claims: {TIER_0_CLAIM}"
    return text


def _verdict(tallies: Sequence[Tally]) -> list[str]:
    if unseen := blind(tallies):
        names = ", ".join(sorted(unseen))
        return [
            f"This run proves nothing: what gets out of any plain kernel was not seen ({names}).",
            "Close other programs, and try again.",
        ]
    lines = [
        f"{_head(tally, column)}: {way.id} got out ({way.title}), and must not."
        for tally in tallies
        for column, way in tally.failures
    ]
    if lines:
        return [*lines, "Please report this: SECURITY.md says how."]
    if any(column.must_hold for tally in tallies for column in tally.columns):
        return ["Nothing got out where nothing may."]
    return ["Only the tripwire was tried: it is no wall, and nothing is promised."]
