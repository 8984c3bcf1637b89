"""``PictureView``: a picture with words, for light and dark pages."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.scripts import CANVAS
from dobotkit.widgets.shapes import Picture
from dobotkit.widgets.still import to_svg

__all__ = ["PictureView"]


class PictureView(anywidget.AnyWidget):
    """A picture in the notebook, and below it what it says in words.

    Parameters
    ----------
    picture:
        What is drawn.
    words:
        The same in words.
    """

    _esm = CANVAS

    palette = traitlets.Dict(help="Styles by name, for light and dark pages.").tag(sync=True)
    backdrop = traitlets.Dict(help="The shapes.").tag(sync=True)
    moving = traitlets.Dict(help="The heading; nothing moves.").tag(sync=True)
    status = traitlets.Unicode(help="The picture in words.").tag(sync=True)

    def __init__(self, picture: Picture, words: str) -> None:
        self._picture = picture
        super().__init__(
            palette=PALETTE,
            backdrop=picture.backdrop_data(),
            moving=picture.arm_data(),
            status=words,
        )

    def change(self, picture: Picture, *, backdrop: bool) -> None:
        """Show another picture instead.

        Parameters
        ----------
        picture:
            What is drawn.
        backdrop:
            Whether its backdrop is another one as well.
        """
        self._picture = picture
        if backdrop:
            self.backdrop = picture.backdrop_data()
        self.moving = picture.arm_data()

    def __repr__(self) -> str:
        return self.status

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        svg = to_svg(self._picture, description=self.status)
        return {**data, "image/svg+xml": svg}, metadata
