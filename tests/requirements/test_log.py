"""LOG: what is noted is on a page, and names neither host nor user."""

from __future__ import annotations

import re

import pytest

from dobotkit import Arm, Camera, Session
from dobotkit.keeper.people.log import PURPOSE
from dobotkit.people_messages import LedgerLine
from dobotkit.widgets.arm_view import ArmView
from dobotkit.widgets.console import Console
from tests.requirements.promises import ROOT
from tests.requirements.sources import sources

# Ways to the name of the computer and of who uses it.
ASKS = re.compile(
    r"\b(gethostname|getfqdn|getuser|getlogin|getpwuid|getpwnam|getnode)\(|"
    r"\b(?:platform|os)\.(node|uname)\(|"
    r"[\"'](USER|USERNAME|LOGNAME|LNAME|HOSTNAME|COMPUTERNAME|USERDOMAIN)[\"']"
)


def test_log_01_the_page_lists_every_kind_with_its_purpose():
    page = (ROOT / "docs" / "sessions.md").read_text(encoding="utf-8")
    table = page.partition("## The log")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z, -]+) \| (\w+) \| ([a-z ]+) \|$", table, re.MULTILINE)
    said = {kind: (purpose, time) for kinds, purpose, time in rows for kind in kinds.split(", ")}
    assert said.pop("kind") == ("purpose", "time")
    assert said == {
        kind: (purpose, "exact" if purpose == "safety" else "five minutes")
        for kind, purpose in PURPOSE.items()
    }


def test_log_04_a_line_about_the_camera_is_a_kind_and_a_count():
    """No field of a line has room for a reason or for what was seen."""
    assert set(LedgerLine.model_fields) == {"minute", "event", "what", "times", "points"}
    session = Session()
    with Arm("keeper://promises?pace=instant") as arm:
        arm.table.reset("blocks")
        with Camera(session, why="a reason for 4711") as camera:
            camera.look()
    told = str(session.ledger)
    session.end()
    assert "camera" in told
    assert [word for word in ("reason", "4711", "red", "block") if word in told] == []


def asked(text):
    return {"".join(one) for one in ASKS.findall(text)}


def test_log_08_no_code_asks_for_the_name_of_host_or_user():
    found = {path: names for path, text in sources().items() if (names := asked(text))}
    assert found == {
        # Whether the user is in the group that may use a port; the name goes nowhere.
        "dobotkit/doctor/permission.py": {"getpwuid"},
        # The kind of processor, by which system calls are told apart.
        "dobotkit/escapes/neighbour.py": {"uname"},
        "dobotkit/escapes/receiver.py": {"uname"},
        # The home folder, so that the wall leaves it out; and a user called nobody, for kernels.
        "dobotkit/guard/places.py": {"getpwuid"},
        "dobotkit/lab/kernel_environment.py": {"USER", "LOGNAME", "USERNAME"},
        # Whether a file that is to be shared names them; it is told that it does, not how.
        "dobotkit/publish/names.py": {"getpwuid", "node", "USER", "USERNAME", "LOGNAME"},
    }
    planted = "import os, socket\nsocket.gethostname(), os.environ['USER'], os.uname().nodename"
    assert asked(planted) == {"gethostname", "USER", "uname"}


def test_log_09_the_kit_sets_no_cookie():
    setting = re.compile(
        r"\bset_(signed_|secure_)?cookie|[\"']Set-Cookie|document\.cookie|http\.cookie"
    )
    pages = {str(path): path.read_text("utf-8") for path in (ROOT / "dobotkit").rglob("*.js")}
    everything = pages | sources()
    assert [path for path, text in everything.items() if setting.search(text)] == []
    assert setting.search("self.set_signed_cookie('x', 'y')")


@pytest.mark.parametrize("shown", [ArmView, Console], ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "port", ["/dev/serial/by-id/usb-1a86_DT2305-7731-if00", "/dev/cu.usbserial-DT2305-7731"]
)
def test_log_13_what_a_notebook_shows_of_an_arm_has_no_serial_number(monkeypatch, shown, port):
    """A notebook is saved with its pictures."""
    with Arm("dobotsim://promises?pace=instant") as arm:
        monkeypatch.setattr(Arm, "address", property(lambda _: port))
        view = shown(arm)
        said = f"{view.get_state()} {view!r}"
        view.close()
    assert "(...)" in said
    assert "7731" not in said
