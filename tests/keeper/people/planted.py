"""A row that is put into the inventory for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

from dobotkit.keeper.people import gate
from dobotkit.policy.row import Row


@contextmanager
def planted_row(*code: str, permission: str, name: str = "planted") -> Iterator[None]:
    """Let the keeper's gate read an inventory with one more row.

    Parameters
    ----------
    code:
        What touches it, such as ``"message:AskArms"``.
    permission:
        What it needs.
    name:
        The row's id.
    """
    row = Row(
        id=name,
        name="a planted row",
        words="Is here for a test only.",
        purpose="teaching",
        grade="C1",
        kept="memory",
        retention="session",
        recipients=(),
        permission=permission,
        lines=("Dobot §1(3)",),
        code=code,
    )
    before = gate.inventory()
    there = replace(before, rows=MappingProxyType({**before.rows, name: row}))
    read = gate.inventory
    gate.inventory = lambda: there
    gate.needed.cache_clear()
    try:
        yield
    finally:
        gate.inventory = read
        gate.needed.cache_clear()
