"""A picture as SVG: for exports, for CI, and where no browser listens.

It draws the same display list as ``canvas.js``, in a fixed width, in light
colours on its own background, so that it can be read on any page.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from dobotkit.widgets.palette import PALETTE, Style
from dobotkit.widgets.shapes import Area, Dot, Panel, Picture, Shape, Words

__all__ = ["to_svg"]

# Room in pixels around a panel: left, top, right, bottom. canvas.js has the same.
_ROOM = (46, 52, 12, 40)
_LEGEND_ROW = 24
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Average width of a letter of a sans-serif face, in parts of its size.
_LETTER = 0.58


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
    height = round(room_top + tall + room_bottom + _LEGEND_ROW)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" '
            'font-family="system-ui, sans-serif" style="max-width: 100%; height: auto">'
        ),
        f"<title>{escape(picture.heading)}</title>",
        f"<desc>{escape(description)}</desc>",
        f'<rect width="{width}" height="{height}"{_paint(styles["page"], scale)}/>',
        _text("heading", (10, 16), picture.heading, styles, align="left"),
    ]
    u = float(room_left)
    for panel in picture.panels:
        parts += _panel(panel, (u, room_top, scale), styles)
        u += panel.size[0] * scale + room_left + room_right
    parts += _legend(picture, height - _LEGEND_ROW / 2, styles)
    return "\n".join([*parts, "</svg>"])


def _panel(
    panel: Panel, place: tuple[float, float, float], styles: dict[str, Style]
) -> list[str]:  # fmt: skip
    left, top, scale = place
    width, height = (side * scale for side in panel.size)

    def spot(point: tuple[float, float]) -> tuple[float, float]:
        return left + (point[0] - panel.window[0]) * scale, top + (
            panel.window[3] - point[1]
        ) * scale

    def shape_text(shape: Shape) -> str:
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


def _legend(picture: Picture, v: float, styles: dict[str, Style]) -> list[str]:
    parts = []
    u = float(_ROOM[0])
    for name, words in picture.legend:
        paint = _paint(styles[name], 1.0)
        if "fill" not in styles[name]:
            parts.append(f'<polyline points="{u:.1f},{v:.1f} {u + 18:.1f},{v:.1f}"{paint}/>')
        elif name == "tip":
            parts.append(f'<circle cx="{u + 9:.1f}" cy="{v:.1f}" r="5"{paint}/>')
        else:
            parts.append(f'<rect x="{u:.1f}" y="{v - 6:.1f}" width="18" height="12"{paint}/>')
        parts.append(_text("words", (u + 24, v), words, styles, align="left"))
        u += 48 + len(words) * 12 * _LETTER
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
