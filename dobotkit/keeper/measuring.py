"""What one notebook measures on drawn people, part by part, beside the thread that reads.

No camera takes part, and no permission is needed: nobody who exists can get in here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from dobotkit.errors import DobotKitError, KeeperRefused
from dobotkit.keeper.aside import Aside
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.handling import refusal
from dobotkit.measuring_messages import GoOnMeasuring, MeasureAsk, MeasuringNow, StopMeasuring
from dobotkit.messages import Done, Tell

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.experiments import Experiment

__all__ = ["FORGOTTEN_AFTER_S", "Measuring"]

# So long one message works at most, and one picture more.
_PART_S: Final = 0.4
FORGOTTEN_AFTER_S: Final = 30.0
"""A measurement that nobody goes on with is forgotten after so many seconds."""

log = logging.getLogger(__name__)


class Measuring:
    """One notebook's measurement: one at a time, and overwritten when it is over.

    Parameters
    ----------
    cameras:
        None looks; but whoever works on a picture takes a turn with those who look, so that a
        class that measures keeps no arm waiting.
    tell:
        Called with a number and an answer; returns at once.
    """

    def __init__(self, cameras: Cameras, tell: Callable[[int, Tell], None]) -> None:
        self._cameras = cameras
        self._aside = Aside("measuring", tell)
        self._lock = threading.Lock()
        self._experiment: Experiment | None = None
        self._heard = 0.0
        self._over = False

    def take(self, n: int, ask: MeasureAsk) -> None:
        """Answer question ``n`` soon; raises ``KeeperRefused`` if too many wait."""
        self._aside.take(n, lambda: self._answer(ask))

    def watch(self) -> None:
        """Forget a measurement that nobody goes on with; to be called now and then."""
        if time.monotonic() - self._heard < FORGOTTEN_AFTER_S:
            return
        # While one works it is not forgotten.
        if self._lock.acquire(blocking=False):
            try:
                self._forget()
            finally:
                self._lock.release()

    def end(self) -> None:
        """Answer nothing more, and overwrite what is measured.

        Whoever works on it at this moment overwrites it instead.
        """
        self._over = True
        self._aside.end()
        if self._lock.acquire(blocking=False):
            try:
                self._forget()
            finally:
                self._lock.release()

    def _answer(self, ask: MeasureAsk) -> Tell:
        with self._lock:
            try:
                return self._do(ask)
            except DobotKitError as error:
                self._forget()
                return refusal(error)
            except Exception:  # a mistake of ours: this notebook is told, no more
                self._forget()
                log.exception("the keeper failed at %s", type(ask).__name__)
                return refusal(
                    KeeperRefused(
                        "Something went wrong in the keeper, and it measures no more.",
                        "Measure again. If it happens again: Kernel → Restart.",
                    )
                )
            finally:
                self._heard = time.monotonic()
                if self._over:
                    self._forget()

    def _do(self, ask: MeasureAsk) -> Tell:
        if isinstance(ask, StopMeasuring):
            self._forget()
            return Done()
        if not isinstance(ask, GoOnMeasuring):
            from dobotkit.keeper.eyes.experiments import begin  # noqa: PLC0415 - loads numpy

            self._cameras.make_ready()
            self._forget()
            self._experiment = begin(ask)
            return MeasuringNow(done=0, total=self._experiment.total)
        experiment = self._experiment
        if experiment is None:
            raise KeeperRefused(
                "There is nothing to go on with: this measurement was stopped, or nobody has "
                f"gone on with it for {FORGOTTEN_AFTER_S:.0f} s.",
                "Begin again, for example: lesson.measure_finding()",
            )
        until = time.monotonic() + _PART_S
        while not experiment.is_over and not self._over and time.monotonic() < until:
            with self._cameras.turn:
                experiment.step()
        if not experiment.is_over:
            return MeasuringNow(done=experiment.done, total=experiment.total)
        result = experiment.result()
        self._forget()
        return result

    def _forget(self) -> None:
        before, self._experiment = self._experiment, None
        if before is not None:
            before.close()
