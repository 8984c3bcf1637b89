"""What Jupyter is told, as files and as variables; that it obeys is in test_run."""

from __future__ import annotations

import os
import stat

import pytest

from dobotkit.lab.scratch import Scratch
from dobotkit.lab.settings import environment, server_settings, write_settings

TOKEN = "open-sesame"  # noqa: S105 - opens nothing


@pytest.fixture
def scratch(tmp_path):
    with Scratch(tmp_path) as scratch:
        yield scratch


def test_token_stands_in_one_file_that_only_this_user_reads(scratch):
    write_settings(scratch, token=TOKEN, port=None)
    files = [path for path in scratch.path.rglob("*") if path.is_file()]
    with_token = [path for path in files if TOKEN in path.read_text(encoding="utf-8")]

    assert with_token == [scratch.config / "jupyter_server_config.json"]
    assert os.name == "nt" or stat.S_IMODE(with_token[0].stat().st_mode) == 0o600


def test_a_given_port_is_the_only_one_tried(scratch):
    given = server_settings(scratch, token=TOKEN, port=8123)["ServerApp"]
    free = server_settings(scratch, token=TOKEN, port=None)["ServerApp"]

    assert (given["port"], given["port_retries"]) == (8123, 0)
    assert free["port_retries"] > 0


def test_only_this_computer_can_reach_it(scratch):
    assert server_settings(scratch, token=TOKEN, port=None)["ServerApp"]["ip"] == ("127.0.0.1")


def test_variables_lead_into_the_scratch_folder(scratch):
    ours = environment({"PATH": "p", "PYTHONPATH": "q"}, scratch, arm="keeper://desk", keeper="a#b")

    assert (ours["DOBOTKIT_PORT"], ours["DOBOTKIT_KEEPER"]) == ("keeper://desk", "a#b")
    assert (ours["PATH"], ours["PYTHONPATH"]) == ("p", "q")
    leading = {name: value for name, value in ours.items() if "DIR" in name}
    assert len(leading) == 7
    for value in leading.values():
        assert value.startswith(str(scratch.path))


def test_variables_of_the_user_own_jupyter_are_left_out(scratch):
    own = {
        "JUPYTER_CONFIG_PATH": "/home/me/jupyter",
        "JUPYTER_PATH": "/home/me/data",
        "JUPYTER_TOKEN": "secret",
        "JUPYTERLAB_DIR": "/home/me/lab",
        "IPYTHONDIR": "/home/me/ipython",
    }
    ours = environment(own, scratch, arm="keeper://desk", keeper="a#b")
    assert not set(own.values()) & set(ours.values())
