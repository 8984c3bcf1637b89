"""Knocking at a keeper: with the key, without it, too late, too many."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from dobotkit import doorplate, finding_keeper
from dobotkit.doorplate import address_in
from dobotkit.errors import KeeperGone, LabError
from dobotkit.finding_keeper import knock
from dobotkit.keeper import listening
from dobotkit.keeper.listening import Door
from dobotkit.keeping import StandingKeeper
from tests.keeper.wires import wait_until

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes have no path")


class Hall:
    """Keeps who has come in until it is told otherwise."""

    def __init__(self) -> None:
        self.inside: list[object] = []
        self.over = threading.Event()

    def __call__(self, connection) -> None:
        self.inside.append(connection)
        self.over.wait(30)
        connection.close()


@pytest.fixture
def hall():
    hall = Hall()
    yield hall
    hall.over.set()


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("k")  # short enough for a socket


@pytest.fixture
def open_door(folder, hall):
    doors = []

    def open_door():
        doors.append(Door(folder, hall))
        return doors[-1]

    yield open_door
    for door in doors:
        door.close()


@pytest.fixture
def door(open_door):
    return open_door()


def where(door: Door) -> str:
    return f"{door.address}#{door.key}"


def test_who_has_the_key_comes_in(door, hall):
    connection = knock(where(door))
    wait_until(lambda: len(hall.inside) == 1)
    connection.close()
    assert door.turned_away == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_key_is_for_this_user_alone(door):
    assert stat.S_IMODE(door.key.stat().st_mode) == 0o600


def test_a_wrong_key(door, hall):
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        Client(door.address, authkey=b"guess").close()
    wait_until(lambda: door.turned_away == 1)
    assert not hall.inside


def test_knocking_with_a_wrong_key_ends_in_two_lines(door, tmp_path):
    (tmp_path / "key").write_bytes(b"guess")
    with pytest.raises(KeeperGone) as caught:
        knock(f"{door.address}#{tmp_path / 'key'}", patience=0.2)
    assert "dobotkit lab" in caught.value.advice


def test_nobody_there(folder):
    with pytest.raises(KeeperGone):
        knock(f"{address_in(folder)}#{folder / 'none'}", patience=0.2)


def test_who_says_nothing_is_sent_away_and_keeps_nobody_waiting(monkeypatch, open_door, hall):
    monkeypatch.setattr(listening, "PATIENCE_S", 0.5)
    door = open_door()
    silent = [Client(door.address) for _ in range(5)]
    knock(where(door)).close()
    wait_until(lambda: len(hall.inside) == 1)
    wait_until(lambda: door.turned_away == 5)
    for connection in silent:
        connection.close()


def test_only_so_many_may_be_without_a_key(monkeypatch, open_door):
    monkeypatch.setattr(listening, "PATIENCE_S", 1.0)
    door = open_door()
    crowd = [Client(door.address) for _ in range(listening.HALF_OPEN + 8)]
    wait_until(lambda: door.turned_away >= 8)
    # Who has the key and is sent away meanwhile knocks again.
    knock(where(door)).close()
    wait_until(lambda: door.turned_away >= len(crowd))
    for connection in crowd:
        connection.close()


def test_only_so_many_notebooks(monkeypatch, open_door, hall):
    monkeypatch.setattr(listening, "NOTEBOOKS", 2)
    door = open_door()
    some = [knock(where(door)) for _ in range(3)]
    wait_until(lambda: door.turned_away == 1)
    wait_until(lambda: len(hall.inside) == 2)
    for connection in some:
        connection.close()


def test_a_keeper_that_was_killed_is_followed_by_one_at_the_same_address(open_door, hall):
    first = open_door()
    # Nothing is tidied up.
    second = open_door()
    assert second.address == first.address
    knock(where(second)).close()
    wait_until(lambda: hall.inside)


def test_knocking_waits_for_one_that_is_just_being_started(folder, open_door):
    found = []
    address = f"{address_in(folder)}#{doorplate.key_in(folder)}"
    thread = threading.Thread(target=lambda: found.append(knock(address)))
    thread.start()
    time.sleep(0.2)
    open_door()
    thread.join(10)
    found[0].close()


def test_a_listener_that_says_nothing_does_not_hold_a_notebook_up(monkeypatch, folder):
    from multiprocessing.connection import Listener  # noqa: PLC0415 - stands in for a stuck keeper

    monkeypatch.setattr(finding_keeper, "_CHALLENGE_S", 0.2)
    doorplate.key_in(folder).write_bytes(b"k")
    with Listener(address_in(folder)), pytest.raises(KeeperGone):
        knock(f"{address_in(folder)}#{doorplate.key_in(folder)}", patience=0.1)


@pytest.fixture
def long_folder(folder):
    long = folder / ("x" * 150)
    long.mkdir(mode=0o700)
    return long


@posix
def test_where_a_path_is_too_long_for_a_socket_a_private_folder_is_made(long_folder):
    address = address_in(long_folder)
    place = Path(address).parent
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert place.stat().st_uid == os.getuid()
    assert address_in(long_folder) == address  # also the keeper's, and the next one's
    doorplate.leave(long_folder, address)
    assert not place.exists()
    doorplate.leave(long_folder, address)


@posix
def test_a_path_that_is_short_enough_leads_into_the_folder(folder):
    address = address_in(folder)
    doorplate.leave(folder, address)
    assert Path(address).parent == folder
    assert folder.exists()


@posix
def test_a_computer_without_a_short_folder(long_folder, monkeypatch):
    monkeypatch.setattr(doorplate, "_SHORT", str(long_folder / "none"))
    with pytest.raises(LabError, match="no place to listen at"):
        StandingKeeper(long_folder, mode="school", arms={"desk": "dobotsim://desk"})


@posix
def test_one_that_does_not_start_leaves_nothing_outside_its_folder(long_folder):
    keeper = StandingKeeper(long_folder, mode="no mode", arms={"desk": "dobotsim://desk"})
    place = Path(keeper.where.rpartition("#")[0]).parent
    assert place.exists()
    with pytest.raises(LabError, match="does not start"):
        keeper.start()
    assert not place.exists()
    keeper.stop()
