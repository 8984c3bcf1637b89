"""Lay the table of a notebook's arm, before the notebook opens the arm or after it."""

from __future__ import annotations

from dobotkit.arm import ports, shutdown
from dobotkit.arm.arm import Arm
from dobotkit.errors import NoTable

__all__ = ["lay_table"]

_SIMULATED, _KEPT = "dobotsim", "keeper"


def lay_table(scene: str) -> None:
    """Lay the simulated table of the arm that ``Arm()`` would open.

    Nothing moves. The table stays laid when the arm is opened: it belongs to the arm.

    Parameters
    ----------
    scene:
        The name of a scene of the kit, for example ``"blocks"``, or the text of a
        ``table.toml``.

    Raises
    ------
    NoTable
        The arm is a real one.
    SceneError
        There is no such scene, or it cannot be laid.
    NoArmFound and others
        As ``Arm()`` does.
    """
    address = ports.find_arm()
    opened = shutdown.opened(address)
    if isinstance(opened, Arm):
        if not opened.is_simulated:
            raise _real()
        opened.table.reset(scene)
        return
    if address.casefold().partition("://")[0] not in (_SIMULATED, _KEPT):
        raise _real()
    port = ports.open_port(address)
    try:
        # Of an arm that a keeper holds, the keeper knows.
        if not getattr(port, "is_simulated", True):
            raise _real()
        port.set_scene(scene)
    finally:
        port.close()


def _real() -> NoTable:
    return NoTable(
        "This arm is a real one: no program can put things on its table.",
        "Put them on their marked places yourself, and write lesson.start() without a scene.",
    )
