"""Everything that a notebook and the keeper can say to each other.

Both sides import this and nothing else of each other. A message is one JSON
object; what is not described here (another field, another type, too long, too
many) is refused as a whole. Nothing here is ever unpickled or evaluated.

Most fields are numbers, yes or no, and words of a closed list. A field that could
carry more than that, a text or bytes, says why it must and how much at most: its
:class:`Carries` mark. Marks, and the ``rows`` of a message, name rows of the inventory
(``dobotkit.policy``), which says what that information is for. A test reads both, and
fails where one is missing.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from dobotkit.calibrating_messages import BoardSeen, CalibrationAsk, CalibrationTold
from dobotkit.card_messages import CardsAsk
from dobotkit.class_messages import ClassAsk, ClassJoined, ClassList, ClassNumbers, ClassOpen
from dobotkit.desk_messages import MOST_PLACES, AskDesk, AskWay, BoxNow, DeskNow
from dobotkit.measuring_messages import (
    CoverTold,
    FindingTold,
    MatchingTold,
    MeasureAsk,
    MeasuringNow,
)
from dobotkit.message_parts import Carries, Message, Name
from dobotkit.people_messages import (
    Deleted,
    HeldNow,
    LedgerNow,
    LogNow,
    PeopleAsk,
    SessionNow,
    SessionOpened,
)
from dobotkit.receiver_messages import ReceiverAsk, ReceiverNow
from dobotkit.rights_messages import ComplaintsNow, RightsAsk
from dobotkit.room_messages import Goodbye, Invite
from dobotkit.rules import SetBy, Unit
from dobotkit.sight_messages import (
    LARGEST_PICTURE,
    AskCamera,
    BumpCamera,
    CameraNow,
    Look,
    SceneTold,
    SetLight,
    SightAsk,
)
from dobotkit.table_messages import AskTable, SetScene, TableTold
from dobotkit.visitor_messages import DrawerNow, ForgottenTold, VisitorsAsk, VisitorsTold

__all__ = [
    "LARGEST_ANSWER",
    "LARGEST_MESSAGE",
    "LARGEST_REQUEST",
    "LARGEST_SCENE",
    "MOST_PLACES",
    "PROTOCOL",
    "Answered",
    "ArmAnswered",
    "ArmKind",
    "ArmNow",
    "ArmOpened",
    "ArmSeen",
    "Arms",
    "Ask",
    "AskArms",
    "AskCamera",
    "AskDesk",
    "AskTable",
    "AskWay",
    "BoxNow",
    "BumpCamera",
    "CameraNow",
    "Carries",
    "CloseArm",
    "DeskNow",
    "Done",
    "Goodbye",
    "Hello",
    "Invite",
    "Look",
    "Message",
    "NotUnderstood",
    "OpenArm",
    "Ping",
    "Refused",
    "Request",
    "SceneTold",
    "Seen",
    "SetLight",
    "SetScene",
    "StopArm",
    "TableTold",
    "Tell",
    "WatchArm",
    "Welcome",
    "WhyStopped",
    "WriteArm",
    "read_answer",
    "read_request",
    "write_answer",
    "write_request",
]

PROTOCOL: Final = 3
"""Number of this version of the messages; the two sides must agree on it."""

LARGEST_REQUEST: Final = 16384
LARGEST_ANSWER: Final = 16384
"""Bytes that one message may have, from the notebook and from the keeper."""

LARGEST_SCENE: Final = 98304
LARGEST_MESSAGE: Final = LARGEST_SCENE + 1 + LARGEST_PICTURE
"""Bytes of the JSON of an answer that brings a picture, and of all of it."""


Frames = Annotated[
    bytes,
    Field(max_length=512),
    Carries("arm-orders", "every frame is checked before it is passed on"),
]
Reply = Annotated[
    bytes,
    Field(max_length=4096),
    Carries("arm-answers", "the notebook's own code decodes them"),
]
Sentence = Annotated[
    str,
    Field(max_length=800),
    Carries("refusal", "errors are read by people"),
]
Number = Annotated[int, Field(ge=1, le=2**53)]
Count = Annotated[int, Field(ge=0, le=2**53)]


# What a notebook asks.


class Hello(Message):
    """The first message: which version speaks.

    Attributes
    ----------
    no_tracking:
        Whether who uses this notebook asked not to be tracked: then the keeper notes
        about it only what safety needs.
    """

    rows: ClassVar[tuple[str, ...]] = ("talk", "no-tracking")
    kind: Literal["hello"] = "hello"
    protocol: int
    no_tracking: bool = False


class Ping(Message):
    """Still here; sent once a second, so that a notebook that hangs is noticed.

    Attributes
    ----------
    running:
        Whether a cell runs. Who says so without need keeps its real arm from being
        taken over by another notebook; a teacher can take it back on the keeper's page.
    """

    rows: ClassVar[tuple[str, ...]] = ("talk",)
    kind: Literal["ping"] = "ping"
    running: bool = True


class OpenArm(Message):
    """Have one arm, from now on and alone.

    Attributes
    ----------
    take_over:
        Whether to take a real arm over from a notebook that does nothing with it.
    """

    rows: ClassVar[tuple[str, ...]] = ("arm-choice",)
    kind: Literal["open_arm"] = "open_arm"
    arm: Name
    options: Annotated[
        str,
        Field(max_length=200, pattern=r"^[A-Za-z0-9_.:,=&+-]*$"),
        Carries(
            "arm-choice",
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

    rows: ClassVar[tuple[str, ...]] = ("arm-orders",)
    kind: Literal["write_arm"] = "write_arm"
    arm: Name
    frames: Frames
    stops: Count


class StopArm(Message):
    """Brake and forget what waits; passes everything else that was asked."""

    rows: ClassVar[tuple[str, ...]] = ("arm-orders",)
    kind: Literal["stop_arm"] = "stop_arm"
    arm: Name


class CloseArm(Message):
    """Stop the arm, switch its pump off, and let it go."""

    rows: ClassVar[tuple[str, ...]] = ("arm-orders",)
    kind: Literal["close_arm"] = "close_arm"
    arm: Name


class AskArms(Message):
    """Ask which arms there are, and who has them."""

    rows: ClassVar[tuple[str, ...]] = ("arm-name",)
    kind: Literal["ask_arms"] = "ask_arms"


class WatchArm(Message):
    """Ask where a real arm is that somebody else may have; moves and stops nothing."""

    rows: ClassVar[tuple[str, ...]] = ("arm-use",)
    kind: Literal["watch_arm"] = "watch_arm"
    arm: Name


Ask = (
    Hello
    | Ping
    | OpenArm
    | WriteArm
    | StopArm
    | CloseArm
    | AskArms
    | AskDesk
    | AskWay
    | AskTable
    | SetScene
    | WatchArm
    | PeopleAsk
    | RightsAsk
    | ClassAsk
    | ReceiverAsk
    | SightAsk
    | CalibrationAsk
    | MeasureAsk
    | VisitorsAsk
    | CardsAsk
)


class Request(Message):
    """A numbered question."""

    rows: ClassVar[tuple[str, ...]] = ("talk",)
    n: Number
    ask: Annotated[Ask, Field(discriminator="kind")]


# What the keeper answers.

ArmKind = Literal["simulated", "real"]
Seen = Literal["by you", "by another notebook", "free", "silent", "unplugged"]
WhyStopped = Literal["", "asked", "silence", "page", "window", "desk"]


class ArmNow(Message):
    """One arm, as it is at the moment.

    Attributes
    ----------
    since:
        For how many seconds it has been held by whom it is held.
    """

    rows: ClassVar[tuple[str, ...]] = ("arm-use",)
    arm: Name
    is_a: ArmKind
    held: Literal["free", "by you", "by another notebook"]
    since: float


class Welcome(Message):
    """The keeper's side of the handshake."""

    rows: ClassVar[tuple[str, ...]] = ("talk",)
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

    rows: ClassVar[tuple[str, ...]] = ("arm-use", "desk-rules")
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

    rows: ClassVar[tuple[str, ...]] = ("arm-use",)
    kind: Literal["arm_answered"] = "arm_answered"
    reply: Reply
    stops: Count
    why: WhyStopped


class Arms(Message):
    """All arms of this keeper."""

    rows: ClassVar[tuple[str, ...]] = ("arm-use",)
    kind: Literal["arms"] = "arms"
    arms: Annotated[tuple[ArmNow, ...], Field(max_length=16)]


class ArmSeen(Message):
    """What is seen of a real arm that is watched.

    Attributes
    ----------
    state:
        Who has it; ``"free"`` if nobody has, ``"silent"`` if it does not answer.
    since:
        For how many seconds it has been held by whom it is held.
    pose:
        Where it is, in mm and degrees; None if it does not answer or nobody has it.
    suction, gripping:
        Whether cup and gripper are told to hold something.
    """

    rows: ClassVar[tuple[str, ...]] = ("arm-use", "arm-answers")
    kind: Literal["arm_seen"] = "arm_seen"
    state: Seen
    since: float = 0.0
    pose: tuple[float, float, float, float, float, float, float, float] | None = None
    suction: bool = False
    gripping: bool = False


class Done(Message):
    """Done, and nothing more to say."""

    rows: ClassVar[tuple[str, ...]] = ("talk",)
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
    used:
        What was looked at to decide it.
    """

    rows: ClassVar[tuple[str, ...]] = ("refusal",)
    kind: Literal["refused"] = "refused"
    error: Annotated[
        str,
        Field(pattern=r"^[A-Z][A-Za-z]{1,40}$"),
        Carries("refusal", "looked up in a closed list"),
    ]
    what: Sentence
    advice: Sentence
    reason: Sentence = ""
    used: Sentence = ""
    rule: Annotated[
        str,
        Field(max_length=60),
        Carries("refusal", "the limit that it is about, for .why()"),
    ] = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit = ""
    set_by: SetBy = ""
    at: tuple[float, float, float] | None = None


Tell = (
    Welcome
    | ArmOpened
    | ArmAnswered
    | ArmSeen
    | Arms
    | DeskNow
    | TableTold
    | SessionOpened
    | SessionNow
    | LedgerNow
    | LogNow
    | HeldNow
    | Deleted
    | ComplaintsNow
    | ClassNumbers
    | ClassOpen
    | ClassList
    | ClassJoined
    | ReceiverNow
    | CameraNow
    | SceneTold
    | BoardSeen
    | CalibrationTold
    | MeasuringNow
    | FindingTold
    | CoverTold
    | MatchingTold
    | DrawerNow
    | ForgottenTold
    | VisitorsTold
    | Done
    | Refused
)


class Answered(Message):
    """The answer to the request of the same number; 0 if that could not be read."""

    rows: ClassVar[tuple[str, ...]] = ("talk",)
    n: Count
    tell: Annotated[Tell, Field(discriminator="kind")]


class NotUnderstood(ValueError):
    """Bytes that are none of these messages."""


def write_request(n: int, ask: Ask) -> bytes:
    """Write question ``n`` as :func:`read_request` reads it."""
    # Not with Request(...).model_dump_json(): to find out which of the questions it is,
    # pydantic calls code written in Python, and loses a Ctrl-C that comes in there.
    return b'{"n":%d,"ask":%s}' % (n, ask.model_dump_json().encode())


_BEHIND = b"\0"
# Answers that bring a picture.
_PICTURED = (CoverTold, SceneTold, VisitorsTold)
_REQUEST = TypeAdapter(Request)
_ANSWER = TypeAdapter(Answered)


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


def write_answer(n: int, tell: Tell) -> bytes:
    """Write the answer to request ``n`` as :func:`read_answer` reads it."""
    text = Answered(n=n, tell=tell).model_dump_json().encode()
    return text + _BEHIND + tell.picture.data if isinstance(tell, _PICTURED) else text


def read_answer(data: bytes) -> Answered:
    """Read what the keeper sent; raises as :func:`read_request` does.

    An answer is JSON. Behind the JSON of one that brings a picture there is a zero byte,
    which JSON cannot have, and then the bytes of the picture.
    """
    text, behind, picture = data.partition(_BEHIND)
    if len(text) > (LARGEST_SCENE if behind else LARGEST_ANSWER):
        raise NotUnderstood("an answer is too long")
    try:
        answer = _ANSWER.validate_json(text)
    except ValidationError as error:
        raise NotUnderstood(_first(error)) from None
    if isinstance(answer.tell, _PICTURED):
        return _with(picture, answer.n, answer.tell)
    if behind:
        raise NotUnderstood("a picture came with what shows none")
    return answer


def _with(data: bytes, n: int, tell: CoverTold | SceneTold | VisitorsTold) -> Answered:
    if tell.picture.data or not tell.picture.is_one(data):
        raise NotUnderstood("an answer came without the picture that belongs to it")
    picture = tell.picture.model_copy(update={"data": data})
    return Answered(n=n, tell=tell.model_copy(update={"picture": picture}))


def _first(error: ValidationError) -> str:
    # The place and the reason only: what was sent is not repeated.
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place or 'message'}: {first['msg']}"[:300]
