"""The scripts of widgets in a browser: one module each, made of several small files."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CANVAS", "CONSOLE", "RATES", "REQUEST", "RIGHTS", "SEEN", "SESSION"]

_HERE = Path(__file__).parent


def _module(*names: str) -> str:
    """Several files as one: a widget has one module, and it can import nothing beside it."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


CANVAS = _module("solids.js", "looking.js", "stop_button.js", "canvas.js")
"""What draws a display list."""

CONSOLE = _module("elements.js", "looking.js", "stop_button.js", "console.js")
"""The controls of an arm."""

RATES = _module("elements.js", "rates.js")
"""Rates over a threshold."""

REQUEST = _module("elements.js", "request_view.js")
"""What a server sees of a page's request."""

SESSION = _module("elements.js", "looking.js", "following.js", "session.js")
"""A session at a glance."""

RIGHTS = _module("elements.js", "looking.js", "following.js", "rights.js")
"""The rights of a session, a button each."""

SEEN = _module("elements.js", "looking.js", "marks.js", "thresholds.js", "seen.js")
"""A picture of a camera."""
