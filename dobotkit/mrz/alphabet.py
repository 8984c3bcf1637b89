"""The 37 characters of a machine-readable zone, what each is worth, and the check digit.

ICAO Doc 9303, part 3, section 4.9: a digit counts as itself, A as 10 … Z as 35, the filler
``<`` as 0. The values are multiplied by 7, 3, 1, 7, 3, 1 …; what remains of the sum when it
is divided by ten is the check digit.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from types import MappingProxyType

from dobotkit.errors import MrzCharacter

__all__ = [
    "ALPHABET",
    "DIGITS",
    "FILLER",
    "LETTERS",
    "VALUES",
    "WEIGHTS",
    "alike",
    "check_digit",
    "quoted",
]

FILLER = "<"
DIGITS = string.digits
LETTERS = string.ascii_uppercase
ALPHABET = DIGITS + LETTERS + FILLER
WEIGHTS = (7, 3, 1)
VALUES: Mapping[str, int] = MappingProxyType(
    {character: value for value, character in enumerate(DIGITS + LETTERS)} | {FILLER: 0}
)


def check_digit(text: str) -> int:
    """Compute the check digit of some characters of a zone.

    Parameters
    ----------
    text:
        Characters A–Z, 0–9 and ``<``, as they stand in the zone.

    Returns
    -------
    int
        0 … 9. Nothing at all gives 0.

    Raises
    ------
    MrzCharacter
        A character of another kind is among them.
    """
    total = 0
    for index, character in enumerate(text):
        value = VALUES.get(character)
        if value is None:
            raise MrzCharacter(
                f"{quoted(character)} at position {index + 1} counts for nothing: "
                "a machine-readable zone has A–Z, 0–9 and < only.",
                "Write capital letters without accents; mrz.transliterate(…) does it for a name.",
                position=index + 1,
            )
        total += value * WEIGHTS[index % len(WEIGHTS)]
    return total % 10


def alike(character: str) -> str:
    """Name the other characters that a check digit takes for this one.

    Every weight (7, 3, 1) has no factor in common with ten. So one wrong character changes
    the check digit, unless its value is the same when only the last digit is looked at:
    A (10), K (20) and U (30) are each taken for 0.
    """
    if character not in VALUES or len(character) != 1:
        raise MrzCharacter(
            f"{quoted(character)} is no character of a machine-readable zone.",
            "Ask about one of A–Z, 0–9 and <.",
        )
    worth = VALUES[character] % 10
    return "".join(one for one in ALPHABET if one != character and VALUES[one] % 10 == worth)


def quoted(character: str) -> str:
    """One character for a message; one that cannot be shown by its number."""
    if len(character) != 1:
        return "That"
    return f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}"
