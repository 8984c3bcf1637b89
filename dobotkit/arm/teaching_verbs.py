"""How an arm is taught: points with names, what it has done, what a hand has shown it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from dobotkit.arm.driver import Verbs
from dobotkit.arm.end_effector import EndEffector
from dobotkit.arm.points import Points, taught
from dobotkit.arm.teaching import Recorder
from dobotkit.arm.track import Track, TrackStep
from dobotkit.arm.values import number
from dobotkit.errors import WrongValue

__all__ = ["TeachingVerbs"]

_LONGEST_S = 600.0
_MOST_TIMES = 1000


class TeachingVerbs(Verbs):
    """The verbs of teaching.

    Attributes
    ----------
    _end_effector, _points, _recorder:
        Of the arm.
    """

    __slots__ = ()

    _end_effector: EndEffector
    _points: Points
    _recorder: Recorder

    @property
    def points(self) -> Points:
        """Places of the tool that the arm was taught, by their names."""
        return self._points

    def record(self) -> AbstractContextManager[Track]:
        """Note what the arm does in a block of lines, so that it can do it again.

        ::

            with arm.record() as track:
                arm.move_to(200, 0, 20)
                arm.suck(True)
                arm.move_by(z=40)
            arm.play(track)

        Noted are straight moves, where they have ended, and what cup and gripper did;
        not drawings, arcs and pauses. ``track.to_json()`` keeps it.
        """
        self._driver.check_open()
        return self._recorder.record()

    def lead_by_hand(self, seconds: float, *, every: float | None = None) -> None:
        """Note the places to which you lead a real arm by hand, while it is recorded.

        ::

            with arm.record() as track:
                arm.lead_by_hand(seconds=60)
            arm.play(track)

        Hold the button on the arm's forearm: the motors are loose then. Lead the arm to a
        place and let the button go: the place is noted. Mind your fingers: let go of the
        arm slowly. ■ or ``arm.stop()`` ends it earlier; what was noted stays.

        Parameters
        ----------
        seconds:
            For how long, up to 600.
        every:
            Note a place every so many seconds instead, if the arm has moved since.

        Raises
        ------
        WrongValue
            Nothing is being recorded, or a value cannot be used.
        """
        time = _seconds("seconds", seconds)
        pause = None if every is None else _seconds("every", every)
        with self._driver.verb() as pacing:
            pacing.finish()
            self._recorder.lead(time, pause)

    def play(self, what: Track | Iterable[object], *, times: int = 1) -> None:
        """Do again what was recorded, or go to taught points one after the other.

        ::

            arm.play(track)
            arm.play(["gate", "tray"], times=3)

        The arm goes in straight lines, from where it stands to the first place as well.
        The whole way is checked before it moves.

        Parameters
        ----------
        what:
            A track, or a list of points: names, poses, or places ``(x, y, z)`` in mm.
        times:
            How often, from 1 to 1000.

        Raises
        ------
        OutOfReach
            A part of the way cannot be reached or is closed; nothing has moved.
        UnknownName, WrongValue
            A point is not known, or a value cannot be used; nothing has moved.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        steps = [self._step(one) for one in _several(what)] * _times(times)
        driver = self._driver
        with driver.verb() as pacing:
            driver.link.raise_for_alarms()
            pacing.finish()
            start = pacing.start()
            with driver.remembering_refusal():
                driver.check_way([start, *(step.place for step in steps)])
            here = start
            for place, act in steps:
                if place != here:
                    driver.follow([place])
                    here = place
                if act:
                    self._end_effector.do(act)
            pacing.finish()
            if steps:
                driver.moved()

    def _step(self, one: object) -> TrackStep:
        if isinstance(one, TrackStep):
            return one
        return TrackStep(self._points[one] if isinstance(one, str) else taught(one))


def _several(what: object) -> Iterable[object]:
    if isinstance(what, Iterable) and not isinstance(what, str):
        return what
    raise WrongValue(
        f"{what!r:.60} is nothing that can be played.",
        'Give a track, or a list of points: arm.play(["gate", "tray"])',
    )


def _seconds(name: str, value: object) -> float:
    plain = number(name, value)
    if not 0 < plain <= _LONGEST_S:  # also refuses "not a number"
        raise WrongValue(
            f"{name}={plain:g} is no time to lead an arm.",
            f"Give seconds, more than 0 and up to {_LONGEST_S:g}.",
        )
    return plain


def _times(value: object) -> int:
    plain = number("times", value)
    if not (1 <= plain <= _MOST_TIMES and plain == int(plain)):
        raise WrongValue(
            f"times={plain:g} is not how often something can be done.",
            f"Give a whole number from 1 to {_MOST_TIMES}.",
        )
    return int(plain)
