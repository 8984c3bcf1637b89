"""Errors of a cell in two lines: what happened, and what to try.

IPython ends every way of showing an error in ``shell._showtraceback(kind,
error, lines)``, which it documents as the place to override. Only the lines
are exchanged here: name and text of the error stay, so that for nbval,
nbclient and the notebook file it is the same error as before.
(``set_custom_exc`` is no help: what its handler returns is not shown, and
when the handler fails the error is printed instead of being one.)

The full traceback is one ``%tb`` away.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

from dobotkit.errors import DobotKitError
from dobotkit.lesson.explain import explain

__all__ = ["switch_off", "switch_on"]

log = logging.getLogger(__name__)

# What Python 3.11, and from 3.12 on, calls code that is only cut into words.
_UNNAMED = ("<tokenize>", "<string>")


def switch_on(shell: Any = None) -> None:  # noqa: ANN401  # IPython publishes no usable type
    """Show errors in two lines from now on; outside IPython this does nothing.

    Parameters
    ----------
    shell:
        An IPython shell; by default the one that runs this code.
    """
    shell = shell or _running_shell()
    if shell is not None and not isinstance(shell._showtraceback, _ShortErrors):  # noqa: SLF001  # see above
        shell._showtraceback = _ShortErrors(shell)  # noqa: SLF001


def switch_off(shell: Any = None) -> None:  # noqa: ANN401
    """Show errors as IPython does by itself.

    Parameters
    ----------
    shell:
        An IPython shell; by default the one that runs this code.
    """
    shell = shell or _running_shell()
    if shell is not None and isinstance(shell._showtraceback, _ShortErrors):  # noqa: SLF001
        shell._showtraceback = shell._showtraceback.original  # noqa: SLF001


def _running_shell() -> Any:  # noqa: ANN401
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


class _ShortErrors:
    """Stands in front of a shell's own way of showing an error."""

    def __init__(self, shell: Any) -> None:  # noqa: ANN401
        self.shell = shell
        self.original = shell._showtraceback  # noqa: SLF001
        # The same object that IPython keeps as sys.last_value.
        self.shown: BaseException | None = None

    def __call__(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
        try:
            # Shown before, and not being handled right now: this is %tb.
            again = error is self.shown and sys.exc_info()[1] is not error
            self.shown = error
            shown = self._in_full(error, lines) if again else self._short(error, lines)
        except Exception:  # a clumsy message is better than none
            log.debug("an error could not be explained", exc_info=True)
            shown = lines
        self.original(kind, error, shown)

    def _in_full(self, error: BaseException, lines: list[str]) -> list[str]:
        if not isinstance(error, DobotKitError):
            return lines
        full: list[str] = self.shell.InteractiveTB.structured_traceback(
            type(error), error, error.__traceback__
        )
        return full

    def _short(self, error: BaseException, lines: list[str]) -> list[str]:
        # The kit's own errors are two lines already. Others get them if it
        # is the pupil's cell that they can change.
        if isinstance(error, DobotKitError) or not isinstance(
            error, (Exception, KeyboardInterrupt)
        ):
            return lines
        if isinstance(error, KeyboardInterrupt):
            where = ""
        else:
            found = self._where(error)
            if found is None:
                return lines
            where = found
        what, advice = explain(error, self._names())
        return [
            f"{_public_name(error)}{where}: {_one_line(what)}",
            f"→ {_one_line(advice)}",
        ]

    def _where(self, error: Exception) -> str | None:
        """`` in line 2``, or None if no line of a cell is to blame."""
        steps = [
            (frame.f_code.co_filename, line)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if self._is_cell(frame.f_code.co_filename)
        ]
        if isinstance(error, SyntaxError):
            # IPython gives up on wrong indentation before the cell has a name
            # and before any of it runs; exec("x x") fails while a cell runs.
            unnamed = error.filename in _UNNAMED and not steps
            mine = unnamed or self._is_cell(error.filename)
            return f" in line {error.lineno}" if mine else None
        if not steps:
            return None
        (this_cell, _), (cell, line) = steps[0], steps[-1]
        if cell == this_cell:
            return f" in line {line}"
        # A function that an earlier cell defines.
        _, name = self.shell.compile.format_code_name(cell)
        return f" in line {line} of {name}"

    def _is_cell(self, filename: str | None) -> bool:
        return self.shell.compile.format_code_name(filename) is not None

    def _names(self) -> dict[str, object]:
        """Names that a pupil may have meant, without IPython's own."""
        hidden = self.shell.user_ns_hidden
        return {
            name: value
            for name, value in self.shell.user_ns.items()
            if not name.startswith("_") and (name not in hidden or value is not hidden[name])
        }


def _public_name(error: BaseException) -> str:
    # Python 3.13 has a private kind of SyntaxError for a cell that is not finished.
    names = (kind.__name__ for kind in type(error).__mro__)
    return next(name for name in names if not name.startswith("_"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
