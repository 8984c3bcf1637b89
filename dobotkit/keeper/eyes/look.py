"""From one frame to what may leave: the only way out of this room.

Faces and cards are looked for first, beside everything else, and covered before there is a
picture; where they could not be looked for there is none. Whatever happens on the way, the frame
is overwritten before this returns or raises; what the finders make of it they overwrite
themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dobotkit.card_layouts import CARD_NUMBERS
from dobotkit.errors import CameraMoved, DobotKitError
from dobotkit.geometry import Box
from dobotkit.keeper.eyes.blocks import Found, find_blocks
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Corners, Read, corners_of_box, lies_on, padded, without
from dobotkit.keeper.eyes.card_places import is_surely_one
from dobotkit.keeper.eyes.card_search import CardSearch
from dobotkit.keeper.eyes.cards_by_marks import cards_by_marks
from dobotkit.keeper.eyes.codes import FoundCode, find_codes
from dobotkit.keeper.eyes.colours import Palette, palette_from
from dobotkit.keeper.eyes.cover import Covered, nothing, picture_for
from dobotkit.keeper.eyes.desk_cards import SeenMarks, once_each
from dobotkit.keeper.eyes.faces import FoundFace, Meet, Search
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.held_cards import CardCovers
from dobotkit.keeper.eyes.hiding import Part, hidden_part, hide
from dobotkit.keeper.eyes.marks import FoundMark, find_marks
from dobotkit.keeper.eyes.moved import refuse_if_moved
from dobotkit.keeper.eyes.seen import Seen, drawn_from, on_no_card, people_of, shown_of
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.keeper.eyes.telling import scene_of
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.mode import Mode
from dobotkit.scene import Picture, View
from dobotkit.sight_messages import SceneTold

__all__ = ["Looked", "look"]

_NOWHERE: Final = "Nobody has measured where the camera stands."
_OTHER_SIZE: Final = (
    "The camera was measured with pictures of {} × {} pixels, and now it gives {} × {}."
)
_AT_THE_DOOR: Final = "The camera looks at the door, where nothing has a place in mm."
_TURN_BACK: Final = "Turn it to the table again: camera.say_goodbye()"
_MEASURE: Final = "Measure it: camera.calibrate(arm)"
_NO_FACE: Final = "No face was found."
_NOT_LOOKED_FOR: Final = "The picture is blank: {} in it could not be looked for, and not covered."

# So sure of the edges of a card that one which is carried may be it.
_EDGES: Final = 0.8

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


class _Way(NamedTuple):
    """How one frame is looked at."""

    kind: Kind
    live: bool
    held: Held
    mode: Mode
    view: View
    meet: Meet | None
    read: Read | None


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
    read: Read | None = None,
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
        Whether it is one picture of many: what printed codes say is not told of those, and
        cards are looked for in every third.
    held:
        Where faces and cards were lately, to be covered a little longer; what is found now is
        noted there.
    mode:
        Of the lab; what the picture of a real camera may show depends on that.
    view:
        Where the camera looks. In the room nothing has a place, and faces and cards alone are
        looked for; closely at one place cards, faces and markers.
    meet:
        Whether and how faces are told apart, before they are covered.
    read:
        Whether and how something is found out about cards, before they are covered. What it
        raises is raised here; what it returns stands in the cards of the scene.
    """
    way = _Way(kind, live, held or Held(), mode, view, meet, read)
    try:
        return _look(frame, calibration, palette, levels, way)
    finally:
        frame.wipe()


def _look(
    frame: Frame,
    calibration: Calibration | None,
    palette: Palette | None,
    levels: Sequence[float],
    way: _Way,
) -> Looked:
    pixels = frame.pixels
    search = Search(frame)
    marks = [] if way.view == "room" else find_marks(pixels)
    errors: list[tuple[str, DobotKitError]] = []
    # A card that is there twice tells nothing: nobody knows which one lies on the table.
    aruco = once_each(one for one in marks if one.number not in CARD_NUMBERS)
    calibration, notes = _place(frame, calibration, aruco, way.view)
    cards, codes, covers = _cards(pixels, marks, calibration, way, errors)
    found = Found((), (), ())
    if calibration is not None and way.view == "table":
        palette = palette_from(pixels, calibration, marks) or palette
        found = _things(
            pixels, calibration, palette, marks=marks, levels=levels, cards=covers.cards
        )
    faces = _faces(pixels, search, way, errors)
    people = None
    if faces is not None:
        people = people_of(faces, covers.cards, calibration)
    told = None if cards is None else covers.cards
    seen = on_no_card(Seen(marks, found, codes, people, told, {}), covers.shapes)
    if faces is None or cards is None:
        covered = nothing(frame.size, _NOT_LOOKED_FOR.format(errors[0][0]))
        said = (text for _, error in errors for text in (error.what, error.advice))
        notes = (*notes, *(_NOT_LOOKED_FOR.format(what) for what, _ in errors), *said)
    else:
        seen, labels = _told_apart(pixels, seen, cards, way)
        covered = _picture(
            frame,
            calibration,
            aruco,
            seen=seen,
            covers=covers,
            faces=faces,
            labels=labels,
            way=way,
        )
        notes = (*notes, *((covered.note,) if covered.note else ()))
        if way.view == "room" and not seen.faces:
            notes = (_NO_FACE, *notes)
    if way.kind != "virtual":
        seen = shown_of(seen, covered.is_shown)
    # What a code says is told once, and not in the words of the picture as well.
    if way.live or way.view == "close":
        seen = seen._replace(codes=[])
    scene = replace(scene_of(seen, calibration, frame, way.kind, notes), view=way.view)
    words = replace(scene, codes=()).describe()
    width, height = frame.size
    picture = Picture(covered.data, width, height, words)
    return Looked(SceneTold.of(replace(scene, picture=picture)), palette)


def _faces(
    pixels: Pixels, search: Search, way: _Way, errors: list[tuple[str, DobotKitError]]
) -> list[FoundFace] | None:
    """Return the faces; None if they could not be looked for, with the error noted."""
    try:
        faces = search.faces()
        if way.kind == "virtual":
            return faces
        return _with_overlooked(pixels, faces, at_edges=way.mode is Mode.ADULT)
    except DobotKitError as error:
        if way.meet is not None:
            raise
        errors.append(("faces", error))
        return None


def _cards(
    pixels: Pixels,
    marks: list[FoundMark],
    calibration: Calibration | None,
    way: _Way,
    errors: list[tuple[str, DobotKitError]],
) -> tuple[list[FoundCard] | None, list[FoundCode], CardCovers]:
    """Return the cards, codes that lie on none, and what is to be covered of both.

    Where cards could not be looked for, the error is noted; then no code is told either.
    """
    known, in_room = way.held.cards, way.view == "room"
    due = known.is_due(pixels, live=way.live, watched=way.kind != "virtual")
    strays: list[Corners] = []
    try:
        if due:
            table = calibration if way.view == "table" else None
            search = CardSearch(pixels, None if in_room else marks, table)
            cards, strays = search.cards(), search.strays
        else:
            cards = cards_by_marks(marks)
    except DobotKitError as error:
        if way.read is not None:
            raise
        errors.append(("cards", error))
        return None, [], CardCovers((), ())
    if in_room:
        # There are windows, doors and photographs, and no card has ever been brought there.
        cards = [card for card in cards if card.found_by != "outline"]
    elif way.kind == "virtual" and calibration is not None:
        # And nobody holds one up here: what has four edges and no size of a card is a box.
        cards = [card for card in cards if card.sure >= _EDGES or is_surely_one(card, calibration)]
    shapes = [padded(card) for card in cards]
    codes = []
    if not in_room:
        codes = find_codes(
            pixels, passed_over=lambda box: any(lies_on(box, shape) for shape in shapes)
        )
    private = [corners_of_box(Box(*one.box_px)) for one in codes if one.covered]
    covers = known.with_held(pixels, cards, [*private, *strays], searched=due, live=way.live)
    return cards, codes, covers


def _things(
    pixels: Pixels,
    calibration: Calibration,
    palette: Palette | None,
    *,
    marks: list[FoundMark],
    levels: Sequence[float],
    cards: Sequence[FoundCard],
) -> Found:
    """Return blocks and bins; what is printed on a card is none."""
    things = [mark for mark in marks if mark.number <= LARGEST_THING_NUMBER]
    plain = [
        card
        for card in cards
        if is_surely_one(card, calibration)
        and not any(lies_on(Box(*mark.box_px), card.corners, 0.5) for mark in things)
    ]
    if not plain:
        return find_blocks(pixels, calibration, palette, marks=marks, levels=levels)
    bare = without(pixels, plain)
    try:
        return find_blocks(bare, calibration, palette, marks=marks, levels=levels)
    finally:
        wipe(bare)


def _told_apart(
    pixels: Pixels, seen: Seen, cards: Sequence[FoundCard], way: _Way
) -> tuple[Seen, list[tuple[Part, str]]]:
    """Have those faces and cards looked at that somebody asks about; say what is written where."""
    size = (pixels.shape[1], pixels.shape[0])
    labels: list[tuple[Part, str]] = []
    if way.meet is not None and seen.faces:
        met = way.meet(pixels, seen.faces)
        labels += [
            (hidden_part(face.box, size), label)
            for face, label in zip(seen.faces, met, strict=False)
        ]
    if way.read is not None and cards:
        told = way.read(pixels, cards)
        seen = seen._replace(said={id(card): one for card, one in zip(cards, told, strict=True)})
        labels += [(_part_of(card, size), one.label) for card, one in zip(cards, told, strict=True)]
    return seen, labels


def _part_of(card: FoundCard, size: tuple[int, int]) -> Part:
    (left, top), (right, low) = card.corners.min(0), card.corners.max(0)
    x, right_end = (min(max(round(float(one)), 0), size[0]) for one in (left, right))
    y, low_end = (min(max(round(float(one)), 0), size[1]) for one in (top, low))
    return x, y, right_end, low_end


def _picture(
    frame: Frame,
    calibration: Calibration | None,
    aruco: SeenMarks,
    *,
    seen: Seen,
    covers: CardCovers,
    faces: Sequence[FoundFace],
    labels: list[tuple[Part, str]],
    way: _Way,
) -> Covered:
    drawn = drawn_from(seen if way.kind == "virtual" else shown_of(seen, lambda _: False))
    return picture_for(
        frame,
        drawn,
        calibration,
        seen=aruco,
        kind=way.kind,
        # Also those on cards: whatever a face is on, it is covered.
        faces=way.held.with_held([face.box for face in faces], frame.size, live=way.live),
        cards=covers,
        mode=way.mode,
        closely=way.view == "close",
        labels=labels,
    )


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
