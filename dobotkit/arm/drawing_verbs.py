"""What an arm with a pen can be told: ``draw``, and ``preview`` before it."""

from __future__ import annotations

from collections.abc import Callable

from dobotkit.arm.driver import Verbs
from dobotkit.arm.pacing import Target
from dobotkit.arm.paper import Paper
from dobotkit.arm.pen import Pen, Progress
from dobotkit.arm.route import Pace, Route, plan
from dobotkit.arm.values import number, velocity_of
from dobotkit.drawing import Drawing
from dobotkit.errors import WrongValue

__all__ = ["DrawingVerbs"]

PEN_SPEED = 50.0
# In mm; more would be a move of its own.
HIGHEST_LIFT = 100.0


class DrawingVerbs(Verbs):
    """The verbs of drawing.

    Attributes
    ----------
    _pen:
        What drives a route.
    """

    __slots__ = ()

    _pen: Pen

    @property
    def paper(self) -> Paper:
        """The paper that ``draw`` draws on: its height, and the lines on it."""
        return self._pen.paper

    def draw(
        self,
        points: object,
        z: float | None = None,
        *,
        lift: float = 10.0,
        velocity: float | None = None,
    ) -> None:
        """Draw lines with a pen: points in mm on the table.

        ::

            arm.draw([(200, -30), (260, -30), (260, 30), (200, 30), (200, -30)], z=-60)

        The pen goes up, across to the first point, down, along the points
        without a stop, and up again; its wrist does not turn. ``preview`` tells
        beforehand what would happen. Stopped on the way, the pen stays where
        it is, and that may be on the paper.

        Parameters
        ----------
        points:
            A list of places ``(x, y)`` is one stroke; a list of such lists is
            several strokes, with the pen lifted between them; or a ``Drawing``.
        z:
            Height of the wrist in mm when the pen touches the paper; without
            it, ``arm.paper.z``, which is the height of the last drawing or
            what you have set. Nobody else tells the kit where the paper is.
        lift:
            How far the pen is lifted between strokes, from 1 to 100 mm.
        velocity:
            How fast it draws, from 1 to 250 mm/s, and at most what the desk allows.
            Without it 50 mm/s, or what a slower desk allows. With the pen up, it moves
            as ``speed`` says; the acceleration of ``speed`` holds for both.

        Raises
        ------
        OutOfReach
            A point, or the way to it, cannot be reached; nothing has moved.
        NotDrawable
            The points are none.
        WrongValue, TooFast
            One of the other values cannot be used, or no height is known.
        AlarmRaised, ArmStopped, ArmStalled, AnswerLost, ArmSilent, ArmUnplugged
            Something went wrong on the way; the arm was stopped if it listens.
        """
        drawing = Drawing(points)
        lift, velocity = _lift(lift), self._pen_speed(velocity)
        driver = self._driver
        with driver.verb() as pacing:
            driver.link.raise_for_alarms()
            pacing.finish()
            route = self._route(drawing, pacing.start(), z, lift, velocity)
            route.check()
            driver.check_desk([route.start, *(step.target for step in route.steps)])
            driver.refusal = None
            self._pen.drive(route)
            driver.moved()

    def preview(
        self,
        points: object,
        z: float | None = None,
        *,
        lift: float = 10.0,
        velocity: float | None = None,
    ) -> Route:
        """Reckon what ``draw`` would do with the same values; nothing moves.

        Returns
        -------
        Route
            Its way, length and estimated time, and what of it cannot be
            reached, in words; ``show(arm.preview(points))`` draws it.

        Raises
        ------
        NotDrawable, WrongValue, TooFast
            One of the values cannot be used.
        """
        drawing = Drawing(points)
        lift, velocity = _lift(lift), self._pen_speed(velocity)
        driver = self._driver
        driver.check_open()
        return self._route(drawing, driver.learn(driver.link.pose())[:4], z, lift, velocity)

    def watch_drawing(self, callback: Callable[[Progress], object]) -> Callable[[], None]:
        """Have a function called with the ``Progress`` of every drawing, for bars.

        It is called in the thread that draws, when a drawing begins, about
        ten times a second, and when it ends.

        Returns
        -------
        callable
            Call it to end the watch.
        """
        return self._pen.watch(callback)

    def _pen_speed(self, velocity: float | None) -> float:
        usual = min(PEN_SPEED, self._driver.usual_speed)
        return usual if velocity is None else velocity_of(velocity)

    def _route(
        self, drawing: Drawing, start: Target, z: float | None, lift: float, velocity: float
    ) -> Route:
        pace = Pace(velocity, *self._driver.speed)
        at = self.paper.height_for(z)
        return plan(drawing, start, z=at, lift=lift, pace=pace, reach=self._driver.reach)


def _lift(value: object) -> float:
    plain = number("lift", value)
    if not 1.0 <= plain <= HIGHEST_LIFT:  # also refuses "not a number"
        raise WrongValue(
            f"The pen cannot be lifted by {plain:g} mm.",
            f"Choose from 1 to {HIGHEST_LIFT:g} mm.",
        )
    return plain
