"""The sign below a cell that shows what is on, with words, for as long as it is on."""

from __future__ import annotations

import html
from typing import Any

__all__ = ["Indicator"]

_STYLE = (
    "display:inline-block;padding:2px 10px;border-radius:12px;border:2px solid {edge};"
    "background:{ground};color:{ink};font-weight:{weight}"
)


class Indicator:
    """Shows that a permission is on, and later that it is off again.

    Parameters
    ----------
    name, why:
        The permission, and what for.

    Attributes
    ----------
    on:
        Whether it shows ``on``.
    """

    def __init__(self, name: str, why: str) -> None:
        self._name = name
        self._why = why
        self._handle: Any = None
        self._elsewhere = False
        self.on = False

    def show(self) -> None:
        """Show that it is on: as a sign in a notebook, as a line elsewhere."""
        self.on = True
        if _in_a_notebook():
            from IPython.display import display  # noqa: PLC0415 - slow, and not needed elsewhere

            self._handle = display(self, display_id=True)  # type: ignore[no-untyped-call] # IPython's
        else:
            print(repr(self))  # noqa: T201 - a sign that nobody sees is none

    def switch_off(self, *, still_on: bool = False) -> None:
        """Show that it is off.

        Parameters
        ----------
        still_on:
            Whether another ``with`` of this session has it on, and the sign has to say so.
        """
        if not self.on:
            return
        self.on = False
        self._elsewhere = still_on
        if self._handle is not None:
            self._handle.update(self)
        else:
            print(repr(self))  # noqa: T201 - as above

    def __repr__(self) -> str:
        if self.on:
            return f"● {self._name} is ON: {self._why}"
        if self._elsewhere:
            return f"◐ {self._name} is off here, and STILL ON elsewhere in this session"
        return f"○ {self._name} is off again"

    def _repr_html_(self) -> str:
        # White on dark red and dark grey on white: contrast above 7 : 1.
        style = (
            _STYLE.format(edge="#8b0000", ground="#8b0000", ink="#ffffff", weight="bold")
            if self.on or self._elsewhere
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
