"""Ask the person at the terminal, although pytest has taken input and output away."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import pytest

__all__ = ["ask", "has_terminal", "say"]


@contextlib.contextmanager
def _uncaptured(config: pytest.Config) -> Iterator[None]:
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        # The input as well: pytest points it at nothing. It takes it back together with the rest.
        capture.suspend_global_capture(in_=True)
        yield


def has_terminal(config: pytest.Config) -> bool:
    """Whether a person can be asked."""
    with _uncaptured(config):
        return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def say(config: pytest.Config, text: str) -> None:
    """Show something, whatever is being captured."""
    with _uncaptured(config):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def ask(config: pytest.Config, question: str) -> str:
    """Show a question and return what is typed; nothing at the end of input."""
    with _uncaptured(config):
        sys.stdout.write(f"\n{question} ")
        sys.stdout.flush()
        return sys.stdin.readline().strip()
