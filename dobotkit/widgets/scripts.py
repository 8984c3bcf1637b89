"""The scripts of pictures in a browser: one module, made of several small files."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CANVAS"]

_HERE = Path(__file__).parent

CANVAS = "\n".join(
    (_HERE / name).read_text(encoding="utf-8")
    for name in ("solids.js", "looking.js", "stop_button.js", "canvas.js")
)
"""What draws a display list. A widget has one module, and it can import nothing beside it."""
