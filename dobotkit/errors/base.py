"""``DobotKitError``: two sentences, what happened and what to try next."""

from __future__ import annotations

__all__ = [
    "DobotKitError",
]


class DobotKitError(Exception):
    """Something the kit refuses or cannot do.

    Parameters
    ----------
    what:
        What happened, with the value that caused it.
    advice:
        What to try next, as an instruction.

    Attributes
    ----------
    rule:
        Which rule was met; empty if none was.
    """

    rule: str = ""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def why(self) -> str:
        """Tell which rule stands behind this, and what was looked at to decide it."""
        return f"There is no rule behind this, it is what happened: {self.what}"

    def __str__(self) -> str:
        return f"{self.what}\n{self.advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Some subclasses take more than (what, advice): rebuild from the state.
        return (_rebuild, (type(self), self.args, self.__dict__))

    def _render_traceback_(self) -> list[str]:
        """The two lines that IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self.what}", f"→ {self.advice}"]


def _rebuild(
    kind: type[DobotKitError], args: tuple[object, ...], state: dict[str, object]
) -> DobotKitError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
