"""A camera that the lab was started with: one for all its notebooks, one look at a time."""

from __future__ import annotations

import threading
from typing import Literal

from dobotkit.errors import CameraClosed, NoCamera
from dobotkit.keeper.camera_place import CameraPlace, Places
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Read
from dobotkit.keeper.eyes.colours import Palette
from dobotkit.keeper.eyes.faces import Meet
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.near import Near
from dobotkit.keeper.eyes.saved import calibration_of, place_of
from dobotkit.keeper.eyes.sources.source import Kind, Source
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.mode import Mode
from dobotkit.scene import View
from dobotkit.sight_messages import SIZES, Light, SceneTold, Size

__all__ = ["SharedEye"]


class SharedEye:
    """A camera, or files that stand in for one.

    Parameters
    ----------
    source:
        Takes the pictures; this now owns it.
    places:
        Where it stands, as far as that was measured and confirmed.
    mode:
        Of the lab: what its pictures may show depends on that.
    """

    light: Light | None = None
    view: View = "table"

    def __init__(
        self, source: Source, places: Places | None = None, mode: Mode = Mode.SCHOOL
    ) -> None:
        self._source = source
        self._places = places or Places()
        self._mode = mode
        self._held = Held()
        self._lock = threading.Lock()
        self._palette: Palette | None = None
        self._closed = False
        self._size: tuple[int, int] | None = None
        self._known: tuple[CameraPlace, Calibration] | None = None

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self._source.kind

    @property
    def calibrated(self) -> bool:
        """Whether it is known where it stands."""
        return self._places.now is not None

    @property
    def calibration(self) -> Calibration | None:
        """Where it stands; None until somebody has measured it and a teacher has said yes."""
        place = self._places.now
        if place is None:
            return None
        if self._known is None or self._known[0] is not place:
            self._known = (place, calibration_of(place))
        return self._known[1]

    def look(
        self,
        size: Size,
        *,
        live: bool = False,
        meet: Meet | None = None,
        read: Read | None = None,
        near: Near | None = None,
    ) -> SceneTold:
        """Take a picture, in the size that the camera has, say what is on it, and wipe it."""
        del size
        if near is not None:
            raise NoCamera(
                "This camera is real, and cannot come closer by itself.",
                "Hold nearer to it what it shall see, flat and still, and look at all of it.",
            )
        # Waiting costs nobody anything: each notebook's looks have a thread of their own.
        with self._lock:
            # The frame last: from then on only what wipes it may fail.
            calibration = self.calibration
            frame = self._take()
            looked = look(
                frame,
                calibration,
                kind=self.kind,
                palette=self._palette,
                live=live,
                held=self._held,
                meet=meet,
                read=read,
                mode=self._mode,
            )
            self._palette = looked.palette
        return looked.told

    def take(self, size: Size | None = None) -> Frame:
        """Take a picture, in the size that the camera has; whoever asks for it wipes it."""
        del size
        # Another notebook may be looking: a source answers one question at a time.
        with self._lock:
            return self._take()

    def _take(self) -> Frame:
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
        """Offer this to the teacher; it holds once they have said yes.

        What a picture shows is what lies on the table, so a notebook alone must not say
        where that is.
        """
        del size
        place = place_of(calibration)
        calibration_of(place)  # what does not fit together is not offered either
        self._places.offer(place)
        return "teacher"

    def forget_faces(self) -> None:
        """Hold no covers any more where faces were."""
        self._held.forget()

    def shine(self, light: Light) -> None:
        """Do nothing: its light is that of the room."""

    def bump(self) -> None:
        """Do nothing: it is bumped by hand."""

    def invite(
        self, people: tuple[int, ...], *, how_many: int | None = None, photo: bool = False
    ) -> None:
        """Do nothing: real people are not invited."""

    def say_goodbye(self) -> None:
        """Do nothing: nobody was invited."""

    def close(self) -> None:
        """Let the device go at once; a look that waits for it fails. Twice does nothing."""
        self._closed = True
        self._held.forget()
        self._source.close()
