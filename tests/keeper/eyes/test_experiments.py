"""Experiments on drawn people: with the real finder and the real recogniser, on few pictures."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.errors import WrongValue
from dobotkit.keeper.eyes.experiments import begin
from dobotkit.keeper.eyes.experiments.covers import covered
from dobotkit.keeper.eyes.experiments.experiment import photographed, surest
from dobotkit.keeper.eyes.experiments.finding import people_of
from dobotkit.keeper.eyes.hiding import hide
from dobotkit.keeper.eyes.virtual import VirtualEye
from dobotkit.measuring_messages import MeasureCover, MeasureFinding, MeasureMatching
from dobotkit.simulator.people import Person

PEOPLE = 4


def done(experiment):
    while not experiment.is_over:
        experiment.step()
    return experiment.result()


@pytest.fixture(scope="module")
def portrait():
    """A picture of a drawn person, and where the face is."""
    with photographed(2, 0) as pixels:
        yield pixels, surest(pixels, 2, 0)


def test_people_of_a_tone_have_that_tone():
    for tone in (1, 10):
        people = people_of(tone, 20)
        assert len(set(people)) == 20
        assert {Person(number).tone for number in people} == {tone}
        assert max(people) <= 200


def test_faces_are_found_and_counted_for_every_threshold():
    told = done(begin(MeasureFinding(tones=(3, 10), people=1, pictures=2)))
    assert [one.tone for one in told.tones] == [3, 10]
    for one in told.tones:
        assert one.pictures == 2
        assert one.counts[50] == 2, "drawn people are found at 0.5"
        assert one.counts[0] == 2
        assert one.counts[100] == 0
        assert list(one.counts) == sorted(one.counts, reverse=True)


def test_pairs_of_one_person_are_more_alike_than_others():
    experiment = begin(MeasureMatching(people=PEOPLE, pictures=2))
    told = done(experiment)
    assert (told.same_pairs, told.different_pairs) == (4, 24)
    assert told.same[0] == 4
    assert told.different[0] >= 20
    # Somewhere between there is a threshold with few errors.
    errors = [told.different[step] / 24 + 1 - told.same[step] / 4 for step in range(101)]
    assert min(errors) <= 0.25


def test_the_attacker_names_who_is_not_covered_and_not_who_is():
    bare = done(begin(MeasureCover(cover="none", people=PEOPLE)))
    assert (bare.people, bare.found, bare.named, bare.parroted) == (4, 4, 4, 4)
    box = done(begin(MeasureCover(cover="box", people=PEOPLE)))
    assert (box.people, box.found, box.counted) == (4, 0, 0)
    assert box.named <= 2
    assert box.parroted <= 2


def test_the_box_is_the_one_of_every_picture(portrait):
    """The very function of the product, not one that is like it."""
    pixels, face = portrait
    expected = pixels.copy()
    hide(expected, [face.box])
    assert np.array_equal(covered(pixels, face, "box", 0), expected)
    assert covered.__globals__["hide"] is hide


@pytest.mark.parametrize(("cover", "strength"), [("blur", 99), ("mosaic", 8)])
def test_the_counter_examples_change_what_the_box_hides_and_no_more(portrait, cover, strength):
    pixels, face = portrait
    before = pixels.copy()
    hidden = covered(pixels, face, cover, strength)
    assert np.array_equal(pixels, before), "the picture itself stays"
    changed = (hidden != pixels).any(axis=2)
    boxed = (covered(pixels, face, "box", 0) != pixels).any(axis=2)
    assert changed.mean() > 0.01
    rows, columns = np.nonzero(boxed)
    inside = changed[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert inside.sum() == changed.sum()


def test_what_is_beside_the_box_is_shown(portrait):
    """Clothes, for example: a cover hides a face, and nothing else."""
    pixels, face = portrait
    hidden = covered(pixels, face, "box", 0)
    below = round(face.box[1] + 2 * face.box[3])
    assert below < len(pixels)
    assert np.array_equal(hidden[below:], pixels[below:])


def test_a_mosaic_has_as_many_columns_as_it_says(portrait):
    pixels, face = portrait
    hidden = covered(pixels, face, "mosaic", 4)
    boxed = (covered(pixels, face, "box", 0) != pixels).any(axis=2)
    rows, columns = np.nonzero(boxed)
    line = hidden[(rows.min() + rows.max()) // 2, columns.min() : columns.max() + 1].astype(int)
    assert np.count_nonzero(np.abs(np.diff(line, axis=0)).sum(axis=1)) == 3


@pytest.mark.parametrize(("cover", "strength"), [("blur", 50), ("blur", 1), ("mosaic", 65)])
def test_a_cover_that_there_is_not_is_refused_before_anything_is_drawn(cover, strength):
    with pytest.raises(WrongValue):
        begin(MeasureCover(cover=cover, strength=strength, people=2))


def test_what_was_compared_is_overwritten():
    experiment = begin(MeasureMatching(people=2, pictures=2))
    experiment.step()
    rows = experiment._templates._rows
    assert np.abs(rows).sum() > 0
    experiment.close()
    assert not rows.any()
    assert experiment.is_over


def test_a_picture_is_overwritten_when_it_was_measured():
    with photographed(1, 0) as pixels:
        assert pixels.any()
    assert not pixels.any()


def test_blur_and_mosaic_are_in_no_picture_of_a_camera():
    """They exist here alone; what looks through a camera does not know them."""
    from dobotkit.keeper.eyes import look  # noqa: PLC0415 - to see its names

    for module in (look, __import__(VirtualEye.__module__, fromlist=["*"])):
        assert not [name for name in vars(module) if "experiment" in name or name == "covered"]
