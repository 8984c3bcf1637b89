"""The whole table, once: every way is live where nothing stops it, and none gets out of a wall."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dobotkit.guard.tiers import Tier, verdict_about

# What a computer may lack: there these are not live, and shown as such.
NEEDS = {
    "sctp": "SCTP in the system",
    "udplite": "UDP-Lite in the system",
    "vsock": "vsock in the system",
    "netlink": "netlink sockets for users",
    "tcp6": "IPv6",
    "udp6": "IPv6",
    "mptcp": "MPTCP in the system",
    "raw-ip": "an administrator",
    "file-handle": "an administrator",
    "device": "an administrator",
    "terminal-keys": "an administrator, or an old system",
    "raw-syscall": "a processor whose numbers are known",
    "x32-syscall": "a system with x32 programs",
    "int-80": "a system with 32-bit programs",
    "io-uring": "io_uring, which some systems switch off",
    "resolver": "the GNU C library",
    "keyring": "a processor whose numbers are known",
    "posix-queue": "message queues in the system",
    "curl": "curl",
    "git": "git",
    "at": "at",
    "namespace": "namespaces for users",
    "crash-file": "crashes that are written beside the program",
    "pth": "who owns the Python",
    "kit": "who owns the kit",
    "var-tmp": "a /var/tmp",
    "next-start-pth": "a Python that is no virtual environment",
    "next-start-customize": "a Python that is no virtual environment",
    "attributes": "a disk with notes on files",
}
NEVER_LIVE_ON_SERVERS = {
    "dot-dot": "Jupyter refuses it",
    "link-files": "Jupyter refuses it",
    "terminals": "the package for terminals",
    "link-delete": "a waste basket that takes files of that disk",
}

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="walls need Linux"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def table(chromium):
    """What `dobotkit guard --json` says, and its exit status."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit", "guard", "--json"],
        capture_output=True,
        text=True,
        timeout=800,
        env={**os.environ, "DOBOTKIT_BROWSER": chromium},
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def out_of(side: dict, column: str) -> set[str]:
    return {way["id"] for way in side["ways"] if way["came"][column] == "out"}


@pytest.mark.slow
@pytest.mark.browser
def test_every_way_out_of_a_kernel_is_live_and_none_gets_out_of_a_wall(table):
    status, said = table
    kernel = said["kernel"]
    ways = {way["id"] for way in kernel["ways"]}
    assert len(ways) >= 100
    dead = ways - out_of(kernel, "no wall")
    assert dead <= NEEDS.keys(), "not live in a plain kernel, and nothing says why"
    assert kernel["live"] >= 80
    for tier in (Tier.WALL, Tier.BOTH):
        if verdict_about(tier) is None:
            assert out_of(kernel, tier.value) == set()
    assert status == 0, "something got out where nothing may"


@pytest.mark.slow
@pytest.mark.browser
def test_tier_0_stops_ordinary_python_code_and_no_more(table):
    _, said = table
    out = out_of(said["kernel"], "0")
    assert {"tcp4", "tcp6", "udp-sendto", "asyncio", "urllib", "thread"} & out == set()
    assert {"ctypes-connect", "bash", "open", "cv2-imwrite", "deaf-hook"} <= out
    assert said["kernel"]["columns"]["0"]["out"] == len(out) > 30


@pytest.mark.slow
@pytest.mark.browser
def test_the_server_does_for_a_page_nothing_that_leads_out(table):
    _, said = table
    server = said["server"]
    ways = {way["id"] for way in server["ways"]}
    assert ways - out_of(server, "plain lab") <= NEVER_LIVE_ON_SERVERS.keys()
    assert out_of(server, "the lab") == set()


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_in_the_labs_own_window_reaches_nobody(table):
    _, said = table
    page = said["page"]
    assert out_of(page, "plain lab") == {way["id"] for way in page["ways"]}
    assert out_of(page, "own window") == set()
    assert out_of(page, "other browser") == set()


@pytest.mark.slow
@pytest.mark.browser
def test_in_another_browser_a_page_can_leave_and_use_webrtc(table):
    """What LIMITS.md says about browsers that are not own window."""
    _, said = table
    known = {
        way["id"] for way in said["page"]["ways"] if way["came"]["other browser"] == "out, known"
    }
    assert {"location", "link", "webrtc-udp"} <= known
    assert known <= {"location", "link", "refresh", "download", "preconnect"} | {
        "webrtc-udp",
        "webrtc-tcp",
    }
