"""Names of many alphabets in the letters A–Z, by the tables of ICAO Doc 9303."""

from __future__ import annotations

import unicodedata

from dobotkit.errors import MrzValue
from dobotkit.mrz.alphabet import FILLER, LETTERS, quoted
from dobotkit.mrz.letters import (
    ARABIC,
    AT_THE_BEGINNING,
    CYRILLIC,
    LANGUAGES,
    LATIN,
    SHADDA,
    TEH_MARBUTA,
)

__all__ = ["transliterate"]

# Part 3, section 4.6: hyphens and commas part a name, other punctuation is left out. Unicode
# has many dashes (Pd), and a hyphen among its controls (soft hyphen, a place to break: left out).
_PARTING = ",،"


def transliterate(name: str, *, language: str = "") -> str:
    """Write a name in the letters of a machine-readable zone.

    Parameters
    ----------
    name:
        Latin, Cyrillic or Arabic letters, in any mixture; capital or small.
    language:
        For Cyrillic: "be", "bg", "mk", "ru", "sr" or "uk". In some of them a letter becomes
        another one: Ukrainian Г is H. Empty: the table without its exceptions.

    Returns
    -------
    str
        Letters A–Z, with one ``<`` between words. Empty if nothing is left.

    Raises
    ------
    MrzValue
        A character has no letters of its own in the tables: a digit, or a letter of an
        alphabet that Doc 9303 has no table for, such as Greek or Chinese. Its `position`
        counts a letter and its accents as one.

    Notes
    -----
    ICAO Doc 9303, part 3, sections 4.6 and 6. It cannot be turned back: MUELLER may have been
    Müller or Mueller, and which of them is written nowhere in the zone.
    """
    if language and language not in LANGUAGES:
        raise MrzValue(
            "There are no exceptions of that language in the table of Cyrillic letters.",
            f"Leave language away, or use one of {', '.join(LANGUAGES)}.",
        )
    words = []
    done = 0
    text = unicodedata.normalize("NFC", name)
    for word in _parted(text):
        at = text.index(word, done)
        done = at + len(word)
        if written := _word(word, at, language):
            words.append(written)
    return FILLER.join(words)


def _parted(text: str) -> list[str]:
    for character in set(text):
        if character in _PARTING or unicodedata.category(character) == "Pd" or character == FILLER:
            text = text.replace(character, " ")
    return text.split()


def _word(word: str, at: int, language: str) -> str:
    """One word in capital letters; `at` is where it begins, for the error."""
    exceptions, beginning = LANGUAGES.get(language, {}), AT_THE_BEGINNING.get(language, {})
    written: list[str] = []
    letters = [(at + index, one) for index, raw in enumerate(word) for one in _letters(raw)]
    last = max((index for index, (_, one) in enumerate(letters) if not _silent(one)), default=-1)
    for index, (place, letter) in enumerate(letters):
        if letter == SHADDA:
            written.append(written[-1] if written else "")
        elif letter == TEH_MARBUTA:
            written.append("XAH" if index == last else "XTA")
        elif _silent(letter):
            continue
        elif not any(written) and letter in beginning:
            written.append(beginning[letter])
        else:
            written.append(exceptions.get(letter) or _letter(letter, place))
    return "".join(written)


def _letters(raw: str) -> str:
    """A letter in its usual form and as a capital: ß is SS, and shapes of Arabic are one."""
    if "\ufb50" <= raw <= "\ufdff" or "\ufe70" <= raw <= "\ufeff":
        raw = unicodedata.normalize("NFKC", raw)
    return raw if raw in LATIN else raw.upper()


def _silent(letter: str) -> bool:
    """Whether a character is left out: punctuation, accents of their own, vowel signs."""
    if letter in ARABIC:
        return not ARABIC[letter]
    if letter == SHADDA:
        return False
    category = unicodedata.category(letter)
    return category[0] in "PM" or category in ("Cf", "Lm", "Sk")


def _letter(letter: str, place: int) -> str:
    for table in (LATIN, CYRILLIC, ARABIC):
        if letter in table:
            return table[letter]
    # A letter and its accents; what Unicode does not take apart stands in the table.
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    if plain and set(plain) <= set(LETTERS):
        return plain
    if plain in CYRILLIC:
        return CYRILLIC[plain]
    sort = "A digit" if plain.isdigit() else f"The character {quoted(letter)}"
    raise MrzValue(
        f"{sort} at position {place + 1} has no place in the name of a zone.",
        "ICAO Doc 9303 has tables for Latin, Cyrillic and Arabic letters; write the name in "
        "the way the document writes it in Latin letters.",
        position=place + 1,
    )
