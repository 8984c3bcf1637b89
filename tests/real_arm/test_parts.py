"""The parts of a run on a real arm, each by itself."""

from __future__ import annotations

import json
import math
import os
import random
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from dobotkit.arm.reach import Reach
from dobotkit.arm.usb import ADAPTERS, ListedPort
from dobotkit.errors import TooFast
from dobotkit.geometry import Pose
from tests.real_arm import report
from tests.real_arm.bench import HIGHEST_FLOOR, LOWEST_FLOOR, SLOW, Bench, Box
from tests.real_arm.findings import Findings, Fit, Timing
from tests.real_arm.lock import BenchLock, BenchTaken
from tests.real_arm.planner import Sample, fit, model_of
from tests.real_arm.plugin import pytest_configure

SUCTION_CUP = (59.7, 0.0, 0.0)


class TestLock:
    def test_one_bench_is_for_one_run(self, tmp_path):
        port = str(tmp_path / "tty")
        with BenchLock(port), pytest.raises(BenchTaken):
            BenchLock(port)
        with BenchLock(port):
            pass

    @pytest.mark.skipif(sys.platform == "win32", reason="ports have one name there")
    def test_another_name_of_the_port_is_the_same_bench(self, tmp_path):
        (tmp_path / "tty").touch()
        (tmp_path / "by-id").symlink_to(tmp_path / "tty")
        with BenchLock(str(tmp_path / "tty")), pytest.raises(BenchTaken):
            BenchLock(str(tmp_path / "by-id"))

    def test_two_benches_are_two(self):
        with BenchLock("COM98"), BenchLock("COM99"), pytest.raises(BenchTaken):
            BenchLock("com99")

    def test_the_name_of_the_file_tells_nothing(self, tmp_path):
        with BenchLock(str(tmp_path / "anna")) as lock:
            assert "anna" not in lock.path.name
            assert os.path.basename(tmp_path) not in lock.path.name  # noqa: PTH119


@pytest.mark.parametrize("parallel", [{"numprocesses": 2}, {"workerinput": {}}])
def test_one_arm_is_not_tested_in_parallel(parallel):
    """By its two signs: the process that gives the tests out, and one that runs some."""
    numprocesses = parallel.get("numprocesses")
    config = SimpleNamespace(
        option=SimpleNamespace(
            dobot_port="COM3", dobot_floor=-10.0, dobot_report=None, numprocesses=numprocesses
        )
    )
    if "workerinput" in parallel:
        config.workerinput = {}
    with pytest.raises(pytest.UsageError, match="leave out -n"):
        pytest_configure(config)


class TestBox:
    @pytest.mark.parametrize("floor", [LOWEST_FLOOR, -10, 0, HIGHEST_FLOOR])
    @pytest.mark.parametrize(
        "tool", [SUCTION_CUP, (0, 0, 0), (61, 0, 0), (70, 0, 0), (22, 0, 0), (59.7, 0, 20)]
    )
    def test_it_is_in_reach_with_every_tool_and_floor(self, floor, tool):
        box = Box.above(floor, Reach(tool))
        assert box.z[0] >= floor + 20
        reach = Reach(tool)
        for start in (box.middle, *box.spots()):
            assert box.holds(start)
            for end in box.spots():
                reach.check_line((*start, 0.0), (*end, 0.0))

    def test_a_test_cannot_leave_it_nor_be_fast(self):
        with Bench("", -10.0, lambda: True).open(pace="instant") as arm:
            arm.move_to(*arm.box.middle)
            before = arm.pose()
            x, y, z = arm.box.middle
            for target in [(x, y, 0), (x, 100, z), (x + 40, y, z)]:
                with pytest.raises(AssertionError, match="leave its box"):
                    arm.move_to(*target)
                with pytest.raises(AssertionError, match="leave its box"):
                    arm.queue_ptp(target)
            assert arm.pose() == before
            for speed in [(SLOW + 1, 100), (SLOW, 101)]:
                with pytest.raises(TooFast):
                    arm.speed(*speed)

    def test_who_is_not_allowed_to_move_does_not(self):
        asked = []
        bench = Bench("", -10.0, lambda: bool(asked.append(1)))
        with bench.open() as arm:
            before = arm.pose()
            for _ in range(2):
                with pytest.raises(pytest.skip.Exception, match="nobody allowed"):
                    bench.get_ready(arm)
            assert arm.pose() == before
        assert len(asked) == 1


class TestFit:
    START = Pose(249.7, -40.0, 35.0, 0.0, *Reach().joints_for((249.7, -40.0, 35.0, 0.0)))
    TARGET = (249.7, 40.0, 35.0)

    def samples(self, *, start=0.1, noise=0.0, rate=1.0, by_joints=False):
        """What an arm would tell that begins late, reports badly, or goes at another rate."""
        place, duration = model_of(self.START, SUCTION_CUP, self.TARGET, by_joints=by_joints)
        jitter = random.Random(4)  # noqa: S311  # no secret
        return [
            Sample(
                t,
                tuple(v + jitter.gauss(0, noise) for v in place((t - start) * rate)),
                0.001,
            )
            for t in (i * 0.013 for i in range(math.ceil((duration + 0.3) / 0.013)))
        ]

    @pytest.mark.parametrize("by_joints", [False, True])
    @pytest.mark.parametrize("start", [-0.02, 0.0, 0.0317, 0.2])
    def test_the_start_is_found(self, start, by_joints):
        place, duration = model_of(self.START, SUCTION_CUP, self.TARGET, by_joints=by_joints)
        found = fit(self.samples(start=start, by_joints=by_joints), place, duration)
        assert found.start_ms == pytest.approx(1000 * start, abs=0.1)
        assert found.largest < 0.01

    def test_noise_comes_out_as_it_is(self):
        place, duration = model_of(self.START, SUCTION_CUP, self.TARGET, by_joints=False)
        found = fit(self.samples(noise=0.1), place, duration)
        assert found.rms == pytest.approx(0.1 * math.sqrt(3), rel=0.2)
        assert found.start_ms == pytest.approx(100, abs=2)

    def test_another_law_is_seen(self):
        """The positive control: an arm that is 5 % slower, and one that moves by joints."""
        place, duration = model_of(self.START, SUCTION_CUP, self.TARGET, by_joints=False)
        assert fit(self.samples(rate=0.95), place, duration).largest > 1
        assert fit(self.samples(by_joints=True), place, duration).largest > 1


def full() -> Findings:
    return Findings(
        version=(3, 7, 1),
        hardware=2,
        tool=SUCTION_CUP,
        lengths={10: 32, 247: 4, 13: None},
        exchanges={"pose": Timing(200, 8.1, 9.9, 21.0)},
        asked_reported=[0.01, 0.02],
        turn_error=0.001,
        came_back=0.03,
        model_error=1.5e-5,
        speed_ratio=1.01,
        home_s=21.4,
        braking_mm=2.2,
        fits={"straight": Fit(200, 2.1, 31.0, 0.1, 0.3)},
        alarms={0x11, 0},
        alarm_of_far_target=(0x11,),
        queue_under_alarm=True,
        index_restarts=False,
    )


def build(findings=None):
    findings = full() if findings is None else findings
    return report.build(findings, {"home": "passed", "wait": "failed"}, adapter="CH340", floor=-10)


def strings_in(data):
    if isinstance(data, dict):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings_in(value)
    elif isinstance(data, str):
        yield data


class TestReport:
    def test_it_has_no_room_for_words_of_others(self):
        known = {"passed", "failed", "skipped", "Linux", "Windows", "Darwin", "other", "unknown"}
        assert set(strings_in(build())) <= known | set(ADAPTERS.values())

    def test_json_says_the_same_as_the_data(self):
        assert json.loads(report.to_json(build())) == build()

    def test_text_tells_every_number(self):
        text = report.to_text(build())
        for words in [
            "firmware                3.7.1",
            "passed   home",
            "failed   wait",
            "pose                   200     8.10     9.90    21.00",
            "mean 0.0150 mm, largest 0.0200 mm, at 2 places",
            "came back within        0.03 mm",
            "time over expected      1.01",
            "straight 200 samples in 2.10 s, start 31.0 ms, rms 0.100 mm, largest 0.300 mm",
            "alarms seen             0x00, 0x11",
            "queue under an alarm    goes on",
            "index after a clear     goes on",
            " 13  no answer",
        ]:
            assert words in text, words

    def test_what_was_not_measured_is_not_invented(self):
        text = report.to_text(build(Findings()))
        assert "asked minus reported    -" in text
        assert text.count("not tried") == 3
        assert json.loads(report.to_json(build(Findings())))["home_s"] is None

    def test_a_system_of_another_name_is_another_one(self, monkeypatch):
        monkeypatch.setattr(report.platform, "system", lambda: "Anna's own system")
        assert build()["system"] == "other"

    def test_the_adapter_is_a_kind_and_not_a_device(self, monkeypatch):
        listed = [
            ListedPort("COM3", "Anna's arm", (0x1A86, 0x7523), "CH340"),
            ListedPort("COM4", "Anna's phone", (1, 2)),
        ]
        monkeypatch.setattr(report, "listed_ports", lambda: listed)
        found = [report.adapter_of(port) for port in ("COM3", "com3", "COM4", "COM5")]
        assert found == ["CH340", "CH340", "unknown", "unknown"]

    def test_every_field_is_explained(self):
        """docs/real-arm.md says what each line of the report means."""
        page = (Path(__file__).parents[2] / "docs" / "real-arm.md").read_text("utf-8")
        text = report.to_text(build()).partition("\n\n")[2]
        labels = re.findall(r"^([A-Za-z][A-Za-z ]+?)(?=  |,|:|$)", text, re.MULTILINE)
        assert len(labels) == 21
        assert [label for label in labels if f"`{label}`" not in page] == []
