"""A search through all that a lab may have written, at one moment."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from dobotkit.audit.home import Home, elsewhere
from dobotkit.audit.labs import Lab
from dobotkit.audit.planted import Planted
from dobotkit.audit.result import Moment
from dobotkit.canary import Report, Scanner, search

__all__ = ["Searched"]

_SAMPLE = 8 << 20  # bytes


class Searched:
    """Searches for one canary.

    Parameters
    ----------
    planted, scanner:
        What was planted, and what looks for it.
    """

    def __init__(self, planted: Planted, scanner: Scanner) -> None:
        self.planted = planted
        self.canary = planted.canary
        self._scanner = scanner
        self._since = time.time() - 2  # some file systems count in steps of two seconds

    def now(self, home: Home, lab: Lab) -> Moment:
        """Return what is to be found at this moment."""
        report = search([home.path], self.canary, scanner=self._scanner)
        places = elsewhere()
        others = search(places, self.canary, since=self._since, scanner=self._scanner)
        finds = report.finds + tuple(
            type(one)(one.folder + 1, one.path, one.find) for one in others.finds
        )
        # Sockets elsewhere may be anybody's.
        together = Report(
            finds,
            report.files + others.files,
            report.bytes + others.bytes,
            report.seconds + others.seconds,
            report.unread,
            report.sockets,
        )
        labels = ("", *(f"{_short(place)}/" for place in places))
        return Moment.of(together, labels, lab.still_running)

    @staticmethod
    def tidy(moment: Moment) -> None:
        """Delete folders of a lab in memory that are still there: what was planted goes again."""
        for path in {path for paths in moment.files.values() for path in paths}:
            parts = Path(path).parts
            at = next((n for n, one in enumerate(parts) if one.startswith("dobotkit-")), 0)
            if at and path.startswith("/dev/shm/"):  # noqa: S108 - nothing is written
                shutil.rmtree(Path(*parts[: at + 1]), ignore_errors=True)

    @property
    def speed(self) -> float:
        """How many megabytes a second it reads of what has no pattern."""
        sample = os.urandom(_SAMPLE)
        begun = time.perf_counter()
        self._scanner.scan(sample)
        return _SAMPLE / 1e6 / (time.perf_counter() - begun)


def _short(place: Path) -> str:
    """A folder without the part that says whose it is."""
    home = Path.home()
    return f"~/{place.relative_to(home).as_posix()}" if place.is_relative_to(home) else str(place)
