"""The lab's server calls nobody: it is started, its page loaded, and asked all it may be asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.traced import trace

PROGRAM = str(Path(__file__).with_name("page_load.py"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux"),
]


def test_the_server_of_a_lab_calls_nobody_outside_this_computer(tmp_path):
    found = trace(tmp_path, PROGRAM, "private", HOME=str(tmp_path))
    assert int(found.printed.rpartition(" ")[2]) > 15
    assert found.strangers == set()


def test_a_plain_jupyterlab_that_is_asked_the_same_does(tmp_path):
    # Else the questions would be too harmless to show anything.
    found = trace(tmp_path, PROGRAM, "plain", HOME=str(tmp_path))
    assert int(found.printed.rpartition(" ")[2]) > 15
    assert found.strangers
