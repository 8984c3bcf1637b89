"""``Bar``: how far a drawing is, in a bar and in words."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from dobotkit.arm.pen import Progress

__all__ = ["Bar"]

_HERE = Path(__file__).parent


class Bar(anywidget.AnyWidget):
    """A bar with words; the words alone say it all.

    Nothing can be pressed on it: ■ stops a drawing.
    """

    _esm = _HERE / "bar.js"
    _css = _HERE / "bar.css"

    part = traitlets.Float(0.0, help="How much of the time is over, 0 to 1.").tag(sync=True)
    words = traitlets.Unicode("", help="How far it is, in words.").tag(sync=True)
    state = traitlets.Unicode("drawing", help="drawing, done or stopped.").tag(sync=True)

    def update(self, progress: Progress) -> None:
        """Show how far it is."""
        with self.hold_sync():
            self.part = 1.0 if progress.state == "done" else min(progress.part, 1.0)
            self.words = str(progress)
            self.state = progress.state

    def __repr__(self) -> str:
        return self.words
