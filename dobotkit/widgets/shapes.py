"""What a picture is made of, and the pictures themselves.

A picture is a *display list*: plain data in mm that says what to draw, in
which order and in which named style. ``canvas.js`` draws it in a browser and
``still`` writes it as SVG; neither knows anything about arms.

In every panel u grows to the right and v grows upwards, in mm. Only the
little shifts of words (``dx``, ``dy``) and the sizes of letters are in
pixels, so that words stay readable when the picture shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass

from dobotkit.widgets.solids import Anchor, Eye, Solid, Spot

__all__ = ["Area", "Dot", "Line", "Panel", "Picture", "Shape", "SolidsHere", "Spot", "Words"]


def _plain(points: tuple[Spot, ...]) -> list[list[float]]:
    # A tenth of a millimetre is less than a pixel; "+ 0.0" turns -0.0 into 0.0.
    return [[round(u, 1) + 0.0, round(v, 1) + 0.0] for u, v in points]


@dataclass(frozen=True, slots=True)
class Line:
    """An open line through ``points``."""

    style: str
    points: tuple[Spot, ...]

    def data(self) -> dict[str, object]:
        """What is sent to a renderer: only lists, numbers and words."""
        return {"kind": "line", "style": self.style, "points": _plain(self.points)}


@dataclass(frozen=True, slots=True)
class Area:
    """A closed area with the corners ``points``."""

    style: str
    points: tuple[Spot, ...]

    def data(self) -> dict[str, object]:
        """What is sent to a renderer: only lists, numbers and words."""
        return {"kind": "area", "style": self.style, "points": _plain(self.points)}


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle round ``at`` with a radius in mm."""

    style: str
    at: Spot
    radius: float

    def data(self) -> dict[str, object]:
        """What is sent to a renderer: only lists, numbers and words."""
        return {
            "kind": "dot",
            "style": self.style,
            "points": _plain((self.at,)),
            "radius": self.radius,
        }


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside the spot ``at``.

    Parameters
    ----------
    style:
        Name of the style.
    at:
        The spot in mm.
    words:
        What it says.
    align:
        Which end of the words is at the spot: ``"left"``, ``"center"`` or
        ``"right"``.
    dx, dy:
        Shift in pixels, to the right and **down**.
    """

    style: str
    at: Spot
    words: str
    align: str = "center"
    dx: float = 0.0
    dy: float = 0.0

    def data(self) -> dict[str, object]:
        """What is sent to a renderer: only lists, numbers and words."""
        return {
            "kind": "words",
            "style": self.style,
            "points": _plain((self.at,)),
            "words": self.words,
            "align": self.align,
            "dx": self.dx,
            "dy": self.dy,
        }


@dataclass(frozen=True, slots=True)
class SolidsHere:
    """Where among the shapes of a panel the solids are drawn, and what lies flat among them."""

    def data(self) -> dict[str, object]:
        """What is sent to a renderer."""
        return {"kind": "solids", "points": []}


Shape = Line | Area | Dot | Words | SolidsHere


@dataclass(frozen=True, slots=True)
class Panel:
    """One view of the arm.

    Parameters
    ----------
    title:
        What is seen.
    window:
        Left, bottom, right and top of what is visible, in mm.
    backdrop:
        What stays as it is while the arm moves.
    arm:
        What changes with every pose.
    eye:
        How solids are seen in it; None where none are.
    flat:
        What is drawn right above the solids, and changes when they do.
    """

    title: str
    window: tuple[float, float, float, float]
    backdrop: tuple[Shape, ...]
    arm: tuple[Shape, ...]
    eye: Eye | None = None
    flat: tuple[Shape, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""
        left, bottom, right, top = self.window
        return right - left, top - bottom


@dataclass(frozen=True, slots=True)
class Picture:
    """All panels, with a heading above and a legend (style, words) below.

    Attributes
    ----------
    solids, movers:
        The solids that stay where they are for a while, and those that do not.
    anchor:
        Where what is carried hangs.
    """

    heading: str
    panels: tuple[Panel, ...]
    legend: tuple[tuple[str, str], ...]
    solids: tuple[Solid, ...] = ()
    movers: tuple[Solid, ...] = ()
    anchor: Anchor = (0.0, 0.0, 0.0, 0.0)

    def backdrop_data(self) -> dict[str, object]:
        """The part that is sent once."""
        return {
            "panels": [
                {
                    "title": panel.title,
                    "window": list(panel.window),
                    "shapes": [shape.data() for shape in panel.backdrop],
                }
                for panel in self.panels
            ],
            "legend": [list(entry) for entry in self.legend],
        }

    def solids_data(self) -> dict[str, object]:
        """The part that is sent when something on the table has changed."""
        return {
            "solids": [solid.data() for solid in self.solids],
            "panels": [[shape.data() for shape in panel.flat] for panel in self.panels],
        }

    def movers_data(self) -> list[object]:
        """The part that is sent while something on the table moves, or is carried anew."""
        return [solid.data() for solid in self.movers]

    def arm_data(self) -> dict[str, object]:
        """The part that is sent whenever the arm has moved."""
        found: dict[str, object] = {
            "heading": self.heading,
            "panels": [[shape.data() for shape in panel.arm] for panel in self.panels],
        }
        if self.solids or self.movers:
            found["eyes"] = [panel.eye and panel.eye.data() for panel in self.panels]
            found["anchor"] = [round(part, 1) + 0.0 for part in self.anchor]
        return found
