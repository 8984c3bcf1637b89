"""``ArmView``: the live picture of one arm and its table."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any
from weakref import ref

import anywidget
import traitlets

from dobotkit.arm.arm import Arm
from dobotkit.arm.pen import Progress
from dobotkit.errors import DobotKitError
from dobotkit.geometry import Pose
from dobotkit.watching import WatchedArm
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.drawing import draw
from dobotkit.widgets.limits import describe, draw_limits
from dobotkit.widgets.onlookers import Onlookers
from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.portrait import Portrait
from dobotkit.widgets.scripts import CANVAS
from dobotkit.widgets.sight import millimetres
from dobotkit.widgets.still import to_svg
from dobotkit.widgets.under_way import UnderWay

__all__ = ["ArmView"]

# Seconds between two pictures, and between two looks at an arm that moves,
# stands still, does not answer, or is looked at by nobody.
_PICTURE_S = 0.05
_MOVING_S, _RESTING_S, _SILENT_S, _UNSEEN_S = 0.05, 0.25, 2.0, 1.0
# Who waits for the arm asks it 20 times a second, and then it need not be asked here.
_TOLD_S = 0.1
# Seconds between two looks at the table while the arm moves: what it carries moves
# with it by itself.
_TABLE_S = 0.1
# mm or degrees between two looks that count as standing still.
_STILL = 0.01


class ArmView(anywidget.AnyWidget):
    """An arm and its table from the side and from above, drawn live in the notebook.

    At most 20 times a second one message is sent with what has changed, and none while
    nobody looks. Where no browser listens (an export, CI) it is a still picture. Made by
    ``show(arm)``; ``close()`` takes it away.

    Parameters
    ----------
    arm:
        The arm to follow; one that is only watched has no button that stops it.
    limits:
        Show its limits and the angles of two joints, instead of the view from above.
    """

    _esm = CANVAS

    palette = traitlets.Dict(help="Styles by name, for light and dark pages.").tag(sync=True)
    backdrop = traitlets.Dict(help="Shapes that stay as they are.").tag(sync=True)
    moving = traitlets.Dict(help="Shapes that change with the pose.").tag(sync=True)
    solids = traitlets.Dict(help="What rests on the table.").tag(sync=True)
    movers: traitlets.List[object] = traitlets.List(
        help="What is carried, or rides on a belt."
    ).tag(sync=True)
    status = traitlets.Unicode(help="The picture in words; not every step on the way.").tag(
        sync=True
    )
    stops = traitlets.Bool(help="Whether there is a button that stops the arm.").tag(sync=True)
    caption = traitlets.Unicode(help="What is drawn besides the arm, in words.").tag(sync=True)

    def __init__(self, arm: Arm | WatchedArm, *, limits: bool = False) -> None:
        self._drawing = threading.RLock()
        self._arm = arm
        self._portrait = Portrait(arm, draw_limits if limits else draw)
        self._edges = describe(arm.reach.edges()) if limits else ""
        self._onlookers = Onlookers()
        self._under_way: UnderWay | None = None
        self._draws = False
        self._sent_at = self._told_at = self._heard_at = self._looked_at = float("-inf")
        self._over = threading.Event()
        # A weak reference: the thread must not keep a view that nobody has.
        self._follower = threading.Thread(
            target=_follow,
            args=(ref(self), self._over, self._onlookers.came),
            name="ArmView",
            daemon=True,
        )
        self._unwatch = [arm.watch(self._take_in)]
        if isinstance(arm, Arm):
            self._unwatch.append(arm.watch_drawing(self._show_progress))
        self._look_around(resting=True)
        super().__init__(
            palette=PALETTE,
            stops=isinstance(arm, Arm),
            **self._state(self._portrait.now_words(resting=True)),
        )
        self.on_msg(_heard)
        deliver_at_once(self.comm)
        self._follower.start()

    def close(self) -> None:
        """Take the picture away and stop following the arm."""
        self._over.set()
        self._onlookers.came.set()
        for unwatch in self._unwatch:
            unwatch()
        super().close()

    def __repr__(self) -> str:
        x, y, z = (millimetres(value) for value in self._arm.last_pose[:3])
        suction = "on" if self._arm.suction else "off"
        return f"ArmView(x={x} y={y} z={z} mm, suction {suction})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        self._onlookers.expect()
        self.refresh()
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        svg = to_svg(self._portrait.picture(), description=f"{self.status} {self.caption}".strip())
        return {**data, "image/svg+xml": svg}, metadata

    def refresh(self) -> None:
        """Bring picture and words up to date, whoever looks."""
        self._look_around(resting=False)
        self._show(words=self._portrait.words())

    def hear(self, message: dict[str, Any]) -> None:
        """Take in what a page says: the button below the picture, and whether it is seen.

        JupyterLab delivers that also while a cell runs, in a thread of its own.
        """
        if message == {"do": "stop"}:
            self.stop_the_arm()
        elif message.get("do") == "look":
            at_once = threading.current_thread() is not threading.main_thread()
            sees = message.get("sees") is True
            self._onlookers.hear(str(message.get("page")), sees=sees, at_once=at_once)

    def stop_the_arm(self) -> None:
        """Do what the button below the picture says; nothing where there is none."""
        if not isinstance(self._arm, Arm):
            return
        self.send({"words": "Stopping ..."})
        try:
            self._arm.stop()
        except DobotKitError as error:
            self.send({"words": error.what})
        else:
            self.send({"words": "Stopped. This is no emergency stop: that is the arm's switch."})

    def _take_in(self, pose: Pose) -> None:
        """Take a pose in; called by the arm, in whatever thread asked it."""
        with self._drawing:
            self._portrait.take_in(pose)
            if threading.current_thread() is self._follower:
                return  # which sends more than this
            self._told_at = time.monotonic()
            if not self._is_due:
                return
            if self._draws and self._under_way is not None:
                self._under_way.follow(self._arm.last_pose, self._portrait.ink)
            if self._onlookers.any:
                self._show()

    @property
    def _is_due(self) -> bool:
        # A page with a lot of ink is sent less often.
        pause = _PICTURE_S + self._portrait.ink_points / 10_000
        return time.monotonic() - self._sent_at >= pause

    def _show(self, words: str | None = None) -> None:
        """Send what has changed, in one message."""
        with self._drawing:
            self._sent_at = time.monotonic()
            with self.hold_sync():
                for name, value in self._state(words).items():
                    # What is the same as before is not sent.
                    setattr(self, name, value)

    def _state(self, words: str | None) -> dict[str, object]:
        """What the picture is like now, by the names of the traits."""
        picture = self._portrait.picture()
        state: dict[str, object] = {
            "moving": picture.arm_data(),
            "movers": picture.movers_data(),
            "solids": picture.solids_data(),
            "backdrop": picture.backdrop_data(),
        }
        if words is not None:
            state["status"] = words
            state["caption"] = f"{self._edges} {self._portrait.caption()}".strip()
        return state

    def _look_around(self, *, resting: bool) -> None:
        """Look at the table, unless the arm does not answer: who drives it is told."""
        self._looked_at = time.monotonic()
        with contextlib.suppress(DobotKitError):
            self._portrait.around.look(resting=resting)

    def _look_once(self, before: Pose | None) -> tuple[Pose | None, float]:
        """Look at the arm once.

        Returns
        -------
        (pose, seconds)
            What was seen, None if nothing, and how long to wait before the
            next look; 0 to stop looking.
        """
        if self._arm.closed:
            self._show(words=self._portrait.words())
            return None, 0.0
        if not self._onlookers.any:
            return None, _UNSEEN_S
        now, told_at = time.monotonic(), self._told_at
        waited_for = now - told_at < _TOLD_S
        if waited_for and told_at == self._heard_at:
            return before, _MOVING_S / 2  # more will be told soon
        self._heard_at = told_at
        try:
            pose = self._arm.last_pose if waited_for else self._ask()
        except DobotKitError:
            # Whoever drives the arm is told; a picture does not interrupt.
            if isinstance(self._arm, WatchedArm):
                self._show(words=self._portrait.words())
            return None, 0.0 if self._arm.closed else _SILENT_S
        resting = before is None or max(map(_difference, pose, before)) < _STILL
        astir = self._portrait.around.is_astir
        if resting or astir or now - self._looked_at >= _TABLE_S:
            self._look_around(resting=resting)
        if not self._is_due:
            return before, _PICTURE_S / 2
        self._show(words=self._portrait.now_words(resting=resting))
        return pose, _RESTING_S if resting and not astir else _MOVING_S

    def _ask(self) -> Pose:
        return self._arm.look() if isinstance(self._arm, Arm) else self._arm.pose()

    def _show_progress(self, progress: Progress) -> None:
        """Show a drawing below the cell that draws; called by the arm, in that cell's thread."""
        with self._drawing:
            if not self._draws:
                self._under_way = UnderWay.in_this_cell(self._under_way)
            self._draws = progress.state == "drawing"
            if self._under_way is not None:
                self._under_way.update(progress, self._arm.last_pose, self._portrait.ink)


def _heard(view: ArmView, message: dict[str, Any], _buffers: object) -> None:
    view.hear(message)


def _difference(a: float, b: float) -> float:
    return abs(a - b)


def _follow(view_ref: ref[ArmView], over: threading.Event, came: threading.Event) -> None:
    """Look at the arm until it is closed, so that unwaited moves are seen too."""
    pose: Pose | None = None
    pause = _MOVING_S
    while pause and not over.is_set():
        came.wait(pause)
        came.clear()
        view = view_ref()
        if view is None or over.is_set():
            return
        pose, pause = view._look_once(pose)  # noqa: SLF001  # the thread of this very class
        del view
