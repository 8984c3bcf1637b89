"""People who do not exist: the same every time, all kinds of them, and pictures of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dobotkit.monk import MONK
from dobotkit.room_messages import CLASS as INVITED
from dobotkit.simulator.people import (
    CLASS,
    NEUTRAL,
    Appearance,
    Person,
    drawing,
    photograph,
    portrait,
)
from dobotkit.simulator.people.mouth import lip_colour
from dobotkit.simulator.people.skin import base_colour
from dobotkit.simulator.people.tones import DARKEST, light_of

EVERYBODY = [Person(number) for number in CLASS]


class TestWhoTheyAre:
    def test_there_are_two_hundred_and_each_tone_comes_as_often(self):
        assert Counter(person.tone for person in EVERYBODY) == dict.fromkeys(range(1, 11), 20)

    def test_a_notebook_can_invite_all_of_them_and_nobody_else(self):
        assert len(EVERYBODY) == EVERYBODY[-1].number == INVITED

    def test_no_two_have_the_same_looks(self):
        assert len({person.looks.nose for person in EVERYBODY}) == 200
        assert len({person.looks.seed for person in EVERYBODY}) == 200

    def test_all_ages_come_as_often_in_each_tone(self):
        seen = Counter((person.age, person.tone) for person in EVERYBODY)
        for tone in range(1, 11):
            counts = [seen[age, tone] for age in ("child", "teen", "adult", "old")]
            assert counts == [4, 4, 8, 4]

    def test_every_attribute_occurs(self):
        def kinds(name):
            return {getattr(person, name) for person in EVERYBODY}

        assert kinds("glasses") == {"", "round", "oblong", "square", "cat-eye", "half-rim"}
        assert kinds("beard") >= {"", "stubble", "moustache", "goatee", "short", "full"}
        assert kinds("covering") >= {"", "hijab", "shayla", "headwrap", "turban", "kippah", "cap"}
        assert kinds("hearing_aid") == {"", "behind the ear", "cochlear implant"}
        assert kinds("mobility") == {"", "wheelchair", "crutches"}
        assert len(kinds("hair")) >= 15

    def test_children_and_teenagers_have_no_beards(self):
        assert not any(person.beard for person in EVERYBODY if person.age in {"child", "teen"})

    def test_everybody_is_described(self):
        for person in EVERYBODY:
            words = person.words
            assert words.startswith(("a child", "a teenager", "a grown-up", "an old person"))
            assert ("glasses" in words) == bool(person.glasses)
            assert ("wheelchair" in words) == (person.mobility == "wheelchair")

    def test_who_sits_is_smaller_than_who_stands(self):
        adults = [person for person in EVERYBODY if person.age == "adult"]
        seated = [p.stature for p in adults if p.mobility == "wheelchair"]
        assert max(seated) < min(p.stature for p in adults if p.mobility != "wheelchair")

    @pytest.mark.parametrize("number", [0, -3, 1.5, "7"])
    def test_what_is_no_number_of_a_person_is_refused(self, number):
        with pytest.raises(ValueError, match="whole number"):
            Person(number)

    def test_numbers_beyond_the_class_are_people_too(self):
        assert Person(12345).words


class TestAppearances:
    def test_an_occasion_is_always_the_same_and_others_differ(self):
        person = Person(3)
        assert Appearance.of(person, 4) == Appearance.of(Person(3), 4)
        assert len({Appearance.of(person, occasion) for occasion in range(20)}) == 20

    def test_everybody_smiles(self):
        for person in EVERYBODY[:40]:
            assert all(Appearance.of(person, occasion).smile >= 0.3 for occasion in range(5))


class TestPictures:
    def test_a_portrait_is_the_same_every_time(self):
        first = portrait(Person(5), height=200)
        drawing.forget()
        again = portrait(Person(5), height=200)
        assert again is not first
        assert np.array_equal(first, again)

    def test_it_is_kept_and_cannot_be_changed(self):
        first = portrait(Person(5), height=200)
        assert portrait(Person(5), height=200) is first
        with pytest.raises(ValueError, match="read-only"):
            first[0, 0] = 0

    def test_no_more_are_kept_than_promised(self, monkeypatch):
        monkeypatch.setattr(drawing, "_MOST", 2 * 60 * 55 * 4)
        for number in (1, 2, 3):
            portrait(Person(number), height=60)
        assert len(drawing._kept) == 2

    def test_its_size_and_what_is_around_it(self):
        found = portrait(Person(8), height=200)
        assert (found.shape, found.dtype) == ((200, 182, 4), np.uint8)
        assert found[0, 0, 3] == 0  # above a shoulder there is nothing
        assert (found[-1, 60:120, 3] == 255).all()  # the chest reaches down to the end

    def test_a_turned_head_looks_elsewhere(self):
        left, right = (portrait(Person(5), Appearance(turn=turn), height=120) for turn in (-12, 12))
        assert np.abs(left.astype(int) - right).mean() > 2

    def test_a_photograph_is_seeded(self):
        first = photograph(Person(5), NEUTRAL, (320, 240))
        assert (first.shape, first.dtype) == ((240, 320, 3), np.uint8)
        assert np.array_equal(first, photograph(Person(5), NEUTRAL, (320, 240)))


class TestSkin:
    @pytest.mark.parametrize("tone", range(1, 11))
    def test_it_is_near_its_step_of_the_scale(self, tone):
        bare = [p for p in EVERYBODY if p.tone == tone and not p.glasses and not p.beard]
        seen = []
        for person in bare[:3]:
            found = portrait(person, height=120)
            face = found[50:72, 44:66, :3]  # nose and cheeks
            seen.append(np.median(face.reshape(-1, 3), axis=0)[::-1])
        wanted = np.array([int(MONK[tone - 1][place : place + 2], 16) for place in (1, 3, 5)])
        assert np.abs(np.mean(seen, axis=0) - wanted).max() < 50

    def test_no_skin_and_no_lips_are_ink(self):
        for person in EVERYBODY:
            assert base_colour(person.looks).min() >= DARKEST * 0.999
            if person.tone >= 8:
                assert lip_colour(person.looks)[2] > base_colour(person.looks)[2]

    def test_the_scale_goes_from_light_to_dark(self):
        light = [float(light_of(code).mean()) for code in MONK]
        assert light[0] > 0.8
        assert light[9] < 0.025
