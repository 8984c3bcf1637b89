# ruff: noqa: PLR2004  # alarm numbers are what this file is about
"""What the arm's alarm numbers mean, in words, and what ends them.

The arm reports a mask of 128 bits; bit ``k`` of byte ``n`` is alarm
``8 n + k``. Numbers and meanings are those of the maker's protocol document
V1.1.5 and its alarm list.
"""

from __future__ import annotations

from typing import NamedTuple

from dobotkit.errors import AlarmRaised

__all__ = ["Alarm", "alarm_error", "alarm_words", "codes_in", "told"]

_HOME = "Run arm.home(), then go on with another target."
# The way home may lead through what the arm ran into: straight up comes first.
_UP = "Run arm.clear_alarms(), then arm.move_by(z=60), then arm.home()."
_POWER = "Switch the arm off, wait ten seconds, switch it on and run arm.home()."

_WORDS = {
    0x00: "the arm was reset",
    0x01: "the arm got a command that it does not know",
    0x02: "the arm's memory has a fault",
    0x03: "two processors inside the arm do not understand each other",
    0x04: "an angle sensor cannot be read",
    0x10: "the target cannot be planned (singular position)",
    0x11: "the target is out of reach",
    0x12: "the target is beyond a joint limit",
    0x13: "a path has the same point twice",
    0x14: "the points of an arc do not make an arc",
    0x15: "the parameters of a jump do not fit",
    0x20: "the path went through a singular position",
    0x21: "the path left the reachable area",
    0x22: "the path ran into a joint limit",
    0x48: "the arm is stretched too far",
    0x49: "the arm is folded too far",
}
_AXES = ("the base (j1)", "the rear arm (j2)", "the forearm (j3)", "the wrist (j4)")


class Alarm(NamedTuple):
    """One alarm: its number, what it means, and what to do about it."""

    code: int
    words: str
    remedy: str


def codes_in(mask: bytes) -> tuple[int, ...]:
    """Alarm numbers that are set in the arm's mask, ascending."""
    if not any(mask):
        return ()
    return tuple(8 * n + k for n, byte in enumerate(mask) for k in range(8) if byte >> k & 1)


def alarm_words(code: int) -> str:
    """What one alarm number means, in plain words."""
    if code in _WORDS:
        return _WORDS[code]
    if 0x30 <= code <= 0x33:
        return f"{_AXES[code - 0x30]} turned too fast"
    if 0x40 <= code <= 0x47:
        side = "upper" if code % 2 == 0 else "lower"
        return f"{_AXES[(code - 0x40) // 2]} is at its {side} limit"
    if 0x50 <= code <= 0x53:
        return f"{_AXES[code - 0x50]} lost steps: it was held back or bumped into something"
    if 0x60 <= code <= 0x6B:
        return f"the motor of {_AXES[(code - 0x60) // 3]} reports a fault"
    return "the arm reports a fault of its hardware"


def alarm_error(codes: tuple[int, ...]) -> AlarmRaised:
    """The error to raise for these alarm numbers, which must not be empty."""
    words = "; ".join(f"{alarm_words(code)} (alarm 0x{code:02X})" for code in codes)
    return AlarmRaised(f"The arm stopped: {words}.", _remedy(*codes), codes)


def told(codes: tuple[int, ...]) -> tuple[Alarm, ...]:
    """Return what can be said of these alarm numbers, each for itself."""
    return tuple(Alarm(code, alarm_words(code), _remedy(code)) for code in codes)


def _remedy(*codes: int) -> str:
    """What ends all of these."""
    if any(map(_needs_power, codes)):
        return _POWER
    return _UP if any(0x50 <= code <= 0x53 for code in codes) else _HOME


def _needs_power(code: int) -> bool:
    return code in (0x02, 0x03, 0x04) or code >= 0x60
