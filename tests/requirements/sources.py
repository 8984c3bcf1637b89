"""The kit's own source, as texts and as the packages that it needs."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.requirements.promises import ROOT

__all__ = ["imported", "needed", "pinned", "sources"]

_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)


@cache
def sources() -> dict[str, str]:
    """Every Python file of the kit by its path."""
    files = [ROOT / "start.py", *sorted((ROOT / "dobotkit").rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


@cache
def imported() -> dict[str, set[str]]:
    """What each file imports: the first part of its name."""
    return {path: set(_IMPORT.findall(text)) for path, text in sources().items()}


@cache
def pinned() -> frozenset[str]:
    """Every package that can come in, with all that packages need in turn."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [re.match(r"[A-Za-z0-9._-]+(?===)", line) for line in lines]
    return frozenset(canonicalize_name(name[0]) for name in names if name)


@cache
def needed() -> frozenset[str]:
    """The packages that the kit itself asks for, without those of its tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return frozenset(canonicalize_name(Requirement(one).name) for one in project["dependencies"])
