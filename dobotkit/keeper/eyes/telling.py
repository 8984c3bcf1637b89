"""What was found in a frame, as plain data that may leave."""

from __future__ import annotations

import math
from typing import Literal

from dobotkit.geometry import Box, Point
from dobotkit.keeper.eyes.blocks import FoundBlock
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_places import card_from
from dobotkit.keeper.eyes.faces import COUNTED, COVERED_FROM, FoundFace
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.seen import Seen
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.scene import Bin, Block, Code, Face, Marker, Scene

__all__ = ["scene_of"]


def scene_of(
    seen: Seen,
    calibration: Calibration | None,
    frame: Frame,
    kind: Kind,
    notes: tuple[str, ...],
) -> Scene:
    """Return what is told of a frame, without its picture.

    Parameters
    ----------
    seen:
        What was found, as far as it is told.
    calibration:
        Where the table is; None if nobody knows.
    frame:
        When and by what it was taken; its pixels are not looked at.
    kind:
        What took it.
    notes:
        What should be known about it.
    """
    return Scene(
        faces_known=seen.faces is not None,
        cards_known=seen.cards is not None,
        cards=tuple(
            card_from(one, calibration, seen.said.get(id(one))) for one in seen.cards or ()
        ),
        blocks=tuple(map(_block, seen.found.blocks)),
        bins=tuple(map(_bin, seen.found.bins)),
        markers=tuple(_marker(one, calibration) for one in seen.marks),
        codes=tuple(Code(one.kind, one.text, Box(*one.box_px)) for one in seen.codes),
        faces=tuple(_face(one) for one in seen.faces or () if one.score >= COUNTED),
        maybe_faces=tuple(
            _face(one) for one in seen.faces or () if COVERED_FROM <= one.score < COUNTED
        ),
        moment=frame.moment,
        source=kind,
        calibrated=calibration is not None,
        error_mm=None if calibration is None else calibration.error_mm,
        notes=(*notes, *seen.found.notes),
    )


def _face(one: FoundFace) -> Face:
    return Face(Box(*one.box), min(1.0, one.score))


def _block(one: FoundBlock) -> Block:
    return Block(
        colour=one.colour,
        position=Point(*one.position),
        angle=one.angle,
        size=one.size,
        marker=one.marker,
        box=Box(*one.box_px),
        sure=one.sure,
        stacked=one.stacked,
        hidden=one.hidden,
    )


def _bin(one: FoundBlock) -> Bin:
    return Bin(one.colour, Point(*one.position), one.angle, one.size, Box(*one.box_px), one.sure)


def _marker(one: FoundMark, calibration: Calibration | None) -> Marker:
    where = angle = None
    if calibration is not None:
        x, y, turn, _ = one.on_plane(calibration, calibration.height_mm)
        # One that hangs on a wall, above the horizon of the table, is nowhere on it.
        if all(map(math.isfinite, (x, y, turn))):
            where, angle = Point(x, y, calibration.height_mm), turn
    family: Literal["aruco", "apriltag"] = "aruco" if one.family == "aruco" else "apriltag"
    return Marker(family, one.number, where, angle, Box(*one.box_px))
