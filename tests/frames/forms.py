"""Every form that a frame may have, and values for its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hypothesis import strategies as st

from dobotkit.frames import TABLE, Command, Field, Layout


class Form(NamedTuple):
    """One form of one command, and how to ask ``encode`` for it."""

    command: Command
    layout: Layout
    options: dict[str, bool]

    def __str__(self) -> str:
        options = "-".join(self.options) or "write"
        return f"{self.command.name}-{options}-{self.layout.least}"


def forms_of(command: Command) -> list[Form]:
    ask = {} if not command.takes else {"read": True}
    found = [Form(command, layout, ask) for layout in command.asks]
    found += [Form(command, layout, {**ask, "reply": True}) for layout in command.tells]
    for layout in command.takes:
        found.append(Form(command, layout, {}))
        if command.queue:
            found.append(Form(command, layout, {"queued": True}))
    if command.takes:
        found.append(Form(command, command.replies(1)[0], {"reply": True}))
        if command.queue:
            found.append(Form(command, command.replies(3)[0], {"queued": True, "reply": True}))
    return found


FORMS = [form for command in TABLE.values() for form in forms_of(command)]

_WHOLE = {"u8": (0, 2**8), "u16": (0, 2**16), "u32": (0, 2**32), "u64": (0, 2**64)}
_WHOLE["i32"] = (-(2**31), 2**31)


def values_of(field: Field) -> st.SearchStrategy:
    if field.kind in _WHOLE:
        low, end = _WHOLE[field.kind]
        return st.integers(low, end - 1)
    if field.kind == "f32":
        return st.floats(width=32, allow_nan=False)
    if field.kind == "bits":
        return st.sets(st.integers(0, 127)).map(lambda bits: tuple(sorted(bits)))
    if field.kind == "text":
        return st.text(min_size=1, max_size=40)
    return st.binary(min_size=1, max_size=40)


@st.composite
def values(draw, layout: Layout) -> dict[str, object]:
    """Values for all fields of a form, with up to three repeats."""
    found = {field.name: draw(values_of(field)) for field in layout.fields}
    repeats = draw(st.integers(0, 3)) if layout.repeat else 0
    for i in range(repeats):
        found |= {f"{field.name}_{i + 1}": draw(values_of(field)) for field in layout.repeat}
    return found


def extremes(layout: Layout) -> Iterator[dict[str, object]]:
    """The smallest and the largest value of every field, with no repeats and with two."""
    for end in (0, 1):
        for repeats in (0, 2) if layout.repeat else (0,):
            found = {field.name: _extremes_of(field)[end] for field in layout.fields}
            for i in range(repeats):
                found |= {f"{f.name}_{i + 1}": _extremes_of(f)[end] for f in layout.repeat}
            yield found


def _extremes_of(field: Field) -> tuple[object, object]:
    if field.kind in _WHOLE:
        low, end = _WHOLE[field.kind]
        return low, end - 1
    return {
        "f32": (float("-inf"), 3.4028234663852886e38),
        "bits": ((), tuple(range(128))),
        "text": ("\0", 248 * "z"),
        "bytes": (b"\0", 200 * b"\xaa"),
    }[field.kind]
