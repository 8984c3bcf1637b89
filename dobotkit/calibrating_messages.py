"""What a notebook and the keeper say to each other while a camera is calibrated.

A notebook says where the tip of its arm was; it never hands in a picture, a lens or a place
of the camera. What comes back are errors in mm, and words.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from dobotkit.found_messages import Millimetres
from dobotkit.message_parts import Carries, Message
from dobotkit.sight_messages import Size

__all__ = [
    "MOST_CROSSES",
    "BeginCalibration",
    "BoardSeen",
    "CalibrationAsk",
    "CalibrationTold",
    "CrossTold",
    "EndCalibration",
    "FinishCalibration",
    "LookAtBoard",
    "TouchSaid",
    "TouchTold",
]

MOST_CROSSES: Final = 12
_MOST_NOTES: Final = 8

Cross = Annotated[int, Field(ge=1, le=MOST_CROSSES)]
# As far as any arm of ours reaches, and farther.
Coordinate = Annotated[float, Field(ge=-1000, le=1000)]
Sentence = Annotated[
    str,
    Field(max_length=400),
    Carries("calibrating", "what is bad about a calibration, and what to do, is read by people"),
]
Notes = Annotated[tuple[Sentence, ...], Field(max_length=_MOST_NOTES)]


class BeginCalibration(Message):
    """Begin: the board lies on the table; above a simulated one the keeper lays it there.

    Attributes
    ----------
    size:
        Of the pictures that the calibration is for.
    """

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    kind: Literal["begin_calibration"] = "begin_calibration"
    size: Size = "1280x720"


class LookAtBoard(Message):
    """Look once more at the board, which lies otherwise now: for the lens."""

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    kind: Literal["look_at_board"] = "look_at_board"


class TouchSaid(Message):
    """Where the arm says that its tip is, on one cross."""

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    number: Cross
    place: tuple[Coordinate, Coordinate, Coordinate]


class FinishCalibration(Message):
    """All crosses were touched: measure."""

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    kind: Literal["finish_calibration"] = "finish_calibration"
    touches: Annotated[tuple[TouchSaid, ...], Field(max_length=MOST_CROSSES)]


class EndCalibration(Message):
    """Take the board away; what was begun is forgotten. It needs no permission."""

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["end_calibration"] = "end_calibration"


CalibrationAsk = BeginCalibration | LookAtBoard | FinishCalibration | EndCalibration


class CrossTold(Message):
    """A cross on a simulated table, and where somebody's hand would lead the tip."""

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    number: Cross
    place: Millimetres


class BoardSeen(Message):
    """What the camera has seen of the board.

    Attributes
    ----------
    marks:
        How many of its markers.
    looks:
        How many looks there were.
    crosses:
        Above a simulated table, where to go; of a real one a hand leads the arm.
    notes:
        What these looks do not tell of the lens, and what would.
    """

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    kind: Literal["board_seen"] = "board_seen"
    marks: Annotated[int, Field(ge=0)]
    looks: Annotated[int, Field(ge=0)]
    crosses: Annotated[tuple[CrossTold, ...], Field(max_length=MOST_CROSSES)] = ()
    notes: Notes = ()


class TouchTold(Message):
    """How well one touch fits.

    Attributes
    ----------
    number:
        Of the cross.
    place:
        Where the tip was.
    off:
        How far that is from where the fitted board has the cross, x and y in mm.
    left_out:
        How far it is from where the others alone say, in mm.
    """

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    number: Cross
    place: Millimetres
    off: tuple[float, float]
    left_out: float


class CalibrationTold(Message):
    """What has come of it.

    Attributes
    ----------
    error_mm:
        How far a place is off that was left out and predicted from the others.
    picture_mm, touching_mm:
        What of it comes from the picture, and what from the touches.
    height_mm:
        The z of the table.
    touches:
        Each touch.
    kept:
        For whom it holds: this notebook's virtual camera, or all of this lab; and whether
        the teacher is asked first.
    notes:
        What is bad about it, and what to do.
    """

    rows: ClassVar[tuple[str, ...]] = ("calibrating",)
    kind: Literal["calibration_told"] = "calibration_told"
    error_mm: float
    picture_mm: float
    touching_mm: float
    height_mm: float
    touches: Annotated[tuple[TouchTold, ...], Field(max_length=MOST_CROSSES)]
    kept: Literal["notebook", "teacher"]
    notes: Notes = ()
