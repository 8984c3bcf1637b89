"""The ledger of a session, as a table to read."""

from __future__ import annotations

import html

from dobotkit.client import client
from dobotkit.people_messages import AskLedger, LedgerLine, LedgerNow, in_words

__all__ = ["QUIET", "LedgerView", "read_ledger"]

_STEP = 5

QUIET = "You asked not to be tracked: only what safety needs is noted."
"""Said where nothing is noted about a session."""

_NOTHING = "Nothing is noted here."


def read_ledger(token: str) -> LedgerView:
    """Return the ledger of the session that a token belongs to."""
    lines: list[LedgerLine] = []
    while True:
        now = client().ask(AskLedger(token=token, skip=len(lines)), LedgerNow)
        lines.extend(now.lines)
        if not now.more or not now.lines:
            return LedgerView(tuple(lines), now.points, now.forgotten, noted=now.noted)


class LedgerView:
    """What was used in a session, in steps of five minutes; counts, and no contents.

    The points are a teaching number, like a budget for privacy: each time something is
    switched on it counts by its grade (C0: 0, C1: 1, C2: 5, C3: 25). They do not measure a danger.

    Attributes
    ----------
    lines:
        Oldest first; each with ``minute``, ``event``, ``what``, ``times`` and ``points``.
    points:
        The running total.
    forgotten:
        Lines that had to make room, because there were too many.
    noted:
        Whether anything is noted; not if you asked not to be tracked.
    """

    def __init__(
        self, lines: tuple[LedgerLine, ...], points: int, forgotten: int = 0, *, noted: bool = True
    ) -> None:
        self.lines = lines
        self.noted = noted
        self.points = points
        self.forgotten = forgotten

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def _total(self) -> str:
        if not self.noted:
            return QUIET
        lost = f" {self.forgotten} older lines had to make room." if self.forgotten else ""
        return f"Running total: {self.points} point{'' if self.points == 1 else 's'}.{lost}"

    @staticmethod
    def _said(line: LedgerLine) -> str:
        return in_words(line.event, line.what)

    def __repr__(self) -> str:
        rows = [
            f"minute {line.minute:>3} to {line.minute + _STEP:<3} {line.times:>4} ×  "
            f"{self._said(line)}" + (f"  (+{line.points})" if line.points else "")
            for line in self.lines
        ]
        return "\n".join([*(rows or [_NOTHING]), self._total])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="text-align:left">{word}</th>'
            for word in ("minutes", "how often", "what", "points", "total")
        )
        total, body = 0, []
        for line in self.lines:
            total += line.points
            cells = (
                f"{line.minute} to {line.minute + _STEP}",
                f"{line.times} ×",
                html.escape(self._said(line)),
                str(line.points),
                str(total),
            )
            body.append(
                "<tr>"
                + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells)
                + "</tr>"
            )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        return f"{table if body else f'<p>{_NOTHING}</p>'}<p>{self._total}</p>"
