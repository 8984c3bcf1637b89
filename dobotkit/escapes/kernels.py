"""Escapes tried in a real kernel, one cell each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty
from typing import Any, Self

from jupyter_client.manager import KernelManager

from dobotkit.errors import GuardError
from dobotkit.escapes.outside import Outside
from dobotkit.guard.escapes import Escape

__all__ = ["Cells", "try_all"]

# So long a cell may take; then it is interrupted (s). What has not got out by then has time
# until the receiver is asked.
_PATIENCE_S = 12.0
# A watchdog: with three browsers beside it a slow computer takes long (s).
_START_S = 120.0
_LOOK_S, _FAREWELL_S = 0.5, 2.0


class Cells:
    """A kernel in which cells are run; one that died is started again.

    Parameters
    ----------
    manager:
        Knows how to start it; not started yet.
    **launch:
        What it is started with, such as ``cwd`` and ``env``.

    Raises
    ------
    GuardError
        It does not start.
    """

    def __init__(self, manager: KernelManager, **launch: Any) -> None:  # noqa: ANN401 - jupyter_client's
        self._manager = manager
        manager.start_kernel(**launch)
        self._client = manager.client()
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def run(self, code: str) -> str:
        """Run a cell; return all that it printed, errors included."""
        if not self._manager.is_alive():
            self.start_again()
        number = self._client.execute(code, store_history=False, allow_stdin=False)
        said: list[str] = []
        try:
            for kind, content in self._messages(number):
                if kind == "stream":
                    said.append(content["text"])
                elif kind == "error":
                    said.append(f"{content['ename']}: {content['evalue'].partition(chr(10))[0]}")
        except TimeoutError as error:
            said.append(str(error))
        return "\n".join(said)

    def _messages(self, number: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Return what the kernel says about a cell, up to its end; raises TimeoutError."""
        end = time.monotonic() + _PATIENCE_S
        interrupted = False
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=_LOOK_S)
            except Empty:
                if not self._manager.is_alive():
                    raise TimeoutError("the kernel was ended") from None
                if interrupted and time.monotonic() > end:
                    self.start_again()
                    raise TimeoutError("it did not end") from None
                if time.monotonic() > end:
                    self._manager.interrupt_kernel()
                    interrupted, end = True, time.monotonic() + _FAREWELL_S
                continue
            if message["parent_header"].get("msg_id") == number:
                kind, content = message["msg_type"], message["content"]
                if kind == "status" and content["execution_state"] == "idle":
                    return
                yield kind, content

    def close(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        with suppress(RuntimeError):
            self._manager.shutdown_kernel(now=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start_again(self) -> None:
        """End the kernel and start it anew, as Kernel > Restart does."""
        self._client.stop_channels()
        self._manager.restart_kernel(now=True)
        self._client = self._manager.client()
        self._connect()

    def _connect(self) -> None:
        self._client.start_channels()
        try:
            self._client.wait_for_ready(timeout=_START_S)
        except RuntimeError as error:
            raise _no_kernel("does not start") from error


def try_all(
    cells: Cells,
    outside: Outside,
    escapes: Sequence[Escape],
    on_step: Callable[[str], None] = lambda _: None,
) -> dict[str, str]:
    """Try escapes in a kernel.

    Parameters
    ----------
    cells:
        The kernel.
    outside:
        Who looks whether something gets out.
    escapes:
        What to try; those that need what is not there are left out.
    on_step:
        Called with the id of each before it is tried.

    Returns
    -------
    dict
        For the id of each that was tried, what it said of itself in its last line.
    """
    if "42" not in cells.run("print(6 * 7)"):
        # Of a kernel that runs nothing, nothing gets out.
        raise _no_kernel("runs no cell")
    words: dict[str, str] = {}
    for escape in escapes:
        target = outside.target(escape.id)
        if not escape.fits(target):
            continue
        on_step(escape.id)
        needed = {name: target[name] for name in escape.needs}
        said = cells.run(f"TARGET = {needed!r}\n{escape.code}")
        outside.heard(escape.id, said)
        words[escape.id] = (said.strip().splitlines() or [""])[-1][:200]
    # Some have only prepared something for the next start.
    cells.start_again()
    cells.run("print(6 * 7)")
    return words


def _no_kernel(what: str) -> GuardError:
    return GuardError(
        f"The kernel that is to be tried {what}.",
        "Look whether a notebook runs in dobotkit lab; what it says then helps.",
    )
