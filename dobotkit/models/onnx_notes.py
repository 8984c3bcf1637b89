"""What an ONNX file says about itself: notes with a key each, which OpenCV does not tell.

A network that reads puts its characters there. Fields and their numbers:
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

from dobotkit.errors import ModelBroken
from dobotkit.models.onnx_edit import fields

__all__ = ["note"]

# Of the model: its notes; of a note: its key and its text.
_NOTE = 14
_KEY, _TEXT = 1, 2


def note(content: bytes, key: str) -> str:
    """Return a note of an ONNX file.

    Parameters
    ----------
    content:
        The file.
    key:
        Which note.

    Raises
    ------
    ModelBroken
        The bytes are no protobuf message, or it has no such note.
    """
    for one in fields(content, 0, len(content)):
        if one.number != _NOTE or not one.is_block:
            continue
        parts = {
            part.number: content[part.value : part.end]
            for part in fields(content, one.value, one.end)
            if part.is_block
        }
        if parts.get(_KEY) == key.encode():
            try:
                return parts.get(_TEXT, b"").decode()
            except UnicodeDecodeError:
                break
    raise ModelBroken(
        f"These bytes are no model that says what its {key} is.",
        "Type in a terminal: dobotkit models fetch",
    )
