"""Ways out of a notebook, each a short program that anybody can read and run.

::

    from dobotkit.guard.escapes import ESCAPES, escape

    print(escape("tcp4").code)
    escape("tcp4").run(receiver.target)     # what it says of itself
    receiver.count                          # what arrived

They show whether a wall holds, so they are real: each gets out of an ordinary notebook,
where the system has what it needs. None does harm: what gets out is a word that means
nothing, to a receiver on the same computer. ``dobotkit guard`` tries them all.
"""

from __future__ import annotations

from dobotkit.guard.escapes.beneath import BENEATH
from dobotkit.guard.escapes.children import CHILDREN
from dobotkit.guard.escapes.escape import Escape, Outcome
from dobotkit.guard.escapes.files import FILES
from dobotkit.guard.escapes.neighbours import NEIGHBOURS
from dobotkit.guard.escapes.next_start import NEXT_START
from dobotkit.guard.escapes.places import PLACES
from dobotkit.guard.escapes.sockets import SOCKETS
from dobotkit.guard.escapes.tripwire import TRIPWIRE
from dobotkit.guard.escapes.unix import UNIX

__all__ = ["ESCAPES", "Escape", "Outcome", "escape"]

ESCAPES: tuple[Escape, ...] = (
    *SOCKETS,
    *BENEATH,
    *CHILDREN,
    *UNIX,
    *NEIGHBOURS,
    *FILES,
    *PLACES,
    *NEXT_START,
    # Last: what it makes deaf stays deaf.
    *TRIPWIRE,
)
"""All of them, in the order in which they are tried."""


def escape(name: str) -> Escape:
    """Return one by its id, for example ``"tcp4"``.

    Raises
    ------
    KeyError
        There is none of that id; the message lists them.
    """
    for one in ESCAPES:
        if one.id == name:
            return one
    known = ", ".join(one.id for one in ESCAPES)
    raise KeyError(f"{name!r} is not among the escapes: {known}")
