"""The simulated arm for any other program: on a pseudo-terminal, or on TCP.

``dobotkit sim`` is this room's command. A server has one arm and one line to
it; programs come and go, the arm stays. Nothing real can be reached through it.
"""

from __future__ import annotations

from dobotkit.simulator.serve.log import WireLog
from dobotkit.simulator.serve.network import TcpServer, read_endpoint
from dobotkit.simulator.serve.run import serve_until_told
from dobotkit.simulator.serve.terminal import PtyServer

__all__ = ["PtyServer", "TcpServer", "WireLog", "read_endpoint", "serve_until_told"]
