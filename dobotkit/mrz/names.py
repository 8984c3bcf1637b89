"""The name field: two names with ``<<`` between, cut where the field is too short."""

from __future__ import annotations

from dobotkit.errors import MrzValue
from dobotkit.mrz.alphabet import FILLER
from dobotkit.mrz.transliteration import transliterate

__all__ = ["name_field"]

_BETWEEN = 2 * FILLER
# What has to stay of the given names: their first letter behind two fillers.
_LEAST = len(_BETWEEN) + 1


def name_field(surname: str, given_names: str, width: int, language: str = "") -> str:
    """Write a name as it stands in a zone.

    ICAO Doc 9303 leaves to the issuer how a long name is cut, with three conditions that
    hold here: something of both names stays, a cut name fills the field, and its last
    character is a letter. So a reader sees that it may have been cut.

    Parameters
    ----------
    surname, given_names:
        In any letters that :func:`transliterate` knows. The given names may be empty.
    width:
        Characters in the field.
    language:
        As :func:`transliterate` takes it.
    """
    first = transliterate(surname, language=language)
    second = transliterate(given_names, language=language)
    if not first:
        raise MrzValue(
            "Nothing is left of the surname in letters A–Z.",
            "Whoever has one name only has it as the surname: write given_names=''.",
        )
    whole = f"{first}{_BETWEEN}{second}" if second else first
    if len(whole) <= width:
        return whole.ljust(width, FILLER)
    if not second:
        return _filled(first, width)
    kept = min(len(first), width - _LEAST)
    # A letter of the surname goes as well if the given names would end with a filler.
    for at in (kept, kept - 1):
        if at and (rest := _cut(second, width - at - len(_BETWEEN))):
            return _filled(first, at) + _BETWEEN + rest
    return first + _BETWEEN + _filled(second, width - len(first) - len(_BETWEEN))


def _filled(words: str, width: int) -> str:
    """Cut words to a width, with a letter at the end, whatever they are.

    Where nothing but initials stand before a filler, the last two stand together.
    """
    if len(words) <= width:
        return words
    return _cut(words, width) or words[: width - 1] + words[width]


def _cut(words: str, width: int) -> str:
    """Cut words to a width, with a letter at the end; empty if that cannot be.

    A cut just before the next word would end with a filler, or with a whole word as if
    nothing followed; then a letter of the longest word before makes room for the next initial.
    """
    if words[width - 1] != FILLER:
        return words[:width]
    kept, initial = words[: width - 1].split(FILLER), words[width]
    longest = max(range(len(kept)), key=lambda at: len(kept[at]))
    kept[longest] = kept[longest][:-1]
    return FILLER.join([*kept, initial]) if kept[longest] else ""
