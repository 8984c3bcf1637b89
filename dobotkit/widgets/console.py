"""``Console``: an arm by hand, with buttons and keys."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any
from weakref import ref

import anywidget
import traitlets

from dobotkit.arm.arm import Arm
from dobotkit.arm.pace_verbs import HARDEST
from dobotkit.arm.usb import shown_port
from dobotkit.errors import ArmStopped, DobotKitError
from dobotkit.geometry import Pose
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.onlookers import Onlookers
from dobotkit.widgets.orders import Order, place_of, read_order
from dobotkit.widgets.readings import alarms_of, points_of, pose_rows, readings_of
from dobotkit.widgets.scripts import CONSOLE

__all__ = ["Console"]

log = logging.getLogger(__name__)

# Seconds between two poses that are shown on the way, between two looks at an arm, at its
# sensors, at one that does not answer, and at one that nobody looks at.
_POSE_S, _LOOK_S, _READ_S, _SILENT_S, _UNSEEN_S = 0.1, 0.25, 0.5, 2.0, 2.0
# mm or degrees between two looks that count as standing still.
_STILL = 0.01


class Console(anywidget.AnyWidget):
    """Jog an arm, read its pose, clear alarms, teach points; made by ``show(arm, console=True)``.

    Every control is one verb of ``Arm``; what a verb refuses is shown in its two lines. One
    order is carried out at a time, and one more may wait; a stop passes both.

    Parameters
    ----------
    arm:
        The arm.
    """

    _esm = CONSOLE
    _css = Path(__file__).parent / "console.css"

    name = traitlets.Unicode(help="Which arm it is.").tag(sync=True)
    state = traitlets.Unicode("at rest", help="at rest, at work, does not answer, or closed.").tag(
        sync=True
    )
    pose: traitlets.List[Any] = traitlets.List(
        help="Name, value and unit of each part of the pose."
    ).tag(sync=True)
    alarms: traitlets.List[Any] = traitlets.List(help="Words and remedy of each alarm.").tag(
        sync=True
    )
    pace: traitlets.List[Any] = traitlets.List(help="Speed in mm/s and acceleration in mm/s².").tag(
        sync=True
    )
    limits: traitlets.List[Any] = traitlets.List(help="The most of both that can be chosen.").tag(
        sync=True
    )
    suction = traitlets.Bool(help="Whether the pump was switched on.").tag(sync=True)
    gripping = traitlets.Bool(help="Whether the gripper was told to close.").tag(sync=True)
    readings = traitlets.Dict(help="What is plugged in, and what it says.").tag(sync=True)
    points: traitlets.List[Any] = traitlets.List(help="Name and place of each taught point.").tag(
        sync=True
    )
    data = traitlets.Unicode(help="The taught points as plain data.").tag(sync=True)
    said = traitlets.Dict(help="What the last order has led to.").tag(sync=True)

    def __init__(self, arm: Arm) -> None:
        self._arm = arm
        self._lock = threading.Lock()
        self._at_work = False
        self._waiting: Order | None = None
        self._stops = 0
        self._shown_at = self._looked_at = 0.0
        self._over = threading.Event()
        self._onlookers = Onlookers()
        kind = "Simulated arm" if arm.is_simulated else "Real arm"
        super().__init__(
            name=f"{kind} at {shown_port(arm.address.partition('?')[0])}",
            limits=[arm.fastest, HARDEST],
            said={"n": 0, "kind": "", "lines": []},
        )
        self._tell()
        self._unwatch = arm.watch(self._take_in)
        self.on_msg(_heard)
        deliver_at_once(self.comm)
        # A weak reference: the thread must not keep a console that nobody has.
        threading.Thread(
            target=_follow,
            args=(ref(self), self._over, self._onlookers.came),
            name="Console",
            daemon=True,
        ).start()

    def close(self) -> None:
        """Take the console away; the arm stays as it is."""
        self._over.set()
        self._onlookers.came.set()
        self._unwatch()
        super().close()

    def __repr__(self) -> str:
        return f"Console({self.name}, at {place_of(self._arm.last_pose)})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        self._onlookers.expect()
        return super()._repr_mimebundle_(**options)

    def hear(self, message: object) -> None:
        """Take in what a page says; what does not look like an order is not for us.

        JupyterLab delivers that also while a cell runs, in a thread of its own.
        """
        if not isinstance(message, dict):
            return
        if message == {"do": "stop"}:
            self.stop_the_arm()
        elif message.get("do") == "look":
            at_once = threading.current_thread() is not threading.main_thread()
            sees = message.get("sees") is True
            self._onlookers.hear(str(message.get("page")), sees=sees, at_once=at_once)
        elif (order := read_order(message)) is not None:
            self.do(order)

    def do(self, order: Order) -> None:
        """Have an order carried out, in a thread of its own; returns at once."""
        with self._lock:
            if not self._at_work:
                self._at_work = True
            elif self._waiting is None:
                self._waiting = order
                return
            else:
                self._say("busy", "One thing after the other: the arm is still at work.")
                return
            stops = self._stops
        self.state = "at work"
        threading.Thread(
            target=self._work, args=(order, stops), name="Console order", daemon=True
        ).start()

    def stop_the_arm(self) -> None:
        """Stop it now, and forget the order that waits."""
        with self._lock:
            self._waiting = None
            self._stops += 1
        try:
            self._arm.stop()
        except DobotKitError as error:
            self._say("failed", error.what, error.advice)
        else:
            self._say("done", "Stopped. This is no emergency stop: that is the arm's switch.")

    def _work(self, order: Order, stops: int) -> None:
        following: Order | None = order
        while following is not None:
            try:
                with self._lock:
                    stopped = stops != self._stops
                if not stopped:  # between the click and here
                    self._say("done", following(self._arm))
            except DobotKitError as error:
                # Who has pressed Stop here need not be told that the arm was stopped.
                if not (isinstance(error, ArmStopped) and stops != self._stops):
                    self._say("failed", error.what, error.advice)
            except Exception:  # a mistake of ours: the console goes on
                log.exception("an order of a console failed")
                self._say("failed", "That went wrong in the kit itself.", "Look at the arm first.")
            with self._lock:
                following, self._waiting = self._waiting, None
                stops = self._stops
                self._at_work = following is not None
        self._looked_at = 0.0
        self._tell()
        self._onlookers.came.set()
        self.state = "closed" if self._arm.closed else "at rest"

    def _say(self, kind: str, *lines: str) -> None:
        if kind == "busy" and self.said["kind"] == "busy":
            return
        self.said = {"n": self.said["n"] + 1, "kind": kind, "lines": list(lines)}

    def _take_in(self, pose: Pose) -> None:
        """Take a pose in; called by the arm, in whatever thread asked it."""
        now = time.monotonic()
        if now - self._shown_at >= _POSE_S:
            self._shown_at = now
            self.pose = pose_rows(pose)

    def _tell(self) -> None:
        """Bring all that is known without asking up to date."""
        arm = self._arm
        # Only what has changed is sent.
        self.pose = pose_rows(arm.last_pose)
        self.pace = [round(value, 1) for value in arm.pace]
        self.suction, self.gripping = arm.suction, arm.gripping
        self.points = points_of(arm)
        self.data = arm.points.to_json()

    def _look(self) -> float:
        """Look at the arm once; return how long to wait before the next look, 0 to end."""
        arm = self._arm
        if arm.closed:
            self._tell()
            self.state = "closed"
            return 0.0
        if not self._onlookers.any:
            return _UNSEEN_S
        before = arm.last_pose
        try:
            pose = arm.look()
            self.alarms = alarms_of(arm)
            if time.monotonic() - self._looked_at >= _READ_S:
                self._looked_at = time.monotonic()
                self.readings = readings_of(arm)
        except DobotKitError:
            # Whoever drives the arm is told; a read-out does not interrupt.
            self.state = "closed" if arm.closed else "does not answer"
            return 0.0 if arm.closed else _SILENT_S
        if not self._at_work:
            self._tell()
            # What a cell does with the arm is seen, too.
            moved = max(abs(a - b) for a, b in zip(pose, before, strict=True))
            self.state = "moving" if moved > _STILL else "at rest"
        return _LOOK_S


def _heard(console: Console, message: object, _buffers: object) -> None:
    console.hear(message)


def _follow(console_ref: ref[Console], over: threading.Event, came: threading.Event) -> None:
    """Look at the arm until it is closed, while somebody looks at the console."""
    pause = _LOOK_S
    while pause and not over.is_set():
        came.wait(pause)
        came.clear()
        console = console_ref()
        if console is None or over.is_set():
            return
        pause = console._look()  # noqa: SLF001  # the thread of this very class
        del console
