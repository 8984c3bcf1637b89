"""``RightsPanel``: a button for each right, and what has come of it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dobotkit.policy.inventory import inventory
from dobotkit.session.rights import Rights
from dobotkit.widgets.scripts import RIGHTS
from dobotkit.widgets.session_widget import SessionWidget

__all__ = ["RightsPanel"]


class RightsPanel(SessionWidget):
    """The rights of a session as buttons; made by ``show(session.rights)``.

    Each button is one function of ``session.rights``, with nothing of its own. There is no
    field to write in. What comes of a button is sent to the page on which it was pressed.

    Parameters
    ----------
    rights:
        The rights.
    """

    _esm = RIGHTS

    def __init__(self, rights: Rights) -> None:
        self._rights = rights
        super().__init__(rights)

    def obey(self, do: str, message: dict[str, Any], page: str) -> None:
        """Do what a page asks for: one of the rights, by its name."""
        match do:
            case "access":
                self._access(page)
            case "held":
                self._what_goes(page)
            case "delete":
                self._delete(page)
            case "correct":
                self._correct(page, str(message.get("what")))
            case "withdraw" | "give":
                self._permission(page, do, str(message.get("permission")))
            case "copy":
                self.say(page, "done", *_lines(self._rights.copy()))
            case "explain":
                self._explain(page)
            case "complain":
                self.say(page, "done", *_lines(self._rights.complain(str(message.get("says")))))
            case "complaints":
                self._complaints(page)

    def _access(self, page: str) -> None:
        held = self._rights.access()
        things = "1 thing is" if len(held) == 1 else f"{len(held)} things are"
        rows = inventory().rows
        self.say(
            page,
            "done",
            f"{things} held about this session, and nothing else. Kinds: {len(held.rows)}.",
            table=_table(
                "What is held about you",
                ("kind", "what", "what is held", "who holds it"),
                ((rows[one.row].name, one.what, one.value, one.where) for one in held.entries),
            ),
        )

    def _what_goes(self, page: str) -> None:
        """Say what would be deleted."""
        rows, held = inventory().rows, self._rights.access().rows
        kinds = "; ".join(f"{rows[name].name} ({len(entries)})" for name, entries in held.items())
        self.say(
            page,
            "goes",
            f"This will go: {kinds}. Your session ends with it, and nobody can bring it back.",
        )

    def _delete(self, page: str) -> None:
        deletion = self._rights.delete()
        rows = inventory().rows
        self.say(
            page,
            "done",
            *deletion.words.splitlines(),
            table=_table(
                "Deleted",
                ("kind", "entries"),
                ((rows[name].name, count) for name, count in deletion.rows.items() if count),
            ),
        )

    def _correct(self, page: str, what: str) -> None:
        corrected = self._rights.correct(what)
        self.say(
            page,
            "done",
            f"Your {corrected.what} is now: {corrected.now}.",
            table=_table(
                "Corrected so far",
                ("when or what", "what was corrected"),
                ((one.what, one.value) for one in corrected.history),
            ),
        )

    def _permission(self, page: str, do: str, name: str) -> None:
        if do == "give":
            self._rights.give(name)
            self.say(page, "done", f"{name} is given again. It stays off until a cell asks for it.")
        else:
            self._rights.withdraw(name)
            self.say(
                page,
                "done",
                f"{name} is taken back. What needs it is refused from now on; "
                "what was used before stays in the ledger.",
            )

    def _explain(self, page: str) -> None:
        first, *rules = self._rights.explain().text.splitlines()
        self.say(
            page,
            "done",
            first,
            table=_table(
                "What the kit decides by itself",
                ("rule", "why"),
                (rule.split(": ", 1) for rule in rules),
            ),
        )

    def _complaints(self, page: str) -> None:
        tickets = self._rights.complaints()
        if not len(tickets):
            self.say(page, "done", *_lines(tickets))
            return
        self.say(
            page,
            "done",
            f"Complaints that this notebook has opened: {len(tickets)}.",
            table=_table(
                "My complaints",
                ("number", "complaint", "answer until", "answer"),
                ((one.number, one.says, one.due, one.answer) for one in tickets.tickets),
            ),
        )

    def __repr__(self) -> str:
        return "RightsPanel: a button for each right. Without a browser: session.rights"


def _lines(result: object) -> list[str]:
    return repr(result).splitlines()


def _table(words: str, head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> dict[str, Any]:
    return {"words": words, "head": head, "rows": [[str(cell) for cell in row] for row in rows]}
