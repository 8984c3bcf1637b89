"""What a notebook itself remembers of a session: what it asks with, corrections, complaints."""

from __future__ import annotations

from collections import Counter

__all__ = ["AsksWith", "CorrectedHere", "MyComplaints"]


class AsksWith:
    """That this notebook knows the session's token; without it, it could ask for nothing."""

    rows = ("session-token",)

    def __init__(self) -> None:
        self._known = True

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return what is known, and not the token: a list of what is held is shown to others."""
        if not self._known:
            return ()
        return (("what this notebook asks the keeper with", "your token, pseudonym and colour"),)

    def delete(self) -> int:
        """Note that it is forgotten; whoever ends the session forgets it."""
        gone = int(self._known)
        self._known = False
        return gone


class CorrectedHere:
    """What was corrected in this notebook, and how often."""

    rows = ("correction",)

    def __init__(self) -> None:
        self._done: Counter[str] = Counter()

    def note(self, words: str) -> None:
        """Note that something was corrected, once more."""
        self._done[words] += 1

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return the history, oldest first."""
        return tuple((words, f"{times} ×") for words, times in self._done.items())

    def delete(self) -> int:
        """Forget the history."""
        gone = len(self._done)
        self._done.clear()
        return gone


class MyComplaints:
    """The numbers of the complaints that were opened here; only here is it known whose they are."""

    rows = ("complaint-number",)

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return the numbers."""
        return tuple(("a complaint that you opened", str(number)) for number in self.numbers)

    def delete(self) -> int:
        """Forget the numbers; the complaints stay, and are nobody's."""
        gone = len(self.numbers)
        self.numbers.clear()
        return gone
