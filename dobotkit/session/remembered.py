"""What a notebook itself remembers of a session: what was put right here, and its complaints."""

from __future__ import annotations

from collections import Counter

__all__ = ["CorrectedHere", "MyComplaints"]


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
