"""What is wrong with a desk, in words: the same at a field of the form and in the file."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pydantic_core import ErrorDetails

__all__ = ["line_of", "place_of", "toml_line", "words_for"]

_WORDS: Final = {
    "less_than_equal": "At most {le:g} is possible.",
    "greater_than_equal": "At least {ge:g} is needed.",
    "string_too_short": "Give it a name.",
    "string_too_long": "A name has at most {max_length} characters.",
    "string_pattern_mismatch": "This name has characters that cannot be seen. Type it anew.",
    "literal_error": "Choose one of: {expected}.",
    "extra_forbidden": "No rule has this name. Check how it is written.",
    "missing": "This is missing.",
    "string_type": "A text in quotes is needed here.",
    "finite_number": "A number is needed here.",
    "float_type": "A number is needed here.",
    "float_parsing": "A number is needed here, without quotes.",
    "bool_type": "Write true or false, in small letters and without quotes.",
    "bool_parsing": "Write true or false, in small letters and without quotes.",
}
_CORNER: Final = "Three numbers are needed here, such as [150, 40, -60]."
_SHAPE: Final = "It has to be written in another way: docs/desk.md says how."

_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_TABLE = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def words_for(error: ErrorDetails) -> str:
    """Return one sentence about one thing that is wrong."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    end = error["loc"][-1:]
    whole = kind in {"tuple_type", "too_long"} and end in {("low",), ("high",)}
    if whole or (kind == "missing" and isinstance(end[0], int)):
        return _CORNER
    if kind == "too_long":
        return f"At most {context['max_length']} are possible."
    return _WORDS.get(kind, _SHAPE).format(**context)


def place_of(loc: Sequence[int | str]) -> str:
    """Return where something is, such as ``keep_out, box 2, high, z``."""
    said = []
    for before, part in zip((None, *loc), loc, strict=False):
        if isinstance(part, str):
            said += [part] if part != "[key]" else []
        else:
            said.append("xyz"[part] if before in {"low", "high"} else f"box {part + 1}")
    return ", ".join(said)


def line_of(text: str, loc: Sequence[int | str]) -> int | None:
    """Return the line of a desk file in which something is; None if that is not seen.

    It is seen where each entry has a line of its own, as the keeper writes it.
    """
    found, inside, counts = None, "", Counter[str]()
    names = [part for part in loc if part != "[key]"]
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            inside = table[1]
            counts[inside] += 1
            if names[:1] == [inside] and names[1:2] in ([], [counts[inside] - 1]):
                found = number
        elif (key := _KEY.match(line)) and (
            names[:1] == [key[1]]
            if not inside
            else names[:2] == [inside, key[1]] or names[:3] == [inside, counts[inside] - 1, key[1]]
        ):
            return number
    return found


def toml_line(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return the number of the line that could not be understood, and what stands there."""
    lines = text.splitlines() or [""]
    at = _AT_LINE.search(str(error))
    number = min(int(at[1]), len(lines)) if at else len(lines)
    return number, lines[number - 1].strip()[:60]
