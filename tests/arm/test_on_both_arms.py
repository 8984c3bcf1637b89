"""The same tests on a simulated arm and, with ``--dobot-port``, on a real one.

They run in the order in which they stand here: first what moves nothing, then
home, then slow moves in a small box. What they find out goes into the report
(``docs/real-arm.md``).
"""

from __future__ import annotations

import math
import statistics
import struct
import threading
import time

import pytest

from dobotkit.arm.kinematics import forward, tool_of
from dobotkit.arm.link import OFF, PTP, SUCTION_CUP, WAIT
from dobotkit.arm.wire import QUEUED, READ
from dobotkit.errors import AlarmRaised, ArmSilent, ArmStopped, OutOfReach
from tests.real_arm.bench import HOME_HEIGHT, MOVJ_XYZ, SLOW, Bench
from tests.real_arm.findings import Timing
from tests.real_arm.planner import fit, model_of, sample_move
from tests.real_arm.plugin import NAME

# What an arm reports is its own reckoning, in 32-bit floats and whole motor
# steps: how far that may be from what it was asked for, in mm and degrees.
NEAR, TURNED = 0.5, 0.5
STILL = 0.05
# Questions whose answers have a length worth knowing: none of them names anybody.
QUESTIONS = (2, 10, 13, 20, 30, 60, 62, 63, 70, 71, 72, 80, 81, 82, 83, 85, 87, 90, 246, 247)
GET_VERSION = 2
HARDWARE_BYTE = 13


@pytest.fixture(scope="session")
def either_bench(request):
    """Where the arm comes from; ``tests.real_arm.plugin`` says which arms there are."""
    if request.param == "simulated":
        return Bench("", -10.0, lambda: True)
    return request.config.pluginmanager.get_plugin(NAME).take()


@pytest.fixture
def bench(either_bench):
    """The same by a short name; it remembers what is found out."""
    return either_bench


@pytest.fixture
def arm(bench):
    """The arm, connected; nothing has moved."""
    with bench.open() as arm:
        yield arm


@pytest.fixture
def ready(bench, arm):
    """The arm in the middle of its box, after somebody has allowed it to move."""
    bench.get_ready(arm)
    return arm


def far(one, other):
    return math.dist(one[:3], other[:3])


def ms(function, count):
    """Call something again and again; how long it took."""
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        function()
        taken.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    return Timing(count, statistics.median(taken), p95, max(taken))


class TestWithoutMotion:
    def test_connecting_moves_nothing(self, bench):
        with bench.open() as arm:
            first = arm.pose()
            time.sleep(0.3)
            assert far(arm.pose(), first) < STILL
            bench.findings.alarms.update(arm._link.alarms())
        with bench.open() as arm:
            assert far(arm.pose(), first) < STILL

    def test_the_pose_follows_the_formula(self, bench, arm):
        pose = arm.pose()
        tool = tool_of(pose)
        x, y, z, r = forward(*pose.joints, tool=tool)
        bench.findings.tool = tool
        bench.findings.model_error = far((x, y, z), pose)
        assert far((x, y, z), pose) < 0.02
        assert r == pytest.approx(pose.r, abs=0.01)

    def test_its_version_has_three_numbers(self, bench, arm):
        answer = arm._link._wire.ask(GET_VERSION)
        assert len(answer) >= 3
        bench.findings.version = tuple(answer[:3])
        if len(answer) > HARDWARE_BYTE:
            bench.findings.hardware = answer[HARDWARE_BYTE]

    def test_its_answers_have_the_known_lengths(self, bench, arm):
        lengths = bench.findings.lengths
        for number in QUESTIONS:
            try:
                lengths[number] = len(arm._link._wire.once(number, READ))
            except ArmSilent:
                lengths[number] = None
        assert lengths[10] >= 32
        assert lengths[20] == 16
        assert lengths[246] == 8
        assert lengths[247] in (None, 4, 8)

    def test_answers_come_in_time(self, bench, arm):
        link = arm._link
        exchanges = bench.findings.exchanges
        exchanges["pose"] = ms(link.pose, 200)
        exchanges["queue index"] = ms(link.current_index, 100)
        exchanges["alarms"] = ms(link.alarms, 100)
        exchanges["queued command"] = ms(
            lambda: link.enqueue(WAIT, struct.pack("<I", 0)), 25
        )  # fewer than the queue holds
        arm.wait(0)
        assert exchanges["pose"].median < 400

    def test_what_is_refused_never_reaches_it(self, arm):
        # An arm that was just switched on may report a reset, and then refuses everything.
        if arm._link.alarms():
            arm._link.clear_alarms()
        before, index = arm.pose(), arm._link.current_index()
        for target in [(600, 0, 100), (200, 0, 300), (-250, 10, 50), (0, 0, 0)]:
            with pytest.raises(OutOfReach):
                arm.move_to(*target)
        assert far(arm.pose(), before) < STILL
        assert arm._link.current_index() == index
        assert arm._link.alarms() == ()

    def test_the_queue_index_after_a_clear(self, bench, arm):
        link = arm._link
        first = link.enqueue(WAIT, struct.pack("<I", 0))
        link.wait_for(first)
        link.stop()  # clears the queue on its way
        second = link.enqueue(WAIT, struct.pack("<I", 0))
        link.wait_for(second)
        bench.findings.index_restarts = second.place <= first.place
        assert link.current_index() == second.place


class TestInItsBox:
    def test_home(self, bench, arm):
        bench.may_move()
        if not bench.may_home:
            pytest.skip("home lies below the floor")
        bench.home(arm)
        assert arm._link.alarms() == ()
        assert arm.pose().z == pytest.approx(HOME_HEIGHT, abs=3)

    def test_it_arrives_where_it_was_sent(self, bench, ready):
        found = bench.findings.asked_reported
        turned = []
        for spot in ready.box.spots():
            ready.move_to(*spot)
            pose = ready.pose()
            found.append(far(pose, spot))
            turned.append(abs(pose.r))
        bench.findings.turn_error = max(turned)
        assert max(found) < NEAR
        assert max(turned) < TURNED

    def test_it_comes_back_to_one_place(self, bench, ready):
        x, y, z = ready.box.middle
        poses = []
        for dx, dy, dz in [(20, 0, 0), (0, 30, 0), (0, 0, 20), (-20, -20, 0)]:
            ready.move_to(x + dx, y + dy, z + dz)
            ready.move_to(x, y, z)
            poses.append(ready.pose())
        bench.findings.came_back = max(far(a, b) for a in poses for b in poses)
        assert bench.findings.came_back < NEAR

    def test_steps_add_up(self, ready):
        before = ready.pose()
        for _ in range(4):
            ready.move_by(y=5, wait=False)
        ready.wait(0)
        assert ready.pose().y == pytest.approx(before.y + 20, abs=NEAR)

    def test_suction(self, ready):
        ready.suck(True)
        assert ready.suction
        assert ready._link.holds(SUCTION_CUP)
        ready.suck(False)
        assert not ready._link.holds(SUCTION_CUP)
        assert ready._link._wire.ask(SUCTION_CUP)[:2] == OFF

    def test_speed_is_in_true_mm_per_second(self, bench):
        """pydobot's speed would take twice as long at 50."""
        # A simulated arm's clock tells the time of the move itself, not of the polling.
        with bench.open(pace="instant") as arm:
            bench.get_ready(arm)
            x, _, z = arm.box.middle
            arm.move_to(x, -40, z)
            start = bench.now(arm)
            arm.move_to(x, 40, z)
            taken = bench.now(arm) - start
        expected = 80 / SLOW + SLOW / 100  # a ramp at both ends, at 100 mm/s²
        bench.findings.speed_ratio = taken / expected
        assert 0.9 < taken / expected < 1.5

    def test_wait(self, bench, ready):
        start = bench.now(ready)
        ready.wait(400)
        assert bench.now(ready) - start >= 0.39

    def test_stop_from_another_thread(self, bench, ready):
        x, _, z = ready.box.middle
        ready.move_to(x, -40, z)
        ready.speed(25)
        end = []

        def move():
            try:
                ready.move_to(x, 40, z)
            except ArmStopped as error:
                end.append(error)

        mover = threading.Thread(target=move)
        mover.start()
        deadline = time.monotonic() + 20
        while ready.pose().y < -30 and time.monotonic() < deadline:
            time.sleep(0.005)
        told = ready.pose()
        ready.stop()
        stopped = ready.pose()
        mover.join(20)
        assert len(end) == 1, "the move was not stopped"
        assert -31 < stopped.y < 39
        bench.findings.braking_mm = far(stopped, told)
        time.sleep(0.3)
        assert far(ready.pose(), stopped) < STILL
        ready.move_to(*ready.box.middle)

    @pytest.mark.parametrize("kind", ["straight", "joints"])
    def test_the_planner_knows_the_way(self, bench, ready, kind):
        x, _, z = ready.box.middle
        by_joints = kind == "joints"
        ready.move_to(x, -40, z)
        ready.close()
        target = (x, 40.0, z)
        with bench.open(pace="5") as arm:
            start = arm.pose()
            samples = sample_move(arm, target, by_joints=by_joints, now=lambda: bench.now(arm))
            arm.wait(0)
            end = arm.pose()
        place, duration = model_of(start, tool_of(start), target, by_joints=by_joints)
        found = bench.findings.fits[kind] = fit(samples, place, duration)
        assert found.samples > 10
        assert far(end, target) < NEAR
        # On a real arm this is what the report is for; here only nonsense is refused.
        assert found.rms < (5.0 if bench.is_real else 0.1)

    def test_a_planned_target_out_of_reach_raises_an_alarm_and_moves_nothing(self, bench, ready):
        """Past the refusal on purpose: the firmware checks the end of a joint move itself."""
        link = ready._link
        before = ready.pose()
        try:
            link._wire.once(PTP, QUEUED, struct.pack("<B4f", MOVJ_XYZ, 600.0, 0.0, 100.0, 0.0))
            deadline = time.monotonic() + 5
            while not link.alarms() and time.monotonic() < deadline:
                time.sleep(0.02)
            codes = link.alarms()
            bench.findings.alarm_of_far_target = codes
            bench.findings.alarms.update(codes)
            place = link.enqueue(WAIT, struct.pack("<I", 0)).place
            deadline = time.monotonic() + 1
            while link.current_index() < place and time.monotonic() < deadline:
                time.sleep(0.02)
            bench.findings.queue_under_alarm = link.current_index() >= place
            assert codes, "no alarm came"
            with pytest.raises(AlarmRaised):
                ready.move_to(*ready.box.middle)
            assert far(ready.pose(), before) < STILL
        finally:
            link.stop()
            link.clear_alarms()
        assert link.alarms() == ()
        ready.move_to(*ready.box.spots()[0])

    def test_closing_stops_it_and_opening_moves_nothing(self, bench, ready):
        x, _, z = ready.box.middle
        ready.move_to(x, -40, z)
        ready.speed(25)
        ready.move_to(x, 40, z, wait=False)
        ready.close()
        with bench.open() as again:
            first = again.pose()
            time.sleep(0.3)
            assert far(again.pose(), first) < STILL
            assert first.y < 39
            again.move_to(*again.box.middle)
