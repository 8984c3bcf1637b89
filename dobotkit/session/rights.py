"""``session.rights``: what is yours to ask for, as functions that do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from dobotkit.client import client
from dobotkit.errors import NotYours, RightRefused, WrongValue
from dobotkit.held_here import Correctable, HeldHere, holders
from dobotkit.messages import Done
from dobotkit.people_messages import (
    PERMISSIONS,
    AskSession,
    Deleted,
    DeleteMine,
    GivePermission,
    PermissionName,
    SessionNow,
    WithdrawPermission,
)
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import (
    SAYS,
    AskComplaints,
    Complain,
    ComplaintsNow,
    CorrectMine,
)
from dobotkit.session.allowed import Allowed
from dobotkit.session.copying import Copy, content_of, write_copy
from dobotkit.session.corrected import Corrected
from dobotkit.session.deletion import Deletion, delete_here, left_here
from dobotkit.session.explanation import Explanation, explain
from dobotkit.session.held import Entry, Held, entries_of, read_held
from dobotkit.session.mine import Mine
from dobotkit.session.tables import table
from dobotkit.session.tickets import Ticket, Tickets, ticket_of

if TYPE_CHECKING:
    from dobotkit.session.session import Session

__all__ = ["Rights"]

_DRAWN = {"pseudonym": "pseudonym", "colour": "robot-colour"}


class Rights:
    """Your rights, each as a function that does it at once.

    ::

        session.rights.access()                # everything that is held about you
        session.rights.correct("pseudonym")    # another one, please
        session.rights.copy()                  # my-data.json, to take along
        session.rights.withdraw("camera")      # and give("camera")
        session.rights.explain(error)          # why was that refused?
        session.rights.complain("kept")        # to your teacher, without your name
        session.rights.delete()                # everything, with a proof

    Your token, which this notebook has, is all the proof that they need: nobody asks who
    you are. After the session has ended, only ``explain`` is left.

    Attributes
    ----------
    session:
        Whose rights these are.
    """

    def __init__(self, session: Session, mine: Mine) -> None:
        self.session = session
        self._mine = mine

    @property
    def now(self) -> SessionNow:
        """What the session is like now, as the keeper says; raises if it is over."""
        return client().ask(AskSession(token=self._mine.token), SessionNow)

    def access(self) -> Held:
        """Return everything that is held about this session, by the keeper and this notebook."""
        return Held(self._entries())

    def correct(
        self, what: str, *, exercise: str | None = None, solved: bool | None = None
    ) -> Corrected:
        """Have something put right.

        ::

            session.rights.correct("pseudonym")    # another one is drawn
            session.rights.correct("colour")
            session.rights.correct("progress", exercise="lift", solved=False)

        Parameters
        ----------
        what:
            ``"pseudonym"``, ``"colour"`` or ``"progress"``. All else is counted by itself.
        exercise, solved:
            For progress: which exercise of this notebook, and whether it is solved.

        Raises
        ------
        RightRefused
            It cannot be corrected, because it only says what happened.
        """
        if what == "progress":
            return self._correct_progress(exercise, solved)
        if what not in _DRAWN:
            raise RightRefused(
                f"{str(what)[:40]!r} cannot be corrected.",
                'These can: "pseudonym", "colour" and "progress". If something else is wrong: '
                'session.rights.complain("kept"), or delete it: session.rights.delete()',
                rule="correct",
                used="what you named, and the list of what can be corrected",
            )
        ask = CorrectMine.model_validate({"token": self._mine.token, "what": _DRAWN[what]})
        self._mine.learn(client().ask(ask, SessionNow))
        opened = self._mine.opened
        now = opened.pseudonym if what == "pseudonym" else opened.colour
        return Corrected(what, now, self._history())

    def delete(self) -> Deletion:
        """Delete everything that is held about this session, and end it.

        First what this notebook holds, your progress and taught points as well; then what
        the keeper holds, with numbers that were worked out from it. A search through the
        memory of both is the proof. It cannot be undone.

        Raises
        ------
        NotYours
            So many wrong tokens were tried here that the keeper looks at the next one later:
            try again then. Until then the session is still there.
        """
        token, pseudonym = self._mine.token, self._mine.opened.pseudonym
        rows = delete_here(self._stores())
        searched = left = 0
        try:
            told = client().ask(DeleteMine(token=token), Deleted)
        except NotYours as error:
            # If its time is up, the keeper has forgotten it by itself. If it only makes us wait,
            # because somebody guesses tokens, it has not.
            if error.rule != "token":
                raise
        else:
            rows.update({one.row: one.count for one in told.deleted})
            searched, left = told.searched, told.left
        self._mine.forget()
        here, found = left_here(token, pseudonym)
        return Deletion(rows, searched=searched + here, left=left + len(found))

    def copy(self, path: str | Path = "my-data.json") -> Copy:
        """Write everything that is held into one JSON file, to take along.

        Parameters
        ----------
        path:
            Where; without a folder, beside this notebook. An older copy there is replaced,
            and no other kind of file.

        Raises
        ------
        CopyError
            Another kind of file is there, or it cannot be written.
        """
        return write_copy(content_of(self._entries(take_along=True)), path)

    def permissions(self) -> Allowed:
        """Return how each permission stands."""
        return Allowed(self.now)

    def withdraw(self, permission: str | None = None) -> Allowed:
        """Take a permission back, at once; without a name, all of them.

        What needs it is refused from now on, also inside a ``with`` that is running. What was
        used before stays in the ledger: taking back does not change what has been.
        """
        for name in [_known(permission)] if permission is not None else _can_be_given():
            client().ask(WithdrawPermission(token=self._mine.token, permission=name), Done)
        return self.permissions()

    def give(self, permission: str) -> Allowed:
        """Give a permission again that was taken back; it stays off until a cell asks for it.

        Raises
        ------
        NeverAllowed
            The kit gives it to nobody.
        """
        name = _known(permission)
        client().ask(GivePermission(token=self._mine.token, permission=name), Done)
        return self.permissions()

    def explain(self, decision: object = None) -> Explanation:
        """Explain a decision that the kit has made by itself.

        Parameters
        ----------
        decision:
            An error of the kit, anything else that has ``.why()`` (such as a cell of a table
            that is hidden), or the name of a rule. Without one: all rules. The kit keeps no
            list of what it has refused to you; it would be one more thing to keep about you.
        """
        return explain(decision)

    def complain(self, says: str, *, about: str = "") -> Ticket:
        """Complain to your teacher, without your name and without words of your own.

        Parameters
        ----------
        says:
            ``"found-out"`` (somebody could find out who I am), ``"kept"`` (something is kept
            that should not be), ``"permission"`` (one is on that I did not ask for),
            ``"right"`` (a right did not work), ``"other"`` (I will tell my teacher what).
        about:
            Which row of the inventory, permission or right, for example ``"camera"``.

        Raises
        ------
        RightRefused
            So many were opened in this session, or in this notebook, that no more is taken.
        """
        if says not in SAYS:
            raise WrongValue(
                f"A complaint cannot say {str(says)[:40]!r}: it has no words of its own, so that "
                "it names nobody.",
                f"It can say: {', '.join(SAYS)}. For all else: other, and tell your teacher.",
            )
        if about and about not in _nameable():
            raise WrongValue(
                f"There is nothing called {str(about)[:40]!r} to complain about.",
                "Leave it out, or name a row as in session.rights.access(), a permission or a "
                "right, for example: camera, delete.",
            )
        ask = Complain(token=self._mine.token, says=says, about=about)
        [told] = client().ask(ask, ComplaintsNow).complaints
        self._mine.complaints.numbers.append(told.number)
        return ticket_of(told)

    def complaints(self) -> Tickets:
        """Return the complaints that this notebook has opened, with their answers."""
        numbers = tuple(self._mine.complaints.numbers)
        told = client().ask(AskComplaints(numbers=numbers), ComplaintsNow)
        return Tickets(tuple(map(ticket_of, told.complaints)))

    def _stores(self) -> tuple[HeldHere, ...]:
        return (*holders(), *self._mine.stores)

    def _entries(self, *, take_along: bool = False) -> tuple[Entry, ...]:
        told = read_held(self._mine.token, take_along=take_along)
        keeper = tuple(Entry(one.row, one.what, one.value, "keeper") for one in told)
        here = tuple(entry for store in self._stores() for entry in entries_of(store))
        return keeper + here

    def _history(self) -> tuple[Entry, ...]:
        return tuple(one for one in self._entries() if one.row == "correction")

    def _correct_progress(self, exercise: str | None, solved: bool | None) -> Corrected:  # noqa: FBT001 - as it is given
        if exercise is None or not isinstance(solved, bool):
            raise WrongValue(
                "Which exercise, and is it solved or not?",
                'Write session.rights.correct("progress", exercise="lift", solved=False)',
            )
        for store in self._stores():
            if "progress" in store.rows and isinstance(store, Correctable):
                now = store.correct(exercise, solved)
                self._mine.corrected.note(f"exercise {exercise}")
                return Corrected(f"exercise {exercise}", now, self._history())
        raise RightRefused(
            "No progress is held in this notebook, so there is none to correct.",
            "Begin a lesson first: lesson.start()",
            rule="correct",
            used="whether a lesson is begun in this notebook",
        )

    def __repr__(self) -> str:
        rights = inventory().rights.values()
        return "\n".join(f"session.rights.{one.id}(): {one.words}" for one in rights)

    def _repr_html_(self) -> str:
        rights = inventory().rights.values()
        return table(
            ("right", "what it is", "how"),
            ((f"session.rights.{one.id}()", one.words, one.how) for one in rights),
        )


def _known(name: str) -> PermissionName:
    if name not in PERMISSIONS:
        _no_permission(name)
    return name


def _no_permission(name: object) -> NoReturn:
    raise WrongValue(
        f"There is no permission called {str(name)[:40]!r}.",
        f"There are: {', '.join(PERMISSIONS)}.",
    )


def _can_be_given() -> list[PermissionName]:
    return [name for name in PERMISSIONS if not inventory().permissions[name].never]


def _nameable() -> set[str]:
    said = inventory()
    return {*said.rows, *said.permissions, *said.rights}
