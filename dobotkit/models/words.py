"""One line about models that are missing."""

from __future__ import annotations

from dobotkit.models.finding import is_there
from dobotkit.models.loading import FETCH
from dobotkit.models.registry import MODELS

__all__ = ["say_missing"]


def say_missing() -> str:
    """Return one line that names what is missing and what to type; empty if all are there."""
    missing = [name for name in MODELS if not is_there(name)]
    if not missing:
        return ""
    which = f"The model {missing[0]} is" if len(missing) == 1 else f"{len(missing)} models are"
    what = [MODELS[name].title for name in missing]
    return f"{which} not here ({'; '.join(what)}). Lessons without faces go on. To get it: {FETCH}"
