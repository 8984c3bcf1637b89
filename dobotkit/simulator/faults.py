"""What can go wrong between a host and the arm, on purpose: ``fault=…`` in the address.

:data:`KINDS` names all kinds; :mod:`dobotkit.simulator.fault_words` reads them
out of an address. Whatever is left to chance is decided by a generator of its
own for each fault: the same seed damages the same bytes, whatever else goes
wrong beside it. Delays and durations are seconds on the wall, whatever the pace
of the arm.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Final

from dobotkit.simulator.fault import Fault, Number, Pieces
from dobotkit.simulator.wire import Frame

__all__ = ["KINDS"]

_QUEUED = 3
# Moves by their numbers in the maker's document: home, PTP, CP, ARC, circle.
_MOVES: Final = frozenset({31, 84, 86, 88, 89, 91, 92, 101, 102})
_MAX_TORN = 4

_DAY = 86_400.0
_FOREVER = float("inf")


def _chance(default: float) -> Number:
    return Number("P", "a probability from 0 to 1", default, 0.0, 1.0)


def _seconds(default: float, high: float = 60.0, letter: str = "S") -> Number:
    return Number(letter, f"seconds from 0 to {high:g}", default, 0.0, high)


def _count(default: int, low: int = 0) -> Number:
    return Number("N", f"a whole number from {low} to 1000000", default, low, 1_000_000)


def _is_move(request: Frame) -> bool:
    return request.ctrl == _QUEUED and request.id in _MOVES


def _damaged(data: bytes, probability: float, chance: Random) -> bytes:
    """Flip a bit of each byte, or put another byte before it, with this probability."""
    result = bytearray()
    for byte in data:
        if chance.random() >= probability:
            result.append(byte)
        elif chance.random() < 0.5:  # noqa: PLR2004 - a coin
            result.append(byte ^ 1 << chance.randrange(8))
        else:
            result += bytes((chance.randrange(256), byte))
    return bytes(result)


class RequestNoise(Fault):
    """Damages what the host sends."""

    does = "each byte to the arm is damaged with probability P: a bit flips or a byte slips in"
    takes = (_chance(0.01),)

    def bytes_to_arm(self, data: bytes) -> bytes:
        """Damage some bytes."""
        return _damaged(data, self.numbers[0], self.chance)


class RequestDrop(Fault):
    """Loses what the host sends."""

    does = "each request is lost with probability P: the arm never hears it"
    takes = (_chance(0.1),)

    def lets_through(self) -> bool:
        """Lose some requests."""
        return not self.hits(self.numbers[0])


class Silence(Fault):
    """The arm hears and obeys, but its answers do not come."""

    does = "after N requests no answer comes for S seconds, though the arm obeys"
    takes = (_count(0), _seconds(_FOREVER, _DAY))

    _requests = 0
    _until: float | None = None

    def lets_through(self) -> bool:
        """Count."""
        self._requests += 1
        if self._until is None and self._requests > self.numbers[0]:
            self._until = self.now() + self.numbers[1]
        return True

    def pieces(self, pieces: Pieces) -> Pieces:
        """Let nothing through while it lasts."""
        return pieces if self._until is None or self.now() >= self._until else []


class Drop(Fault):
    """Loses what the arm answers."""

    does = "each answer is lost with probability P, though the arm has obeyed"
    takes = (_chance(0.1),)

    def pieces(self, pieces: Pieces) -> Pieces:
        """Lose some answers."""
        return [] if self.hits(self.numbers[0]) else pieces


class Late(Fault):
    """Answers that take their time."""

    does = "an answer comes S seconds late, with probability P"
    takes = (_seconds(0.3), _chance(1.0))

    def pieces(self, pieces: Pieces) -> Pieces:
        """Delay some answers."""
        seconds, probability = self.numbers
        if not self.hits(probability):
            return pieces
        (first, data), *rest = pieces
        return [(first + seconds, data), *rest]


class Noise(Fault):
    """Damages what the arm answers."""

    does = "each byte from the arm is damaged with probability P: a bit flips or a byte slips in"
    takes = (_chance(0.01),)

    def pieces(self, pieces: Pieces) -> Pieces:
        """Damage some bytes."""
        return [(wait, _damaged(data, self.numbers[0], self.chance)) for wait, data in pieces]


class Torn(Fault):
    """Answers that arrive in pieces."""

    does = "an answer comes in two to four pieces, up to S seconds apart, with probability P"
    takes = (_chance(1.0), _seconds(0.02))

    def pieces(self, pieces: Pieces) -> Pieces:
        """Tear some answers."""
        probability, seconds = self.numbers
        if not self.hits(probability):
            return pieces
        [(wait, data)] = pieces
        cuts = min(self.chance.randrange(1, _MAX_TORN), len(data) - 1)
        at = [0, *sorted(self.chance.sample(range(1, len(data)), cuts)), len(data)]
        torn = [data[begin:end] for begin, end in pairwise(at)]
        waits = [wait, *(self.chance.uniform(0, seconds) for _ in torn[1:])]
        return list(zip(waits, torn, strict=True))


class Unplug(Fault):
    """The cable is pulled out."""

    does = "the cable is pulled after N bytes from the arm, and can be plugged in S seconds later"
    takes = (_count(500), _seconds(1.0, _DAY))

    _bytes = 0
    _out = False
    _back = _FOREVER

    def pieces(self, pieces: Pieces) -> Pieces:
        """Count bytes, and cut the answer in which it happens."""
        if self._back < _FOREVER:
            return pieces  # it happens once
        whole: Pieces = []
        for wait, data in pieces:
            left = int(self.numbers[0]) - self._bytes
            self._bytes += len(data)
            if len(data) > left:
                self._out, self._back = True, self.now() + self.numbers[1]
                return [*whole, (wait, data[:left])] if left else whole
            whole.append((wait, data))
        return whole

    def opened(self) -> None:
        """Be plugged in again."""
        self._out = False

    @property
    def unplugged(self) -> bool:
        """Whether the cable was pulled out; it stays so until the line is opened anew."""
        return self._out

    @property
    def missing(self) -> bool:
        """Whether the cable cannot be plugged in yet."""
        return self._out and self.now() < self._back


class PowerOff(Fault):
    """The mains fail."""

    does = (
        "T seconds (of the arm's time) after the arm has taken its N-th move the power fails; "
        "it comes back after S seconds, or when the port is opened again"
    )
    takes = (_count(1, low=1), _seconds(0.5, letter="T"), _seconds(5.0, _DAY))

    _moves = 0
    _came: float | None = None
    _done = False

    def taken(self, request: Frame) -> None:
        """Count moves."""
        if _is_move(request) and not self._done:
            self._moves += 1
            if self._moves == self.numbers[0]:
                self.arm.switch_off(after=self.numbers[1])

    def look(self) -> None:
        """Switch the arm on again when it is time."""
        if self._done or self.arm.powered:
            return
        if self._came is None:
            self._came = self.now() + self.numbers[2]
        if self.now() >= self._came:
            self._switch_on()

    def opened(self) -> None:
        """Switch the arm on again."""
        if not self._done and not self.arm.powered:
            self._switch_on()

    def _switch_on(self) -> None:
        self.arm.switch_on()
        self._done = True


class RaisedAlarm(Fault):
    """The arm reports an alarm."""

    does = "the arm raises alarm CODE when it has taken its N-th move; with N = 0 at once"
    takes = (Number("CODE", "an alarm from 0 to 0x7f", 0x50, 0, 0x7F), _count(1))

    _moves = 0
    _raised = False

    def look(self) -> None:
        """Raise it when the time has come, once."""
        if not self._raised and self._moves >= self.numbers[1]:
            self._raised = True
            self.arm.raise_alarm(int(self.numbers[0]))

    def taken(self, request: Frame) -> None:
        """Count moves."""
        if _is_move(request):
            self._moves += 1
            self.look()


# In the order in which they work, from the host to the arm and back.
KINDS: Final[dict[str, type[Fault]]] = {
    "request-noise": RequestNoise,
    "request-drop": RequestDrop,
    "alarm": RaisedAlarm,
    "power-off": PowerOff,
    "silence": Silence,
    "drop": Drop,
    "late": Late,
    "noise": Noise,
    "torn": Torn,
    "unplug": Unplug,
}
