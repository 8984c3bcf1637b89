"""A look at people: covered in every picture, counted, and never shown where nobody looked."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.errors import ModelMissing
from dobotkit.geometry import Box
from dobotkit.keeper.eyes import cover, faces, telling
from dobotkit.keeper.eyes import look as looking
from dobotkit.keeper.eyes.cover import COVERED, picture_for
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.faces import find_faces
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.hiding import hidden_part
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.mode import Mode
from dobotkit.opencv import cv2
from dobotkit.scene import Scene
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.people import Appearance, Person, photograph, portrait
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow

RIG = Rig.usual(1280, 720)
# One drawn person for each tone of the Monk scale.
TONES = {Person(number).tone: number for number in range(40, 0, -1)}


def picture_of(scene: Scene) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(scene.picture.data, np.uint8), cv2.IMREAD_COLOR)


def looked(pixels: np.ndarray, kind="virtual", calibration=None, **more) -> Scene:
    frame = Frame(pixels.copy(), 0.0, kind)
    scene = look(frame, calibration, kind=kind, **more).told.scene()
    assert not frame.pixels.any()
    return scene


def is_covered(picture: np.ndarray, face: Box) -> bool:
    left, top, right, bottom = hidden_part(tuple(face), picture.shape[1::-1])
    # JPEG mixes over the rim, by a block of sixteen pixels at the most.
    inside = picture[top + 16 : bottom - 16, left + 16 : right - 16]
    return bool(inside.size and (np.abs(inside.astype(int) - COVERED) < 6).all())


def beside(big: int, small: int) -> np.ndarray:
    """Somebody, and right below their chin somebody small: a child in an arm, a photograph."""
    picture = np.full((720, 1280, 3), 150, np.uint8)
    for number, scale, left, top in ((big, 1.5, 300, 100), (small, 0.35, 550, 480)):
        person = portrait(Person(number), Appearance.of(Person(number), 1))
        person = cv2.resize(person, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        part = picture[top : top + len(person), left : left + person.shape[1]]
        person = person[: len(part)]
        part[:] = np.where(person[..., 3:] > 127, person[..., :3], part)
    return picture


def is_blank(picture: np.ndarray) -> bool:
    return bool((picture == COVERED).all())


@pytest.mark.parametrize("kind", ["usb", "file"])
def test_of_a_real_camera_a_face_that_another_one_hides_from_the_finder_is_covered(kind):
    picture = beside(90, 1)
    assert len(find_faces(picture, min_score=0.5)) == 1  # this is what the finder overlooks
    scene = looked(picture, kind, mode=Mode.ADULT)
    assert len(scene.faces) == 2
    assert all(is_covered(picture_of(scene), face.box) for face in scene.faces[:1])
    assert find_faces(picture_of(scene), min_score=0.5) == []


def test_in_adult_mode_a_part_of_a_face_at_the_edge_is_covered(somebody):
    [(x, _, width, _)] = [face.box for face in find_faces(somebody)]
    part = somebody[:, : round(x + 0.4 * width)]
    assert find_faces(part, min_score=0.5) == []  # without a mirror it is none
    scene = looked(part, "usb", mode=Mode.ADULT)
    [face] = (*scene.faces, *scene.maybe_faces)
    assert face.box.x == pytest.approx(x, abs=width / 5)
    assert face.box.x + face.box.width >= part.shape[1]
    assert is_covered(picture_of(scene), face.box)


@pytest.mark.parametrize("kind", ["virtual", "usb", "video"])
def test_every_face_is_counted_and_covered(three, kind):
    scene = looked(three, kind, mode=Mode.ADULT)
    assert len(scene.faces) == 3
    assert scene.faces_known
    assert [face.score for face in scene.faces] == sorted(
        (face.score for face in scene.faces), reverse=True
    )
    picture = picture_of(scene)
    assert all(is_covered(picture, face.box) for face in scene.faces)
    # All else is as it was: this is a picture of the room.
    assert np.abs(picture[:150].astype(int) - three[:150]).mean() < 3
    assert find_faces(picture, min_score=0.5) == []
    assert "3 faces were found and covered; how sure, from 0 to 1: 0." in scene.describe()
    assert "3 faces were found" in scene.picture.words


@pytest.mark.parametrize("tone", sorted(TONES))
def test_under_a_cover_nobody_is_found_again_whatever_their_skin(tone):
    person = Person(TONES[tone])
    assert sorted(TONES) == list(range(1, 11))
    pixels = photograph(person, Appearance.of(person, 2), (320, 240))
    scene = looked(pixels)
    assert len(scene.faces) + len(scene.maybe_faces) == 1
    assert find_faces(picture_of(scene), min_score=0.5) == []


@pytest.mark.parametrize("harder", ["small", "at the left", "at the top", "upside down"])
def test_nor_is_anybody_at_the_edge_small_or_upside_down(somebody, harder):
    (face,) = find_faces(somebody)
    x, y, width, height = map(round, face.box)
    pixels = {
        "small": lambda: np.pad(cv2.resize(somebody, (128, 96)), ((300, 84), (400, 112), (0, 0))),
        "at the left": lambda: somebody[:, x + width // 4 :],
        "at the top": lambda: somebody[y + height // 4 :],
        "upside down": lambda: somebody[::-1, ::-1],
    }[harder]()
    scene = looked(np.ascontiguousarray(pixels), "usb", mode=Mode.ADULT)
    assert len(scene.faces) + len(scene.maybe_faces) == 1
    assert find_faces(picture_of(scene), min_score=0.5) == []


def test_who_may_be_a_face_is_covered_and_not_counted(somebody, monkeypatch):
    monkeypatch.setattr(telling, "COUNTED", 0.99)
    scene = looked(somebody)
    assert scene.faces == ()
    (maybe,) = scene.maybe_faces
    assert is_covered(picture_of(scene), maybe.box)
    assert "may be a face was covered and not counted" in scene.describe()


def missing(*_: object) -> bytes:
    raise ModelMissing("The model that finds faces is not here.", "dobotkit models fetch")


def breaks(*_: object) -> None:
    raise RuntimeError


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    laid = load_scene("blocks")
    now = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    return render(now, (-90.0, -5.0, 60.0, 0.0), RIG)


@pytest.fixture(scope="module")
def measured(table):
    """The table, and where its camera stands."""
    lens = Lens((RIG.focal_px,) * 2, RIG.middle_px, RIG.distortion, (1280, 720), "its data sheet")
    return table, calibration_from_cards(seen_marks(table), lens, -70.0)


@pytest.mark.parametrize(
    ("why", "kind", "mode"),
    [
        ("missing", "virtual", Mode.SCHOOL),
        ("missing", "usb", Mode.SCHOOL),
        ("missing", "usb", Mode.ADULT),
        ("fails", "usb", Mode.ADULT),
        ("late", "virtual", Mode.SCHOOL),
    ],
)
def test_where_nobody_looked_for_faces_nothing_is_shown_and_blocks_are_told(
    measured, monkeypatch, why, kind, mode
):
    table, calibration = measured
    monkeypatch.setattr(faces, "_network", faces._Network())
    if why == "missing":
        monkeypatch.setattr(faces, "load", missing)
    elif why == "fails":
        monkeypatch.setattr(faces._network, "detect", breaks)
    else:
        monkeypatch.setattr(faces, "LIMIT_S", 0.05)
        faces._network._turn.acquire()
    scene = looked(table, kind, calibration, mode=mode)
    assert is_blank(picture_of(scene))
    assert not scene.faces_known  # none found is not the same as nobody there
    assert scene.notes[0].startswith("The picture is blank: faces in it could not be looked for")
    assert scene.notes[0] in scene.describe()
    assert "dobotkit models" in scene.notes[2]
    assert scene.find_block("red").position.distance_to((230.0, 90.0, -70.0)) < 2


def test_in_school_mode_people_beside_the_table_are_drawn_boxes(somebody):
    scene = looked(somebody, "usb")
    (face,) = scene.faces
    picture = picture_of(scene)
    x, y, width, height = map(round, face.box)
    # Nothing of the frame: paper, with the outline of a box and of an oval.
    empty = picture_of(looked(np.zeros_like(somebody), "usb"))
    other = np.abs(picture.astype(int) - empty).max(axis=2) > 30
    assert other[y - 2 : y + 3, x + 10 : x + width - 10].any(axis=0).all()
    assert other[y + 10 : y + height - 10, x + width // 2].sum() < 12
    other[max(0, y - 10) : y + height + 10, max(0, x - 10) : x + width + 10] = False
    assert not other.any()


def test_a_face_on_the_table_is_covered_in_school_mode_too(measured):
    """A photograph that lies among the blocks: the table is shown, and the face is not."""
    table, calibration = measured
    person = Person(29)
    who = cv2.resize(photograph(person, size=(320, 240)), (160, 120), interpolation=cv2.INTER_AREA)
    (x, y), *_ = calibration.image_from_table([(180.0, 0.0, -70.0)]).astype(int)
    pixels = table.copy()
    pixels[y - 60 : y + 60, x - 80 : x + 80] = who
    scene = looked(pixels, "usb", calibration)
    (face,) = (*scene.faces, *scene.maybe_faces)
    assert is_covered_or_drawn(picture_of(scene), face.box)
    assert find_faces(picture_of(scene), min_score=0.5) == []
    assert not any("blank" in note for note in scene.notes)


def is_covered_or_drawn(picture: np.ndarray, face: Box) -> bool:
    """Whether there is one grey, but for the lines of a box with an oval in it."""
    left, top, right, bottom = hidden_part(tuple(face), picture.shape[1::-1])
    inside = picture[top + 16 : bottom - 16, left + 16 : right - 16].astype(int)
    is_grey = np.ptp(inside, axis=2) < 12
    return bool(is_grey.mean() > 0.99 and (np.abs(inside - COVERED) < 12).all(2).mean() > 0.2)


def test_a_blink_of_the_finder_shows_nobody_in_a_live_picture(somebody, monkeypatch):
    held = Held(clock=lambda: 100.0)
    (face,) = looked(somebody, live=True, held=held).faces
    monkeypatch.setattr(looking, "Search", Blink)
    scene = looked(somebody, live=True, held=held)
    assert scene.faces == ()
    assert is_covered(picture_of(scene), face.box)
    held.forget()
    assert not is_covered(picture_of(looked(somebody, live=True, held=held)), face.box)


class Blink:
    """A search that finds nobody."""

    def __init__(self, *_: object) -> None:
        pass

    def faces(self) -> list:
        return []


def test_what_a_cover_hides_is_not_told_in_text_either(somebody):
    (face,) = find_faces(somebody)
    frame = Frame(somebody.copy(), 0.0, "usb")
    covered = picture_for(frame, (), None, seen={}, kind="usb", faces=[face.box], mode=Mode.ADULT)
    x, y, *_ = face.box
    assert covered.shows == "everything"
    assert not covered.is_shown(Box(x + 5, y + 5, 20.0, 20.0))
    assert not covered.is_shown(Box(x - 60, y, 80.0, 20.0))
    assert covered.is_shown(Box(1.0, 1.0, 20.0, 20.0))
    assert (frame.pixels == somebody).all()


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_face_that_is_nowhere_makes_the_picture_blank(somebody, wrong):
    frame = Frame(somebody.copy(), 0.0, "virtual")
    covered = picture_for(frame, (), None, seen={}, kind="virtual", faces=[(wrong, 1.0, 2.0, 3.0)])
    assert covered.shows == "nothing"
    assert covered.note == cover._BLANK
