"""Two hundred ways in which numbers of people are written: invented ones, none of a person."""

from __future__ import annotations

import random
import string

__all__ = ["FORMATS", "numbers"]

FORMATS = (
    # 9 is a digit, A a letter; all else stands for itself.
    *("999999", "9999999", "99999999", "999999999", "9999999999", "99999999999", "999999999999"),
    *("999-99-9999", "99-9999999", "999.999.999-99", "99.999.999-9", "99.999.999-A", "99999999A"),
    *("A9999999A", "A99999999", "AA9999999", "AA999999A", "AAA999999", "A-999999-9", "AA-9999999"),
    *("999999-9999", "999999-999A", "999999+9999", "99999999-9999", "9999-9999-9999", "99/9999/99"),
    *("9999 9999 9999", "999 999 9999", "999 99 9999", "9 99 99 99 999 999 99", "99 999 999 999"),
    *("AA 999 999 99", "99 9999 99 9", "AAAA999999AAAAAA99", "999999/9999", "99999-99999-9"),
    *("(999) 999-9999", "+99 999 9999999", "ID: 99999999", "No. 999999", "#99999999"),
)
_TIMES = 5


def numbers() -> tuple[str, ...]:
    """Return two hundred of them and more, each another one; always the same."""
    rng = random.Random("numbers of people")  # noqa: S311 - always the same
    made = (
        "".join(
            rng.choice(string.digits if one == "9" else string.ascii_uppercase)
            if one in "9A"
            else one
            for one in form
        )
        for form in FORMATS
        for _ in range(_TIMES)
    )
    return tuple(dict.fromkeys(made))
