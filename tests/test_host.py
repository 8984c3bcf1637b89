"""Binder and hubs are recognised, and said to be somebody else's computer."""

from __future__ import annotations

import pytest

from dobotkit.host import host_of, say_host


@pytest.mark.parametrize(
    ("variables", "release", "host"),
    [
        ({"DOBOTKIT_BINDER": "1"}, "6.1", "binder"),
        ({"BINDER_LAUNCH_HOST": "https://x/", "JUPYTERHUB_USER": "x"}, "6.1", "binder"),
        ({"BINDER_REPO_URL": "https://x/"}, "6.1", "binder"),
        ({"BINDER_REF_URL": "https://x/"}, "6.1", "binder"),
        ({"BINDER_REQUEST": "v2/gh/x"}, "6.1", "binder"),
        ({"JUPYTERHUB_API_URL": "http://x/"}, "6.1", "hub"),
        ({"JUPYTERHUB_SERVICE_PREFIX": "/user/x/"}, "6.1", "hub"),
        ({"JUPYTERHUB_USER": "x"}, "6.1", "hub"),
        ({}, "5.15.153.1-microsoft-standard-WSL2", "wsl"),
        ({"BINDER_LAUNCH_HOST": "", "DOBOTKIT_BINDER": ""}, "6.1.0-amd64", "own"),
    ],
)
def test_hosts(variables, release, host):
    assert host_of(variables, release) == host


@pytest.mark.parametrize(
    ("variables", "where"),
    [
        ({"BINDER_LAUNCH_HOST": "https://mybinder.org/"}, "a server of mybinder.org,"),
        ({"DOBOTKIT_BINDER": "1"}, "a server of Binder,"),
        ({"BINDER_LAUNCH_HOST": "https://[x"}, "a server of Binder,"),
        ({"BINDER_LAUNCH_HOST": "https://<b>x/"}, "a server of Binder,"),
        ({"JUPYTERHUB_USER": "anna"}, "a server that several people share,"),
    ],
)
def test_somebody_else_s_computer_is_said_to_be_one(variables, where):
    said = say_host(variables)
    assert said.startswith(f"This runs on {where} not on your computer. ")
    # And what is not to be had there.
    assert "could look at what you do" in said


def test_nothing_is_said_on_a_computer_of_your_own():
    assert say_host({"PATH": "x"}) == ""
