"""What pseudonym words are checked against: names of many languages, and what is unkind.

The lists come from the packages Faker and better-profanity, which only tests use, and
from two files in ``tests/data``. docs/pseudonyms.md says what they cannot find.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"

# As in English newspapers; letters that are not heard are left out.
_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"
    " х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g"
)
_GREEK = (
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f"
    " χ=ch ψ=ps ω=o"
)
_LATIN = "ß=ss ø=o ł=l đ=d ı=i æ=ae"
_LETTERS = {
    ord(letter): latin
    for letter, _, latin in (
        each.partition("=") for each in f"{_CYRILLIC} {_GREEK} {_LATIN}".split()
    )
}


def plain(text: str) -> str:
    """Letters without marks, in small letters; Cyrillic and Greek in Latin letters."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().translate(_LETTERS)


@dataclass(frozen=True)
class Names:
    """First and second names, each with the lists that have it."""

    first: dict[str, frozenset[str]]
    second: dict[str, frozenset[str]]

    @property
    def lists(self) -> frozenset[str]:
        """The names of all lists that a first name comes from."""
        return frozenset().union(*self.first.values())


def own() -> dict[str, dict[str, list[str]]]:
    """The names that were found by asking people."""
    return tomllib.loads((DATA / "more_names.toml").read_text(encoding="utf-8"))


@cache
def names() -> Names:
    """All names of all lists."""
    from faker.providers import person  # noqa: PLC0415 - only here, and slow

    first: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for field in dir(provider):
            if "name" not in field or field.startswith(("_", "language")):
                continue
            told = getattr(provider, field)
            if callable(told) or isinstance(told, property):
                continue
            into = second if "last" in field else first
            for entry in told:
                text = entry if isinstance(entry, str) else str(entry[0])
                if "{{" in text:
                    continue
                for part in plain(text).replace("-", " ").split():
                    into.setdefault(part, set()).add(found.name)
    for language, some in own()["names"].items():
        for name in some:
            first.setdefault(plain(name), set()).add(f"own: {language}")
    return Names(
        {name: frozenset(lists) for name, lists in first.items()},
        {name: frozenset(lists) for name, lists in second.items()},
    )


def unkind() -> dict[str, dict[str, list[str]]]:
    """What hurts in a school yard."""
    return tomllib.loads((DATA / "unkind_words.toml").read_text(encoding="utf-8"))


@cache
def rude() -> frozenset[str]:
    """The words of better-profanity's list that are one word."""
    text = resources.files("better_profanity").joinpath("profanity_wordlist.txt")
    lines = text.read_text(encoding="utf-8").split("\n")
    return frozenset(word for line in lines if (word := plain(line.strip())).isalpha())


def rude_inside(word: str) -> set[str]:
    """Rude words of four letters or more inside ``word``, or shorter ones that it is."""
    return {bad for bad in rude() if (len(bad) > 3 and bad in word) or bad == word}


def rude_across(firsts: Iterable[str], seconds: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """Rude words that are heard where two words meet, and in neither alone."""
    found: dict[tuple[str, str], set[str]] = {}
    for bad in rude():
        for at in range(1, len(bad)) if len(bad) > 3 else ():
            for first in firsts:
                if first.endswith(bad[:at]):
                    for second in seconds:
                        if second.startswith(bad[at:]):
                            found.setdefault((first, second), set()).add(bad)
    return found
