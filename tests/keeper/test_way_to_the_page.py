"""From the window of a lab to the keeper's page, and the code and desk file on the way."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from typer.testing import CliRunner

from benchmarks.losses import WatchedArm
from dobotkit import cli
from dobotkit.errors import DeskError
from dobotkit.keeper import code as codes
from dobotkit.keeper.desk_file import write_desk
from dobotkit.keeper.desk_form import filled
from dobotkit.keeper.envelope import Envelope, read_desk
from dobotkit.keeping import StandingKeeper
from dobotkit.lab.window import Window
from tests.keeper.wires import wait_until

DESK = Envelope(speed=70)


@pytest.fixture
def keeper(tmp_path):
    write_desk(DESK, tmp_path / "desk.toml")
    (tmp_path / "keeper").mkdir(mode=0o700)
    with StandingKeeper(
        tmp_path / "keeper",
        mode="school",
        arms={"desk": "dobotsim://desk"},
        desk=tmp_path / "desk.toml",
    ) as keeper:
        yield keeper


def open_page(keeper):
    """Type ``page`` into the window, and open what it names as a browser would."""
    said, told = [], SimpleQueue()
    Window(keeper, {"desk": "dobotsim://desk"}, told.put).obey("page\n")
    # It is said a moment later: nobody who types "stop" has to wait for it.
    while not said or not said[-1].startswith("file:"):
        said.append(told.get(timeout=30))
    path = Path(url2pathname(unquote(urlsplit(said[-1]).path)))
    address, visit = re.search(r"http://(127\.0\.0\.1:\d+)/#([\w-]+)", path.read_text()).groups()
    return http.client.HTTPConnection(address, timeout=30), visit, said


def ask(connection, method, path, question=None, session=""):
    body = None if question is None else json.dumps(question)
    headers = {"X-Keeper-Token": session, "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def test_the_word_page_leads_to_the_page_with_the_rules_of_the_desk(keeper):
    connection, visit, said = open_page(keeper)
    assert visit not in " ".join(said)
    status, told = ask(connection, "POST", "/session", {"visit": visit})
    assert status == 200
    status, desk = ask(connection, "GET", "/desk", session=told["session"])
    assert status == 200
    assert desk["form"] == filled(DESK)
    assert desk["file"].endswith("desk.toml")
    assert not keeper.invitation.exists()
    connection.close()


def test_each_word_opens_it_anew(keeper):
    visits = set()
    for _ in range(3):
        connection, visit, _ = open_page(keeper)
        visits.add(visit)
        connection.close()
    assert len(visits) == 3


def test_a_desk_file_that_cannot_be_used_is_said_before_anything_starts(tmp_path):
    (tmp_path / "desk.toml").write_text("speed = 900")
    with pytest.raises(DeskError, match="speed"):
        StandingKeeper(tmp_path, mode="school", arms={}, desk=tmp_path / "desk.toml")


def test_a_code_is_chosen_at_the_command_line(tmp_path, monkeypatch):
    monkeypatch.setattr(codes, "user_config_path", lambda *_, **__: tmp_path)
    result = CliRunner().invoke(
        cli.app, ["keeper", "--set-code"], input="open sesame\nopen sesame\n"
    )
    assert result.exit_code == 0, result.output
    assert "sesame" not in result.output
    assert codes.Code().matches("open sesame")


def test_a_keeper_around_nothing_is_refused():
    result = CliRunner().invoke(cli.app, ["keeper"])
    assert result.exit_code == 2
    assert "Name a program" in result.output


# A notebook whose cells are run one by one: each line on standard input is one.
NOTEBOOK = """
import sys
from dobotkit import Arm
from dobotkit.errors import DobotKitError
names = {"Arm": Arm}
for cell in sys.stdin:
    try:
        exec(cell, names)
        print("done", flush=True)
    except DobotKitError as error:
        print(f"{type(error).__name__}: {error.what} {error.advice}", flush=True)
"""


class Notebook:
    def __init__(self, keeper):
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", NOTEBOOK],
            env={**os.environ, "DOBOTKIT_KEEPER": keeper.where, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, cell):
        self._process.stdin.write(f"{cell}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self):
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()
        return self._process.returncode


@pytest.mark.skipif(sys.platform != "linux", reason="the settings folder is moved with XDG")
def test_a_notebook_learns_that_its_desk_was_set_up_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    codes.set_code("open sesame")
    (tmp_path / "keeper").mkdir(mode=0o700)
    arms = {"desk": "dobotsim://desk?pace=instant"}
    with StandingKeeper(tmp_path / "keeper", mode="school", arms=arms) as keeper:
        connection, visit, _ = open_page(keeper)
        session = ask(connection, "POST", "/session", {"visit": visit})[1]["session"]

        def save(**changes):
            question = {"desk": {**filled(Envelope()), **changes}, "code": "open sesame"}
            return ask(connection, "POST", "/desk/save", question, session)

        notebook = Notebook(keeper)
        assert notebook.run("arm = Arm('keeper://desk')") == "done"
        assert notebook.run("arm.move_to(200, 0, 50)") == "done"

        # Slower: the arm was stopped, and goes on by the new rules.
        assert save(speed="60") == (200, {})
        assert "the rules of this desk were changed" in notebook.run("arm.move_to(220, 0, 50)")
        assert notebook.run("arm.move_to(220, 0, 50)") == "done"
        assert "60 mm/s is the most at this desk" in notebook.run("arm.speed(61)")

        # Another tool: the arm is closed, and can be opened anew.
        assert save(speed="60", tool="pen") == (200, {})
        assert "Another tool is fitted at this desk now." in notebook.run("arm.pose()")
        assert notebook.run("arm = Arm('keeper://desk')") == "done"
        assert notebook.run("assert abs(arm.reach.tool[0] - 61) < 0.1, arm.reach.tool") == "done"
        assert notebook.run("arm.move_to(200, 0, 50)") == "done"
        assert notebook.run("arm.close()") == "done"
        assert notebook.close() == 0
        connection.close()
    assert read_desk(tmp_path / "settings" / "dobotkit" / "desk.toml").tool == "pen"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_real_arm_asks_in_the_window_and_gets_its_words_there(tmp_path):
    (tmp_path / "keeper").mkdir(mode=0o700)
    write_desk(DESK, tmp_path / "desk.toml")
    said = []

    def asks():
        return [line.rpartition("type  ")[2] for line in said if " asks to " in line]

    with WatchedArm() as arm:
        arms = {"desk": arm.address}
        desk = tmp_path / "desk.toml"
        with StandingKeeper(tmp_path / "keeper", mode="school", arms=arms, desk=desk) as keeper:
            window = Window(keeper, arms, said.append)
            keeper.on_ask = window.ask
            notebook = Notebook(keeper)
            assert notebook.run("arm = Arm('keeper://desk')") == "done"
            for _ in range(3):
                told = notebook.run("arm.home()")
                assert told.startswith("WordNeeded: ")
                assert "home desk" in told
            wait_until(lambda: asks() == ["home desk"])

            window.obey("allow desk")
            assert notebook.run("arm.move_by(z=1)") == "done"
            assert notebook.run("arm.home()").startswith("WordNeeded: ")
            before = arm.place
            window.obey("home desk")
            assert notebook.run("arm.home()") == "done"
            assert arm.place != before
            assert notebook.run("arm.home()").startswith("WordNeeded: ")
            wait_until(lambda: asks() == ["home desk", "home desk"])

            # Who types stop has seen something.
            window.obey("home desk")
            window.obey("stop")
            assert "ArmStopped" in notebook.run("arm.move_by(z=1)")
            assert notebook.run("arm.home()").startswith("WordNeeded: ")
            notebook.run("arm.close()")
            notebook.close()
