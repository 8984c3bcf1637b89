"""``Allowed``: how each permission stands."""

from __future__ import annotations

from typing import Literal

from dobotkit.people_messages import PERMISSIONS, PermissionName, SessionNow
from dobotkit.policy.inventory import inventory
from dobotkit.session.tables import table

__all__ = ["Allowed", "State"]

State = Literal["on", "off", "taken back", "never"]

_WORDS: dict[State, str] = {
    "on": "on now",
    "off": "off; it can be asked for",
    "taken back": "taken back; it stays off until you give it again",
    "never": "given to nobody",
}


class Allowed:
    """How each permission stands in your session.

    Attributes
    ----------
    states:
        From each permission to ``"on"``, ``"off"``, ``"taken back"`` or ``"never"``.
    """

    def __init__(self, now: SessionNow) -> None:
        self.states: dict[PermissionName, State] = {name: _state(name, now) for name in PERMISSIONS}

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {_WORDS[state]}" for name, state in self.states.items())

    def _repr_html_(self) -> str:
        known = inventory().permissions
        return table(
            ("permission", "what it allows", "how it stands"),
            ((name, known[name].words, _WORDS[state]) for name, state in self.states.items()),
        )


def _state(name: PermissionName, now: SessionNow) -> State:
    if inventory().permissions[name].never:
        return "never"
    if name in now.withdrawn:
        return "taken back"
    return "on" if name in now.on else "off"
