"""What was measured on drawn people: rates that show themselves as a picture with words.

A few dozen pictures say something about all pictures, but not exactly: each rate has its
interval, and every text says how many pictures it stands on.
"""

from __future__ import annotations

from dobotkit.measured.covers import CoverComparison, CoverResult, compare_covers
from dobotkit.measured.finding import Finding, ToneFound
from dobotkit.measured.matching import Errors, Matching
from dobotkit.measured.rate import Rate

__all__ = [
    "CoverComparison",
    "CoverResult",
    "Errors",
    "Finding",
    "Matching",
    "Rate",
    "ToneFound",
    "compare_covers",
]
