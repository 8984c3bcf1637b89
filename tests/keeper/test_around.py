"""``dobotkit keeper -- COMMAND``: a keeper around another program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.losses import WatchedArm
from dobotkit.armnames import named_arms
from dobotkit.errors import LabError
from dobotkit.keeper.code import set_code
from tests.keeper.keepers_page import KeepersPage
from tests.keeper.wires import wait_until

ROOT = Path(__file__).resolve().parents[2]
KEEPER = [sys.executable, "-P", "-m", "dobotkit", "keeper"]
posix = pytest.mark.skipif(os.name == "nt", reason="needs signals")

REPORT = (
    "import json, os, sys; from dobotkit import Arm; arm = Arm(); where = "
    "os.environ['DOBOTKIT_KEEPER']; "
    "print(json.dumps([where, arm.address, arm.is_simulated, sys.argv[1:]]))"
)
SAY_WHERE = (
    "import os, time; from dobotkit import Arm; arm = Arm(); "
    "print(os.environ['DOBOTKIT_KEEPER'], flush=True); "
)
WAIT = "import time; from dobotkit import Arm; arm = Arm(); print('ready', flush=True); "


def around(*words: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*KEEPER, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "DOBOTKIT_KEEPER": "", "PYTHONUTF8": "1"},
        **options,
    )


def keeper_of(process: subprocess.Popen[str]) -> psutil.Process:
    (keeper,) = (
        child
        for child in psutil.Process(process.pid).children()
        if "dobotkit.keeper.process" in child.cmdline()
    )
    return keeper


def test_the_command_finds_its_keeper_and_its_arm():
    words = ("--arm", "left=dobotsim://a", "--arm", "right=dobotsim://b", "--mode", "adult")
    process = around(*words, "--", sys.executable, "-c", REPORT, "--arm", "its own")
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    where, address, simulated, rest = json.loads(said)
    assert "#" in where
    assert not Path(where.rpartition("#")[2]).exists()
    assert (address, simulated, rest) == ("keeper://left", True, ["--arm", "its own"])


@pytest.mark.parametrize("status", [0, 1, 42])
def test_the_exit_status_is_handed_on(status):
    process = around("--", sys.executable, "-c", f"raise SystemExit({status})")
    process.communicate(timeout=60)
    assert process.returncode == status


@posix
def test_a_command_that_a_signal_ends():
    process = around("--", sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    process.communicate(timeout=60)
    assert process.returncode == 128 + 9


def test_a_command_that_is_none():
    process = around("--", "no-such-program")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "no-such-program" in errors
    assert "Traceback" not in errors


@posix
def test_ctrl_c_goes_to_the_command_which_decides():
    # Ready only where an interrupt is expected.
    program = (
        "import time; from dobotkit import Arm; arm = Arm()\n"
        "try:\n    print('ready', flush=True); time.sleep(60)\nexcept KeyboardInterrupt:\n"
        "    arm.move_to(200, 0, 60); print('went on')"
    )
    process = around("--", sys.executable, "-c", program, start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    said, errors = process.communicate(timeout=60)
    assert said == "went on\n", errors
    assert process.returncode == 0


@pytest.mark.slow
@posix
def test_it_is_killed():
    process = around("--", sys.executable, "-c", WAIT + "time.sleep(60)")
    assert process.stdout.readline() == "ready\n"
    keeper = keeper_of(process)
    command = next(c for c in psutil.Process(process.pid).children() if c.pid != keeper.pid)
    process.kill()
    try:
        wait_until(lambda: not keeper.is_running())
    finally:
        command.kill()
        process.communicate(timeout=60)


@pytest.fixture
def long_name(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 150)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    return long


@posix
def test_a_long_name_of_the_folder_for_temporary_files(long_name):
    process = around("--", sys.executable, "-c", REPORT)
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    where, address, *_ = json.loads(said)
    socket, _, key = where.rpartition("#")
    assert address == "keeper://desk"
    assert key.startswith(str(long_name))
    assert not Path(socket).parent.exists()
    assert not any(long_name.iterdir())


@pytest.mark.slow
@posix
@pytest.mark.usefixtures("long_name")
def test_nothing_outside_that_folder_is_left_behind_by_one_that_is_killed():
    process = around("--", sys.executable, "-c", SAY_WHERE + "time.sleep(60)")
    place = Path(process.stdout.readline().rpartition("#")[0]).parent
    assert place.exists()
    keeper = keeper_of(process)
    command = next(c for c in psutil.Process(process.pid).children() if c.pid != keeper.pid)
    process.kill()
    try:
        wait_until(lambda: not keeper.is_running())
        assert not place.exists()
    finally:
        command.kill()
        process.communicate(timeout=60)


@pytest.mark.slow
@posix
@pytest.mark.usefixtures("long_name")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_the_next_keeper_has_the_same_address_outside_that_folder(name):
    program = SAY_WHERE + (
        "\nfrom dobotkit.errors import KeeperGone\n"
        "try:\n    while True: time.sleep(0.1); arm.pose()\nexcept KeeperGone: pass\n"
        "import subprocess, sys\n"
        "again = 'from dobotkit import Arm; Arm().close(); print(\"again\")'\n"
        "subprocess.run([sys.executable, '-c', again])"
    )
    process = around("--", sys.executable, "-u", "-c", program)
    place = Path(process.stdout.readline().rpartition("#")[0]).parent
    keeper_of(process).send_signal(getattr(signal, name))
    said, errors = process.communicate(timeout=60)
    assert said.split() == ["again"], errors
    assert not place.exists()


@pytest.mark.slow
@posix
def test_a_keeper_that_dies_is_followed_by_another():
    program = WAIT + (
        "\nfrom dobotkit.errors import KeeperGone\n"
        "try:\n    while True: time.sleep(0.1); arm.pose()\nexcept KeeperGone: print('gone')\n"
        "import subprocess, sys\n"
        "again = 'from dobotkit import Arm; Arm().close(); print(\"again\")'\n"
        "subprocess.run([sys.executable, '-c', again])"
    )
    process = around("--", sys.executable, "-u", "-c", program)
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    keeper_of(process).kill()
    said, errors = process.communicate(timeout=60)
    assert said.split() == ["gone", "again"], errors
    assert "a new one is started" in errors


# A command that asks for each word, and goes on when it has it.
PATIENT = """
import time
from dobotkit import Arm
from dobotkit.errors import ArmClosed, WordNeeded
arm = Arm()
for verb in (arm.home, lambda: arm.move_by(z=1)):
    while True:
        try:
            verb()
            break
        except WordNeeded:
            time.sleep(0.05)
    print("done", flush=True)
try:
    while True: time.sleep(0.05); arm.pose()
except ArmClosed as error:
    print(error.what)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the settings folder is moved with XDG")
def test_real_arms_get_their_words_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    set_code("open sesame")
    with WatchedArm() as arm:
        process = around("--arm", arm.address, "--", sys.executable, "-u", "-c", PATIENT)
        assert "the keeper's page" in process.stderr.readline()
        uri = process.stderr.readline().strip()
        first, page = KeepersPage(uri), KeepersPage(uri)
        page.wait_for("asks to seek its zero marks")
        assert process.stderr.readline().startswith("dobotkit: the arm desk asks to seek its zero")
        assert process.stderr.readline().strip() == uri
        first.ask("/home", arm="desk", code="open sesame")
        assert process.stdout.readline() == "done\n"
        page.wait_for("asks to move")
        page.ask("/allow", arm="desk", code="open sesame")
        assert process.stdout.readline() == "done\n"
        form = page.ask("/desk")["form"]
        page.ask("/desk/save", desk={**form, "speed": "90"}, code="open sesame")
        page.ask("/stop", arm="")
        page.ask("/let_go", arm="desk", code="open sesame")
        said, errors = process.communicate(timeout=60)
        assert said == "A teacher has taken this arm back.\n", errors
        assert process.returncode == 0
    assert "speed = 90" in (tmp_path / "dobotkit" / "desk.toml").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the settings folder is moved with XDG")
def test_a_real_arm_without_a_teachers_code_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for words, expected in ((("--arm", "/dev/ttyNONE"), True), ((), False)):
        process = around(*words, "--", sys.executable, "-c", "")
        _, errors = process.communicate(timeout=60)
        assert ("dobotkit keeper --set-code" in errors) is expected


@pytest.mark.slow
@posix
def test_the_page_of_the_next_keeper_has_the_same_address():
    process = around("--", sys.executable, "-c", "import time; time.sleep(60)")
    process.stderr.readline()
    uri = process.stderr.readline().strip()
    KeepersPage(uri)
    keeper_of(process).kill()
    assert "a new one is started" in process.stderr.readline()
    process.stderr.readline()
    assert process.stderr.readline().strip() == uri
    assert KeepersPage(uri).ask("/now")["arms"] == []
    command = next(
        c for c in psutil.Process(process.pid).children() if "dobotkit" not in " ".join(c.cmdline())
    )
    command.kill()
    process.communicate(timeout=60)


@pytest.mark.parametrize(
    ("arms", "named"),
    [
        ((), {"desk": "dobotsim://desk"}),
        (("COM3",), {"desk": "COM3"}),
        (("/dev/ttyUSB0",), {"desk": "/dev/ttyUSB0"}),
        (("left=COM3", "right=COM4"), {"left": "COM3", "right": "COM4"}),
        (("dobotsim://desk?pace=instant",), {"desk": "dobotsim://desk?pace=instant"}),
        (("a=dobotsim://b?pace=2", "COM1"), {"a": "dobotsim://b?pace=2", "desk": "COM1"}),
    ],
)
def test_names_of_arms(arms, named):
    assert named_arms(arms) == named
    assert list(named_arms(arms)) == list(named)


@pytest.mark.parametrize(
    "arms",
    [
        ("COM3", "COM4"),
        ("a=COM3", "a=COM4"),
        ("a=COM3", "b=COM3"),
        tuple(map("a{0}=COM{0}".format, range(17))),
    ],
)
def test_names_that_clash(arms):
    with pytest.raises(LabError) as caught:
        named_arms(arms)
    assert caught.value.advice
