"""``Eye``: a camera with what is known about it."""

from __future__ import annotations

from typing import Literal, Protocol

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Read
from dobotkit.keeper.eyes.faces import Meet
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.near import Near
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.scene import View
from dobotkit.sight_messages import Light, SceneTold, Size

__all__ = ["Eye"]


class Eye(Protocol):
    """Something that notebooks look through.

    Attributes
    ----------
    kind:
        What it is.
    light:
        In which light a virtual one stands; None for any other.
    view:
        Where it looks: a virtual one can turn to the door of an invented room.
    """

    @property
    def light(self) -> Light | None:
        """In which light it stands."""

    @property
    def view(self) -> View:
        """Where it looks."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def calibrated(self) -> bool:
        """Whether it is known where it stands."""

    def look(
        self,
        size: Size,
        *,
        live: bool = False,
        meet: Meet | None = None,
        read: Read | None = None,
        near: Near | None = None,
    ) -> SceneTold:
        """Take a picture, say what is on it, and wipe it.

        Parameters
        ----------
        size:
            Of the picture; a real camera has its own.
        live:
            Whether to leave out what takes long and seldom changes: printed codes.
        meet:
            Whether and how faces are told apart, before they are covered.
        read:
            Whether and how something is found out about cards, before they are covered.
        near:
            Where to look closely; a virtual one only. None for all that it sees.

        Raises
        ------
        CameraError
            There is no picture, or camera or table have moved.
        WrongValue
            The place to look at closely is not on the table.
        """

    def forget_faces(self) -> None:
        """Hold no covers any more where faces were: nobody looks through it now."""

    def shine(self, light: Light) -> None:
        """Put the table into another light; a virtual one only."""

    def bump(self) -> None:
        """Knock against it; a virtual one only."""

    def invite(
        self, people: tuple[int, ...], *, how_many: int | None = None, photo: bool = False
    ) -> None:
        """Turn to the door, where invented people come by; a virtual one only.

        Parameters
        ----------
        people:
            Their numbers.
        how_many:
            So many are drawn instead; None where they are named.
        photo:
            Whether printed photographs of them are held up in their place.
        """

    def say_goodbye(self) -> None:
        """Let them go, and turn to the table again; a virtual one only."""

    def take(self, size: Size) -> Frame:
        """Take a picture; whoever asks for it wipes it."""

    def frame_size(self, size: Size) -> tuple[int, int]:
        """Width and height in pixels of the pictures that it gives when that size is asked for."""

    def lens(self, size: Size) -> Lens | None:
        """The lens, where it is known without being measured."""

    def lay_board(self) -> tuple[Touch, ...]:
        """Lay the board onto the table, and say where its crosses are; a virtual one only.

        Above a real table it lies already, and nothing is returned.
        """

    def take_board(self) -> None:
        """Take the board away; a virtual one only. Twice does nothing."""

    def learn(self, size: Size, calibration: Calibration) -> Literal["notebook", "teacher"]:
        """See the table by this calibration from now on; return who has to say yes first."""

    def close(self) -> None:
        """Let the device go; twice does nothing."""
