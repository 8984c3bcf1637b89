"""The virtual camera above the table of a notebook's own simulated arm.

It sees what that table holds at the moment of the look, by the arm's own clock, and it is
looked through by the same code as any other camera: it gives pixels, and no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from dobotkit.errors import CalibrationFailed, NoCamera
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Read
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.closely import aimed, calibration_of_rig, closely, lens_of_rig
from dobotkit.keeper.eyes.colours import Palette
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.door import Door
from dobotkit.keeper.eyes.faces import Meet
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.laid_board import crosses_of, lay_board
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.near import Near
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.keeper.eyes.virtual_source import VirtualSource
from dobotkit.keeper.lease import Lease
from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.scene import View as Direction
from dobotkit.sight_messages import SIZES, Light, SceneTold, Size
from dobotkit.simulator.camera.rig import Rig
from dobotkit.things import TableNow, ViewNow

__all__ = ["VirtualEye"]

Joints = tuple[float, float, float, float]
Key = tuple[Size, float, tuple[float, float, float, float]]

_MOST_KNOWN: Final = 8
# Where an arm keeps out of the picture while the camera is set up, in degrees.
_ASIDE: Final[Joints] = (-90.0, -5.0, 60.0, 0.0)


class VirtualEye:
    """The virtual camera of one notebook.

    Parameters
    ----------
    lease:
        The simulated arm.
    light:
        In which light its table stands.
    """

    kind: Final = "virtual"

    def __init__(self, lease: Lease, light: Light) -> None:
        self.lease = lease
        self._light = light
        self._bumps = 0
        # From which side it had been bumped when it was measured.
        self._measured = 0
        self._palette: Palette | None = None
        self._known: dict[Key, Calibration] = {}
        self._board: Laid | None = None
        # How often a board was laid down.
        self._boards = 0
        self._door = Door()
        self._held = Held()

    def look(
        self,
        size: Size,
        *,
        live: bool = False,
        meet: Meet | None = None,
        read: Read | None = None,
        near: Near | None = None,
    ) -> SceneTold:
        """Take a picture, say what is on it, and wipe it."""
        if near is not None:
            return self._look_closely(size, near, meet, read)
        if self._door.open:
            frame = self._door.frame(self._lit(size), self._moment())
            return look(
                frame,
                None,
                kind=self.kind,
                live=live,
                held=self._held,
                view="room",
                meet=meet,
                read=read,
            ).told
        view = self._view()
        calibration = self._calibration(size, view.table)
        frame = self._source(view, self._rig(size, view.table)).read()
        looked = look(
            frame,
            calibration,
            kind=self.kind,
            palette=self._palette,
            levels=_levels(view.table),
            live=live,
            held=self._held,
            meet=meet,
            read=read,
        )
        self._palette = looked.palette
        return looked.told

    def _look_closely(
        self, size: Size, near: Near, meet: Meet | None, read: Read | None
    ) -> SceneTold:
        """Turn to a place of the table, zoom in on it, look, and turn back."""
        if self._door.open:
            raise NoCamera(
                "The camera looks at the door, and sees nothing of the table.",
                "Turn it to the table first: camera.say_goodbye()",
            )
        view = self._view()
        rig = self._rig(size, view.table)
        moved = self._bumps != self._measured
        if not moved and (near.angle is None or near.size_mm is None):
            near = self._meant(near, rig, view)
        close = closely(rig, near, view.table, moved=moved)
        frame = self._source(view, close).read()
        calibration = calibration_of_rig(close, view.table)
        # A live picture of all the table knows nothing of it: neither covers nor colours.
        return look(frame, calibration, kind=self.kind, view="close", meet=meet, read=read).told

    def _meant(self, near: Near, rig: Rig, view: ViewNow) -> Near:
        """Return where the card that lies at a place is, and how, if one does."""
        frame = self._source(view, rig).read()
        try:
            return aimed(near, find_cards(frame.pixels), calibration_of_rig(rig, view.table))
        finally:
            frame.wipe()

    @property
    def view(self) -> Direction:
        """Where it looks."""
        return "room" if self._door.open else "table"

    @property
    def calibrated(self) -> bool:
        """Whether it is known where it stands: there are no places at the door."""
        return not self._door.open

    def invite(
        self, people: tuple[int, ...], *, how_many: int | None = None, photo: bool = False
    ) -> None:
        """Turn to the door, where invented people come by, or photographs of them."""
        self._door.invite(people, how_many, photo=photo, moment=self._moment())
        self._held.forget()

    def say_goodbye(self) -> None:
        """Let everybody go, and turn to the table again."""
        self._door.say_goodbye()
        self._held.forget()

    @property
    def light(self) -> Light:
        """In which light its table stands."""
        return self._light

    def forget_faces(self) -> None:
        """Hold no covers any more where faces were."""
        self._held.forget()

    def shine(self, light: Light) -> None:
        """Put the table into another light."""
        self._light = light
        self._palette = None

    def bump(self) -> None:
        """Knock against it: from now on it looks a little elsewhere.

        Each time from the other side: however often it is done, the table stays in view.
        """
        self._bumps = -1 if self._bumps > 0 else 1

    def take(self, size: Size) -> Frame:
        """Take a picture of the table; whoever asks for it wipes it."""
        view = self._view()
        return self._source(view, self._rig(size, view.table)).read()

    def frame_size(self, size: Size) -> tuple[int, int]:
        """Width and height in pixels."""
        return SIZES[size]

    def lens(self, size: Size) -> Lens:
        """The lens, as its data sheet says."""
        return lens_of_rig(self._rig(size, self._view().table))

    def lay_board(self) -> tuple[Touch, ...]:
        """Lay the board onto the table, and say where its crosses are.

        Raises
        ------
        CalibrationFailed
            It looks at the door.
        """
        if self._door.open:
            raise CalibrationFailed(
                "The camera looks at the door, and sees no board on the table.",
                "Turn it to the table, camera.say_goodbye(), and begin again.",
            )
        table = self._view().table
        self._boards += 1
        board = lay_board(self._boards)
        crosses = crosses_of(board, table, self._boards)
        self._board = board
        return crosses

    def take_board(self) -> None:
        """Take the board away."""
        self._board = None

    def learn(self, size: Size, calibration: Calibration) -> Literal["notebook"]:
        """See the table by this calibration from now on."""
        table = self._view().table
        self._measured = self._bumps
        self._known = {(size, table.height, table.edges): calibration}
        return "notebook"

    def close(self) -> None:
        """Nothing has to be let go."""

    def _view(self) -> ViewNow:
        view = self.lease.view_now()
        if not _has_top(view.table):
            raise NoCamera(
                "The virtual camera hangs above a table, and your simulated arm has none.",
                'Lay one first: lesson.start(scene="blocks")',
            )
        return view

    def _source(self, view: ViewNow, rig: Rig) -> VirtualSource:
        cards = LAID_CARDS if self._board is None else (*LAID_CARDS, self._board)
        return VirtualSource(lambda: view, rig, cards)

    def _moment(self) -> float:
        return self.lease.view_now().table.moment

    def _lit(self, size: Size) -> Rig:
        return Rig.usual(*SIZES[size]).in_light(self._light)

    def _rig(self, size: Size, table: TableNow, bumps: int | None = None) -> Rig:
        rig = self._lit(size).above(table.height)
        return rig.bumped(self._bumps if bumps is None else bumps)

    def _calibration(self, size: Size, table: TableNow) -> Calibration:
        """Measure where the camera hangs, as somebody did who has set it up.

        The lens is known from its data sheet. The place is found from the cards at the
        corners of the table, with nothing on it and the arm out of the way.
        """
        key = (size, table.height, table.edges)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:  # a notebook may lay any number of tables
                self._known.clear()
            rig = replace(self._rig(size, table, self._measured), light=Rig.usual().light)
            empty = TableNow(height=table.height, edges=table.edges)
            frame = VirtualSource(lambda: ViewNow(empty, _ASIDE), rig).read()
            try:
                seen = seen_marks(frame.pixels)
                self._known[key] = calibration_from_cards(seen, lens_of_rig(rig), table.height)
            finally:
                frame.wipe()
        return self._known[key]


def _levels(table: TableNow) -> tuple[float, ...]:
    belt = table.belt
    return () if belt is None else (belt.place[2] + belt.size[2] - table.height,)


def _has_top(table: TableNow) -> bool:
    low_x, high_x, low_y, high_y = table.edges
    return low_x < high_x and low_y < high_y
