"""No way from a notebook to an uncovered pixel: messages, objects, modules, memory."""

from __future__ import annotations

import ast
import base64
import json
import os
import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from annotated_types import Len, MaxLen

from dobotkit.canary import Canary, Scanner
from dobotkit.guard import Tier
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import place_of
from dobotkit.message_parts import Message
from dobotkit.messages import LARGEST_REQUEST, Request, Tell
from dobotkit.opencv import cv2
from dobotkit.sight_messages import LARGEST_PICTURE, SightAsk
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow
from tests.guard.kernels import kernel
from tests.keeper.marks import all_messages

ROOT = Path(__file__).resolve().parents[2]
# A picture of which one could recognise anybody has more bytes than this.
SMALLEST_FACE = 24 * 24


def _kinds(annotation: Any, limit: int | None = None) -> Iterator[tuple[type, int | None]]:
    """Every plain type in an annotation, each with the greatest length that stands at it."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *marks = typing.get_args(annotation)
        lengths = [one.max_length for one in marks if isinstance(one, (Len, MaxLen))]
        for mark in marks:
            lengths += [
                one.max_length
                for one in getattr(mark, "metadata", ())
                if isinstance(one, (Len, MaxLen))
            ]
        yield from _kinds(inner, next(iter(lengths), limit))
    elif arguments := typing.get_args(annotation):
        for one in arguments:
            if one is not ...:
                yield from _kinds(one, limit)
    elif isinstance(annotation, type):
        yield annotation, limit


def _fields(kind: type[Message]) -> Iterator[tuple[str, type, int | None]]:
    for name, field in kind.model_fields.items():
        limits = [one.max_length for one in field.metadata if isinstance(one, (Len, MaxLen))]
        for plain, limit in _kinds(field.annotation, next(iter(limits), None)):
            yield name, plain, limit


def _within(kind: Any) -> set[type[Message]]:
    """A message and all that are inside it."""
    seen: set[type[Message]] = set()
    todo = [one for one, _ in _kinds(kind)]
    while todo:
        one = todo.pop()
        if issubclass(one, Message) and one not in seen:
            seen.add(one)
            todo += [plain for _, plain, _ in _fields(one)]
    return seen


def _carriers(kind: Any) -> set[str]:
    """Fields of bytes below a message that have room for a picture."""
    return {
        f"{one.__name__}.{name}"
        for one in _within(kind)
        for name, plain, limit in _fields(one)
        if plain in (bytes, bytearray, memoryview, object) and (limit or 10**9) > SMALLEST_FACE
    }


def test_of_all_answers_one_field_has_room_for_a_picture_and_it_is_the_covered_one():
    told = _carriers(Tell)
    assert told - {"ArmAnswered.reply"} == {"PictureTold.data"}
    # What an arm answers are frames of its protocol, and nothing that sees writes there.
    using = [
        path.name
        for path in (ROOT / "dobotkit" / "keeper").rglob("*.py")
        if "ArmAnswered" in path.read_text(encoding="utf-8")
    ]
    assert using == ["handling.py"]
    assert {one.__name__ for one in _within(Tell)} <= {one.__name__ for one in all_messages()}


def test_a_notebook_supplies_no_pixels():
    assert _carriers(Request) == set()
    assert LARGEST_REQUEST < SMALLEST_FACE * 3 * 16
    plain = {kind for one in _within(SightAsk) for _, kind, _ in _fields(one)}
    assert plain <= {bool, int, float, str, *_within(SightAsk)} | {type(None)}


def test_only_one_module_makes_the_picture_that_leaves():
    """What is told of a picture comes from a scene, whose picture comes from the cover."""
    makers = {
        path.relative_to(ROOT / "dobotkit").as_posix()
        for path in (ROOT / "dobotkit").rglob("*.py")
        if "PictureTold(" in path.read_text(encoding="utf-8").replace("class PictureTold(", "")
    }
    # The one example of a drawn person below a cover that is measured.
    assert makers == {"sight_messages.py", "keeper/eyes/experiments/covering.py"}
    covers = {
        path.name
        for path in (ROOT / "dobotkit" / "keeper").rglob("*.py")
        if "Picture(" in path.read_text(encoding="utf-8")
    }
    assert covers == {"look.py"}


def test_who_measures_drawn_people_has_no_way_to_a_frame_of_a_camera():
    """Blur and mosaic are there, and the picture of a drawn person: no camera must be."""
    allowed = {"embedding", "experiments", "faces", "frame", "hiding"}
    begins = "dobotkit.keeper."
    for path in (ROOT / "dobotkit" / "keeper" / "eyes" / "experiments").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
        names |= {
            name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names
        }
        ours = {name for name in names if name and name.startswith(begins)}
        rooms = {tuple(name.removeprefix(begins).split(".")[:2]) for name in ours}
        assert rooms <= {("eyes", one) for one in allowed}, path.name


def test_only_drawn_faces_may_stay_in_the_network_until_the_next_one():
    who = {
        path.parent.name
        for path in (ROOT / "dobotkit").rglob("*.py")
        if "drawn=True" in path.read_text(encoding="utf-8")
    }
    assert who == {"experiments"}


SEARCH = """
import gc, sys, types
def pictures():
    'Everything in this process that has room for a picture, except code and texts.'
    found = []
    for one in gc.get_objects():
        for held in (one, *(gc.get_referents(one) if not isinstance(one, type) else ())):
            if type(held).__name__ in ("ndarray", "Frame", "memoryview", "Mat"):
                found.append(type(held).__name__)
            elif type(held) in (bytes, bytearray) and len(held) > 20000:
                found.append((type(held).__name__, held[:3].hex(), len(held)))
    return sorted({str(one) for one in found})
def loaded():
    return sorted(name for name in sys.modules if name.split('.')[0] in ('cv2', 'numpy')
        or name.startswith(('dobotkit.keeper', 'dobotkit.simulator.camera', 'dobotkit.opencv')))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")
def test_a_walled_in_notebook_gets_the_scene_and_nothing_else(tmp_path, monkeypatch):
    """From inside a real kernel behind the wall, with a practice keeper that it cannot enter."""
    monkeypatch.setenv("DOBOTKIT_PORT", "keeper://desk?pace=instant&scene=blocks")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with kernel(Tier.BOTH, tmp_path, monkeypatch) as inside:
        inside.run(SEARCH)
        inside.run("from dobotkit import Arm, Camera, Session")
        inside.run("session = Session(); arm = Arm()")
        # What the packages of a kernel hold by themselves.
        before = inside.run("before = set(pictures()); len(before) >= 0")
        assert before == "True"
        assert "camera is ON until camera.close()" in inside.run(
            "camera = Camera(session, why='find the red block')"
        )
        assert "red" in inside.run("scene = camera.look(); scene")
        new = inside.run("print([one for one in pictures() if one not in before])")
        assert new.count("ffd8ff") == new.count("(") == 1, new
        assert "ndarray" not in new
        assert "Frame" not in new
        assert inside.run("print(loaded())") == "[]"
        # The arm takes what the camera saw, and a second look proves it.
        inside.run("arm.pick(scene.find_block('red')); arm.place(x=200, y=150); arm.look_from()")
        seen = inside.run("again = camera.look(); print(*again.find_block('red').position)")
        x, y, _ = map(float, seen.split())
        assert (x - 200) ** 2 + (y - 150) ** 2 < 9, seen
        assert "PermissionError" in inside.run(
            "import multiprocessing.connection as c; "
            "open(f'/proc/{__import__(\"os\").getppid()}/mem', 'rb')"
        )


# With a place, a calibrated look: all finders are at work, and the table is shown.
LOOK_AT = """
import json, sys
from dobotkit.canary import memory
from dobotkit.keeper.camera_place import CameraPlace, Places
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.sources import open_source, read_address
path, hidden, keep = sys.argv[1], sys.stdin.read(), sys.argv[2] == "keep"
scrub_freed_memory()
place = CameraPlace.model_validate_json(sys.argv[3])
eye = SharedEye(open_source(read_address(path)), Places(place))
kept = eye.take() if keep else None
told = eye.look("1280x720")
eye.close()
print(json.dumps([memory.copies(hidden), told.picture.data.hex(), told.model_dump_json()]))
"""


@pytest.fixture(scope="module")
def table():
    """A photograph of four blocks with room beside the table, and where its camera stands."""
    rig = replace(Rig.usual(1280, 720), focal_px=650.0)
    laid = load_scene("blocks")
    scene = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    pixels = render(scene, (-90.0, -5.0, 60.0, 0.0), rig)
    lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, (1280, 720), "its data sheet")
    return pixels, place_of(calibration_from_cards(seen_marks(pixels), lens, laid.height))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program read its memory")
@pytest.mark.parametrize("keep", ["keep", "wipe"])
def test_a_picture_with_a_canary_is_nowhere_after_a_look(table, tmp_path, keep):
    """In the process that looked at it; the frame that is kept on purpose is found."""
    from dobotkit.canary.memory import masked  # noqa: PLC0415 - reads /proc

    canary = Canary.fresh()
    pixels, place = table
    beside = pixels.copy()
    height, width = canary.picture.shape[:2]
    beside[:height, :width] = canary.picture
    path = tmp_path / "table.png"
    path.write_bytes(cv2.imencode(".png", beside)[1])
    answer = subprocess.run(
        [sys.executable, "-P", "-c", LOOK_AT, str(path), keep, place.model_dump_json()],
        input=masked(canary),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    copies, picture, told = json.loads(answer.stdout)
    seen = json.loads(told)
    assert seen["calibrated"]
    assert len(seen["blocks"]) == 4
    if keep == "keep":
        assert copies["picture"] >= 1
    else:
        assert copies["picture"] == 0
    scanner = Scanner(canary)
    for what in (bytes.fromhex(picture), told.encode(), base64.b64encode(bytes.fromhex(picture))):
        assert len(what) < LARGEST_PICTURE
        assert not scanner.scan(what)
