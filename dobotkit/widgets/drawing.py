"""What an arm and its table look like from the side and from above: numbers in, a picture out."""

from __future__ import annotations

from dobotkit.widgets.shapes import Picture
from dobotkit.widgets.side_view import side_panel
from dobotkit.widgets.sight import Sight
from dobotkit.widgets.solids import anchor_at
from dobotkit.widgets.top_view import top_panel

__all__ = ["LEGEND", "draw"]

LEGEND = (
    ("reach", "where the arm can reach"),
    ("path", "path so far"),
    ("tip", "the point that x, y, z name"),
)


def draw(sight: Sight) -> Picture:
    """Make the picture of an arm from both sides."""
    legend = (*LEGEND, ("pen-down", "drawn with the pen")) if sight.ink else LEGEND
    return Picture(
        sight.name,
        (side_panel(sight), top_panel(sight)),
        (*legend, *sight.around),
        sight.solids,
        sight.movers,
        anchor_at(sight.pose),
    )
