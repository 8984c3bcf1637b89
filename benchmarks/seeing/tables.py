"""Tables laid by lot: blocks, cylinders, cards, bins, a belt, towers, and an arm above them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dobotkit.simulator.camera import LIGHTS, Rig
from dobotkit.simulator.camera.machine import machine
from dobotkit.things import COLOURS, Belt, TableNow, Thing

EDGES = (130.0, 330.0, -220.0, 220.0)
HEIGHT = -70.0
USUAL_LIGHTS = ("day", "warm", "cold", "dim", "bright", "shadow")
PLAIN = ("white", "grey", "black")
ARMS = ((-85.0, 25.0, 30.0, 0.0), (85.0, 25.0, 30.0, 0.0), (0.0, 0.0, 20.0, 0.0))
"""Joints of an arm that stands aside, or is drawn back."""


@dataclass(frozen=True)
class Laid:
    """A table laid by lot.

    Attributes
    ----------
    table, joints, rig:
        What ``render`` takes.
    seen:
        By name, the share of each thing's outline that nothing nearer hides, 0 to 1.
    """

    table: TableNow
    joints: tuple[float, float, float, float]
    rig: Rig
    seen: dict[str, float]


def usual_table(seed: int, width: int = 1280, height: int = 720) -> Laid:
    """Lay a table as a lesson would: things with room between them, in one of six lights."""
    dice = random.Random(seed)  # noqa: S311 - to be repeated
    things = _things(dice, dice.randint(3, 8), gap=9.0)
    rig = replace(Rig.usual(width, height, seed=seed % 7), light=LIGHTS[dice.choice(USUAL_LIGHTS)])
    return _laid(things, dice.choice(ARMS), rig, None, seed)


def hard_table(seed: int, width: int = 1280, height: int = 720) -> Laid:
    """Lay a crowded table: things side by side, an arm in the way, worse light, more noise."""
    dice = random.Random(10_000 + seed)  # noqa: S311 - to be repeated
    belt = None
    if dice.random() < 0.3:
        belt = Belt((dice.uniform(180, 210), 0.0, HEIGHT), (300.0, 60.0, 20.0), 90.0)
    things = _things(dice, dice.randint(7, 12), gap=1.0, belt=belt, plain=0.3)
    rig = Rig.usual(width, height, seed=seed % 7)
    light = LIGHTS[dice.choice(USUAL_LIGHTS)]
    light = replace(light, stops=light.stops + dice.uniform(-0.5, 0.3), size=dice.uniform(1, 10))
    rig = replace(rig, light=light, noise=rig.noise * dice.uniform(1, 2.2))
    rig = replace(rig, blur_px=rig.blur_px * dice.uniform(1, 1.8) * width / 1280)
    joints = (
        dice.uniform(-60, 60),
        dice.uniform(0, 40),
        dice.uniform(5, 40),
        dice.uniform(-90, 90),
    )
    return _laid(things, joints, rig, belt, seed)


def _things(
    dice: random.Random, many: int, gap: float, belt: Belt | None = None, plain: float = 0.12
) -> list[Thing]:
    found: list[Thing] = []
    places: list[tuple[float, float, float]] = []
    if belt is not None:
        places.append((belt.place[0], belt.place[1], 0.0))
    number = 0
    for _ in range(60 * many):
        if number >= many:
            break
        kind, size = _kind(dice)
        colour = dice.choice(PLAIN if dice.random() < plain else [*COLOURS[:6]])
        radius = math.hypot(size[0], size[1]) / 2
        x = dice.uniform(EDGES[0] + radius, EDGES[1] - radius)
        y = dice.uniform(EDGES[2] + radius, EDGES[3] - radius)
        if any(math.hypot(x - u, y - v) < radius + r + gap for u, v, r in places):
            continue
        if belt is not None and abs(x - belt.place[0]) < 30.0 + radius:
            if abs(y) > 120.0 or kind == "bin":
                continue
            ground = HEIGHT + belt.size[2]
            on = "belt"
        else:
            ground, on = HEIGHT, "table"
        places.append((x, y, radius))
        marker = number if dice.random() < 0.5 and kind != "bin" else None
        angle = round(dice.uniform(-180, 180), 1)
        thing = Thing(f"t{number}", kind, colour, size, (x, y, ground), angle, marker, on=on)
        found.append(thing)
        number += 1
        usual = kind == "block" and on == "table" and size == (25.0, 25.0, 25.0)
        if usual and dice.random() < 0.2 and number < many:
            found.append(_upon(dice, thing, number))
            number += 1
        if kind == "bin" and dice.random() < 0.5 and number < many:
            inside = Thing(
                f"t{number}", "block", dice.choice([*COLOURS[:6]]), (25.0, 25.0, 25.0),
                (x, y, ground + 2.0), angle + dice.choice((0.0, 30.0)), number, on=thing.name,
            )  # fmt: skip
            found.append(inside)
            number += 1
    return found


def _kind(dice: random.Random) -> tuple[str, tuple[float, float, float]]:
    lot = dice.random()
    if lot < 0.60:
        return "block", (25.0, 25.0, 25.0)
    if lot < 0.70:
        side = round(dice.uniform(18, 38))
        return "block", (side, side, side)
    if lot < 0.76:
        return "block", (round(dice.uniform(30, 48)), round(dice.uniform(18, 26)), 25.0)
    if lot < 0.90:
        return "cylinder", (25.0, 25.0, 25.0)
    if lot < 0.95:
        return "card", (54.0, 86.0, 0.8)
    return "bin", dice.choice(((90.0, 70.0, 20.0), (60.0, 80.0, 20.0)))


def _upon(dice: random.Random, below: Thing, number: int) -> Thing:
    x, y, z = below.place
    return Thing(
        f"t{number}", "block", dice.choice([*COLOURS[:6]]), (25.0, 25.0, 25.0),
        (x + dice.uniform(-4, 4), y + dice.uniform(-4, 4), z + below.size[2]),
        round(below.angle + dice.uniform(-20, 20), 1),
        number if dice.random() < 0.5 else None, on=below.name,
    )  # fmt: skip


def _laid(
    things: list[Thing], joints: tuple[float, ...], rig: Rig, belt: Belt | None, seed: int
) -> Laid:
    table = TableNow(HEIGHT, tuple(things), belt, moment=float(seed), edges=EDGES)
    four = (joints[0], joints[1], joints[2], joints[3])
    return Laid(table, four, rig, _seen(table, four, rig))


def _seen(table: TableNow, joints: tuple[float, float, float, float], rig: Rig) -> dict[str, float]:
    """The share of each thing's outline that is not below the outline of a nearer one."""
    import cv2  # noqa: PLC0415 - a benchmark may

    eye = np.array(rig.position_mm)

    def mask(points: NDArray[np.float64]) -> NDArray[np.uint8]:
        drawn = np.zeros((rig.height, rig.width), np.uint8)
        hull = cv2.convexHull(rig.image_from_table(points).astype(np.float32))
        cv2.fillConvexPoly(drawn, np.round(hull).astype(np.int32), 1)
        return drawn

    arm = np.zeros((rig.height, rig.width), np.uint8)
    for solid in machine(joints, table.height):
        arm |= mask(solid.corners)
    bodies = {}
    for thing in table.things:
        corners = _corners(thing)
        bodies[thing.name] = (mask(corners), float(np.linalg.norm(corners.mean(0) - eye)), thing)
    seen = {}
    for name, (own, far, thing) in bodies.items():
        covered = arm.copy()
        for other, (body, distance, that) in bodies.items():
            upon = that.on == name
            if (
                other != name
                and that.kind != "bin"
                and thing.on != other
                and (upon or distance < far)
            ):
                covered |= body
        seen[name] = 1.0 - float((own & covered).sum()) / max(float(own.sum()), 1.0)
        if not _whole(own):
            seen[name] = 0.0
    return seen


def _whole(own: NDArray[np.uint8]) -> bool:
    return not (own[0].any() or own[-1].any() or own[:, 0].any() or own[:, -1].any())


def _corners(thing: Thing) -> NDArray[np.float64]:
    (length, width, height), (x, y, z) = thing.size, thing.place
    if thing.kind == "cylinder":
        turn = np.arange(24) * 2 * math.pi / 24
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * length / 2
    else:
        a = math.radians(thing.angle)
        box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2 * (length, width)
        ring = box @ np.array([(math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))])
    ring = ring + np.array([x, y])
    return np.vstack(
        [np.column_stack([ring, np.full(len(ring), level)]) for level in (z, z + height)]
    )
