"""The whole command, on this computer and on broken ones."""

from __future__ import annotations

import getpass
import json
import socket
from pathlib import Path

import pytest

from tests.doctor.command import findings_in, run_doctor

LOOKED_AT = {
    "Browser",
    "Cameras",
    "Clock",
    "Computer",
    "Console",
    "Current folder",
    "DOBOTKIT_PORT",
    "Disk: temporary files",
    "Disk: the kit",
    "Installation",
    "Lessons",
    "Memory",
    "Models",
    "Name clash",
    "Network folders",
    "OpenCV",
    "OpenCV builds",
    "Packages",
    "Paths",
    "Port for the lab",
    "Python",
    "Serial ports",
    "Temporary files",
    "The kit",
}


@pytest.fixture(scope="module")
def answer():
    return run_doctor("--json", "--offline", "--handshake", "dobotsim://desk")


def test_everything_is_looked_at(answer):
    names = set(findings_in(answer))
    assert names >= LOOKED_AT | {"Handshake"}
    assert not [one for one in findings_in(answer).values() if "Could not" in one["what"]]


def test_json_is_one_object_and_nothing_else(answer):
    assert list(json.loads(answer.stdout)) == ["version", "summary", "findings"]
    assert answer.stderr == b""


def test_status_follows_the_findings(answer):
    states = [one["state"] for one in findings_in(answer).values()]
    assert answer.returncode == int("bad" in states)


def test_every_finding_that_is_not_good_says_why_and_what_to_do(answer):
    for one in findings_in(answer).values():
        assert one["what"]
        if one["state"] != "good":
            assert one["why"], one
            assert one["advice"], one


def test_the_simulated_arm_answers(answer):
    assert "Dobot simulator" in findings_in(answer)["Handshake"]["what"]


def _plant(folder: Path) -> Path:
    """A folder of packages in which three things are wrong."""
    theirs = folder / "dobotkit-0.2.0.dist-info"
    twin = folder / "opencv_python_headless-4.10.0.84.dist-info"
    for info in (theirs, twin):
        info.mkdir(parents=True)
        name, _, version = info.name.removesuffix(".dist-info").partition("-")
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n"
        )
    (folder / "cv2.py").write_text(
        "raise ImportError('libGL.so.1: cannot open shared object file: No such file')\n"
    )
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    home = tmp_path_factory.mktemp("zoë-lehmann-7b")
    return run_doctor(
        "--json",
        path=_plant(home / "packages"),
        DOBOTKIT_PORT='"COM3"',
        BINDER_LAUNCH_HOST="https://binder.example/",
        HOME=str(home),
        USERPROFILE=str(home),
        TMPDIR=str(home),
        TEMP=str(home),
    )


@pytest.mark.parametrize(
    ("name", "what", "advice"),
    [
        ("Name clash", "dobotkit 0.2.0", "uninstall dobotkit"),
        ("OpenCV builds", "opencv-python-headless 4.10.0.84", "uninstall opencv-python"),
        ("OpenCV", "libGL.so.1", "sudo apt-get install -y libgl1"),
        ("DOBOTKIT_PORT", "quotes", "without the quotes"),
    ],
)
def test_what_is_broken_is_found(broken, name, what, advice):
    finding = findings_in(broken)[name]
    assert finding["state"] == "bad"
    assert what in finding["what"]
    assert advice in finding["advice"]
    assert broken.returncode == 1


def test_binder_is_recognised_and_misses_no_arm(broken):
    found = findings_in(broken)
    assert "Binder" in found["Computer"]["what"]
    assert found["Serial ports"]["state"] == "good"


def test_nobody_is_named(broken, answer):
    said = json.dumps(json.loads(broken.stdout), ensure_ascii=False)
    assert "zoë" not in said
    assert findings_in(broken)["Temporary files"]["what"] == "Can be written, in ~."
    assert "binder.example" not in said
    user = getpass.getuser()
    for text in (said, answer.stdout.decode("ascii")):
        assert socket.gethostname() not in text
        assert f"/home/{user}" not in text


def test_where_nothing_is_installed_it_says_what_is_missing():
    # -S: Python without site-packages, as after a broken installation
    bare = run_doctor("--json", command=("-S", "-m", "dobotkit.doctor"))
    found = findings_in(bare)
    assert bare.returncode == 1
    assert found["Packages"]["state"] == "bad"
    for name in ("packaging", "jupyterlab", "rich", "typer"):
        assert name in found["Packages"]["what"]
    assert "No module named 'serial'" in found["Serial ports"]["what"]
    assert "start.py" in found["Serial ports"]["advice"]


def test_a_handshake_with_nothing_ends_with_status_1():
    module = ("-m", "dobotkit.doctor")
    answer = run_doctor("--handshake", "/dev/dobotkit-is-not-there", command=module)
    assert answer.returncode == 1
    assert b"dobotkit-is-not-there" in answer.stdout
