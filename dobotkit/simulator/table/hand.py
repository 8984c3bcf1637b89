"""The end of the arm: the room that it takes up, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin
from typing import Final

from dobotkit.simulator.contact import Contact
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.table.bodies import TABLE, Body, Prism, carried_by
from dobotkit.simulator.table.resting import DEEP, TOUCH, Ground
from dobotkit.simulator.table.shapes import Footprint, disc, gap, overlap, rectangle

__all__ = ["Hand"]

_FAR: Final = 1e6
"""Higher than anything: nothing is known of the arm above its tool but that it is there."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A body in the hand: where it is as the hand sees it, at r = 0."""

    body: Body
    x: float
    y: float
    z: float
    angle: float


class Hand:
    """A suction cup or a gripper at the end of an arm.

    Parameters
    ----------
    tool:
        ``"cup"`` or ``"gripper"``.
    contact:
        Its sizes.

    Attributes
    ----------
    tool:
        What is fitted.
    closed:
        Whether the fingers are closed.
    """

    def __init__(self, tool: str, contact: Contact) -> None:
        self.tool = tool
        self.closed = False
        self._contact = contact
        self._held: tuple[_Held, ...] = ()

    @property
    def held(self) -> tuple[Body, ...]:
        """What it holds: one thing, and what stands on that."""
        return tuple(one.body for one in self._held)

    @property
    def give(self) -> float:
        """How far it may be pressed down onto something, in mm."""
        return self._contact.cup_give if self.tool == "cup" else self._contact.finger_give

    @property
    def above(self) -> float:
        """From how far above a top it takes something, in mm."""
        return self._contact.cup_above if self.tool == "cup" else 0.0

    @property
    def delay(self) -> float:
        """From the command until it holds, in seconds."""
        return self._contact.pump_delay if self.tool == "cup" else self._contact.grip_delay

    @property
    def hangs(self) -> float:
        """How far what it holds hangs below the tip, in mm."""
        return max((-one.z for one in self._held), default=0.0)

    def prisms(self, pose: Target) -> list[Prism]:
        """Return the room that the tool alone takes up."""
        x, y, z, r = pose
        contact = self._contact
        if self.tool == "cup":
            return [Prism(disc(2 * contact.cup_radius).moved(x, y), z, _FAR)]
        opening = 0.0 if self.closed and not self._held else contact.finger_opening
        thick, width = contact.finger_thickness, contact.finger_width
        parts = [
            Prism(_finger(side, opening, thick, width).placed(x, y, r), z, _FAR) for side in (-1, 1)
        ]
        palm = rectangle(width, opening + 2 * thick).placed(x, y, r)
        return [*parts, Prism(palm, z + contact.finger_length, _FAR)]

    def held_prisms(self, pose: Target, lift: float) -> list[Prism]:
        """Return the room that what it holds takes up, pressed up so many mm."""
        return [
            prism for one in self._held for prism in one.body.prisms_at(*_place(one, pose, lift))
        ]

    def carry(self, pose: Target, lift: float) -> None:
        """Take what it holds along to where it is now."""
        for one in self._held:
            one.body.move(*_place(one, pose, lift))

    def take(self, pose: Target, bodies: Iterable[Body]) -> bool:
        """Take what is in reach, with what stands on it; tell whether that was anything."""
        bodies = list(bodies)
        sealed = self._under_the_cup if self.tool == "cup" else self._between_the_fingers
        found = next((body for body in bodies if not body.fixed and sealed(pose, body)), None)
        if found is None:
            return False
        # It jumps up to the cup, and with it what stands on it.
        up = max(0.0, pose[2] - found.top) if self.tool == "cup" else 0.0
        group = [found, *carried_by(found.name, bodies)]
        if any(body.fixed for body in group):
            return False
        for body in group:
            body.move(body.x, body.y, body.z + up, body.angle)
            body.rests = ()
        if self.tool == "cup":
            # The cup is pressed together as long as it is below the top.
            self._hold(group, (pose[0], pose[1], found.top, pose[3]))
        else:
            self._hold(group, pose)
        return True

    def let_go(self) -> tuple[Body, ...]:
        """Let go of what it holds, and return it; the lowest first."""
        held, self._held = self.held, ()
        return tuple(sorted(held, key=lambda body: body.z))

    def hold_again(self, pose: Target, lift: float) -> None:
        """Hold the same things where they are, though the tip is said to be elsewhere.

        Parameters
        ----------
        pose:
            Where it is said to be.
        lift:
            How far what it holds is pressed up, in mm.
        """
        x, y, z, r = pose
        self._hold(self.held, (x, y, z + lift, r))

    def copy(self, bodies: dict[str, Body]) -> Hand:
        """Return another one that holds the bodies of the same names."""
        twin = copy(self)
        twin._held = tuple(replace(one, body=bodies[one.body.name]) for one in self._held)  # noqa: SLF001 - its twin
        return twin

    def _hold(self, group: Sequence[Body], pose: Target) -> None:
        x, y, z, r = pose
        c, s = cos(radians(r)), sin(radians(r))
        self._held = tuple(
            _Held(
                body,
                c * (body.x - x) + s * (body.y - y),
                c * (body.y - y) - s * (body.x - x),
                body.z - z,
                body.angle - r,
            )
            for body in group
        )

    def conflicts(
        self, pose: Target, walls: Iterable[tuple[str, Prism]], ground: Ground, by: float
    ) -> tuple[float, set[str]]:
        """Return how far it is pressed up at a pose (mm), and what it would be inside of.

        Parameters
        ----------
        pose:
            Where its tip is.
        walls:
            All parts of all that it does not hold, with their names.
        ground:
            The table.
        by:
            What it is not deeper inside of than so many mm does not count.
        """
        own = [*self.prisms(pose), *self.held_prisms(pose, 0.0)]
        give, lift = self.give, 0.0
        found: set[str] = set()
        for part in own:
            depth = ground.height - part.low
            if depth > lift and ground.under(part.footprint):
                lift = depth
                if depth > give + by:
                    found.add(TABLE)
        lowest = min(part.low for part in own)
        x, y, _, _ = pose
        reach = max(_reach(part.footprint, x, y) for part in own)
        near = [
            (name, wall)
            for name, wall in walls
            if wall.high > lowest
            and (wall.footprint.centre[0] - x) ** 2 + (wall.footprint.centre[1] - y) ** 2
            < (reach + wall.footprint.extent) ** 2
        ]
        for name, wall in near:
            for part in own:
                depth = wall.high - part.low
                if depth > give + by and _touches(part, wall, by):
                    found.add(name)
                # What it only grazes does not press it up, or it would jump.
                if depth > lift and _touches(part, wall, DEEP):
                    lift = depth
        lift = min(lift, give)
        if lift and self._held:
            raised = self.held_prisms(pose, lift)
            found |= {
                name for name, wall in near if any(_touches(part, wall, by) for part in raised)
            }
        return lift, found

    def _under_the_cup(self, pose: Target, body: Body) -> bool:
        x, y, z, _ = pose
        contact = self._contact
        if not -contact.cup_give - TOUCH <= z - body.top <= contact.cup_above + TOUCH:
            return False
        lip = min(contact.cup_lip, _half_width(body.footprint))
        return gap(Footprint(((x, y),), 0.0, (x, y), 0.0), body.footprint) <= TOUCH - lip

    def _between_the_fingers(self, pose: Target, body: Body) -> bool:
        x, y, z, r = pose
        contact = self._contact
        if not (
            body.z - contact.finger_give - TOUCH
            <= z
            <= body.top - min(contact.finger_depth, body.height / 2)
        ):
            return False
        # What of it is between the fingers, across and along the way on which they close.
        band = rectangle(contact.finger_width, 4 * body.footprint.extent + 1000).placed(x, y, r)
        c, s = cos(radians(r)), sin(radians(r))
        spots = [(c * (u - x) + s * (v - y), c * (v - y) - s * (u - x))
                 for u, v in overlap(body.footprint, band)]  # fmt: skip
        if not spots:
            return False
        across = max(u for u, _ in spots) - min(u for u, _ in spots)
        half = contact.finger_opening / 2 + TOUCH
        return across >= contact.finger_width / 4 and all(-half <= v <= half for _, v in spots)


def _touches(part: Prism, wall: Prism, by: float) -> bool:
    return (
        wall.high > part.low + by
        and wall.low < part.high - by
        and gap(part.footprint, wall.footprint) < -by
    )


def _reach(footprint: Footprint, x: float, y: float) -> float:
    """Return how far the farthest spot of a footprint is from one, at most."""
    return hypot(footprint.centre[0] - x, footprint.centre[1] - y) + footprint.extent


def _finger(side: int, opening: float, thick: float, width: float) -> Footprint:
    return rectangle(width, thick, 0.0, side * (opening + thick) / 2)


def _place(one: _Held, pose: Target, lift: float) -> tuple[float, float, float, float]:
    x, y, z, r = pose
    c, s = cos(radians(r)), sin(radians(r))
    return (x + c * one.x - s * one.y, y + s * one.x + c * one.y, z + one.z + lift, r + one.angle)


def _half_width(footprint: Footprint) -> float:
    """Return how far inside a footprint a spot can be."""
    return -gap(Footprint((footprint.centre,), 0.0, footprint.centre, 0.0), footprint)
