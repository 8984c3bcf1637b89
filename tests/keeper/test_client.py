"""A notebook and its keeper: one connection, one owner, and what happens when it ends."""

from __future__ import annotations

import json
import os
import random
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

from dobotkit import client as client_module
from dobotkit import finding_keeper
from dobotkit.arm.arm import Arm
from dobotkit.arm.kinematics import forward
from dobotkit.arm.link import PTP
from dobotkit.errors import ArmStopped, KeeperGone, OutOfReach, PortNotFound
from dobotkit.messages import ArmAnswered, Arms, AskArms, Done, Ping, WriteArm
from tests.keeper.wires import wait_until

MOVJ_ANGLE = 4
ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="needs fork and signals")


@pytest.fixture
def notebook(monkeypatch):
    """A process that has no keeper yet, and does not keep the one it gets."""
    client_module.disconnect()
    monkeypatch.setattr(finding_keeper, "_practice", None)
    monkeypatch.delenv("DOBOTKIT_KEEPER", raising=False)
    yield client_module
    client_module.disconnect()
    keeper = finding_keeper._practice
    if keeper is not None:
        assert keeper.wait(20) in (0, -signal.SIGKILL)


@pytest.fixture
def arm(notebook):
    assert notebook.client().practice
    with Arm("keeper://desk?pace=instant") as arm:
        yield arm


def run(program: str, **variables: str) -> str:
    """Run a program as a pupil would; return what it prints."""
    environment = {k: v for k, v in os.environ.items() if k != "DOBOTKIT_KEEPER"}
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=environment | {"PYTHONPATH": str(ROOT)} | variables,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_a_practice_keeper_is_started_when_it_is_needed(notebook):
    client = notebook.client()
    assert (client.practice, client.mode) == (True, "school")
    assert notebook.client() is client
    assert client.ask(AskArms(), Arms).arms[0].arm == "desk"


def test_an_arm_through_the_keeper_is_an_arm(arm):
    arm.home()
    arm.move_to(200, 50, 60)
    assert arm.pose().position == pytest.approx((200, 50, 60), abs=0.01)
    assert arm.is_simulated
    assert repr(arm).startswith("Arm('keeper://desk?pace=instant', simulated, last seen at")
    arm.suck(True)
    assert arm.suction
    with pytest.raises(OutOfReach):
        arm.move_to(400, 0, 50)


@pytest.mark.parametrize("angles", [(370, 30, 40, -360), (0, 390, 40, 0), (0, 154.5, -56, 0)])
def test_angles_are_judged_by_themselves_and_not_by_their_place(arm, angles):
    # The place that they lead to is in reach, with other angles.
    assert arm.reach.contains(forward(*angles, tool=arm.reach.tool))
    with pytest.raises(OutOfReach, match="The joints cannot be at"):
        arm._link.enqueue(PTP, struct.pack("<B4f", MOVJ_ANGLE, *angles))


@pytest.mark.usefixtures("notebook")
def test_a_practice_keeper_has_an_arm_of_every_name():
    with Arm("keeper://left?pace=instant") as left, Arm("keeper://right?pace=instant") as right:
        left.move_to(200, 0, 60)
        assert left.pose().z != pytest.approx(right.pose().z)


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("address", ["keeper://", "keeper://Desk", "keeper://a/b", "keeper://a#b"])
def test_addresses_that_are_none(address):
    with pytest.raises(PortNotFound) as caught:
        Arm(address)
    assert "keeper://NAME" in caught.value.what


@pytest.mark.usefixtures("notebook")
def test_options_that_are_none():
    with pytest.raises(PortNotFound):
        Arm("keeper://desk?pace=warp")


@posix
def test_a_keeper_that_is_killed_ends_in_two_lines_and_stays_gone(arm):
    finding_keeper._practice.kill()
    with pytest.raises(KeeperGone) as caught:
        arm.move_to(200, 0, 60)
    assert "Kernel → Restart" in caught.value.advice
    assert len(caught.value._render_traceback_()) == 2
    with pytest.raises(KeeperGone):
        arm.close()
    with pytest.raises(KeeperGone):
        Arm("keeper://desk")


@posix
def test_a_keeper_that_is_stuck_is_not_waited_for_for_ever(notebook):
    client = notebook.client()
    finding_keeper._practice.send_signal(signal.SIGSTOP)
    keeper = psutil.Process(finding_keeper._practice.pid)
    wait_until(lambda: keeper.status() == psutil.STATUS_STOPPED)
    try:
        with pytest.raises(KeeperGone) as caught:
            client.ask(Ping(), Done, patience=0.3)
        assert "0.3 s" in caught.value.what
    finally:
        finding_keeper._practice.send_signal(signal.SIGCONT)
    assert client.ask(Ping(), Done)


@posix
@pytest.mark.slow
def test_an_interrupt_in_a_question_is_neither_lost_nor_tears_anything(notebook, arm):
    client, chance = notebook.client(), random.Random(3)  # noqa: S311 - random instants
    before = signal.signal(signal.SIGPROF, _interrupt)
    try:
        for _ in range(300):
            signal.setitimer(signal.ITIMER_PROF, chance.uniform(0.0002, 0.003))
            with pytest.raises(KeyboardInterrupt):
                _ask_often(client)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert arm.pose()
    assert not client._waiting


def _ask_often(client) -> None:
    for _ in range(5000):
        client.ask(WriteArm(arm="desk", frames=b"", stops=0), ArmAnswered, patience=5)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@posix
def test_programs_that_a_notebook_starts_do_not_get_its_connection(notebook):
    number = notebook.client()._end._connection.fileno()
    assert not os.get_inheritable(number)
    assert os.system(f"test -e /dev/fd/{number}") != 0  # noqa: S605 - a shell, as in !command


@posix
def test_a_copy_of_a_notebook_has_no_connection():
    said = run(
        """
        import os, sys
        from dobotkit import Arm
        from dobotkit.client import client
        from dobotkit.errors import ArmClosed

        arm = Arm("keeper://desk?pace=instant")
        number = client()._end._connection.fileno()
        child = os.fork()
        if child == 0:
            try:
                os.fstat(number)
            except OSError:
                print("closed")
            try:
                arm.pose()
            except ArmClosed as error:
                print("copy" if "copy" in error.what else error.what)
            # A keeper of its own is another matter.
            print(Arm("keeper://desk?pace=instant").pose() is not None)
            sys.exit()
        os.waitpid(child, 0)
        print(arm.pose() is not None)
        """
    )
    assert said.split() == ["closed", "copy", "True", "True"]


@posix
def test_a_descriptor_that_a_cell_closed_and_another_file_got():
    """Neither is anything written into that file, nor is it closed."""
    said = run(
        """
        import os, time
        from dobotkit import Arm
        from dobotkit.client import client
        from dobotkit.errors import KeeperGone

        arm = Arm("keeper://desk?pace=instant")
        number = client()._end._connection.fileno()
        os.close(number)
        file = os.open("/dev/null", os.O_RDWR)
        reader, writer = os.pipe()
        os.dup2(writer, number)
        time.sleep(1.5)  # a heartbeat
        try:
            arm.pose()
        except KeeperGone:
            print("gone")
        client().close()
        os.set_blocking(reader, False)
        try:
            print(os.read(reader, 1000))
        except BlockingIOError:
            print("nothing written")
        os.write(number, b"still ours")
        """
    )
    assert said.splitlines() == ["gone", "nothing written"]


@posix
@pytest.mark.slow
def test_a_keeper_ends_with_its_notebook_however_that_ends(tmp_path):
    note = tmp_path / "pid"
    program = f"""
        import os, pathlib, time
        from dobotkit import Arm, finding_keeper
        arm = Arm("keeper://desk")
        pathlib.Path({str(note)!r}).write_text(str(finding_keeper._practice.pid))
        {{end}}
        """
    for end in ("pass", "arm.close()", "1 / 0", "os._exit(0)", "os.kill(os.getpid(), 9)"):
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program.format(end=end))],
            capture_output=True,
            check=False,
            timeout=60,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        pid = int(note.read_text())
        wait_until(lambda pid=pid: not psutil.pid_exists(pid), f"it lives on after {end}")


@posix
def test_a_sleeping_copy_of_a_dead_notebook_keeps_no_keeper_alive(tmp_path):
    note = tmp_path / "pids"
    program = f"""
        import json, multiprocessing, os, pathlib, subprocess, sys, time
        from dobotkit import Arm, finding_keeper
        arm = Arm("keeper://desk")
        children = [subprocess.Popen(["sleep", "60"], close_fds=False).pid]
        process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
        process.start()
        children.append(process.pid)
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        children.append(child)
        pids = json.dumps([finding_keeper._practice.pid, children])
        pathlib.Path({str(note)!r}).write_text(pids)
        os.kill(os.getpid(), 9)
        """
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    keeper, children = json.loads(note.read_text())
    try:
        assert all(psutil.pid_exists(child) for child in children)
        wait_until(lambda: not psutil.pid_exists(keeper), "the keeper lives on")
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


@posix
def test_an_interrupt_of_the_whole_group_does_not_reach_the_keeper(notebook):
    pid = finding_keeper._practice.pid if notebook.client() else 0
    assert os.getpgid(pid) == pid
    assert os.getsid(pid) == pid
    os.kill(pid, signal.SIGINT)
    time.sleep(0.2)
    assert notebook.client().ask(Ping(), Done)


@posix
@pytest.mark.slow
def test_a_notebook_that_was_halted_is_not_believed_on():
    """SIGSTOP for longer than a notebook may be silent, in mid-move; then SIGCONT."""
    program = """
        from dobotkit import Arm
        from dobotkit.errors import ArmStopped
        arm = Arm("keeper://desk")
        arm.speed(10)
        print("moving", flush=True)
        try:
            arm.move_to(200, 150, 50)
        except ArmStopped as error:
            print(error.what)
            print(error.rule, "5 seconds" in error.why())
        print(arm.pose().y < 140)
        arm.speed(100)
        arm.move_by(z=5)
        print("goes on")
        """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout.readline() == "moving\n"
        time.sleep(1)
        process.send_signal(signal.SIGSTOP)
        time.sleep(7)
        process.send_signal(signal.SIGCONT)
        said = process.stdout.read().splitlines()
    assert said[0] == (
        "The keeper stopped the arm: this notebook had said nothing for some seconds."
    )
    assert said[1:] == ["silence True", "True", "goes on"]


@pytest.mark.usefixtures("notebook")
def test_a_stop_from_another_thread():
    with Arm("keeper://desk") as arm:
        arm.speed(10)
        threading.Timer(0.5, arm.stop).start()
        with pytest.raises(ArmStopped):
            arm.move_to(200, 150, 50)
        place = arm.pose()
        assert place.y < 140
        arm.speed(100)
        arm.move_by(z=2)
        assert arm.pose().z == pytest.approx(place.z + 2, abs=0.1)
