"""What an ordinary Python error means to somebody who is new to Python.

One function for each kind of error; each returns what happened and what to
try. They only look at the error and at the names in the notebook.
"""

from __future__ import annotations

import builtins
import inspect
import re
import sys
import types
from collections.abc import Callable, Mapping
from typing import NamedTuple

from dobotkit.lesson.explain_syntax import explain_syntax
from dobotkit.lesson.spelling import nearest

__all__ = ["Explanation", "explain"]

Names = Mapping[str, object]

_SET_UP = ("Arm", "arm", "lesson", "show")


class Explanation(NamedTuple):
    """What happened, and what to try; one sentence or two each."""

    what: str
    advice: str


def explain(error: BaseException, names: Names) -> Explanation:
    """Explain an error that a cell raised.

    Parameters
    ----------
    error:
        The error; a kind that is not known here keeps Python's own words.
    names:
        The names in the notebook and what they stand for, for "did you mean".
    """
    for kind, explanation in _KINDS.items():
        if isinstance(error, kind):
            what, advice = explanation(error, names)
            return Explanation(what, advice)
    return Explanation(_words(error), "Read the line again, slowly. %tb shows all details.")


def _words(error: BaseException) -> str:
    return str(error) or "Python says no more than that."


def _name(error: NameError, names: Names) -> tuple[str, str]:
    name = error.name or ""
    if isinstance(error, UnboundLocalError) or not name:
        return _words(error), "Give the name a value first, with =."
    what = f"Python does not know the name {name}."
    if name in _SET_UP:
        return what, "Run the set-up cell at the top of the notebook first, then this cell again."
    guess = nearest(name, names) or nearest(name, dir(builtins))
    if guess:
        return what, f"Did you mean {guess}?"
    return what, f'Run the cell where {name} gets its value first. Words go in quotes: "{name}".'


def _attribute(error: AttributeError, names: Names) -> tuple[str, str]:
    thing, name = error.obj, error.name
    # Python 3.11 does not say which thing it was when a value is assigned.
    found = re.match(
        r"'(?P<kind>\w+)' object has no attribute '(?P<name>\w+)'"
        r"|property '(?P<property>\w+)' of '(?P<owner>\w+)' object",
        str(error),
    )
    if thing is None and found and found["kind"] != "NoneType":
        name = found["name"] or found["property"]
        kind = found["kind"] or found["owner"]
        of_kind = (value for value in names.values() if type(value).__name__ == kind)
        thing = next(of_kind, None)
    if not name:
        return _words(error), "Check the spelling behind the dot."
    if thing is None:
        return (
            f"There is no {name} here, because the thing before the dot is None (nothing).",
            "Check where it gets its value: commands such as arm.home() give nothing back.",
        )
    owner = _called(thing, names)
    known = [other for other in dir(thing) if not other.startswith("_")]
    if name in known:
        return f"{owner}.{name} can be read, but not set.", "Look for a command that changes it."
    guess = nearest(name, known)
    if guess:
        return f"{owner} has nothing called {name}.", f"Did you mean {guess}?"
    return (
        f"{owner} has nothing called {name}.",
        "Type the name and a dot, then press Tab: you see what there is.",
    )


def _called(thing: object, names: Names) -> str:
    """What the pupil calls a thing; its kind, if it has no name."""
    if isinstance(thing, (types.ModuleType, type)):
        return thing.__name__
    mine = next((name for name, value in names.items() if value is thing), None)
    return mine or f"A value of the kind {type(thing).__name__}"


def _type(error: TypeError, names: Names) -> tuple[str, str]:
    text = str(error)
    call = re.match(r"(?P<path>[\w.]+)\(\) (?P<complaint>.*\bargument.*)", text)
    if call:
        owner, _, short = call["path"].rpartition(".")
        # What is called is Session(); that Python makes it with __init__ helps nobody.
        short = owner.rpartition(".")[2] if short == "__init__" and owner else short
        function = _function(call["path"], names)
        return (
            f"{short}() {_about_arguments(call['complaint'])}.",
            f"Write it like this: {short}{_brackets(function)}"
            if function
            else "Count what stands between the brackets.",
        )
    if "is not callable" in text:
        return f"{text}.", "Only commands take round brackets (). Is a comma or a * missing before?"
    if "is not subscriptable" in text:
        return f"{text}.", "Square brackets [ ] are for lists; a command takes round brackets ( )."
    if "concatenate" in text or "unsupported operand" in text or "not supported between" in text:
        return (
            f"{text}.",
            'A number and a text do not mix: 50 is a number, "50" in quotes is a text.',
        )
    return f"{text}.", "One of the values is of the wrong kind. Are there quotes round a number?"


def _about_arguments(complaint: str) -> str:
    """Python's words about the arguments of a call, without ``self`` and long words."""
    missing = re.match(r"missing \d+ required .*arguments?: (.*)", complaint)
    if missing:
        return f"needs a value for {missing[1].replace(chr(39), '')}"
    if re.match(r"takes .* but \d+ (was|were) given", complaint):
        return "was given too many values"
    unexpected = re.match(r"got an unexpected keyword argument '(\w+)'", complaint)
    if unexpected:
        return f"has nothing called {unexpected[1]} between its brackets"
    return complaint


def _function(path: str, names: Names) -> Callable[..., object] | None:
    """Find ``Arm.move_to`` or ``my_function`` among the things in the notebook."""
    owner, _, name = path.rpartition(".")
    if not owner:
        thing = names.get(name)
        return thing if isinstance(thing, types.FunctionType) else None
    for value in names.values():
        kind = value if isinstance(value, type) else type(value)
        # Arm has its verbs from several classes, and the complaint names one of these.
        if any(base.__qualname__ == owner for base in kind.__mro__):
            member = inspect.getattr_static(kind, name, None)
            return member if isinstance(member, types.FunctionType) else None
    return None


def _brackets(function: Callable[..., object]) -> str:
    """The arguments of a function as a beginner writes them: ``(x, y, z, r=0.0)``."""
    parts = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            parts.append("…")
        elif parameter.default is inspect.Parameter.empty:
            # suck(True) says more than suck(enable).
            value = "True" if parameter.annotation in (bool, "bool") else ""
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                parts.append(f"{parameter.name}={value or '…'}")
            else:
                parts.append(value or parameter.name)
        else:
            parts.append(f"{parameter.name}={parameter.default!r}")
    return f"({', '.join(parts)})"


def _value(error: ValueError, _names: Names) -> tuple[str, str]:
    text = _words(error)
    if "could not convert string to float" in text or "invalid literal for int" in text:
        return f"{text}.", "Here a number is needed: write it in digits, without quotes."
    return text, "The value is of the right kind but does not fit here. Try another one."


def _import(error: ImportError, _names: Names) -> tuple[str, str]:
    found = re.match(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'", str(error))
    if found:
        guess = nearest(found["name"], dir(sys.modules.get(found["module"])))
        return (
            f"{found['module']} has nothing called {found['name']}.",
            f"Did you mean {guess}?" if guess else "Check the spelling, capitals as well.",
        )
    name = (error.name or "").partition(".")[0]
    guess = nearest(name, {*sys.stdlib_module_names, "dobotkit"})
    return (
        f"There is no module called {name} here." if name else _words(error),
        f"Did you mean {guess}?" if guess else "Check the spelling, capitals as well.",
    )


def _interrupt(_error: KeyboardInterrupt, _names: Names) -> tuple[str, str]:
    return (
        "You stopped this cell. An arm that was moving is told to stop, too.",
        "Look where the arm is before you go on; then run any cell.",
    )


# The first kind that fits is taken: special kinds stand before general ones.
_KINDS: dict[type[BaseException], Callable[..., tuple[str, str]]] = {
    KeyboardInterrupt: _interrupt,
    SyntaxError: explain_syntax,
    NameError: _name,
    AttributeError: _attribute,
    TypeError: _type,
    ZeroDivisionError: lambda _error, _names: (
        "A number is divided by zero.",
        "Look what stands behind the / and make sure that it is not 0.",
    ),
    IndexError: lambda error, _names: (
        f"{_words(error)}.",
        "The first thing in a list has the number 0, the last one is [-1].",
    ),
    KeyError: lambda error, _names: (
        f"There is nothing called {error} in there.",
        "Check the spelling, capitals as well.",
    ),
    ValueError: _value,
    ImportError: _import,
    RecursionError: lambda _error, _names: (
        "A function calls itself again and again.",
        "Give it a case in which it stops.",
    ),
    FileNotFoundError: lambda error, _names: (
        f"There is no file {error.filename}.",
        "Check the name, and in which folder the file is.",
    ),
}
