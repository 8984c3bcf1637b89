"""What Python's complaints about the writing itself mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["explain_syntax"]

# What Python says, and what to try. The first that is found counts; the words
# are those of Python 3.11 to 3.14.
_ADVICE = (
    (r"'(?P<bracket>[(\[{])' was never closed", "Every {bracket} needs a partner: add the {pair}."),
    (r"unmatched '(?P<bracket>[)\]}}])'", "There is a {bracket} too many, or no {pair} before it."),
    (r"closing parenthesis", "Round brackets end with ), square ones with ]."),
    (r"unterminated .*string", "A text ends with the same quote with which it begins."),
    (r"expected ':'", "Put a colon : at the end of the line."),
    (r"Missing parentheses in call", "Put round brackets round what comes behind: print(...)."),
    (r"forgot a comma", "Put a comma between two values, and a point in a number: 1.5."),
    (r"leading zeros", "Write the number without zeros in front: 5, not 05."),
    (r"invalid decimal literal", "A name cannot begin with a digit, a unit is not written: 50."),
    (
        r"invalid (non-printable )?character",
        "Type it again on the keyboard, as a plain - or quote.",
    ),
    (r"cannot assign to|Maybe you meant '=='", "Left of = stands a name. To compare, write ==."),
    (r"positional argument follows", "First the values without a name, then those with name=."),
    (r"outside function|outside loop", "This word only works inside a function or a loop."),
)
_PAIRS = dict(zip("([{)]}", ")]}([{", strict=True))
_LONGEST = 60


def explain_syntax(error: SyntaxError, _names: Mapping[str, object]) -> tuple[str, str]:
    """Say what Python cannot read, and what to try.

    The line number is told by the caller.
    """
    message = error.msg or "Python cannot read this."
    if isinstance(error, IndentationError):
        return _explain_indentation(error)
    if message == "incomplete input":
        return "The cell ends before it is finished.", "Is a closing bracket ) or a quote missing?"
    text = (error.text or "").strip()
    seen = f" Python read: {text[:_LONGEST]}" if text else ""
    for pattern, advice in _ADVICE:
        found = re.search(pattern, message)
        if found:
            bracket = found.groupdict().get("bracket") or ""
            hint = advice.format(bracket=bracket, pair=_PAIRS.get(bracket, ""))
            return f"{_sentence(message)}", f"{hint}{seen}"
    return (
        "Python cannot read this line." if message == "invalid syntax" else _sentence(message),
        f"Check brackets, commas and quotes, also in the line before.{seen}",
    )


def _explain_indentation(error: IndentationError) -> tuple[str, str]:
    message = error.msg or ""
    if "expected an indented block" in message:
        return _sentence(message), "Begin this line with four spaces: it belongs to the one above."
    if isinstance(error, TabError):
        return _sentence(message), "Take out the tabs at the start of the lines; use spaces."
    if "unexpected indent" in message:
        return (
            "There are spaces at the start of this line.",
            "Take them out: the line begins at the left edge, or like the one above it.",
        )
    return _sentence(message), "Lines that belong together begin with the same number of spaces."


def _sentence(message: str) -> str:
    return f"{message[0].upper()}{message[1:]}{'' if message.endswith(('.', '?')) else '.'}"
