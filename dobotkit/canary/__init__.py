"""Canaries: invented things that are planted, and a scanner that finds them in many forms.

::

    from dobotkit.canary import Canary, scan, search

    canary = Canary.fresh()
    canary.name, canary.number     # type them somewhere
    canary.picture                 # show it, plot it, save it
    print(search(["."], canary))   # where did they go?

``FORMS`` lists every form in which something is found, with an example of each.
Nothing is found in what is encrypted, or turned into something else. Numbers that describe
a face are found if they are told: ``canary.with_templates(...)``.
"""

from __future__ import annotations

from dobotkit.canary.canary import Canary
from dobotkit.canary.forms import FORMS, Form
from dobotkit.canary.memory import copies
from dobotkit.canary.scan import Find, Scanner, scan
from dobotkit.canary.search import FileFind, Report, search

__all__ = [
    "FORMS",
    "Canary",
    "FileFind",
    "Find",
    "Form",
    "Report",
    "Scanner",
    "copies",
    "scan",
    "search",
]
