"""What a calibration came to: errors in mm, in words and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dobotkit.geometry import Point

__all__ = ["CalibrationResult", "Touched"]

# The picture: its pixels for a mm of the table, and errors drawn so many times larger.
_SCALE: Final = 1.6
_LARGER: Final = 20.0
_WORDS_PX: Final = 380.0
_AROUND_MM: Final = 60.0
_BAD_MM: Final = 2.0
_GOOD_INK, _BAD_INK, _TEXT_INK = "#005a9c", "#b30000", "#3a3a3a"


@dataclass(frozen=True, slots=True)
class Touched:
    """One cross of the board that the tip of the arm stood on.

    Attributes
    ----------
    number:
        The number beside the cross.
    place:
        Where the tip was, in mm in the arm's frame.
    off_mm:
        How far that is from where the fitted board has the cross: x and y.
    left_out_mm:
        How far it is from where the other crosses alone say that it should be.
    """

    number: int
    place: Point
    off_mm: tuple[float, float]
    left_out_mm: float


@dataclass(frozen=True, slots=True)
class CalibrationResult:
    """How well it is known now where the camera stands.

    Attributes
    ----------
    error_mm:
        By how much a place on the table is off: each cross was left out once and predicted
        from the others, and each marker of the board as well.
    picture_mm, touching_mm:
        What of that comes from the picture, and what from touching.
    height_mm:
        The z of the table, as the tip has felt it.
    touches:
        Each cross.
    kept:
        ``"notebook"``: it holds for your virtual camera, until the notebook is closed;
        ``"teacher"``: it holds once the teacher has said yes on the keeper's page.
    notes:
        What is bad about it and what to do; empty if it is good.
    """

    error_mm: float
    picture_mm: float
    touching_mm: float
    height_mm: float
    touches: tuple[Touched, ...]
    kept: Literal["notebook", "teacher"] = "notebook"
    notes: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return all of it in words."""
        worst = max(self.touches, key=lambda touch: touch.left_out_mm)
        holds = {
            "notebook": "It holds for this notebook's virtual camera.",
            "teacher": "It holds once your teacher has said yes on the keeper's page.",
        }[self.kept]
        lines = [
            (
                f"Calibrated with {len(self.touches)} crosses: places are off by about "
                f"{self.error_mm:.1f} mm ({self.touching_mm:.1f} from touching, "
                f"{self.picture_mm:.1f} from the picture)."
            ),
            (
                f"The table is at z = {self.height_mm:.1f} mm. The cross that fits least is "
                f"{worst.number}: {worst.left_out_mm:.1f} mm."
            ),
            holds,
            *(f"! {note}" for note in self.notes),
        ]
        return "\n".join(lines)

    def svg(self) -> str:
        """Return a picture of the errors: where the crosses are, and how far off each is.

        Seen from above, the arm beyond the upper edge. The arrows are 20 times as long as
        the errors.
        """
        xs = [touch.place.x for touch in self.touches]
        ys = [touch.place.y for touch in self.touches]
        left, top = min(ys) - _AROUND_MM, min(xs) - _AROUND_MM
        width = (max(ys) - left + _AROUND_MM) * _SCALE
        # The words below need their room, also where the crosses need less.
        missing = max(0.0, _WORDS_PX - width)
        left, width = left - missing / 2 / _SCALE, width + missing
        height = (max(xs) - top + _AROUND_MM) * _SCALE
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
                f'height="{height + 64:.0f}" role="img" font-family="sans-serif" font-size="13">'
            ),
            f"<title>{self._alt()}</title>",
            f'<rect width="{width:.0f}" height="{height + 64:.0f}" fill="#ffffff"/>',
            f'<text x="{width / 2:.0f}" y="16" text-anchor="middle" fill="#3a3a3a">the arm</text>',
        ]
        for touch in self.touches:
            x, y = (touch.place.y - left) * _SCALE, (touch.place.x - top) * _SCALE
            parts += _cross(x, y, touch)
        lines = (
            (f"Places are off by about {self.error_mm:.1f} mm.", self._ink()),
            ("Line: what the fit leaves over, 20 times as long.", _TEXT_INK),
            ("Number: how far off when predicted from the others.", _TEXT_INK),
        )
        for count, (line, ink) in enumerate(lines, start=1):
            parts.append(f'<text x="8" y="{height + 18 * count:.0f}" fill="{ink}">{line}</text>')
        return "".join([*parts, "</svg>"])

    def _ink(self) -> str:
        return _GOOD_INK if self.error_mm <= _BAD_MM else _BAD_INK

    def _alt(self) -> str:
        each = "; ".join(
            f"cross {touch.number}: {touch.left_out_mm:.1f} mm" for touch in self.touches
        )
        return f"Errors of the calibration from above. {each}."

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        del include, exclude
        return {"image/svg+xml": self.svg(), "text/plain": self.describe()}


def _cross(x: float, y: float, touch: Touched) -> list[str]:
    ink = _GOOD_INK if touch.left_out_mm <= _BAD_MM else _BAD_INK
    # Down in the picture is away from the arm, right is to its left.
    end_x = x + touch.off_mm[1] * _LARGER * _SCALE
    end_y = y + touch.off_mm[0] * _LARGER * _SCALE
    # The words keep out of the line's way.
    words_y = y - 9 if end_y >= y else y + 20
    return [
        f'<path d="M{x - 7:.1f} {y:.1f}h14M{x:.1f} {y - 7:.1f}v14" stroke="#3a3a3a"/>',
        (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" '
            f'stroke="{ink}" stroke-width="2.5"/>'
        ),
        f'<circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="3.5" fill="{ink}"/>',
        (
            f'<text x="{x + 9:.1f}" y="{words_y:.1f}" fill="#1a1a1a">{touch.number}: '
            f"{touch.left_out_mm:.1f} mm</text>"
        ),
    ]
