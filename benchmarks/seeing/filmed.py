"""A keeper of a lab with a camera, in a process of its own, and a notebook's end of it.

The camera is a picture file of a rendered table, as a school would hang one up, and it is
calibrated from its cards as a real one is.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

import numpy as np

from dobotkit import client as client_module
from dobotkit.client import Client
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import place_of
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import open_source, read_address
from dobotkit.keeper.people.people import People
from dobotkit.keeper.service import Service
from dobotkit.keeper.word import Word
from dobotkit.opencv import cv2
from dobotkit.our_end import OurEnd
from dobotkit.session import session as session_module
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow

__all__ = ["THREADS", "calibration_of", "film", "notebook", "rig_of"]

THREADS = 2
"""Threads that OpenCV may use, on both sides of a comparison."""

_ASIDE = (-90.0, -5.0, 60.0, 0.0)


def rig_of(size: tuple[int, int]) -> Rig:
    """Return the camera that takes the picture."""
    return Rig.usual(*size)


def film(folder: Path, size: tuple[int, int], scene: str = "blocks") -> Path:
    """Render a table as a picture file; return its path."""
    laid = load_scene(scene)
    table = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    path = folder / f"{scene}-{size[0]}.png"
    cv2.imwrite(str(path), render(table, _ASIDE, rig_of(size)))
    return path


def calibration_of(picture: np.ndarray, size: tuple[int, int]) -> Calibration:
    """Find out where the camera of such a picture hangs."""
    rig = rig_of(size)
    lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, size, "its data sheet")
    return calibration_from_cards(seen_marks(picture), lens, -70.0)


def _keep(connection: Connection, path: str, size: tuple[int, int]) -> None:
    cv2.setNumThreads(THREADS)

    def opened() -> SharedEye:
        # As a teacher has confirmed it.
        places = Places(place_of(calibration_of(cv2.imread(path), size)))
        return SharedEye(open_source(read_address(path)), places)

    arms = Arms({"desk": "dobotsim://desk?pace=instant&scene=blocks"}, Envelope(), Word())
    cameras = Cameras(arms, opened if path else None)
    mode: Literal["school"] = "school"
    Service(connection, arms, People(), cameras, mode=mode, practice=not path).run()
    cameras.rest()


@contextlib.contextmanager
def notebook(path: Path | None, size: tuple[int, int]) -> Iterator[Any]:
    """Be a notebook of such a keeper; gives the keeper's process.

    Parameters
    ----------
    path:
        The picture that the camera is; None for the virtual camera above a simulated arm.
    size:
        Its width and height in pixels.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    keeper = context.Process(target=_keep, args=(theirs, str(path or ""), size), daemon=True)
    with _quiet_main():
        keeper.start()
    theirs.close()
    before = client_module._current, session_module._here  # noqa: SLF001 - one process, many notebooks
    client_module._current = Client(OurEnd(ours))  # noqa: SLF001 - as above
    session_module._here = None  # noqa: SLF001 - as above
    try:
        yield keeper
    finally:
        client_module.disconnect()
        keeper.join(60)
        client_module._current, session_module._here = before  # noqa: SLF001 - as above


@contextlib.contextmanager
def _quiet_main() -> Iterator[None]:
    # The new process imports this module, and not the program that measures.
    main = sys.modules["__main__"]
    kept = {name: getattr(main, name, None) for name in ("__spec__", "__file__")}
    path = os.environ.get("PYTHONPATH")
    root = str(Path(__file__).resolve().parents[2])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (root, path)))
    main.__spec__, main.__file__ = None, None  # type: ignore[assignment] # put back below
    try:
        yield
    finally:
        main.__spec__, main.__file__ = kept["__spec__"], kept["__file__"]
        if path is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = path
