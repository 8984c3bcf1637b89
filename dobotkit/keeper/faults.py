"""How a keeper tells of faults of its own: kinds of errors and lines of the kit, and no words.

What it says goes into a file in the lab's folder. The words of an error may name a file, a port,
or what somebody has typed; so they are left out, as in every report about an error.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from dobotkit.crash import CrashReport
from dobotkit.errors import DobotKitError

__all__ = ["tell_without_words"]


def tell_without_words() -> None:
    """Have everything that goes wrong in this process told in this way, from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutWords())
    logging.getLogger().addHandler(handler)
    sys.excepthook = _ended
    threading.excepthook = _ended_in_a_thread


class _WithoutWords(logging.Formatter):
    """The kit's own sentences; of packages only that they said something."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == "dobotkit"
        said = record.getMessage() if ours else f"{record.name} has said something"
        error = record.exc_info[1] if record.exc_info else None
        return said if error is None else f"{said}\n{CrashReport(error).text.rstrip()}"


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None, /) -> None:
    del kind, trace  # the report finds both in the error
    # Whoever started it reads the last line: the kit's own words, or else what it was.
    last = f"{error}" if isinstance(error, DobotKitError) else "an error that nobody expected"
    sys.stderr.write(f"{CrashReport(error).text}the keeper has ended: {last}\n")


def _ended_in_a_thread(what: threading.ExceptHookArgs, /) -> None:
    if what.exc_value is not None:
        sys.stderr.write(CrashReport(what.exc_value).text)
