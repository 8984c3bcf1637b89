"""One way out, as a short program that can be read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Escape", "Outcome", "family"]

_NEEDED = re.compile(r"TARGET\[['\"](\w+)['\"]\]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an escape says of itself. It may lie: only who listens outside knows better.

    Attributes
    ----------
    text:
        ``ran to its end``, or the error that stopped it, in one line.
    """

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Escape:
    """A program that tries to get something out of a notebook.

    Attributes
    ----------
    id:
        Its name, for example ``tcp4``.
    title:
        What it does, in a few words.
    family:
        What kind it is.
    code:
        The program. It reads `TARGET`, a dictionary: ``mark`` is the word that it tries to
        get out, the others say where somebody listens.
    """

    id: str
    title: str
    family: str
    code: str

    @property
    def needs(self) -> frozenset[str]:
        """The entries of `TARGET` that it reads."""
        return frozenset(_NEEDED.findall(self.code))

    def fits(self, target: Mapping[str, Any]) -> bool:
        """Whether a target has all that it reads."""
        return self.needs <= target.keys()

    def run(self, target: Mapping[str, Any]) -> Outcome:
        """Try it, here and now.

        Parameters
        ----------
        target:
            Where somebody listens; in a lesson ``receiver.target``.
        """
        if not self.fits(target):
            missing = ", ".join(sorted(self.needs - target.keys()))
            return Outcome(f"not tried: nobody listens there ({missing})")
        program = compile(self.code, f"<escape {self.id}>", "exec")
        try:
            exec(program, {"__name__": "escape", "TARGET": dict(target)})  # noqa: S102 - that is what it is for
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever stops it is the answer
            first = (str(error).splitlines() or [""])[0]
            return Outcome(f"{type(error).__name__}: {first}")
        return Outcome("ran to its end")

    def __repr__(self) -> str:
        return f"{self.id}: {self.title}"


def family(name: str, *programs: tuple[str, str, str]) -> tuple[Escape, ...]:
    """Make the escapes of one family.

    Parameters
    ----------
    name:
        What they have in common.
    *programs:
        For each its id, its title and its code, which may be indented as a whole.
    """
    return tuple(
        Escape(id_, title, name, textwrap.dedent(code).strip() + "\n")
        for id_, title, code in programs
    )
