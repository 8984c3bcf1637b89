"""Everything that a notebook and the keeper can say to each other.

Both sides import this and nothing else of each other. A message is one JSON
object; what is not described here (another field, another type, too long, too
many) is refused as a whole. Nothing here is ever unpickled or evaluated.

Most fields are numbers, yes or no, and words of a closed list. A field that could
carry more than that, a text or bytes, says why it must and how much at most: its
:class:`Carries` mark. A test reads the marks, and fails where one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dobotkit.rules import SetBy, Unit

__all__ = [
    "LARGEST_ANSWER",
    "LARGEST_REQUEST",
    "MOST_PLACES",
    "PROTOCOL",
    "Answer",
    "ArmAnswered",
    "ArmKind",
    "ArmNow",
    "ArmOpened",
    "Arms",
    "Ask",
    "AskArms",
    "AskDesk",
    "AskWay",
    "BoxNow",
    "Carries",
    "CloseArm",
    "DeskNow",
    "Done",
    "Hello",
    "Message",
    "NotUnderstood",
    "OpenArm",
    "Ping",
    "Refused",
    "Request",
    "StopArm",
    "Tell",
    "Welcome",
    "WhyStopped",
    "WriteArm",
    "read_answer",
    "read_request",
    "write_request",
]

PROTOCOL: Final = 1
"""Number of this version of the messages; the two sides must agree on it."""

MOST_PLACES: Final = 32
"""Of a way that the keeper is asked about at once."""

LARGEST_REQUEST: Final = 4096
LARGEST_ANSWER: Final = 16384
"""Bytes that one message may have, from the notebook and from the keeper."""


@dataclass(frozen=True, slots=True)
class Carries:
    """Marks a field that can carry more than numbers and words of a closed list.

    Attributes
    ----------
    what:
        What crosses in it.
    why:
        Why it has to.
    """

    what: str
    why: str


class Message(BaseModel):
    """Base of all messages: strict types, no other fields, never changed."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
        ser_json_inf_nan="constants",
    )


Name = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$"),
    Carries("the name of an arm, such as desk", "a lab may have several"),
]
Frames = Annotated[
    bytes,
    Field(max_length=512),
    Carries("bytes for an arm's serial port", "every frame is checked before it is passed on"),
]
Reply = Annotated[
    bytes,
    Field(max_length=4096),
    Carries("bytes that an arm answered", "the notebook's own code decodes them"),
]
Sentence = Annotated[
    str,
    Field(max_length=800),
    Carries("a sentence written by the kit", "errors are read by people"),
]
Number = Annotated[int, Field(ge=1, le=2**53)]
Count = Annotated[int, Field(ge=0, le=2**53)]


# What a notebook asks.


class Hello(Message):
    """The first message: which version speaks."""

    kind: Literal["hello"] = "hello"
    protocol: int


class Ping(Message):
    """Still here; sent once a second, so that a notebook that hangs is noticed."""

    kind: Literal["ping"] = "ping"


class OpenArm(Message):
    """Have one arm, from now on and alone."""

    kind: Literal["open_arm"] = "open_arm"
    arm: Name
    options: Annotated[
        str,
        Field(max_length=200, pattern=r"^[A-Za-z0-9_.:,=&+-]*$"),
        Carries(
            "the part of the address after the question mark, such as pace=instant",
            "a notebook chooses how its own simulated arm behaves; refused for a real one",
        ),
    ] = ""
    take_over: bool = False


class WriteArm(Message):
    """Send bytes to the arm; the answer brings back what the arm answered.

    Attributes
    ----------
    stops:
        How many stops of this arm the notebook knows of. Where there were more, it
        believes something that is not true any more: what would move is refused.
    """

    kind: Literal["write_arm"] = "write_arm"
    arm: Name
    frames: Frames
    stops: Count


class StopArm(Message):
    """Brake and forget what waits; passes everything else that was asked."""

    kind: Literal["stop_arm"] = "stop_arm"
    arm: Name


class CloseArm(Message):
    """Stop the arm, switch its pump off, and let it go."""

    kind: Literal["close_arm"] = "close_arm"
    arm: Name


class AskArms(Message):
    """Ask which arms there are, and who has them."""

    kind: Literal["ask_arms"] = "ask_arms"


class AskDesk(Message):
    """Ask for the rules of the desk at which an open arm stands."""

    kind: Literal["ask_desk"] = "ask_desk"
    arm: Name


class AskWay(Message):
    """Ask whether a way may be gone, before any of it is.

    The answer is ``Done``, or the refusal. It allows nothing: each command is judged
    again when it comes.

    Attributes
    ----------
    places:
        The corners (x, y, z, r) of a way of straight lines, in mm and degrees; the first
        is where it begins.
    """

    kind: Literal["ask_way"] = "ask_way"
    arm: Name
    places: Annotated[
        tuple[tuple[float, float, float, float], ...],
        Field(min_length=1, max_length=MOST_PLACES),
    ]


Ask = Hello | Ping | OpenArm | WriteArm | StopArm | CloseArm | AskArms | AskDesk | AskWay


class Request(Message):
    """A numbered question."""

    n: Number
    ask: Annotated[Ask, Field(discriminator="kind")]


# What the keeper answers.

ArmKind = Literal["simulated", "real"]
WhyStopped = Literal["", "asked", "silence", "page", "window", "desk"]


class ArmNow(Message):
    """One arm, as it is at the moment.

    Attributes
    ----------
    since:
        For how many seconds it has been held by whom it is held.
    """

    arm: Name
    is_a: ArmKind
    held: Literal["free", "by you", "by another notebook"]
    since: float


class Welcome(Message):
    """The keeper's side of the handshake."""

    kind: Literal["welcome"] = "welcome"
    protocol: int
    mode: Literal["school", "adult"]
    practice: bool


class ArmOpened(Message):
    """The arm is yours.

    Attributes
    ----------
    fastest:
        The speed cap in mm/s.
    """

    kind: Literal["arm_opened"] = "arm_opened"
    is_a: ArmKind
    fastest: float


class ArmAnswered(Message):
    """What the arm answered; nothing, where it did not.

    Attributes
    ----------
    stops:
        How often it was stopped past its notebook since it was opened.
    why:
        Why it was stopped the last time.
    """

    kind: Literal["arm_answered"] = "arm_answered"
    reply: Reply
    stops: Count
    why: WhyStopped


class Arms(Message):
    """All arms of this keeper."""

    kind: Literal["arms"] = "arms"
    arms: Annotated[tuple[ArmNow, ...], Field(max_length=16)]


class BoxNow(Message):
    """A box of the desk: its name, and two opposite corners (x, y, z) in mm."""

    name: Annotated[
        str,
        Field(max_length=40),
        Carries("what a teacher calls a box", "views and refusals name it"),
    ]
    low: tuple[float, float, float]
    high: tuple[float, float, float]


Boxes = Annotated[tuple[BoxNow, ...], Field(max_length=20)]


class DeskNow(Message):
    """The rules of a desk.

    Attributes
    ----------
    speed:
        The cap in mm/s.
    tool:
        What is fitted.
    floor:
        The height z in mm at which it touches the table; None if nobody has said so.
    keep_out, zones:
        Boxes that are closed to the end of the tool, and boxes that forbid nothing.
    laser:
        Whether the laser may be switched on.
    """

    kind: Literal["desk_now"] = "desk_now"
    speed: float
    tool: Literal["suction", "gripper", "pen", "laser", "none"]
    floor: float | None
    keep_out: Boxes
    zones: Boxes
    laser: bool


class Done(Message):
    """Done, and nothing more to say."""

    kind: Literal["done"] = "done"


class Refused(Message):
    """Not done, and why: an error of :mod:`dobotkit.errors` that is raised in the notebook.

    Attributes
    ----------
    error:
        The name of its class.
    what, advice, reason:
        What its two lines say, and the part of them that says why.
    rule, value, low, high, unit, set_by:
        The rule that would be broken, by which value, what it allows, in which unit,
        and who has made it.
    """

    kind: Literal["refused"] = "refused"
    error: Annotated[
        str,
        Field(pattern=r"^[A-Z][A-Za-z]{1,40}$"),
        Carries("the name of an error class of the kit", "looked up in a closed list"),
    ]
    what: Sentence
    advice: Sentence
    reason: Sentence = ""
    rule: Annotated[
        str,
        Field(max_length=60),
        Carries("the name of a limit, such as j2-j3 or a zone's name", "for .why()"),
    ] = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit = ""
    set_by: SetBy = ""
    at: tuple[float, float, float] | None = None


Tell = Welcome | ArmOpened | ArmAnswered | Arms | DeskNow | Done | Refused


class Answer(Message):
    """The answer to the request of the same number; 0 if that could not be read."""

    n: Count
    tell: Annotated[Tell, Field(discriminator="kind")]


class NotUnderstood(ValueError):
    """Bytes that are none of these messages."""


def write_request(n: int, ask: Ask) -> bytes:
    """Write question ``n`` as :func:`read_request` reads it."""
    # Not with Request(...).model_dump_json(): to find out which of the questions it is,
    # pydantic calls code written in Python, and loses a Ctrl-C that comes in there.
    return b'{"n":%d,"ask":%s}' % (n, ask.model_dump_json().encode())


_REQUEST = TypeAdapter(Request)
_ANSWER = TypeAdapter(Answer)


def read_request(data: bytes) -> Request:
    """Read what a notebook sent.

    Raises
    ------
    NotUnderstood
        It is no request, or not exactly one.
    """
    try:
        return _REQUEST.validate_json(data)
    except ValidationError as error:
        raise NotUnderstood(_first(error)) from None


def read_answer(data: bytes) -> Answer:
    """Read what the keeper sent; raises as :func:`read_request` does."""
    try:
        return _ANSWER.validate_json(data)
    except ValidationError as error:
        raise NotUnderstood(_first(error)) from None


def _first(error: ValidationError) -> str:
    # The place and the reason only: what was sent is not repeated.
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place or 'message'}: {first['msg']}"[:300]
