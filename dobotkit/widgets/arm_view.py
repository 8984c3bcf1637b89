"""``ArmView``: the live picture of one arm."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path
from typing import Any
from weakref import ref

import anywidget
import traitlets

from dobotkit.arm.arm import Arm
from dobotkit.arm.kinematics import PEN, inverse, mm, skeleton
from dobotkit.arm.pen import Progress
from dobotkit.errors import DobotKitError, OutOfReach
from dobotkit.geometry import Pose
from dobotkit.watching import WatchedArm
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.drawing import Refused, Sight, draw, from_side, millimetres
from dobotkit.widgets.ink import Ink
from dobotkit.widgets.limits import describe, draw_limits
from dobotkit.widgets.palette import PALETTE
from dobotkit.widgets.shapes import Picture, Spot
from dobotkit.widgets.still import to_svg
from dobotkit.widgets.trail import Trail
from dobotkit.widgets.under_way import UnderWay

__all__ = ["ArmView"]

# Seconds between two pictures, and between two looks at an arm that moves,
# stands still, or does not answer.
_PICTURE_S = 0.05
_MOVING_S, _RESTING_S, _SILENT_S = 0.1, 0.25, 2.0
# mm or degrees between two looks that count as standing still.
_STILL = 0.01


class ArmView(anywidget.AnyWidget):
    """An arm from the side and from above, drawn live in the notebook.

    Where no browser listens (an export, CI) it is a still picture. Made by
    ``show(arm)``; ``close()`` takes it away.

    Parameters
    ----------
    arm:
        The arm to follow; one that is only watched has no button that stops it.
    limits:
        Show its limits and the angles of two joints, instead of the view from above.
    """

    _esm = Path(__file__).parent / "canvas.js"

    palette = traitlets.Dict(help="Styles by name, for light and dark pages.").tag(sync=True)
    backdrop = traitlets.Dict(help="Shapes that stay as they are.").tag(sync=True)
    moving = traitlets.Dict(help="Shapes that change with the pose.").tag(sync=True)
    status = traitlets.Unicode(help="The picture in words; not every step on the way.").tag(
        sync=True
    )

    stops = traitlets.Bool(help="Whether there is a button that stops the arm.").tag(sync=True)
    caption = traitlets.Unicode(help="What is drawn besides the arm, in words.").tag(sync=True)

    def __init__(self, arm: Arm | WatchedArm, *, limits: bool = False) -> None:
        self._drawing = threading.RLock()
        self._arm = arm
        self._view = draw_limits if limits else draw
        self._side, self._top = Trail(), Trail()
        self._ink = Ink()
        self._under_way: UnderWay | None = None
        self._draws = False
        self._sent_at = 0.0
        self._fresh = False
        self._over = threading.Event()
        self._unwatch = [arm.watch(self._take_in)]
        if isinstance(arm, Arm):
            self._unwatch.append(arm.watch_drawing(self._show_progress))
        picture = self._picture()
        super().__init__(
            palette=PALETTE,
            backdrop=picture.backdrop_data(),
            moving=picture.arm_data(),
            status=self._words(),
            stops=isinstance(arm, Arm),
            caption=describe(arm.reach.edges()) if limits else "",
        )
        self.on_msg(_heard)
        deliver_at_once(self.comm)
        # A weak reference: the thread must not keep a view that nobody has.
        threading.Thread(
            target=_follow, args=(ref(self), self._over), name="ArmView", daemon=True
        ).start()

    def close(self) -> None:
        """Take the picture away and stop following the arm."""
        self._over.set()
        for unwatch in self._unwatch:
            unwatch()
        super().close()

    def __repr__(self) -> str:
        x, y, z = (millimetres(value) for value in self._arm.last_pose[:3])
        suction = "on" if self._arm.suction else "off"
        return f"ArmView(x={x} y={y} z={z} mm, suction {suction})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        self._catch_up()
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        svg = to_svg(self._picture(), description=f"{self._words()} {self.caption}".strip())
        return {**data, "image/svg+xml": svg}, metadata

    def stop_the_arm(self) -> None:
        """Do what the button below the picture says; nothing where there is none.

        JupyterLab delivers its click also while a cell runs, in a thread of its own.
        """
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
            self._side.add((round(from_side(pose.position, pose.j1)[0], 2), round(pose.z, 2)))
            self._top.add((round(pose.x, 2), round(pose.y, 2)))
            self._fresh = True
            # A page with a lot of ink is sent less often.
            if time.monotonic() - self._sent_at >= _PICTURE_S + self._ink.points / 10_000:
                self._send_picture()

    def _send_picture(self) -> None:
        self._sent_at = time.monotonic()
        self._fresh = False
        picture = self._picture()
        self.moving = picture.arm_data()
        if self._draws and self._under_way is not None:
            self._under_way.follow(self._arm.last_pose, self._ink.thinned(self._lines()))
        if len(picture.legend) != len(self.backdrop["legend"]):  # the first ink, or new paper
            self.backdrop = picture.backdrop_data()

    def _catch_up(self) -> None:
        """Bring picture and words up to date; called when the arm is at rest."""
        with self._drawing:
            if self._fresh:
                self._send_picture()
            self.status = self._words()

    def _look_once(self, before: Pose | None) -> tuple[Pose | None, float]:
        """Look at the arm once.

        Returns
        -------
        (pose, seconds)
            What was seen, None if nothing, and how long to wait before the
            next look; 0 to stop looking.
        """
        if self._arm.closed:
            self._fresh = True
            self._catch_up()
            return None, 0.0
        try:
            pose = self._arm.pose()
        except DobotKitError:
            # Whoever drives the arm is told; a picture does not interrupt.
            if isinstance(self._arm, WatchedArm):
                self._fresh = True
                self._catch_up()
            return None, 0.0 if self._arm.closed else _SILENT_S
        if before is None or max(map(_difference, pose, before)) < _STILL:
            self._catch_up()
            return pose, _RESTING_S
        self.status = "The arm is moving."
        return pose, _MOVING_S

    def _picture(self) -> Picture:
        with self._drawing:
            # The last pose, not the one that was handed in: of two threads that
            # ask, the slower one hands in an older pose.
            arm, pose, reach = self._arm, self._arm.last_pose, self._arm.reach
            return self._view(
                Sight(
                    name=self._name(),
                    pose=pose,
                    skeleton=tuple(skeleton(*pose.joints, tool=reach.tool)),
                    outline=tuple(reach.outline()),
                    radii=tuple(reach.radii(pose.z)),
                    sweep=reach.limits.j1,
                    side_trail=self._side.points,
                    top_trail=self._top.points,
                    suction=arm.suction,
                    gripping=arm.gripping,
                    pen=reach.tool == PEN,
                    ink=self._ink.thinned(self._lines()),
                    edges=reach.edges(),
                    refused=self._refused(),
                )
            )

    def _refusal(self) -> OutOfReach | None:
        """What was refused last, if it was a place at all."""
        refusal = self._arm.refusal if isinstance(self._arm, Arm) else None
        return refusal if refusal and all(map(math.isfinite, refusal.target)) else None

    def _refused(self) -> Refused | None:
        refusal = self._refusal()
        if refusal is None:
            return None
        try:
            _, j2, j3, _ = inverse(*refusal.at, 0.0, tool=self._arm.reach.tool)
        except OutOfReach:
            return Refused(refusal.target, refusal.at)
        return Refused(refusal.target, refusal.at, (j2, j3))

    def _show_progress(self, progress: Progress) -> None:
        """Show a drawing below the cell that draws; called by the arm, in that cell's thread."""
        with self._drawing:
            if not self._draws:
                self._under_way = UnderWay.in_this_cell(self._under_way)
            self._draws = progress.state == "drawing"
            if self._under_way is not None:
                ink = self._ink.thinned(self._lines())
                self._under_way.update(progress, self._arm.last_pose, ink)

    def _lines(self) -> tuple[tuple[Spot, ...], ...]:
        """Return what is on the paper; of somebody else's arm nobody knows."""
        return self._arm.paper.lines if isinstance(self._arm, Arm) else ()

    def _name(self) -> str:
        if isinstance(self._arm, WatchedArm):
            return f"Real arm at {self._arm.address}, watched"
        kind = "Simulated arm" if self._arm.is_simulated else "Real arm"
        address = self._arm.address.partition("?")[0]
        return f"{kind} at {address}{' (closed)' if self._arm.closed else ''}"

    def _words(self) -> str:
        x, y, z = (millimetres(value) for value in self._arm.last_pose[:3])
        lines = len(self._lines())
        end = f"suction {'on' if self._arm.suction else 'off'}"
        if self._arm.reach.tool == PEN and not self._arm.suction:
            end = "pen fitted"
        if lines:
            end += f"; {lines} line{'' if lines == 1 else 's'} on the paper"
        if self._arm.gripping:
            end += ", gripper closed"
        if isinstance(self._arm, WatchedArm):
            verb = "is" if self._arm.is_there else "was last seen"
            return f"The arm {verb} at x {x}, y {y}, z {z} mm; {end}. {self._arm.words}"
        verb = "was closed" if self._arm.closed else "is"
        words = f"The arm {verb} at x {x}, y {y}, z {z} mm; {end}."
        refusal = self._refusal()
        if refusal is not None:
            x, y, z = (mm(value, 0).replace("-", "−") for value in refusal.target)
            words += f" It refused to go to x {x}, y {y}, z {z}: {refusal.reason}."
        return words


def _heard(view: ArmView, message: dict[str, Any], _buffers: object) -> None:
    if message == {"do": "stop"}:
        view.stop_the_arm()


def _difference(a: float, b: float) -> float:
    return abs(a - b)


def _follow(view_ref: ref[ArmView], over: threading.Event) -> None:
    """Look at the arm until it is closed, so that unwaited moves are seen too."""
    pose: Pose | None = None
    pause = _MOVING_S
    while pause and not over.wait(pause):
        view = view_ref()
        if view is None:
            return
        pose, pause = view._look_once(pose)  # noqa: SLF001  # the thread of this very class
        del view
