"""``Recorder``: notes what an arm does; ``lead``: what it is shown by hand."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator

from dobotkit.arm.driver import Driver
from dobotkit.arm.pacing import Target
from dobotkit.arm.track import Act, Track
from dobotkit.errors import ArmError, WrongValue
from dobotkit.geometry import Pose
from dobotkit.held_here import register

__all__ = ["Recorder"]

# The button on the forearm: what triggers it, whether it does, and whether it has.
BUTTON_MODE, BUTTON_ON, BUTTON_TRIGGERED = 40, 41, 42
_WHEN_LET_GO = b"\x00"
_LOOK_S = 0.05
# Less than a hand can keep still: no new place (mm and degrees).
_STILL = 1.0


class Recorder:
    """The tracks that one arm is recording at the moment.

    Parameters
    ----------
    driver:
        Of the arm.
    """

    rows = ("taught-points",)

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._tracks: list[Track] = []
        driver.recorders.append(self._note)
        register(self)

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return which tracks are being recorded; those that are done are the notebook's own."""
        return tuple(("a track that is being recorded", repr(track)) for track in self._tracks)

    def delete(self) -> int:
        """Empty the tracks that are being recorded, and record nothing more into them."""
        tracks, self._tracks = self._tracks, []
        for track in tracks:
            track.clear()
        return len(tracks)

    @contextlib.contextmanager
    def record(self) -> Iterator[Track]:
        """Fill a track with what the arm does meanwhile."""
        track = Track()
        self._tracks.append(track)
        try:
            yield track
        finally:
            # By what it is: two empty tracks are equal.
            self._tracks = [other for other in self._tracks if other is not track]

    def lead(self, seconds: float, every: float | None) -> None:
        """Note the places to which somebody leads the arm by hand.

        Parameters
        ----------
        seconds:
            How long.
        every:
            Seconds between two looks, for a place whenever the arm has moved; None for a
            place each time the button on the forearm is let go.

        Raises
        ------
        WrongValue
            Nothing is being recorded.
        """
        if not self._tracks:
            raise WrongValue(
                "Nothing is being recorded, so what you show the arm would be lost.",
                "Write first: with arm.record() as track: and the leading indented below it.",
            )
        link = self._driver.link
        stops = link.stops
        link.tell(BUTTON_MODE, _WHEN_LET_GO)
        link.tell(BUTTON_ON, b"\x01")
        try:
            end = time.monotonic() + seconds
            noted: Pose | None = None
            due = 0.0
            # A stop is a way to end it: nothing is moving.
            while (now := time.monotonic()) < end and link.stops == stops:
                pose = self._driver.learn(link.pose())
                if every is None:
                    if any(link.ask(BUTTON_TRIGGERED)[:1]):
                        self._note(pose[:4], "")
                elif now >= due and (noted is None or math.dist(pose[:4], noted[:4]) > _STILL):
                    self._note(pose[:4], "")
                    noted, due = pose, now + every
                time.sleep(_LOOK_S)
        finally:
            self._driver.pacing.forget_place()
            # That the arm was unplugged meanwhile is told by what went wrong first.
            with contextlib.suppress(ArmError):
                link.tell(BUTTON_ON, b"\x00")

    def _note(self, place: Target | None, act: Act) -> None:
        for track in self._tracks:
            at = place
            if at is None:
                at = track[-1].place if len(track) else self._driver.link.last_pose[:4]
            track.add(at, act)
