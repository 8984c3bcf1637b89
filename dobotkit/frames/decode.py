"""From bytes to frames: ``decode`` and ``describe``."""

from __future__ import annotations

from dobotkit.frames.frame import HEADER, Frame, Part, Piece, Sender, Stray
from dobotkit.frames.layout import EMPTY, INDEX, Layout
from dobotkit.frames.reading import Reading
from dobotkit.frames.table import TABLE

__all__ = ["decode", "describe"]

_SHORTEST, _LONGEST = 2, 250
# Header, length byte, checksum.
_AROUND = 4

_WRITE_QUEUED = 3

_NOT_QUEUED = "The document does not provide for writing {} in the queue."
_BOTH = "It may as well be the answer: both look the same."


def decode(data: bytes, *, sent_by: Sender | None = None) -> Reading:
    """Read a stream of bytes: its frames, and what lies between them.

    Every frame that an arm would find is found. A frame with a wrong checksum
    is shown as one as well, unless a right one begins inside it.

    Parameters
    ----------
    data:
        The bytes, of one side or of both sides together.
    sent_by:
        Who sent them: ``"host"`` (the computer), ``"arm"``, or None if that is
        not known. It then is worked out where question and answer differ.

    Returns
    -------
    Reading
        A list of ``Frame`` and ``Stray`` in order; together they have every
        byte of ``data``. In a notebook it shows itself as a table.
    """
    data = bytes(data)
    pieces = Reading()
    at = 0
    while at < len(data):
        begin, end = _next_good(data, at)
        pieces += _damaged(data, at, begin, sent_by)
        if begin < end:
            pieces.append(_frame(data, begin, end, sent_by))
        at = end
    return pieces


def describe(frame: bytes, *, sent_by: Sender | None = None) -> str:
    """Say in one line what some bytes are, for logs.

    Parameters
    ----------
    frame:
        The bytes of one frame; of more, all are described.
    sent_by:
        As for ``decode``.

    Examples
    --------
    >>> describe(bytes.fromhex("aaaa020a00f6"))
    '10 GetPose, read'
    """
    return " | ".join(piece.words for piece in decode(frame, sent_by=sent_by)) or "nothing"


def _end_of(data: bytes, begin: int) -> int | None:
    """Where the frame ends that seems to begin here; None if none can begin here."""
    if data[begin : begin + 2] != HEADER or begin + 2 >= len(data):
        return None
    length = data[begin + 2]
    # In a run of AA the last two are the header, so there is no length of 170.
    if length == HEADER[0] or not _SHORTEST <= length <= _LONGEST:
        return None
    return begin + length + _AROUND


def _next_good(data: bytes, at: int) -> tuple[int, int]:
    """Begin and end of the next frame with a right checksum; at the end of the data if none."""
    begin = data.find(HEADER, at)
    while begin >= 0:
        end = _end_of(data, begin)
        if end is not None and end <= len(data) and sum(data[begin + 3 : end]) & 0xFF == 0:
            return begin, end
        begin = data.find(HEADER, begin + 1)
    return len(data), len(data)


def _damaged(data: bytes, at: int, stop: int, sent_by: Sender | None) -> list[Piece]:
    """Read a stretch of bytes in which no frame has a right checksum."""
    pieces: list[Piece] = []
    stray = begin = at
    while begin < stop:
        end = _end_of(data, begin)
        if end is None:
            begin += 1
        elif end <= stop:
            pieces += _stray(data, stray, begin, sent_by)
            pieces.append(_frame(data, begin, end, sent_by))
            stray = begin = end
        elif stop == len(data):
            # It may have gone on after the last byte.
            pieces += _stray(data, stray, begin, sent_by)
            why = f"a frame of {end - begin} bytes, of which {end - stop} are missing"
            return [*pieces, Stray(begin, data[begin:stop], why, sent_by)]
        else:
            begin += 1
    return [*pieces, *_stray(data, stray, stop, sent_by)]


def _stray(data: bytes, begin: int, end: int, sent_by: Sender | None) -> list[Piece]:
    if begin == end:
        return []
    return [Stray(begin, data[begin:end], "no frame begins here", sent_by)]


def _frame(data: bytes, begin: int, end: int, sent_by: Sender | None) -> Frame:
    raw = data[begin:end]
    number, ctrl, params = raw[3], raw[4], raw[5:-1]
    command = TABLE.get(number)
    if command is None:
        remark = f"The table has no command {number}; an arm does not answer it."
        return Frame(begin, raw, sent_by, _unread(params), remark)
    if not command.is_known:
        return Frame(begin, raw, sent_by, _unread(params), command.note)
    requests = _fitting(command.requests(ctrl), params) if sent_by != "arm" else []
    replies = _fitting(command.replies(ctrl), params) if sent_by != "host" else []
    if not requests and not replies:
        return Frame(begin, raw, sent_by, _unread(params), _misfit(number, ctrl, params, sent_by))
    if requests and replies:
        return _either(begin, raw, requests[0], replies[0])
    layout = (requests or replies)[0]
    who: Sender = "host" if requests else "arm"
    unplanned = ctrl & 3 == _WRITE_QUEUED and not command.queue
    remark = layout.flaw or (_NOT_QUEUED.format(command.name) if unplanned else "")
    return Frame(begin, raw, sent_by or who, _read(layout, params), remark)


def _fitting(layouts: tuple[Layout, ...], params: bytes) -> list[Layout]:
    return [layout for layout in layouts if layout.fits(len(params))]


def _either(begin: int, raw: bytes, request: Layout, reply: Layout) -> Frame:
    """Read a frame that may be a question or an answer; the likelier one first."""
    params = raw[5:-1]
    if request == reply == EMPTY:
        return Frame(begin, raw, None, (), _BOTH)
    likelier, other, what = request, reply, "answer"
    # Eight bytes are a place in the queue, or two floats. Queues are not that long.
    if reply == INDEX and params[4:] == bytes(4):
        likelier, other, what = reply, request, "question"
    instead = ", ".join(f"{part.name} {part.text}" for part in _read(other, params))
    remark = f"It may as well be the {what}" + (f": {instead}." if instead else ".")
    return Frame(begin, raw, None, _read(likelier, params), remark)


def _read(layout: Layout, params: bytes) -> tuple[Part, ...]:
    return tuple(
        Part(name, raw, field.say(value := field.unpack(raw)), field.meaning, value, field)
        for name, field, raw in layout.split(params)
    )


def _unread(params: bytes) -> tuple[Part, ...]:
    return (Part("parameters", params, "could not be read"),) if params else ()


def _misfit(number: int, ctrl: int, params: bytes, sent_by: Sender | None) -> str:
    command = TABLE[number]
    layouts = [
        *(command.requests(ctrl) if sent_by != "arm" else ()),
        *(command.replies(ctrl) if sent_by != "host" else ()),
    ]
    if not layouts:
        return f"{command.name} cannot be {'written' if ctrl & 1 else 'read'}."
    sizes = sorted({layout.least for layout in layouts if not layout.flaw})
    known = " or ".join(map(str, sizes))
    return f"{len(params)} bytes of parameters, where {known} are known: they could not be read."
