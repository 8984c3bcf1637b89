"""A computer without room, memory, ports, time or libraries."""

from __future__ import annotations

import datetime as dt
import os
import socket
import sys
import threading

import pytest

from dobotkit.doctor.examine import run_beside_each_other
from dobotkit.doctor.finding import good
from dobotkit.doctor.opencv import check_opencv, explain_opencv
from dobotkit.doctor.screen import check_browser, check_console
from dobotkit.doctor.system import (
    check_clock,
    check_current_folder,
    check_disk,
    check_lab_port,
    check_memory,
    check_temporary_folder,
)

MB = 1024**2
NOW = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)


def test_a_temporary_folder_to_write_in(tmp_path):
    assert check_temporary_folder(lambda: str(tmp_path)).state == "good"
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_is_gone(tmp_path):
    finding = check_temporary_folder(lambda: str(tmp_path / "gone"))
    assert finding.state == "bad"
    assert "TMPDIR" in finding.advice


def test_no_temporary_folder_at_all():
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    assert "No usable temporary directory" in check_temporary_folder(none).what


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="mode bits do not bind Windows and root"
)
def test_a_current_folder_that_is_read_only(tmp_path):
    tmp_path.chmod(0o555)
    finding = check_current_folder(tmp_path)
    tmp_path.chmod(0o755)
    assert finding.state == "warning"
    assert "Permission denied" in finding.what


def test_a_current_folder_that_is_gone(tmp_path):
    assert check_current_folder(tmp_path).state == "good"
    assert check_current_folder(tmp_path / "gone").state == "warning"


@pytest.mark.parametrize(
    ("free", "state", "says"),
    [(50 * MB, "bad", "50 MB"), (900 * MB, "warning", "900 MB"), (5000 * MB, "good", "4.9 GB")],
)
def test_disk(free, state, says):
    finding = check_disk(free, "the kit")
    assert (finding.name, finding.state, finding.what) == ("Disk: the kit", state, f"{says} free.")


def test_memory():
    assert check_memory(4096 * MB).state == "good"
    finding = check_memory(1500 * MB)
    assert finding.state == "warning"
    assert "Close other programs" in finding.advice


def test_ports_for_the_lab():
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        taken, also = (server.getsockname()[1] for server in (one, other))
        finding = check_lab_port([taken, also])
        assert finding.state == "warning"
        assert f"Ports {taken} to {also} are all taken." in finding.what
        assert "--port" in finding.advice
    assert check_lab_port([taken]).what == f"{taken} is free."


def test_a_clock_that_lost_its_battery():
    then = dt.datetime(2009, 1, 1, tzinfo=dt.UTC)
    finding = check_clock(then, NOW)
    assert finding.state == "warning"
    assert "2009-01-01" in finding.what
    assert "2027-03-01" in finding.what
    assert "battery" in finding.advice
    assert check_clock(NOW, NOW - dt.timedelta(days=300)).state == "good"


@pytest.mark.parametrize(
    ("said", "what", "advice"),
    [
        (
            "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
            "libGL.so.1",
            "apt-get install -y libgl1 libglib2.0-0",
        ),
        (
            "ImportError: libgthread-2.0.so.0: cannot open shared object file: No such file",
            "libgthread-2.0.so.0",
            "libglib2.0-0",
        ),
        (
            "ImportError: libSM.so.6: cannot open shared object file: No such file or directory",
            "libSM.so.6",
            "libsm6",
        ),
        ("ImportError: DLL load failed while importing cv2: not found", "DLL", "Media Feature"),
        ("ModuleNotFoundError: No module named 'cv2'", "not installed", "install opencv-python"),
        (
            "ImportError: numpy.core.multiarray failed to import",
            "multiarray",
            "opencv-python numpy",
        ),
    ],
)
def test_what_keeps_opencv_from_loading(said, what, advice):
    command = [sys.executable, "-c", f"raise SystemExit({said!r})"]
    for finding in (explain_opencv(said), check_opencv(command)):
        assert finding.state == "bad"
        assert what in finding.what
        assert advice in finding.advice


def test_opencv_that_crashes_says_with_which_status():
    finding = check_opencv([sys.executable, "-c", "import os; os._exit(77)"])
    assert finding.state == "bad"
    assert "77" in finding.what


def test_opencv_that_hangs():
    finding = check_opencv([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.3)
    assert finding.state == "warning"
    assert "after 0.3 seconds" in finding.what
    assert "virus scanner" in finding.why


@pytest.mark.parametrize(
    ("default", "chromiums", "screen", "state", "says"),
    [
        ("firefox", [], True, "good", "There is one"),
        (None, ["Edge"], True, "good", "Edge"),
        (None, [], True, "warning", "None was found"),
        ("w3m", [], True, "warning", "browser for text"),
        ("firefox", ["Chrome"], False, "warning", "No screen"),
    ],
)
def test_browsers(default, chromiums, screen, state, says):
    finding = check_browser(default, chromiums, screen=screen)
    assert finding.state == state
    assert says in finding.what
    assert ("--no-browser" in finding.advice) == (state != "good")


def test_consoles():
    assert check_console("utf-8", terminal=True, colour=True).what == (
        "A window in utf-8, with colour."
    )
    assert check_console("cp1252", terminal=False, colour=False).state == "good"
    finding = check_console("ANSI_X3.4-1968", terminal=True, colour=True)
    assert finding.state == "warning"
    assert "PYTHONUTF8=1" in finding.advice


def test_a_check_that_breaks_or_hangs_is_a_finding_and_the_others_go_on():
    def breaks() -> None:
        raise UnicodeError("a file name in another alphabet")

    def lacks() -> None:
        raise ModuleNotFoundError("No module named 'psutil'")

    forever = threading.Event()
    found = run_beside_each_other(
        {
            "Hanging": forever.wait,
            "Broken": breaks,
            "Lacking": lacks,
            "Fine": lambda: good("Fine", "As it should be."),
        },
        limit_s=0.3,
    )
    forever.set()
    assert [finding.name for finding in found] == ["Hanging", "Broken", "Lacking", "Fine"]
    assert [finding.state for finding in found] == ["warning", "warning", "warning", "good"]
    assert "no answer after 0.3 seconds" in found[0].what
    assert "UnicodeError: a file name in another alphabet" in found[1].what
    assert "No module named 'psutil'" in found[2].what
    assert "start.py" in found[2].advice
