"""Profiles by name, for what the sources disagree about: which of them to believe.

An arm is given one by its address, ``dobotsim://desk?profile=NAME``. All of them are
a Magician; they differ in what its firmware does, not in its size.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dobotkit.simulator.contact import Contact
from dobotkit.simulator.habits import Habits, QueuedRead
from dobotkit.simulator.peripherals import Peripherals, PinFunction
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy, Profile

__all__ = ["PROFILES", "profile_named"]

_DOBOTLINK = replace(
    MAGICIAN,
    # Only the move that failed is lost.
    alarm_policy=AlarmPolicy.GO_ON,
    queue_depth=500,
    habits=Habits(
        ctrl_ignored=0xFC,
        queued_read=QueuedRead.NOTHING,
        # Alarms are cleared with 20 alone.
        unknown=frozenset({21}),
        space_size=8,
    ),
)

_DOCUMENT = replace(
    MAGICIAN,
    version=MAGICIAN.version[:3],
    habits=Habits(
        queued_read=QueuedRead.SILENT,
        takes_any_ctrl=False,
        # The document has no EMotorS, and dropped QueuedCmdLeftSpace in 2019.
        unknown=frozenset({136, 247}),
        # Alarms are cleared with 21 alone.
        read_only=frozenset({20}),
        motor_speed="f",
    ),
    peripherals=Peripherals(
        pin_functions=(
            PinFunction.NONE,
            PinFunction.PWM,
            PinFunction.OUTPUT,
            PinFunction.INPUT,
            PinFunction.ANALOGUE,
        ),
    ),
)

_PYDOBOTLAB = replace(
    MAGICIAN,
    alarm_policy=AlarmPolicy.HOLD,
    # Before anything has run, 0 is reported; so it is again after a clear.
    first_index=1,
    nothing_ran=0,
    habits=Habits(clear_restarts_indices=True),
)

_HOMING = replace(
    MAGICIAN,
    # The base turns to its switch at the speed of the Lite's firmware [L], backs off
    # slowly, and goes home: 15 to 30 s, as on real arms [R]. Where the switch of a
    # Magician is, and how far it backs off, is our assumption [-].
    homing_seek=((-90.0, 20.0), (-85.0, 1.0)),
)

PROFILES: Final = {
    # What most sources and all recordings of real arms agree on.
    "magician": MAGICIAN,
    # The habits of the maker's own virtual arm, with the Magician's size [L].
    "dobotlink": _DOBOTLINK,
    # The maker's document to the letter, where the letter can be followed [P]. It
    # cannot where two commands have one ID (4, 11, 30), or a length is not the
    # structure's (40, 74, 85, 87, 120).
    "document": _DOCUMENT,
    # What the author of pydobotlab, who owns arms, made its simulator do [C].
    "pydobotlab": _PYDOBOTLAB,
    # HOME takes as long as on a real arm, seeking the switch of its base.
    "homing": _HOMING,
    # Where it runs into something its motors go on in vain, as those of a real arm do.
    "slips": replace(MAGICIAN, contact=Contact(loses_steps=True)),
}


def profile_named(name: str) -> Profile:
    """Return the profile of this name.

    Raises
    ------
    ValueError
        If there is none; the message names those that there are.
    """
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(PROFILES)
        raise ValueError(f"there is no profile {name!r}; there are {known}") from None
