"""Who has come to the door of the invented classroom: known by number, and by nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dobotkit.keeper.eyes.frame import Frame
from dobotkit.room_messages import CLASS
from dobotkit.simulator.camera.guests import Guest
from dobotkit.simulator.camera.room import render_room
from dobotkit.simulator.people import Person

if TYPE_CHECKING:
    from dobotkit.simulator.camera.rig import Rig

__all__ = ["Door"]

# Who is drawn next: so many further on in the class. It has no divisor in common with the
# size of the class, so that everybody has had a turn before anybody has a second one; and who
# comes together differs in tone of skin.
_FIRST: Final = 37
_STEP: Final = 79


class Door:
    """The door of one notebook's classroom.

    Attributes
    ----------
    guests:
        Who is there; empty while the camera looks at the table.
    """

    def __init__(self) -> None:
        self.guests: tuple[Guest, ...] = ()
        self._since = 0.0
        self._times: Counter[tuple[int, bool]] = Counter()
        self._drawn = 0

    @property
    def open(self) -> bool:
        """Whether somebody is there."""
        return bool(self.guests)

    def invite(
        self, people: Sequence[int], how_many: int | None, *, photo: bool, moment: float
    ) -> None:
        """Let people come by; who was there before leaves.

        Parameters
        ----------
        people:
            Their numbers.
        how_many:
            So many are drawn instead, the same ones in each run; None where they are named.
        photo:
            Whether printed photographs of them are held up.
        moment:
            What the arm's clock shows, in seconds.
        """
        if how_many is not None:
            people = [1 + (_FIRST + _STEP * (self._drawn + n)) % CLASS for n in range(how_many)]
            self._drawn += how_many
        for number in people:
            self._times[number, photo] += 1
        self.guests = tuple(
            Guest(number, self._times[number, photo], Person(number).age, photo)
            for number in people
        )
        self._since = moment

    def say_goodbye(self) -> None:
        """Let everybody go; twice does nothing."""
        self.guests = ()

    def frame(self, rig: Rig, moment: float) -> Frame:
        """Return what a camera sees of it at a moment of the arm's clock."""
        pixels = render_room(self.guests, rig, moment, since=self._since)
        return Frame(pixels, moment, "virtual")
