"""What every client has to do, for scripts that run where only that client is installed."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

TARGET = (210.0, 60.0, 40.0, 15.0)
HOME_JOINTS = (0.0, 45.0, 45.0, 0.0)
ENOUGH = 0.01  # mm or degrees


def close_to(found: Sequence[float], wanted: Sequence[float]) -> bool:
    """Whether all numbers agree to a hundredth."""
    return all(abs(a - b) < ENOUGH for a, b in zip(found, wanted, strict=True))


def drive(
    package: str,
    *,
    connect: Callable[[str], Any],
    home: Callable[[Any], object] | None,
    move: Callable[..., object],
    suck: Callable[[Any], object],
    pose: Callable[[Any], Sequence[float]],
) -> None:
    """Take the steps, one after the other, and print what came of them as JSON.

    Parameters
    ----------
    package:
        What is driven, for its version; empty: what stands beside this script.
    connect:
        Opens an address and returns the arm, which the others take.
    home, move, suck:
        Do it and wait for the end; move also takes x, y, z, r. None: the client cannot.
    pose:
        Returns x, y, z, r, j1 to j4 as the client tells them.
    """
    [address] = sys.argv[1:]
    outcome = dict.fromkeys(("connect", "home", "move", "suck", "pose"), "not tried")
    arm = told = None
    try:
        for name in outcome:
            if name == "connect":
                arm = connect(address)
            elif name == "home" and home is None:
                outcome[name] = "cannot: it has no command for it"
                continue
            elif name == "home":
                home(arm)
                assert close_to(pose(arm)[4:], HOME_JOINTS), f"not at home: {pose(arm)}"
            elif name == "move":
                move(arm, *TARGET)
            elif name == "suck":
                suck(arm)
            else:
                told = list(pose(arm))
                assert close_to(told[:4], TARGET), f"not at the target: {told}"
            outcome[name] = "ok"
    except Exception as error:  # noqa: BLE001 - whatever a client may raise is the result
        traceback.print_exc()
        outcome[name] = f"failed: {type(error).__name__}: {error}"
    print(json.dumps({"version": package and version(package), "steps": outcome, "pose": told}))
