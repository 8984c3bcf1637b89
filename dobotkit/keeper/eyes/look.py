"""From one frame to what may leave: the only way out of this room.

Faces are looked for first, beside everything else, and covered before there is a picture; where
they could not be looked for there is none. Whatever happens on the way, the frame is overwritten
before this returns or raises; what the finders make of it they overwrite themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from dobotkit.errors import CameraMoved, DobotKitError
from dobotkit.geometry import Box, Point
from dobotkit.keeper.eyes.blocks import Found, FoundBlock, find_blocks
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.codes import FoundCode, find_codes
from dobotkit.keeper.eyes.colours import Palette, palette_from
from dobotkit.keeper.eyes.cover import Drawn, nothing, picture_for
from dobotkit.keeper.eyes.desk_cards import SeenMarks, once_each
from dobotkit.keeper.eyes.faces import COUNTED, COVERED_FROM, FoundFace, Meet, Search
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.hiding import hide
from dobotkit.keeper.eyes.marks import FoundMark, find_marks
from dobotkit.keeper.eyes.moved import refuse_if_moved
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.markers import INKS, LARGEST_THING_NUMBER
from dobotkit.mode import Mode
from dobotkit.scene import Bin, Block, Code, Face, Marker, Picture, Scene, View
from dobotkit.sight_messages import SceneTold

__all__ = ["Looked", "look"]

# Of what has no clear colour, in a picture that is drawn: red, green, blue.
_UNCLEAR: Final = (160, 160, 160)
_NOWHERE: Final = "Nobody has measured where the camera stands."
_OTHER_SIZE: Final = (
    "The camera was measured with pictures of {} × {} pixels, and now it gives {} × {}."
)
_AT_THE_DOOR: Final = "The camera looks at the door, where nothing has a place in mm."
_TURN_BACK: Final = "Turn it to the table again: camera.say_goodbye()"
_MEASURE: Final = "Measure it: camera.calibrate(arm)"
_NO_FACE: Final = "No face was found."
_NOT_LOOKED_FOR: Final = (
    "The picture is blank: faces in it could not be looked for, and not covered."
)


# The second one finds nothing any more, nearly always.
_SEARCHES_MORE: Final = 3


class Looked(NamedTuple):
    """What came of a look.

    Attributes
    ----------
    told:
        What the notebook is told, with the covered picture.
    palette:
        How colours look in this light; for the next look, should the check card be hidden.
    """

    told: SceneTold
    palette: Palette | None


class _Seen(NamedTuple):
    marks: list[FoundMark]
    found: Found
    codes: list[FoundCode]
    # None if they could not be looked for.
    faces: list[FoundFace] | None


def look(
    frame: Frame,
    calibration: Calibration | None,
    *,
    kind: Kind,
    palette: Palette | None = None,
    levels: Sequence[float] = (),
    live: bool = False,
    held: Held | None = None,
    mode: Mode = Mode.SCHOOL,
    view: View = "table",
    meet: Meet | None = None,
) -> Looked:
    """Say what is on a frame, and overwrite it.

    Parameters
    ----------
    frame:
        What the camera gave; zeros afterwards, whatever happens.
    calibration:
        Where the camera stands, if that is known.
    kind:
        What took it; what the picture may show depends on that.
    palette:
        How colours looked the last time.
    levels:
        How high above the table furniture is that carries things, in mm: a belt, if the desk
        has one. It is known as the height of the table is.
    live:
        Whether it is one picture of many: printed codes are not looked for in those.
    held:
        Where faces were lately, to be covered a little longer; what is found now is noted there.
    mode:
        Of the lab; what the picture of a real camera may show depends on that.
    view:
        Where the camera looks. In the room nothing has a place, and faces alone are looked for.
    meet:
        Whether and how faces are told apart, before they are covered.
    """
    try:
        return _look(
            frame,
            calibration,
            kind,
            palette,
            levels=levels,
            live=live,
            held=held or Held(),
            mode=mode,
            view=view,
            meet=meet,
        )
    finally:
        frame.wipe()


def _look(
    frame: Frame,
    calibration: Calibration | None,
    kind: Kind,
    palette: Palette | None,
    *,
    levels: Sequence[float],
    live: bool,
    held: Held,
    mode: Mode,
    view: View,
    meet: Meet | None,
) -> Looked:
    pixels = frame.pixels
    search = Search(frame)
    marks = find_marks(pixels) if view == "table" else []
    # A card that is there twice tells nothing: nobody knows which one lies on the table.
    aruco = once_each(marks)
    calibration, notes = _place(frame, calibration, aruco, view)
    found = Found((), (), ())
    if calibration is not None:
        palette = palette_from(pixels, calibration, marks) or palette
        found = find_blocks(pixels, calibration, palette, marks=marks, levels=levels)
    codes = [] if live or view == "room" else find_codes(pixels)
    try:
        faces, unlooked = search.faces(), None
        if kind != "virtual":
            faces = _with_overlooked(pixels, faces, at_edges=mode is Mode.ADULT)
    except DobotKitError as error:
        if meet is not None:
            raise
        faces, unlooked = None, error
    labels = () if meet is None or not faces else meet(pixels, faces)
    seen = _Seen(marks, found, codes, faces)
    if faces is None:
        covered = nothing(frame.size, _NOT_LOOKED_FOR)
        why = () if unlooked is None else (unlooked.what, unlooked.advice)
        notes = (*notes, _NOT_LOOKED_FOR, *why)
    else:
        boxes = held.with_held([face.box for face in faces], frame.size, live=live)
        drawn = _drawn(seen if kind == "virtual" else _shown(seen, lambda _: False))
        covered = picture_for(
            frame,
            drawn,
            calibration,
            seen=aruco,
            kind=kind,
            faces=boxes,
            mode=mode,
            labels=[(face.box, label) for face, label in zip(faces, labels, strict=False)],
        )
        notes = (*notes, *((covered.note,) if covered.note else ()))
        if view == "room" and not faces:
            notes = (_NO_FACE, *notes)
    if kind != "virtual":
        seen = _shown(seen, covered.is_shown)
    # What a code says is told once, and not in the words of the picture as well.
    scene = replace(_scene(seen, calibration, frame, kind, notes), view=view)
    words = replace(scene, codes=()).describe()
    width, height = frame.size
    picture = Picture(covered.data, width, height, words)
    return Looked(SceneTold.of(replace(scene, picture=picture)), palette)


def _with_overlooked(pixels: Pixels, faces: list[FoundFace], *, at_edges: bool) -> list[FoundFace]:
    """Return these faces, and those that are found when these are covered; the surest first.

    Next to a face a finder overlooks another one, now and then, and at the edge half of them. Of
    a real camera that would be somebody's; for drawn people the time is saved.
    """
    new, covered = faces, pixels.copy()
    try:
        for more in range(_SEARCHES_MORE):
            if not (new or (at_edges and not more)):
                break
            hide(covered, [face.box for face in new])
            new = Search(covered, again=True).faces()
            faces = [*faces, *new]
    finally:
        wipe(covered)
    return sorted(faces, key=lambda face: -face.score)


def _place(
    frame: Frame, calibration: Calibration | None, cards: SeenMarks, view: View
) -> tuple[Calibration | None, tuple[str, ...]]:
    """Return the calibration if it holds for this frame, and else why not and what to do."""
    if view == "room":
        return None, (_AT_THE_DOOR, _TURN_BACK)
    if calibration is None:
        return None, (_NOWHERE, _MEASURE)
    if calibration.size != frame.size:
        return None, (_OTHER_SIZE.format(*calibration.size, *frame.size), _MEASURE)
    try:
        refuse_if_moved(calibration, cards)
    except CameraMoved as moved:
        return None, (moved.what, moved.advice)
    return calibration, ()


def _shown(seen: _Seen, is_shown: Callable[[Box], bool]) -> _Seen:
    """Leave out what is printed where the picture shows nothing: it may be on somebody's badge.

    The kit's own cards and board are told all the same, with what stands on found blocks: one
    has to see why a card is missing, and they are on nobody.
    """
    of_blocks = {one.marker for one in seen.found.blocks}

    def is_ours(mark: FoundMark) -> bool:
        desk = mark.number > LARGEST_THING_NUMBER
        return mark.family == "aruco" and (desk or mark.number in of_blocks)

    return seen._replace(
        marks=[one for one in seen.marks if is_ours(one) or is_shown(Box(*one.box_px))],
        codes=[one for one in seen.codes if is_shown(Box(*one.box_px))],
    )


def _scene(
    seen: _Seen,
    calibration: Calibration | None,
    frame: Frame,
    kind: Kind,
    notes: tuple[str, ...],
) -> Scene:
    return Scene(
        faces_known=seen.faces is not None,
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


def _drawn(seen: _Seen) -> list[Drawn]:
    things = (*seen.found.bins, *seen.found.blocks)
    marks = [mark for mark in seen.marks if mark.number not in {one.marker for one in things}]
    shown = [Drawn(Box(*one.box_px), INKS.get(one.colour, _UNCLEAR)[::-1]) for one in things]
    shown += [Drawn(Box(*mark.box_px)) for mark in marks]
    shown += [Drawn(Box(*code.box_px)) for code in seen.codes]
    return shown
