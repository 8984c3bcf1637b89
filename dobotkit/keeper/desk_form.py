"""The desk as a form: texts as somebody types them, and a sentence at each field that is wrong."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dobotkit.keeper.desk_words import words_for
from dobotkit.keeper.envelope import MOST_BOXES, TOOLS, Box, Envelope
from dobotkit.rules import TAKEN_NAMES

__all__ = ["DeskForm", "WrongFields", "filled"]

_Typed = Annotated[str, Field(max_length=200)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _BoxForm(_Form):
    name: _Typed
    low: Annotated[list[_Typed], Field(min_length=3, max_length=3)]
    high: Annotated[list[_Typed], Field(min_length=3, max_length=3)]


class DeskForm(_Form):
    """What the page sends: everything that a person can type is a text still.

    Attributes
    ----------
    speed:
        A number in mm/s.
    tool:
        The name of a tool.
    floor:
        For each tool a height in mm, or nothing.
    keep_out, zones:
        Boxes, each with a name and two opposite corners in mm, in any order.
    laser:
        Whether it is allowed.
    """

    speed: _Typed
    tool: _Typed
    floor: dict[_Typed, _Typed]
    keep_out: Annotated[list[_BoxForm], Field(max_length=MOST_BOXES)]
    zones: Annotated[list[_BoxForm], Field(max_length=MOST_BOXES)]
    laser: bool

    def envelope(self) -> Envelope:
        """Return what was typed as rules.

        Raises
        ------
        WrongFields
            With a sentence for each field that is wrong.
        """
        wrong: dict[str, str] = {}
        # Where a number was typed, by where it is when the corners are in order.
        typed: dict[str, str] = {}
        said: dict[str, Any] = {
            "speed": _number(self.speed, "speed", wrong),
            "tool": self.tool,
            "floor": {
                tool: _number(height, f"floor.{tool}", wrong)
                for tool, height in self.floor.items()
                if height.strip()
            },
            "keep_out": [
                _box(box, f"keep_out.{k}", wrong, typed) for k, box in enumerate(self.keep_out)
            ],
            "zones": [_box(box, f"zones.{k}", wrong, typed) for k, box in enumerate(self.zones)],
            "laser": self.laser,
        }
        self._look_for_doubles(wrong)
        try:
            envelope = Envelope.model_validate(said)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                where = ".".join(str(part) for part in one["loc"])
                where = typed.get(where, where)
                # Where a part is wrong, nothing more is said of the whole.
                if not any(f"{name}.".startswith(f"{where}." if where else "") for name in wrong):
                    wrong[where or "speed"] = words_for(one)
        else:
            if not wrong:
                return envelope
        raise WrongFields(wrong)

    def _look_for_doubles(self, wrong: dict[str, str]) -> None:
        seen = set(TAKEN_NAMES)
        for kind, boxes in (("keep_out", self.keep_out), ("zones", self.zones)):
            for k, box in enumerate(boxes):
                name = box.name.strip().casefold()
                if not name:
                    wrong[f"{kind}.{k}.name"] = "Give it a name."
                elif name in seen:
                    wrong[f"{kind}.{k}.name"] = "This name is taken. Choose another one."
                seen.add(name)


class WrongFields(ValueError):
    """Some fields of the form are wrong.

    Attributes
    ----------
    fields:
        A sentence for each, by its name, for example ``"keep_out.0.high.2"``.
    """

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def filled(envelope: Envelope) -> dict[str, Any]:
    """Return the form as it is filled in for rules that hold."""
    return {
        "speed": f"{envelope.speed:g}",
        "tool": envelope.tool,
        "floor": {
            tool: f"{envelope.floor[tool]:g}" if tool in envelope.floor else "" for tool in TOOLS
        },
        "keep_out": [_filled_box(box) for box in envelope.keep_out],
        "zones": [_filled_box(box) for box in envelope.zones],
        "laser": envelope.laser,
    }


def _filled_box(box: Box) -> dict[str, Any]:
    return {
        "name": box.name,
        "low": [f"{value:g}" for value in box.low],
        "high": [f"{value:g}" for value in box.high],
    }


def _number(typed: str, where: str, wrong: dict[str, str]) -> float:
    """Read a number as people write it: with a comma, a proper minus sign, or a unit."""
    plain = typed.strip().removesuffix("mm/s").removesuffix("mm").strip()
    try:
        value = float(plain.replace("−", "-").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        wrong[where] = (
            f"“{typed.strip()}” is not a number. Write it in digits, such as 100 or -61.5."
            if typed.strip()
            else "A number is missing here."
        )
        return 0.0
    # A tenth of what the arm can tell apart.
    return round(value, 2)


def _box(
    box: _BoxForm, where: str, wrong: dict[str, str], typed_at: dict[str, str]
) -> dict[str, Any]:
    corners = [
        [_number(typed, f"{where}.{name}.{axis}", wrong) for axis, typed in enumerate(corner)]
        for name, corner in (("low", box.low), ("high", box.high))
    ]
    for axis, (a, b) in enumerate(zip(*corners, strict=True)):
        low, high = f"{where}.low.{axis}", f"{where}.high.{axis}"
        if a > b:
            typed_at |= {low: high, high: low}
        if a == b and low not in wrong:
            wrong.setdefault(
                high,
                f"The other corner has the same {'xyz'[axis]}: the box would be flat.",
            )
    return {
        "name": box.name,
        # Whichever two opposite corners somebody has shown to us.
        "low": list(map(min, *corners)),
        "high": list(map(max, *corners)),
    }
