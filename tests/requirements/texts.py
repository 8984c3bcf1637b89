"""The texts that can cross between a notebook and the keeper, and what each has room for."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import TypeAdapter, ValidationError

from dobotkit.message_parts import Message
from dobotkit.messages import Request
from tests.keeper.marks import all_messages

__all__ = ["crossing", "sent_by_a_notebook", "takes"]


def crossing() -> dict[str, TypeAdapter[Any]]:
    """Each field of a message that holds a text or bytes, by its name, and what checks it."""
    return {
        f"{model.__name__}.{name}": TypeAdapter(Annotated[(kind, *marks)])
        for model in all_messages()
        for name, field in model.model_fields.items()
        for kind, marks in _texts(field.annotation, tuple(field.metadata))
    }


def _texts(kind: Any, marks: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        yield from _texts(inside[0], marks + inside[1:])
    elif origin is Literal:
        return
    elif origin is tuple:
        for one in inside:
            yield from _texts(one, ())
    elif inside:
        for one in inside:
            yield from _texts(one, marks)
    elif kind in (str, bytes):
        yield kind, marks


def sent_by_a_notebook() -> set[str]:
    """The names of all messages that a notebook sends, also of those inside others."""
    found: set[str] = set()

    def look(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, Message):
            if kind.__name__ not in found:
                found.add(kind.__name__)
                for field in kind.model_fields.values():
                    look(field.annotation)
        else:
            for one in typing.get_args(kind):
                look(one)

    look(Request)
    return found


def takes(checker: TypeAdapter[Any], text: str) -> bool:
    """Whether a field has room for a text."""
    for value in (text, text.encode()):
        try:
            checker.validate_python(value, strict=True)
        except ValidationError:
            continue
        return True
    return False
