"""The programs of ``tests/keeper`` that try to cheat, with the keeper and without it."""

from __future__ import annotations

from typing import Any

from tests.keeper.test_cheats import CHEATS, SLOW
from tests.keeper.watched import WatchedDesk, start_somewhere

__all__ = ["cheats"]


def cheats(*, slow_ones: bool = True) -> dict[str, Any]:
    """Run each twice, and say which got the arm out of bounds.

    Without the keeper the same frames go to the arm itself. Not all of them break a
    rule there: some arms refuse by themselves, and some cheats need the keeper's trust.
    """
    names = [name for name in CHEATS if slow_ones or name not in SLOW]
    guarded = {name: _crime(name, guarded=True) for name in names}
    unguarded = {name: _crime(name, guarded=False) for name in names}
    return {
        "programs": len(names),
        "out_of_bounds": sum(map(bool, guarded.values())),
        "out_of_bounds_without_keeper": sum(map(bool, unguarded.values())),
        "each": {
            name.replace("_", " "): {
                "with_keeper": guarded[name] or "held",
                "without_keeper": unguarded[name] or "nothing",
            }
            for name in names
        },
    }


def _crime(name: str, *, guarded: bool) -> str:
    """Return the first thing that the arm did and may not do, without its numbers."""
    desk = WatchedDesk()
    try:
        start_somewhere(desk)
        if not guarded:
            desk.raw = desk.arm.receive
        CHEATS[name](desk)
        desk.run(30)
        return desk.crimes[0].partition(":")[0] if desk.crimes else ""
    finally:
        desk.lease.close()
