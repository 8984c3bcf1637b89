"""What the keeper's page shows and does."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from dobotkit.errors import ArmError, DeskError
from dobotkit.keeper.arms import Arms, Loan
from dobotkit.keeper.code import Code
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode

__all__ = ["DeskView"]


class DeskView:
    """One keeper, as its page sees it."""

    def __init__(self, arms: Arms, word: Word, code: Code, envelope: Envelope, mode: Mode) -> None:
        self._arms = arms
        self._word = word
        self._code = code
        self._envelope = envelope
        self._mode = mode
        self._notebooks: dict[int, int] = {}

    def overview(self) -> dict[str, Any]:
        """Return what is on right now: a list of arms, and the rules of this lab."""
        loans = self._arms.loans
        free = [name for name in self._arms.real if name not in {loan.name for loan in loans}]
        return {
            "arms": [*(self._free(name) for name in free), *(self._lent(loan) for loan in loans)],
            "lab": {
                "Mode": self._mode.value,
                "Highest speed": f"{self._envelope.speed:g} mm/s",
                "Tool": self._envelope.tool,
                "Laser": "allowed" if self._envelope.laser else "off",
                "Closed boxes": ", ".join(box.name for box in self._envelope.keep_out) or "none",
            },
        }

    def stop(self, arm: str | None) -> None:
        """Stop one arm, by its id, or all of them."""
        for loan in self._arms.loans:
            if arm in (None, _id(loan)):
                # The others have to be stopped as well.
                with contextlib.suppress(ArmError):
                    loan.lease.stop("page")

    def allow(self, arm: str, code: str) -> None:
        """Let a real arm move.

        Raises
        ------
        DeskError
            The code is wrong, or there is none.
        """
        self._check(code)
        self._word.give(self._real(arm))

    def let_go(self, arm: str, code: str) -> None:
        """Take a real arm away from the notebook that has it; raises as ``allow`` does."""
        self._check(code)
        self._arms.let_go(self._real(arm))

    def _check(self, code: str) -> None:
        if not self._code.is_set:
            raise DeskError(
                "No teacher's code is set on this computer.",
                "Set one: dobotkit keeper --set-code. Or type into the lab's window.",
            )
        if not self._code.matches(code):
            raise DeskError("This is not the teacher's code.", "Try again.")

    def _real(self, arm: str) -> str:
        if arm not in self._arms.real:
            raise DeskError(f"There is no real arm called {arm}.", "Open the page again.")
        return arm

    def _free(self, name: str) -> dict[str, str]:
        return {
            "id": name,
            "title": f"arm {name}",
            "kind": "real",
            "state": f"Real, free. {self._may(name)}",
            "place": "",
        }

    def _lent(self, loan: Loan) -> dict[str, str]:
        since = time.strftime("%H:%M", time.localtime(loan.since))
        who = f"notebook {self._number(loan.borrower)}"
        if loan.kind == "real":
            title = f"arm {loan.name}"
            state = f"Real, with {who} since {since}. {self._may(loan.name)}"
        else:
            title = f"simulated arm {loan.name} of {who}"
            state = f"Simulated, with {who} since {since}."
        return {
            "id": _id(loan),
            "title": title,
            "kind": loan.kind,
            "state": state,
            "place": _place(loan),
        }

    def _may(self, name: str) -> str:
        return "It may move." if self._word.given(name) else "It waits for the teacher's word."

    def _number(self, borrower: object) -> int:
        return self._notebooks.setdefault(id(borrower), len(self._notebooks) + 1)


def _id(loan: Loan) -> str:
    return loan.name if loan.kind == "real" else f"{loan.name}-{id(loan.lease):x}"


def _place(loan: Loan) -> str:
    try:
        x, y, z, r = loan.lease.pose()[:4]
    except ArmError:
        return "It does not answer."
    return f"At x {x:.0f}, y {y:.0f}, z {z:.0f} mm, turned by {r:.0f}°."
