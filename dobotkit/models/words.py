"""One line about models that are missing."""

from __future__ import annotations

from dobotkit.models.finding import is_there
from dobotkit.models.loading import FETCH
from dobotkit.models.registry import MODELS

__all__ = ["say_missing"]


def say_missing() -> str:
    """Return one line that names what is missing and what to type; empty if all are there."""
    missing = [model for name, model in MODELS.items() if not is_there(name)]
    if not missing:
        return ""
    what = "; ".join(f"{one.name} ({one.title}), so {one.without}" for one in missing)
    return f"Not on this computer: {what}. All else goes on. To change that, type: {FETCH}"
