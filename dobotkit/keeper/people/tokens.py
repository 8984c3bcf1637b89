"""Tokens: how one is drawn, and what the keeper keeps of it."""

from __future__ import annotations

import hashlib
import secrets

from dobotkit.keeper.people.holder import Key

__all__ = ["draw_token", "key_of"]

# No i, l, o and u: they are mistaken for 1, 0 and v.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS = 5
_IN_A_GROUP = 5


def draw_token() -> str:
    """Draw a token: 125 random bits as five groups of five, to be written down on paper."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS)
    )


def key_of(token: str) -> Key:
    """Return what is kept of a token: a hash, from which nobody can work it out."""
    return Key(hashlib.sha256(token.encode()).digest())
