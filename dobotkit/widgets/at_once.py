"""Clicks that reach a notebook also while one of its cells is running."""

from __future__ import annotations

from typing import Any

__all__ = ["deliver_at_once"]


def deliver_at_once(comm: Any) -> None:  # noqa: ANN401 - ipykernel's, or a stand-in without one
    """Leave it to JupyterLab in which subshell a widget's messages are delivered.

    JupyterLab has one for widgets, which no cell keeps busy. But ipykernel 7.4 delivers
    what comes for a widget to where that has last shown something: mostly the subshell
    of the running cell, where a click would wait for the cell's end.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = lambda _data, wanted: wanted  # noqa: SLF001 - there is no other way
