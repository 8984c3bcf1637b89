"""What could be a thing, and how well a body has to fit to be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.fitting import Field, Fit
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import PLACED, USUAL_MM, Solid, points_of
from dobotkit.opencv import cv2

__all__ = ["Candidate", "badness", "is_usual", "kind_of", "lifted", "placed", "raised", "view_hull"]

# No block is as large from above, in mm²; what is as large is a bin, if it is not too tall.
_BIN_MM2: Final = 2500.0
_BIN_TALL_MM: Final = 45.0
_BIN_LONG_MM: Final = 130.0
_BELOW: Final = 0.3
_UNUSUAL_PX: Final = 0.30
_PER_MM: Final = 0.01
_ROUND_PX: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Something that could be a thing.

    Attributes
    ----------
    kind:
        ``"block"``, ``"cylinder"``, ``"bin"`` or ``"stand"``.
    fit:
        The body that was fitted to it.
    label:
        Its paint's label.
    field:
        The window of the picture in which it was fitted.
    marker:
        The number of the marker on its top, or None.
    lower:
        Tells how it fits if it stands on the table, where ``fit`` says that it stands higher.
    colour, sure, stacked, hidden:
        As of a block; filled in later.
    """

    kind: str
    fit: Fit
    label: int
    field: Field
    marker: int | None = None
    lower: Callable[[], Fit | None] | None = None
    colour: str = "unknown"
    sure: float = 0.0
    stacked: bool = False
    hidden: float = 0.0


def view_hull(solid: Solid, sight: Sight) -> NDArray[np.float32]:
    """The outline of a body in the view from above: (n, 2) column, row."""
    behind = sight.gaze.table_behind(points_of(solid))
    seen = sight.regions.view.view_from_table(behind).astype(np.float32)
    return np.asarray(cv2.convexHull(seen), np.float32).reshape(-1, 2)


def is_usual(solid: Solid) -> bool:
    """Whether a body has the usual size."""
    return (solid.length, solid.width, solid.tall) == (USUAL_MM,) * 3


def placed(solid: Solid) -> tuple[str, ...]:
    """What is to be found of a body whose size and level are known."""
    return PLACED if solid.kind == "block" else PLACED[:2]


def lifted(solid: Solid, z: float, gaze: Gaze) -> Solid:
    """The body at another height that hides the same place from the camera."""
    share = (z - gaze.eye[2]) / (solid.z - gaze.eye[2])
    x, y = gaze.eye[:2] + (np.array([solid.x, solid.y]) - gaze.eye[:2]) * share
    return replace(solid, x=float(x), y=float(y), z=z)


def raised(one: Fit) -> Fit:
    """The fit of a body that stands on something, which may have the same paint."""
    return replace(one, beyond=_BELOW * one.beyond)


def kind_of(solid: Solid) -> str:
    """What a body of that size is: a stand is what things stand on, as a belt."""
    large = solid.length * solid.width > _BIN_MM2
    if solid.kind != "block" or not large or solid.tall > _BIN_TALL_MM:
        return solid.kind
    return "stand" if max(solid.length, solid.width) > _BIN_LONG_MM else "bin"


def badness(one: Fit) -> float:
    """Cost of a fit, with what is unusual made dearer."""
    solid = one.solid
    unusual = (
        0.0 if is_usual(solid) else _UNUSUAL_PX + min(abs(solid.tall - USUAL_MM), 20.0) * _PER_MM
    )
    return one.cost + unusual + (_ROUND_PX if solid.kind == "cylinder" else 0.0)
