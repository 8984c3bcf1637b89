"""``UnderWay``: what is seen below a cell while it draws."""

from __future__ import annotations

import sys
from typing import Any

from dobotkit.arm.pen import Progress
from dobotkit.arm.route import Route
from dobotkit.geometry import Pose
from dobotkit.widgets.bar import Bar
from dobotkit.widgets.picture_view import PictureView
from dobotkit.widgets.preview import PaperPicture
from dobotkit.widgets.shapes import Spot

__all__ = ["UnderWay"]


class UnderWay:
    """The paper with its lines, enlarged, and a bar: one of each for a cell.

    A cell that draws several times shows all of it in one picture.

    Parameters
    ----------
    cell:
        Which cell it is.
    """

    def __init__(self, cell: str) -> None:
        self.cell = cell
        self.bar = Bar()
        self.paper: PictureView | None = None
        self._route: Route | None = None
        self._picture: PaperPicture | None = None
        self._handles: list[Any] = []

    @classmethod
    def in_this_cell(cls, before: UnderWay | None) -> UnderWay | None:
        """Return the one of the running cell; None where there is no notebook.

        Parameters
        ----------
        before:
            The last one.
        """
        ipython = sys.modules.get("IPython")
        shell = ipython.get_ipython() if ipython is not None else None
        kernel = getattr(shell, "kernel", None)
        if kernel is None:
            return None
        cell = kernel.get_parent().get("header", {}).get("msg_id", "")
        return before if before is not None and before.cell == cell else cls(cell)

    def update(self, progress: Progress, pose: Pose, ink: tuple[tuple[Spot, ...], ...]) -> None:
        """Show how far a drawing is; called when it begins, when it ends, and between.

        Parameters
        ----------
        progress:
            How far it is.
        pose:
            Where the arm is.
        ink:
            The lines on the paper, each of places (x, y) in mm.
        """
        self.bar.update(progress)
        over = progress.state != "drawing"
        begins = self._picture is None or progress.route is not self._route
        if begins:
            self._route, self._picture = progress.route, PaperPicture(progress.route, ink)
        if begins or over:
            self._show(pose, ink, over=over, anew=begins)
        if not self._handles:
            self._handles = [_display(self.paper), _display(self.bar)]
        if over:
            # What a saved notebook keeps is of the beginning, unless it is shown anew.
            for handle, view in zip(self._handles, (self.paper, self.bar), strict=True):
                if handle is not None:  # None where it was only printed
                    handle.update(view)

    def follow(self, pose: Pose, ink: tuple[tuple[Spot, ...], ...]) -> None:
        """Show where the pen is, and the lines on the paper."""
        self._show(pose, ink, over=False, anew=False)

    def _show(
        self, pose: Pose, ink: tuple[tuple[Spot, ...], ...], *, over: bool, anew: bool
    ) -> None:
        if self._picture is None:
            return
        picture = self._picture.now(ink, pose, over=over)
        if self.paper is None:
            self.paper = PictureView(picture, "")
        else:
            self.paper.change(picture, backdrop=anew)


def _display(view: object) -> Any:  # noqa: ANN401  # IPython's DisplayHandle
    from IPython.display import display  # noqa: PLC0415  # only where it is loaded anyway

    return display(view, display_id=True)  # type: ignore[no-untyped-call]  # IPython's
