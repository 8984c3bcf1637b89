"""Programs that try to get at faces and cards: in messages of their own, and behind the wall."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from dobotkit.audit.planted import has_face, plant
from dobotkit.audit.planted_card import has_card
from dobotkit.canary import Canary, Scanner
from dobotkit.keeper.eyes.embedding import embed, similarity
from dobotkit.keeper.eyes.faces import find_faces, until_forgotten
from dobotkit.models import load
from dobotkit.opencv import cv2
from tests.browser import RunningLab
from tests.keeper.mallory import found, mallorys
from tests.lab.wire import Kernel, ask
from tests.requirements.promises import ROOT

NUMBERS = [round(0.01 * one, 2) for one in range(128)]
LOOK = {"kind": "look_for_visitors", "purpose": "same-visitor"}
# What a notebook says that wants more than it is given. Each is refused as a whole.
WANTED = {
    "the picture as it was": {"kind": "look", "raw": True},
    "the picture without its covers": {"kind": "look", "covered": False},
    "covers that hide nothing": {"kind": "look", "margins": [0, 0, 0, 0]},
    "a finder that finds nobody": {"kind": "look", "min_score": 1.1},
    "a look in another mode": {"kind": "look", "mode": "adult"},
    "a frame": {"kind": "frame"},
    "the face itself": {**LOOK, "crop": True},
    "the numbers of a face": {**LOOK, "embeddings": True},
    "a picture of its own to be compared": {**LOOK, "pixels": [0] * 300},
    "a face of its own to be compared": {**LOOK, "embedding": NUMBERS},
    "visitors of somebody else": {**LOOK, "drawer": 1},
    "a name for a visitor": {**LOOK, "name": "Anna"},
    "another purpose": {**LOOK, "purpose": "attendance"},
    "a threshold that is none": {**LOOK, "threshold": -1},
    "a block for another purpose": {"kind": "begin_visitors", "purpose": "marketing"},
    "a drawer that is full of its own": {
        "kind": "begin_visitors",
        "purpose": "same-visitor",
        "templates": [NUMBERS],
    },
    "a drawer that stays open": {
        "kind": "begin_visitors",
        "purpose": "same-visitor",
        "lasts_s": 1e9,
    },
    "the drawer": {"kind": "ask_drawer", "templates": True},
    "an attack on a real picture": {
        "kind": "measure_cover",
        "cover": "blur",
        "path": "/dev/video0",
    },
}


@pytest.fixture(scope="module")
def planted():
    planted = plant(Canary(10))
    assert planted.faces, "the tests need the models: python -m dobotkit models fetch"
    return planted


@pytest.fixture(scope="module")
def scanner(planted):
    return Scanner(planted.canary, has_face=has_face, has_card=has_card)


@pytest.fixture(scope="module")
def picture(planted):
    return cv2.imdecode(np.frombuffer(planted.photo, np.uint8), cv2.IMREAD_COLOR)


@pytest.fixture
def come(picture):
    with mallorys(picture, "camera", "same-visitor") as come:
        yield come
    until_forgotten()


def test_what_is_looked_for_is_found_where_it_is(planted, picture, scanner):
    assert found(scanner, planted.photo) == {"picture", "face", "template", "card"}
    assert found(scanner, picture.tobytes()) == {"picture"}
    said = json.dumps({"ask": {**LOOK, "embedding": planted.canary.templates[0].tolist()}})
    assert found(scanner, said.encode()) == {"template"}


pipes = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")


@pipes
def test_who_asks_for_more_than_is_given_gets_nothing_of_a_face(come, scanner):
    mallory = come()
    mallory.ask(kind="begin_visitors", purpose="same-visitor")
    mallory.ask(**LOOK)
    for what, wish in WANTED.items():
        before = mallory.service.refused
        mallory.send(**wish)
        # What comes after it is answered, unless the keeper has had enough of this notebook.
        assert mallory.ask(kind="look", live=True).picture.data, what
        assert mallory.service.refused == before + 1, what
    assert len(mallory.heard) > 2 * len(WANTED)
    assert found(scanner, *mallory.heard) == set()
    # It was looked at, and it was somebody.
    assert mallory.ask(**LOOK).visitors[0].seen_before


@pytest.mark.slow
@pipes
def test_visitors_of_another_notebook_are_nobodys_business(come):
    anna, mallory = come(), come()
    anna.ask(kind="begin_visitors", purpose="same-visitor")
    assert [one.seen_before for one in anna.ask(**LOOK).visitors] == [False]
    # Without a block of her own she asks in vain, and with one nobody was there before.
    assert mallory.ask(**LOOK).error == "VisitorsForgotten"
    mallory.ask(kind="begin_visitors", purpose="same-visitor")
    assert mallory.ask(kind="ask_drawer").count == 0
    assert [one.seen_before for one in mallory.ask(**LOOK).visitors] == [False]
    # Nor does she empty Anna's, or close it by going.
    mallory.ask(kind="forget_visitors")
    mallory.ask(kind="end_visitors")
    mallory.end()
    assert anna.ask(kind="ask_drawer").count == 1
    assert [one.seen_before for one in anna.ask(**LOOK).visitors] == [True]


# From within a notebook: each says what it has got hold of, or how it was kept out.
CHEATS = """
import base64, json, os, sys
tried = {}
def cheat(what):
    try:
        tried[what.__name__] = what()
    except BaseException as error:
        tried[what.__name__] = type(error).__name__
def kept(data):
    return base64.b64encode(bytes(data)).decode()
@cheat
def reads_the_picture_of_the_camera():
    return kept(open(PHOTO, "rb").read())
@cheat
def opens_it_with_opencv():
    import cv2
    return kept(cv2.imread(PHOTO).tobytes())
@cheat
def opens_it_as_the_keeper_does():
    from dobotkit.keeper.eyes.sources import open_source
    return kept(open_source(PHOTO).read().pixels.tobytes())
@cheat
def is_a_keeper_itself():
    from dobotkit.keeper.eyes.shared import SharedEye
    from dobotkit.keeper.eyes.sources import open_source
    from dobotkit.mode import Mode
    eye = SharedEye(open_source(PHOTO), mode=Mode.ADULT)
    return kept(eye.take().pixels.tobytes())
@cheat
def reads_a_card_in_it_itself():
    import cv2
    from dobotkit.keeper.eyes.cards import read_mrz
    return kept("\\n".join(read_mrz(cv2.imread(PHOTO)).lines).encode())
@cheat
def opens_a_camera_of_the_computer():
    return kept(os.read(os.open("/dev/video0", os.O_RDONLY), 9))
@cheat
def reads_the_memory_of_programs_around_it():
    got = b""
    for name in {str(os.getppid()), *os.listdir("/proc")}:
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/maps") as maps, open(f"/proc/{name}/mem", "rb") as memory:
                    got += maps.read().encode()
            except OSError:
                pass
    return kept(got) if got else "nothing"
"""
ON_COVERED = """
from dobotkit import Camera, Session
session = Session()
camera = Camera(session, why="see who is there")
scene = camera.look()
with camera.visitors(why="see whether somebody comes back") as visitors:
    said = visitors.look()
shown = [scene.picture, said.picture]
with camera.cards(why="see who may enter", asks=("valid",)) as reader:
    near = reader.look()
    shown.append(near.picture)
    print("READ " + json.dumps(near.card.claims.valid), flush=True)
    @cheat
    def holds_what_reads_a_card_and_looks_into_it():
        import signal
        got = []
        for name in os.listdir("/proc"):
            try:
                with open(f"/proc/{name}/cmdline", "rb") as command:
                    if b"card_process" in command.read():
                        os.kill(int(name), signal.SIGSTOP)
                        got += [name, os.listdir(f"/proc/{name}/fd")]
            except (OSError, ValueError):
                pass
        return got or "nothing"
    # It still reads: nobody has stopped it.
    reader.look()
print("SHOWN " + json.dumps([kept(one.data) for one in shown]), flush=True)
"""
# Who brings a picture and a model along has both: nothing of that goes through the keeper.
BROUGHT = """
import cv2, numpy
own = cv2.imread("photo.png")
nothing = numpy.array([], numpy.uint8)
model = numpy.frombuffer(open("finder.onnx", "rb").read(), numpy.uint8)
finder = cv2.FaceDetectorYN.create("onnx", model, nothing, own.shape[1::-1], 0.7)
print("BROUGHT " + json.dumps(len(finder.detect(own)[1])), flush=True)
"""
REPORT = """
print("TRIED " + json.dumps(tried), flush=True)
"""


def told(text, word="TRIED"):
    return json.loads(text.partition(f"{word} ")[2].splitlines()[0])


def bring(lab, name, data):
    """Put a file into the list of files, as a pupil does."""
    model = {"type": "file", "format": "base64", "content": base64.b64encode(data).decode()}
    ask(lab, f"/api/contents/{name}", method="PUT", body=model)


def attacked(data, picture):
    """How similar the face below a cover is to the one that was there, as SFace says it.

    The attacker has brought the models along, and knows where the face was.
    """
    [face] = find_faces(picture)
    shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert shown.shape == picture.shape
    assert find_faces(shown, min_score=0.5) == []
    return similarity(embed(shown, face), embed(picture, face))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")
def test_behind_the_wall_nobody_gets_at_a_face(planted, scanner, picture, tmp_path_factory):
    path = tmp_path_factory.mktemp("camera") / "somebody.png"
    path.write_bytes(planted.photo)
    code = f"PHOTO = {str(path)!r}\n{CHEATS}"
    # Without a wall, and a keeper that holds the camera, they do what they say.
    free = subprocess.run(
        [sys.executable, "-c", code + REPORT],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    got = told(free.stdout)
    for cheat in (
        "reads_the_picture_of_the_camera",
        "opens_it_with_opencv",
        "opens_it_as_the_keeper_does",
        "is_a_keeper_itself",
    ):
        assert "picture" in found(scanner, base64.b64decode(got[cheat])), cheat
    # With the file and a model there is a text: who has both needs no keeper.
    lines = base64.b64decode(got["reads_a_card_in_it_itself"])
    assert found(scanner, lines) == {"card_text"}

    with RunningLab("--mode", "adult", "--camera", str(path)) as lab:
        bring(lab, "photo.png", planted.photo)
        bring(lab, "finder.onnx", load("yunet"))
        kernel = Kernel(lab)
        kernel.run(code)
        brought = kernel.run(BROUGHT)
        said = kernel.run(ON_COVERED + REPORT)
        kernel.close()
    assert told(brought, "BROUGHT") == 1
    # The models are files that anybody can bring along: with them nobody is found below a cover,
    # and what is there is like nobody.
    uncovered = bytes(cv2.imencode(".png", picture)[1])
    with pytest.raises(AssertionError):
        attacked(uncovered, picture)
    shown = [base64.b64decode(one) for one in told(said, "SHOWN")]
    assert len(shown) == 3
    assert told(said, "READ") is True
    assert all(attacked(one, picture) < 0.3 for one in shown)
    assert found(scanner, *shown) == set()
    tried = told(said)
    for cheat in (
        "holds_what_reads_a_card_and_looks_into_it",
        "reads_the_memory_of_programs_around_it",
    ):
        assert tried.pop(cheat) in {"nothing", "PermissionError"}, cheat
    refusals = {"PermissionError", "NoCamera", "PictureError", "AttributeError"}
    refusals |= {"FileNotFoundError", "GuardRefused", "CameraError", "OSError", "error"}
    assert set(tried) == set(got) - {"reads_the_memory_of_programs_around_it"}
    for cheat, came in tried.items():
        assert came in refusals, (cheat, came[:60])
    assert found(scanner, said.encode()) == set()
