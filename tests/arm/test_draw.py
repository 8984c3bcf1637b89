"""``arm.draw``: the way of the pen, how it is paced, how long it takes, what stops it."""

import math
import random
import struct
import threading
import time
from _thread import interrupt_main
from itertools import pairwise
from types import SimpleNamespace

import pytest

from dobotkit import Arm, Drawing
from dobotkit.arm import link, pacing, pen, ports
from dobotkit.arm.pacing import AT_MOST_OF_A_PATH, AT_MOST_SECONDS
from dobotkit.arm.route import PIECE_S
from dobotkit.errors import (
    AlarmRaised,
    AnswerLost,
    ArmError,
    ArmSilent,
    ArmStopped,
    ArmUnplugged,
    NotDrawable,
    OutOfReach,
    TooFast,
    WrongValue,
)
from dobotkit.simulator.clock import ManualClock, clock_for_pace
from tests.arm.bench import Cable, fresh_address, whole

SQUARE = [(200, -30), (260, -30), (260, 30), (200, 30), (200, -30)]
TWO = [[(200, 0), (240, 0)], [(240, 20), (200, 20)]]
CIRCLE = [
    (230 + 30 * math.cos(k * math.tau / 90), 30 * math.sin(k * math.tau / 90)) for k in range(91)
]
PTP, CP_PARAMS, CP = 84, 90, 91
EXCHANGE_S = 0.006


class SlowWire(Cable):
    """A cable over which every frame takes as long as on a real one, on the arm's own clock."""

    clock = None

    def write(self, data):
        if self.clock is not None:
            self.clock.advance(EXCHANGE_S)
        return super().write(data)


@pytest.fixture
def on_cable(monkeypatch):
    """An arm at (200, 0, 0) whose moves are over at once, and its cable."""
    cables = []

    def plug_in(address, **_):
        cables.append(SlowWire(address))
        return cables[-1]

    monkeypatch.setattr(ports, "open_port", plug_in)
    arm = Arm(fresh_address())
    arm.move_to(200, 0, 0)
    [cable] = cables
    cable.sent.clear()
    yield arm, cable
    cable.damage = whole
    cable.unplugged = False
    arm.close()


@pytest.fixture
def timed(on_cable, monkeypatch):
    """The same arm in a time of its own: who sleeps, and who sends, lets it pass."""
    arm, cable = on_cable
    firmware = cable.inner.arm
    clock = ManualClock(start=firmware.time)
    firmware.use_clock(clock)
    cable.clock = clock
    own_time = SimpleNamespace(sleep=clock.advance, monotonic=clock.now)
    for module in (link, pacing, pen):
        monkeypatch.setattr(module, "time", own_time)
    yield arm, cable, clock
    cable.clock = None
    firmware.use_clock(clock_for_pace("instant", start=clock.now()))


def targets(cable, number):
    """Where the commands of that number lead, in the order in which they were sent."""
    return [struct.unpack_from("<B3f", frame, 5)[1:] for frame in cable.sent if frame[3] == number]


class TestTheWay:
    def test_up_across_down_along_and_up(self, on_cable):
        arm, cable = on_cable
        arm.draw(TWO, z=-60, lift=10)
        assert targets(cable, PTP) == [
            (200, 0, -50), (200, 0, -60), (240, 0, -50),
            (240, 20, -50), (240, 20, -60), (200, 20, -50),
        ]  # fmt: skip
        drawn = targets(cable, CP)
        assert {z for _, _, z in drawn} == {-60}
        assert drawn[-1][:2] == (200, 20)
        assert arm.pose().position == pytest.approx((200, 20, -50), abs=1e-3)

    def test_from_below_it_goes_up_first(self, on_cable):
        arm, cable = on_cable
        arm.move_to(220, 40, -60)
        cable.sent.clear()
        arm.draw([(200, 0), (240, 0)], z=-60)
        assert targets(cable, PTP)[:3] == [(220, 40, -50), (200, 0, -50), (200, 0, -60)]

    def test_a_dot(self, on_cable):
        arm, cable = on_cable
        arm.draw([(220, 0)], z=-60)
        assert targets(cable, PTP) == [(220, 0, -50), (220, 0, -60), (220, 0, -50)]
        assert targets(cable, CP) == []
        assert arm.paper.lines == (((220, 0),),)

    def test_points_of_a_path_have_17_bytes_and_the_velocity(self, on_cable):
        arm, cable = on_cable
        arm.draw(SQUARE, z=-60, velocity=30)
        frames = [frame for frame in cable.sent if frame[3] == CP]
        assert {frame[2] for frame in frames} == {2 + 17}
        assert {struct.unpack_from("<B4f", frame, 5)[4] for frame in frames} == {30}
        assert {frame[5] for frame in frames} == {1}  # absolute
        assert cable.numbers.index(CP_PARAMS) < cable.numbers.index(CP)

    def test_long_lines_are_cut_and_close_points_left_out(self, on_cable):
        arm, cable = on_cable
        arm.draw([(200, -50), (200, 50)], z=-60, velocity=40)
        ways = [math.dist(a, b) for a, b in pairwise(targets(cable, CP))]
        assert max(ways) <= 40 * PIECE_S + 1e-3
        assert min(ways) == pytest.approx(max(ways), abs=1e-3)
        cable.sent.clear()
        arm.draw([(200 + k / 100, 0) for k in range(1001)], z=-60, velocity=40)
        assert len(targets(cable, CP)) == 2  # of 8 mm at most

    def test_the_wrist_does_not_turn_and_when_moved_is_told_once(self, on_cable):
        arm, _ = on_cable
        arm.move_by(r=20)
        wrist = arm.pose().j4
        told = []
        arm.when_moved = told.append
        arm.draw(SQUARE, z=-60)
        assert [pose.z for pose in told] == pytest.approx([-50])
        assert arm.pose().j4 == pytest.approx(wrist, abs=1e-3)

    def test_a_pupil_may_draw_from_when_moved(self, on_cable):
        arm, _ = on_cable

        def sign(_pose):
            arm.when_moved = None
            arm.draw([(250, 40)], z=-60)

        arm.when_moved = sign
        arm.draw(SQUARE, z=-60)
        assert arm.paper.lines[-1] == ((250, 40),)


class TestRefusals:
    def test_nothing_moves_when_a_point_cannot_be_reached(self, on_cable):
        arm, cable = on_cable
        with pytest.raises(OutOfReach, match=r"^Stroke 2, point 2 of 3 \(x 400, y 0\): ") as caught:
            arm.draw([TWO[0], [(240, 0), (400, 0), (240, 0)]], z=-60)
        assert caught.value.at[:2] == (400, 0)
        assert "show(arm.preview(" in caught.value.advice
        assert not {PTP, CP} & set(cable.numbers)

    def test_nor_when_a_line_cannot(self, on_cable):
        arm, cable = on_cable
        with pytest.raises(OutOfReach, match=r"^Stroke 1, between points 2 and 3: "):
            arm.draw([(70, -200), (60, -200), (60, 200)], z=-60)
        assert not {PTP, CP} & set(cable.numbers)

    def test_nor_when_the_way_with_the_pen_up_cannot(self, on_cable):
        arm, cable = on_cable
        with pytest.raises(OutOfReach, match=r"^With the pen up, on the way to stroke 2"):
            arm.draw([[(60, -200), (70, -200)], [(60, 200), (70, 200)]], z=-60)
        assert not {PTP, CP} & set(cable.numbers)

    def test_the_paper_s_height_has_to_be_said_once(self, on_cable):
        arm, cable = on_cable
        with pytest.raises(WrongValue, match="at which height the paper lies") as caught:
            arm.draw(SQUARE)
        assert "arm.paper.z = -60" in caught.value.advice
        assert not cable.numbers.count(PTP)
        arm.draw(SQUARE, z=-60)
        arm.draw(TWO)
        assert {z for _, _, z in targets(cable, CP)} == {-60}
        arm.paper.z = -40
        arm.draw([(220, 0), (230, 0)])
        assert targets(cable, CP)[-1][2] == -40

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"velocity": 251}, TooFast),
            ({"velocity": 0}, TooFast),
            ({"velocity": "fast"}, WrongValue),
            ({"lift": 0}, WrongValue),
            ({"z": math.nan}, WrongValue),
            ({"z": "-60"}, WrongValue),
            ({"points": []}, NotDrawable),
            ({"points": 7}, NotDrawable),
        ],
    )
    def test_values(self, on_cable, changes, error):
        arm, cable = on_cable
        values = {"points": SQUARE, "z": -60, **changes}
        with pytest.raises(error):
            arm.draw(**values)
        with pytest.raises(error):
            arm.preview(**values)
        assert not {PTP, CP} & set(cable.numbers)


class TestPreview:
    def test_it_moves_nothing_and_says_what_there_is(self, on_cable):
        arm, cable = on_cable
        route = arm.preview(TWO, z=-60)
        assert set(cable.numbers) == {10}
        assert (route.length, route.travel) == pytest.approx(
            (80, math.hypot(50) + 10 + 10 + 10 + 20 + 10)
        )
        assert repr(route) == (
            "2 strokes: 80 mm with the pen down and 110 mm with the pen up, about 7 s. "
            "All of it can be reached."
        )
        assert [[line[0], line[-1]] for line in route.lines(pen_down=True)] == TWO
        assert route.out_of_reach() == []

    def test_what_is_out_of_reach(self, on_cable):
        arm, _ = on_cable
        route = arm.preview([(240, 0), (340, 0), (340, 40), (240, 40)], z=-60)
        parts = route.out_of_reach()
        assert parts[0][0][0] == pytest.approx(322, abs=2)
        assert parts[-1][-1] == pytest.approx((322, 40), abs=6)
        assert all(math.hypot(*spot) > 321 for part in parts for spot in part)
        assert "It cannot be drawn. Stroke 1, point 2 of 4" in repr(route)

    def test_it_follows_the_speed(self, on_cable):
        arm, _ = on_cable
        slow = arm.preview(SQUARE, z=-60, velocity=10).seconds
        assert slow > 2.5 * arm.preview(SQUARE, z=-60, velocity=50).seconds
        before = arm.preview(TWO, z=-60).seconds
        arm.speed(20)
        assert arm.preview(TWO, z=-60).seconds > before


class TestTime:
    @pytest.mark.parametrize("points", [SQUARE, TWO, CIRCLE, [(200, -50), (200, 50)], [(220, 0)]])
    @pytest.mark.parametrize("velocity", [15, 50, 120])
    def test_the_estimate_is_near_the_true_time(self, timed, points, velocity):
        arm, cable, clock = timed
        estimate = arm.preview(points, z=-60, velocity=velocity).seconds
        begun = clock.now()
        arm.draw(points, z=-60, velocity=velocity)
        assert estimate == pytest.approx(clock.now() - begun, rel=0.2)
        assert cable.inner.arm.idle

    def test_at_most_a_second_of_drawing_is_in_the_arm(self, timed, monkeypatch):
        arm, _, _ = timed
        seen = []
        put = pacing.Pacing.put

        def look(self, number, params=b"", **options):
            put(self, number, params, **options)
            seen.append((number, len(self._sent), sum(sent.seconds for sent in self._sent)))

        monkeypatch.setattr(pacing.Pacing, "put", look)
        arm.draw(CIRCLE, z=-60, velocity=50)
        counts = [count for number, count, _ in seen if number == CP]
        assert max(counts) > pacing.AT_MOST
        assert max(counts) <= AT_MOST_OF_A_PATH
        assert all(seconds <= AT_MOST_SECONDS for _, count, seconds in seen if count > 2)

    def test_of_quick_moves_between_lines_one_waits(self, timed, monkeypatch):
        # The keeper would refuse a third one: not the time counts, but whether it is drawn.
        arm, _, _ = timed
        arm.speed(acceleration=300)
        counts = []
        put = pacing.Pacing.put

        def look(self, number, params=b"", **options):
            put(self, number, params, **options)
            if number == PTP:
                counts.append(len(self._sent))

        monkeypatch.setattr(pacing.Pacing, "put", look)
        arm.draw([[(230 + x, -30), (230 + x, -24)] for x in range(0, 10, 2)], z=-60)
        assert max(counts) == pacing.AT_MOST


class TestProgress:
    def test_it_begins_grows_and_ends(self, timed):
        arm, _, _ = timed
        told = []
        unwatch = arm.watch_drawing(told.append)
        arm.draw(SQUARE, z=-60)
        assert told[0].drawn == told[0].part == 0
        assert told[0].length == 240
        assert [p.drawn for p in told] == sorted(p.drawn for p in told)
        assert len(told) > 20
        assert {p.state for p in told[:-1]} == {"drawing"}
        assert (told[-1].state, told[-1].drawn) == ("done", pytest.approx(240))
        assert told[-1].part == pytest.approx(1)
        assert str(told[0]).startswith("Drawing: 0 of 240 mm, about ")
        assert str(told[-1]).startswith("Drawn: 240 mm of line in ")
        count = len(told)
        unwatch()
        unwatch()
        arm.draw(TWO, z=-60)
        assert len(told) == count

    def test_a_bar_that_fails_stops_no_pen(self, on_cable, caplog):
        arm, _ = on_cable
        arm.watch_drawing(lambda _progress: 1 / 0)
        arm.draw(TWO, z=-60)
        assert len(arm.paper.lines) == 2
        assert "a function that watches the drawing failed" in caplog.text


class TestPaper:
    def test_it_holds_what_the_arm_told(self, on_cable):
        arm, _ = on_cable
        assert repr(arm.paper) == "Paper(at an unknown height, empty)"
        arm.draw(TWO, z=-60)
        assert [[line[0], line[-1]] for line in arm.paper.lines] == [
            [pytest.approx(spot, abs=0.01) for spot in stroke] for stroke in TWO
        ]
        assert repr(arm.paper) == "Paper(at z -60 mm, 2 lines, 80 mm)"
        arm.move_to(220, 0, -60)  # not drawn by draw
        arm.draw([(230, 30), (240, 30)])
        assert len(arm.paper.lines) == 3
        arm.paper.new()
        assert arm.paper.lines == ()
        assert arm.paper.z == -60

    def test_a_curve_stays_one(self, timed):
        arm, _, _ = timed
        arm.draw(CIRCLE, z=-60)
        [line] = arm.paper.lines
        assert len(line) > 40
        assert all(abs(math.dist(spot, (230, 0)) - 30) < 0.2 for spot in line)

    def test_its_height_is_a_number(self, on_cable):
        arm, _ = on_cable
        with pytest.raises(WrongValue):
            arm.paper.z = "low"
        with pytest.raises(AttributeError):
            arm.paper.height = -60


class TestTool:
    def test_a_pen_is_a_little_farther_out(self, on_cable):
        arm, _ = on_cable
        arm.use_tool("pen")
        assert arm.reach.tool == (61, 0, 0)
        assert arm.pose().x == pytest.approx(201.3, abs=1e-3)
        arm.move_by(y=10)  # reckons from where the arm now says that it is
        assert arm.pose().position == pytest.approx((201.3, 10, 0), abs=1e-3)
        arm.use_tool("Suction cup")
        assert arm.reach.tool == (59.7, 0, 0)

    def test_another_tool_is_refused(self, on_cable):
        arm, _ = on_cable
        with pytest.raises(WrongValue, match="no tool that the kit knows"):
            arm.use_tool("laser")


class TestTrouble:
    """Something goes wrong in the middle: the arm stands still, and the pupil is told."""

    @pytest.fixture
    def slow(self, on_cable):
        """The arm on the wall's clock, one exchange into a drawing of half a minute."""
        arm, cable = on_cable
        arm.draw([(200, -30)], z=-60)
        firmware = cable.inner.arm
        firmware.use_clock(clock_for_pace("5", start=firmware.time))
        cable.sent.clear()
        return arm, cable

    def stands_still(self, arm):
        time.sleep(0.1)  # to brake
        pose = arm.pose()
        time.sleep(0.1)
        return math.dist(arm.pose(), pose) < 0.01

    def breaks(self, arm, cable, error, damage):
        def watch(progress):
            if progress.drawn > 2:
                damage(cable)

        arm.watch_drawing(watch)
        with pytest.raises(error) as caught:
            arm.draw(SQUARE, z=-60, velocity=20)
        assert caught.value.advice.endswith("arm.move_by(z=10) lifts it.")
        return caught.value

    def test_an_answer_is_lost(self, slow):
        arm, cable = slow

        def lose_it(cable):
            cable.damage = lambda answer: [] if answer[3] == CP else whole(answer)

        self.breaks(arm, cable, AnswerLost, lose_it)
        cable.damage = whole
        assert self.stands_still(arm)
        # The answer that did not come was asked for once.
        frames = [frame for frame in cable.sent if frame[3] == CP]
        assert len(frames) == len(set(frames))
        assert 242 in cable.numbers

    @pytest.mark.slow
    def test_nobody_says_any_more_how_far_it_is(self, slow):
        arm, cable = slow

        def lose_it(cable):
            cable.damage = lambda answer: [] if answer[3] == 246 else whole(answer)

        self.breaks(arm, cable, ArmSilent, lose_it)
        assert 242 in cable.numbers
        cable.damage = whole
        assert self.stands_still(arm)

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(8))
    def test_a_bad_line_ends_in_an_error_or_in_the_whole_drawing(self, on_cable, seed):
        """One answer in 50 is lost; no point is sent twice, and an error stops the arm."""
        arm, cable = on_cable
        dice = random.Random(seed)  # noqa: S311  # only to be repeatable
        cable.damage = lambda answer: [] if dice.random() < 0.02 else whole(answer)
        error = None
        try:
            arm.draw(TWO, z=-60)
        except ArmError as caught:
            error = caught
        assert (error is None) == (242 not in cable.numbers)
        cable.damage = whole
        assert cable.inner.arm.idle
        frames = [frame for frame in cable.sent if frame[3] == CP]
        assert len(frames) == len(set(frames))

    def test_an_alarm(self, slow):
        arm, cable = slow
        error = self.breaks(
            arm,
            cable,
            AlarmRaised,
            lambda cable: cable.inner.arm._controller.state.raise_alarm(0x22),
        )
        assert error.codes == (0x22,)
        assert self.stands_still(arm)
        assert len(arm.paper.lines[-1]) < 10  # not what it only counted as done
        cable.inner.arm.use_clock(clock_for_pace("instant", start=cable.inner.arm.time))
        arm.home()
        arm.draw([(220, 0)])

    def test_stop_from_another_thread(self, slow):
        arm, cable = slow
        self.breaks(arm, cable, ArmStopped, lambda _: threading.Thread(target=arm.stop).start())
        assert self.stands_still(arm)
        assert arm.pose().z == pytest.approx(-60, abs=0.01)
        arm.move_by(z=10)

    def test_the_cable_is_pulled(self, slow):
        arm, cable = slow

        def pull(cable):
            cable.unplugged = True

        self.breaks(arm, cable, ArmUnplugged, pull)

    def test_ctrl_c(self, slow):
        arm, cable = slow
        told = []
        arm.watch_drawing(lambda p: told.append((p, 242 in cable.numbers)))
        arm.watch_drawing(lambda p: p.drawn > 2 and p.state == "drawing" and interrupt_main())
        with pytest.raises(KeyboardInterrupt):
            arm.draw(SQUARE, z=-60, velocity=20)
        last, stopped_before = told[-1]
        assert last.state == "stopped"
        assert stopped_before, "the arm went on while a bar was drawn"
        assert "arm.move_by(z=10)" in str(last)
        assert self.stands_still(arm)


def test_a_drawing_can_be_drawn_as_well(on_cable):
    arm, _ = on_cable
    arm.draw(Drawing(SQUARE).turned(45), z=-60)
    assert len(arm.paper.lines) == 1
