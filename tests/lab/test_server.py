"""What is checked before a server is started."""

from __future__ import annotations

import os
import socket

import pytest

from dobotkit.errors import LabError
from dobotkit.lab.server import check_port


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken):
    with pytest.raises(LabError, match=rf"Port {taken} is taken.*\n.*--port"):
        check_port(taken)


def test_a_free_port_is_fine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    check_port(port)


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="this user may listen on every port"
)
def test_a_port_that_is_not_allowed_is_named():
    with pytest.raises(LabError, match="may not listen on port 1\\."):
        check_port(1)
