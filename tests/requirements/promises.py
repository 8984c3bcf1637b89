"""What the kit promises, as ``docs/promises.toml`` has it, and as a page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

__all__ = ["PAGE", "ROOT", "Group", "Promise", "State", "groups", "page", "promises"]

ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = ROOT / "docs" / "promises.toml"
PAGE: Final = ROOT / "docs" / "promises.md"

State = Literal["kept", "part", "open"]
WORDS: Final[dict[State, str]] = {"kept": "kept", "part": "in part", "open": "open"}

INTRODUCTION: Final = """\
# Promises, by their ids

The lessons read three privacy policies, here called Dobot, Sobot and AIRobotics. What they
promise, or do not promise, gave the kit its tasks. Each has an id, which stands in other pages
and in the names of tests. This page says what this version does about each: what is done in
the middle, how it is checked on the right. Clauses are named, not quoted. Ids that are not here
belong to lessons that do not exist yet.

{counts}

**In part** means that something is done and something is missing; **open** that nothing is.
Both say what it waits for. “Kept” means: against accidents, classmates and other notebooks, within
the limits of [LIMITS.md](../LIMITS.md). Who owns the computer sees everything. Some of the
tests need Linux, a browser, or more time than the quick ones; `bash .ci/run` runs all of them.

This page is made from `promises.toml`, which stands beside it:
`python -m tests.requirements.page`. `pytest tests/requirements` fails where a test that is named
does not exist.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Promises that belong together: the first part of their ids, and what they are about."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise.

    Attributes
    ----------
    id, clause, about:
        Its name, the policy and clause it comes from, and what it is about.
    state:
        Whether it is kept.
    does:
        What the kit does about it.
    where:
        Files and folders in which that is done or said.
    checks:
        The tests, as pytest names them, without their parameters.
    open:
        What is missing, and why.
    """

    id: str
    clause: str
    about: str
    state: State
    does: str = ""
    where: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    open: str = ""

    @property
    def group(self) -> str:
        """The first part of its id."""
        return self.id.partition("-")[0]


def _data() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def groups() -> list[Group]:
    """Return the groups, in the order of the page."""
    return [Group(**one) for one in _data()["group"]]


def promises() -> list[Promise]:
    """Return all promises, in the order of the page."""
    return [
        Promise(**{key: tuple(it) if isinstance(it, list) else it for key, it in one.items()})
        for one in _data()["promise"]
    ]


def page() -> str:
    """Return the page that says it all."""
    every = promises()
    counted = {state: sum(one.state == state for one in every) for state in get_args(State)}
    counts = (
        f"{len(every)} promises: {counted['kept']} kept, {counted['part']} in part, "
        f"{counted['open']} open."
    )
    parts = [INTRODUCTION.format(counts=counts)]
    for group in groups():
        rows = [_row(one) for one in every if one.group == group.id]
        parts.append(
            f"## {group.title}\n\n"
            "| id, clause | | what it is about, and what the kit does | where | checked by |\n"
            "|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


def _row(one: Promise) -> str:
    missing = f"**Open:** {one.open}" if one.open else ""
    cells = (
        f"**{one.id}**<br>{one.clause}",
        WORDS[one.state],
        "<br>".join(filter(None, (f"*{one.about}*", one.does, missing))),
        "<br>".join(f"[{_short(place)}](../{place})" for place in one.where),
        "<br>".join(f"`{check}`" for check in one.checks),
    )
    return "| " + " | ".join(cells) + " |"


def _short(place: str) -> str:
    return place.removeprefix("dobotkit/")
