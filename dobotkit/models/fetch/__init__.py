"""Get the files of models, when somebody has asked for it in so many words.

Nothing but ``dobotkit models fetch`` and ``dobotkit bundle`` uses this room, and no other
part of the kit asks a stranger for anything.
"""

from __future__ import annotations

from dobotkit.models.fetch.fetching import Result, Watcher, fetch
from dobotkit.models.fetch.rules import Rules, rules

__all__ = ["Result", "Rules", "Watcher", "fetch", "rules"]
