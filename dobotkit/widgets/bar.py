"""``Bar``: how far something is that takes a while, in a bar and in words."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from dobotkit.arm.pen import Progress

__all__ = ["Bar"]

_HERE = Path(__file__).parent


class Bar(anywidget.AnyWidget):
    """A bar with words; the words alone say it all.

    Nothing can be pressed on it: ■ stops what it is about.
    """

    _esm = _HERE / "bar.js"
    _css = _HERE / "bar.css"

    part = traitlets.Float(0.0, help="How much of the time is over, 0 to 1.").tag(sync=True)
    words = traitlets.Unicode("", help="How far it is, in words.").tag(sync=True)
    state = traitlets.Unicode("drawing", help="drawing, done or stopped.").tag(sync=True)
    label = traitlets.Unicode("Drawing", help="What it is about.").tag(sync=True)

    def update(self, progress: Progress) -> None:
        """Show how far a drawing is."""
        part = 1.0 if progress.state == "done" else min(progress.part, 1.0)
        self.say(part, str(progress), state=progress.state)

    def say(self, part: float, words: str, *, state: str = "drawing") -> None:
        """Show how far anything is.

        Parameters
        ----------
        part:
            How much of it is over, 0 to 1.
        words:
            The same in words.
        state:
            ``"drawing"`` while it goes on, then ``"done"`` or ``"stopped"``.
        """
        with self.hold_sync():
            self.part, self.words, self.state = part, words, state

    def __repr__(self) -> str:
        return self.words
