"""``show(watch())``: the live picture of an arm that somebody else has."""

from __future__ import annotations

import os
import struct

import pytest

from dobotkit import Arm, client, finding_keeper, show, watch
from dobotkit.arm.wire import QUEUED, encode
from dobotkit.errors import ArmClosed, KeeperGone, WordNeeded, WrongValue
from dobotkit.finding_keeper import knock
from dobotkit.keeping import StandingKeeper
from dobotkit.messages import ArmAnswered, ArmOpened, CloseArm, Done, OpenArm, WriteArm
from dobotkit.our_end import OurEnd
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.arm.bench import fresh_address
from tests.keeper.wires import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


class Desk:
    """A keeper with a real arm, this notebook, and another one that has the arm."""

    def __init__(self, folder, address: str) -> None:
        self.keeper = StandingKeeper(folder, mode="school", arms={"desk": address})
        self.keeper.start()
        self.other = client.Client(OurEnd(knock(self.keeper.where)))
        self.other.ask(OpenArm(arm="desk"), ArmOpened)

    def may_move(self, ask: WriteArm) -> bool:
        try:
            self.other.ask(ask, ArmAnswered)
        except WordNeeded:
            return False
        return True


@pytest.fixture
def desk(tmp_path_factory, monkeypatch):
    client.disconnect()
    with PtyServer(Line(Firmware())) as server:
        desk = Desk(tmp_path_factory.mktemp("k"), server.address)
        monkeypatch.setenv(finding_keeper.VARIABLE, desk.keeper.where)
        monkeypatch.setenv("DOBOTKIT_PORT", "keeper://desk")
        yield desk
        client.disconnect()
        desk.other.close()
        desk.keeper.stop()


@pytest.fixture
def view(desk):
    assert desk
    arm = watch()
    view = show(arm)
    view._repr_mimebundle_()  # as the last line of a cell: whoever ran it looks at it
    yield view
    view.close()
    arm.close()


def test_it_says_whose_arm_it_is_and_has_no_button_that_stops_it(view):
    assert "Another notebook has it, since " in view.status
    assert view.moving["heading"] == "Real arm at keeper://desk, watched"
    assert not view.stops
    with Arm(fresh_address()) as arm:  # the positive control
        own = show(arm)
        assert own.stops
        own.close()


def test_it_follows_the_arm(view, desk):
    desk.keeper.tell("allow desk")
    line = encode(84, QUEUED, struct.pack("<B4f", 2, 180, 40, 30, 0))
    ask = WriteArm(arm="desk", frames=line, stops=0)
    wait_until(lambda: desk.may_move(ask))
    wait_until(lambda: view.status.startswith("The arm is at x 180, y 40, z 30 mm;"))
    [tip] = [shape for shape in view.moving["panels"][1] if shape["style"] == "tip"]
    assert tip["points"][0] == [-40.0, 180.0]


def test_watched_again_it_is_the_same_picture(view):
    assert show(watch("desk")) is view


def test_a_click_that_comes_all_the_same_stops_nothing(view, desk):
    view.stop_the_arm()
    again = watch("desk")
    assert again.pose()
    assert again.is_there
    assert desk.other.ask(CloseArm(arm="desk"), Done)


def test_it_says_that_nobody_has_the_arm_and_goes_on_when_somebody_has(view, desk):
    desk.other.ask(CloseArm(arm="desk"), Done)
    wait_until(lambda: "Nobody has it now." in view.status)
    assert "was last seen at x" in view.status
    desk.other.ask(OpenArm(arm="desk"), ArmOpened)
    wait_until(lambda: "Another notebook has it" in view.status)


def test_it_ends_with_the_keeper_and_says_so(view, desk):
    desk.keeper.stop()
    wait_until(lambda: "It is not watched any more." in view.status)
    with pytest.raises((ArmClosed, KeeperGone)):
        watch("desk").pose()


def test_limits_can_be_watched_as_well(view):
    limits = show(watch("desk"), limits=True)
    assert limits is not view
    assert limits.caption
    limits.close()


def test_without_a_browser_there_is_a_still_picture(view):
    data, _ = view._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert "watched" in data["image/svg+xml"]


def test_what_cannot_be_watched_says_so(desk, monkeypatch):
    assert desk
    monkeypatch.setenv("DOBOTKIT_PORT", "dobotsim://desk")
    with pytest.raises(WrongValue, match="Only a real arm of a lab can be watched"):
        watch()
