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
    lesson.tally(promised, scene)  # what was promised, beside what a camera sees
    lesson.measure_finding()     # how often faces of drawn people are found, by skin tone
    lesson.measure_cover("blur") # whether drawn people are still named below a cover
    lesson.compare_covers(blur, box)  # several covers in one picture
    lesson.measure_matching()    # how often "the same person?" is answered wrongly

What one lesson alone needs stands behind a door of its own: ``from dobotkit.lesson import leaks``
or ``pixels``.

Checks look at the live arm, never at the saved notebook. What is solved is
remembered until the kernel ends, and told to nobody.
"""

from __future__ import annotations

from dobotkit.crash import crash_report
from dobotkit.lesson.bare import bare_arm
from dobotkit.lesson.current import check, hint, progress, quiz, start, start_over
from dobotkit.lesson.made_up_class import made_up_class
from dobotkit.lesson.measuring import (
    compare_covers,
    measure_cover,
    measure_finding,
    measure_matching,
)
from dobotkit.lesson.short_errors import switch_off as long_errors
from dobotkit.lesson.short_errors import switch_on as short_errors
from dobotkit.lesson.tally import tally

__all__ = [
    "bare_arm",
    "check",
    "compare_covers",
    "crash_report",
    "hint",
    "long_errors",
    "made_up_class",
    "measure_cover",
    "measure_finding",
    "measure_matching",
    "progress",
    "quiz",
    "short_errors",
    "start",
    "start_over",
    "tally",
]
