"""A search through the keeper's own objects for something of a session.

A proof that does not ask the stores: it walks everything that can be reached from an object,
whatever its class, and looks at every text, number of bytes and key on the way.
"""

from __future__ import annotations

import base64
import gc
import types
from collections.abc import Iterable

__all__ = ["search"]

# What leads out of the stores into all of Python.
_OUTSIDE = (type, types.ModuleType, types.CodeType, types.FrameType)


def search(root: object, needles: Iterable[str | bytes]) -> tuple[int, list[object]]:
    """Look for needles in everything that can be reached from an object.

    Parameters
    ----------
    root:
        Where to begin; methods lead to the objects that they are bound to.
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
    # Numbers of bytes are written down in these ways as well.
    texts += [one.hex() for one in raw] + [base64.b64encode(one).decode() for one in raw]
    todo, seen, found = [root], {id(root)}, []
    while todo:
        thing = todo.pop()
        if isinstance(thing, str):
            hit = any(text in thing for text in texts)
        elif isinstance(thing, bytes | bytearray):
            hit = any(one in thing for one in raw) or any(text.encode() in thing for text in texts)
        else:
            hit = False
        if hit:
            found.append(thing)
        for one in _next(thing):
            if id(one) not in seen and not isinstance(one, _OUTSIDE):
                seen.add(id(one))
                todo.append(one)
    return len(seen), found


def _next(thing: object) -> Iterable[object]:
    if isinstance(thing, types.FunctionType):
        # Its globals are all of Python; what it has enclosed is its own.
        return [thing.__closure__, thing.__defaults__, thing.__kwdefaults__]
    return gc.get_referents(thing)
