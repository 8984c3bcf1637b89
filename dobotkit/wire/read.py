"""``decode`` for people: bytes, or bytes as they are written down."""

from __future__ import annotations

from dobotkit import frames
from dobotkit.errors import FrameError
from dobotkit.frames import Reading, Sender

__all__ = ["decode"]


def decode(data: str | bytes | bytearray, *, sent_by: Sender | None = None) -> Reading:
    """Read bytes: which frames they are, with every field, its unit and its bytes.

    Parameters
    ----------
    data:
        Bytes, or a text such as ``"aa aa 02 0a 00 f6"``; also lines that
        pydobot prints with ``verbose=True``.
    sent_by:
        ``"host"`` (the computer) or ``"arm"``, if that is known.

    Raises
    ------
    FrameError
        The text has something else than hexadecimal digits.
    """
    if isinstance(data, str):
        reading = Reading()
        for sender, chunk in frames.read_log(data):
            reading += frames.decode(chunk, sent_by=sent_by or sender)
        return reading
    try:
        return frames.decode(bytes(memoryview(data)), sent_by=sent_by)
    except TypeError as error:
        raise FrameError(
            f"{data!r} is neither bytes nor a text.",
            'Put the bytes in quotes: wire.decode("aa aa 02 0a 00 f6")',
        ) from error
