"""What an arm may do at one desk: data that the teacher has confirmed.

Read from ``desk.toml``, which only the keeper writes. Nothing in it is about a
person, so the file can be copied from one computer to the next.

The speed cap is 100 mm/s unless the desk file says another one, up to 250; below 100 and
above it the file is right. It is the same in school and in adult mode: the mode says
what a camera may show, and an arm pushes as hard in the one as in the other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from dobotkit.errors import DeskError
from dobotkit.keeper.camera_place import CameraPlace
from dobotkit.keeper.desk_words import line_of, place_of, toml_line, words_for
from dobotkit.rules import TAKEN_NAMES

__all__ = [
    "HIGHEST_SPEED",
    "MOST_BOXES",
    "SCHOOL_SPEED",
    "TOOLS",
    "Box",
    "Envelope",
    "Tool",
    "read_desk",
]

SCHOOL_SPEED = 100.0
"""The cap in mm/s where nobody has set another one."""

HIGHEST_SPEED = 250.0
"""The highest cap in mm/s: the usual figure for the reduced speed of a robot near people."""

_Coordinate = Annotated[float, Field(ge=-1000, le=1000)]
_Corner = tuple[_Coordinate, _Coordinate, _Coordinate]
# No control characters, nor invisible ones that turn text round: people read it.
_Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^\P{C}*$")
]
_CORRECT = "Correct it, or delete the file and set the desk up again on the keeper's page."
MOST_BOXES = 20
"""How many boxes of each kind a desk can have."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Box(_Data):
    """A box with edges along x, y and z.

    Attributes
    ----------
    name:
        What people call it.
    low, high:
        Two opposite corners (x, y, z) in mm, each number of ``low`` below that of ``high``.
    """

    name: _Name
    low: _Corner
    high: _Corner

    @model_validator(mode="after")
    def _has_a_volume(self) -> Box:
        if not all(a < b for a, b in zip(self.low, self.high, strict=True)):
            msg = f"In the box “{self.name}” each number of low has to be below that of high."
            raise ValueError(msg)
        return self

    def depth(self, x: float, y: float, z: float) -> float:
        """Return how many mm a point is inside; negative or 0 outside."""
        return min(
            min(value - low, high - value)
            for value, low, high in zip((x, y, z), self.low, self.high, strict=True)
        )


Tool = Literal["suction", "gripper", "pen", "laser", "none"]
TOOLS: tuple[Tool, ...] = get_args(Tool)

# How far in front of the wrist each ends, in mm, from the maker's demo programs.
_AHEAD: dict[Tool, float] = {
    "suction": 59.7,
    "gripper": 59.7,
    "pen": 61.0,
    "laser": 70.0,
    "none": 0.0,
}


class Envelope(_Data):
    """What one arm may do.

    Attributes
    ----------
    speed:
        The cap of the end effector's speed in mm/s.
    tool:
        What is fitted.
    floor:
        For each tool the lowest height z in mm that the arm may report: where it
        touches the table. No entry: not known, and not checked.
    keep_out:
        Boxes that the end effector may not enter.
    zones:
        Boxes with names, for lessons to refer to. They forbid nothing.
    laser:
        Whether the laser may be switched on.
    camera:
        Where the lab's camera stands, if it was measured and the teacher has said yes.
    """

    speed: Annotated[float, Field(ge=1, le=HIGHEST_SPEED)] = SCHOOL_SPEED
    tool: Tool = "suction"
    floor: Mapping[Tool, _Coordinate] = Field(default_factory=dict)
    keep_out: Annotated[tuple[Box, ...], Field(max_length=MOST_BOXES)] = ()
    zones: Annotated[tuple[Box, ...], Field(max_length=MOST_BOXES)] = ()
    laser: bool = False
    camera: CameraPlace | None = None

    @model_validator(mode="after")
    def _has_each_name_once(self) -> Envelope:
        names: set[str] = {*TAKEN_NAMES}
        for box in (*self.keep_out, *self.zones):
            name = box.name.casefold()
            if name in names:
                msg = f"The name “{box.name}” is taken. Choose another one."
                raise ValueError(msg)
            names.add(name)
        return self

    @property
    def offset(self) -> tuple[float, float, float]:
        """Where the tool ends, seen from the wrist: forward, left, down, in mm."""
        return (_AHEAD[self.tool], 0.0, 0.0)

    @property
    def lowest(self) -> float | None:
        """The lowest height in mm with the present tool, if it is known."""
        return self.floor.get(self.tool)


def read_desk(path: Path) -> Envelope:
    """Read a ``desk.toml``.

    Raises
    ------
    DeskError
        It cannot be read, or says something that is not known or not allowed.
    """
    text = _text_of(path)
    try:
        return Envelope.model_validate(tomllib.loads(text))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        line = line_of(text, first["loc"])
        # The only rule about the whole is that no two boxes have one name.
        place = place_of(first["loc"]) or "the names of its boxes"
        if line:
            place += f" (line {line})"
        raise DeskError(
            f"The desk file {path} is wrong at {place}: {words_for(first)}", _CORRECT
        ) from None
    except tomllib.TOMLDecodeError as error:
        number, said = toml_line(error, text)
        raise DeskError(
            f"The desk file {path} cannot be understood at line {number}, which says: {said}",
            "Each line says  name = value, with texts in quotes and brackets that close again. "
            f"{_CORRECT}",
        ) from None


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DeskError(
            f"There is no desk file {path}.",
            "Check its name after --desk. Without --desk the rules of this computer hold.",
        ) from None
    except OSError as error:
        raise DeskError(
            f"The desk file {path} cannot be read: {error.strerror or error}.",
            "Check its name after --desk. Without --desk the rules of this computer hold.",
        ) from error
    except UnicodeDecodeError:
        raise DeskError(
            f"The desk file {path} is not a text file in UTF-8.",
            f"Save it as UTF-8 text in your editor. {_CORRECT}",
        ) from None
