"""The goals of lesson 05, "What the wire says"."""

from __future__ import annotations

import functools
from collections.abc import Callable

from dobotkit.errors import FrameError
from dobotkit.frames import Frame, build, encode, read_hex
from dobotkit.frames import checksum as right_checksum
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.wire import Tap

__all__ = ["GOALS", "QUESTIONS", "by_hand", "proof", "repair"]

Checksum = Callable[[bytes], object]

# "Suck", into the queue: what the pupil completes by hand.
_SUCK = encode("EndEffectorSuctionCup", enabled=1, on=1, queued=True)
_LOST = {"x": 150.0, "y": -130.0, "z": 50.0}
_BYTE = 256
# So many sums are named in one message.
_NAMED = 4


def by_hand(frame: str) -> Missing | None:
    """Complete ``aa aa 04 3e 03 01 01 ??`` with the right checksum."""
    if "?" in frame:
        return Missing("the last byte is still missing.", "Write two digits in place of ??.")
    try:
        raw = read_hex(frame)
    except FrameError as error:
        return Missing(_small(error.what), error.advice)
    if raw[:-1] != _SUCK[:-1]:
        return Missing(
            f"the first seven bytes are no longer {_SUCK[:-1].hex(' ')}.",
            "Change the last byte only.",
        )
    total = sum(raw[3:])
    if total % _BYTE == 0:
        return None
    return Missing(
        f"3e + 03 + 01 + 01 is {sum(raw[3:-1])}, and your {raw[-1]:02x} is {raw[-1]}: "
        f"together {total}.",
        f"Together they have to be {_BYTE}.",
    )


def repair(checksum: Checksum) -> Missing | None:
    """Give the right checksum for moves with each of the 256 sums."""
    # A simulated arm of its own, which takes no time to move.
    arm = Firmware(clock=clock_for_pace("instant", start=0.0))
    lost: list[tuple[int, int]] = []
    for remainder, payload in enumerate(_moves()):
        given = checksum(payload)
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < _BYTE:
            return Missing(
                f"for bytes that add up to {sum(payload)}, the function gives {given!r}.",
                "A checksum is one byte: return a whole number from 0 to 255.",
            )
        frame = build(payload[0], payload[1], payload[2:])[:-1] + bytes((given,))
        if not arm.receive(frame):
            lost.append((remainder, given))
    if not lost:
        return None
    named = " and ".join(
        f"remainder {remainder} gives {given}" for remainder, given in lost[:_NAMED]
    )
    more = " and so on" if len(lost) > _NAMED else ""
    return Missing(
        f"the simulated arm has dropped {len(lost)} of {_BYTE} moves ({named}{more}).",
        "The sum and the checksum together have to be a multiple of 256. "
        "The remainder is what is left of the sum: sum(payload) % 256.",
    )


def proof(heard: Tap) -> Missing | None:
    """Have heard the move to (150, −130, 50) go out whole, and be answered."""
    moves = heard.find("PTPCmd")
    asked = [frame for frame in moves.frames if frame.sent_by == "host"]
    there = [frame for frame in asked if _goes_to_lost(frame)]
    return first_missing(
        _no_such_move(asked, there),
        _damaged(there),
        None
        if any(frame.sent_by == "arm" for frame in moves.frames)
        else Missing(
            "the move went out, and no answer was heard.",
            "Do not end listening before the driver has its answer.",
        ),
    )


def _no_such_move(asked: list[Frame], there: list[Frame]) -> Missing | None:
    if there:
        return None
    wanted = "(150, -130, 50)"
    if not asked:
        return Missing(
            "no move was heard.",
            f"Make the move to {wanted} inside:  with wire.listen(new) as heard:",
        )
    place = ", ".join(part.text for part in asked[-1].fields if part.name in _LOST)
    return Missing(
        f"the move that was heard goes to ({place}).", f"Make the one that got lost: {wanted}."
    )


def _damaged(there: list[Frame]) -> Missing | None:
    if not there or any(frame.valid for frame in there):
        return None
    frame = there[-1]
    return Missing(
        f"the checksum of the move is {frame.checksum:02X}, and {frame.checksum_due:02X} is right.",
        "Is it Mended that you have opened, and has it your repaired checksum?",
    )


def _goes_to_lost(frame: Frame) -> bool:
    return all(frame.values.get(axis) == value for axis, value in _LOST.items())


@functools.cache
def _moves() -> tuple[bytes, ...]:
    """One move for each remainder of the sum, 0 to 255: all to one place, with other turns."""
    found: dict[int, bytes] = {}
    turn = 0.0
    while len(found) < _BYTE:
        frame = encode("PTPCmd", mode=2, x=200, y=0, z=50, r=turn, queued=True)
        found.setdefault(-right_checksum(frame[3:-1]) % _BYTE, frame[3:-1])
        turn += 0.01
    return tuple(found[remainder] for remainder in range(_BYTE))


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


GOALS = (
    Goal(
        name="by_hand",
        done="an arm would take this frame and switch its suction on.",
        takes=(("frame", str),),
        missing=by_hand,
        hints=(
            "Header and length are not counted. Which four bytes are left?",
            "Turn them into usual numbers and add them: 3e is 3 × 16 + 14.",
            "62 + 3 + 1 + 1 is 67. How much is missing to 256?",
            'It is 189, which is 11 × 16 + 13:  frame = "aa aa 04 3e 03 01 01 bd"',
        ),
    ),
    Goal(
        name="repair",
        done="256 moves, one for each possible remainder, and the arm has taken all of them.",
        takes=(("checksum", Callable),),  # type: ignore[arg-type]  # isinstance knows it
        missing=repair,
        hints=(
            "Try the function by hand: what does it give for [0], and what for [1]?",
            "The remainder 0 needs 0, the remainder 1 needs 255. Which part spoils both?",
            "One byte has 256 values, from 0 to 255. So what has to stand behind the last %?",
            "The last line is:  return (256 - rest) % 256",
        ),
    ),
    Goal(
        name="proof",
        done="the move that got lost has arrived, and it is in the bytes.",
        takes=(("heard", Tap),),
        missing=proof,
        hints=(
            "You did the same in step 6, with the old driver.",
            "Listen to the new one: wire.listen(new). Inside, make the move.",
            "A path that begins at (200, 0, 50) is free; go there before you listen.",
            "with wire.listen(new) as heard:  and indented below it  new.move_to(150, -130, 50, 0)",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="hex",
        text="The length byte of an answer is 22, in hexadecimal. How many bytes is that?",
        answers={
            34: "2 × 16 + 2. So many bytes follow, and then the checksum.",
            22: "That would be right with our usual ten digits. Here the first 2 counts sixteens.",
            4: "The digits are not added: the first one counts sixteens.",
        },
        right=34,
        otherwise="The first digit counts sixteens, the second one ones.",
        unit="bytes",
    ),
    Question(
        name="silence",
        text="A frame comes to an arm, and its checksum is wrong. What does the arm do?",
        answers={
            "It moves all the same.": "Then a disturbed cable could send it anywhere.",
            "It asks for it again.": "An arm never begins to speak: it only answers.",
            "Nothing at all.": "No move, no answer, no error. Whoever does not wait for the "
            "answer will never know.",
        },
        right="Nothing at all.",
    ),
)
