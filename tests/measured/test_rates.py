"""Rates, their intervals, and what the results of measurements say of them."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.errors import WrongValue
from dobotkit.measured import (
    CoverResult,
    Finding,
    Matching,
    Rate,
    ToneFound,
    compare_covers,
)
from dobotkit.measured.rate import better_than_guessing, percent
from dobotkit.scene import Picture

PICTURE = Picture(b"\xff\xd8\xff", 640, 480, 'Somebody "drawn" <below> a cover.')
STEPS = 101


def counts(*scores: float) -> tuple[int, ...]:
    """How many scores reach each threshold."""
    return tuple(sum(score >= step / 100 for score in scores) for step in range(STEPS))


def finding() -> Finding:
    light = [0.95] * 30
    dark = [0.95] * 5 + [0.8] * 25
    return Finding((ToneFound(1, 3, 30, counts(*light)), ToneFound(10, 3, 30, counts(*dark))))


def matching() -> Matching:
    same, different = (0.9, 0.8, 0.7, 0.4), (0.1, 0.2, 0.3, 0.5)
    return Matching(3, 2, counts(*same), counts(*different), 4, 4)


def cover(named: int, parrot: int, name: str = "blur", strength: int | None = 51) -> CoverResult:
    return CoverResult(
        name, strength, Rate(5, 20), Rate(3, 20), Rate(named, 20), Rate(parrot, 20), PICTURE
    )


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Worked out apart from the code; at the two ends 1 / (1 + z² / n) has to come out.
    [(27, 40, 0.5202, 0.7992), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (1, 2, 0.0945, 0.9055)],
)
def test_an_interval_is_wilsons(count, of, low, high):
    rate = Rate(count, of)
    assert (rate.low, rate.high) == pytest.approx((low, high), abs=1e-3)


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_what_was_counted(pair):
    rate = Rate(*pair)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1


def test_nothing_counted_says_nothing():
    assert math.isnan(Rate(0, 0).share)
    assert (Rate(0, 0).low, Rate(0, 0).high) == (0, 1)
    assert Rate(0, 0).words == "nothing was counted"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (1, "100 %"), (0.004, "0.4 %"), (0.998, "99.8 %"), (0.0001, "0.01 %")],
)
def test_a_few_are_not_nobody_and_nearly_all_are_not_all(share, words):
    assert percent(share) == words


def test_guessing_is_told_from_knowing():
    assert not better_than_guessing(Rate(1, 20), 1 / 20)
    assert not better_than_guessing(Rate(3, 20), 1 / 20)  # once in thirteen times
    assert better_than_guessing(Rate(4, 20), 1 / 20)
    assert better_than_guessing(Rate(200, 200), 1 / 200)
    with pytest.raises(WrongValue):
        better_than_guessing(Rate(1, 1), 1.0)


def test_a_finding_answers_for_every_threshold():
    found = finding()
    assert found.at(0.7) == {1: Rate(30, 30), 10: Rate(30, 30)}
    assert found.at(0.9) == {1: Rate(30, 30), 10: Rate(5, 30)}
    assert found.found(0.95) == Rate(35, 60)
    assert found.found(0.96).count == 0
    assert "of tone 10 only 17 %" in found.words_at(0.9)
    assert "hardly by chance" in found.words_at(0.9)
    assert "only" not in found.words_at(0.7)
    assert "3 people" not in found.describe()
    assert "6 people, 30 pictures of each skin tone" in found.describe()
    both = Finding((*found.tones, replace(found.tones[1], tone=9)))
    assert "of tones 10 and 9 only 17 %. That tones 10 and 9 are found" in both.words_at(0.9)


@pytest.mark.parametrize("threshold", [0.29, 1.01, "high", None, float("nan")])
def test_a_threshold_that_was_not_measured_is_refused(threshold):
    with pytest.raises(WrongValue, match="no threshold"):
        finding().found(threshold)


def test_both_errors_of_a_matching():
    errors = matching().at(0.45)
    assert (errors.false_accepts, errors.false_rejects) == (Rate(1, 4), Rate(1, 4))
    assert "false accepts, 25 %" in errors.words
    assert matching().at(0).false_accepts == Rate(4, 4)
    assert matching().at(1).false_rejects == Rate(4, 4)


def test_the_equal_error_is_where_the_curves_cross():
    one = matching()
    assert one.equal_error_rate == pytest.approx(0.25)
    assert 0.4 <= one.equal_error_threshold <= 0.5
    # Told apart without a mistake: the middle of the gap, not its edge.
    clear = Matching(3, 2, counts(0.8, 0.9), counts(0.2, 0.3, 0.4), 2, 3)
    assert clear.equal_error_rate == 0
    assert "too small to be seen with so few pairs" in clear.describe()
    assert ": 25 % (the equal error rate)" in one.describe().replace("\n", " ")
    assert clear.equal_error_threshold == pytest.approx(0.6, abs=0.02)
    # Mixed up altogether: half of each, wherever it is.
    mixed = Matching(3, 2, counts(0.2, 0.6), counts(0.2, 0.6), 2, 2)
    assert mixed.equal_error_rate == pytest.approx(0.5)


def test_a_cover_that_names_no_more_than_guessing_protects():
    assert cover(1, 3).protects
    assert not cover(1, 4).protects
    assert not cover(10, 1).protects
    assert cover(1, 1).chance == 0.05
    assert "as far as so few people can show it" in cover(0, 0).describe()
    assert "gives away who it is" in cover(10, 19).describe()
    assert cover(1, 1, "box", None).title == "opaque box"


def test_only_results_are_compared():
    both = compare_covers(cover(1, 1, "box", None), cover(10, 19))
    assert both.describe().splitlines()[1].startswith("Blur, 51 px: found again 25 %, named 50 %")
    for wrong in ((), ("blur",), (cover(1, 1),) * 10):
        with pytest.raises(WrongValue):
            compare_covers(*wrong)


@pytest.mark.parametrize(
    "result", [finding(), matching(), cover(3, 9), compare_covers(cover(1, 1), cover(3, 9))]
)
def test_every_result_shows_a_chart_with_words(result):
    svg = ET.fromstring(result.svg())  # noqa: S314 - our own
    title = svg.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == result.alt()
    texts = [one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "100 %" in texts
    assert "0 %" in texts
    # Everything is inside of the picture.
    for box in svg.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(box.get("x", 0)) + float(box.get("width")) <= 760
    bundle = result._repr_mimebundle_()
    assert bundle["text/plain"] == repr(result) == result.describe()
    assert "<below>" not in bundle["text/html"]
    assert bundle["text/html"].count("<img") == bundle["text/html"].count(" alt=")


def test_every_text_says_on_whom_it_was_measured():
    assert "Photographs of real people were not measured." in finding().describe()
    assert "Photographs of real people need another threshold" in matching().describe()
    assert "20 drawn people" in cover(1, 1).describe()
    assert all("drawn people" in one for one in compare_covers(cover(1, 1)).describe().splitlines())
