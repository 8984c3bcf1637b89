"""``watch``: look at a real arm that another notebook has."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from dobotkit.arm import ports
from dobotkit.arm.kinematics import tool_of
from dobotkit.arm.reach import Reach
from dobotkit.arm.watchers import Watchers
from dobotkit.client import client
from dobotkit.errors import ArmClosed, ArmError, ArmSilent, ArmUnplugged, KeeperGone, WrongValue
from dobotkit.geometry import Pose
from dobotkit.messages import ArmSeen, Seen, WatchArm

__all__ = ["WatchedArm", "watch"]

_KEEPER = "keeper://"
_watched: dict[str, WatchedArm] = {}


def watch(name: str | None = None) -> WatchedArm:
    """Watch a real arm of this lab, also while another notebook has it.

    ::

        from dobotkit import show, watch

        show(watch("desk"))      # a live picture
        watch("desk").pose()     # where it is right now

    Nothing can be moved or stopped through it, and who drives the arm notices
    nothing. Watched twice, it is the same picture.

    Parameters
    ----------
    name:
        The arm's name in this lab. Without it: the arm that ``Arm()`` uses.

    Raises
    ------
    ArmClosed
        Nobody has the arm, so there is nothing to see.
    ArmSilent, ArmUnplugged
        The arm does not answer, or is not plugged in.
    WrongValue
        It is a simulated arm, of which every notebook has its own; or no name.
    PortNotFound
        There is no arm of this name.
    """
    name = _name(ports.find_arm() if name is None else name)
    arm = _watched.get(name)
    if arm is None or arm.closed:
        arm = _watched[name] = WatchedArm(name)
    return arm


class WatchedArm:
    """A real arm that is only looked at; made by ``watch``.

    Parameters
    ----------
    name:
        The arm's name in this lab.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._client = client()
        self._watchers = Watchers[Pose]("the arm that is watched")
        self._closed = False
        self._state: Seen = "free"
        self._since = 0.0
        self.suction = self.gripping = False
        self.last_pose = self._look()
        self.reach = Reach(tool_of(self.last_pose))

    @property
    def address(self) -> str:
        """Where the arm is, for example ``"keeper://desk"``."""
        return f"{_KEEPER}{self._name}"

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called, or the keeper has gone."""
        return self._closed

    @property
    def words(self) -> str:
        """Say who has the arm, as far as was seen last."""
        if self._closed:
            return "It is not watched any more."
        since = time.strftime("%H:%M", time.localtime(self._since))
        return {
            "by you": f"This notebook has it, since {since}.",
            "by another notebook": f"Another notebook has it, since {since}.",
            "free": "Nobody has it now.",
            "silent": "It does not answer now.",
            "unplugged": "It is not plugged in now.",
        }[self._state]

    @property
    def is_there(self) -> bool:
        """Whether it was seen when somebody looked last."""
        return not self._closed and self._state in ("by you", "by another notebook")

    def pose(self) -> Pose:
        """Ask where it is: ``x, y, z`` in mm, ``r, j1, j2, j3, j4`` in degrees.

        Raises
        ------
        ArmClosed
            Nobody has the arm any more, or it is not watched any more.
        ArmSilent, ArmUnplugged
            The arm does not answer, or is not plugged in.
        """
        self.last_pose = self._look()
        # Another tool may have been set meanwhile.
        self.reach = Reach(tool_of(self.last_pose), self.reach.limits)
        self._watchers.tell(self.last_pose)
        return self.last_pose

    def watch(self, callback: Callable[[Pose], None]) -> Callable[[], None]:
        """Have a function called with every pose, for views; call what is returned to end it."""
        return self._watchers.add(callback)

    def close(self) -> None:
        """Watch no more. Twice does nothing."""
        self._closed = True

    def __repr__(self) -> str:
        x, y, z, r = self.last_pose[:4]
        return (
            f"WatchedArm({self.address!r}, last seen at "
            f"x={x:.1f} y={y:.1f} z={z:.1f} mm r={r:.1f}°). {self.words}"
        )

    def _look(self) -> Pose:
        if self._closed:
            raise ArmClosed("You do not watch this arm any more.", f"Watch it again: {self._again}")
        try:
            seen = self._client.ask(WatchArm(arm=self._name), ArmSeen)
        except KeeperGone:
            self._closed = True
            raise
        self._state, self._since = seen.state, time.time() - seen.since
        if seen.pose is None:
            raise self._nothing(seen.state)
        self.suction, self.gripping = seen.suction, seen.gripping
        return Pose._make(seen.pose)

    def _nothing(self, state: Seen) -> ArmError:
        if state == "unplugged":
            return ArmUnplugged(
                f"The arm {self._name} is not plugged in.",
                "Check its USB cable; it is found by itself when it is back.",
            )
        if state == "silent":
            return ArmSilent(
                f"The arm {self._name} does not answer.", "Check that the arm is switched on."
            )
        return ArmClosed(
            f"Nobody has the arm {self._name} at the moment: there is nothing to watch.",
            "Have it yourself: arm = Arm(). Or wait until another notebook has it.",
        )

    @property
    def _again(self) -> str:
        return f"watch({self._name!r})"


def _name(name: object) -> str:
    """Return the name of an arm, which may be given as its address."""
    plain = name.partition("?")[0].removeprefix(_KEEPER) if isinstance(name, str) else ""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", plain):
        raise WrongValue(
            f"Only a real arm of a lab can be watched, by its name, and {name!r} is none.",
            "Write its name as the lab knows it: watch('desk')",
        )
    return plain
