"""Models as a table, and as cards that can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dobotkit.errors import ModelError
from dobotkit.models.finding import destination, is_there, places
from dobotkit.models.loading import FETCH, load
from dobotkit.models.registry import MODELS, Model, Wheel

__all__ = ["card", "table", "where"]


def table() -> Table:
    """Return what there is, one model a row."""
    found = Table(show_edge=False, pad_edge=False)
    for heading in ("name", "what it is", "size", "licence", "here"):
        found.add_column(heading)
    for model in MODELS.values():
        found.add_row(model.name, model.title, _size(model), model.licence, _state(model.name))
    return found


def where() -> str:
    """Return where models are looked for, and what to type."""
    folders = "\n".join(f"  {place.folder} ({place.words})" for place in places())
    return (
        f"\nLooked for in this order:\n{folders}\n"
        f"{FETCH} puts them into {destination(os.environ).folder}.\n"
        "Their cards: dobotkit models show NAME"
    )


def card(model: Model) -> RenderableType:
    """Return all that is known of a model, for readers."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column()
    for what, words in _facts(model):
        facts.add_row(what, words)
    limits = Group(
        Text("\nWhat it cannot do", style="bold"),
        *(Padding(Text(f"– {limit}"), (0, 0, 0, 2)) for limit in model.limits),
    )
    return Panel(Group(facts, limits), title=model.title)


def _facts(model: Model) -> Iterator[tuple[str, Text]]:
    yield "made for", Text(model.made_for)
    yield "in this kit", Text(model.used_for)
    yield "without it", Text(f"{model.without}.")
    yield "trained on", Text(model.trained_on)
    yield "from", Text(model.origin)
    yield "licence", Text(model.licence)
    yield "file", Text(f"{model.file}, {_size(model)}")
    yield "SHA-256", Text(model.sha256, overflow="fold")
    if model.edit:
        yield "edited", Text(f"{model.edit.what} The result: {model.edit.sha256}", overflow="fold")
    yield "fetched from", Text("; ".join(_sources(model)), overflow="fold")
    yield "here", Text(_state(model.name))


def _sources(model: Model) -> Iterator[str]:
    for one in model.sources:
        yield f"package {one}" if isinstance(one, Wheel) else f"{one.name} ({one.url})"


def _size(model: Model) -> str:
    return f"{model.bytes / 1e6:.1f} MB"


def _state(name: str) -> str:
    if not is_there(name):
        return "no"
    try:
        load(name)
    except ModelError:
        return "broken"
    return "yes"
