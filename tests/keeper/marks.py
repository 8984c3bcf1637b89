"""What a message says of its fields: which rows of the inventory they are, and what is missing."""

from __future__ import annotations

import importlib
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from annotated_types import Len, MaxLen

from dobotkit.message_parts import Carries, Message
from dobotkit.policy.inventory import inventory

__all__ = ["all_messages", "plain_fields", "rows_of", "unmarked"]

PLAIN = (int, float, bool, type(None))


def all_messages() -> set[type[Message]]:
    """Every message of the kit, also those inside others."""
    importlib.import_module("dobotkit.messages")
    return {one for one in _below(Message) if one.__module__.startswith("dobotkit.")}


def _below(kind: type[Message]) -> Iterator[type[Message]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def rows_of(model: type[Message]) -> set[str]:
    """The rows that a message names itself: for its plain fields, and in marks."""
    marks = {
        mark.row
        for field in model.model_fields.values()
        for mark in _marks(field.annotation, tuple(field.metadata))
    }
    return {*model.rows, *marks}


def plain_fields(model: type[Message]) -> list[str]:
    """The fields that have no mark of their own: the rows of the message speak for them."""
    return [
        name
        for name, field in model.model_fields.items()
        if name != "kind" and not any(_marks(field.annotation, tuple(field.metadata)))
    ]


def _marks(kind: Any, limits: tuple[Any, ...]) -> Iterator[Carries]:
    yield from (one for one in limits if isinstance(one, Carries))
    if typing.get_origin(kind) is Annotated:
        yield from _marks(typing.get_args(kind)[0], typing.get_args(kind)[1:])
    else:
        for inside in typing.get_args(kind):
            if inside is not ... and typing.get_origin(kind) is not Literal:
                yield from _marks(inside, ())


def unmarked(model: type[Message]) -> list[str]:
    """The fields of a message that can carry more than they say, and rows that are not there."""
    rows = inventory().rows
    found = [
        f"{model.__name__}.{name}: {what}"
        for name, field in model.model_fields.items()
        for what in _wrong(field.annotation, tuple(field.metadata))
    ]
    plain = plain_fields(model)
    if not model.rows and (plain or not rows_of(model)):
        found.append(f"{model.__name__}.rows: no row for {', '.join(plain) or 'what it asks'}")
    return found + [
        f"{model.__name__}.rows: the inventory has no row {name!r}"
        for name in model.rows
        if name not in rows
    ]


def _wrong(kind: Any, limits: tuple[Any, ...]) -> Iterator[str]:
    """What is wrong with a type that a field has, and with those inside it."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        yield from _wrong(arguments[0], limits + arguments[1:])
    elif origin in (typing.Union, types.UnionType):
        for one in arguments:
            yield from _wrong(one, limits)
    elif origin is tuple:
        if arguments[-1] is ... and not _longest(limits):
            yield "a list without a greatest length"
        for one in arguments:
            if one is not ...:
                yield from _wrong(one, ())
    elif isinstance(kind, type) and issubclass(kind, Message):
        yield from unmarked(kind)
    else:
        yield from _wrong_leaf(kind, limits)


def _wrong_leaf(kind: Any, limits: tuple[Any, ...]) -> Iterator[str]:
    if typing.get_origin(kind) is Literal:
        if not all(isinstance(word, str) and len(word) < 30 for word in typing.get_args(kind)):
            yield "a choice that is not one of short words"
    elif kind in (str, bytes):
        marks = [mark for mark in limits if isinstance(mark, Carries)]
        if not any(mark.row and mark.why for mark in marks):
            yield "text or bytes without a mark"
        for mark in marks:
            if mark.row not in inventory().rows:
                yield f"the inventory has no row {mark.row!r}"
        if not (_longest(limits) or _bounded_pattern(limits)):
            yield "text or bytes without a greatest length"
    elif kind not in PLAIN:
        yield f"{kind!r} is no kind of value that may cross"


def _flat(limits: tuple[Any, ...]) -> Iterator[Any]:
    for limit in limits:
        yield limit
        yield from getattr(limit, "metadata", ())


def _longest(limits: tuple[Any, ...]) -> bool:
    return any(isinstance(limit, MaxLen | Len) for limit in _flat(limits))


def _bounded_pattern(limits: tuple[Any, ...]) -> bool:
    patterns = [getattr(limit, "pattern", None) for limit in _flat(limits)]
    return any(
        one.startswith("^") and one.endswith("$") and "*" not in one and "+" not in one
        for one in patterns
        if one
    )
