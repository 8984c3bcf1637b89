"""The Monk skin tone scale: ten tones of skin, from the lightest to the darkest."""

from __future__ import annotations

from typing import Final

__all__ = ["MONK"]

MONK: Final = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96",
    "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip
"""Its steps 1 to 10, as its page gives them: Ellis Monk, CC BY 4.0, https://skintone.google."""
