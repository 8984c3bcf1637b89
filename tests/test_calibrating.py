"""``camera.calibrate(arm)`` as a pupil sees it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dobotkit import Arm, Camera, Session, calibrating, client, finding_keeper
from dobotkit.calibrating import CalibrationByHand, calibrate
from dobotkit.calibrating_messages import BoardSeen
from dobotkit.calibration_result import CalibrationResult, Touched
from dobotkit.errors import CalibrationFailed, CameraClosed, OutOfReach, WrongValue
from dobotkit.geometry import Point
from tests.arm.bench import fresh_address


@dataclass
class Desk:
    arm: Arm
    camera: Camera


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A practice keeper of our own, with an arm at a table with four blocks."""
    with pytest.MonkeyPatch.context() as patch:
        client.disconnect()
        patch.setattr(finding_keeper, "_practice", None)
        patch.delenv("DOBOTKIT_KEEPER", raising=False)
        session = Session()
        with Arm("keeper://desk?pace=instant&scene=blocks") as arm:
            camera = Camera(session, why="calibrate it", size=(640, 480))
            yield Desk(arm, camera)
            camera.close()
        session.end()
        client.disconnect()
        assert finding_keeper._practice is not None
        assert finding_keeper._practice.wait(20) == 0


@pytest.fixture(scope="module")
def result(desk: Desk) -> CalibrationResult:
    desk.camera.bump()
    return desk.camera.calibrate(desk.arm)


def test_after_a_knock_the_arm_puts_it_right(desk: Desk, result: CalibrationResult):
    assert result.kept == "notebook"
    assert 4 <= len(result.touches) <= 6
    assert 0.0 < result.error_mm < 1.5
    assert result.height_mm == pytest.approx(-70.0)
    assert result.notes == ()
    scene = desk.camera.look()
    assert scene.calibrated
    assert scene.error_mm == pytest.approx(result.error_mm)
    there = next(thing for thing in desk.arm.table.things if thing.name == "red")
    assert scene.find_block("red").position == pytest.approx(there.place, abs=1.5)


def test_the_arm_says_what_it_does_and_steps_aside(desk: Desk, capsys: pytest.CaptureFixture[str]):
    desk.arm.home()
    result = desk.camera.calibrate(desk.arm)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("The board lies on the table")
    for touch in result.touches:
        said = [line for line in lines if f"to cross {touch.number} (" in line]
        assert len(said) == 1
        x, y = map(float, re.findall(r"= (-?[\d.]+)", said[0]))
        assert (x, y) == pytest.approx(touch.place[:2], abs=0.06)
    assert lines[-1] == "The board is taken away."
    # It has stepped aside, as arm.look_from() does, and hides nothing.
    where = desk.arm.pose().position
    desk.arm.look_from()
    assert desk.arm.pose().position == pytest.approx(where, abs=0.1)
    assert {block.colour for block in desk.camera.look().blocks} == {
        "red", "green", "blue", "yellow",
    }  # fmt: skip
    # Nothing was pushed about on the way.
    assert {thing.place[2] for thing in desk.arm.table.things} == {-70.0}
    assert len(desk.arm.table.things) == 4


def test_what_stops_the_arm_takes_the_board_away(desk: Desk):
    def refuse(_: object) -> None:
        raise KeyboardInterrupt

    desk.arm.when_moved = refuse
    try:
        with pytest.raises(KeyboardInterrupt):
            desk.camera.calibrate(desk.arm)
    finally:
        desk.arm.when_moved = None
        desk.arm.home()
    assert not any(900 <= marker.number <= 921 for marker in desk.camera.look().markers)


def test_a_held_block_is_put_down_first(desk: Desk):
    desk.arm.pick(desk.arm.table.find("yellow"))
    with pytest.raises(CalibrationFailed, match="The arm holds something"):
        desk.camera.calibrate(desk.arm)
    desk.arm.place(x=230, y=-90)
    desk.arm.home()


def test_only_an_arm_will_do(desk: Desk):
    with pytest.raises(WrongValue, match="with your arm, and str is none"):
        desk.camera.calibrate("arm")  # type: ignore[arg-type]


def test_an_arm_that_cannot_reach_the_board_is_told(desk: Desk):
    far = {"kind": "board_seen", "marks": 22, "looks": 1}
    crosses = [{"number": n, "place": (400.0 + n, 0.0, -70.0)} for n in range(1, 7)]
    seen = BoardSeen.model_validate({**far, "crosses": tuple(crosses)})
    with pytest.raises(CalibrationFailed, match="cannot reach the crosses 1, 2, 3, 4, 5, 6"):
        calibrating._reachable(desk.arm, seen.crosses)
    with pytest.raises(OutOfReach):
        desk.arm.move_to(400, 0, -70)


def test_a_camera_that_is_off_measures_nothing(desk: Desk):
    session = Session()
    camera = Camera(session, why="short")
    camera.close()
    with pytest.raises(CameraClosed):
        camera.calibrate(desk.arm)


TOUCHES = (
    Touched(1, Point(156.0, 110.0, -70.0), (0.3, -0.4), 0.8),
    Touched(2, Point(266.0, 88.0, -70.0), (-0.2, 0.1), 0.4),
    Touched(3, Point(266.0, -88.0, -70.0), (2.0, 1.0), 3.1),
    Touched(4, Point(178.0, 0.0, -70.0), (0.0, 0.0), 0.1),
)
BAD = CalibrationResult(2.6, 0.1, 2.6, -70.0, TOUCHES, "teacher", ("Touch cross 3 again.",))


def test_the_words_name_the_error_the_worst_cross_and_what_to_do():
    words = BAD.describe()
    assert "places are off by about 2.6 mm" in words
    assert "The cross that fits least is 3: 3.1 mm." in words
    assert "once your teacher has said yes on the keeper's page" in words
    assert words.endswith("! Touch cross 3 again.")
    assert repr(BAD) == words


def test_the_picture_shows_each_cross_where_it_is_and_the_bad_one_in_red():
    root = ET.fromstring(BAD.svg())  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    lines = root.findall(f"{space}line")
    assert len(lines) == len(TOUCHES)
    assert [line.get("stroke") for line in lines].count("#b30000") == 1
    assert lines[2].get("stroke") == "#b30000"
    # Right is +y, down is +x, and an arrow is 20 times as long as its error.
    first, third = lines[0], lines[2]
    assert float(first.get("x1")) > float(third.get("x1"))
    assert float(first.get("y1")) < float(third.get("y1"))
    scale = (float(first.get("x1")) - float(third.get("x1"))) / 198.0
    assert float(third.get("y2")) - float(third.get("y1")) == pytest.approx(40 * scale, abs=0.2)
    assert float(third.get("x2")) - float(third.get("x1")) == pytest.approx(20 * scale, abs=0.2)
    width = float(root.get("width"))
    for text in root.findall(f"{space}text")[1:]:
        # No letter of this size is wider than 8 pixels on the average of a line.
        assert 0 < float(text.get("x")) < width - 7 * len(text.text)
    assert "cross 3: 3.1 mm" in root.findtext(f"{space}title")
    assert set(BAD._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}


# By hand, with an arm that no keeper has: what the guide says, and what it takes.


@pytest.fixture
def guide() -> Iterator[CalibrationByHand]:
    with Arm(fresh_address()) as arm:
        yield CalibrationByHand(arm, BoardSeen(marks=20, looks=1, notes=("Lift the board.",)))


def test_the_guide_leads_from_cross_to_cross(guide: CalibrationByHand):
    assert "Lead the tip to cross 1" in repr(guide)
    assert "sees 20 markers" in repr(guide)
    assert repr(guide).endswith("! Lift the board.")
    for number in (1, 2, 3):
        assert guide.next == number
        assert guide.touch() is guide
    assert "Four are enough" not in repr(guide)
    guide.touch()
    assert "Four are enough: guide.finish()" in repr(guide)
    guide.touch(6)
    assert guide.touched == (1, 2, 3, 4, 6)
    assert guide.next == 5
    guide.touch().touch(2)
    assert guide.next is None
    assert "6 of 6 crosses are done. Measure: guide.finish()" in repr(guide)


def test_the_guide_remembers_where_the_arm_was(guide: CalibrationByHand):
    guide._arm.move_to(200, 40, 10)
    guide.touch(3)
    guide._arm.move_to(210, 40, 10)
    guide.touch(4)
    places = {number: said.place for number, said in guide._touches.items()}
    assert places[3] == pytest.approx((200, 40, 10), abs=0.05)
    assert places[4] == pytest.approx((210, 40, 10), abs=0.05)


@pytest.mark.parametrize("number", [0, 7, "1", 1.5])
def test_a_cross_that_is_not_there_is_refused(guide: CalibrationByHand, number: object):
    with pytest.raises(WrongValue, match="There is no cross"):
        guide.touch(number)  # type: ignore[arg-type]


def test_a_real_arm_does_not_calibrate_the_virtual_camera(monkeypatch: pytest.MonkeyPatch):
    with Arm(fresh_address()) as arm:
        monkeypatch.setattr(Arm, "is_simulated", property(lambda _: False))
        with pytest.raises(CalibrationFailed, match="this arm is real"):
            calibrate(arm, virtual=True, size="640x480")
