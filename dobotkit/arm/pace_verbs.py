"""How fast an arm moves: ``speed``, and ``gently`` for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dobotkit.arm.driver import Verbs
from dobotkit.arm.values import FASTEST, velocity_of, within
from dobotkit.errors import ArmError

__all__ = ["PaceVerbs"]

# In mm/s².
HARDEST = 400.0


class PaceVerbs(Verbs):
    """The verbs of speed."""

    __slots__ = ()

    @property
    def fastest(self) -> float:
        """The most that ``speed`` takes, in mm/s: 250, or what a slower desk allows."""
        return min(FASTEST, float(getattr(self._driver.link.ser, "fastest", FASTEST)))

    @property
    def pace(self) -> tuple[float, float]:
        """How fast moves are at most, in mm/s and mm/s²: what ``speed`` has set last."""
        return self._driver.speed

    def speed(self, velocity: float | None = None, acceleration: float = 100.0) -> None:
        """Set how fast moves are, in true mm/s and mm/s².

        Parameters
        ----------
        velocity:
            From 1 to 250 mm/s, and at most what the desk allows. Without it the usual
            speed: 100 mm/s, or what a slower desk allows.
        acceleration:
            From 1 to 400 mm/s².

        Raises
        ------
        TooFast
            A value is outside this range.
        """
        velocity = self._driver.usual_speed if velocity is None else velocity_of(velocity)
        acceleration = within("acceleration", acceleration, HARDEST, "mm/s²")
        with self._driver.verb() as pacing:
            pacing.finish()
            self._driver.set_speed(velocity, acceleration)

    @contextlib.contextmanager
    def gently(self, velocity: float = 30.0, acceleration: float = 50.0) -> Iterator[None]:
        """Move slowly and softly in a block of lines; afterwards as before.

        ::

            with arm.gently():
                arm.pick((200, 60))

        Nothing becomes faster by it, so blocks may stand inside each other. (A drawing has
        a velocity of its own; its acceleration is this one.) The old speed
        comes back also after an error; what waited in the arm then is done gently first.

        Parameters
        ----------
        velocity:
            At most so many mm/s, from 1 to 250.
        acceleration:
            At most so many mm/s², from 1 to 400.

        Raises
        ------
        TooFast
            A value is outside this range.
        """
        slow = velocity_of(velocity), within("acceleration", acceleration, HARDEST, "mm/s²")
        before = self._driver.speed
        self._set_pace(*map(min, slow, before))
        try:
            yield
        except BaseException as error:
            # What went wrong first is what is told; a closed arm has no speed.
            with contextlib.suppress(ArmError):
                if isinstance(error, KeyboardInterrupt):
                    self._driver.link.stop()
                self._set_pace(*before)
            raise
        if not self._driver.closed:
            self._set_pace(*before)

    def _set_pace(self, velocity: float, acceleration: float) -> None:
        with self._driver.verb() as pacing:
            pacing.finish()
            self._driver.set_pace(velocity, acceleration)
