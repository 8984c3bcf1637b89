from __future__ import annotations

import datetime as dt
import getpass
import platform
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from typer.testing import CliRunner

from dobotkit.card_layouts import LARGEST_CLASS, LAYOUTS
from dobotkit.cli import app
from dobotkit.printing.card_sheets import cards_pdf, class_of
from dobotkit.printing.paper import PAPERS, Paper
from dobotkit.simulator.specimens import draw
from tests.printing.cards_on_paper import cards_on, rendered, text_of
from tests.printing.test_sheets import ruler_mm

ON = dt.date(2026, 11, 1)
FINE = 6.0


@pytest.fixture(scope="module")
def few() -> bytes:
    """A class of nine: a sheet and a list."""
    return cards_pdf("a4", many=9, seed=1, on=ON)


@pytest.fixture(scope="module")
def sheets(few: bytes) -> list[np.ndarray]:
    return rendered(few, FINE)


def test_cards_have_their_true_size_and_do_not_touch(sheets: list[np.ndarray]):
    wide, high = PAPERS["a4"]
    assert len(sheets) == 2
    for sheet, many in zip(sheets, (9, 0), strict=True):
        assert sheet.shape[1::-1] == pytest.approx((wide * FINE, high * FINE), abs=1.5)
        found = cards_on(sheet, FINE)
        assert len(found) == many
        for layout, x, y in found:
            # Printers leave 5 mm at the edges empty.
            assert x > 5
            assert y > 5
            assert x + layout.size_mm[0] < wide - 5
            assert y + layout.size_mm[1] < high - 5
        for one in found:
            for other in found:
                apart = abs(one[1] - other[1]) > 87 or abs(one[2] - other[2]) > 55
                assert apart or one is other
    bottom = sheets[0][int(sheets[0].shape[0] * 0.88) :]
    assert ruler_mm(bottom) * 4 / FINE == pytest.approx(100, abs=0.5)


def test_a_row_of_three_fits_the_other_paper_too():
    wide = PAPERS["letter"][0]
    sheet, _ = rendered(cards_pdf("letter", many=3, seed=1, on=ON), FINE)
    found = cards_on(sheet, FINE)
    assert [x > 5 and x + layout.size_mm[0] < wide - 5 for layout, x, _ in found] == [True] * 3


@pytest.mark.parametrize("paper", PAPERS)
def test_one_of_every_kind_fits_one_sheet(paper: Paper):
    (sheet,) = rendered(cards_pdf(paper, many=None, seed=1, on=ON), FINE)
    found = cards_on(sheet, FINE)
    assert sorted(layout.name for layout, _, _ in found) == sorted(LAYOUTS)
    for layout, x, y in found:
        assert 5 < x < PAPERS[paper][0] - layout.size_mm[0] - 5
        assert 5 < y < PAPERS[paper][1] - layout.size_mm[1] - 25


def test_what_is_printed_is_what_was_drawn(sheets: list[np.ndarray]):
    cards = class_of(9, 1, ON)
    for card, (layout, x, y) in zip(cards, cards_on(sheets[0], FINE), strict=False):
        assert layout is card.design
        rows = slice(round(y * FINE), round((y + layout.size_mm[1]) * FINE))
        part = sheets[0][rows, round(x * FINE) : round((x + layout.size_mm[0]) * FINE)]
        # A dot aside makes edges differ, and not what an eye sees from afar.
        both = [
            cv2.resize(one, (48, 30), interpolation=cv2.INTER_AREA).astype(float)
            for one in (part, draw(card))
        ]
        assert abs(both[0] - both[1])[1:-1, 1:-1].mean() < 6
        assert abs(both[0] - both[1])[1:-1, 1:-1].max() < 60


def test_no_card_of_a_class_is_like_another():
    for seed in (1, 2, 7):
        cards = class_of(LARGEST_CLASS, seed, ON)
        for key in ("document_number", "lines", "code_text", "person", "name"):
            assert len({getattr(card, key) for card in cards}) == LARGEST_CLASS, key
    first, second = class_of(30, 1, ON), class_of(30, 2, ON)
    assert not {card.document_number for card in first} & {card.document_number for card in second}


def test_a_class_has_something_to_find_out():
    cards = class_of(30, 1, ON)
    assert [card.fault for card in cards].count("check digit") == 3
    assert [card.fault for card in cards].count("altered date") == 3
    assert any(card.expired for card in cards)
    assert sum(card.fault is None and not card.expired for card in cards) >= 18
    # Never printed: what nobody may take for a SPECIMEN.
    assert {card.issuing_state for card in cards} == {"UTO"}
    assert not {"not reserved", "other state"} & {card.fault for card in cards}


def test_the_teacher_has_a_list_of_what_is_true(few: bytes):
    *_, page = text_of(few)
    for number, card in enumerate(class_of(9, 1, ON), start=1):
        line = next(one for one in page.splitlines() if card.document_number in one)
        assert line.startswith(f"{number} {card.document_number} {card.design.document}")
        assert f" {card.birth:%d %m %Y} {card.expiry:%d %m %Y}" in line
        assert card.name.surname not in page
        wrong = {
            "check digit": "a wrong digit in the lines at the bottom",
            "altered date": "the printed birth date is not the one at the bottom",
            None: "expired" if card.expired else f"{card.expiry:%Y}",
        }
        assert line.endswith(wrong[card.fault])


def test_the_file_tells_nothing_of_anybody_who_exists(few: bytes):
    document = pypdfium2.PdfDocument(few)
    about = document.get_metadata_dict()
    document.close()
    assert about.pop("Title") == "dobotkit: SPECIMEN cards"
    assert about.pop("Creator") == about.pop("Producer") == "dobotkit"
    assert not any(about.values())
    assert b"Date" not in few
    assert b"Exif" not in few
    for mine in (getpass.getuser(), platform.node(), str(Path.home())):
        assert len(mine) < 3 or mine.encode() not in few
    assert cards_pdf("a4", many=9, seed=1, on=ON) == few


def test_the_command_prints_cards_for_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    words = ["print", "cards", "--class", "2", "--seed", "3", "--on", "2026-11-01"]
    done = run.invoke(app, [*words, "--paper", "letter"])
    assert done.exit_code == 0, done.output
    assert "do not laminate" in done.output
    written = (tmp_path / "dobotkit-cards-letter.pdf").read_bytes()
    assert written == cards_pdf("letter", many=2, seed=3, on=ON)
    days = [dt.datetime.now().astimezone().date()]
    plain = run.invoke(app, ["print", "cards", "--class", "1", "--output", "mine.pdf"])
    assert plain.exit_code == 0
    days.append(dt.datetime.now().astimezone().date())
    assert (tmp_path / "mine.pdf").read_bytes() in [
        cards_pdf("a4", many=1, seed=1, on=day.replace(day=1)) for day in days
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["board", "--class", "30"], ["blocks", "--seed", "2"], ["markers", "--on", "2026-11-01"],
        ["cards", "--class", "0"], ["cards", "--class", "61"], ["cards", "--class", "many"],
        ["cards", "--seed", "0"], ["cards", "--on", "today"],
        ["cards", "--on", "0001-01-01"], ["cards", "--on", "9999-12-31"],
    ],
)  # fmt: skip
def test_the_command_says_what_it_cannot_print(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["print", *words])
    assert done.exit_code == 2
    assert done.output.strip()
    assert not list(tmp_path.iterdir())
