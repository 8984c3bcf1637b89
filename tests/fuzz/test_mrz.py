"""Whatever comes, a zone is read or refused with an error that tells nothing of it."""

from __future__ import annotations

import random
import re

import pytest

from dobotkit import mrz
from dobotkit.errors import MrzCheckDigit, MrzDate, MrzError
from tests.fuzz.zones import ODD, SPOILING, spoilt

# These change lengths, which every kind has of its own.
ALWAYS_REFUSED = {"characters missing", "too many characters", "a line missing"}
READERS = (mrz.parse, mrz.read, mrz.kind_of, lambda lines: mrz.parse(mrz.correct(lines).lines))


def attempt(reader, lines):
    """What a reader says; any other error than its own goes through and fails the test."""
    try:
        return reader(lines)
    except MrzError as error:
        return error


def tells_nothing(error, lines):
    """Three neighbouring characters of a line would be too much, fillers aside."""
    said = f"{error!s} {error!r} {error.why()}"
    assert len(said) < 2000
    # Kinds, codes and what is written in the messages themselves.
    known = re.sub(r"TD\d|MRV|ICAO|USED|YYMMDD|U\+\w+", " ", said)
    for line in lines:
        for at in range(len(line) - 3):
            piece = line[at : at + 4]
            if piece.isascii() and piece.isalnum():
                assert piece not in known, "the error says what stood there"
    if isinstance(error, MrzCheckDigit | MrzDate):
        assert error.line is not None
        assert error.position is not None


@pytest.mark.parametrize("kind", SPOILING)
def test_spoilt_lines_are_read_or_refused(kind):
    rng = random.Random(f"zones {kind}")
    refused = accepted = 0
    for _ in range(80):
        lines = spoilt(rng, kind, rng.randrange(1, 4))
        text = rng.choice(["\n", "\r\n", " \n\t"]).join(lines)
        for given in (lines, tuple(lines), text):
            for reader in READERS:
                said = attempt(reader, given)
                if isinstance(said, MrzError):
                    refused += 1
                    tells_nothing(said, lines)
                elif isinstance(said, mrz.Zone):
                    accepted += 1
                    count, width = mrz.LENGTHS[said.kind]
                    assert [len(line) for line in said.lines] == [width] * count
    assert refused > 50
    assert (accepted > 0) == (kind not in ALWAYS_REFUSED)


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_refused(seed):
    rng = random.Random(seed)
    for _ in range(60):
        count, width = rng.choice([*mrz.LENGTHS.values(), (1, 500), (7, 2)])
        lines = ["".join(rng.choice(ODD + "ABC<<<<") for _ in range(width)) for _ in range(count)]
        for given in (lines, "\n".join(lines)):
            for reader in READERS:
                said = attempt(reader, given)
                assert isinstance(said, MrzError | str)
                if isinstance(said, MrzError):
                    tells_nothing(said, lines)


@pytest.mark.parametrize(
    "lines",
    [
        "<" * 1_000_000,
        "\n" * 300_000,
        ["A"] * 60_000,
        ["<" * 44, "<" * 44],
        ["P" + "A" * 43, "0" * 44],
        [[], {}],
        [None, None],
        object(),
        {"a": 1},
        range(3),
        b"\xff" * 90,
        float("nan"),
    ],
    ids=lambda lines: type(lines).__name__,
)
def test_what_is_huge_or_no_text_at_all_is_refused(lines):
    for reader in (mrz.parse, mrz.read, mrz.correct, mrz.kind_of):
        said = attempt(reader, lines)
        if not isinstance(said, mrz.Correction | str):
            assert isinstance(said, MrzError)
            assert len(str(said)) < 500


def test_names_of_any_characters_are_written_or_refused():
    rng = random.Random(11)
    done = 0
    for _ in range(1500):
        name = "".join(
            chr(
                rng.choice(
                    [rng.randrange(0x250), rng.randrange(0x400, 0x700), rng.randrange(0x110000)]
                )
            )
            for _ in range(rng.randrange(6))
        )
        written = attempt(mrz.transliterate, name)
        if isinstance(written, str):
            done += 1
            assert re.fullmatch("([A-Z]+(<[A-Z]+)*)?", written)
        else:
            assert len(str(written)) < 500
    assert done > 100


def test_check_digits_of_anything():
    for character in map(chr, range(0x600)):
        said = attempt(mrz.check_digit, character)
        assert isinstance(said, MrzError) == (character not in mrz.ALPHABET)
