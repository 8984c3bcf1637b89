"""A search through a program's own objects for something of a session.

A proof that does not ask the stores: it walks everything that can be reached from some
objects, whatever their class, and looks at every text, number of bytes and key on the way.
"""

from __future__ import annotations

import base64
import gc
import types
from collections.abc import Iterable, Iterator

__all__ = ["forms_of", "search"]

# What leads out of the stores into all of Python.
_OUTSIDE = (types.ModuleType, types.CodeType, types.FrameType, types.BuiltinFunctionType)


def search(roots: Iterable[object], needles: Iterable[str | bytes]) -> tuple[int, list[object]]:
    """Look for needles in everything that can be reached from some objects.

    Parameters
    ----------
    roots:
        Where to begin. Methods lead to the objects that they are bound to, functions to what
        they have closed over and to their defaults, classes of the kit to their attributes.
    needles:
        Texts and bytes; found also in the middle of longer ones.

    Returns
    -------
    tuple
        How many objects were looked at, and those in which one of the needles was found.
    """
    needles = tuple(needles)
    texts = [one for one in needles if isinstance(one, str)]
    raw = [one for one in needles if isinstance(one, bytes)]
    raw += [one.encode() for one in texts]
    todo, seen, found = list(roots), set[int](), []
    seen.update(map(id, todo))
    # What is made on the way has to live as long as its number counts.
    alive: list[object] = []
    while todo:
        thing = todo.pop()
        if isinstance(thing, str):
            hit = any(text in thing for text in texts)
        elif isinstance(thing, bytes | bytearray):
            hit = any(one in thing for one in raw)
        else:
            hit = False
        if hit:
            found.append(thing)
        for one in _below(thing):
            if id(one) not in seen and not isinstance(one, _OUTSIDE):
                seen.add(id(one))
                alive.append(one)
                todo.append(one)
    return len(seen), found


def forms_of(key: bytes) -> tuple[str | bytes, ...]:
    """Return some bytes as they are, and as texts that are usually made of them."""
    return key, key.hex(), base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode()


def _below(thing: object) -> Iterator[object]:
    if isinstance(thing, types.FunctionType):
        # Its globals lead into all of Python.
        yield from (thing.__closure__, thing.__defaults__, thing.__kwdefaults__, thing.__dict__)
    elif isinstance(thing, type):
        if str(getattr(thing, "__module__", "")).partition(".")[0] == "dobotkit":
            yield from vars(thing).values()
    else:
        if isinstance(thing, dict):
            # The garbage collector does not visit keys if all of them are texts.
            yield from tuple(thing)
        yield from gc.get_referents(thing)
        if isinstance(thing, dict):
            # Of one whose keys are texts, Python tells the values only.
            yield from tuple(dict.keys(thing))
