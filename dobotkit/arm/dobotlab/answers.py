"""What DobotLab's names return: as its manual says, and as the app does.

The two differ. The manual writes ``(x, y, z, r, jointAngle)``, ``(r, g, b)`` and 0 or 1;
the app hands out ``{"x": …}``, ``{"red": …}``, ``{"status": 1}`` and
``{"positionL": …}``. Worksheets are written in both ways, so each answer is both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["RailPlace", "Reading", "Sensed"]


class Reading(dict[str, Any]):
    """Several values with names, which are unpacked and counted like a tuple of them.

    ::

        pose = get_pose()
        pose["x"]                       # as in the app
        x, y, z, r, angles = pose       # as in the manual
        pose[0]
    """

    def __iter__(self) -> Iterator[Any]:
        # Values, as of a tuple: unpacking asks for nothing else.
        return iter(self.values())

    def __missing__(self, key: object) -> Any:  # noqa: ANN401  # whatever stands there
        if isinstance(key, int):
            return tuple(self.values())[key]
        names = ", ".join(repr(name) for name in self.keys())  # iterating gives values
        msg = f"{key!r}: there are {names}"
        raise KeyError(msg)


class Sensed(int):
    """0 or 1, or the same as ``["status"]``."""

    def __getitem__(self, name: str) -> int:
        _check(name, "status")
        return self


class RailPlace(float):
    """A place on the rail in mm, or the same as ``["positionL"]``."""

    def __getitem__(self, name: str) -> float:
        _check(name, "positionL")
        return self


def _check(name: str, known: str) -> None:
    if name != known:
        msg = f"{name!r}: there is {known!r}"
        raise KeyError(msg)
