"""The goals of the lessons: one module a lesson, named like its folder without the number.

``lessons/01_hello_arm`` belongs to ``hello_arm``. Every module has a tuple ``GOALS``.
"""

from __future__ import annotations

import importlib
import importlib.util

from dobotkit.lesson.goal import Goal, by_name

__all__ = ["goals_of"]


def goals_of(slug: str) -> dict[str, Goal]:
    """Goals of a lesson by their names; none for a lesson that is not one of the kit's.

    Parameters
    ----------
    slug:
        The lesson's folder without its number, for example ``"hello_arm"``.
    """
    module = f"{__name__}.{slug}"
    if not slug.isidentifier() or importlib.util.find_spec(module) is None:
        return {}
    return by_name(importlib.import_module(module).GOALS)
