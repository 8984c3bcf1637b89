"""One folder with everything that an installation needs, for computers that are not online."""

from __future__ import annotations

from dobotkit.bundle.make import make_bundle
from dobotkit.bundle.target import PLATFORMS, PYTHONS, Target, this_platform

__all__ = ["PLATFORMS", "PYTHONS", "Target", "make_bundle", "this_platform"]
