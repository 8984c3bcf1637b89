"""A program that uses ``Link`` at random, and checks every result against the truth."""

from __future__ import annotations

import contextlib
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from dobotkit.arm.link import MOVL_XYZ, PTP, WAIT, Link, Ticket
from dobotkit.errors import ArmUnplugged, DobotKitError
from tests.fuzz.line import FAULTS, LATEST_S, REQUEST_FAULTS, Line, Time

__all__ = ["Program", "bad_line", "power_cut", "unplugging"]

Result = TypeVar("Result")

# Three tries and as many barriers, each with its deadline; a stall; a long move.
_LONGEST_S = 90.0
_QUEUED = 3


class Program:
    """Calls of ``Link`` over a bad line, each held against what the arm truly said.

    A result has to be what the arm answered within that very call. A call that
    has no result has to raise one of the kit's own errors, and to end.

    Attributes
    ----------
    calls:
        How many calls ended in which way: ``"right"``, the name of an error, or
        ``"undetectable"`` where the line itself had made a frame with a right
        checksum out of a damaged one, which no receiver can notice.
    """

    def __init__(self, line: Line, time: Time, rng: Random) -> None:
        self.line = line
        self.calls: Counter[str] = Counter()
        self._time = time
        self._rng = rng
        self._serial = 0
        self._ticket: Ticket | None = None
        self.link: Link | None = None

    def open(self) -> bool:
        """Connect; tell whether that went well."""
        self.link = self._call("open", lambda: Link(self.line), lambda _link: True)
        self._ticket = None
        return self.link is not None

    def step(self) -> None:
        """Do one thing."""
        self._rng.choice(
            (
                self.pose,
                self.pose,
                self.pose,
                self.index,
                self.alarms,
                self.move,
                self.move,
                self.pause,
                self.wait_for,
                self.holds,
                self.clear_alarms,
                self.stop,
            )
        )()

    def pose(self) -> None:
        self._call("pose", self.link.pose, lambda pose: self._answered(10, 0, "<8f", tuple(pose)))

    def index(self) -> None:
        self._call(
            "index",
            self.link.current_index,
            lambda index: self._answered(246, 0, "<Q", (index % 2**64,)),
        )

    def alarms(self) -> None:
        def right(codes: tuple[int, ...]) -> bool:
            mask = sum(1 << code for code in codes).to_bytes(16, "little")
            return mask in self.line.answered[20, 0]

        self._call("alarms", self.link.alarms, right)

    def holds(self) -> None:
        def right(holding: bool) -> bool:  # noqa: FBT001 - a result
            return any((raw == b"\x01\x01") == holding for raw in self.line.answered[62, 0])

        self._call("holds", lambda: self.link.holds(62), right)

    def clear_alarms(self) -> None:
        def right(_none: None) -> bool:
            # Which of the two clears them, the firmware decides.
            return b"" in self.line.answered[20, 1] + self.line.answered[21, 1]

        self._call("clear", self.link.clear_alarms, right)

    def stop(self) -> None:
        self._call("stop", self.link.stop, lambda _: b"" in self.line.answered[242, 1])

    def move(self) -> None:
        """Queue a move; the turn tells one from another."""
        place = (
            self._rng.uniform(200, 250),
            self._rng.uniform(-80, 80),
            self._rng.uniform(0, 60),
        )
        self._enqueue(PTP, struct.pack("<B4f", MOVL_XYZ, *place, self._number() / 1e4))

    def pause(self) -> None:
        """Queue a pause; its length tells one from another."""
        self._enqueue(WAIT, struct.pack("<I", self._number()))

    def wait_for(self) -> None:
        """Wait for what was queued last."""
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            return
        begun = self.line.arm

        def right(_none: None) -> bool:
            # As an unsigned number, "none has ended" would be the largest of all.
            current = (self.line.arm.current_index + 1) % 2**64 - 1
            return current >= ticket.place or self.line.arm is not begun

        self._call("wait", lambda: self.link.wait_for(ticket), right)

    def in_order(self) -> None:
        """Check that, on a line that is good again, everything works at once."""
        self.line.rate = 0.0
        self._time.sleep(LATEST_S)
        for check in (self.pose, self.alarms, self.clear_alarms, self.stop, self.pose):
            before = self.calls["right"]
            check()
            assert self.calls["right"] == before + 1, self.calls
        self.link.come_to_rest()
        assert self.line.arm.idle, "stopped, and not at rest"
        before = self.line.arm.pose()
        self._time.sleep(10)
        assert self.line.arm.pose() == before, "stopped, and moves"
        self.link.close()
        assert not self.line.is_open
        repeated = {raw.hex(): n for raw, n in self.line.queued.items() if n > 1}
        # Connecting queues the same parameters once for each Link.
        assert not {raw: n for raw, n in repeated.items() if raw[6:8] in ("54", "6e")}, repeated

    def _number(self) -> int:
        self._serial += 1
        return self._serial

    def _enqueue(self, number: int, params: bytes) -> None:
        def right(ticket: Ticket) -> bool:
            return struct.pack("<Q", ticket.place) in self.line.answered[number, _QUEUED]

        self._ticket = self._call("enqueue", lambda: self.link.enqueue(number, params), right)

    def _answered(self, number: int, ctrl: int, layout: str, values: tuple[float, ...]) -> bool:
        return any(struct.unpack(layout, raw) == values for raw in self.line.answered[number, ctrl])

    def _call(
        self, name: str, do: Callable[[], Result], right: Callable[[Result], bool]
    ) -> Result | None:
        self.line.forget()
        begun, result = self._time.now_s, None
        before = self.line.queued.copy()
        try:
            result = do()
        except DobotKitError as error:
            outcome = type(error).__name__
        else:
            outcome = "right" if right(result) else "wrong"
        assert self._time.now_s - begun < _LONGEST_S, f"{name} took too long"
        if name != "open":
            sent = self.line.queued - before
            assert all(count == 1 for count in sent.values()), f"{name} sent twice"
        if outcome == "wrong" and self.line.forged:
            outcome = "undetectable"
        assert outcome != "wrong", f"{name}: {result} is not what the arm answered"
        self.calls[outcome] += 1
        return result


ALL_FAULTS = (*FAULTS, *REQUEST_FAULTS)


def bad_line(
    seed: int, calls: int, kinds: Sequence[str] = ALL_FAULTS, *, rate: float | None = None
) -> Program:
    """Use a line with these faults so often; afterwards everything must be in order."""
    rng, time = Random(seed), Time()
    line = Line(time, rng, kinds, rate=rng.choice((0.05, 0.3, 0.7)) if rate is None else rate)
    program = Program(line, time, rng)
    with time.in_force():
        if not program.open():
            line.rate, rate = 0.0, line.rate
            time.sleep(LATEST_S)
            assert program.open(), program.calls
            line.rate = rate
        for _ in range(calls):
            program.step()
        program.in_order()
    return program


def unplugging(seed: int, calls: int) -> Program:
    """Pull the cable at some byte; afterwards the arm can be opened again, and is stopped."""
    rng, time = Random(seed), Time()
    line = Line(time, rng, ())
    program = Program(line, time, rng)
    line.unplug_after = rng.randrange(6000)
    with time.in_force():
        program.open()
        if program.link is not None:
            for _ in range(calls):
                program.step()
            with contextlib.suppress(ArmUnplugged):
                program.link.close()
        assert set(program.calls) <= {"right", "ArmUnplugged", "ArmStopped", "ArmClosed"}
        line.unplug_after, line.plugged = None, True
        assert program.open()
        program.in_order()
    return program


def power_cut(seed: int, calls: int) -> Program:
    """Switch the arm off and on again at some time, while it is used on a bad line."""
    rng, time = Random(seed), Time()
    line = Line(time, rng, ("late", "torn"))
    program = Program(line, time, rng)
    with time.in_force():
        assert program.open()
        for _ in range(calls):
            if rng.random() < 0.1:
                line.powered = not line.powered
                if line.powered:
                    line.power_cycle()
            program.step()
        if not line.powered:
            line.powered = True
            line.power_cycle()
        program.in_order()
    return program
