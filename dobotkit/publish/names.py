"""Names: those that this computer knows, those of a list, and words that announce one.

A search for names is a hint and never a proof. No list has all names, and many names are words
of a language as well (Rose, Will, Robin); see docs/publish-check.md for what is not found.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from dobotkit.publish.find import Kind, Mark, masked

__all__ = ["Names", "announced", "read_list", "simple"]

# Names that many computers have, or that are words: to look for them would find everything.
_COMMON = frozenset(
    (
        "root", "admin", "administrator", "user", "users", "guest", "student", "students", "pupil",
        "teacher", "school", "class", "test", "home", "public", "default", "owner", "pi", "jovyan",
        "runner", "vagrant", "ubuntu", "debian", "fedora", "localhost", "localdomain", "local",
        "laptop", "desktop", "computer", "machine", "windows", "linux", "macbook", "python",
        "jupyter", "lab", "dobot", "robot", "none", "unknown", "main", "dev", "build", "work",
        "the", "and", "von", "van", "der", "den", "mac", "www", "example", "your", "name", "you",
    )
)  # fmt: skip
_SHORTEST = 3
_TOO_LONG = 5.0
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[\w.'’-]{{1,40}}"
_ANNOUNCED = re.compile(
    r"(?i:\b(?:my name is|my name's|i am called|i'm called|call me|mein name ist|ich heiße"
    r"|ich bin der|ich bin die|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo"
    r"|il mio nome è|meu nome é|ik heet|mijn naam is|jag heter|nazywam się|mam na imię)\s+"
    r"|\b(?:author|authors|autor|autorin|auteur|written by|made by|created by|submitted by"
    r"|student|pupil|schüler|schülerin|élève|alumno|alumna|class of|name)\s*[:=]\s*[\"']?)"
    rf"(?P<name>(?=[^\W\d_a-z]){_WORD})"
)
_ANNOUNCED_HAN = re.compile(r"(?:我叫|我的名字是|姓名\s*[::])\s*(?P<name>[\u4e00-\u9fff]{2,4})")
# What often follows such words, and is no name of a person.
_NO_NAME = frozenset(("dobot", "magician", "anonymous", "none", "arm", "robot", "true", "false"))


class Names:
    """Names to look for, and how they are found in a text.

    Parameters
    ----------
    listed:
        Names of a list, such as those of a class; each also by its parts.
    here:
        Names that this computer knows, with what each is; by default they are looked up.

    Attributes
    ----------
    skipped:
        What is not looked for because its name is a common word, in words.
    """

    def __init__(
        self, listed: Iterable[str] = (), here: Iterable[tuple[str, str]] | None = None
    ) -> None:
        self.skipped: tuple[str, ...] = ()
        words: dict[str, tuple[Kind, str]] = {}
        for what, name in _known_here() if here is None else here:
            for part in _parts(name):
                if part in _COMMON or len(part) < _SHORTEST:
                    self.skipped += (what,) if what not in self.skipped else ()
                else:
                    kind = Kind.DEVICE if "computer's name" in what else Kind.NAME
                    words.setdefault(part, (kind, what))
        for name in listed:
            for part in _parts(name):
                if len(part) >= _SHORTEST or not part.isascii():
                    words[part] = (Kind.NAME, "a name of your list")
        self._words = words
        self._pattern = re.compile("|".join(map(_bounded, sorted(words, key=len, reverse=True))))

    def find(self, text: str) -> Iterator[Mark]:
        """Find these names in a text, however they are spelt in capitals or accents."""
        if not self._words:
            return
        for number, line in enumerate(simple(text).split("\n"), 1):
            for hit in self._pattern.finditer(line):
                kind, what = self._words[hit[0]]
                yield Mark(kind, f"{what} ({masked(hit[0])})", number, sure=False)


def announced(text: str) -> Iterator[Mark]:
    """Find words that follow "my name is" and its like, in a dozen languages."""
    for pattern in (_ANNOUNCED, _ANNOUNCED_HAN):
        for hit in pattern.finditer(text):
            if simple(hit["name"]) not in _NO_NAME:
                what = f"perhaps somebody's name ({masked(hit['name'])})"
                yield Mark(Kind.NAME, what, text.count("\n", 0, hit.start()) + 1, sure=False)


def read_list(text: str) -> tuple[str, ...]:
    """Return the names of a list: one a line, or a table with commas, semicolons or tabs."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return tuple(
        name
        for line in lines
        if line and not line.startswith("#")
        for cell in re.split(r"[,;\t]", line)
        if (name := cell.strip(" \"'"))
    )


def simple(text: str) -> str:
    """Return a text in small letters and without accents; its lines stay where they are."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _parts(name: str) -> list[str]:
    whole = simple(name).strip()
    parts = [part for part in re.split(r"[\s.@_]+", whole) if part]
    return [whole, *parts] if len(parts) > 1 else parts


def _bounded(word: str) -> str:
    # "mia" in "mia_1" and "mia7" is a name, in "miami" it is none. Chinese has no spaces.
    text = re.escape(word)
    if not any(letter.islower() for letter in word):
        return rf"(?<!\d){text}(?!\d)" if word[-1].isdigit() else text
    return rf"(?<!{_LETTER}){text}(?!{_LETTER})"


def _known_here() -> Iterator[tuple[str, str]]:
    """Names that this computer knows. They are compared with a file, and told to nobody."""
    yield "the name of this computer's user", Path.home().name
    for variable in ("USER", "USERNAME", "LOGNAME"):
        yield "the name of this computer's user", os.environ.get(variable, "")
    if sys.platform != "win32":
        import pwd  # noqa: PLC0415 - not on Windows

        with contextlib.suppress(KeyError):
            entry = pwd.getpwuid(os.getuid())
            yield "the name of this computer's user", entry.pw_name
            yield "the name of this computer's user", entry.pw_gecos.partition(",")[0]
    yield "this computer's name", platform.node().partition(".")[0]
    for key in ("user.name", "user.email"):
        yield "the name that git writes into your work", _of_git(key).partition("@")[0]


def _of_git(key: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        answer = subprocess.run(  # noqa: S603 - a program of this computer, with fixed words
            [git, "config", "--get", key],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TOO_LONG,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()
