"""``Near``: a place of the table that a camera is to look at from near by."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Near"]


@dataclass(frozen=True, slots=True)
class Near:
    """Where to look closely, in the frame of the arm.

    Attributes
    ----------
    x, y:
        The place, in mm.
    angle:
        Where the length of what lies there points, in degrees from the x axis; None if that
        is not known.
    size_mm:
        Its length and width; None if they are not known.
    """

    x: float
    y: float
    angle: float | None = None
    size_mm: tuple[float, float] | None = None
