"""What hatchling puts into a wheel besides folders: the list of holes, which lessons show."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelContent(BuildHookInterface[Any]):
    """Adds ``LIMITS.md``: a table of folders in ``pyproject.toml`` cannot name a file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add it, but not to an editable install, which has the checkout beside it."""
        if version != "editable":
            build_data["force_include"]["LIMITS.md"] = "dobotkit/content/LIMITS.md"
