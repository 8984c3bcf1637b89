"""``Bar``: how far a drawing is, below the cell that draws."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from dobotkit.arm.pen import Progress

__all__ = ["Bar", "show_bar"]

_HERE = Path(__file__).parent


class Bar(anywidget.AnyWidget):
    """A bar with words; the words alone say it all.

    Made by ``show_bar``. Nothing can be pressed on it: ■ stops a drawing.
    """

    _esm = _HERE / "bar.js"
    _css = _HERE / "bar.css"

    part = traitlets.Float(0.0, help="How much of the time is over, 0 to 1.").tag(sync=True)
    words = traitlets.Unicode("", help="How far it is, in words.").tag(sync=True)
    state = traitlets.Unicode("drawing", help="drawing, done or stopped.").tag(sync=True)

    _handle: Any = None

    def update(self, progress: Progress) -> None:
        """Show how far it is."""
        with self.hold_sync():
            self.part = 1.0 if progress.state == "done" else min(progress.part, 1.0)
            self.words = str(progress)
            self.state = progress.state
        if progress.state != "drawing" and self._handle is not None:
            # What a saved notebook keeps are words, and those of the beginning are over.
            self._handle.update(self)

    def follow(self, handle: Any) -> None:  # noqa: ANN401  # IPython's DisplayHandle
        """Note where it is shown, so that its last words can be kept there."""
        self._handle = handle

    def __repr__(self) -> str:
        return self.words


def show_bar() -> Bar | None:
    """Show a new bar below the running cell; None where no notebook is."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not getattr(shell, "kernel", None):
        return None
    from IPython.display import display  # noqa: PLC0415  # only where it is loaded anyway

    bar = Bar()
    bar.follow(display(bar, display_id=True))  # type: ignore[no-untyped-call]  # IPython's
    return bar
