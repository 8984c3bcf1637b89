"""Watching a real arm that another notebook has: seen, and neither moved nor disturbed."""

from __future__ import annotations

import base64
import os
import struct
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from dobotkit.arm.wire import QUEUED, WRITE, encode
from dobotkit.keeper import watching
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.word import Word
from dobotkit.keeping import StandingKeeper
from dobotkit.messages import ArmAnswered, ArmOpened, ArmSeen, Refused
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.keeper.wires import RawNotebook, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")

ROOT = Path(__file__).resolve().parents[2]
POSE = encode(10, 0, b"")


class Heard(Line):
    """A cable that counts the questions after the pose."""

    def __init__(self, firmware: Firmware) -> None:
        super().__init__(firmware)
        self.poses = 0
        self.others: list[int] = []

    def feed(self, data: bytes) -> None:
        self.poses += data.count(POSE)
        if data[:2] == b"\xaa\xaa" and data[3] != 10:
            self.others.append(data[3])
        super().feed(data)


class Desk:
    def __init__(self) -> None:
        self.firmware = Firmware()
        self.line = Heard(self.firmware)
        self.server = PtyServer(self.line)
        word = Word()
        word.give("desk")
        self.arms = Arms(
            {"desk": self.server.address, "sim": "dobotsim://watching?pace=instant"},
            Envelope(),
            word,
        )
        self.holder, self.watcher = RawNotebook(self.arms), RawNotebook(self.arms)

    def end(self) -> None:
        for notebook in (self.holder, self.watcher):
            notebook.end()
        self.arms.close()
        self.server.close()


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.end()


def look(notebook: RawNotebook, arm: str = "desk"):
    return notebook.ask(kind="watch_arm", arm=arm)


def write(notebook: RawNotebook, *frame: object):
    coded = base64.b64encode(encode(*frame)).decode()
    return notebook.ask(kind="write_arm", arm="desk", frames=coded, stops=0)


@pytest.fixture
def lent(desk):
    assert isinstance(desk.holder.ask(kind="open_arm", arm="desk"), ArmOpened)
    return desk


def test_who_has_it_and_where_it_is(lent):
    seen = look(lent.watcher)
    assert isinstance(seen, ArmSeen)
    assert seen.state == "by another notebook"
    assert seen.pose == pytest.approx(lent.firmware.pose())
    assert 0 <= seen.since < 60
    assert look(lent.holder).state == "by you"


def test_that_nobody_has_it(desk):
    assert look(desk.watcher) == ArmSeen(state="free")
    desk.holder.ask(kind="open_arm", arm="desk")
    assert look(desk.watcher).pose is not None
    desk.holder.ask(kind="close_arm", arm="desk")
    assert look(desk.watcher) == ArmSeen(state="free")


def test_that_it_is_not_plugged_in(desk):
    desk.server.close()
    wait_until(lambda: look(desk.watcher).state == "unplugged")


def test_that_it_does_not_answer_is_not_asked_by_every_watcher_anew(lent, monkeypatch):
    monkeypatch.setattr(watching, "_SILENT_S", 60.0)
    lent.line.feed = lent.line.others.append
    lent.line.others.clear()
    wait_until(lambda: look(lent.watcher).state == "silent")
    asked = len(lent.line.others)
    assert asked
    for _ in range(20):
        assert look(lent.watcher).state == "silent"
    assert len(lent.line.others) == asked


def test_suction_and_gripper_are_seen(lent):
    assert (look(lent.watcher).suction, look(lent.watcher).gripping) == (False, False)
    write(lent.holder, 62, QUEUED, b"\1\1")
    assert look(lent.watcher).suction
    write(lent.holder, 62, WRITE, b"\0\0")
    write(lent.holder, 63, WRITE, b"\1\1")
    seen = look(lent.watcher)
    assert (seen.suction, seen.gripping) == (False, True)


def test_a_simulated_arm_is_not_shared(desk):
    told = look(desk.watcher, "sim")
    assert isinstance(told, Refused)
    assert told.error == "WrongValue"
    assert "every notebook has one of its own" in told.what
    assert look(desk.watcher, "left").error == "PortNotFound"


def test_it_moves_and_stops_nothing(lent):
    # 200 mm at the speed of a school takes two seconds.
    lent.holder.ask(kind="open_arm", arm="desk")
    write(lent.holder, 84, QUEUED, struct.pack("<B4f", 2, 180, 80, 50, 0))
    wait_until(lambda: not lent.firmware.idle)
    lent.line.others.clear()
    while not lent.firmware.idle:
        assert isinstance(look(lent.watcher), ArmSeen)
    assert lent.firmware.pose()[:3] == pytest.approx((180, 80, 50), abs=0.01)
    assert not lent.line.others
    # Its holder learns of no stop.
    assert write(lent.holder, 10, 0, b"").stops == 0


@pytest.mark.parametrize(
    "ask",
    [
        {"kind": "write_arm", "arm": "desk", "frames": "qqo=", "stops": 0},
        {"kind": "stop_arm", "arm": "desk"},
    ],
)
def test_who_watches_has_no_arm(lent, ask):
    look(lent.watcher)
    assert lent.watcher.ask(**ask).error == "ArmClosed"
    assert isinstance(write(lent.holder, 10, 0, b""), ArmAnswered)


def test_all_watchers_together_ask_the_arm_seldom(lent):
    others = [RawNotebook(lent.arms) for _ in range(3)]
    lent.line.poses = 0
    begin = time.monotonic()
    looks = [0] * 3

    def watch(k: int) -> None:
        while time.monotonic() - begin < 1.0:
            assert isinstance(look(others[k]), ArmSeen)
            looks[k] += 1

    threads = [threading.Thread(target=watch, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begin
    for other in others:
        other.end()
    assert sum(looks) > 2 * lent.line.poses  # the positive control: they have asked often
    assert lent.line.poses <= took / watching.LOOK_S + 1


def test_a_pose_that_its_holder_has_asked_for_is_not_asked_for_again(lent, monkeypatch):
    monkeypatch.setattr(watching, "LOOK_S", 60.0)
    write(lent.holder, 10, 0, b"")
    lent.line.poses = 0
    assert look(lent.watcher).pose == pytest.approx(lent.firmware.pose())
    assert lent.line.poses == 0
    monkeypatch.setattr(watching, "LOOK_S", 0.0)
    look(lent.watcher)
    assert lent.line.poses == 1


def test_who_asks_without_waiting_is_refused(lent):
    lent.line.feed = lambda _data: None  # it takes its time now
    numbers = [lent.watcher.send(kind="watch_arm", arm="desk") for _ in range(40)]
    told = [lent.watcher.answer() for _ in numbers]
    assert {one.n for one in told} == set(numbers)
    refused = [one.tell for one in told if isinstance(one.tell, Refused)]
    assert refused
    assert all(one.error == "KeeperRefused" for one in refused)


# As its users meet it.


LAST = "WatchedArm('keeper://desk', last seen at x=200.0 y=0.0 z=50.0 mm r=0.0°)."
ONLY = "WrongValue Only a real arm of a lab can be watched, by its name, and"


@pytest.mark.slow
def test_two_programs(tmp_path_factory):
    holder_says = """
        import sys
        from dobotkit import Arm, watch
        arm = Arm()
        arm.move_to(200, 0, 50)
        arm.suck(True)
        print(watch().words, flush=True)
        sys.stdin.readline()
        arm.close()
        print("closed", flush=True)
        sys.stdin.readline()
        """
    watcher_says = """
        import sys
        from dobotkit import show, watch
        from dobotkit.errors import ArmError

        def tried():
            try:
                print([round(value) for value in arm.pose()[:3]], arm.suction, flush=True)
            except ArmError as error:
                print(type(error).__name__, error.what, flush=True)

        arm = watch()
        assert watch("desk") is arm and watch("keeper://desk?x=1") is arm
        assert not hasattr(arm, "move_to") and not hasattr(arm, "stop")
        tried()
        print(repr(arm), flush=True)
        sys.stdin.readline()
        tried()
        print(repr(arm), flush=True)
        arm.close()
        tried()
        for name in ("Desk", 7, "dobotsim://desk", "left"):
            try:
                watch(name)
            except ArmError as error:
                print(type(error).__name__, error.what, flush=True)
        try:
            watch()
        except ArmError as error:
            print(error.what)
        """
    with (
        PtyServer(Line(Firmware())) as server,
        StandingKeeper(
            tmp_path_factory.mktemp("k"), mode="school", arms={"desk": server.address}
        ) as keeper,
    ):
        keeper.tell("allow desk")
        with program(keeper, holder_says) as holder:
            assert holder.stdout.readline().startswith("This notebook has it, since ")
            with program(keeper, watcher_says) as watcher:
                assert watcher.stdout.readline() == "[200, 0, 50] True\n"
                assert watcher.stdout.readline().startswith(f"{LAST} Another notebook has it, ")
                holder.stdin.write("\n")
                holder.stdin.flush()
                assert holder.stdout.readline() == "closed\n"
                said = watcher.communicate("\n", timeout=60)[0].splitlines()
            holder.communicate("\n", timeout=60)
    assert said == [
        "ArmClosed Nobody has the arm desk at the moment: there is nothing to watch.",
        f"{LAST} Nobody has it now.",
        "ArmClosed You do not watch this arm any more.",
        f"{ONLY} 'Desk' is none.",
        f"{ONLY} 7 is none.",
        f"{ONLY} 'dobotsim://desk' is none.",
        "PortNotFound This lab has no arm called left.",
        "Nobody has the arm desk at the moment: there is nothing to watch.",
    ]


def program(keeper: StandingKeeper, text: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "DOBOTKIT_KEEPER": keeper.where,
            "DOBOTKIT_PORT": "keeper://desk",
        },
    )
