"""A class of thirty: printed, put in front of a camera, found and read."""

from __future__ import annotations

import datetime as dt

import cv2
import numpy as np
import pytest

from dobotkit.card_layouts import is_reserved
from dobotkit.keeper.eyes.card_text import CardText, read_card
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.documents import claims_of
from dobotkit.printing.card_sheets import cards_pdf, class_of
from dobotkit.simulator.specimens import Specimen
from dobotkit.simulator.specimens.photograph import GROUNDS, photograph
from tests.printing.cards_on_paper import cards_on, rendered

ON = dt.date(2026, 11, 1)
# Dots of a usual printer.
FINE = 300 / 25.4
MANY = 30


@pytest.fixture(scope="module")
def paper_cards() -> list[np.ndarray]:
    """Thirty cards, cut out of their sheets."""
    cut = []
    for sheet in rendered(cards_pdf("a4", many=MANY, seed=1, on=ON), FINE):
        for layout, x, y in cards_on(sheet, FINE):
            wide, high = layout.size_mm
            rows = slice(round(y * FINE), round((y + high) * FINE))
            cut.append(sheet[rows, round(x * FINE) : round((x + wide) * FINE)])
    return cut


def read(count: int, card: np.ndarray) -> CardText:
    """Photograph a card, each in another way, find it and read it."""
    frame, corners = photograph(
        card,
        seed=count,
        size=(960, 720),
        background=GROUNDS[count % len(GROUNDS)],
        turn=37.0 * count,
        tilt=6.0 * (count % 4),
        blur=0.5 + 0.2 * (count % 3),
        noise=3.0,
        fill=0.95,
    )
    # The surest comes first; on gravel something may look like another one.
    found = find_cards(frame)[0]
    assert found.found_by == "markers"
    assert np.linalg.norm(found.corners - corners, axis=1).max() < 8
    return read_card(frame, found)


def is_read(text: CardText, card: Specimen) -> bool:
    """Whether the zone is read to the letter; wrong answers are worse than none."""
    if text.zone is None:
        assert text.trouble
        return False
    assert text.zone.lines == card.lines
    assert text.zone.valid == (card.fault != "check digit")
    assert is_reserved(text.zone.number)
    return True


def answers_are_true(text: CardText, card: Specimen):
    """Whether a reader says of a card what stands in the teacher's list, and no age wrongly."""
    claims, _ = claims_of(text, asks=("valid", "over 13", "over 16", "over 18"), today=ON)
    assert claims is not None
    assert claims["valid"] is (card.fault is None and not card.expired)
    for years in (13, 16, 18):
        told = claims[f"over_{years}"]
        assert told in (card.birth <= ON.replace(year=ON.year - years), None)
        assert told is not None or card.fault


@pytest.mark.slow
def test_a_class_of_thirty_is_printed_photographed_and_read(paper_cards: list[np.ndarray]):
    cards = class_of(MANY, 1, ON)
    assert len(paper_cards) == MANY
    seen = [
        cv2.resize(one, (256, 160), interpolation=cv2.INTER_AREA).astype(float)
        for one in paper_cards
    ]
    for count, one in enumerate(seen):
        assert all(abs(one - other).mean() > 3 for other in seen[:count])
    exact = printed = fields = 0
    for count, (card, picture) in enumerate(zip(cards, paper_cards, strict=True)):
        text = read(count, picture)
        if is_read(text, card):
            exact += 1
            answers_are_true(text, card)
            for name in ("number", "birth", "expiry", "sex", "nationality"):
                fields += 1
                printed += text.fields[name].text == card.fields[name]
    # At least 95 % of them, and of what is printed.
    assert exact >= 0.95 * MANY
    assert printed >= 0.98 * fields
