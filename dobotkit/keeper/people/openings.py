"""In which notebooks each session is open."""

from __future__ import annotations

from dobotkit.keeper.people.holder import Key
from dobotkit.people_messages import HeldEntry

__all__ = ["Openings"]


class Openings:
    """Which notebooks each session is open in; each notebook is in one session at most."""

    rows = ("session-open",)

    def __init__(self) -> None:
        self._notebooks: dict[Key, set[object]] = {}

    def join(self, key: Key, notebook: object) -> None:
        """Note that a session is open in a notebook."""
        self._notebooks.setdefault(key, set()).add(notebook)

    def leave(self, notebook: object, but: Key | None) -> tuple[Key, ...]:
        """Note that a notebook is in no session but one; return those open in none."""
        for key, notebooks in self._notebooks.items():
            if key != but:
                notebooks.discard(notebook)
        return tuple(key for key in self.nowhere() if key != but)

    def nowhere(self) -> tuple[Key, ...]:
        """Return the sessions that are open in no notebook, oldest first."""
        return tuple(key for key, notebooks in self._notebooks.items() if not notebooks)

    def has(self, key: Key, notebook: object) -> bool:
        """Whether a session is open in a notebook."""
        return notebook in self._notebooks.get(key, ())

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return in how many notebooks a session is open."""
        count = len(self._notebooks.get(key, ()))
        if not count:
            return ()
        return (HeldEntry(row="session-open", what="notebooks it is open in", value=str(count)),)

    def delete(self, key: Key) -> int:
        """Forget in which notebooks a session is open."""
        gone = len(self.access(key))
        self._notebooks.pop(key, None)
        return gone
