"""Tables and small cameras for tests of the virtual camera."""

from __future__ import annotations

from dataclasses import replace

from dobotkit.simulator.camera import Rig
from dobotkit.simulator.contact import Contact
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.profile import MAGICIAN, Joints
from dobotkit.simulator.scene import load_scene
from dobotkit.simulator.table.stock import Stock
from dobotkit.things import TableNow, Thing

HEIGHT = -70.0
EDGES = (130.0, 330.0, -220.0, 220.0)
SMALL = Rig.usual(640, 480)
PLAIN = replace(SMALL, noise=0.0, blur_px=0.0, vignette=0.0)
"""Without what only a sensor does: pixels are what the geometry makes them."""


def block(name: str, x: float, y: float, z: float = HEIGHT, **kinds: object) -> Thing:
    usual = Thing(name, "block", name, (25.0, 25.0, 25.0), (x, y, z), on="table")
    return replace(usual, **kinds)


def table(*things: Thing, **kinds: object) -> TableNow:
    return replace(TableNow(HEIGHT, things, edges=EDGES), **kinds)


def shipped(name: str) -> TableNow:
    scene = load_scene(name)
    things = Stock(scene, Contact()).things()
    return TableNow(scene.height, things, scene.belt, scene.sensors, edges=scene.edges)


def joints_at(x: float, y: float, z: float) -> Joints:
    found = Linkage(MAGICIAN).inverse((x, y, z, 0.0), MAGICIAN.tool)
    assert found is not None
    return found
