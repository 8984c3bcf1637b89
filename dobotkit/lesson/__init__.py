"""Glue for lesson notebooks: start, check an exercise, ask for a hint.

::

    from dobotkit import lesson

    lesson.start()               # finds the lesson beside the notebook
    lesson.check("lift", arm)    # ✔, or NotYet with exactly what is missing
    lesson.hint("lift")          # the next hint, from gentle to concrete

Checks look at the live arm, never at the saved notebook, and keep nothing.
"""

from __future__ import annotations

from dobotkit.lesson.current import check, hint, start
from dobotkit.lesson.short_errors import switch_off as long_errors
from dobotkit.lesson.short_errors import switch_on as short_errors

__all__ = ["check", "hint", "long_errors", "short_errors", "start"]
