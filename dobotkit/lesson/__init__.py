"""Glue for lesson notebooks: start, answer a question, check an exercise, ask for a hint.

::

    from dobotkit import lesson

    lesson.start()               # finds the lesson beside the notebook
    lesson.start(scene="blocks") # and lays a simulated table
    lesson.check("lift", arm)    # ✔, or NotYet with exactly what is missing
    lesson.hint("lift")          # the next hint, from gentle to concrete
    lesson.quiz("up")            # a quick question; nothing is kept
    lesson.progress()            # ✔ and ○ for the exercises of this notebook
    lesson.start_over()          # a fresh copy beside this one
    lesson.bare_arm()            # a simulated arm that refuses nothing
    lesson.crash_report()        # what can be told of the last error; shown before it is kept
    lesson.made_up_class(session)  # pupils who do not exist, to be counted
    lesson.receiver()            # somebody outside, who counts what gets out
    lesson.plain_folder(canary)  # a notebook with nothing switched off; more in lesson.leaks

Checks look at the live arm, never at the saved notebook. What is solved is
remembered until the kernel ends, and told to nobody.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from dobotkit.crash import crash_report
from dobotkit.lesson.bare import bare_arm
from dobotkit.lesson.current import check, hint, progress, quiz, start, start_over
from dobotkit.lesson.made_up_class import made_up_class
from dobotkit.lesson.receiver import receiver
from dobotkit.lesson.short_errors import switch_off as long_errors
from dobotkit.lesson.short_errors import switch_on as short_errors

if TYPE_CHECKING:
    from dobotkit.lesson.leaks.hunting import compare, hunt, hunt_lab, planted
    from dobotkit.lesson.leaks.known_holes import hole, holes
    from dobotkit.lesson.leaks.notes import compare_notes, usage_table
    from dobotkit.lesson.leaks.plain_folder import plain_folder
    from dobotkit.lesson.leaks.sharing import beacon, publish_check, request_facts
    from dobotkit.lesson.leaks.trying import attempt, attempts, escape_code
    from dobotkit.lesson.leaks.wall import judge

__all__ = [
    "attempt",
    "attempts",
    "bare_arm",
    "beacon",
    "check",
    "compare",
    "compare_notes",
    "crash_report",
    "escape_code",
    "hint",
    "hole",
    "holes",
    "hunt",
    "hunt_lab",
    "judge",
    "long_errors",
    "made_up_class",
    "plain_folder",
    "planted",
    "progress",
    "publish_check",
    "quiz",
    "receiver",
    "request_facts",
    "short_errors",
    "start",
    "start_over",
    "usage_table",
]

# Of lesson 13, and looked up when they are first used: no other lesson needs OpenCV, or
# the half of Jupyter that saves notebooks.
_LEAKS = {
    "attempt": "trying",
    "attempts": "trying",
    "beacon": "sharing",
    "compare": "hunting",
    "compare_notes": "notes",
    "escape_code": "trying",
    "hole": "known_holes",
    "holes": "known_holes",
    "hunt": "hunting",
    "hunt_lab": "hunting",
    "judge": "wall",
    "plain_folder": "plain_folder",
    "planted": "hunting",
    "publish_check": "sharing",
    "request_facts": "sharing",
    "usage_table": "notes",
}


def __getattr__(name: str) -> object:
    if name in _LEAKS:
        module = importlib.import_module(f"dobotkit.lesson.leaks.{_LEAKS[name]}")
        return getattr(module, name)
    msg = f"module 'dobotkit.lesson' has no name {name!r}; it has {', '.join(__all__)}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return list(__all__)
