"""All that is on a table, and how it changes: what is taken, let go, carried by the belt."""

from __future__ import annotations

from copy import copy
from math import inf
from random import Random

from dobotkit.simulator.contact import Contact
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.table.bodies import Body, belt_body, prisms_of
from dobotkit.simulator.table.conveyor import Ride, riders
from dobotkit.simulator.table.hand import Hand
from dobotkit.simulator.table.resting import GRAZE, Ground, settle
from dobotkit.simulator.table.seeing import Seen
from dobotkit.things import TableScene, Thing

__all__ = ["Stock"]


class Stock:
    """The things of one scene, the belt they ride on, and the hand that takes them.

    It knows nothing of time: that is :class:`~dobotkit.simulator.table.table.Table`'s.

    Parameters
    ----------
    scene:
        How the table is laid.
    contact:
        How the arm touches things.

    Attributes
    ----------
    scene:
        The same.
    hand:
        The end of the arm.
    gone:
        The names of what has left the table.
    """

    def __init__(self, scene: TableScene, contact: Contact) -> None:
        self.scene = scene
        self.hand = Hand(scene.tool, contact)
        self.gone: list[str] = []
        self._ground = Ground(scene.height, scene.edges)
        self._chance = Random(scene.seed)  # noqa: S311 - no secret: it is to repeat itself
        self._base = None if scene.belt is None else belt_body(scene.belt)
        self._bodies = [Body(thing) for thing in scene.things]
        for body in sorted(self._bodies, key=lambda one: one.z):
            lower = [one for one in self._bodies if one.rests]
            if not settle(body, self._fixed(lower), self._ground, self._chance):
                self.gone.append(body.name)
        self._bodies = [body for body in self._bodies if body.name not in self.gone]
        self._look_round()

    @property
    def roof(self) -> float:
        """No thing on the table is higher, in mm; nor is the table."""
        return self._roof

    @property
    def rides(self) -> bool:
        """Whether anything lies on the belt."""
        return self._base is not None and bool(riders(self._lying()))

    def conflicts(self, pose: Target, by: float = GRAZE) -> tuple[float, set[str]]:
        """Return how far the hand is pressed up at a pose (mm), and what it would be inside of.

        What it is not deeper inside of than ``by`` mm does not count.
        """
        if pose[2] - self.hand.hangs >= self._roof:
            return 0.0, set()
        return self.hand.conflicts(pose, self._walls, self._ground, by)

    def carry(self, pose: Target) -> None:
        """Take what the hand holds to where the hand is."""
        if self.hand.held:
            self.hand.carry(pose, self.conflicts(pose)[0])

    def ride(self, distance: float, pose: Target) -> bool:
        """Let the belt run so many mm, with the hand at a pose; tell whether anything moved."""
        if self._base is None or self.scene.belt is None:
            return False
        walls = [*self.hand.prisms(pose), *(p for body in self.hand.held for p in body.prisms)]
        lying = self._lying()
        ride = Ride(
            self.scene.belt, self._base, lying, walls, ground=self._ground, chance=self._chance
        )
        for body in ride.go(distance):
            self._bodies.remove(body)
            self.gone.append(body.name)
        self._look_round()
        return ride.moved

    def take(self, pose: Target) -> bool:
        """Let the hand take what is in its reach; tell whether it now holds something."""
        if self.hand.held:
            return True
        if pose[2] > self._roof + self.hand.above:
            return False
        if not self.hand.take(pose, self._lying()):
            return False
        self._look_round()
        self.carry(pose)
        return True

    def close_hand(self, pose: Target) -> None:
        """Close the fingers, unless something is in their way that they do not hold."""
        self.hand.closed = True
        if self.conflicts(pose)[1]:
            self.hand.closed = False

    def release(self, pose: Target) -> None:
        """Let the hand let go of what it holds, which falls."""
        if not self.hand.held:
            return
        self.carry(pose)
        falling = self.hand.let_go()
        lying = [body for body in self._lying() if body not in falling]
        for body in falling:
            others = self._fixed(lying)
            if settle(body, others, self._ground, self._chance, walls=self.hand.prisms(pose)):
                lying.append(body)
            else:
                self._bodies.remove(body)
                self.gone.append(body.name)
        self._look_round()

    def hold_again(self, before: Target, after: Target) -> None:
        """Take note that the pose of the hand has another name from now on."""
        if self.hand.held:
            lift, _ = self.conflicts(before)
            self.hand.carry(before, lift)
            self.hand.hold_again(after, lift)

    def things(self) -> tuple[Thing, ...]:
        """Return all that is there, as data, in the order of the scene."""
        held = self.hand.held
        return tuple(body.as_thing(held=body in held) for body in self._bodies)

    def seen(self) -> Seen:
        """Return what the sensors of the scene see."""
        return Seen(self.scene.sensors, self._bodies)

    def copy(self) -> Stock:
        """Return another one in which everything is as here, and which goes on by itself."""
        twin = copy(self)
        twin.gone = list(self.gone)
        chance = Random()  # noqa: S311 - goes on as the other one would
        chance.setstate(self._chance.getstate())
        bodies = [body.copy() for body in self._bodies]
        twin._be(chance, bodies, self.hand.copy({body.name: body for body in bodies}))  # noqa: SLF001 - its twin
        return twin

    def _be(self, chance: Random, bodies: list[Body], hand: Hand) -> None:
        self._chance, self._bodies, self.hand = chance, bodies, hand

    def _lying(self) -> list[Body]:
        held = self.hand.held
        return [body for body in self._bodies if body not in held]

    def _fixed(self, bodies: list[Body]) -> list[Body]:
        return bodies if self._base is None else [self._base, *bodies]

    def _look_round(self) -> None:
        tops = (body.top for body in self._fixed(self._lying()))
        self._roof = max(tops, default=-inf)
        self._roof = max(self._roof, self._ground.height)
        self._walls = tuple(prisms_of(self._fixed(self._lying())))
