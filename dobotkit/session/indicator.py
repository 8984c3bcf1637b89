"""The sign below a cell that shows what is on, with words, for as long as it is on."""

from __future__ import annotations

import html
import threading
from typing import Any

__all__ = ["Indicator"]

# Wraps where the page is narrow.
_STYLE = (
    "display:inline-block;padding:2px 10px;border-radius:12px;border:2px solid {edge};"
    "background:{ground};color:{ink};font-weight:{weight}"
)


class Indicator:
    """Shows that a permission is on, and later that it is off again.

    A kernel that is started again says nothing any more, and what it has shown last stays
    on the page. So the sign says how long it holds: usually while its cell runs.

    Parameters
    ----------
    name, why:
        The permission, and what for.

    Attributes
    ----------
    on:
        Whether it shows ``on``.
    holds:
        For how long, in a notebook.
    badge:
        What it says of the lab as well; usually nothing.
    """

    def __init__(self, name: str, why: str) -> None:
        self._name = name
        self._why = why
        self.badge = ""
        self.holds = "while this cell runs"
        self._end = "is off again"
        self._handle: Any = None
        self._lock = threading.Lock()
        self.on = False

    def show(self) -> None:
        """Show that it is on: as a sign in a notebook, as a line elsewhere."""
        with self._lock:
            self.on = True
            if _in_a_notebook():
                from IPython.display import display  # noqa: PLC0415 - slow, and not needed elsewhere

                self._handle = display(self, display_id=True)  # type: ignore[no-untyped-call] # IPython says no types
            else:
                print(self)  # noqa: T201 - a sign that nobody sees is none

    def switch_off(self, end: str = "is off again") -> None:
        """Show that it is off, and how that came; only the first time counts.

        Parameters
        ----------
        end:
            What the sign says.
        """
        with self._lock:
            if not self.on:
                return
            self.on = False
            self._end = end
            if self._handle is not None:
                self._handle.update(self)
            else:
                print(self)  # noqa: T201 - as above

    def __repr__(self) -> str:
        if not self.on:
            return f"○ {self._name} {self._end}"
        holds = self.holds if _in_a_notebook() else "now"
        badge = f" – {self.badge}" if self.badge else ""
        return f"● {self._name} is ON {holds}: {self._why}{badge}"

    def _repr_html_(self) -> str:
        # White on dark red and dark grey on white: contrast above 7 : 1.
        style = (
            _STYLE.format(edge="#8b0000", ground="#8b0000", ink="#ffffff", weight="bold")
            if self.on
            else _STYLE.format(edge="#767676", ground="#ffffff", ink="#3a3a3a", weight="normal")
        )
        mark, words = repr(self).split(" ", 1)
        return (
            f'<span role="status" style="{style}"><span aria-hidden="true">{mark}</span> '
            f"{html.escape(words)}</span>"
        )


def _in_a_notebook() -> bool:
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - as above
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
