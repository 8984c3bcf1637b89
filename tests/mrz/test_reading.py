"""What is refused, where the error says it is, and that no error tells what stood there."""

from __future__ import annotations

import copy
import pickle

import pytest

from dobotkit import mrz
from dobotkit.errors import MrzCharacter, MrzCheckDigit, MrzDate, MrzError, MrzLength
from tests.mrz.specimens import PRINTED

TD1 = PRINTED[0].lines
TD3 = PRINTED[2].lines
LONG = PRINTED[5].lines


def changed(lines, line, position, character):
    text = lines[line - 1]
    new = text[: position - 1] + character + text[position:]
    return (*lines[: line - 1], new, *lines[line:])


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("", None),
        ([], None),
        (TD1[:2], None),
        ((*TD1, TD1[0]), None),
        ((TD1[0], TD1[1][:-1], TD1[2]), 2),
        ((TD1[0] + "<", *TD1[1:]), 2),
        ((TD3[0], TD1[0]), 2),
        ("<" * 90, None),
        ("I" * 10**6, None),
        ([b"I<UTO", "I"], 1),
        ([*TD1[:2], 7], 3),
        (b"I<UTO", 1),
        (None, None),
        (7, None),
    ],
)
def test_lines_that_no_kind_has(lines, line):
    for reader in (mrz.read, mrz.parse, mrz.correct, mrz.kind_of):
        with pytest.raises(MrzLength) as refused:
            reader(lines)
        assert refused.value.line == line
        assert refused.value.position is None


def test_spaces_around_the_lines_are_no_part_of_them():
    assert mrz.read("\n\n  " + "  \r\n\t".join(TD1) + "\n") == mrz.read(list(TD1))


@pytest.mark.parametrize("specimen", PRINTED, ids=lambda one: f"{one.kind} {one.number}")
@pytest.mark.parametrize("wrong", ["a", " ", "é", "-", "\u00a0", "\ud800", "\x07", "😀", "«"])
def test_a_character_that_no_zone_has_is_named_with_its_place(specimen, wrong):
    lines = changed(specimen.lines, 2, 5, wrong)
    with pytest.raises(MrzCharacter) as refused:
        mrz.parse(lines)
    assert (refused.value.line, refused.value.position) == (2, 5)
    assert str(refused.value).isprintable() or "\n" in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "line", "position", "character", "field"),
    [
        (TD1, 1, 1, "P", "document code"),
        (TD1, 1, 2, "V", "document code"),
        (TD1, 1, 3, "0", "issuing state"),
        (TD1, 1, 3, "<", "issuing state"),
        (TD1, 1, 4, "<", "issuing state"),
        (TD1, 1, 15, "O", "number check"),
        (TD1, 2, 1, "O", "birth"),
        (TD1, 2, 3, "2", "birth"),
        (TD1, 2, 7, "<", "birth check"),
        (TD1, 2, 8, "X", "sex"),
        (TD1, 2, 9, "<", "expiry"),
        (TD1, 2, 17, "<", "nationality"),
        (TD1, 2, 30, "<", "composite check"),
        (TD1, 3, 1, "<", "name"),
        (TD1, 3, 4, "0", "name"),
        (TD3, 1, 1, "I", "document code"),
        (TD3, 2, 10, "<", "number check"),
        (TD3, 2, 43, "A", "optional check"),
    ],
)
def test_a_character_that_may_not_stand_there(lines, line, position, character, field):
    with pytest.raises(MrzCharacter, match=rf"\({field}\)") as refused:
        mrz.parse(changed(lines, line, position, character))
    assert (refused.value.line, refused.value.position) == (line, position)


@pytest.mark.parametrize(
    ("lines", "line", "position", "text"),
    [
        (TD1, 2, 3, "00"),
        (TD1, 2, 3, "13"),
        (TD1, 2, 5, "32"),
        (TD1, 2, 3, "0<"),
        (TD1, 2, 11, "19"),
    ],
)
def test_a_day_that_the_calendar_has_not(lines, line, position, text):
    for index, character in enumerate(text):
        lines = changed(lines, line, position + index, character)
    with pytest.raises(MrzDate) as refused:
        mrz.parse(lines)
    assert refused.value.line == 2
    assert refused.value.position == (1 if position < 8 else 9)


def test_a_long_number_has_its_check_digit_behind_it():
    [check, *_] = mrz.read(LONG).checks
    assert (check.name, check.line, check.position, check.digit) == ("number", 1, 19, "9")
    assert check.covers == (mrz.Place(1, 6, 14), mrz.Place(1, 16, 18))
    with pytest.raises(MrzCheckDigit, match="line 1, position 19") as refused:
        mrz.read(changed(LONG, 1, 19, "8"))
    assert refused.value.position == 19
    # Without a digit there is no number check that could be right.
    assert not mrz.parse(changed(LONG, 1, 17, "<")).checks[0].right


def test_a_number_may_be_as_long_as_its_room_and_no_longer():
    given = {
        "document_code": "I",
        "issuing_state": "UTO",
        "surname": "A",
        "given_names": "B",
        "nationality": "UTO",
        "birth": "000101",
        "sex": "X",
        "expiry": "300101",
    }
    for kind, longest in {"TD1": 22, "TD2": 14, "TD3": 9, "MRV-A": 9, "MRV-B": 9}.items():
        code = {"TD3": "P", "MRV-A": "V", "MRV-B": "V"}.get(kind, "I")
        written = given | {"document_code": code}
        lines = mrz.write(kind, number="X1" * (longest // 2) + "7" * (longest % 2), **written)
        assert len(mrz.read(lines).number) == longest
        for length in range(1, longest):
            number = "7X" * 11
            assert (
                mrz.read(mrz.write(kind, number=number[:length], **written)).number
                == (number[:length])
            )
        with pytest.raises(MrzError, match="does not fit"):
            mrz.write(kind, number="7" * (longest + 1), **written)


def test_an_unused_personal_number_may_have_either_check_digit():
    """Part 3, appendix A, example 3: lines of the Doc with 0; a filler says the same."""
    first = "P<UTO" + "ERIKSSON<<ANNA".ljust(39, "<")
    for digit in "0<":
        lines = (first, f"HA672242<6UTO5802254M9601086<<<<<<<<<<<<<<{digit}8")
        assert mrz.read(lines).optional == ""
    assert not mrz.parse((first, "HA672242<6UTO5802254M9601086<<<<<<<<<<<<<<18")).valid


@pytest.mark.parametrize(
    ("text", "digit"),
    [("520727", 3), ("AB2134<<<", 5), ("D23145890734", 9), ("", 0), ("<" * 99, 0)],
)
def test_check_digits_that_the_doc_reckons_through(text, digit):
    assert mrz.check_digit(text) == digit


def test_a_check_digit_of_something_else_is_refused():
    with pytest.raises(MrzCharacter) as refused:
        mrz.check_digit("AB-1")
    assert refused.value.position == 3
    with pytest.raises(MrzCharacter):
        mrz.alike("é")
    with pytest.raises(MrzCharacter):
        mrz.alike("AB")


def test_what_no_check_digit_looks_at():
    cards = ("document_code", "issuing_state", "name", "nationality", "sex")
    for kind in ("TD1", "TD2", "TD3"):
        assert sorted(mrz.uncovered(kind)) == list(cards)
    for kind in ("MRV-A", "MRV-B"):
        assert sorted(mrz.uncovered(kind)) == [*cards[:4], "optional", "sex"]
    assert mrz.covered_by("TD1", 2, 1) == ("birth", "composite")
    assert mrz.covered_by("TD1", 2, 8) == ()
    assert mrz.covered_by("TD1", 1, 20) == ("composite",)


def test_places_that_no_kind_has():
    with pytest.raises(MrzLength, match="no position 31 in a line 1"):
        mrz.allowed("TD1", 1, 31)
    with pytest.raises(MrzLength, match="no position 0"):
        mrz.covered_by("TD1", 1, 0)
    for question in (mrz.uncovered, lambda kind: mrz.allowed(kind, 1, 1)):
        with pytest.raises(MrzLength, match="no such kind"):
            question("TD4")


def test_nothing_personal_is_shown_by_the_way():
    zone = mrz.read(TD1)
    shown = repr(zone) + repr(zone.checks) + repr(mrz.correct(TD1)) + str(zone)
    assert shown.count("right") == 2 + len(zone.checks)
    for told in ("ERIKSSON", "ANNA", "D2314", "7408", "1204"):
        assert told not in shown


def test_an_error_can_be_copied_and_sent():
    with pytest.raises(MrzCharacter) as refused:
        mrz.read(changed(TD1, 1, 3, "0"))
    for again in (copy.copy(refused.value), pickle.loads(pickle.dumps(refused.value))):  # noqa: S301 - ours
        assert (again.line, again.position, str(again)) == (1, 3, str(refused.value))


def test_what_the_errors_say():
    with pytest.raises(MrzCharacter) as refused:
        mrz.read(changed(TD1, 2, 3, "O"))
    assert refused.value.what == "Line 2, position 3 (birth): “O” does not belong there."
    assert refused.value.advice.startswith("There may stand 0 1 <. mrz.correct(…) changes")
    with pytest.raises(MrzCharacter, match=r"“é” is in no machine-readable zone"):
        mrz.read(changed(TD1, 2, 3, "é"))
    with pytest.raises(MrzCharacter, match=r"U\+0007 is in no machine-readable zone"):
        mrz.read(changed(TD1, 2, 3, "\x07"))
    with pytest.raises(MrzCharacter, match=r"stand A–Z <\."):
        mrz.read(changed(TD1, 3, 3, "1"))
    with pytest.raises(MrzCharacter, match=r"stand 0–9 <\."):
        mrz.read(changed(TD1, 2, 1, "A"))
    with pytest.raises(MrzCharacter, match=r"stand F M <\."):
        mrz.read(changed(TD1, 2, 8, "1"))
    with pytest.raises(MrzCheckDigit) as refused:
        mrz.read(changed(TD1, 2, 30, "7"))
    assert refused.value.what == (
        "The check digit “composite” (line 2, position 30) is “7”, and what it covers gives 6."
    )
    assert "line 1, positions 6 to 30, line 2, positions 1 to 7, line 2" in refused.value.advice
    for lines, words in (
        ([], "nothing in it"),
        (TD1[:2], "30 and 30 characters"),
        ((*TD1, TD1[0]), "30 and 30 and 30 characters and more lines"),
        (["<" * 88], "88 characters"),
        (["<" * 89], "very many characters"),
    ):
        with pytest.raises(MrzLength) as refused:
            mrz.read(lines)
        assert refused.value.what == f"This is no machine-readable zone: it has {words}."
