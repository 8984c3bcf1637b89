"""The trained models of the kit: which there are, where they lie, and their verified bytes.

None of them is in the repository or in a wheel of the kit. ``dobotkit models fetch`` gets
them, and nothing else does: not an import, not the lab, not a notebook. What comes out of
`load` are the very bytes whose SHA-256 was compared, so that a file cannot be exchanged
between the comparison and the use.
"""

from __future__ import annotations

from dobotkit.models.finding import find, is_there
from dobotkit.models.loading import load
from dobotkit.models.registry import MODELS, Model

__all__ = ["MODELS", "Model", "find", "is_there", "load"]
