"""The arms that this keeper has, and who has which.

A simulated arm is made for the notebook that asks for it, so every notebook has
its own. A real arm is lent: one notebook at a time.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from dobotkit.arm.ports import open_port
from dobotkit.errors import PortNotFound, PortTaken, WrongValue
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.messages import ArmKind, ArmNow

__all__ = ["Arms", "kind_of"]

_SIMULATED = "dobotsim://"


def kind_of(address: str) -> ArmKind:
    """Tell whether an address is that of a simulated arm."""
    return "simulated" if address.casefold().startswith(_SIMULATED) else "real"


@dataclass
class _Loan:
    """A real arm that somebody has."""

    borrower: object
    lease: Lease
    since: float


class Arms:
    """All arms of one keeper.

    Parameters
    ----------
    addresses:
        The address of each arm by its name.
    envelope:
        What they may do.
    """

    def __init__(self, addresses: Mapping[str, str], envelope: Envelope) -> None:
        self._envelope = envelope
        self._addresses = dict(addresses)
        self._loans: dict[str, _Loan] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def open(self, name: str, options: str, borrower: object) -> tuple[ArmKind, Lease]:
        """Open an arm for one notebook.

        Raises
        ------
        PortNotFound
            There is no arm of this name.
        PortTaken
            Another notebook has it.
        WrongValue
            Options were given for a real arm.
        """
        address = self._addresses.get(name)
        if address is None:
            raise PortNotFound(
                f"This lab has no arm called {name}.",
                f"It has: {', '.join(sorted(self._addresses)) or 'none'}.",
            )
        kind = kind_of(address)
        if kind == "simulated":
            return kind, self._lend(self._own(address, options))
        if options:
            raise WrongValue(
                f"The arm {name} is a real one; {options} is for simulated arms.",
                f"Open it without that: Arm('keeper://{name}').",
            )
        with self._lock:
            loan = self._loans.get(name)
            if loan is not None and loan.borrower is not borrower and not loan.lease.closed:
                since = time.strftime("%H:%M", time.localtime(loan.since))
                raise PortTaken(
                    f"The arm {name} is in use by another notebook, since {since}.",
                    "Close it there first: arm.close(), or Kernel → Shut Down.",
                )
            lease = self._lend(address)
            self._loans[name] = _Loan(borrower, lease, time.time())
        return kind, lease

    def now(self, borrower: object) -> tuple[ArmNow, ...]:
        """Say what is going on with each arm, as one notebook may know it."""
        with self._lock:
            return tuple(self._one(name, borrower) for name in sorted(self._addresses))

    def _one(self, name: str, borrower: object) -> ArmNow:
        loan = self._loans.get(name)
        kind = kind_of(self._addresses[name])
        if loan is None or loan.lease.closed:
            return ArmNow(arm=name, is_a=kind, held="free", since=0.0)
        return ArmNow(
            arm=name,
            is_a=kind,
            held="by you" if loan.borrower is borrower else "by another notebook",
            since=time.time() - loan.since,
        )

    def _lend(self, address: str) -> Lease:
        return Lease(open_port(address), self._envelope, may_move=lambda: None)

    def _own(self, address: str, options: str) -> str:
        base, _, given = address.partition("?")
        query = "&".join(part for part in (given, options) if part)
        return f"{base}-{next(self._numbers)}" + (f"?{query}" if query else "")
