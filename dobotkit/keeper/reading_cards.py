"""One notebook's block in which cards are read: what was asked, and when it ends.

This module loads neither numpy nor OpenCV before somebody looks.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from dobotkit.card_messages import BeginCards, LookForCards
from dobotkit.errors import CardsClosed
from dobotkit.messages import Done
from dobotkit.models import load
from dobotkit.scene import CardAsk

if TYPE_CHECKING:
    from dobotkit.keeper.cameras import Cameras
    from dobotkit.keeper.eyes.card_readers import CardReaders
    from dobotkit.keeper.eyes.eye import Eye
    from dobotkit.sight_messages import SceneTold

__all__ = ["ReadingCards"]

_NOT_BEGUN: Final = "No block is open in this notebook in which cards are read."
_BEGIN: Final = 'Open one: with camera.cards(why="see who may enter", asks=("valid",)) as reader:'


class ReadingCards:
    """What one notebook may ask about cards. Nothing that was read is held here, or anywhere.

    Parameters
    ----------
    cameras:
        Of the keeper; they know who can read.
    """

    def __init__(self, cameras: Cameras) -> None:
        self._cameras = cameras
        # None before the first block.
        self._readers: CardReaders | None = None
        self._lock = threading.Lock()
        # What is asked in the open block.
        self._asks: tuple[CardAsk, ...] = ()
        self._over = False

    @property
    def is_open(self) -> bool:
        """Whether a block is open."""
        return bool(self._asks)

    def begin(self, ask: BeginCards) -> Done:
        """Open a block, and close the one before.

        Raises
        ------
        ModelError
            What reads is not here.
        """
        self.close()
        # Looked at only, so that it is told now, and not at the first look.
        load("ppocr")
        self._readers = self._cameras.card_readers
        self._readers.begin(self)
        with self._lock:
            if not self._over:
                self._asks = ask.asks
        if self._over:
            self.close()
        return Done()

    def look(self, eye: Eye, ask: LookForCards) -> SceneTold:
        """Look once, and say of each card what was asked when the block began.

        Raises
        ------
        CardsClosed
            No block is open, or it was closed meanwhile.
        NoCamera
            A real camera was to look closely.
        CardReaderFailed
            What reads has failed.
        """
        asks, readers = self._asks, self._readers
        if not asks or readers is None:
            raise CardsClosed(_NOT_BEGUN, _BEGIN)
        from dobotkit.keeper.eyes.card_reading import CardReading  # noqa: PLC0415 - see above
        from dobotkit.keeper.eyes.near import Near  # noqa: PLC0415 - see above

        size = None
        if ask.length is not None and ask.width is not None:
            size = (ask.length, ask.width)
        near = None if ask.at is None else Near(*ask.at, angle=ask.angle, size_mm=size)
        reading = CardReading(readers, self, asks)
        return eye.look(ask.size, near=near, read=reading)

    def close(self) -> None:
        """End the block, and what reads for it at this moment."""
        with self._lock:
            self._asks = ()
        if self._readers is not None:
            self._readers.end(self)

    def end(self) -> None:
        """End the block, and open none any more: the notebook is gone."""
        with self._lock:
            self._over = True
        self.close()
