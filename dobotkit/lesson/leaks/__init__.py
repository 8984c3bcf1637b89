"""What lesson 13 uses: leaks of a plain notebook, ways out of one, and what is noted.

::

    from dobotkit.lesson import leaks

    plain = leaks.plain_folder(canary)     # a notebook with nothing switched off
    leaks.hunt(plain, canary)              # what it has left behind, and how it is written
    receiver = leaks.receiver()            # somebody outside, who counts
    leaks.attempt("tcp4", receiver)        # a way out, judged by the receiver
    leaks.compare_notes()                  # who notes what of a visit
"""

from __future__ import annotations

from dobotkit.lesson.leaks.hunting import compare, hunt, hunt_lab, planted
from dobotkit.lesson.leaks.known_holes import hole, holes
from dobotkit.lesson.leaks.notes import compare_notes, usage_table
from dobotkit.lesson.leaks.plain_folder import plain_folder
from dobotkit.lesson.leaks.receiver import receiver
from dobotkit.lesson.leaks.sharing import beacon, picture_of, publish_check, request_facts
from dobotkit.lesson.leaks.trying import attempt, attempts, escape_code
from dobotkit.lesson.leaks.wall import judge

__all__ = [
    "attempt",
    "attempts",
    "beacon",
    "compare",
    "compare_notes",
    "escape_code",
    "hole",
    "holes",
    "hunt",
    "hunt_lab",
    "judge",
    "picture_of",
    "plain_folder",
    "planted",
    "publish_check",
    "receiver",
    "request_facts",
    "usage_table",
]
