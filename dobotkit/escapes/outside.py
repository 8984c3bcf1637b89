"""Everybody outside who looks whether something got out, together."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from dobotkit.escapes.grounds import Grounds
from dobotkit.escapes.marks import mark_of, new_run
from dobotkit.escapes.testimony import Witness
from dobotkit.lab.scratch import Scratch

__all__ = ["Outside"]


class Outside:
    """Receiver, neighbour and watched folders for one kernel.

    Parameters
    ----------
    scratch:
        The folders of the lab whose kernel tries to get out.
    server:
        The address of a lab's server and its key, if there is one to be asked.

    Attributes
    ----------
    run:
        What all marks begin with.
    secret:
        What only they know.
    """

    def __init__(self, scratch: Scratch, server: tuple[str, str] | None = None) -> None:
        self.run = new_run()
        self._told = set[str]()
        with ExitStack() as stack:
            grounds = stack.enter_context(Grounds(self.run, scratch))
            witnesses = [Witness("dobotkit.escapes.receiver", self.run, str(grounds.own))]
            stack.callback(witnesses[0].close)
            if sys.platform == "linux":  # what can be done to a neighbour differs elsewhere
                environ = {**os.environ, "DOBOTKIT_SECRET": grounds.secret}
                secret = str(grounds.secret_file)
                witnesses.append(
                    Witness("dobotkit.escapes.neighbour", self.run, secret, env=environ)
                )
                stack.callback(witnesses[1].close)
            self._witnesses = witnesses
            self._grounds = grounds
            self._close = stack.pop_all().close
        self._target = dict(grounds.target)
        for witness in witnesses:
            self._target |= witness.target
        self.secret = grounds.secret
        self._secrets = [grounds.secret]
        if server is not None:
            self._target["server"] = server
            self._secrets.append(server[1])

    def target(self, name: str) -> dict[str, Any]:
        """Return what an escape has to know, with a mark of its own."""
        return self._target | {"mark": mark_of(self.run, name)}

    @property
    def output(self) -> Path:
        """The file for what the kernel's program says; it is looked at as well."""
        return self._grounds.output

    @property
    def folder(self) -> str:
        """A folder of theirs, which is watched."""
        return str(self._target["folder"])

    @property
    def secret_file(self) -> str:
        """A file of theirs that holds the secret."""
        return str(self._target["secret"])

    def has_secret(self, text: str) -> bool:
        """Whether a text has something in it that only they know."""
        return any(secret in text for secret in self._secrets)

    def heard(self, name: str, text: str) -> None:
        """Take note of what an escape has printed: what only others know got out.

        To be called after each: the neighbour looks now, before the next one changes the same.
        """
        for neighbour in self._witnesses[1:]:
            neighbour.settle()
        if self.has_secret(text):
            self._told.add(name)

    def seen(self) -> set[str]:
        """Return the ids of all escapes of which something is outside by now."""
        found = self._told | self._grounds.seen()
        for witness in self._witnesses:
            witness.settle()
            found |= witness.seen
        return found

    def close(self) -> None:
        """End all of them, and leave nothing."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
