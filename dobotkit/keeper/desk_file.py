"""Where ``desk.toml`` lies, and how it is written: as a whole, with a word on every line.

Only the keeper writes it, after the teacher has confirmed what it will say.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from platformdirs import user_config_path

from dobotkit.errors import DeskError
from dobotkit.keeper.camera_place import CameraPlace
from dobotkit.keeper.envelope import HIGHEST_SPEED, Box, Envelope, read_desk

__all__ = ["desk_file", "desk_text", "present_desk", "write_desk"]

_HEADER = """\
# What an arm may do at this desk. Written by dobotkit's keeper; see docs/desk.md of the kit.
# Nothing in it is about a person or a computer: it can be copied to the next PC.
# All places are in mm as the arm sees them: x forward, y left, z up from its shoulder.
"""
_NONE = "# None yet.\n"
_ABOUT = {
    "speed": f"The highest speed in mm/s: 1 to {HIGHEST_SPEED:g}.",
    "tool": "What is fitted: suction, gripper, pen, laser or none.",
    "laser": "Whether the laser may be switched on. Its light can burn eyes and paper.",
    "floor": "For each tool the height z in mm at which it touches the table.",
    "keep_out": "Boxes that the arm may not enter: a name and two opposite corners.",
    "zones": "Places with names, for lessons. They forbid nothing.",
    "camera": "Where the camera stands. Once moved, it has to be measured again.",
}


def desk_file() -> Path:
    """Return where the file lies by default: in this user's settings folder."""
    return user_config_path("dobotkit", appauthor=False) / "desk.toml"


def present_desk(named: Path | None = None) -> Envelope:
    """Return the rules that hold from the start of a keeper on.

    Parameters
    ----------
    named:
        The file that the command line names. It has to be there: a name with a slip in
        it must not mean other rules. Without one, a desk that nobody has set up has
        the careful values.

    Raises
    ------
    DeskError
        The file cannot be read, or says something that is not known or not allowed.
    """
    path = named or desk_file()
    if named is None and not path.exists():
        return Envelope()
    return read_desk(path)


def desk_text(envelope: Envelope) -> str:
    """Return the file's text, which reads as the same envelope again."""
    said = {
        "speed": f"speed = {_number(envelope.speed)}\n",
        "tool": f"tool = {_text(envelope.tool)}\n",
        "laser": f"laser = {'true' if envelope.laser else 'false'}\n",
        # From here on tables: in TOML everything after one is inside it.
        "floor": _floor(envelope),
        "keep_out": "\n".join(_box("keep_out", box) for box in envelope.keep_out),
        "zones": "\n".join(_box("zones", box) for box in envelope.zones),
        "camera": _camera(envelope.camera),
    }
    parts = (f"# {_ABOUT[name]}\n{text or _NONE}" for name, text in said.items())
    return "\n".join([_HEADER, *parts])


def write_desk(envelope: Envelope, path: Path) -> None:
    """Write the file, replacing the old one as a whole: a full disk leaves that.

    Raises
    ------
    DeskError
        It cannot be written there.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "w", encoding="utf-8", newline="\n", opener=_private) as file:
            file.write(desk_text(envelope))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise DeskError(
            f"The desk file {path} cannot be written: {error.strerror or error}.",
            "Nothing has changed. Make room on the disk, or name another file with --desk.",
        ) from error


def _floor(envelope: Envelope) -> str:
    if not envelope.floor:
        return ""
    heights = (f"{tool} = {_number(z)}\n" for tool, z in envelope.floor.items())
    return "".join(["[floor]\n", *heights])


def _box(kind: str, box: Box) -> str:
    corners = (
        f"{name} = [{', '.join(map(_number, corner))}]\n"
        for name, corner in (("low", box.low), ("high", box.high))
    )
    return "".join([f"[[{kind}]]\n", f"name = {_text(box.name)}\n", *corners])


def _camera(place: CameraPlace | None) -> str:
    if place is None:
        return ""
    said = place.model_dump()
    cards = said.pop("cards")
    parts = ["[camera]\n", *(f"{name} = {_value(value)}\n" for name, value in said.items())]
    for card in cards:
        parts += ["\n[[camera.cards]]\n", *(f"{k} = {_value(v)}\n" for k, v in card.items())]
    return "".join(parts)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    # An integer has to stay one, and of a float nothing is left out.
    return _text(value) if isinstance(value, str) else repr(value)


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _text(value: str) -> str:
    # A text of JSON is one of TOML as well, as long as it has no control characters:
    # a box's name may have none.
    return json.dumps(value, ensure_ascii=False)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
