"""Somebody outside who listens: one place for each way out of a page, and what arrived there."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterable, Mapping
from typing import Self

_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n"
    b"Content-Length: 2\r\nConnection: close\r\n\r\nok"
)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, note) -> None:
        self._note = note

    def datagram_received(self, *_: object) -> None:
        self._note()


class Receivers:
    """For each name a TCP and a UDP port on this computer.

    Attributes
    ----------
    reached:
        The names for which something came.
    connected:
        The names to which somebody connected, with or without a word.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.reached: set[str] = set()
        self.connected: set[str] = set()
        self._targets: dict[str, dict[str, str]] = {}
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        # Of its own: in this thread playwright may run a loop already.
        self._thread = threading.Thread(target=asyncio.run, args=[self._listen(list(names))])
        self._thread.start()
        self._ready.wait()

    def target(self, name: str) -> Mapping[str, str]:
        """Where a page is to go, as `dobotkit.lab.page_ways` wants to know it."""
        return self._targets[name]

    async def _listen(self, names: list[str]) -> None:
        self._loop = asyncio.get_running_loop()
        open_ones = []
        for name in names:

            async def answer(reader, writer, name: str = name) -> None:
                self.connected.add(name)
                # One that says nothing goes on until the end, and ends without complaint.
                with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                    if await reader.read(1):
                        self.reached.add(name)
                        writer.write(_ANSWER)
                        await writer.drain()
                writer.close()

            server = await asyncio.start_server(answer, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            transport, _ = await self._loop.create_datagram_endpoint(
                lambda name=name: _Datagrams(lambda: self.reached.add(name)), ("127.0.0.1", 0)
            )
            open_ones += [server, transport]
            udp = transport.get_extra_info("sockname")[1]
            self._targets[name] = {
                "http": f"http://127.0.0.1:{port}",
                "ws": f"ws://127.0.0.1:{port}",
                "udp": f"127.0.0.1:{udp}",
                "mark": name,
            }

        self._ready.set()
        await self._stop.wait()
        for one in open_ones:
            one.close()
        # Let them close, and whoever has not said anything hear of it.
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await asyncio.sleep(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
