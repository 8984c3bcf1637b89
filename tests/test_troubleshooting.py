"""The page for searching: it lists every error, and quotes what is really said."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dobotkit import errors
from dobotkit.errors import DobotKitError

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0]: part.partition("\n")[2]
    for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
}
# A base class that nothing raises by itself.
NEVER_MET = {"DobotKitError"}
MET = sorted(set(errors.__all__) - NEVER_MET)


@functools.cache
def _said_by_the_kit() -> list[str]:
    """Every text in the kit's code; f-strings in the pieces between their values."""
    files = [*(ROOT / "dobotkit").rglob("*.py"), ROOT / "start.py"]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    return [
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_the_list_of_errors_is_that_of_the_module():
    classes = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    kinds = {name for name in classes if issubclass(getattr(errors, name), DobotKitError)}
    assert kinds == set(errors.__all__)


@pytest.mark.parametrize("error", MET)
def test_every_error_is_there_to_be_searched_for(error):
    seen = [
        name
        for name, text in SECTIONS.items()
        if re.search(rf"\*\*You see\*\* [^*]*`{error}\b", text)
    ]
    assert seen, f"no section of docs/troubleshooting.md begins with what {error} says"


@pytest.mark.parametrize(
    "words",
    [
        "'NoneType' object has no attribute 'params'",
        "IndexError: bytearray index out of range",
        "Permission denied: '/dev/ttyUSB0'",
        "PermissionError(13, 'Access is denied.', None, 5)",
        "libGL.so.1: cannot open shared object file",
        "DLL load failed while importing cv2",
        "ResolutionImpossible",
        "CERTIFICATE_VERIFY_FAILED",
    ],
)
def test_the_words_of_others_are_there_to_be_searched_for(words):
    assert words in " ".join(PAGE.split())


QUOTES = sorted(
    {
        " ".join(quote.split())
        for quote in re.findall(r"`((?:%s): [^`]+)`" % "|".join(MET), PAGE)  # noqa: UP031 - braces are many here
    }
)


@pytest.mark.parametrize("quote", QUOTES)
def test_what_is_quoted_is_what_the_kit_says(quote):
    said = _said_by_the_kit()
    # Values stand as dots; "too far from" and "too close to" are one text in the code.
    for piece in re.split(r"…|far from", quote.partition(": ")[2]):
        words = piece.strip(' ."')
        if len(words) > 3:
            assert any(words in text for text in said), words


KEEPERS_ROOMS = (
    *sorted((ROOT / "dobotkit" / "keeper").glob("*.py")),
    *(
        ROOT / "dobotkit" / name
        for name in (
            *("armnames.py", "around.py", "client.py", "finding_keeper.py"),
            *("keeping.py", "launch.py", "protocol_keeper.py"),
        )
    ),
)


def _sentences(path: Path) -> Iterator[str]:
    """What the errors say that are made in a file: of each sentence its longest piece."""
    makers = {*errors.__all__, "busy"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in makers:
            continue
        pieces = [
            part.value
            for part in (ast.walk(node.args[0]) if node.args else ())
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if pieces:
            yield max(pieces, key=len).strip(' ."')


SAID_BY_THE_KEEPER = sorted({piece for path in KEEPERS_ROOMS for piece in _sentences(path)})


def test_the_sentences_of_the_keeper_are_found_in_its_code():
    assert "This lab has no arm called" in SAID_BY_THE_KEEPER
    assert len(SAID_BY_THE_KEEPER) > 40


@pytest.mark.parametrize("piece", SAID_BY_THE_KEEPER)
def test_what_the_keeper_says_is_there_to_be_searched_for(piece):
    assert piece in " ".join(PAGE.split())


def test_every_section_says_what_is_seen_why_and_what_to_do():
    assert len(SECTIONS) > 25
    for name, text in SECTIONS.items():
        if "See [" in text:
            continue
        for part in ("**You see** ", "**Why** ", "**Do** "):
            assert text.count(part) == 1, (name, part)


def test_links_within_the_page_lead_somewhere():
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE)
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert links <= headings, links - headings
