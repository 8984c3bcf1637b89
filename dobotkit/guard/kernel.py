"""A notebook's kernel behind a guard.

::

    python -P -m dobotkit.guard.kernel --tier 1+2 --scratch S --kernel K --report N -f FILE

First it takes over its connection to the keeper, so that no program that a cell starts can
have it as well. Then it puts up the wall around itself, while it has one thread and has read
nothing from a folder that a pupil can write to. Only then is IPython loaded. Before the
first cell runs, it tries to get out: a kernel that can is ended.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dobotkit.guard.places import Places
from dobotkit.guard.state import proved
from dobotkit.guard.tiers import Tier
from dobotkit.hardening import keep_memory_private
from dobotkit.our_end import adopt

__all__ = ["main"]

_KEEPER = "DOBOTKIT_KEEPER"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a kernel; it ends with status 1 where the guard does not hold."""
    options = _options(arguments)
    tier, report = Tier(options.tier), _Report(options.report)
    adopt(os.environ.get(_KEEPER, ""))
    with report.failures():
        _start(tier, Places(options.scratch, options.kernel), options.f, report)


def _start(tier: Tier, places: Places, file: Path, report: _Report) -> None:
    wall = None
    if tier is Tier.TRIPWIRE:
        keep_memory_private()
    else:
        if not os.environ.get(_KEEPER):
            from dobotkit.finding_keeper import practice_ahead  # noqa: PLC0415 - seldom needed

            # Behind the wall it could not be reached.
            os.environ[_KEEPER] = practice_ahead()
        from dobotkit.guard.wall import put_up  # noqa: PLC0415 - for Linux alone

        wall = put_up(tier, places)

    _forget_the_server()

    # From here on everything is read through the wall.
    from dobotkit.guard import shell, tripwire  # noqa: PLC0415 - after that

    app = shell.GuardedApp.instance(kernel_class=shell.GuardedIPython)
    app.initialize(["-f", str(file)])  # type: ignore[no-untyped-call] # ipykernel's
    if wall is not None:
        from dobotkit.guard.refusals import explain_refusals  # noqa: PLC0415 - after that
        from dobotkit.guard.trial import got_out  # noqa: PLC0415 - after that

        wall.close()
        ways = got_out(wall)
        if ways:
            raise OSError(f"a way out was open: {', '.join(ways)}")
        shell.use_pipes()
        explain_refusals()
    tripwire.install()
    proved(tier)
    report.stands(tier)
    app.start()  # type: ignore[no-untyped-call] # ipykernel's


def _forget_the_server() -> None:
    """Let go of the log or terminal of whoever started this: it outlives the notebook."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    if nowhere not in range(3):  # it is, where whoever started this had closed one
        os.close(nowhere)


class _Report:
    """Tells the program that started this one whether the guard stands, in one line.

    Parameters
    ----------
    number:
        A descriptor to write to; None where nobody wants to know.
    """

    def __init__(self, number: int | None) -> None:
        self._number = number
        if number is not None:
            os.set_inheritable(number, False)

    def stands(self, tier: Tier) -> None:
        """Say that it does."""
        self._say(tier.value)

    @contextlib.contextmanager
    def failures(self) -> Iterator[None]:
        """Say what went wrong, if that is before the guard stands, and end."""
        try:
            yield
        except Exception as error:
            if self._number is None:
                raise
            why = (isinstance(error, OSError) and error.strerror) or str(error)
            self._say(f"!{why}".replace("\n", " "))
            sys.exit(1)

    def _say(self, line: str) -> None:
        if self._number is not None:
            with contextlib.suppress(OSError):  # whoever wanted to know is gone
                os.write(self._number, f"{line}\n".encode())
                os.close(self._number)
            self._number = None


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -P -m dobotkit.guard.kernel")
    parser.add_argument("--tier", choices=[tier.value for tier in Tier], required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--kernel", type=Path, required=True)
    parser.add_argument("--report", type=int)
    parser.add_argument("-f", type=Path, required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
