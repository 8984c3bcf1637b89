"""The line on what a lesson collects: in its notebook it is a copy, made from the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dobotkit.policy.collects import collects_line

__all__ = ["HEADING", "line_of", "renew"]

HEADING = "What this lesson collects"


def line_of(content: Mapping[str, Any]) -> str:
    """Return the line for what a ``lesson.toml`` says; raises ``PolicyError`` for unknown rows."""
    return collects_line(content.get("collects", ()))


def renew(data: dict[str, Any], line: str) -> None:
    """Write the line below its heading in a notebook, in place of what stands there.

    Parameters
    ----------
    data:
        The notebook, with every text in one piece; one without that heading stays as it is.
    line:
        What is to stand there.
    """
    heading = f"## {HEADING}\n"
    for cell in data["cells"]:
        before, found, behind = cell["source"].partition(heading)
        if found and cell["cell_type"] == "markdown":
            _, more, rest = behind.partition("\n#")
            cell["source"] = f"{before}{found}\n{line}" + (f"\n{more}{rest}" if more else "")
            return
