"""A whole lab, from the command to its end, seen from outside."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dobotkit.mode import Mode, say_banner, say_mode
from tests.browser import END, RunningLab
from tests.lab.wire import Kernel, ask, request

LAB = [sys.executable, "-P", "-m", "dobotkit", "lab", "--no-browser"]

# What a kernel can say about where it runs.
REPORT = """
import json, os, sys
shell = get_ipython()
print(json.dumps({
    "pid": os.getpid(),
    "prefix": sys.prefix,
    "cwd": os.getcwd(),
    "variables": dict(os.environ),
    "history": shell.history_manager.enabled,
    "cache": shell.cache_size,
    "store": "store" in shell.magics_manager.magics["line"],
    "planted": sorted(name for name in shell.user_ns if name.startswith("planted")),
}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The home folder of somebody who has used Jupyter before, and changed it to their liking."""
    home = tmp_path_factory.mktemp("home")
    for place in (home / ".jupyter", home / "path"):
        place.mkdir()
        (place / "jupyter_server_config.py").write_text(
            "c.IdentityProvider.token = ''\nc.ServerApp.terminals_enabled = True\n",
            encoding="utf-8",
        )
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("planted_by_ipython = 1\n", encoding="utf-8")
    (home / "startup.py").write_text("planted_by_python = 1\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def variables(home):
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "JUPYTER_CONFIG_PATH": str(home / "path"),
        "PYTHONSTARTUP": str(home / "startup.py"),
        "DOBOTKIT_MODE": "adult",
        # All of this is for this computer alone, whatever proxy it uses.
        "http_proxy": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }


@pytest.fixture(scope="module")
def lab(variables):
    with RunningLab(variables=variables) as running:
        yield running


@pytest.fixture(scope="module")
def kernel(lab):
    kernel = Kernel(lab)
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def report(kernel):
    return json.loads(kernel.run(REPORT))


def page_config(lab):
    """What the page of JupyterLab is told by its server."""
    _, text = request(lab, "/lab")
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def _scratch(report) -> Path:
    return Path(report["variables"]["TMPDIR"]).parent


def _wait_until(true, what: str) -> None:
    deadline = time.monotonic() + END
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def test_says_that_the_arm_is_simulated(lab):
    assert any("simulated" in line and "dobotsim://desk" in line for line in lab.said)


def test_says_which_camera_it_has(lab):
    assert any(line.startswith("The camera in this lab is virtual") for line in lab.said)


def test_is_in_school_mode_unless_the_command_line_says_adult(lab, report):
    # What the environment of this lab said about it (see `variables`) does not count.
    assert any(line.startswith("This lab is in school mode.") for line in lab.said)
    assert report["variables"]["DOBOTKIT_MODE"] == "school"
    assert "ADULT MODE" not in "".join(lab.said)
    assert page_config(lab)["dobotkitBanner"] == ""


def test_says_that_work_is_not_kept(lab):
    assert any("temporary folder" in line and "Download" in line for line in lab.said)


def test_prints_the_address_on_one_line_and_the_token_nowhere_else(lab):
    assert [line for line in lab.said if lab.token in line] == [lab.address]


def test_lessons_and_notebooks_are_there_and_nothing_else(lab):
    names = {entry["name"] for entry in ask(lab, "/api/contents")["content"]}
    assert names == {"lessons", "notebooks"}
    notebooks = {entry["name"] for entry in ask(lab, "/api/contents/notebooks")["content"]}
    assert "start_here.ipynb" in notebooks


@pytest.mark.parametrize("token", ["", "wrong"])
def test_nobody_comes_in_without_the_token(lab, token):
    status, _ = request(lab, "/api/contents", token=token)
    assert status == 403


def test_no_terminals_and_no_language_servers(lab):
    assert request(lab, "/api/terminals")[0] == 404
    assert request(lab, "/lsp/status")[0] == 404


def test_only_the_kernel_of_this_environment(lab, report):
    assert list(ask(lab, "/api/kernelspecs")["kernelspecs"]) == ["python3"]
    assert report["prefix"] == sys.prefix


def test_page_settings_are_in_force_under_names_that_exist(lab, report):
    wanted = json.loads(
        (_scratch(report) / "config" / "labconfig" / "default_setting_overrides.json").read_text()
    )
    plugins = {plugin["id"]: plugin for plugin in ask(lab, "/lab/api/settings")["settings"]}
    for plugin, values in wanted.items():
        properties = plugins[plugin]["schema"]["properties"]
        assert {name: properties[name]["default"] for name in values} == values


def test_every_server_setting_is_known_to_this_jupyter(report):
    log = (_scratch(report) / "server.log").read_text(encoding="utf-8")
    assert "not recognized" not in log
    assert "Traceback" not in log


def test_kernel_knows_the_arm_but_not_the_token(lab, report):
    assert report["variables"]["DOBOTKIT_PORT"] == "keeper://desk"
    assert lab.token not in report["variables"].values()


def test_token_is_on_no_command_line(lab):
    lines = [" ".join(p.cmdline()) for p in psutil.Process(lab.process.pid).children(True)]
    assert any("tethered" in line for line in lines)
    assert not any(lab.token in line for line in lines)


def test_kernel_keeps_no_history(report):
    assert report["history"] is False
    assert report["cache"] == 0
    assert report["store"] is False


def test_what_the_user_set_up_elsewhere_does_not_come_in(report):
    assert report["planted"] == []


def test_temporary_files_of_a_notebook_go_with_the_lab(report):
    for name in ("TMPDIR", "TEMP", "TMP"):
        assert Path(report["variables"][name]).is_relative_to(_scratch(report))


def test_a_browser_that_asks_not_to_be_tracked_is_heard_by_the_next_kernel(lab, report):
    assert "DOBOTKIT_DNT" not in report["variables"]
    request(lab, "/lab", headers={"Sec-GPC": "1"})
    asked = Kernel(lab)
    said = asked.run("from dobotkit import Session; print(Session().ledger)")
    asked.close()
    assert said.splitlines() == [
        "Nothing is noted here.",
        "You asked not to be tracked: only what safety needs is noted.",
    ]


def test_ctrl_c_ends_everything_in_order(variables, home, tmp_path):
    before = sorted(home.rglob("*"))
    mark = tmp_path / "mark"
    # Behind a wall a kernel could leave no mark that outlives the lab.
    options = ("--arm", "COM3", "--mode", "adult", "--tier", "0")
    with RunningLab(*options, variables=variables) as lab:
        assert any("COM3" in line and "simulated" not in line for line in lab.said)
        kernel = Kernel(lab)
        report = json.loads(kernel.run(REPORT))
        assert report["variables"]["DOBOTKIT_PORT"] == "keeper://desk"
        assert any(line.startswith("This lab is in adult mode.") for line in lab.said)
        assert report["variables"]["DOBOTKIT_MODE"] == "adult"
        # Between two lines, and handed to every page of JupyterLab.
        at = lab.said.index(say_mode(Mode.ADULT))
        assert "ADULT MODE" in lab.said[at - 1]
        assert set(lab.said[at + 1]) == {"="}
        assert page_config(lab)["dobotkitBanner"] == say_banner(Mode.ADULT)
        # A cell that would run forever is interrupted first, and so can stop an arm.
        kernel.start(
            "import pathlib, time\n"
            "print('running', flush=True)\n"
            "try:\n"
            "    while True: time.sleep(0.01)\n"
            "except KeyboardInterrupt:\n"
            f"    pathlib.Path({str(mark)!r}).touch()\n"
        )
        kernel.wait_for("running")
        children = psutil.Process(lab.process.pid).children(recursive=True)
        assert report["pid"] in [child.pid for child in children]
        kernel.close()

        assert lab.end() == 0

    assert mark.exists()
    assert not [child for child in children if child.is_running()]
    assert not _scratch(report).exists()
    assert sorted(home.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs without telling them")
def test_being_asked_to_end_by_the_system_is_like_ctrl_c(report):
    with RunningLab() as lab:
        kernel = Kernel(lab)
        scratch = _scratch(json.loads(kernel.run(REPORT)))
        kernel.close()
        assert lab.end(signal.SIGTERM) == 0
    assert not scratch.exists()
    assert _scratch(report).exists()  # of the lab that goes on beside it


@pytest.mark.skipif(os.name == "nt", reason="the browser of this test is a shell script")
def test_the_browser_gets_the_address_without_a_word_on_its_command_line(tmp_path):
    asked, page = tmp_path / "asked", tmp_path / "page"
    browser = tmp_path / "browser"
    # It notes what it was asked to open, and reads the page as a browser would.
    browser.write_text(
        f'#!/bin/sh\ncat "${{1#file://}}" > "{page}"\necho "$1" > "{asked}.new"\n'
        f'mv "{asked}.new" "{asked}"\n',
        encoding="utf-8",
    )
    browser.chmod(0o755)
    with RunningLab(browser=True, variables={"BROWSER": str(browser)}) as lab:
        _wait_until(asked.exists, "no browser was opened")
    assert lab.token not in asked.read_text(encoding="utf-8")
    assert f"{lab.root}/lab/tree/notebooks/start_here.ipynb?token={lab.token}" in (
        page.read_text(encoding="utf-8")
    )


def test_shut_down_in_the_browser_ends_the_lab_on_the_port_it_was_given():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with RunningLab("--port", str(port)) as lab:
        assert lab.root == f"http://127.0.0.1:{port}"
        status, _ = request(lab, "/api/shutdown", method="POST")
        assert status == 200
        assert lab.process.wait(END) == 0
    assert lab.said[-1] == "The lab has ended, and its folder is deleted."


def test_a_lab_that_is_killed_leaves_nothing_behind():
    with RunningLab() as lab:
        kernel = Kernel(lab)
        report = json.loads(kernel.run(REPORT))
        kernel.close()
        children = psutil.Process(lab.process.pid).children(recursive=True)
        lab.process.kill()
        lab.process.wait(END)

        _wait_until(lambda: not _scratch(report).exists(), "the folder is still there")
        _wait_until(
            lambda: not [child for child in children if child.is_running()],
            "server or kernel are still there",
        )


def test_a_server_that_dies_is_reported_in_two_lines():
    with RunningLab() as lab:
        for child in psutil.Process(lab.process.pid).children():
            child.kill()
        assert lab.process.wait(END) == 1
        lab.end()
    assert "JupyterLab ended by itself" in lab.said[-2]
    assert "Start the lab again" in lab.said[-1]


def test_a_taken_port_is_reported_in_two_lines():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        tried = subprocess.run(
            [*LAB, "--port", str(port)], capture_output=True, text=True, timeout=END, check=False
        )
    assert tried.returncode == 1
    assert tried.stdout == ""
    what, advice = tried.stderr.splitlines()
    assert f"Port {port} is taken" in what
    assert "--port" in advice
