"""Permissions: which are on, in which notebook, and which were taken back.

A permission is on only between ``take`` and ``release`` of one notebook. What a request
needs stands in the inventory, so that notice and check cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping

from dobotkit.errors import NeverAllowed, PermissionNotActive, PermissionWithdrawn
from dobotkit.keeper.people.holder import Key
from dobotkit.people_messages import PERMISSIONS, HeldEntry, PermissionName
from dobotkit.policy.about import Permission

__all__ = ["Permissions"]


class Permissions:
    """All permissions of all sessions.

    Parameters
    ----------
    registry:
        What each permission is, from the inventory.
    """

    rows = ("permission-use", "permission-withdrawn")

    def __init__(self, registry: Mapping[str, Permission]) -> None:
        self._registry = registry
        # For each session: how often each is taken at the moment, by which notebook.
        self._on: dict[Key, dict[tuple[object, PermissionName], int]] = {}
        self._withdrawn: dict[Key, set[PermissionName]] = {}

    def take(self, key: Key, notebook: object, name: PermissionName) -> None:
        """Switch a permission on for one notebook.

        Raises
        ------
        NeverAllowed
            The kit gives it to nobody.
        PermissionWithdrawn
            It was taken back in this session.
        """
        self._refuse_never(name)
        if name in self._withdrawn.get(key, ()):
            raise PermissionWithdrawn(
                f"The permission “{name}” was taken back in this session, so it stays off.",
                f'To give it again: session.rights.give("{name}"). All else works without it.',
                rule="withdrawn",
                used=f"the permission's name, “{name}”, and what this session has taken back",
            )
        on = self._on.setdefault(key, {})
        on[notebook, name] = on.get((notebook, name), 0) + 1

    def release(self, key: Key, notebook: object, name: PermissionName) -> bool:
        """Switch a permission off that one notebook has taken once; return whether it was on."""
        on = self._on.get(key, {})
        count = on.pop((notebook, name), 0)
        if count > 1:
            on[notebook, name] = count - 1
        if not on:
            self._on.pop(key, None)
        return count > 0

    def withdraw(self, key: Key, name: PermissionName) -> None:
        """Take a permission back: off at once, and off until it is given again."""
        on = self._on.get(key, {})
        for one in [one for one in on if one[1] == name]:
            del on[one]
        if not on:
            self._on.pop(key, None)
        self._withdrawn.setdefault(key, set()).add(name)

    def give(self, key: Key, name: PermissionName) -> None:
        """Give a permission again that was taken back; it stays off until it is taken.

        Raises
        ------
        NeverAllowed
            The kit gives it to nobody.
        """
        self._refuse_never(name)
        back = self._withdrawn.get(key, set())
        back.discard(name)
        if not back:
            self._withdrawn.pop(key, None)

    def on(self, key: Key) -> tuple[PermissionName, ...]:
        """Return what is on in a session, in any of its notebooks."""
        names = {name for _, name in self._on.get(key, ())}
        return tuple(name for name in PERMISSIONS if name in names)

    def withdrawn(self, key: Key) -> tuple[PermissionName, ...]:
        """Return what was taken back in a session."""
        return tuple(name for name in PERMISSIONS if name in self._withdrawn.get(key, ()))

    def everywhere(self) -> tuple[PermissionName, ...]:
        """Return what is on anywhere in this lab."""
        names = {name for on in self._on.values() for _, name in on}
        return tuple(name for name in PERMISSIONS if name in names)

    def sessions(self, notebook: object, name: PermissionName) -> tuple[Key, ...]:
        """Return the sessions that a permission is on for, in one notebook."""
        return tuple(key for key, on in self._on.items() if (notebook, name) in on)

    def check(self, notebook: object, name: str) -> None:
        """Raise ``PermissionNotActive`` unless a notebook has a permission on."""
        if any((notebook, name) in on for on in self._on.values()):
            return
        raise PermissionNotActive(
            f"This needs the permission “{name}”, which is not on.",
            f'Ask for it around what needs it: with session.permission("{name}", why="…"):',
            rule="permission",
            used=f"what this notebook asked for, and which permissions it has on; “{name}” is not",
        )

    def gone(
        self, notebook: object, but: Key | None = None
    ) -> tuple[tuple[Key, PermissionName], ...]:
        """Switch off what a notebook has on; return what it was, of which session.

        Parameters
        ----------
        notebook:
            It is gone, or has gone over to another session.
        but:
            The session that it has gone over to.
        """
        off = []
        for key, on in tuple(self._on.items()):
            if key == but:
                continue
            for one in [one for one in on if one[0] is notebook]:
                del on[one]
                off.append((key, one[1]))
            if not on:
                del self._on[key]
        return tuple(off)

    def _refuse_never(self, name: PermissionName) -> None:
        if self._registry[name].never:
            raise NeverAllowed(
                f"The permission “{name}” is given to nobody: {self._registry[name].never}",
                "Leave it out. No lesson needs it.",
                rule="never",
                used=f"the permission's name, “{name}”, and the kit's list of permissions",
            )

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return which permissions of a session are on, and which were taken back."""
        on = (
            HeldEntry(row="permission-use", what="a permission that is on", value=name)
            for name in self.on(key)
        )
        back = (
            HeldEntry(row="permission-withdrawn", what="a permission taken back", value=name)
            for name in self.withdrawn(key)
        )
        return (*on, *back)

    def delete(self, key: Key) -> int:
        """Switch everything of a session off, and forget what was taken back."""
        gone = len(self.access(key))
        self._on.pop(key, None)
        self._withdrawn.pop(key, None)
        return gone
