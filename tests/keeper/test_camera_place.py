"""Where the camera stands: in the desk file, and on the keeper's page."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper import desk_view
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.camera_place import CameraPlace, Places
from dobotkit.keeper.code import Code, set_code
from dobotkit.keeper.desk_file import desk_text, present_desk
from dobotkit.keeper.desk_form import DeskForm, filled
from dobotkit.keeper.desk_view import DeskView
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import calibration_of, place_of
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode
from tests.keeper.eyes.camera_above import HEIGHT, LENS, camera_at, marks_seen, worst_mm

_names = itertools.count()
FOUND = calibration_from_cards(marks_seen(camera_at(), noise_px=0.1), LENS, HEIGHT)
PLACE = place_of(FOUND)
DESK = Envelope(speed=90, camera=PLACE)


def test_what_is_written_reads_as_the_same_and_sees_the_same(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text(desk_text(DESK), encoding="utf-8")
    desk = present_desk(path)
    assert desk == DESK
    back = calibration_of(desk.camera)
    assert worst_mm(back, FOUND, 25.0) < 0.001
    assert back.polygon_mm == pytest.approx(FOUND.polygon_mm, abs=0.01)
    assert back.size == FOUND.size
    assert back.error_mm == pytest.approx(FOUND.error_mm, abs=0.001)
    assert back.cards_px.keys() == FOUND.cards_px.keys()
    assert all(np.allclose(back.cards_px[n], FOUND.cards_px[n], atol=0.001) for n in back.cards_px)


def test_it_says_nothing_about_a_person_or_a_computer():
    assert set(CameraPlace.model_fields) == {
        "size", "focal", "middle", "distortion", "turn", "shift", "height", "error", "made_of",
        "cards",
    }  # fmt: skip


TEXT = desk_text(DESK)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (r"size = \[1280", "size = [12", "at camera, size"),
        (r"focal = \[1000.0", "focal = [nan", "at camera, focal"),
        (r"focal = \[1000.0", "focal = [-1000.0", "at camera, focal"),
        (r"error = .*", 'error = "small"', "at camera, error"),
        (r"height = .*\n", "", "at camera, height.*missing"),
        (r"number = 991", "number = 7", "The cards have the numbers 990 to 994, each once"),
        (r"number = 991", "number = 990", "The cards have the numbers 990 to 994, each once"),
        (r"shift = \[", "shift = [1e9, ", "at camera, shift"),
        (r"turn = .*", "turn = [0.0, 0.0, 0.0]", "the camera would be below the table"),
        (r"made_of = .*", 'made_of = "a\\\\u202eb"', "at camera, made_of"),
        (r"made_of = ", 'owner = "me"\nmade_of = ', "at camera, owner.*No rule has this name"),
        (r"\[\[camera.cards\]\]", "[[camera.people]]", "desk file .* is wrong at camera"),
        (r"corners = \[\[", "corners = [[[", "cannot be understood"),
    ],
)
def test_a_damaged_section_is_refused_in_words(tmp_path, old, new, words):
    path = tmp_path / "desk.toml"
    damaged = re.sub(old, new, TEXT, count=1)
    assert damaged != TEXT
    path.write_text(damaged, encoding="utf-8")
    with pytest.raises(DeskError, match=f"(?s){words}"):
        present_desk(path)


def test_how_much_of_the_picture_will_be_shown_is_said():
    outline = FOUND.polygon_px
    x, y = outline[:, 0], outline[:, 1]
    whole = abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2 / (1280 * 720)
    # Between the markers, which do not reach to the edges of their cards.
    assert 0.8 * whole < PLACE.share < whole
    assert f"about {100 * PLACE.share:.0f} % of what the camera sees" in PLACE.words()
    assert "bad" not in PLACE.words()
    assert "That is bad" in PLACE.model_copy(update={"error": 2.1}).words()
    near = marks_seen(camera_at((230.0, 0.0, 400.0)))
    assert place_of(calibration_from_cards(near, LENS, HEIGHT)).share > PLACE.share


def test_what_waits_does_not_hold():
    places = Places()
    places.offer(PLACE)
    assert places.now is None
    assert places.waiting.place is PLACE
    places.decide(places.waiting, yes=True)
    assert places.now is PLACE
    assert places.waiting is None


def test_a_no_leaves_what_holds():
    other = PLACE.model_copy(update={"error": 1.5})
    places = Places(PLACE)
    places.offer(other)
    assert places.waiting.place is other
    places.decide(places.waiting, yes=False)
    assert places.waiting is None
    assert places.now is PLACE


@pytest.fixture
def places():
    return Places()


@pytest.fixture
def arms():
    arms = Arms({"desk": f"dobotsim://place{next(_names)}?pace=instant"}, Envelope(), Word())
    yield arms
    for loan in arms.loans:
        loan.lease.close()


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    # Once for all: a code is slow to try on purpose.
    path = tmp_path_factory.mktemp("code") / "code.json"
    set_code("open sesame", path)
    return Code(path)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings" / "desk.toml"


@pytest.fixture
def view(arms, code, places, path):
    return DeskView(
        arms,
        Word(),
        code,
        people=People(),
        mode=Mode.SCHOOL,
        path=path,
        camera="the USB camera 0",
        places=places,
    )


def test_a_yes_with_the_code_is_written_and_stops_no_arm(view, places, path, arms):
    arms.open("desk", "", borrower=object())
    stops = arms.loans[0].lease.stops
    places.offer(PLACE)
    told = view.overview()["place"]
    assert told["now"].startswith("Nobody has measured it yet")
    assert told["words"].startswith("A new place waits for your word.")
    with pytest.raises(DeskError, match="code"):
        view.decide(str(told["number"]), "yes", "wrong")
    assert places.now is None
    view.decide(str(told["number"]), "yes", "open sesame")
    assert present_desk(path).camera == PLACE
    assert places.now == PLACE
    assert view.overview()["place"] == {"now": PLACE.words(), "words": "", "number": None}
    assert arms.loans[0].lease.stops == stops


def test_the_answer_is_to_what_was_read_and_to_nothing_newer(view, places, path):
    places.offer(PLACE)
    read = view.overview()["place"]["number"]
    places.offer(PLACE.model_copy(update={"error": 9.0}))
    with pytest.raises(DeskError, match="does not wait any more"):
        view.decide(str(read), "yes", "open sesame")
    with pytest.raises(DeskError, match="does not wait any more"):
        view.decide(str(places.waiting.number), "perhaps", "open sesame")
    assert places.now is None
    assert not path.exists()


def test_what_was_written_holds_though_another_place_came_meanwhile(
    view, places, path, monkeypatch
):
    newer = PLACE.model_copy(update={"error": 9.0})
    written = desk_view.write_desk

    def slowly(*rules: object) -> None:
        written(*rules)
        places.offer(newer)

    monkeypatch.setattr(desk_view, "write_desk", slowly)
    places.offer(PLACE)
    view.decide(str(places.waiting.number), "yes", "open sesame")
    assert present_desk(path).camera == PLACE == places.now
    assert places.waiting.place == newer


def test_a_no_writes_nothing(view, places, path):
    places.offer(PLACE)
    view.decide(str(places.waiting.number), "no", "open sesame")
    assert places.waiting is None
    assert places.now is None
    assert not path.exists()


def test_what_cannot_be_written_still_waits(view, places, path):
    path.parent.write_text("a file where the folder should be", encoding="utf-8")
    places.offer(PLACE)
    with pytest.raises(DeskError, match="cannot be written"):
        view.decide(str(places.waiting.number), "yes", "open sesame")
    assert places.now is None
    assert places.waiting is not None


def test_saving_the_desk_keeps_the_camera(view, places, path):
    places.offer(PLACE)
    view.decide(str(places.waiting.number), "yes", "open sesame")
    form = DeskForm.model_validate({**filled(Envelope()), "speed": "60"})
    assert "[camera]" in view.preview(form)
    view.save(form, "open sesame")
    desk = present_desk(path)
    assert desk.speed == 60
    assert desk.camera == PLACE


def test_a_lab_without_a_real_camera_has_no_such_section(arms, code, path):
    arms.use(DESK)
    view = DeskView(arms, Word(), code, people=People(), mode=Mode.SCHOOL, path=path)
    assert view.overview()["place"] is None
    with pytest.raises(DeskError, match="does not wait any more"):
        view.decide("1", "yes", "open sesame")
    # What the file says of a camera is not lost by that.
    view.save(DeskForm.model_validate(filled(Envelope())), "open sesame")
    assert present_desk(path).camera == PLACE
