"""The goals of lesson 10, and what it uses: check digits, a hunt for cards, a desk on paper."""

from __future__ import annotations

import datetime as dt
import gzip
import inspect
import json
from pathlib import Path
from types import FunctionType

import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from dobotkit import mrz
from dobotkit.cards import CardReader
from dobotkit.claim_messages import ClaimsTold
from dobotkit.errors import CardsClosed, LessonError, NotAskedFor, NotYet, WrongValue
from dobotkit.keeper.eyes.card_text import CardText
from dobotkit.keeper.eyes.documents import claims_of
from dobotkit.keeper.eyes.text import Line
from dobotkit.lesson import cards
from dobotkit.lesson.cards.hunting import words_of
from dobotkit.lesson.cards.on_paper import Reader
from dobotkit.lesson.cards.on_the_table import laid, today
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.read_a_card_keep_nothing import (
    belongs_in,
    careful,
    may_enter,
    missed,
    overlooked,
    sort,
    trials,
)
from dobotkit.scene import CARD_ASKS
from dobotkit.sight_messages import SceneTold
from dobotkit.simulator.specimens import Specimen

ON = dt.date(2026, 11, 23)
LESSON = "read_a_card_keep_nothing"


@pytest.fixture(scope="module")
def card():
    return Specimen(37, on=ON)


@pytest.fixture
def folder():
    return cards.folder()


@pytest.fixture
def table(arm):
    arm.table.reset("id_cards")
    return arm


def test_there_are_three_exercises_with_hints_and_five_questions():
    assert list(goals_of(LESSON)) == ["missed", "careful", "sort"]
    assert all(len(goal.hints) >= 3 for goal in goals_of(LESSON).values())
    assert list(questions_of(LESSON)) == ["digit", "genuine", "deleted", "enough", "blue"]


class TestByHand:
    def test_it_is_worked_out_as_on_paper(self):
        shown = cards.by_hand("3A7")
        assert shown.lines == (("3", "3", "7", "21"), ("A", "10", "3", "30"), ("7", "7", "1", "7"))
        assert shown.below == "Together 58. 58 = 5 × 10 + 8, so the check digit is 8."
        assert shown.digit == questions_of(LESSON)["digit"].right == 8

    @pytest.mark.parametrize("text", ["520727", "XUT000012", "<<<<<<", "Z" * 44])
    def test_it_is_the_kit_s_own(self, text):
        assert cards.by_hand(text).digit == mrz.check_digit(text)

    @pytest.mark.parametrize("text", ["", 520727, "7" * 45])
    def test_what_is_no_text_is_refused(self, text):
        with pytest.raises(WrongValue, match="A check digit belongs to a text"):
            cards.by_hand(text)


class TestExplain:
    @pytest.mark.parametrize("layout", ["student", "residence", "permit", "passport"])
    def test_the_parts_are_the_lines(self, layout):
        lines = Specimen(37, layout=layout, on=ON).lines
        shown = cards.explain(lines)
        for number, line in enumerate(lines, start=1):
            assert "".join(row[2] for row in shown.lines if row[0] == str(number)) == line

    def test_it_is_told_to_who_listens_as_well(self, card):
        shown = cards.explain(card.lines)
        assert ("1", "6–14", card.document_number, "number") in shown.lines
        page = shown._repr_html_()
        assert "aria-hidden" in page
        assert "<table" in page


class TestHunt:
    def test_in_every_form_of_the_careless_reader(self, card, folder):
        (folder / "cache.json").write_text(json.dumps(card.lines), encoding="utf-8")
        (folder / "backup.gz").write_bytes(gzip.compress(" ".join(card.lines).encode()))
        zone = mrz.read(card.lines)
        (folder / "door.log").write_text(f"{zone.given_names} {zone.surname} has come\n")
        (folder / "days.txt").write_text(f"born on {card.birth:%d.%m.%Y}")
        found = cards.hunt(folder, card)
        everything = {"number", "name", "date of birth"}
        assert found.files == {
            "cache.json": everything,
            "backup.gz": everything,
            "door.log": {"name"},
            "days.txt": {"date of birth"},
        }
        assert ("backup.gz", "number", "in gzip") in found.lines
        assert found.searched == 4

    def test_another_card_is_not_found(self, card, folder):
        (folder / "cache.json").write_text(json.dumps(card.lines), encoding="utf-8")
        assert not cards.hunt(folder, *(Specimen(number, on=ON) for number in range(60, 66))).files

    def test_all_words_are_long_enough_not_to_be_found_by_chance(self):
        for number in range(1, 60):
            words = words_of(Specimen(number, on=ON))
            assert words.keys() == {"number", "name", "date of birth"}
            assert all(len(word) >= 8 for texts in words.values() for word in texts)

    def test_each_folder_takes_the_place_of_the_one_before(self, folder):
        (folder / "left.txt").touch()
        again = cards.folder()
        assert not folder.exists()
        assert list(again.iterdir()) == []

    def test_without_a_card_or_a_folder(self, card, folder):
        with pytest.raises(LessonError, match="Which card"):
            cards.hunt(folder)
        with pytest.raises(LessonError, match="no such folder"):
            cards.hunt(folder / "elsewhere", card)


class TestMissed:
    def test_all_of_them(self):
        assert missed(overlooked) is None
        assert missed(lambda number: [*overlooked(number), "<" + number[1:]]) is None

    def test_what_a_check_digit_overlooks_has_the_same_last_digit(self):
        assert overlooked("A") == {"0", "K", "U"}
        assert len(overlooked("XUT482913")) == sum(
            len(mrz.alike(sign).replace("<", "")) for sign in "XUT482913"
        )

    def test_only_the_first_place(self):
        said = missed(lambda number: [sign + number[1:] for sign in mrz.alike(number[0])])
        assert "found 3 of" in said.what

    def test_with_the_number_itself(self):
        assert "also names" in missed(lambda number: [*overlooked(number), number]).what

    def test_with_one_that_is_noticed(self):
        assert "does notice" in missed(lambda number: [*overlooked(number), "1" + number[1:]]).what

    def test_no_list(self):
        assert "a list is wanted" in missed(lambda _: None).what
        assert "a list is wanted" in missed(lambda number: number).what

    def test_an_error_in_it_is_told(self):
        assert "IndexError" in missed(lambda number: number[99]).what


def answer(lines):
    zone = mrz.parse(lines)
    if not zone.valid or zone.expiry.is_past(today()):
        return False
    return zone.birth.age_at_least(13, today())


class TestCareful:
    def test_the_cards_that_it_is_tried_on(self):
        right = [may_enter(card) for _, card in trials(today())]
        assert right == [True, False, False, False]

    def test_right_and_nothing_left(self, folder):
        assert careful(answer, folder) is None

    def test_a_wrong_answer_is_told_without_a_card(self, folder):
        said = careful(lambda _: True, folder)
        assert said.what == "for a card of somebody under 13 it said True, and False is wanted."

    def test_only_the_check_digits(self, folder):
        said = careful(lambda lines: mrz.parse(lines).birth.age_at_least(13, today()), folder)
        assert "has expired" in said.what

    def test_who_refuses_wrong_digits_by_an_error(self, folder):
        def strict(lines):
            return answer(mrz.read(lines).lines)

        assert "stopped with MrzCheckDigit" in careful(strict, folder).what

    def test_what_it_gave_back_is_not_shown(self, folder):
        said = careful(lambda lines: lines, folder)
        assert "said neither True nor False" in said.what
        assert "XUT" not in str(said)

    def test_a_file_in_the_folder(self, folder):
        def writes(lines):
            (folder / "door.log").write_text(mrz.parse(lines).number)
            return answer(lines)

        said = careful(writes, folder)
        assert said.what == (
            "the answers are right, and the number of a card is left in the file door.log."
        )

    def test_a_file_where_it_runs(self, folder, monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)

        def writes(lines):
            with Path("here.txt").open("a", encoding="utf-8") as file:
                file.write(" ".join(lines))
            return answer(lines)

        assert "in the file here.txt" in careful(writes, folder).what
        assert list(tmp_path.iterdir()) == []

    def test_what_it_prints(self, folder, capsys):
        def prints(lines):
            print(mrz.parse(lines).number)  # noqa: T201 - as a pupil may
            return answer(lines)

        assert "in what it prints" in careful(prints, folder).what
        assert capsys.readouterr().out == ""

    def test_a_list_of_the_notebook(self, folder):
        seen = []

        def keeps(lines):
            seen.append(lines)
            return answer(lines)

        # A cell's function reaches its names where a test's reaches those of this file.
        cell = FunctionType(
            keeps.__code__, {"answer": answer, "seen": seen}, "keeps", None, keeps.__closure__
        )
        assert "in the name seen" in careful(cell, folder).what


class TestSort:
    def carry(self, arm, name, home):
        arm.pick(arm.table.find(name))
        arm.drop_into(arm.table.find(home))

    def test_three_of_six_may_enter(self):
        where = {name: belongs_in(card) for name, card in laid().items()}
        assert sorted(where.values()) == ["blue"] * 3 + ["green"] * 3

    def test_all_where_they_belong(self, table):
        for name, card in laid().items():
            self.carry(table, name, {"green": "may-enter", "blue": "ask"}[belongs_in(card)])
        assert sort(table) is None

    def test_at_the_beginning(self, table):
        assert sort(table).what == "0 of 6 cards are where they belong; one lies in no bin."

    def test_in_the_wrong_bin(self, table):
        wrong = next(name for name, card in laid().items() if belongs_in(card) == "blue")
        self.carry(table, wrong, "may-enter")
        for name in laid().keys() - {wrong}:
            self.carry(table, name, {"green": "may-enter", "blue": "ask"}[belongs_in(laid()[name])])
        assert "5 of 6" in sort(table).what
        assert "in the green bin, and not in the blue one" in sort(table).what

    def test_in_the_hand(self, table):
        table.pick(table.table.find("card-1"))
        assert sort(table).what == "the arm still holds a card."

    def test_another_table(self, arm):
        arm.table.reset("blocks")
        assert sort(arm).advice == 'Lay the table anew: arm.table.reset("id_cards")'


def _middle(box):
    x, y, wide, high = box
    return round(y + high / 2), round(x + wide / 2)


class TestOnPaper:
    def test_a_no_asks_no_camera(self, table):
        desk = cards.on_paper(table)
        scene = desk.look()
        assert not desk.on
        assert len(scene.cards) == 6
        assert {one.colour for one in scene.bins} == {"green", "blue"}
        assert all(card.claims is None and "not read" in card.why_not for card in scene.cards)
        assert "no camera has looked" in scene.notes[0]
        assert scene.describe().startswith("A look through what was written down.")

    def test_its_picture_is_drawn_and_has_the_covers_where_the_boxes_are(self, table):
        scene = cards.on_paper(table).look()
        pixels = cv2.imdecode(np.frombuffer(scene.picture.data, np.uint8), cv2.IMREAD_COLOR)
        assert pixels.shape == (scene.picture.height, scene.picture.width, 3)
        for thing in (*scene.cards, *scene.bins):
            x, y, wide, high = thing.box
            assert 0 <= x < x + wide <= scene.picture.width
            assert 0 <= y < y + high <= scene.picture.height
        grey = {tuple(pixels[_middle(card.box)].tolist()) for card in scene.cards}
        assert grey == {(128, 128, 128)}

    def test_a_scene_on_paper_is_no_answer_of_the_keeper(self, table):
        with pytest.raises(ValidationError):
            SceneTold.of(cards.on_paper(table).look())

    @pytest.mark.parametrize("name", sorted(laid()))
    def test_it_answers_as_the_keeper_does(self, table, name):
        card = laid()[name]
        printed = {field: Line(text, 1.0) for field, text in card.fields.items()}
        read = CardText(mrz.parse(card.lines), printed, code=card.code_text, layout=card.layout)
        said = claims_of(read, asks=CARD_ASKS, today=today()).claims
        kept = ClaimsTold.model_validate_json(json.dumps(said)).claims("see who may enter")
        desk = cards.on_paper(table)
        with desk.cards(why="see who may enter", asks=CARD_ASKS) as reader:
            told = reader.look(at=table.table.find(name).place).card.claims
        assert told.purpose == "see who may enter"
        assert told.faults == kept.faults
        assert [told.answer_to(ask) for ask in CARD_ASKS] == [
            kept.answer_to(ask) for ask in CARD_ASKS
        ]

    def test_it_tells_what_was_asked_and_no_more(self, table):
        desk = cards.on_paper(table)
        with desk.cards(why="see who may enter", asks=("valid",)) as reader:
            claims = reader.look(at=desk.look().cards[0]).card.claims
        assert claims.valid
        with pytest.raises(NotAskedFor):
            _ = claims.over_13

    def test_what_is_carried_is_found_where_it_lies_now(self, table):
        desk = cards.on_paper(table)
        table.pick(table.table.find("card-1"))
        assert len(desk.look().cards) == 5
        table.drop_into(table.table.find("may-enter"))
        with desk.cards(why="look again", asks=("valid",)) as reader:
            assert reader.look(at=table.table.find("card-1").place).card.claims.valid

    def test_after_the_block_nothing_is_said(self, table):
        desk = cards.on_paper(table)
        with desk.cards(why="look", asks=("valid",)) as reader:
            assert all(card.claims is None for card in reader.look().cards)
        with pytest.raises(CardsClosed):
            reader.look()

    def test_it_refuses_what_the_real_one_refuses(self, table):
        desk = cards.on_paper(table)
        with pytest.raises(WrongValue, match="needs a reason"):
            desk.cards(why=" ", asks=("valid",))
        with pytest.raises(WrongValue, match="nothing that can be asked"):
            desk.cards(why="look", asks=("name",))

    def test_it_has_the_verbs_of_the_real_one(self):
        def verbs(kind):
            return {name for name in vars(kind) if not name.startswith("_")} - {"told"}

        assert verbs(Reader) == verbs(CardReader)
        assert inspect.signature(Reader.look) == inspect.signature(CardReader.look)


def test_the_checks_say_what_they_need():
    with pytest.raises(NotYet, match="the check needs missed"):
        goals_of(LESSON)["missed"].check(3)
    with pytest.raises(NotYet, match="the check needs folder"):
        goals_of(LESSON)["careful"].check(answer, "folder")
