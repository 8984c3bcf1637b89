"""A notebook, looked through part by part: what the screen shows, and what it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from dobotkit.publish import pictures
from dobotkit.publish.find import Find, Kind, Mark, Source

__all__ = ["CELL_METADATA", "NOTEBOOK_METADATA", "Search", "finds_in", "joined"]

Search = Callable[[str, Source], Iterator[Mark]]
"""What looks through a text."""

NOTEBOOK_METADATA: Final = frozenset({"kernelspec", "language_info"})
CELL_METADATA: Final = frozenset(
    {
        "tags", "jupyter", "collapsed", "scrolled", "editable", "deletable", "slideshow", "trusted",
        "heading_collapsed", "format", "id",
    }
)  # fmt: skip
_OUTPUT_METADATA = frozenset({"needs_background", "isolated", "width", "height", "unconfined"})
_TIMES = frozenset({"execution", "ExecuteTime", "executionInfo", "papermill", "time", "duration"})
_PEOPLE = frozenset({"author", "authors", "user", "userName", "displayName", "photoUrl", "userId"})
_KERNELS = re.compile(r"(?i)python ?3?(?: \((?:ipykernel|pyodide|xpython)\))?|dobotkit[\w ().-]*")

# What loads by itself when the file is opened, and from where.
_LOADS = re.compile(
    r"(?is)<(?:img|script|iframe|embed|object|video|audio|source|track|input|link|image|use)\b"
    r"[^>]{0,2000}?\b(?:src|srcset|href|data|poster|xlink:href)\s*=\s*[\"']?\s*(?P<to>(?:https?:|wss?:)?//[^\s\"'>]+)"
    r"|(?:url\(|@import)\s*[\"']?\s*(?P<to2>(?:https?:)?//[^\s\"')]+)"
    r"|!\[[^\]]{0,500}\]\(\s*<?(?P<to3>(?:https?:)?//[^\s)>]+)"
)
_SCRIPTED = re.compile(r"(?i)<script\b|\bon(?:load|error|click|mouseover|focus)\s*=|javascript:")
_ANY_ADDRESS = re.compile(r"(?i)[\"'`](?P<to>(?:https?:|wss?:)?//[\w.-]+[^\"'`\s]*)")
_HERE = re.compile(r"(?i)^(?:\w+:)?//(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)")
# Names of formats, such as SVG's, look like addresses and are never asked for.
_FORMATS = re.compile(r"(?i)^https?://(?:www\.)?(?:w3\.org|purl\.org)/")


def finds_in(data: Mapping[str, Any], search: Search) -> Iterator[Find]:
    """Look through a notebook of format 3 or 4.

    Parameters
    ----------
    data:
        The notebook, as ``json`` reads it.
    search:
        Looks through a text.
    """
    yield from _notebook_metadata(_mapping(data.get("metadata")), search)
    cells = list(_sequence(data.get("cells")))
    for sheet in _sequence(data.get("worksheets")):  # format 3
        cells += _sequence(_mapping(sheet).get("cells"))
    for number, cell in enumerate(cells, 1):
        yield from _cell(f"cell {number}", _mapping(cell), search)
    known = {"metadata", "cells", "worksheets", "nbformat", "nbformat_minor"}
    yield from _unknown("notebook", {key: data[key] for key in data if key not in known}, search)


def joined(text: object) -> str:
    """Return a text of a notebook, which may be a list of lines."""
    if isinstance(text, str):
        return text
    if isinstance(text, Sequence):
        return "".join(one for one in text if isinstance(one, str))
    return "" if text is None else json.dumps(text, ensure_ascii=False)


def _cell(place: str, cell: Mapping[str, Any], search: Search) -> Iterator[Find]:
    is_code = cell.get("cell_type") == "code"
    text = joined(cell.get("source", cell.get("input")))
    yield from _text(place, text, Source.CODE if is_code else Source.PROSE, search)
    if not is_code:
        yield from _outside(place, text)
    for number, (name, bundle) in enumerate(_mapping(cell.get("attachments")).items(), 1):
        there = f"{place}, attachment {number}"
        yield from _bundle(there, _mapping(bundle), search)
        yield from _text(f"{there}, its name", name, Source.DATA, search)
    yield from _metadata(
        f"{place}, metadata", _mapping(cell.get("metadata")), CELL_METADATA, search
    )
    for number, output in enumerate(_sequence(cell.get("outputs")), 1):
        yield from _output(f"{place}, output {number}", _mapping(output), search)


def _output(place: str, output: Mapping[str, Any], search: Search) -> Iterator[Find]:
    kind = output.get("output_type")
    if kind in {"error", "pyerr"}:
        yield Find(place, Kind.TRACEBACK, "the trace of an error")
        trace = output.get("traceback")
        parts = [joined(part) for part in (trace if isinstance(trace, list) else [trace])]
        text = "\n".join([*parts, joined(output.get("evalue"))])
        for find in _text(place, text, Source.OUTPUT, search):
            if find.kind is not Kind.TRACEBACK:
                yield find
        return
    if "text" in output:
        yield from _text(place, joined(output["text"]), Source.OUTPUT, search)
    bundle = dict(_mapping(output.get("data")))
    for short in ("png", "jpeg", "svg", "html", "javascript", "json", "pdf", "latex"):  # format 3
        if short in output:
            bundle[short] = output[short]
    yield from _bundle(place, bundle, search)
    yield from _metadata(
        f"{place}, metadata", _mapping(output.get("metadata")), _OUTPUT_METADATA, search
    )


def _bundle(place: str, bundle: Mapping[str, Any], search: Search) -> Iterator[Find]:
    """What one output, or one attachment, holds in its several forms."""
    for sort, content in bundle.items():
        text = joined(content)
        if "svg" in sort:
            yield Find(place, Kind.PICTURE, "a picture (SVG)")
        elif sort.startswith(("image/", "audio/", "video/")) or sort in {
            "png", "jpeg", "pdf", "application/pdf",
        }:  # fmt: skip
            media = pictures.from_base64(text)
            still = "image" in sort or sort in {"png", "jpeg"}
            what = (
                str(media) if media else f"a {'picture' if still else 'file'} that cannot be read"
            )
            yield Find(place, Kind.PICTURE if still else Kind.MEDIA, what)
            continue
        elif "widget-view" in sort:
            yield Find(place, Kind.WIDGET, "a widget; what stands in it may be kept elsewhere too")
            continue
        elif "widget-state" in sort:
            yield Find(place, Kind.WIDGET, "what stands in widgets")
        elif "javascript" in sort:
            yield Find(place, Kind.SCRIPT, "a program for the page (JavaScript)")
            yield from _addresses(place, _ANY_ADDRESS, text)
        if "html" in sort or "svg" in sort or "markdown" in sort:
            if _SCRIPTED.search(text):
                yield Find(place, Kind.SCRIPT, "a program for the page, in its HTML")
                yield from _addresses(place, _ANY_ADDRESS, text)
            yield from _outside(place, text)
        yield from _text(place, text, Source.OUTPUT, search)


def _notebook_metadata(metadata: Mapping[str, Any], search: Search) -> Iterator[Find]:
    place = "notebook's metadata"
    widgets = _mapping(metadata.get("widgets"))
    for state in widgets.values():
        models = _mapping(_mapping(state).get("state", state))
        if models:
            what = f"what stands in {len(models)} widget(s), also in those that were never shown"
            yield Find(place, Kind.WIDGET, what)
    kernel = _mapping(metadata.get("kernelspec"))
    for key in ("name", "display_name"):
        if kernel.get(key) and not _KERNELS.fullmatch(joined(kernel[key])):
            yield Find(place, Kind.ENVIRONMENT, "the name of a kernel that somebody has made")
            break
    more = set(kernel) - {"name", "display_name", "language"}
    if more:
        yield Find(place, Kind.ENVIRONMENT, "where a kernel lies, and how it is started")
    rest = {key: value for key, value in metadata.items() if key != "widgets"}
    yield from _metadata(place, rest, NOTEBOOK_METADATA, search)
    yield from _text(place, json.dumps(widgets, ensure_ascii=False), Source.DATA, search)


def _metadata(
    place: str, metadata: Mapping[str, Any], known: frozenset[str], search: Search
) -> Iterator[Find]:
    yield from _unknown(
        place,
        {key: value for key, value in metadata.items() if key not in known and "/" not in key},
        search,
    )
    rest = {key: value for key, value in metadata.items() if key in known or "/" in key}
    yield from _text(place, _strings(rest), Source.DATA, search)


def _unknown(place: str, values: Mapping[str, Any], search: Search) -> Iterator[Find]:
    for key, value in values.items():
        if not value and value != 0:
            continue
        inner = {key, *_keys(value)}
        if inner & _PEOPLE:
            yield Find(place, Kind.NAME, "who has written or run this")
        elif inner & _TIMES:
            yield Find(place, Kind.TIME, "when this was run")
        else:
            # A key is a word of a program; one that looks otherwise may be anything.
            said = f" ({key})" if re.fullmatch(r"[a-z][A-Za-z_-]{1,30}", key) else ""
            yield Find(place, Kind.METADATA, f"something that the page does not show{said}")
        yield from _text(place, _strings({key: value}), Source.DATA, search)


def _text(place: str, text: str, source: Source, search: Search) -> Iterator[Find]:
    lines = text.count("\n")
    for mark in search(text, source):
        where = f"{place}, line {mark.line}" if lines and source is not Source.DATA else place
        yield Find(where, mark.kind, mark.what, mark.sure)


def _outside(place: str, text: str) -> Iterator[Find]:
    yield from _addresses(place, _LOADS, text)


def _addresses(place: str, pattern: re.Pattern[str], text: str) -> Iterator[Find]:
    for hit in pattern.finditer(text):
        to = next(one for one in hit.groupdict().values() if one)
        if not _HERE.match(to) and not _FORMATS.match(to):
            yield Find(place, Kind.OUTSIDE, "something that is loaded from another computer")


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def _strings(value: object) -> str:
    """All texts in a value, one a line: names in metadata stand there, not in JSON's own words."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_strings(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(map(_strings, value))
    return "" if value is None else str(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
