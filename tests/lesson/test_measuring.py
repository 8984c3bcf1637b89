"""``lesson.measure_…`` as a pupil uses it."""

from __future__ import annotations

import pytest

from dobotkit import client, finding_keeper, lesson
from dobotkit.errors import KeeperRefused, WrongValue
from dobotkit.lesson import measuring
from dobotkit.measuring_messages import GoOnMeasuring, MeasuringNow


@pytest.fixture(scope="module")
def _keeper():
    """A practice keeper of our own, and neither a session, an arm, nor a permission."""
    with pytest.MonkeyPatch.context() as patch:
        client.disconnect()
        patch.setattr(finding_keeper, "_practice", None)
        patch.delenv("DOBOTKIT_KEEPER", raising=False)
        yield
        client.disconnect()
        assert finding_keeper._practice is not None
        assert finding_keeper._practice.wait(20) == 0


@pytest.mark.usefixtures("_keeper")
def test_a_cover_is_measured_with_one_picture_of_somebody_drawn():
    result = lesson.measure_cover("mosaic", 8, people=2)
    assert (result.title, result.people, result.chance) == ("mosaic, 8 columns", 2, 0.5)
    assert result.picture.words.startswith("A drawn person, who does not exist, as a mosaic of 8")
    assert result.picture.data.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in result.picture.data


@pytest.mark.usefixtures("_keeper")
def test_the_same_question_has_the_same_answer():
    once, again = (lesson.measure_finding(tones=[4], people=1, pictures=2) for _ in range(2))
    assert once == again
    assert once.tones[0].found(0.5).of == 2


@pytest.mark.usefixtures("_keeper")
def test_who_presses_stop_gets_no_result_and_the_keeper_forgets(monkeypatch):
    said = []

    def interrupted(_bar, now: MeasuringNow) -> None:
        said.append(now)
        if len(said) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(measuring, "_say", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lesson.measure_matching(people=200, pictures=10)
    with pytest.raises(KeeperRefused, match="nothing to go on with"):
        client.client().ask(GoOnMeasuring(), MeasuringNow)
    assert 0 < said[1].done < said[1].total == 2000
    monkeypatch.undo()
    assert lesson.measure_finding(tones=[4], people=1, pictures=1).tones[0].pictures == 1


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (lambda: lesson.measure_finding(tones=[0]), "no skin tones"),
        (lambda: lesson.measure_finding(tones=5), "no skin tones"),
        (lambda: lesson.measure_finding(tones=[]), "no skin tones"),
        (lambda: lesson.measure_finding(people=21), "people=21"),
        (lambda: lesson.measure_finding(pictures=2.0), "pictures=2.0"),
        (lambda: lesson.measure_cover("pixels"), "no cover called 'pixels'"),
        (lambda: lesson.measure_cover("blur", 50), "no strength 50"),
        (lambda: lesson.measure_cover("mosaic", 1), "no strength 1"),
        (lambda: lesson.measure_cover("box", 3), "has no strength"),
        (lambda: lesson.measure_cover("box", people=201), "people=201"),
        (lambda: lesson.measure_matching(people=True), "people=True"),
        (lambda: lesson.measure_matching(pictures=1), "pictures=1"),
    ],
)
def test_what_cannot_be_measured_is_said_at_once(measure, words):
    with pytest.raises(WrongValue, match=words):
        measure()
