"""Lesson 10: what was written down for who says no is what a camera is told."""

from __future__ import annotations

import pytest

from dobotkit import Arm, Camera, Session
from dobotkit.lesson import cards
from dobotkit.scene import CARD_ASKS
from tests.arm.bench import fresh_address

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def arm():
    with Arm(fresh_address().replace("dobotsim", "keeper")) as arm:
        arm.home()
        yield arm


def test_each_card_answers_the_same(arm):
    arm.table.reset("id_cards")
    arm.look_from()
    session = Session()
    paper = cards.on_paper(arm)
    with (
        Camera(session, why="look where the cards lie") as camera,
        camera.cards(why="compare", asks=CARD_ASKS) as reader,
        paper.cards(why="compare", asks=CARD_ASKS) as written,
    ):
        there = paper.look().cards
        assert len(camera.look().cards) == len(there) == 6
        for card in there:
            seen = reader.look(at=card).card.claims
            told = written.look(at=card).card.claims
            assert told.faults == seen.faults
            assert [told.answer_to(ask) for ask in CARD_ASKS] == [
                seen.answer_to(ask) for ask in CARD_ASKS
            ]
    session.end()
