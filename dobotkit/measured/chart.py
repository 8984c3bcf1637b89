"""A chart as SVG text: axes with a label, bars with their intervals, curves.

It brings its own white ground, so that it reads the same on a light and on a dark page. The
hues are those of Okabe and Ito; nothing is told by hue alone: bars have patterns, and lines
have dashes, words and marks.
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["INK", "LOOKS", "Chart", "Look", "shown"]

INK: Final = "#1a1a1a"
_FAINT: Final = "#595959"
_GRID: Final = "#e2e2e2"
_WIDTH: Final = 760
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 46, 64


class Look(NamedTuple):
    """What a bar or a line looks like.

    Attributes
    ----------
    name:
        Of its pattern.
    fill:
        Its hue.
    pattern:
        What is drawn over the hue, as SVG; nothing for a plain one.
    dash:
        Of a line.
    """

    name: str
    fill: str
    pattern: str
    dash: str = ""


LOOKS: Final = (
    Look("plain", "#0072b2", ""),
    Look("striped", "#e69f00", '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#1a1a1a"/>', "8 4"),
    Look("dotted", "#8fd3b6", '<circle cx="4" cy="4" r="1.6" fill="#1a1a1a"/>', "2 4"),
    Look("crossed", "#cc79a7", '<path d="M0 0l8 8M8 0l-8 8" stroke="#1a1a1a"/>', "10 3 2 3"),
)
"""In this order; each can be told from the others without its hue."""


class Chart:
    """A chart whose y axis goes from 0 to 100 %.

    Parameters
    ----------
    title, words:
        Above it, and for who cannot see it.
    x, y:
        What the axes are.
    height:
        In pixels.
    """

    def __init__(self, title: str, words: str, *, x: str, y: str, height: int = 360) -> None:
        self._title, self._words = title, words
        self._x, self._y = x, y
        self._height = height
        self._parts: list[str] = []

    @property
    def left(self) -> float:
        """Where the ground of the chart begins, in pixels."""
        return _LEFT

    @property
    def width(self) -> float:
        """Width of the ground of the chart, in pixels."""
        return _WIDTH - _LEFT - _RIGHT

    @property
    def floor(self) -> float:
        """Where 0 % is, in pixels from above."""
        return self._height - _BOTTOM

    def up(self, share: float) -> float:
        """Where a share from 0 to 1 is, in pixels from above."""
        return self.floor - share * (self.floor - _TOP)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 12,
        at: str = "middle",
        bold: bool = False,
    ) -> None:
        """Write something."""
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{at}" '
            f'fill="{INK}"{weight}>{html.escape(words)}</text>'
        )

    def bar(
        self, x: float, width: float, share: float, look: Look, ends: tuple[float, float]
    ) -> None:
        """Draw a bar with its interval.

        Parameters
        ----------
        x, width:
            Its left edge and its width, in pixels.
        share:
            How high it is, from 0 to 1.
        look:
            What it looks like.
        ends:
            Of its interval, from 0 to 1.
        """
        top = self.up(share)
        box = f'x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{self.floor - top:.1f}"'
        self._parts.append(f'<rect {box} fill="{look.fill}" stroke="{INK}"/>')
        if look.pattern:
            self._parts.append(f'<rect {box} fill="url(#{look.name})"/>')
        middle, cap = x + width / 2, min(4.0, width / 4)
        low, high = self.up(ends[0]), self.up(ends[1])
        line = (
            f"M{middle:.1f} {low:.1f}V{high:.1f}M{middle - cap:.1f} {low:.1f}h{2 * cap:.1f}"
            f"M{middle - cap:.1f} {high:.1f}h{2 * cap:.1f}"
        )
        # With a white rim, to be seen on the bar as well.
        self._parts.append(f'<path d="{line}" stroke="#ffffff" stroke-width="4"/>')
        self._parts.append(f'<path d="{line}" stroke="{INK}" stroke-width="1.5"/>')

    def line(self, points: Sequence[tuple[float, float]], look: Look) -> None:
        """Draw a line through places (x and y in pixels)."""
        way = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        # Not in a pale hue: a line is thin.
        hue = {"#e69f00": "#b34700"}.get(look.fill, look.fill)
        dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
        self._parts.append(f'<path d="{way}" fill="none" stroke="{hue}" stroke-width="2.5"{dash}/>')

    def raw(self, svg: str) -> None:
        """Draw something else."""
        self._parts.append(svg)

    def legend(self, entries: Sequence[tuple[Look, str]], *, lines: bool = False) -> None:
        """Say above the chart which look means what."""
        x: float = _LEFT
        for look, words in entries:
            if lines:
                self.line([(x, 33), (x + 30, 33)], look)
                x += 36
            else:
                box = f'x="{x:.1f}" y="26" width="13" height="13"'
                self._parts.append(f'<rect {box} fill="{look.fill}" stroke="{INK}"/>')
                if look.pattern:
                    self._parts.append(f'<rect {box} fill="url(#{look.name})"/>')
                x += 19
            self.text(x, 37, words, at="start")
            x += 6.3 * len(words) + 18

    def svg(self) -> str:
        """Return all of it."""
        middle = _LEFT + self.width / 2
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self._height}" '
                f'width="{_WIDTH}" height="{self._height}" role="img" font-family="sans-serif">'
            ),
            f"<title>{html.escape(self._words)}</title><defs>",
            *(
                (
                    f'<pattern id="{look.name}" width="8" height="8" '
                    f'patternUnits="userSpaceOnUse">{look.pattern}</pattern>'
                )
                for look in LOOKS
                if look.pattern
            ),
            f'</defs><rect width="{_WIDTH}" height="{self._height}" fill="#ffffff"/>',
        ]
        for tenths in range(0, 11, 2):
            y = self.up(tenths / 10)
            parts.append(f'<path d="M{_LEFT} {y:.1f}h{self.width:.1f}" stroke="{_GRID}"/>')
            parts.append(
                f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" font-size="12" text-anchor="end" '
                f'fill="{_FAINT}">{10 * tenths} %</text>'
            )
        floor = f"M{_LEFT} {_TOP}V{self.floor:.1f}h{self.width:.1f}"
        turned = f'transform="translate(14 {(_TOP + self.floor) / 2:.0f}) rotate(-90)"'
        parts += [
            *self._parts,
            f'<path d="{floor}" fill="none" stroke="{_FAINT}" stroke-width="1.5"/>',
            (
                f'<text x="{_LEFT}" y="18" font-size="14" font-weight="bold" fill="{INK}">'
                f"{html.escape(self._title)}</text>"
            ),
            (
                f'<text x="{middle:.0f}" y="{self._height - 8}" font-size="12" '
                f'text-anchor="middle" fill="{INK}">{html.escape(self._x)}</text>'
            ),
            (
                f'<text {turned} font-size="12" text-anchor="middle" fill="{INK}">'
                f"{html.escape(self._y)}</text>"
            ),
            "</svg>",
        ]
        return "".join(parts)


def shown(svg: str, words: str, *, alt: str, more: str = "") -> dict[str, str]:
    """Return what a notebook shows of a result: the words, and the chart with words for its own.

    Parameters
    ----------
    svg:
        The chart.
    words:
        All of it in words.
    alt:
        What the chart shows, in a sentence: the words say the rest.
    more:
        Further HTML, below the words.
    """
    data = b64encode(svg.encode()).decode()
    lines = html.escape(words).replace("\n", "<br>")
    picture = (
        f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(alt)}" '
        'style="max-width: 100%; height: auto">'
    )
    return {"text/html": f"<div>{picture}<p>{lines}</p>{more}</div>", "text/plain": words}
