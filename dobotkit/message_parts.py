"""What all messages between a notebook and the keeper are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Carries", "Message", "Name"]


@dataclass(frozen=True, slots=True)
class Carries:
    """Marks a field that can carry more than numbers and words of a closed list.

    Attributes
    ----------
    row:
        What crosses in it: the id of a row of the inventory (``dobotkit.policy``).
    why:
        Why it has to.
    """

    row: str
    why: str


class Message(BaseModel):
    """Base of all messages: strict types, no other fields, never changed.

    Attributes
    ----------
    rows:
        What the message says with its kind and its plain fields: ids of rows of the
        inventory. A field that can carry more has a mark of its own, :class:`Carries`.
    """

    rows: ClassVar[tuple[str, ...]] = ()

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
        ser_json_inf_nan="constants",
        # What does not fit is not repeated in errors.
        hide_input_in_errors=True,
    )


Name = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$"),
    Carries("arm-name", "a lab may have several"),
]
