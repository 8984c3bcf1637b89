"""A sheet of paper in mm, and what every sheet has: a ruler, words, lines to cut along.

Nothing in the file says who has made it, when, or where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dobotkit.markers import DICTIONARY, INKS, MODULES, Card, Mark
from dobotkit.opencv import cv2

__all__ = ["PAPERS", "Paper", "Sheets"]

Paper = Literal["a4", "letter"]
Point2 = tuple[float, float]

PAPERS: Final[dict[Paper, Point2]] = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Width and height in mm of a sheet that lies across."""

# Points of PDF in a mm.
_MM: Final = 72 / 25.4
# Bytes stay bytes: written as letters, pictures would take a quarter more, and seconds.
rl_config.useA85 = 0
# Of a JPEG, 0 to 100: edges stay clean on paper.
_QUALITY: Final = 90
_RULER_MM: Final = 100
_DATES: Final = re.compile(rb"/(?:Creation|Mod)Date \([^)]*\)")
_GREY: Final = Color(0.45, 0.45, 0.45)
_BLACK: Final = Color(0, 0, 0)


class Sheets:
    """Sheets that are drawn on, one after the other; all places are in mm from the middle.

    Parameters
    ----------
    paper:
        Which paper they are for.
    title:
        What the file is called inside.
    """

    def __init__(self, paper: Paper, title: str) -> None:
        self.width_mm, self.height_mm = PAPERS[paper]
        self._file = BytesIO()
        # `invariant`: neither the moment nor a number by lot, so that the same is the same.
        self._canvas = Canvas(
            self._file,
            pagesize=(self.width_mm * _MM, self.height_mm * _MM),
            invariant=1,
            pageCompression=1,
        )
        self._canvas.setTitle(title)
        for tell in (self._canvas.setAuthor, self._canvas.setSubject, self._canvas.setKeywords):
            tell("")
        self._canvas.setCreator("dobotkit")
        self._canvas.setProducer("dobotkit")
        # Viewers offer it as the first choice in their print window.
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._begin()

    def _begin(self) -> None:
        self._canvas.scale(_MM, _MM)
        self._canvas.translate(self.width_mm / 2, self.height_mm / 2)

    def next(self) -> None:
        """End this sheet, and begin another one."""
        self._canvas.showPage()
        self._begin()

    def pdf(self) -> bytes:
        """End the last sheet, and return the file."""
        self._canvas.showPage()
        self._canvas.save()
        # It would say 1 January 2000. What the file's table counts on stays where it is.
        return _DATES.sub(lambda date: b" " * len(date[0]), self._file.getvalue())

    def words(
        self,
        text: str,
        place: Point2,
        size_mm: float = 3.2,
        *,
        grey: bool = False,
        bold: bool = False,
    ) -> None:
        """Write one line, its middle at a place; `size_mm` is the height of its letters' line."""
        self._canvas.setFillColor(_GREY if grey else _BLACK)
        self._canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size_mm)
        self._canvas.drawCentredString(*place, text)

    def line(
        self, start: Point2, end: Point2, width_mm: float = 0.2, *, dashed: bool = False
    ) -> None:
        """Draw a line; a dashed one is folded along."""
        self._canvas.setStrokeColor(_BLACK)
        self._canvas.setLineWidth(width_mm)
        self._canvas.setDash([1.5, 1.5] if dashed else [])
        self._canvas.line(*start, *end)
        self._canvas.setDash([])

    def outline(
        self,
        corners: Iterable[Point2],
        *,
        fill: tuple[int, int, int] | None = None,
        cut: bool = True,
    ) -> None:
        """Draw a closed outline, thin and grey where it is cut along, filled with a colour."""
        path = self._canvas.beginPath()
        first, *others = corners
        path.moveTo(*first)
        for corner in others:
            path.lineTo(*corner)
        path.close()
        if fill:
            self._canvas.setFillColor(_colour(fill))
        self._canvas.setStrokeColor(_GREY)
        self._canvas.setLineWidth(0.15)
        self._canvas.drawPath(path, stroke=int(cut), fill=int(fill is not None))

    def box(
        self, middle: Point2, width_mm: float, height_mm: float, *, cut: bool = True,
        fill: tuple[int, int, int] | None = None,
    ) -> None:  # fmt: skip
        """Draw a rectangle: see :meth:`outline`."""
        (x, y), half_x, half_y = middle, width_mm / 2, height_mm / 2
        corners = [(x - half_x, y - half_y), (x + half_x, y - half_y)]
        corners += [(x + half_x, y + half_y), (x - half_x, y + half_y)]
        self.outline(corners, fill=fill, cut=cut)

    def mark(self, mark: Mark, place: Point2 = (0.0, 0.0)) -> None:
        """Draw a marker, its card's middle at a place: as one path, so that no seam shows."""
        dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
        black = np.asarray(dictionary.generateImageMarker(mark.number, MODULES)) == 0
        module = mark.size_mm / MODULES
        left = place[0] + mark.middle_mm[0] - mark.size_mm / 2
        top = place[1] + mark.middle_mm[1] + mark.size_mm / 2
        path = self._canvas.beginPath()
        for row, modules in enumerate(black):
            edges = np.flatnonzero(np.diff(np.concatenate(([False], modules, [False]))))
            for start, end in edges.reshape(-1, 2).tolist():
                path.rect(
                    left + start * module, top - (row + 1) * module, (end - start) * module, module
                )
        self._canvas.setFillColor(_BLACK)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def picture(
        self, pixels: NDArray[np.uint8], middle: Point2, width_mm: float, height_mm: float
    ) -> None:
        """Print a picture, (h, w, 3) uint8, blue, green, red, its middle at a place."""
        # Colours as fine as the rest of it: letters in colour would fray otherwise.
        how = [
            cv2.IMWRITE_JPEG_QUALITY, _QUALITY,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
        ]  # fmt: skip
        _, jpeg = cv2.imencode(".jpg", pixels, how)
        x, y = middle[0] - width_mm / 2, middle[1] - height_mm / 2
        self._canvas.drawImage(ImageReader(BytesIO(jpeg.tobytes())), x, y, width_mm, height_mm)

    def card(self, card: Card, place: Point2 = (0.0, 0.0)) -> None:
        """Draw everything that is printed on a card, its middle at a place."""
        for patch in card.patches:
            x, y = patch.middle_mm
            self.box(
                (place[0] + x, place[1] + y),
                patch.size_mm,
                patch.size_mm,
                fill=INKS[patch.colour],
                cut=False,
            )
        for mark in card.marks:
            self.mark(mark, place)
        for cross in card.crosses:
            x, y = place[0] + cross.middle_mm[0], place[1] + cross.middle_mm[1]
            half = cross.size_mm / 2
            self.line((x - half, y), (x + half, y), 0.3)
            self.line((x, y - half), (x, y + half), 0.3)
            self.words(str(cross.number), (x + 2.2, y + 1.2), 3.6)

    def ruler(self, place: Point2) -> None:
        """Draw a ruler of 100 mm, its middle at a place, and say what it is for."""
        x, y = place
        left = x - _RULER_MM / 2
        self.line((left, y), (left + _RULER_MM, y), 0.2)
        for tick in range(_RULER_MM + 1):
            high = 4.0 if tick % 10 == 0 else 2.8 if tick % 5 == 0 else 1.8
            self.line((left + tick, y), (left + tick, y + high), 0.15)
        for ten in range(0, _RULER_MM + 1, 10):
            self.words(str(ten), (left + ten, y - 3.0), 2.6, grey=True)
        self.words("mm", (left + _RULER_MM + 5, y - 3.0), 2.6, grey=True)


def _colour(rgb: tuple[int, int, int]) -> Any:  # noqa: ANN401 - reportlab has no types
    return Color(*(value / 255 for value in rgb))
