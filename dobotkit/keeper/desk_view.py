"""What the keeper's page shows and does."""

from __future__ import annotations

import contextlib
import math
import re
import threading
import time
from pathlib import Path
from typing import Any

from dobotkit.arm.reach import Limits, Reach
from dobotkit.errors import ArmError, DeskError
from dobotkit.keeper.arms import Arms, Loan
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.code import Code
from dobotkit.keeper.desk_complaints import shown
from dobotkit.keeper.desk_file import desk_text, write_desk
from dobotkit.keeper.desk_form import DeskForm, filled
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode, say_banner
from dobotkit.policy.inventory import inventory

__all__ = ["DeskView"]

_ASKS = {
    None: "",
    "move": "asks to move: look at it, hands away.",
    "home": "asks to seek its zero marks, for which its base turns far: look at it, hands away.",
}


def _permission(name: str) -> str:
    return f"{name} ({inventory().permissions[name].words.rstrip('.')})"


class DeskView:
    """One keeper, as its page sees it.

    Parameters
    ----------
    arms, word, code:
        What it looks after, which arms may move, and who may say so.
    people:
        Who is here; of it the page shows only what is on.
    mode:
        School or adult.
    path:
        The desk file, which is written when a desk is saved.
    camera:
        What the lab looks with, in words.
    places:
        Where that camera stands; None without a real one.
    """

    def __init__(
        self,
        arms: Arms,
        word: Word,
        code: Code,
        *,
        people: People,
        mode: Mode,
        path: Path,
        camera: str = "virtual",
        places: Places | None = None,
    ) -> None:
        self._arms = arms
        self._word = word
        self._code = code
        self._people = people
        self._mode = mode
        self._camera = camera
        self._places = places
        self._path = path
        self._complaints = people.complaints
        self._saving = threading.Lock()
        self._notebooks: dict[int, int] = {}

    def overview(self) -> dict[str, Any]:
        """Return what is on right now: a list of arms, and the rules of this lab."""
        loans = self._arms.loans
        free = [name for name in self._arms.real if name not in {loan.name for loan in loans}]
        envelope = self._arms.envelope
        return {
            "arms": [*(self._free(name) for name in free), *(self._lent(loan) for loan in loans)],
            "lab": {
                # Whose they are is nobody's business, and not told to this page.
                "On right now": " · ".join(map(_permission, self._people.on)) or "no permission",
                "Camera": self._camera,
                "Mode": self._mode.value,
                "Highest speed": f"{envelope.speed:g} mm/s",
                "Tool": envelope.tool,
                "Laser": "allowed" if envelope.laser else "off",
                "Closed boxes": ", ".join(box.name for box in envelope.keep_out) or "none",
            },
            "banner": say_banner(self._mode),
            "complaints": shown(self._complaints),
            "place": None if self._places is None else self._places.told(),
        }

    def stop(self, arm: str | None) -> None:
        """Stop one arm, by its id, or all of them; no word for a home is good after that."""
        self._word.take_back_homes()
        # Each in a thread of its own: one that does not answer keeps no other moving.
        threads = [
            threading.Thread(target=self._stop, args=(loan,), daemon=True)
            for loan in self._arms.loans
            if arm in (None, _id(loan))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def allow(self, arm: str, code: str) -> None:
        """Let a real arm move.

        Raises
        ------
        DeskError
            The code is wrong, or there is none.
        """
        self._code.check(code)
        self._word.give(self._real(arm))

    def home(self, arm: str, code: str) -> None:
        """Let a real arm seek its zero marks once; raises as ``allow`` does."""
        self._code.check(code)
        self._word.give_home(self._real(arm))

    def let_go(self, arm: str, code: str) -> None:
        """Take a real arm away from the notebook that has it, and with it what it may do.

        Raises as ``allow`` does.
        """
        self._code.check(code)
        self._word.take_back(self._real(arm))
        self._arms.let_go(arm)

    def answer(self, number: str, answer: str, code: str) -> None:
        """Answer a complaint: ``"done"``, or the ground on which it is refused.

        Raises
        ------
        DeskError
            The code is wrong, or there is none; or it has no such answer.
        """
        self._code.check(code)
        if not re.fullmatch(r"[0-9]{4}", number):
            raise DeskError("There is no such complaint.", "Open the page again.")
        done = answer == "done"
        ground = "" if done else answer
        self._complaints.answer(int(number), "done" if done else "refused", ground)

    def decide(self, number: str, answer: str, code: str) -> None:
        """Say ``"yes"`` or ``"no"`` to where the camera stands; a yes is written down.

        Raises
        ------
        DeskError
            The code is wrong, or there is none; another one waits now; or the file cannot
            be written.
        """
        self._code.check(code)
        with self._saving:
            waiting = self._places.waiting if self._places else None
            if (
                self._places is None
                or waiting is None
                or str(waiting.number) != number
                or answer not in {"yes", "no"}
            ):
                raise DeskError(
                    "This place of the camera does not wait any more.",
                    "Look at what the page says now, and answer that.",
                )
            if answer == "yes":
                # What cannot be written does not hold either: it still waits.
                rules = self._arms.envelope.model_copy(update={"camera": waiting.place})
                write_desk(rules, self._path)
            self._places.decide(waiting, yes=answer == "yes")

    def desk(self) -> dict[str, Any]:
        """Return the rules of the desk as a form that is filled in, and what belongs to it."""
        envelope = self._arms.envelope
        distances = [distance for distance, _ in Reach(envelope.offset).outline()]
        return {
            "form": filled(envelope),
            "file": str(self._path),
            "reach": {"near": min(distances), "far": max(distances), "turn": Limits().j1},
        }

    def preview(self, form: DeskForm) -> str:
        """Return what would be written.

        Raises
        ------
        WrongFields
            Something in the form is wrong.
        """
        return desk_text(self._with_camera(form))

    def save(self, form: DeskForm, code: str) -> None:
        """Write the desk file; all arms are stopped, and its rules hold from then on.

        Raises
        ------
        WrongFields
            Something in the form is wrong.
        DeskError
            The code is wrong, or there is none, or the file cannot be written.
        """
        form.envelope()
        self._code.check(code)
        with self._saving:
            envelope = self._with_camera(form)
            write_desk(envelope, self._path)
            lent = self._arms.loans
            self._arms.use(envelope)
            for _ in lent:
                self._people.log.note("arm-stopped", "desk")

    def _with_camera(self, form: DeskForm) -> Envelope:
        # The form does not know where the camera stands: without one here, the file does.
        place = self._places.now if self._places else self._arms.envelope.camera
        return form.envelope().model_copy(update={"camera": place})

    def _real(self, arm: str) -> str:
        if arm not in self._arms.real:
            raise DeskError(f"There is no real arm called {arm}.", "Open the page again.")
        return arm

    def _free(self, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "title": f"arm {name}",
            "kind": "real",
            "state": f"Real, free. {self._may(name)}"
            if self._arms.is_there(name)
            else "Real, not plugged in.",
            "asks": "",
            "place": "",
            "position": None,
        }

    def _lent(self, loan: Loan) -> dict[str, Any]:
        since = time.strftime("%H:%M", time.localtime(loan.since))
        who = f"notebook {self._number(loan.borrower)}"
        asks = ""
        if loan.kind == "real":
            title = f"arm {loan.name}"
            state = f"Real, with {who} since {since}. {self._may(loan.name)}"
            asks = _ASKS[self._word.asks_for(loan.name)]
        else:
            title = f"simulated arm {loan.name} of {who}"
            state = f"Simulated, with {who} since {since}."
        return {
            "id": _id(loan),
            "title": title,
            "kind": loan.kind,
            "state": state,
            "asks": asks,
            **_place(loan),
        }

    def _may(self, name: str) -> str:
        move = "It may move." if self._word.given(name) else "It waits for the teacher's word."
        minutes = math.ceil(self._word.home_left(name) / 60)
        if not minutes:
            return move
        some = "minute" if minutes == 1 else f"{minutes} minutes"
        return f"{move} It may seek its zero marks once, in the next {some}."

    def _stop(self, loan: Loan) -> None:
        # That one does not answer is seen on the page.
        with contextlib.suppress(ArmError):
            loan.lease.stop("page")
        self._people.log.note("arm-stopped", "page")

    def _number(self, borrower: object) -> int:
        return self._notebooks.setdefault(id(borrower), len(self._notebooks) + 1)


def _id(loan: Loan) -> str:
    return loan.name if loan.kind == "real" else f"{loan.name}-{id(loan.lease):x}"


def _place(loan: Loan) -> dict[str, Any]:
    try:
        x, y, z, r = loan.lease.pose()[:4]
    except ArmError:
        return {"place": "It does not answer.", "position": None}
    return {
        "place": f"At x {x:.0f}, y {y:.0f}, z {z:.0f} mm, turned by {r:.0f}°.",
        "position": [round(x, 1), round(y, 1), round(z, 1)],
    }
