"""From names and values to bytes: ``encode`` and ``build``."""

from __future__ import annotations

import difflib
from typing import Any

from dobotkit.errors import FrameError
from dobotkit.frames.command import Command
from dobotkit.frames.frame import HEADER, checksum
from dobotkit.frames.layout import Layout
from dobotkit.frames.table import BY_NAME, TABLE

__all__ = ["build", "encode"]

_WRITE, _QUEUED = 1, 2
_BYTE = 256


def build(number: int, ctrl: int, params: bytes = b"") -> bytes:
    """Make a frame of a command number, a control byte and parameters.

    Raises
    ------
    FrameError
        A number is no byte, or the parameters are too long.
    """
    try:
        payload = bytes((number, ctrl)) + params
        length = bytes((len(payload),)) if len(payload) <= 250 else None  # noqa: PLR2004  # see decode
    except (TypeError, ValueError) as error:
        raise FrameError(
            f"The command {number!r} with control {ctrl!r} is no frame: a byte is 0 to 255.",
            "Give two whole numbers and bytes, for example build(10, 0).",
        ) from error
    if length is None or length == HEADER[:1]:
        raise FrameError(
            f"{len(params)} bytes of parameters do not fit into a frame.",
            "At most 248 do; 168 do not either, because the length byte would look like a header.",
        )
    return HEADER + length + payload + bytes((checksum(payload),))


def encode(
    name: str | int,
    /,
    *,
    read: bool = False,
    queued: bool = False,
    reply: bool = False,
    **fields: Any,  # noqa: ANN401  # what the fields take is checked by each of them
) -> bytes:
    """Make a frame of a command's name and the values of its fields.

    ::

        encode("GetPose")
        encode("PTPCmd", mode=2, x=150, y=-130, z=50, r=0, queued=True)
        encode("PTPCommonParams", read=True)
        encode("PTPCmd", queued=True, reply=True, index=7)

    Parameters
    ----------
    name:
        The command's name or number.
    read:
        Ask, where the command can be both read and written.
    queued:
        Write into the arm's queue and not at once.
    reply:
        Make what the arm answers and not what the computer sends.
    **fields:
        Exactly the fields of one of the command's forms.

    Raises
    ------
    FrameError
        There is no such command, it has other fields, or a value does not fit.
    """
    command = _command(name)
    if not command.is_known:
        raise FrameError(
            f"The fields of {command.name} are not in the table.",
            "Other commands are: see dobotkit.frames.TABLE.",
        )
    ctrl = 0 if read or not command.takes else _WRITE
    if queued:
        ctrl |= _QUEUED
    if read and queued:
        raise FrameError(
            f"{command.name} cannot be read in the queue: a question is answered at once.",
            "Leave out queued=True.",
        )
    layouts = command.replies(ctrl) if reply else command.requests(ctrl)
    if not layouts or (queued and not command.queue):
        how = "read" if read else "queued" if queued else "written"
        raise FrameError(
            f"{command.name} cannot be {how}.",
            "Leave out read=True." if read else "Leave out queued=True.",
        )
    layout = _layout(command, layouts, set(fields))
    return build(command.number, ctrl, layout.pack(fields))


def _command(name: str | int) -> Command:
    if isinstance(name, int):
        if name in TABLE:
            return TABLE[name]
        raise FrameError(f"The table has no command {name}.", "Numbers are 0 to 247, with gaps.")
    folded = str(name).casefold()
    plain = folded.removeprefix("set").removeprefix("get")
    for one in (folded, plain, f"get{plain}"):
        if one in BY_NAME:
            return BY_NAME[one]
    alike = difflib.get_close_matches(folded, BY_NAME, n=1)
    advice = f'Did you mean "{BY_NAME[alike[0]].name}"?' if alike else 'One is "PTPCmd".'
    raise FrameError(f"There is no command {name!r}.", advice)


def _layout(command: Command, layouts: tuple[Layout, ...], given: set[str]) -> Layout:
    for layout in layouts:
        if set(layout.names(layout.repeats_in(given))) == given:
            return layout
    wanted = layouts[0].names(layouts[0].repeats_in(given))
    missing = [name for name in wanted if name not in given]
    strange = sorted(given - set(wanted))
    parts = [f"has no {', '.join(strange)}"] if strange else []
    parts += [f"lacks {', '.join(missing)}"] if missing else []
    raise FrameError(
        f"{command.name} {' and '.join(parts)}.",
        f"Its fields are {', '.join(wanted)}." if wanted else "It takes no fields.",
    )
