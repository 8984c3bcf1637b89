"""Where the kit runs: Binder, hubs, long paths, file servers; and that no name is told."""

from __future__ import annotations

import importlib.metadata
import os

import pytest

from dobotkit.doctor.finding import good, shown
from dobotkit.doctor.place import (
    DEEPEST,
    check_host,
    check_installation,
    check_network_folders,
    check_paths,
)


@pytest.mark.parametrize(
    ("host", "says"),
    [("binder", "Binder"), ("hub", "JupyterHub"), ("wsl", "WSL"), ("own", "Not on Binder")],
)
def test_hosts(host, says):
    finding = check_host(host)
    assert finding.state == "good"
    assert says in finding.what
    assert bool(finding.advice) == (host != "own")


def _paths(folder: str, **world: bool):
    world = {"windows": True, "long_paths": False, "misread": True, **world}
    return check_paths({"packages": folder}, **world)


def test_a_path_too_long_for_windows():
    deep = "C:\\Users\\anna\\" + "Informatik\\" * 9
    (finding,) = _paths(deep)
    assert finding.state == "warning"
    assert "stops at 260" in finding.why
    assert "C:\\dobotkit" in finding.advice
    for harmless in (
        _paths("C:\\kit"),
        _paths(deep, long_paths=True),
        _paths(deep, windows=False),
    ):
        assert [finding.state for finding in harmless] == ["good"]


def test_the_deepest_file_of_the_packages_is_known():
    deepest = max(
        len(str(file)) for one in importlib.metadata.distributions() for file in one.files or ()
    )
    assert 100 < deepest <= DEEPEST


def test_letters_that_old_pythons_on_windows_misread():
    (finding,) = _paths("C:\\Schüler\\kit")
    assert finding.state == "warning"
    assert "packages" in finding.what
    assert "set PYTHONUTF8=1" in finding.advice
    (fine,) = _paths("C:\\Schüler der 7 b\\kit", misread=False)
    assert (fine.state, fine.what) == ("good", "With spaces and non-ASCII letters, which is fine.")


def test_a_read_only_installation_is_fine():
    finding = check_installation("/opt/dobotkit", writable=False)
    assert finding.state == "good"
    assert "read-only" in finding.what


MOUNTS = [
    ("/", "ext4", "rw"),
    ("/home", "nfs4", "rw"),
    ("/home/local", "ext4", "rw"),
    ("/mnt/h", "whatever", "rw,remote"),
]


@pytest.mark.parametrize(
    ("folders", "state", "says"),
    [
        ({"home": "/home/anna"}, "good", "home folder is on a network share"),
        ({"home": "/home/anna", "packages": "/home/anna/.venv"}, "warning", "home, packages"),
        ({"packages": "/mnt/h/kit"}, "warning", "packages"),
        ({"packages": "\\\\srv7\\kits"}, "warning", "packages"),
        ({"home": "/home/local/anna", "packages": "/opt/kit"}, "good", "None"),
        ({"packages": "/homework"}, "good", "None"),
        ({"packages": "\\\\?\\C:\\kit"}, "good", "None"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="the mounts are those of a Linux")
def test_folders_on_a_file_server(folders, state, says):
    (finding,) = check_network_folders(folders, MOUNTS)
    assert finding.state == state
    assert says in finding.what


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/home/anna/kit/x", "~/kit/x"),
        ("in /srv/anna, and /srv/anna/kit.", "in ~, and ~/kit."),
        ("/srv/annabel/kit", "/srv/annabel/kit"),
        ("C:\\Users\\Anna Müller\\kit", "~\\kit"),
        ("C:\\Users\\ANNAMU~1\\AppData\\Local\\Temp", "~\\AppData\\Local\\Temp"),
        ("/Users/anna/kit", "~/kit"),
        ("\\\\srv7\\anna$\\kit", "(network share)\\kit"),
        ("//srv7/pupils/kit", "(network share)/kit"),
        ("use dobotsim://desk or http://127.0.0.1:8888/lab", None),
        ("/dev/ttyUSB0 is for dialout", None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="home folders in these are those of a Linux")
def test_nobody_is_named(text, clean):
    wanted = text if clean is None else clean
    assert shown(text, "/srv/anna") == wanted
    assert good("x", text, text, text).nameless("/srv/anna") == good("x", wanted, wanted, wanted)


def test_the_home_folder_of_a_system_account_hides_nothing():
    assert shown("/usr/lib/x", "/") == "/usr/lib/x"
