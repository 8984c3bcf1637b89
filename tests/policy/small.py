"""The small inventory of these tests, and how it is changed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["TEXT", "changed", "in_row", "without"]

TEXT = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """The small inventory with other words, in the first place where the old ones stand."""
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


def in_row(name: str, old: str, new: str) -> str:
    """The small inventory with other words in one of its rows."""
    entry = _entry(name)
    assert entry.count(old) == 1, old
    return TEXT.replace(entry, entry.replace(old, new))


def without(name: str) -> str:
    """The small inventory without one of its entries."""
    return TEXT.replace(_entry(name), "")


def _entry(name: str) -> str:
    at = TEXT.index(f'id = "{name}"\n')
    start, end = TEXT.rindex("\n[[", 0, at) + 1, TEXT.find("\n[[", at)
    return TEXT[start : end + 1 if end > 0 else len(TEXT)]
