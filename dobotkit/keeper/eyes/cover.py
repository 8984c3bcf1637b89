"""What a picture may show: the one place where a frame becomes a picture that may be seen.

Whatever took it, every face that was found in it is under an opaque box (``hiding.py``), every
card and every code with a long number under an opaque shape (``card_cover.py``), and where faces
or cards could not be looked for, nothing is shown. Beyond that it depends on source and mode. Of
the virtual camera, whose people are invented, everything else is shown; in adult mode also of a
real one. In school mode it is an allow-list: of a real camera, file or video a pixel is shown only

* while the cards at all corners of the table are seen where they were at the calibration,
* if it is certain that the table is behind it: inside the outline that the calibration knows,
  and between the cards as they are seen now, whatever the calibration says,
* if nothing that comes from beside the table is in front of it (``reaching.py``).

All others have one colour, and people there are drawn as boxes. Without a calibration, with a
card hidden, and of every look from near by, not one pixel is shown: the picture is drawn from what
was found. If anything fails or takes too long, it is blank.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import Corners, box_of, hide_cards, lies_on
from dobotkit.keeper.eyes.corner_cards import between, corners_are_there, squares_of_cards
from dobotkit.keeper.eyes.drawn import Drawn, draw, drawing
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.keeper.eyes.held_cards import CardCovers
from dobotkit.keeper.eyes.hiding import COVERED, Part, Rectangle, hidden_part, hide
from dobotkit.keeper.eyes.labels import write_labels
from dobotkit.keeper.eyes.outline import Mask, cells_of, is_inside, whole
from dobotkit.keeper.eyes.reaching import reaching_in
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.mode import Mode
from dobotkit.opencv import cv2
from dobotkit.sight_messages import LARGEST_PICTURE

__all__ = ["COVERED", "Covered", "Drawn", "nothing", "picture_for"]

LIMIT_S: Final = 2.0
"""A cover that takes longer than this is not trusted; the picture is blank."""

_NO_CARDS: Final = CardCovers((), ())
# Of the whole picture: with less of the table a drawing says more.
_WORTH_SHOWING = 0.01
# The finest that is not larger than may leave.
_QUALITIES = (90, 75, 50, 25)

_UNMEASURED = (
    "The picture is drawn from what was found: without knowing where the table is, nothing of "
    "the camera's own picture may be shown."
)
_NO_CORNER = (
    "The picture is drawn from what was found: a card at a corner of the table is hidden, and "
    "without it nothing of the camera's own picture may be shown. Take away what hides it."
)
_HIDDEN = (
    "The picture is drawn from what was found: nearly all of the table is hidden, or it has no "
    "colour of its own. Lay plain paper under the things."
)
_CLOSELY = (
    "The picture is drawn from what was found: from near by, half a card at its edge could be read."
)
_BLANK = "The picture is blank: covering it failed or took too long. Look again."

Shows = Literal["everything", "table", "drawing", "nothing"]
Array = NDArray[np.float64]


class Covered(NamedTuple):
    """A picture that may be seen.

    Attributes
    ----------
    data:
        JPEG, with nothing in it but its size and its pixels.
    shows:
        What it shows: ``"everything"``; the ``"table"`` alone; a ``"drawing"`` of what was
        found; or ``"nothing"``, because covering failed or took too long.
    note:
        A sentence on that, with what to do; empty where there is nothing to do.
    cells:
        Of the table: which squares are shown.
    hidden:
        What covers of faces hide: left, top, right and bottom of each, in pixels.
    cards:
        What covers of cards hide, in pixels.
    """

    data: bytes
    shows: Shows
    note: str = ""
    cells: Mask | None = None
    hidden: tuple[Part, ...] = ()
    cards: tuple[Corners, ...] = ()

    def is_shown(self, box: Box) -> bool:
        """Whether all of a box, in pixels of the frame, is shown."""
        if any(_meet(box, part) for part in self.hidden):
            return False
        if any(lies_on(box, shape) for shape in self.cards):
            return False
        if self.cells is None:
            return self.shows == "everything"
        return is_inside(self.cells, box)


def picture_for(
    frame: Frame,
    found: Sequence[Drawn],
    calibration: Calibration | None,
    *,
    seen: Mapping[int, Array],
    kind: Kind,
    faces: Sequence[Rectangle],
    cards: CardCovers = _NO_CARDS,
    mode: Mode = Mode.SCHOOL,
    closely: bool = False,
    labels: Sequence[tuple[Part, str]] = (),
) -> Covered:
    """Return the picture of a frame that may be seen, as JPEG without a word beside the pixels.

    Parameters
    ----------
    frame:
        It is read and neither changed nor kept.
    found:
        What to draw where nothing may be shown.
    calibration:
        Where the table is; None if nobody knows, or if that does not hold any more.
    seen:
        The ArUco markers in this frame: the number of each, and its corners (4, 2) in pixels.
    kind:
        What took the frame.
    faces:
        The boxes of all faces that are to be covered, in pixels of the frame: x, y, width, height.
    cards:
        What is to be covered of cards, and of codes that hold a long number.
    mode:
        In school mode anything but ``"virtual"`` shows the table alone.
    closely:
        Whether it was taken from near by: then not one pixel of the frame is shown, whatever
        took it. A card that is only half in it is found by nothing.
    labels:
        Parts of the picture that covers hide, and what to write there.

    Returns
    -------
    Covered
        Never with a pixel that is not allowed.
    """
    size = frame.size
    covered: Pixels | None = None
    began = time.monotonic()
    try:
        hidden = tuple(hidden_part(face, size) for face in faces)
        # A frame that is called what it is not is neither.
        all_of_it = (
            kind == "virtual"
            if frame.source == "virtual"
            else (kind != "virtual" and mode is Mode.ADULT)
        )
        covered, shows, note, cells = _covered(
            frame,
            found,
            calibration,
            seen,
            faces=faces,
            cards=cards,
            all_of_it=all_of_it,
            closely=closely,
        )
        if covered is not frame.pixels:
            write_labels(covered, labels)
        picture = Covered(_encoded(covered), shows, note, cells, hidden, cards.shapes)
    except Exception:  # noqa: BLE001 - whatever went wrong, and without its words: nothing is shown
        return nothing(size, _BLANK)
    else:
        late = kind != "virtual" and time.monotonic() - began > LIMIT_S
        return nothing(size, _BLANK) if late else picture
    finally:
        if covered is not None and covered is not frame.pixels:
            wipe(covered)


def nothing(size: tuple[int, int], note: str) -> Covered:
    """Return a picture that shows nothing.

    Parameters
    ----------
    size:
        Width and height in pixels.
    note:
        Why, and what to do.
    """
    width, height = size
    data = _encoded(np.full((height, width, 3), COVERED, np.uint8))
    return Covered(data, "nothing", note)


def _covered(
    frame: Frame,
    found: Sequence[Drawn],
    calibration: Calibration | None,
    seen: Mapping[int, Array],
    *,
    faces: Sequence[Rectangle],
    cards: CardCovers,
    all_of_it: bool,
    closely: bool,
) -> tuple[Pixels, Shows, str, Mask | None]:
    shapes = (*cards.shapes, *cards.codes)
    on_paper = [Drawn(box_of(shape), shape=shape) for shape in cards.shapes]
    if closely:
        people = [Drawn(Box(*face), is_person=True) for face in faces]
        people = [one for one in people if not any(lies_on(one.box, card) for card in shapes)]
        return drawing(frame.size, [*found, *on_paper, *people]), "drawing", _CLOSELY, None
    if all_of_it:
        covered = frame.pixels.copy() if faces or shapes else frame.pixels
        hide(covered, faces)
        hide_cards(covered, shapes)
        return covered, "everything", "", None
    people = [Drawn(Box(*face), is_person=True) for face in faces]
    found = [*found, *on_paper]
    if calibration is None:
        return drawing(frame.size, [*found, *people]), "drawing", _UNMEASURED, None
    if not corners_are_there(calibration, seen):
        return drawing(frame.size, [*found, *people]), "drawing", _NO_CORNER, None
    if calibration.size != frame.size:
        raise ValueError("the calibration is for pictures of another size")
    table = cells_of(calibration) & between(seen, calibration)
    shown = table & ~reaching_in(
        frame.pixels, table, squares_of_cards(seen, calibration, table.shape)
    )
    if np.count_nonzero(shown) <= _WORTH_SHOWING * table.size:
        return drawing(frame.size, [*found, *people]), "drawing", _HIDDEN, None
    covered = np.full(frame.pixels.shape, COVERED, np.uint8)
    # Only what is allowed is ever copied.
    cv2.copyTo(frame.pixels, whole(shown, frame.size).view(np.uint8), covered)
    hide(covered, faces)
    hide_cards(covered, shapes)
    for one in people:
        draw(covered, one)
    return covered, "table", "", shown


def _meet(box: Box, part: Part) -> bool:
    left, top, right, bottom = part
    return (
        left < box.x + box.width and box.x < right and top < box.y + box.height and box.y < bottom
    )


def _encoded(pixels: Pixels) -> bytes:
    for quality in _QUALITIES:
        done, data = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
        if done and data.size <= LARGEST_PICTURE:
            return bytes(data)
    raise ValueError("the picture could not be encoded")
