"""``Camera``: looks at the table through the keeper, and never holds a frame."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Final, Self

from dobotkit.arm.arm import Arm
from dobotkit.calibrating import CalibrationByHand, calibrate
from dobotkit.calibration_result import CalibrationResult
from dobotkit.cards import CardReader, check_asks
from dobotkit.client import client
from dobotkit.errors import CameraClosed, PermissionNotActive, WrongValue
from dobotkit.inviting import invitation
from dobotkit.room_messages import Goodbye
from dobotkit.scene import Scene
from dobotkit.session.session import Session
from dobotkit.sight_messages import (
    LIGHTS,
    SIZES,
    AskCamera,
    BumpCamera,
    CameraNow,
    Look,
    SceneTold,
    SetLight,
    Size,
)
from dobotkit.visitors import Visitors

__all__ = ["Camera"]

_HOLDS: Final = "until camera.close(), or until this notebook is closed or restarted"
_lock = threading.Lock()
# A set-up cell that is run again switches nothing on twice.
_here: Camera | None = None


class Camera:
    """Looks at the table, for as long as a permission is on; a sign shows that it is.

    ::

        camera = Camera(session, why="find the red block")
        scene = camera.look()
        red = scene.find_block("red")
        camera.close()

    The picture is taken in the keeper, a process beside the notebook. It finds blocks and
    markers there, covers what may not be shown, and overwrites the picture. What comes here
    is a :class:`~dobotkit.scene.Scene`.

    A notebook has one camera at a time: a new one takes the place of the one before. It is
    off when it is closed, when the session ends, and when the permission is taken back.

    Parameters
    ----------
    session:
        Yours.
    why:
        What for, in a few words; it is shown as long as the camera is on.
    size:
        Width and height of the pictures, in pixels: (1280, 720) or (640, 480). A real camera
        gives the size that it has, to all notebooks of its lab.

    Raises
    ------
    NoCamera
        There is nothing that could look: open your arm first, ``arm = Arm()``.
    PermissionWithdrawn
        The permission was taken back in this session.
    WrongValue
        That is no session, no reason or no size.
    """

    def __init__(self, session: Session, why: str, *, size: tuple[int, int] = (1280, 720)) -> None:
        global _here
        if not isinstance(session, Session):
            raise WrongValue(
                "A camera needs your session, because it needs a permission.",
                'Begin one: session = Session(), then Camera(session, why="find the red block")',
            )
        self._size = _named(size)
        now = client().ask(AskCamera(), CameraNow)
        self._source = now.source
        self._session = session
        self._permission = session.permission("camera", why=why)
        self._closed = False
        with _lock:
            before, _here = _here, self
        if before is not None:
            before.close()
        try:
            self._permission.hold(_HOLDS)
        except BaseException:
            # One that was never on must not give back what another one has by then.
            self._closed = True
            raise
        if now.view == "room":
            # Who was invited to the camera before is not here for this one.
            client().ask(Goodbye(), CameraNow)

    @property
    def on(self) -> bool:
        """Whether it can look: it was not closed, and its permission is on."""
        return self._permission.on

    @property
    def why(self) -> str:
        """What it is used for, as it is shown."""
        return self._permission.why

    @property
    def source(self) -> str:
        """What looks: ``"virtual"``, ``"usb"``, ``"file"``, ``"folder"`` or ``"video"``."""
        return self._source

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures that are asked for, in pixels."""
        return SIZES[self._size]

    def look(self) -> Scene:
        """Take one picture, and return what is on it.

        If camera or table are not any more where they were measured, every place would be
        wrong: then the scene has none, and its notes say why.

        Raises
        ------
        CameraClosed
            It was closed, or its permission has ended.
        NoCamera
            The arm above whose table it hangs was closed.
        CameraError
            No picture came.
        """
        return self._look(Look(size=self._size))

    def look_live(self) -> Scene:
        """Take one picture of a live view: a small one, and noted once, not each time."""
        return self._look(Look(size="640x480", live=True))

    def visitors(self, *, why: str) -> Visitors:
        """Compare visitors' faces for the lines of one ``with``, to say who was there before.

        ::

            with camera.visitors(why="see whether somebody comes back") as visitors:
                print(visitors.look())

        It needs a permission of its own, “same-visitor”, which is asked for here and given
        back at the end of the block. In school mode only the virtual camera's invented
        people are compared.

        Parameters
        ----------
        why:
            What for, in a few words. It is shown as long as the block runs, and every answer
            is bound to it.

        Raises
        ------
        WrongValue
            That is no reason.
        """
        permission = self._session.permission("same-visitor", why=why)
        return Visitors(permission, self._size, self._check)

    def cards(self, *, why: str, asks: Sequence[str]) -> CardReader:
        """Ask something about cards, for the lines of one ``with``.

        ::

            with camera.cards(why="see who may enter", asks=("valid", "over 16")) as reader:
                near = reader.look(at=reader.look().card)
                print(near.card.claims)

        It needs a permission of its own, “read-card”, which is asked for here and given back
        at the end of the block. What is not in ``asks`` never leaves the keeper, and cards that
        are no specimens of the kit are covered and not answered for.

        Parameters
        ----------
        why:
            What for, in a few words. It is shown as long as the block runs, and every answer
            is bound to it.
        asks:
            What is asked about each card, as little as you need: of ``"kind"``, ``"valid"``,
            ``"expired"``, ``"over 13"``, ``"over 14"``, ``"over 16"``, ``"over 18"``,
            ``"masked number"`` and ``"issuing state"``.

        Raises
        ------
        WrongValue
            That is no reason, or cannot be asked.
        """
        asked = check_asks(asks)
        permission = self._session.permission("read-card", why=why)
        return CardReader(permission, asked, self._size, self._check)

    def calibrate(self, arm: Arm) -> CalibrationResult | CalibrationByHand:
        """Measure where the camera stands, with the tip of the arm on the printed board.

        Above a simulated table the board is laid down, the arm drives to its crosses, and
        the board is taken away: what comes back says how far places are off, and shows it.
        A real arm is led by hand: what comes back then says what to do next.

        Raises
        ------
        CalibrationFailed
            The arm cannot reach the crosses, the camera does not see the board, or what was
            touched does not fit together.
        CameraClosed
            It was closed, or its permission has ended.
        """
        self._check()
        return calibrate(arm, virtual=self._source == "virtual", size=self._size)

    @property
    def light(self) -> str | None:
        """The light that the virtual camera's table stands in; None of any other camera.

        Set it to ``"day"``, ``"warm"``, ``"cold"``, ``"dim"``, ``"bright"`` or ``"shadow"``.
        """
        return client().ask(AskCamera(), CameraNow).light

    @light.setter
    def light(self, light: str) -> None:
        self._check()
        fits = [one for one in LIGHTS if one == light]
        if not fits:
            raise WrongValue(
                f"There is no light called {light!r:.40}.", f"Choose one of: {', '.join(LIGHTS)}."
            )
        client().ask(SetLight(light=fits[0]), CameraNow)

    def bump(self) -> None:
        """Knock against the virtual camera, as it happens to real ones; the next look says so."""
        self._check()
        client().ask(BumpCamera(), CameraNow)

    def invite(self, *people: int, how_many: int | None = None, photo: bool = False) -> None:
        """Turn the virtual camera to the door, and let invented people come by.

        ::

            camera.invite(7, 12)  # two whom you choose, by their numbers
            camera.invite(how_many=4)  # four whom the keeper chooses
            camera.invite(7, photo=True)  # a printed photograph of one, held up

        Nobody of them is real: they are drawn from their numbers, and look a little different
        each time they come. Who was there before leaves. ``camera.say_goodbye()`` turns the
        camera to the table again.

        Parameters
        ----------
        people:
            Their numbers, 1 to 200; at most six at a time.
        how_many:
            So many come whom you have not chosen, 1 to 6; the same ones in each run.
        photo:
            Whether photographs are held up in their place.

        Raises
        ------
        WrongValue
            There is nobody with that number, or too many are invited.
        NoCamera
            This camera is real, and real people are not invited.
        CameraClosed
            It was closed, or its permission has ended.
        """
        self._check()
        client().ask(invitation(people, how_many, photo=photo), CameraNow)

    def say_goodbye(self) -> None:
        """Let everybody go, and turn the virtual camera to the table again."""
        self._check()
        client().ask(Goodbye(), CameraNow)

    def close(self) -> None:
        """Switch it off, and give the permission back. Twice does no harm."""
        global _here  # noqa: PLW0603 - one notebook, one camera
        with _lock:
            if _here is self:
                _here = None
            # Once only: given back twice, it would be another one's.
            closed, self._closed = self._closed, True
        if not closed:
            self._permission.let_go()

    def _look(self, ask: Look) -> Scene:
        self._check()
        try:
            return client().ask(ask, SceneTold).scene()
        except PermissionNotActive:
            raise _ended() from None

    def _check(self) -> None:
        if not self.on:
            raise _ended()

    def __enter__(self) -> Self:
        self._check()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        if not hasattr(self, "_permission"):
            return "<Camera, not opened>"  # as a traceback shows it, if it could not be
        return f"<Camera {self._source}, {'on' if self.on else 'off'}: {self.why}>"


def _named(size: object) -> Size:
    for name, known in SIZES.items():
        if size == known:
            return name
    raise WrongValue(
        f"The camera has no pictures of the size {size!r:.40}.",
        f"Choose one of: {', '.join(str(known) for known in SIZES.values())}.",
    )


def _ended() -> CameraClosed:
    return CameraClosed(
        "This camera is off: it was closed, another one took its place, the session has "
        "ended, or the permission was taken back.",
        'Ask for a new one: camera = Camera(session, why="…")',
    )


def _forget_in_child() -> None:
    # A copy of this process is not the notebook that has the permission.
    global _here, _lock
    _here, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
