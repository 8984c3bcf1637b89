"""Two notebooks, one real arm: who has it, who may take it over, and what each is told."""

from __future__ import annotations

import base64
import os
import re
import struct
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
import serial

from dobotkit.arm.arm import Arm
from dobotkit.arm.wire import QUEUED, encode
from dobotkit.errors import PortTaken, WrongValue
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.word import Word
from dobotkit.keeping import StandingKeeper
from dobotkit.messages import ArmAnswered, ArmOpened, Done, Refused
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.arm.bench import fresh_address
from tests.browser import RunningLab
from tests.keeper.wires import PATIENCE_S, RawNotebook
from tests.lab.wire import Kernel

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")

ROOT = Path(__file__).resolve().parents[2]

POSE = encode(10, 0, b"")
LONG_PAUSE = encode(110, QUEUED, struct.pack("<I", 60_000))


class Desk:
    """A keeper's arms in this process, one of them real, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._servers = [PtyServer(Line(Firmware())) for _ in range(2)]
        word = Word()
        self.arms = Arms(
            {
                "desk": self._servers[0].address,
                "other": self._servers[1].address,
                "sim": "dobotsim://taking?pace=instant",
            },
            Envelope(),
            word,
            clock=lambda: self.now,
        )
        self.word = word
        for name in self.arms.real:
            word.give(name)
        self.notebooks: list[RawNotebook] = []

    def notebook(self) -> RawNotebook:
        self.notebooks.append(RawNotebook(self.arms))
        return self.notebooks[-1]

    def end(self) -> None:
        for notebook in self.notebooks:
            notebook.end()
        self.arms.close()
        for server in self._servers:
            server.close()


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.end()


def open_arm(notebook: RawNotebook, arm: str = "desk", *, take_over: bool = False):
    return notebook.ask(kind="open_arm", arm=arm, take_over=take_over)


def write(notebook: RawNotebook, frames: bytes):
    coded = base64.b64encode(frames).decode()
    return notebook.ask(kind="write_arm", arm="desk", frames=coded, stops=0)


def rests(notebook: RawNotebook) -> None:
    assert isinstance(notebook.ask(kind="ping", running=False), Done)


@pytest.fixture
def two(desk):
    holder, other = desk.notebook(), desk.notebook()
    assert isinstance(open_arm(holder), ArmOpened)
    return holder, other


# The rule.


def test_a_running_cell_keeps_the_arm(desk, two):
    _, other = two
    desk.now += 10_000
    told = open_arm(other, take_over=True)
    assert told.error == "PortTaken"
    assert "A cell is running there." in told.advice


def test_it_is_kept_for_thirty_seconds_and_not_longer(desk, two):
    holder, other = two
    rests(holder)
    desk.now += 29.9
    told = open_arm(other, take_over=True)
    assert told.error == "PortTaken"
    assert "there a moment ago. Arm(take_over=True) takes it over in 1 second." in told.advice
    desk.now += 0.2
    assert isinstance(open_arm(other, take_over=True), ArmOpened)


def test_a_word_for_one_home_is_not_taken_over(desk, two):
    holder, other = two
    desk.word.give_home("desk")
    rests(holder)
    desk.now += 31
    assert isinstance(open_arm(other, take_over=True), ArmOpened)
    assert not desk.word.home_left("desk")


def test_heartbeats_of_one_that_rests_do_not_begin_the_time_anew(desk, two):
    holder, other = two
    for _ in range(4):
        rests(holder)
        desk.now += 10
    assert isinstance(open_arm(other, take_over=True), ArmOpened)


def test_a_cell_in_between_begins_the_time_anew(desk, two):
    holder, other = two
    rests(holder)
    desk.now += 29
    holder.ask(kind="ping", running=True)
    rests(holder)
    desk.now += 29
    assert isinstance(open_arm(other, take_over=True), Refused)


def test_an_arm_that_has_still_something_to_do_is_kept(desk, two):
    holder, other = two
    assert isinstance(write(holder, LONG_PAUSE), ArmAnswered)
    rests(holder)
    desk.now += 100
    told = open_arm(other, take_over=True)
    assert told.error == "PortTaken"
    assert "The arm has still something to do." in told.advice
    holder.ask(kind="stop_arm", arm="desk")
    assert isinstance(open_arm(other, take_over=True), ArmOpened)


def test_nobody_takes_over_who_has_not_asked_for_that(desk, two):
    holder, other = two
    rests(holder)
    desk.now += 31
    told = open_arm(other)
    assert told.error == "PortTaken"
    assert told.what.startswith("The arm desk is in use by another notebook, since ")
    assert told.advice == (
        "Arm(take_over=True) takes it over now. "
        "To watch it: from dobotkit import watch, then show(watch('desk'))"
    )
    assert isinstance(write(holder, POSE), ArmAnswered)


def test_the_advice_names_the_arm_where_it_is_not_the_first_one(desk):
    holder, other = desk.notebook(), desk.notebook()
    open_arm(holder, "other")
    assert open_arm(other, "other").advice == (
        "A cell is running there. Arm('keeper://other', take_over=True) takes it over when no "
        "cell has run there for 30 seconds. "
        "To watch it: from dobotkit import watch, then show(watch('other'))"
    )


def test_the_former_holder_is_told_why(desk, two):
    holder, other = two
    rests(holder)
    desk.now += 31
    open_arm(other, take_over=True)
    for told in (write(holder, POSE), holder.ask(kind="stop_arm", arm="desk")):
        assert told.error == "ArmClosed"
        assert told.what == (
            "Another notebook has taken this arm over, because this one had run no cell for "
            "30 seconds."
        )
    # It harms nobody any more, and can ask for the arm as anybody.
    assert isinstance(holder.ask(kind="close_arm", arm="desk"), Done)
    assert open_arm(holder).error == "PortTaken"
    assert isinstance(write(other, POSE), ArmAnswered)
    assert len(write(other, POSE).reply) == 38


@pytest.mark.parametrize("arm", ["desk", "sim"])
def test_taking_over_what_nobody_has_is_opening_it(desk, arm):
    notebook = desk.notebook()
    assert isinstance(open_arm(notebook, arm, take_over=True), ArmOpened)
    # And of one's own arm, opening it anew.
    assert isinstance(open_arm(notebook, arm, take_over=True), ArmOpened)


def test_what_is_no_keepers_arm_cannot_be_taken_over():
    with Arm(fresh_address(), take_over=True) as arm:
        assert arm.pose()
    with PtyServer(Line(Firmware())) as server:
        with Arm(server.address, take_over=True) as arm:
            assert not arm.is_simulated
        other = serial.Serial(server.address, exclusive=True)
        with pytest.raises(PortTaken, match="in use by another notebook or program"):
            Arm(server.address, take_over=True)
        other.close()
    with pytest.raises(WrongValue, match="take_over is True or False, and 'desk' is neither"):
        Arm(fresh_address(), take_over="desk")


# Nobody comes in between.


def test_of_many_that_want_it_at_once_one_gets_it(desk):
    for _ in range(10):
        got, refused = race(desk, [desk.notebook() for _ in range(4)], take_over=False)
        assert (len(got), refused) == (1, 3)
        got[0].lease.close()


def test_of_many_that_take_it_over_at_once_one_gets_it(desk):
    for _ in range(10):
        holder = desk.notebook()
        open_arm(holder)
        rests(holder)
        desk.now += 31
        got, refused = race(desk, [desk.notebook() for _ in range(4)], take_over=True)
        assert (len(got), refused) == (1, 3)
        got[0].lease.close()


def race(desk: Desk, notebooks: list[RawNotebook], *, take_over: bool):
    barrier = threading.Barrier(len(notebooks))
    got, refused = [], []

    def want(notebook: RawNotebook) -> None:
        barrier.wait(PATIENCE_S)
        try:
            got.append(desk.arms.open("desk", "", notebook.service, take_over=take_over))
        except PortTaken as error:
            refused.append(error)

    threads = [threading.Thread(target=want, args=(one,)) for one in notebooks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return got, len(refused)


def test_an_arm_that_takes_its_time_to_open_keeps_nobody_from_another_one(desk):
    silent = desk._servers[0]
    silent._line.feed = lambda _data: None  # it is switched off: it takes what is said
    first, second = desk.notebook(), desk.notebook()
    opening = first.send(kind="open_arm", arm="desk")
    time.sleep(0.1)
    assert isinstance(open_arm(second, "other"), ArmOpened)
    assert not first.connection.poll(0)  # it still tries
    answer = first.answer()
    assert (answer.n, answer.tell.error) == (opening, "ArmSilent")


# As its users meet it.

HOLDER = """
    import sys
    from dobotkit import Arm
    from dobotkit.errors import ArmError
    arm = Arm()
    print("has it", flush=True)
    sys.stdin.readline()
    try:
        print(arm.pose() is not None)
    except ArmError as error:
        print(error.what)
    """


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


@pytest.mark.slow
def test_a_program_without_cells_keeps_its_arm_until_it_ends(tmp_path_factory):
    with (
        PtyServer(Line(Firmware())) as server,
        StandingKeeper(
            tmp_path_factory.mktemp("k"), mode="school", arms={"desk": server.address}
        ) as keeper,
        program(keeper, HOLDER) as holder,
    ):
        assert holder.stdout.readline() == "has it\n"
        second = program(
            keeper,
            """
            from dobotkit import Arm
            from dobotkit.errors import PortTaken
            try:
                Arm(take_over=True)
            except PortTaken as error:
                print(error)
            """,
        )
        said = second.communicate(timeout=60)[0]
        assert "in use by another notebook, since" in said
        assert "A cell is running there." in said
        assert holder.communicate("\n", timeout=60)[0] == "True\n"
        third = program(keeper, "from dobotkit import Arm; print(Arm().is_simulated)")
        assert third.communicate(timeout=60)[0] == "False\n"


def tried(kernel: Kernel, line: str) -> str:
    """What a notebook is told that runs a line; an error in it would end what waits behind."""
    return kernel.run(
        "from dobotkit import Arm\nfrom dobotkit.errors import ArmError\n"
        f"try:\n    {line}\n"
        "except ArmError as error:\n    print(type(error).__name__, error.what, error.advice)\n"
        "else:\n    print('done')"
    ).strip()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_notebooks_in_a_lab():
    """Thirty true seconds: told, too early, taken over, and the former holder is told."""
    with PtyServer(Line(Firmware())) as server, RunningLab("--arm", server.address) as lab:
        holder, other = Kernel(lab), Kernel(lab)
        assert tried(holder, "arm = Arm()") == "done"
        said = tried(other, "Arm()")
        assert said.startswith("PortTaken The arm desk is in use by another notebook, since ")
        assert re.search(
            r"running there a moment ago.* takes it over in \d+ second",
            tried(other, "Arm(take_over=True)"),
        )
        # A cell that runs keeps the arm, however long; from its end on the time counts.
        holder.start("import time; print('begin', flush=True); time.sleep(35)")
        holder.wait_for("begin")
        began = time.monotonic()
        while (said := tried(other, "arm = Arm(take_over=True)")) != "done":
            assert said.startswith("PortTaken")
            if time.monotonic() - began < 30:
                assert "A cell is running there." in said
            assert time.monotonic() - began < 150, said
            time.sleep(1)
        assert time.monotonic() - began > 64
        said = tried(holder, "arm.pose()")
        assert said.startswith("ArmClosed Another notebook has taken this arm over")
        assert tried(holder, "arm = Arm()").startswith("PortTaken")
        assert tried(other, "arm.pose(); arm.close()") == "done"
        assert tried(holder, "arm = Arm(); arm.close()") == "done"
        for kernel in (holder, other):
            kernel.close()


def test_what_a_teacher_took_back_its_notebook_does_not_get_for_a_minute(desk, two):
    holder, other = two
    desk.arms.let_go("desk")
    told = open_arm(holder)
    assert told.error == "PortTaken"
    assert told.what == "A teacher has taken the arm desk back from this notebook."
    assert "this one again in 60 seconds" in told.advice
    assert isinstance(open_arm(other), ArmOpened)
    other.ask(kind="close_arm", arm="desk")
    desk.now += 61
    assert isinstance(open_arm(holder), ArmOpened)
