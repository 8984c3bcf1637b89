"""SCH-c: what a camera writes beside its pixels stays in the file, whatever is made of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import place_of
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import open_source
from dobotkit.messages import read_answer, write_answer
from dobotkit.models import is_there
from dobotkit.opencv import cv2
from dobotkit.publish.pictures import recognise
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow
from tests.requirements.photographs import BESIDE, FORMATS, photograph
from tests.requirements.promises import ROOT

ALWAYS = {"address", "artist", "latitude", "longitude"}


@pytest.fixture(scope="module")
def table():
    """A picture of a table, and where the camera stood."""
    rig = Rig.usual(1280, 720)
    laid = load_scene("blocks")
    pixels = render(
        TableNow(height=laid.height, things=laid.things, edges=laid.edges),
        (-90.0, -5.0, 60.0, 0.0),
        rig,
    )
    lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, (1280, 720), "its data sheet")
    return pixels, place_of(calibration_from_cards(seen_marks(pixels), lens, laid.height))


def found_in(data):
    return {what for what, needle in BESIDE.items() if needle in data}


def everything_made_of(eye):
    """All that a look brings: the message, the scene, and what a notebook shows of it."""
    told = eye.look("1280x720")
    crossing = write_answer(1, told)
    scene = read_answer(crossing).tell.scene()
    shown, about = scene.picture._repr_mimebundle_()
    words = json.dumps([scene.describe(), repr(scene), shown["text/plain"], about, scene.notes])
    return scene, [crossing, told.model_dump_json().encode(), scene.picture.data, words.encode()]


def only_pixels(picture):
    """Whether a JPEG has nothing beside its pixels but what it takes to decode them."""
    at, names = 2, []
    while picture[at + 1] != 0xDA:
        names.append(picture[at + 1])
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    # Size, tables, and one head that says how it is packed.
    return set(names) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD} and names.count(0xE0) <= 1


@pytest.mark.parametrize(
    "ending",
    [one if one == ".jpg" else pytest.param(one, marks=pytest.mark.slow) for one in FORMATS],
)
def test_sch_c_where_a_picture_was_taken_is_in_nothing_that_is_made_of_it(
    table, ending, tmp_path, monkeypatch
):
    # Where nobody can look for faces every picture is blank.
    assert is_there("yunet"), "the tests need the models: python -m dobotkit models fetch"
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    pixels, place = table
    photos = tmp_path / "photos"
    photos.mkdir()
    path = photos / f"table{ending}"
    data = photograph(pixels, ending)
    path.write_bytes(data)
    # The search can see, and so can what looks through files before they are shared.
    assert found_in(data) >= ALWAYS
    assert (recognise(data).camera, recognise(data).place) == (True, True)
    for calibrated in (False, True):
        places = Places(place if calibrated else None)
        eye = SharedEye(open_source(str(path)), places)
        try:
            scene, made = everything_made_of(eye)
        finally:
            eye.close()
        # It was looked at: what was in it is told, and with a place its own pixels are shown.
        assert scene.calibrated is calibrated
        shown = cv2.imdecode(np.frombuffer(scene.picture.data, np.uint8), cv2.IMREAD_COLOR)
        here = np.s_[440:480, 800:900]
        near = np.abs(shown[here].astype(int) - pixels[here]).mean() < 14
        assert near == calibrated
        assert [found_in(one) for one in made] == [set()] * len(made)
        assert only_pixels(scene.picture.data)
        told = recognise(scene.picture.data)
        assert (told.camera, told.place) == (False, False)
    # Nothing was written, neither beside the file nor where the keeper was started.
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]
    assert path.read_bytes() == data


def test_sch_c_a_picture_with_something_beside_its_pixels_would_be_seen(table):
    pixels, _ = table
    plain = bytes(cv2.imencode(".jpg", pixels)[1])
    assert only_pixels(plain)
    assert not only_pixels(photograph(pixels, ".jpg"))
