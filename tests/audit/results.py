"""Results of audits that never were, to see what is concluded from them."""

from __future__ import annotations

from dobotkit.audit.places import LEFT_BY_A_PLAIN_LAB
from dobotkit.audit.result import Moment, Result

KNOWN = {**LEFT_BY_A_PLAIN_LAB, "trash": {"picture", "name", "template"}}
MOMENTS = ("running", "ended", "faces", "killed", "restarted")


def moment(found=None, folder="home", **more) -> Moment:
    found = found or {}
    return Moment(
        {place: frozenset(what) for place, what in found.items()},
        {place: (f"{folder}/{place}",) for place in found},
        **more,
    )


def result(**changes) -> Result:
    whole = {
        "blind_to": (),
        "false_alarms": (),
        "forms": 85,
        "browser": True,
        "plain": {"running": moment(KNOWN), "killed": moment()},
        "private": dict.fromkeys(MOMENTS, moment()),
        "memory": {
            "plain": {"before": {"picture": 2.0, "name": 9.0, "template": 3.0}, "after": None},
            "private": {
                "before": {"picture": 2.0, "name": 9.0, "template": 3.0},
                "after": {"picture": 0.0, "name": 4.5, "template": 0.5},
            },
        },
        "speed": 40.0,
    }
    private = changes.pop("private", {})
    whole["private"] |= private
    return Result(**(whole | changes))
