"""Results of audits that never were, to see what is concluded from them."""

from __future__ import annotations

from dobotkit.audit.places import CARDS_IN_A_PLAIN_LAB, LEFT_BY_A_PLAIN_LAB
from dobotkit.audit.result import Moment, Result

KNOWN = {
    place: what | CARDS_IN_A_PLAIN_LAB.get(place, set())
    for place, what in {
        **LEFT_BY_A_PLAIN_LAB,
        "trash": {"picture", "name", "template"},
    }.items()
}
BEFORE = {"picture": 2.0, "name": 9.0, "template": 3.0, "card_text": 4.0}
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
            "plain": {"before": BEFORE, "after": None},
            "private": {
                "before": BEFORE,
                "after": {"picture": 0.0, "name": 4.5, "template": 0.5, "card_text": 0.0},
            },
        },
        "speed": 40.0,
    }
    private = changes.pop("private", {})
    whole["private"] |= private
    return Result(**(whole | changes))
