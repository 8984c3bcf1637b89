"""One cell, run by way of a server, as its page does it."""

from __future__ import annotations

import asyncio
import json
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from dobotkit.escapes.servers import RealServer

__all__ = ["run_cell"]

_PATIENCE_S = 40.0


def run_cell(server: RealServer, kernel: str, code: str) -> bool:
    """Run code in a kernel of a server; return whether it was run to its end in time.

    Parameters
    ----------
    server:
        It has started the kernel.
    kernel:
        The id that it has given to it.
    code:
        What to run.
    """

    async def run() -> None:
        await asyncio.wait_for(_run(server, kernel, code), _PATIENCE_S)

    try:
        asyncio.run(run())
    except (OSError, TimeoutError, RuntimeError, ValueError):
        return False
    return True


async def _run(server: RealServer, kernel: str, code: str) -> None:
    address = f"{server.url}api/kernels/{kernel}/channels".replace("http", "ws", 1)
    request = HTTPRequest(address, headers={"Authorization": f"token {server.token}"})
    number = uuid.uuid4().hex
    order = {
        "channel": "shell",
        "header": {"msg_id": number, "msg_type": "execute_request", "session": number},
        "parent_header": {},
        "metadata": {},
        "content": {"code": code, "silent": False, "store_history": False, "allow_stdin": False},
    }
    way = await websocket_connect(request)
    try:
        await way.write_message(json.dumps(order))
        while True:
            text = await way.read_message()
            if text is None:
                raise ConnectionError("the server has hung up")
            said = json.loads(text)
            about = said.get("parent_header", {}).get("msg_id")
            if about == number and said["msg_type"] == "execute_reply":
                return
    finally:
        way.close()
