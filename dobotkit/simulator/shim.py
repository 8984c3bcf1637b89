"""Unmodified pydobot on a simulated arm, in process: also on Windows.

pydobot opens its port with ``serial.Serial(port, …)``, which knows no
addresses such as ``dobotsim://desk``. Within :func:`pydobot_with_urls` the one
name ``serial`` inside pydobot's module leads to a stand-in that sends them to
``serial.serial_for_url``. pySerial itself stays as it is, and so does every
other program part that uses it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from threading import RLock
from types import ModuleType
from typing import Any

__all__ = ["pydobot_with_urls"]

_HANDLERS = "dobotkit.simulator"
# Blocks that overlap in several threads would put back each other's stand-in.
_one_at_a_time = RLock()


class _SerialThatKnowsUrls:
    """pySerial as pydobot sees it; only ``Serial`` is another."""

    def __init__(self, serial: ModuleType) -> None:
        self._serial = serial

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever pySerial has of that name
        return getattr(self._serial, name)

    def Serial(self, port: object = None, *args: Any, **settings: Any) -> Any:  # noqa: ANN401, N802 - pySerial's own name and values
        if not (isinstance(port, str) and "://" in port):
            return self._serial.Serial(port, *args, **settings)
        if _HANDLERS not in self._serial.protocol_handler_packages:
            self._serial.protocol_handler_packages.append(_HANDLERS)
        return self._serial.serial_for_url(port, *args, **settings)


@contextlib.contextmanager
def pydobot_with_urls() -> Iterator[ModuleType]:
    """Let the stock driver open addresses such as ``dobotsim://desk``.

    Only opening needs it: an arm that was opened inside the block goes on
    working after it. All of pydobot's own faults stay as they are, its naps of
    0.2 s a command, too. An address that another pySerial handler knows
    (``spy://``) works as well; ``socket://`` does not, because pydobot reads
    "all that waits" and that handler never admits to more than one byte.

    Yields
    ------
    module
        ``pydobot``, as it was installed.

    Examples
    --------
    >>> with pydobot_with_urls() as pydobot:
    ...     stock = pydobot.Dobot("dobotsim://shim?pace=instant")
    >>> stock.move_to(200, 0, 50, 0, wait=True)
    >>> [round(number) for number in stock.pose()[:4]]
    [200, 0, 50, 0]
    >>> stock.close()
    """
    import pydobot.dobot  # noqa: PLC0415 - the simulator itself does without it

    module = pydobot.dobot
    with _one_at_a_time:
        really = module.serial
        module.serial = _SerialThatKnowsUrls(really)
        try:
            yield pydobot
        finally:
            module.serial = really
