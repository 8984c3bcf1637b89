"""Machine-readable zones: the lines of A–Z, 0–9 and < on cards, passports and visas.

::

    from dobotkit import mrz

    lines = mrz.write("TD1", document_code="I", issuing_state="UTO", number="XUT000012", …)
    zone = mrz.read(lines)            # an MrzError says where something is wrong
    zone.checks                       # every check digit, and whether it is right
    mrz.check_digit("740812")         # 2
    mrz.correct(lines).changes        # O for 0 and the like, shown one by one

All five kinds of ICAO Doc 9303: TD1 and TD2 (cards), TD3 (passports), MRV-A and MRV-B
(visas). Lines and positions count from 1. Nothing is stored and nothing is looked up.
A zone holds what it says about somebody, and shows it only to whoever asks for it by name.
"""

from __future__ import annotations

from dobotkit.mrz.alphabet import ALPHABET, FILLER, VALUES, WEIGHTS, alike, check_digit
from dobotkit.mrz.correction import LOOK_ALIKES, Change, Correction, correct
from dobotkit.mrz.date import Date, Span
from dobotkit.mrz.grammar import allowed, covered_by, uncovered
from dobotkit.mrz.layout import CHECKS, FIELDS, KINDS, LENGTHS, CheckRule, Field, Kind, Place
from dobotkit.mrz.reading import kind_of, parse, read
from dobotkit.mrz.transliteration import transliterate
from dobotkit.mrz.writing import write
from dobotkit.mrz.zone import Check, Zone

__all__ = [
    "ALPHABET",
    "CHECKS",
    "FIELDS",
    "FILLER",
    "KINDS",
    "LENGTHS",
    "LOOK_ALIKES",
    "VALUES",
    "WEIGHTS",
    "Change",
    "Check",
    "CheckRule",
    "Correction",
    "Date",
    "Field",
    "Kind",
    "Place",
    "Span",
    "Zone",
    "alike",
    "allowed",
    "check_digit",
    "correct",
    "covered_by",
    "kind_of",
    "parse",
    "read",
    "transliterate",
    "uncovered",
    "write",
]
