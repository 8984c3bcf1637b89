"""The keeper's process: what reaches it, what it shows, and when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

import dobotkit
from dobotkit import launch
from dobotkit.arm.wire import READ, encode
from dobotkit.client import Client
from dobotkit.doorplate import key_in
from dobotkit.errors import LabError, PortNotFound
from dobotkit.finding_keeper import knock
from dobotkit.keeping import StandingKeeper
from dobotkit.launch import clean_environment
from dobotkit.messages import ArmAnswered, ArmOpened, Arms, AskArms, OpenArm, WriteArm
from dobotkit.our_end import OurEnd
from tests.keeper.wires import wait_until

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="needs signals and /proc")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")

POSE = encode(10, READ, b"")


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("k")


@pytest.fixture
def standing(folder):
    with StandingKeeper(folder, mode="school", arms={"desk": "dobotsim://desk"}) as keeper:
        yield keeper


def notebook(keeper: StandingKeeper) -> Client:
    return Client(OurEnd(knock(keeper.where)))


# What a pupil can set or lay beside the notebook.

PLANTED = "import pathlib\npathlib.Path({mark!r}).touch()\n"
NAMES = ("random", "json", "serial", "socket", "pydantic", "sitecustomize", "usercustomize")


@pytest.fixture
def trap(tmp_path):
    """A folder full of modules with names that the keeper imports; each leaves a mark."""
    folder = tmp_path / "lesson"
    folder.mkdir()
    mark = tmp_path / "mark"
    for name in NAMES:
        (folder / f"{name}.py").write_text(PLANTED.format(mark=str(mark)))
    package = folder / "dobotkit" / "keeper"
    package.mkdir(parents=True)
    for place in (package.parent, package):
        (place / "__init__.py").write_text(PLANTED.format(mark=str(mark)))
    return folder, mark


def pupils_variables(folder: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(folder),
        "PYTHONSTARTUP": str(folder / "random.py"),
        "PYTHONHOME": str(folder),
        "PYTHONINSPECT": "1",
        "PYTHONPLATLIBDIR": "trap",
        "PYTHONUSERBASE": str(folder),
        "PYTHONWARNINGS": "error",
        "LD_PRELOAD": str(folder / "none.so"),
        "LD_LIBRARY_PATH": str(folder),
        "DYLD_INSERT_LIBRARIES": str(folder / "none.so"),
        "DOBOTKIT_PORT": "COM3",
        "DOBOTKIT_SECRET": "of a pupil",
    }


def test_nothing_of_a_pupil_reaches_the_keeper(trap, folder, monkeypatch):
    place, mark = trap
    monkeypatch.chdir(place)
    for name, value in pupils_variables(place).items():
        monkeypatch.setenv(name, value)
    with StandingKeeper(folder, mode="school", arms={"desk": "dobotsim://desk"}) as keeper:
        client = notebook(keeper)
        client.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)
        client.close()
        told = psutil.Process(keeper.pid).environ() if os.geteuid() == 0 else {}
    assert not mark.exists()
    assert not {"LD_PRELOAD", "PYTHONHOME", "PYTHONSTARTUP", "DOBOTKIT_SECRET"} & set(told)


def test_without_that_care_it_would(trap):
    """The positive control: the same program, started as anybody would."""
    place, mark = trap
    (place / "dobotkit" / "__init__.py").unlink()
    shutil.rmtree(place / "dobotkit")
    subprocess.run(
        [sys.executable, "-m", "dobotkit.keeper.process", "--help"],
        cwd=place,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": f"{place}{os.pathsep}{ROOT}"},
    )
    assert mark.exists()


@linux
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_library_that_is_loaded_first_is_not(tmp_path, folder, monkeypatch):
    mark, library = tmp_path / "mark", tmp_path / "first.so"
    source = (
        "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
        "__attribute__((constructor)) static void first(int argc, char **argv) {\n"
        '  for (int i = 0; i < argc; i++) if (strcmp(argv[i], "MODULE") == 0)\n'
        f'    fclose(fopen("{mark}", "w"));\n}}\n'
    )
    build = ["cc", "-shared", "-fPIC", "-x", "c", "-o", str(library), "-"]
    for module, seen in (("json.tool", True), ("dobotkit.keeper.process", False)):
        subprocess.run(build, input=source.replace("MODULE", module).encode(), check=True)
        monkeypatch.setenv("LD_PRELOAD", str(library))
        if seen:  # the positive control
            subprocess.run([sys.executable, "-m", module, os.devnull], check=False, timeout=60)
            assert mark.exists()
            mark.unlink()
        else:
            with StandingKeeper(folder, mode="school", arms={"desk": "dobotsim://desk"}):
                assert not mark.exists()
        monkeypatch.delenv("LD_PRELOAD")


def test_what_a_keeper_gets_to_know():
    kept = clean_environment({"HOME": "/home/anna", "Path": "p", "SystemRoot": "w", "X": "y"})
    assert set(kept) <= {
        *("HOME", "Path", "SystemRoot", "PYTHONPATH", "PYTHONUTF8"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE", "MALLOC_PERTURB_"),
    }
    assert kept.get("PYTHONPATH", str(ROOT)) == str(ROOT)


def test_a_keeper_is_told_where_models_are_and_works_elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    kept = clean_environment({"DOBOTKIT_MODELS": "mine"})
    assert kept["DOBOTKIT_MODELS"] == str(tmp_path / "mine")
    assert "DOBOTKIT_MODELS" not in clean_environment({"DOBOTKIT_MODELS": ""})


def test_an_installed_kit_needs_no_path_of_ours(monkeypatch, tmp_path):
    place = tmp_path / "site-packages"
    monkeypatch.setattr(dobotkit, "__file__", str(place / "dobotkit" / "__init__.py"))
    monkeypatch.setattr(launch.sysconfig, "get_path", lambda _name: str(place))
    assert "PYTHONPATH" not in clean_environment({})


# What it shows.


@linux
def test_no_core_dumps_and_no_look_inside(standing):
    limits = Path(f"/proc/{standing.pid}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    # What is not dumpable belongs to root, so that no other program of this user looks in.
    assert Path(f"/proc/{standing.pid}/mem").stat().st_uid == 0
    status = Path(f"/proc/{standing.pid}/status").read_text()
    if "CoreDumping" in status:
        assert "CoreDumping:\t0" in status


@linux
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="root becomes nobody")
def test_another_program_of_the_same_user_cannot_look_inside():
    """Three copies of a program that is nobody: one open, one kept, one that looks."""
    program = textwrap.dedent(
        """
        import ctypes, os, signal
        from dobotkit.hardening import keep_memory_private

        def nobody(then):
            ready, child = os.pipe(), os.fork()
            if child:
                os.read(ready[0], 1)
                return child
            os.setgid(65534); os.setuid(65534)
            # A change of user alone makes a process private: undone.
            ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
            then()
            os.write(ready[1], b"x")
            signal.pause()

        def look():
            for pid in pids:
                try:
                    open(f"/proc/{pid}/environ", "rb").read()
                    open(f"/proc/{pid}/mem", "rb").close()
                    print("open", flush=True)
                except PermissionError:
                    print("kept", flush=True)

        pids = [nobody(lambda: None), nobody(keep_memory_private)]
        pids.append(nobody(look))
        for pid in pids:
            os.kill(pid, 9)
        """
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert answer.stdout.split() == ["open", "kept"], answer.stderr


def test_its_memory_before_it_sees_anything(standing):
    client = notebook(standing)
    client.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)
    size = psutil.Process(standing.pid).memory_info().rss
    client.close()
    assert size < 60 * 2**20 * (10 if sys.platform == "win32" else 1)


# When it ends.


def test_it_outlives_a_notebook_and_ends_with_its_owner(standing):
    for _ in range(2):
        client = notebook(standing)
        client.ask(OpenArm(arm="desk"), ArmOpened)
        client.close()
    assert not standing.has_died
    standing.stop()


@posix
def test_it_ends_when_its_owner_is_killed(folder):
    program = (
        "import os, pathlib\n"
        "from dobotkit.keeping import StandingKeeper\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        "keeper = StandingKeeper(folder, mode='school', arms={'desk': 'dobotsim://desk'})\n"
        "keeper.start()\n"
        "(folder / 'pid').write_text(str(keeper.pid))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    pid = int((folder / "pid").read_text())
    wait_until(lambda: not psutil.pid_exists(pid))


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_no_signal_from_a_keyboard_ends_it(standing, number):
    os.kill(standing.pid, number)
    time.sleep(0.2)
    assert not standing.has_died
    notebook(standing).close()


@posix
def test_one_that_was_killed_is_followed_by_another_at_the_same_address(standing):
    first = notebook(standing)
    where = standing.where
    os.kill(standing.pid, signal.SIGKILL)
    wait_until(lambda: standing.has_died)
    standing.start()
    assert standing.where == where
    second = notebook(standing)
    assert second.ask(AskArms(), Arms).arms[0].held == "free"
    for client in (first, second):
        client.close()


def kill_and_start(standing: StandingKeeper, times: int) -> None:
    for _ in range(times):
        os.kill(standing.pid, signal.SIGKILL)
        wait_until(lambda: standing.has_died)
        standing.start()


@posix
def test_one_that_dies_again_and_again_is_given_up(standing):
    with pytest.raises(LabError, match="keeps ending"):
        kill_and_start(standing, times=10)


def test_a_keeper_that_does_not_start_says_why(folder):
    keeper = StandingKeeper(folder, mode="nonsense", arms={"desk": "dobotsim://desk"})
    with pytest.raises(LabError, match="invalid choice"):
        keeper.start()
    keeper.stop()


# What it may do.


def run_practice(*arms: str) -> subprocess.CompletedProcess[str]:
    words = [word for arm in arms for word in ("--arm", arm)]
    return subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit.keeper.process", "--practice", "--fd", "0", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("arm", ["desk=COM3", "a=dobotsim://b", "desk=/dev/ttyUSB0"])
def test_a_practice_keeper_refuses_real_ports(arm):
    answer = run_practice("x=dobotsim://x", arm)
    real = "dobotsim" not in arm
    assert ("simulated arms only" in answer.stderr) == real
    assert (answer.returncode != 0) == real


@pytest.mark.parametrize("options", ["pace=instant", "pace=instant&pace=real", ""])
def test_the_address_of_a_notebook_opens_no_other_port(standing, options):
    client = notebook(standing)
    with pytest.raises(PortNotFound):
        client.ask(OpenArm(arm="other", options=options), ArmOpened)
    client.close()


def test_every_notebook_has_a_simulated_arm_of_its_own(standing):
    first, second = notebook(standing), notebook(standing)
    for client in (first, second):
        client.ask(OpenArm(arm="desk", options="pace=instant"), ArmOpened)
        reply = client.ask(WriteArm(arm="desk", frames=POSE, stops=0), ArmAnswered).reply
        assert len(reply) == 38
    for client in (first, second):
        client.close()


def test_a_real_arm_is_held_by_one_notebook(folder):
    arms = {"desk": "loop://"}  # a port that answers with what is sent; for the keeper, a real one
    with StandingKeeper(folder, mode="school", arms=arms) as keeper:
        client = notebook(keeper)
        now = client.ask(AskArms(), Arms).arms[0]
        assert (now.is_a, now.held) == ("real", "free")
        client.close()


def test_the_key_is_not_in_its_command_line(standing, folder):
    line = psutil.Process(standing.pid).cmdline()
    key = key_in(folder).read_bytes()
    assert not any(key.hex() in word or key.decode("latin-1") in word for word in line)
