"""How a witness, a process of its own, tells what it has seen: a line for each thing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Self

from dobotkit.errors import GuardError

__all__ = ["Witness", "say", "testify"]

_PATIENCE_S = 20.0
_lock = threading.Lock()


def say(kind: str, what: object) -> None:
    """Tell one thing; called by a witness, in any thread."""
    with _lock:
        sys.stdout.write(f"{kind} {json.dumps(what)}\n")
        sys.stdout.flush()


def testify(target: Mapping[str, Any], settle: Callable[[], None]) -> None:
    """Tell where it listens, and go on until nobody asks any more; called by a witness.

    Parameters
    ----------
    target:
        What an escape has to know.
    settle:
        Returns when everything that has come was told.
    """
    say("ready", target)
    for _ in sys.stdin:
        settle()
        say("settled", None)


class Witness:
    """A process that watches, from the side of who started it.

    Parameters
    ----------
    module:
        What it runs.
    *words:
        Its arguments.
    env:
        Its environment; by default that of this process.

    Attributes
    ----------
    target:
        Where it listens.
    seen:
        What it has told so far.
    pid:
        Its process.
    """

    def __init__(self, module: str, *words: str, env: Mapping[str, str] | None = None) -> None:
        self.seen: set[str] = set()
        self.target: dict[str, Any] = {}
        self._told = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603 - a module of the kit
            [sys.executable, "-P", "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        self._to: Any = self._process.stdin
        self._from: Any = self._process.stdout
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, name="witness", daemon=True)
        self._reader.start()
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    def settle(self) -> None:
        """Wait until all that has arrived by now was told."""
        self._told.clear()
        with suppress(BrokenPipeError):
            self._to.write("settle\n")
            self._to.flush()
        self._wait()

    def close(self) -> None:
        """End it; twice does nothing."""
        with suppress(BrokenPipeError):
            self._to.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._from.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self) -> None:
        if not self._told.wait(_PATIENCE_S) or self._process.poll() is not None:
            raise GuardError(
                "The program that listens for what gets out does not answer.",
                "Try again: without it nobody can say what got out.",
            )

    def _read(self) -> None:
        for line in self._from:
            kind, _, what = line.partition(" ")
            if kind == "seen":
                self.seen.add(json.loads(what))
            else:
                if kind == "ready":
                    self.target = {key: _as_address(one) for key, one in json.loads(what).items()}
                self._told.set()
        self._told.set()  # nobody waits for one that is gone


def _as_address(thing: object) -> object:
    # Addresses are pairs; JSON knows lists only.
    return tuple(thing) if isinstance(thing, list) else thing
