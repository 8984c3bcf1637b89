"""A camera that the lab was started with: one for all its notebooks, one look at a time."""

from __future__ import annotations

import threading
from typing import Literal

from dobotkit.errors import CameraClosed
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.colours import Palette
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.sources.source import Kind, Source
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.sight_messages import SIZES, Light, SceneTold, Size

__all__ = ["SharedEye"]


class SharedEye:
    """A camera, or files that stand in for one.

    Parameters
    ----------
    source:
        Takes the pictures; this now owns it.
    mode:
        School or adult: what its pictures may show.

    Attributes
    ----------
    calibration:
        Where it stands; None as long as nobody has measured that.
    """

    light: Light | None = None

    def __init__(self, source: Source, mode: Literal["school", "adult"]) -> None:
        self._source = source
        self._mode = mode
        self._lock = threading.Lock()
        self._palette: Palette | None = None
        self._closed = False
        self._size: tuple[int, int] | None = None
        self.calibration: Calibration | None = None

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self._source.kind

    @property
    def calibrated(self) -> bool:
        """Whether it is known where it stands."""
        return self.calibration is not None

    def look(self, size: Size, *, live: bool = False) -> SceneTold:
        """Take a picture, in the size that the camera has, say what is on it, and wipe it."""
        del size
        # Waiting costs nobody anything: each notebook's looks have a thread of their own.
        with self._lock:
            looked = look(
                self.take(),
                self.calibration,
                mode=self._mode,
                kind=self.kind,
                palette=self._palette,
                codes=not live,
            )
            self._palette = looked.palette
        return looked.told

    def take(self, size: Size | None = None) -> Frame:
        """Take a picture, in the size that the camera has; whoever asks for it wipes it."""
        del size
        if self._closed:
            raise CameraClosed("The camera has just been let go.", "Look again: camera.look()")
        frame = self._source.read()
        self._size = frame.size
        return frame

    def frame_size(self, size: Size) -> tuple[int, int]:
        """Width and height in pixels of its last picture."""
        return self._size or SIZES[size]

    def lens(self, size: Size) -> Lens | None:
        """Nobody knows it before it is measured."""
        del size
        return None

    def lay_board(self) -> tuple[Touch, ...]:
        """Do nothing: people lay it."""
        return ()

    def take_board(self) -> None:
        """Do nothing: people take it away."""

    def learn(self, size: Size, calibration: Calibration) -> Literal["teacher"]:
        """See the table by this from now on; of the picture nothing is shown by it yet.

        What a picture shows is what lies on the table. So the teacher says first that the
        outline of the cards is that of the table, and nothing else.
        """
        del size
        self.calibration = calibration.unconfirmed()
        return "teacher"

    def shine(self, light: Light) -> None:
        """Do nothing: its light is that of the room."""

    def bump(self) -> None:
        """Do nothing: it is bumped by hand."""

    def close(self) -> None:
        """Let the device go at once; a look that waits for it fails. Twice does nothing."""
        self._closed = True
        self._source.close()
