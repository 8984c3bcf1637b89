"""``Picture``: what may be seen of a look."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture that was covered before it left the keeper.

    Attributes
    ----------
    data:
        The encoded bytes.
    width, height:
        In pixels.
    words:
        What it shows, for who cannot see it.
    kind:
        ``"image/jpeg"`` or ``"image/png"``.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    words: str = ""
    kind: str = "image/jpeg"

    def __repr__(self) -> str:
        return f"<picture, {self.width} × {self.height} pixels>"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        # Jupyter asks for it; an image in an output is shown with its words.
        del include, exclude
        size = {"width": self.width, "height": self.height}
        return (
            {self.kind: self.data, "text/plain": self.words or repr(self)},
            {self.kind: {**size, "alt": self.words}},
        )
