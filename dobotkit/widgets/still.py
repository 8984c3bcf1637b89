"""A picture as SVG: for exports, for CI, and where no browser listens.

It draws the same display list as ``canvas.js``, in a fixed width, in light
colours on its own background, so that it can be read on any page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from dobotkit.widgets.palette import PALETTE, Style
from dobotkit.widgets.shapes import Area, Dot, Panel, Picture, Shape, SolidsHere, Spot, Words
from dobotkit.widgets.solids import Seen, see

__all__ = ["to_svg"]

# Room in pixels around a panel: left, top, right, bottom. canvas.js has the same.
_ROOM = (46, 52, 12, 40)
_LEGEND_ROW = 24
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Average width of a letter of a sans-serif face, in parts of its size.
_LETTER = 0.58
# Of letters on solids, in pixels: what is smaller is left out, and how large they are
# beside the solid. A marker on what is smaller than the last would hide the letter.
# solids.js has the same.
_SMALLEST, _LARGEST, _ON_SOLID, _LEAST_MARKED = 6.0, 12.0, 0.7, 16.0


def to_svg(
    picture: Picture, *, description: str, width: int = 960, theme: str = "light"
) -> str:  # fmt: skip
    """Write a picture as one SVG document.

    Parameters
    ----------
    picture:
        What to draw.
    description:
        The picture in words, for who cannot see it.
    width:
        Width in pixels.
    theme:
        ``"light"`` or ``"dark"``.
    """
    styles = PALETTE[theme]
    room_left, room_top, room_right, room_bottom = _ROOM
    across = sum(panel.size[0] for panel in picture.panels)
    rooms = (room_left + room_right) * len(picture.panels)
    scale = min(1.0, (width - rooms) / across)
    tall = max(panel.size[1] for panel in picture.panels) * scale
    legend = _legend_rows(picture, width)
    below = room_top + tall + room_bottom
    height = round(below + _LEGEND_ROW * len(legend))
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" '
            'font-family="system-ui, sans-serif" style="max-width: 100%; height: auto">'
        ),
        f"<title>{escape(picture.heading)}</title>",
        f"<desc>{escape(description)}</desc>",
        f'<rect width="{width}" height="{height}"{_paint(styles["page"], scale)}/>',
        _hatch(styles),
        _text("heading", (10, 16), picture.heading, styles, align="left"),
    ]
    u = float(room_left)
    for panel in picture.panels:
        parts += _panel(panel, picture, (u, room_top, scale), styles)
        u += panel.size[0] * scale + room_left + room_right
    parts += _legend(legend, below + _LEGEND_ROW / 2, styles)
    return "\n".join([*parts, "</svg>"])


def _panel(
    panel: Panel, picture: Picture, place: tuple[float, float, float], styles: dict[str, Style]
) -> list[str]:
    left, top, scale = place
    width, height = (side * scale for side in panel.size)

    def spot(point: Spot) -> Spot:
        return left + (point[0] - panel.window[0]) * scale, top + (
            panel.window[3] - point[1]
        ) * scale

    def shape_text(shape: Shape) -> str:
        if isinstance(shape, SolidsHere):
            if panel.eye is None:
                return ""
            seen = see((*picture.solids, *picture.movers), panel.eye, picture.anchor)
            level = panel.eye.level
            texts = [_solid(one, spot, styles, level=level) for one in seen]
            # Above all solids, so that none hides the name of another.
            texts += [_name(one, spot, styles, level=level) for one in seen]
            return "".join([*texts, *map(shape_text, panel.flat)])
        if isinstance(shape, Words):
            u, v = spot(shape.at)
            return _text(
                shape.style,
                (u + shape.dx, v + shape.dy),
                shape.words,
                styles,
                align=shape.align,
                limits=(left - _ROOM[0], left + width + _ROOM[2]),
            )
        paint = _paint(styles[shape.style], scale)
        if isinstance(shape, Dot):
            u, v = spot(shape.at)
            return f'<circle cx="{u:.1f}" cy="{v:.1f}" r="{shape.radius * scale:.1f}"{paint}/>'
        points = " ".join(f"{u:.1f},{v:.1f}" for u, v in map(spot, shape.points))
        name = "polygon" if isinstance(shape, Area) else "polyline"
        return f'<{name} points="{points}"{paint}/>'

    frame = _paint(styles["frame"], scale)
    shapes = (*panel.backdrop, *panel.arm)
    # An svg inside an svg cuts off what is outside; words may stand outside.
    box = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
    x, y, w, h = box.split()
    return [
        _text("title", (left, top - 12), panel.title, styles, align="left"),
        f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{box}">',
        *(shape_text(shape) for shape in shapes if not isinstance(shape, Words)),
        "</svg>",
        *(shape_text(shape) for shape in shapes if isinstance(shape, Words)),
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"{frame}/>',
    ]


def _solid(
    seen: Seen, spot: Callable[[Spot], Spot], styles: dict[str, Style], *, level: bool
) -> str:
    """One solid with what is written on it, as ``solids.js`` paints it."""
    solid = seen.solid
    style = dict(styles["behind" if seen.faint else solid.style])
    if solid.look == "open" and level:
        style.pop("fill", None)
    parts = [_outline(seen.outline, style, spot)]
    if "hatch" in style:
        parts.append(_outline(seen.outline, {**style, "fill": "url(#hatch)"}, spot))
    left, right, top, bottom = _box(seen, spot)
    least = min(right - left, bottom - top)
    if seen.inside:
        parts.append(_outline(seen.inside, styles["table"], spot))
    if seen.marker and least >= _LEAST_MARKED:
        parts.append(_outline(seen.marker, styles["marker"], spot))
    size = min(_LARGEST, _ON_SOLID * least)
    covered = seen.faint or solid.look == "open" or (solid.carried and not level)
    if solid.letter and not covered and size >= _SMALLEST:
        middle = ((left + right) / 2, (top + bottom) / 2)
        ink = {solid.ink: {**styles[solid.ink], "size": size}}
        parts.append(_text(solid.ink, middle, solid.letter, ink, align="center"))
    return "".join(parts)


def _name(
    seen: Seen, spot: Callable[[Spot], Spot], styles: dict[str, Style], *, level: bool
) -> str:
    """What is written beside a solid."""
    solid = seen.solid
    if not solid.words or seen.faint or (solid.look == "whole" and level):
        return ""
    left, right, top, bottom = _box(seen, spot)
    at, align = {
        "whole": ((right + 3, (top + bottom) / 2), "left"),
        "open": (((left + right) / 2, top - 7), "center"),
    }.get(solid.look, ((left + 4, top + 9), "left"))
    return _text("small", at, solid.words, styles, align=align)


def _box(seen: Seen, spot: Callable[[Spot], Spot]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a solid, in pixels."""
    us, vs = zip(*map(spot, seen.outline), strict=True)
    return min(us), max(us), min(vs), max(vs)


def _hatch(styles: dict[str, Style]) -> str:
    return (
        '<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse">'
        f'<path d="M0,9 L9,0" stroke="{styles["closed-box"]["stroke"]}"/></pattern></defs>'
    )


def _outline(points: Iterable[Spot], style: Style, spot: Callable[[Spot], Spot]) -> str:
    corners = " ".join(f"{u:.1f},{v:.1f}" for u, v in map(spot, points))
    return f'<polygon points="{corners}"{_paint(style, 1.0)}/>'


def _legend_rows(picture: Picture, width: int) -> list[list[tuple[float, str, str]]]:
    """Where the entries of the legend stand, row by row: (u, style, words)."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    u = float(_ROOM[0])
    for name, words in picture.legend:
        needed = 24 + len(words) * 12 * _LETTER
        if rows[-1] and u + needed > width - _ROOM[2]:
            rows.append([])
            u = float(_ROOM[0])
        rows[-1].append((u, name, words))
        u += needed + 24
    return rows


def _legend(
    rows: list[list[tuple[float, str, str]]], v: float, styles: dict[str, Style]
) -> list[str]:
    parts = []
    for row in rows:
        for u, name, words in row:
            paint = _paint(styles[name], 1.0)
            if "fill" not in styles[name]:
                parts.append(f'<polyline points="{u:.1f},{v:.1f} {u + 18:.1f},{v:.1f}"{paint}/>')
            elif name == "tip":
                parts.append(f'<circle cx="{u + 9:.1f}" cy="{v:.1f}" r="5"{paint}/>')
            else:
                parts.append(f'<rect x="{u:.1f}" y="{v - 6:.1f}" width="18" height="12"{paint}/>')
            parts.append(_text("words", (u + 24, v), words, styles, align="left"))
        v += _LEGEND_ROW
    return parts


def _paint(style: Style, scale: float) -> str:
    width = float(str(style.get("mm", 0))) * scale or style.get("width", 1)
    attributes = [f'fill="{style.get("fill", "none")}"']
    if "stroke" in style:
        attributes.append(
            f'stroke="{style["stroke"]}" stroke-width="{width}" '
            'stroke-linecap="round" stroke-linejoin="round"'
        )
    dash = style.get("dash")
    if isinstance(dash, list):
        attributes.append(f'stroke-dasharray="{" ".join(map(str, dash))}"')
    return " " + " ".join(attributes)


def _text(
    style: str,
    at: tuple[float, float],
    words: str,
    styles: dict[str, Style],
    *,
    align: str,
    limits: tuple[float, float] | None = None,
) -> str:
    size = float(str(styles[style]["size"]))
    u, v = at
    if limits is not None:
        # Words never leave their panel: push them back in.
        width = len(words) * size * _LETTER
        start = u - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width
        u += max(limits[0] - start, 0.0) - max(start + width - limits[1], 0.0)
    weight = styles[style].get("weight", "normal")
    return (
        f'<text x="{u:.1f}" y="{v:.1f}" text-anchor={quoteattr(_ANCHORS[align])} '
        f'dominant-baseline="central" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{styles[style]["fill"]}">{escape(words)}</text>'
    )
