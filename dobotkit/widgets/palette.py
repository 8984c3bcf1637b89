"""Colours and line widths, by the name of a style, for light and dark pages.

The hues are those of Okabe and Ito (*Color Universal Design*, 2008), which
people with any of the common kinds of colour blindness can tell apart. Where
one of them is too pale or too dark for the page behind it, the other page's
hue is used. Every word keeps a contrast of at least 4.5 : 1 and every line
that means something 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); ``tests/widgets``
measures it. Nothing is told by colour alone.
"""

from __future__ import annotations

__all__ = ["LETTERS", "ON_DARK", "PALETTE", "THINGS", "Style"]

Style = dict[str, str | float | list[float]]

THINGS = (
    ("red", "#ac0f00"), ("green", "#34c381"), ("blue", "#2b4ec1"), ("yellow", "#ffdc2e"),
    ("orange", "#c37100"), ("purple", "#bb7ade"), ("white", "#ffffff"), ("grey", "#a6a9b1"),
    ("black", "#161616"),
)  # fmt: skip
"""The colours of things, the same on both pages: a block does not change at night."""

LETTERS = {
    "red": "R", "green": "G", "blue": "B", "yellow": "Y", "orange": "O", "purple": "P",
    "white": "W", "grey": "Gy", "black": "Bk",
}  # fmt: skip
"""What is written on a thing of each colour."""

ON_DARK = ("red", "blue", "black")
"""The colours on which letters are white."""

# Line widths: "width" in pixels, or "mm" for the thick parts of the arm,
# which shrink with the picture. "size" is the height of letters in pixels.


def _styles(
    *,
    page: str,
    ink: str,
    faint: str,
    grid: str,
    reach: str,
    reach_edge: str,
    path: str,
    pen: str,
    metal: str,
    joint: str,
    on: str,
    table: str,
    shut: str,
) -> dict[str, Style]:
    return {
        "page": {"fill": page},
        "title": {"fill": ink, "size": 13, "weight": "bold"},
        "heading": {"fill": ink, "size": 14, "weight": "bold"},
        "words": {"fill": ink, "size": 12},
        "loud": {"fill": ink, "size": 12, "weight": "bold"},
        "tick": {"fill": faint, "size": 11},
        "grid": {"stroke": grid, "width": 1},
        "axis": {"stroke": faint, "width": 1.5},
        "frame": {"stroke": faint, "width": 1},
        "reach": {"fill": reach, "stroke": reach_edge, "width": 1, "dash": [5, 4]},
        "path": {"stroke": path, "width": 2.5},
        "pen-down": {"stroke": pen, "width": 3},
        "planned": {"stroke": faint, "width": 1.5},
        "pen-up": {"stroke": faint, "width": 1.5, "dash": [2, 5]},
        "beyond": {"stroke": path, "width": 6},
        "cross": {"stroke": ink, "width": 2},
        "mark": {"fill": page, "stroke": pen, "width": 2.5},
        "pen": {"fill": pen, "stroke": ink, "width": 1.5},
        "table": {"fill": table, "stroke": faint, "width": 1.5},
        "base": {"fill": metal, "stroke": ink, "width": 1.5},
        "link": {"stroke": metal, "mm": 20},
        "link-edge": {"stroke": ink, "mm": 24},
        "stem": {"stroke": ink, "mm": 8},
        "joint": {"fill": joint, "stroke": ink, "width": 1.5},
        "cup-off": {"fill": page, "stroke": ink, "width": 2},
        "cup-on": {"fill": on, "stroke": ink, "width": 2},
        "air": {"stroke": on, "width": 2.5},
        "turn": {"stroke": ink, "width": 2},
        "refused-way": {"stroke": ink, "width": 1.5, "dash": [3, 4]},
        "refused": {"fill": page, "stroke": ink, "width": 2},
        "refused-cross": {"stroke": ink, "width": 3},
        "letter": {"fill": page, "stroke": reach_edge, "width": 1.5},
        "tip": {"fill": page, "stroke": path, "width": 2.5},
        "ahead": {"stroke": path, "width": 2, "dash": [7, 4]},
        "ahead-end": {"fill": page, "stroke": path, "width": 2, "dash": [3, 2]},
        "alarm": {"fill": "#c1121f", "stroke": "#ffffff", "width": 2.5},
        "alarm-words": {"fill": "#ffffff", "size": 20, "weight": "bold"},
        "small": {"fill": ink, "size": 11, "weight": "bold"},
        "on-light": {"fill": "#111111", "size": 11, "weight": "bold"},
        "on-dark": {"fill": "#ffffff", "size": 11, "weight": "bold"},
        "marker": {"fill": "#111111", "stroke": "#ffffff", "width": 1},
        "behind": {"stroke": faint, "width": 1},
        "belt": {"fill": metal, "stroke": ink, "width": 1.5},
        "belt-way": {"stroke": ink, "width": 2.5},
        "sensor": {"fill": page, "stroke": ink, "width": 2},
        "closed-box": {"fill": shut, "stroke": ink, "width": 1.5, "hatch": 1},
        "zone": {"stroke": reach_edge, "width": 2, "dash": [10, 3, 2, 3]},
        **{f"thing-{name}": {"fill": fill, "stroke": ink, "width": 1.5} for name, fill in THINGS},
    }


PALETTE: dict[str, dict[str, Style]] = {
    "light": _styles(
        page="#ffffff",
        ink="#1a1a1a",
        faint="#595959",
        grid="#e6e6e6",
        reach="#56b4e926",
        reach_edge="#0072b2",
        path="#d55e00",
        pen="#00437a",
        metal="#a9b2ba",
        joint="#ffffff",
        on="#009e73",
        table="#d9d2c3",
        shut="#d55e0038",
    ),
    "dark": _styles(
        page="#111111",
        ink="#f2f2f2",
        faint="#b3b3b3",
        grid="#2c2c2c",
        reach="#0072b259",
        reach_edge="#56b4e9",
        path="#e69f00",
        pen="#b5dcff",
        metal="#5d666e",
        joint="#111111",
        on="#009e73",
        table="#4a4539",
        shut="#e69f0040",
    ),
}
