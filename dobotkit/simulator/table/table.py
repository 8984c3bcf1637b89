"""The table as its arm knows it."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.profile import Joints
from dobotkit.simulator.state import State
from dobotkit.simulator.table.clockwork import Bump, Clockwork
from dobotkit.simulator.table.seeing import Seen
from dobotkit.things import TableNow, TableScene

__all__ = ["Table"]


class Table:
    """The table of one arm.

    Parameters
    ----------
    scene:
        How it is laid.
    state:
        Of the arm.
    now:
        What its clock shows, in seconds.
    """

    def __init__(self, scene: TableScene, state: State, now: float) -> None:
        self.scene = scene
        self._state = state
        profile = state.profile
        self._stuck: Target | None = None
        self._works = Clockwork(
            scene,
            profile.contact,
            state.motors,
            self._tip,
            now,
            slips=lambda: any(self._state.slip),
        )

    def __repr__(self) -> str:
        return f"<table of {self.scene.title!r}, {len(self.scene.things)} things at first>"

    def belongs_to(self, state: State) -> None:
        """Take note that the arm has been switched off and on, and remembers nothing."""
        self._state = state
        self._stuck = None

    def sure_until(self, activity: Activity, since: float) -> float:
        """Tell for how long an activity runs into nothing, as far as it has been looked at."""
        return inf if self._stuck else self._works.sure_until(activity, since)

    def meet(self, activity: Activity, since: float, until: float) -> Bump | None:
        """Go on with an activity to a moment, or to where it runs into something before."""
        return None if self._stuck else self._works.meet(activity, since, until)

    def hold_fast(self, joints: Joints) -> None:
        """Keep the end of the arm where it is for these joint angles, whatever its motors do."""
        self._stuck = self._tip(joints)

    def free(self, now: float, joints: Joints) -> None:
        """Let the arm go on from where it really is."""
        self._works.stand_until(now, joints)
        self._stuck = None

    def catch_up(self, now: float, joints: Joints) -> None:
        """Go on to a moment at which something is about to change; the arm is there then."""
        self._works.stand_until(now, joints)

    def switch(self, tool: str, joints: Joints, *, on: bool) -> None:
        """Suck or close the gripper, or let go."""
        self._works.switch(tool, joints, on=on)

    def fit(self, tool: str, joints: Joints) -> None:
        """Have this tool at the end of the arm from now on, unless the other one is in use."""
        if not self._works.stock.hand.held:
            self._works.fit(tool, joints)

    def let_go(self, now: float, joints: Joints) -> None:
        """Let go of everything, as without power."""
        self._works.stand_until(now, joints)
        self._works.switch(self._works.stock.hand.tool, joints, on=False)

    def renamed(self, before: Target, after: Target) -> None:
        """Take note that the arm was told of another tool, and has not moved."""
        self._works.hold_again(before, after)

    def seen(self, now: float, joints: Joints) -> Seen:
        """Return what the sensors see."""
        return self._works.at(now, joints).seen()

    @property
    def tool(self) -> str:
        """What is at the end of the arm."""
        return self._works.stock.hand.tool

    def now(self, now: float, joints: Joints) -> TableNow:
        """Return what it is like, as data."""
        stock = self._works.at(now, joints)
        scene = self.scene
        belt = scene.belt
        return TableNow(
            height=scene.height,
            things=stock.things(),
            belt=None if belt is None else replace(belt, speed=self._works.speed(now)),
            sensors=scene.sensors,
            gone=tuple(stock.gone),
            moment=now,
            edges=scene.edges,
        )

    def _tip(self, joints: Joints) -> Target:
        if self._stuck is not None:
            return self._stuck
        a, b, c, d = joints
        p, q, r, s = self._state.slip
        return self._state.place((a + p, b + q, c + r, d + s))
