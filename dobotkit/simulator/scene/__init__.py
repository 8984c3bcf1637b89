"""Scenes: how a table is laid, as a ``table.toml``, as one of those that are shipped, or as data.

::

    title = "Two blocks"

    [table]
    height = -70
    x = [130, 330]
    y = [-200, 200]

    [[things]]
    name = "red"
    colour = "red"
    size = [25, 25, 25]
    place = [230, 50]

    [[things]]
    name = "blue"
    colour = "blue"
    size = [25, 25, 25]
    on = "red"

What may stand there, and what each word means, is in ``docs/table.md``.
"""

from __future__ import annotations

from dobotkit.simulator.scene.checking import MOST_THINGS, check_scene
from dobotkit.simulator.scene.finding import load_scene, shipped_scene, shipped_scenes
from dobotkit.simulator.scene.reading import read_scene

__all__ = [
    "MOST_THINGS",
    "check_scene",
    "load_scene",
    "read_scene",
    "shipped_scene",
    "shipped_scenes",
]
