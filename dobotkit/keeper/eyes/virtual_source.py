"""What the virtual camera gives: a picture of the simulated table at this moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from dobotkit.keeper.eyes.frame import Frame
from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.simulator.camera.render import render
from dobotkit.simulator.camera.rig import Rig
from dobotkit.things import ViewNow

__all__ = ["View", "VirtualSource"]

View = Callable[[], ViewNow]
"""Tells what there is to be seen at this moment."""


class VirtualSource:
    """Takes pictures of a simulated table.

    Parameters
    ----------
    view:
        What is seen now.
    rig:
        The camera, and its light.
    cards:
        What lies flat on the table, the lowest first.
    """

    kind: Final = "virtual"
    name = "virtual"

    def __init__(self, view: View, rig: Rig, cards: tuple[Laid, ...] = LAID_CARDS) -> None:
        self._view = view
        self._rig = rig
        self._cards = cards

    def read(self) -> Frame:
        """Take a picture of this moment."""
        view = self._view()
        pixels = render(
            view.table,
            view.joints,
            self._rig,
            cards=self._cards,
            tool=view.tool,
            day=datetime.now().astimezone().date(),
        )
        return Frame(pixels, view.table.moment, self.kind)

    def close(self) -> None:
        """Nothing has to be let go."""
