"""The arms that this keeper has, and who has which.

A simulated arm is made for the notebook that asks for it, so every notebook has
its own: the same one, with what stands on its table, when it opens it again. A real arm
is held from the start to the end, and lent: to one notebook at a time.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from dobotkit.arm.ports import open_port
from dobotkit.errors import ArmError, PortNotFound, PortTaken, WrongValue
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.held_port import HeldPort
from dobotkit.keeper.lease import Lease
from dobotkit.keeper.taking_over import TAKEN_OVER, Borrower, port_taken, why_not
from dobotkit.keeper.watching import Lookout
from dobotkit.keeper.word import Word
from dobotkit.messages import ArmKind, ArmNow, ArmSeen

__all__ = ["Arms", "Loan", "kind_of"]

_SIMULATED = "dobotsim://"
# All ports together keep a keeper from starting no longer than this (s).
_PORTS_S = 2.0
# For so long the notebook that had an arm does not get it again from which a teacher has
# taken it (s): time for another one to open it.
TAKEN_BACK_S = 60.0
# Of more simulated arms nobody opens one again: a class has some thirty notebooks.
_REMEMBERED = 200


def kind_of(address: str) -> ArmKind:
    """Tell whether an address is that of a simulated arm."""
    return "simulated" if address.casefold().startswith(_SIMULATED) else "real"


@dataclass(frozen=True, slots=True)
class Loan:
    """An arm that a notebook has.

    Attributes
    ----------
    name, kind:
        Of the arm.
    borrower:
        The notebook.
    lease:
        The open arm.
    since:
        When it was lent, as ``time.time`` counts.
    """

    name: str
    kind: ArmKind
    borrower: Borrower
    lease: Lease
    since: float


class _Own(NamedTuple):
    """A notebook's own simulated arm: who has it, what it is called, and where it is."""

    borrower: object
    name: str
    query: str
    address: str


class Arms:
    """All arms of one keeper.

    Parameters
    ----------
    addresses:
        The address of each arm by its name.
    envelope:
        What they may do.
    word:
        Which of the real ones may move.
    invent:
        Whether any other name is that of another simulated arm.
    clock:
        What counts the seconds until an arm may be taken over.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        envelope: Envelope,
        word: Word,
        *,
        invent: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._addresses = dict(addresses)
        self._envelope = envelope
        self._word = word
        self._invent = invent
        self._loans: list[Loan] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        # From which notebook a teacher has taken an arm back, and until when it stays so.
        self._taken_back: dict[str, tuple[Borrower, float]] = {}
        self._owned: deque[_Own] = deque(maxlen=_REMEMBERED)
        self.clock = clock
        # What is plugged in again may be something else: nobody has looked at it.
        self._ports = {
            name: HeldPort(self._addresses[name], on_loss=partial(word.take_back, name))
            for name in self.real
        }
        # Held by who looks whether an arm is free, and lends it: nobody is in between.
        self._lending = {name: threading.Lock() for name in self._ports}
        self._lookouts = {name: Lookout() for name in self._ports}
        until = time.monotonic() + _PORTS_S
        for port in self._ports.values():
            port.wait(until)

    @property
    def real(self) -> tuple[str, ...]:
        """The names of the real arms."""
        return tuple(name for name, one in self._addresses.items() if kind_of(one) == "real")

    @property
    def loans(self) -> tuple[Loan, ...]:
        """The arms that notebooks have at the moment."""
        with self._lock:
            self._loans = [loan for loan in self._loans if not loan.lease.closed]
            return tuple(self._loans)

    @property
    def envelope(self) -> Envelope:
        """What the arms may do."""
        return self._envelope

    def use(self, envelope: Envelope) -> None:
        """Hold all arms to other rules: those that are lent now, and those to come."""
        self._envelope = envelope
        for loan in self.loans:
            _hold(loan.lease, envelope)

    def open(self, name: str, options: str, borrower: Borrower, *, take_over: bool = False) -> Loan:
        """Open an arm for one notebook.

        Parameters
        ----------
        name, options:
            Which one; and for a simulated arm, how it is to behave.
        borrower:
            Who wants it.
        take_over:
            Whether to take a real arm over from a notebook that does nothing with it.

        Raises
        ------
        PortNotFound
            There is no arm of this name.
        PortTaken
            Another notebook has it.
        WrongValue
            Options were given for a real arm.
        """
        address = self._address(name)
        if kind_of(address) == "simulated":
            own = self._own(name, address, options, borrower)
            return self._lend(name, open_port(own), borrower)
        if options:
            raise WrongValue(
                f"The arm {name} is a real one; {options} is for simulated arms.",
                f"Open it without that: Arm('keeper://{name}').",
            )
        # An arm that takes its time to open keeps nobody waiting who wants another one.
        with self._lending[name]:
            self._free(name, borrower, take_over=take_over)
            return self._lend(name, self._ports[name].lend(), borrower)

    def is_there(self, name: str) -> bool:
        """Whether a real arm is plugged in."""
        return self._ports[name].is_there

    def close(self) -> None:
        """Let the ports of all real arms go."""
        for port in self._ports.values():
            port.close()

    def seen(self, name: str, watcher: Borrower) -> ArmSeen:
        """Say what a notebook sees that watches a real arm.

        Raises
        ------
        PortNotFound
            There is no arm of this name.
        WrongValue
            It is a simulated one.
        """
        if kind_of(self._address(name)) == "simulated":
            raise WrongValue(
                f"The arm {name} is simulated: every notebook has one of its own, so there is "
                "nothing to watch.",
                "Look at your own: arm = Arm(), then show(arm)",
            )
        if not self.is_there(name):
            return ArmSeen(state="unplugged")
        loan = self._taken(name)
        if loan is None:
            return ArmSeen(state="free")
        return self._lookouts[name].look(
            loan.lease,
            "by you" if loan.borrower is watcher else "by another notebook",
            time.time() - loan.since,
        )

    def now(self, borrower: object) -> tuple[ArmNow, ...]:
        """Say what is going on with each arm, as one notebook may know it."""
        return tuple(self._one(name, borrower) for name in sorted(self._addresses))

    def let_go(self, name: str) -> None:
        """Take a real arm away from the notebook that has it, and for a minute keep it away."""
        taken = self._taken(name)
        if taken is not None:
            self._taken_back[name] = (taken.borrower, self.clock() + TAKEN_BACK_S)
            taken.lease.close("A teacher has taken this arm back.")

    def _taken(self, name: str) -> Loan | None:
        real = (loan for loan in self.loans if loan.kind == "real")
        return next((loan for loan in real if loan.name == name), None)

    def _address(self, name: str) -> str:
        address = self._addresses.get(name, f"{_SIMULATED}{name}" if self._invent else None)
        if address is None:
            raise PortNotFound(
                f"This lab has no arm called {name}.",
                f"It has: {', '.join(sorted(self._addresses)) or 'none'}.",
            )
        return address

    def _free(self, name: str, borrower: Borrower, *, take_over: bool) -> None:
        """Make sure that nobody has a real arm, or raise ``PortTaken``."""
        former, until = self._taken_back.get(name, (None, 0.0))
        left = math.ceil(until - self.clock())
        if former is borrower and left > 0:
            raise PortTaken(
                f"A teacher has taken the arm {name} back from this notebook.",
                f"Another notebook can have it now; this one again in {left} seconds.",
            )
        taken = self._taken(name)
        if taken is None:
            return
        if taken.borrower is borrower:
            taken.lease.close()
            return
        not_yet = why_not(taken.borrower, taken.lease, self.clock())
        default = name == next(iter(self._addresses))
        call = "Arm(take_over=True)" if default else f"Arm('keeper://{name}', take_over=True)"
        if not_yet or not take_over:
            raise port_taken(name, call, taken.since, not_yet)
        taken.lease.close(
            TAKEN_OVER,
            f"Watch it: from dobotkit import watch, then show(watch({name!r})). "
            f"Or take it over in turn: {call}",
        )
        self._word.take_back_home(name)

    def _lend(self, name: str, port: Any, borrower: Borrower) -> Loan:  # noqa: ANN401  # any port
        kind = kind_of(self._address(name))

        def may_move() -> None:
            if kind == "real":
                self._word.check(name)

        def may_home() -> None:
            if kind == "real":
                self._word.use_home(name)

        envelope = self._envelope
        lease = Lease(port, envelope, may_move=may_move, may_home=may_home)
        loan = Loan(name, kind, borrower, lease, time.time())
        with self._lock:
            self._loans.append(loan)
        if self._envelope is not envelope:
            # The rules have changed while it was opened.
            _hold(lease, self._envelope)
        return loan

    def _one(self, name: str, borrower: object) -> ArmNow:
        kind = kind_of(self._addresses[name])
        mine = [loan for loan in self.loans if loan.name == name and loan.borrower is borrower]
        loan = mine[0] if mine else self._taken(name)
        if loan is None:
            return ArmNow(arm=name, is_a=kind, held="free", since=0.0)
        return ArmNow(
            arm=name,
            is_a=kind,
            held="by you" if mine else "by another notebook",
            since=time.time() - loan.since,
        )

    def _own(self, name: str, address: str, options: str, borrower: object) -> str:
        """Return where a notebook's own simulated arm is."""
        base, _, given = address.partition("?")
        query = "&".join(part for part in (given, options) if part)
        if not any(loan.borrower is borrower and loan.name == name for loan in self.loans):
            for own in self._owned:
                if own.borrower is borrower and own[1:3] == (name, query):
                    return own.address
        mine = f"{base}-{next(self._numbers)}" + (f"?{query}" if query else "")
        self._owned.append(_Own(borrower, name, query, mine))
        return mine


def _hold(lease: Lease, envelope: Envelope) -> None:
    try:
        lease.use(envelope)
    except ArmError:
        # One that does not answer may have any speed: it is opened anew or not at all.
        with contextlib.suppress(ArmError):
            lease.close("The rules of this desk have changed, and the arm did not answer.")
