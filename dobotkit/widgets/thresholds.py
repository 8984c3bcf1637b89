"""``Thresholds``: from where to where a pixel's numbers may go, as plain values."""

from __future__ import annotations

import traitlets

from dobotkit.errors import WrongValue

__all__ = ["Thresholds"]

_HUES, _PERCENT, _BYTE = 359, 100, 255


class _Span(traitlets.TraitType[tuple[int, int], tuple[int, int]]):
    """A pair of whole numbers, both between 0 and a highest one."""

    def __init__(self, most: int, *, help: str, around: bool = False) -> None:  # noqa: A002 - as traitlets calls it
        self._most = most
        self._around = around
        super().__init__((0, most), help=help)
        self.tag(sync=True)

    def validate(
        self,
        obj: traitlets.HasTraits | None,  # noqa: ARG002 - the base's
        value: object,
    ) -> tuple[int, int]:
        """Take a pair; a page sends it as a list."""
        if isinstance(value, (tuple, list)) and len(value) == 2:  # noqa: PLR2004 - from, to
            low, high = value
            whole = all(type(one) is int and 0 <= one <= self._most for one in value)
            if whole and (self._around or low <= high):
                return low, high
        goes = "; from more to less goes over 0" if self._around else ", the lower one first"
        raise WrongValue(
            f"{value!r:.40} says not from where to where the {self.name} may go.",
            f"Give two whole numbers from 0 to {self._most}{goes}: "
            f"view.{self.name} = (0, {self._most})",
        )

    @property
    def whole(self) -> tuple[int, int]:
        """The pair that lets everything pass."""
        return 0, self._most


class Thresholds(traitlets.HasTraits):
    """The sliders of a picture as plain values, in both directions; no pixel is among them.

    A page counts the pixels of its own covered picture. What comes back is how many pass.
    """

    hue = _Span(_HUES, around=True, help="Degrees of the colour wheel; 340 to 20 are reds.")
    saturation = _Span(_PERCENT, help="Percent; 0 is grey.")
    brightness = _Span(_PERCENT, help="Percent; 0 is black.")
    red = _Span(_BYTE, help="0 to 255.")
    green = _Span(_BYTE, help="0 to 255.")
    blue = _Span(_BYTE, help="0 to 255.")
    passing = traitlets.Int(
        None, allow_none=True, min=0, help="Pixels that pass; None before a page has counted."
    ).tag(sync=True)
    pixels = traitlets.Int(0, help="Pixels that the picture has.")

    @property
    def rule(self) -> dict[str, tuple[int, int]]:
        """The sliders that do not let everything pass, by name.

        >>> Thresholds(hue=(340, 20)).rule
        {'hue': (340, 20)}
        """
        spans = ((name, trait) for name, trait in self.traits().items() if isinstance(trait, _Span))
        return {
            name: getattr(self, name) for name, trait in spans if getattr(self, name) != trait.whole
        }
