"""What a notebook and the keeper say to each other about sessions.

Nobody's name crosses, because there is no field for one: a session is a drawn pseudonym
and a token. Texts are made by the kit, each with a pattern.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, get_args

from pydantic import Field

from dobotkit.message_parts import Carries, Message

__all__ = [
    "EVENTS",
    "PERMISSIONS",
    "TOKEN",
    "AskHeld",
    "AskLedger",
    "AskLog",
    "AskSession",
    "ComeBack",
    "DeleteMine",
    "Deleted",
    "EndSession",
    "Event",
    "GivePermission",
    "HeldEntry",
    "HeldNow",
    "KeepSession",
    "LedgerLine",
    "LedgerNow",
    "LogEvent",
    "LogLine",
    "LogNow",
    "OpenSession",
    "PeopleAsk",
    "PermissionName",
    "Pseudonym",
    "Purpose",
    "ReleasePermission",
    "RowCount",
    "SessionNow",
    "SessionOpened",
    "TakePermission",
    "Token",
    "WithdrawPermission",
    "in_words",
]

PermissionName = Literal[
    "camera", "same-visitor", "read-card", "class-table", "microphone", "location", "contacts"
]  # fmt: skip
PERMISSIONS: Final[tuple[PermissionName, ...]] = get_args(PermissionName)
"""What one can ask for; the inventory says what each is, and which are given to nobody."""

Event = Literal[
    "session-opened",
    "session-back",
    "permission-on",
    "permission-off",
    "permission-refused",
    "permission-withdrawn",
    "permission-given",
    "right-access",
    "right-correct",
    "right-copy",
    "right-complain",
    "class-asked",
    "class-joined",
    "camera-looked",
    "camera-live",
]
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
"""All that a session's ledger can say; there is no other line."""
_WORDS: dict[Event, str] = {
    "session-opened": "your session began",
    "session-back": "you came back with your token",
    "permission-on": "switched on",
    "permission-off": "switched off",
    "permission-refused": "asked for, and refused",
    "permission-withdrawn": "taken back",
    "permission-given": "given again",
    "right-access": "you looked at what is held about you",
    "right-correct": "you corrected something",
    "right-copy": "you took a copy along",
    "right-complain": "you complained",
    "class-asked": "you asked about the made-up class",
    "class-joined": "you joined the made-up class",
    "camera-looked": "a look",
    "camera-live": "a live picture was begun",
}


def in_words(event: Event, what: str = "") -> str:
    """Return what a line of a ledger says, for people: the same in every list that shows it."""
    return f"{what}: {_WORDS[event]}" if what else _WORDS[event]


LogEvent = Literal[
    "notebook-came",
    "notebook-went",
    "notebook-silent",
    "message-refused",
    "arm-opened",
    "arm-refused",
    "arm-stopped",
    "camera-used",
]
Purpose = Literal["teaching", "safety", "stability", "rights"]

TOKEN: Final = r"[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){4}"  # noqa: S105 - a pattern
"""How a token is written: 25 letters and digits that are not mistaken for each other."""

Token = Annotated[
    str,
    # Not in the repr, which would end up in logs, tracebacks and saved notebooks.
    Field(pattern=rf"^{TOKEN}$", max_length=29, repr=False),
    Carries("session-token", "it alone proves that a session is yours"),
]
Pseudonym = Annotated[
    str,
    Field(pattern=r"^[a-z]{2,12}-[a-z]{2,12}-[0-9]{2}$"),
    Carries("pseudonym", "so that you know which session is yours"),
]
Colour = Annotated[
    str,
    Field(pattern=r"^[a-z]{3,10}$"),
    Carries("robot-colour", "a picture of you that shows nobody"),
]
RowId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9-]{2,32}$"),
    Carries("held-entry", "which row of the inventory an entry belongs to"),
]
Words = Annotated[
    str,
    Field(max_length=200),
    Carries("held-entry", "what is held about you is read by you"),
]
Minute = Annotated[int, Field(ge=0, le=24 * 60)]
Count = Annotated[int, Field(ge=0, le=2**31)]


# What a notebook asks.


class OpenSession(Message):
    """Begin a session; who asks is not asked."""

    kind: Literal["open_session"] = "open_session"
    rows: ClassVar[tuple[str, ...]] = ("session-time",)


class ComeBack(Message):
    """Go on with a session that was begun elsewhere."""

    kind: Literal["come_back"] = "come_back"
    token: Token


class KeepSession(Message):
    """Keep a session after its notebook has ended, until its time is up."""

    kind: Literal["keep_session"] = "keep_session"
    token: Token


class EndSession(Message):
    """End a session, and forget all about it."""

    kind: Literal["end_session"] = "end_session"
    token: Token


class AskSession(Message):
    """Ask what a session is like now."""

    kind: Literal["ask_session"] = "ask_session"
    token: Token


class TakePermission(Message):
    """Switch a permission on, for this notebook, until it is released."""

    kind: Literal["take_permission"] = "take_permission"
    rows: ClassVar[tuple[str, ...]] = ("permission-use",)
    token: Token
    permission: PermissionName


class ReleasePermission(Message):
    """Switch a permission off."""

    kind: Literal["release_permission"] = "release_permission"
    rows: ClassVar[tuple[str, ...]] = ("permission-use",)
    token: Token
    permission: PermissionName


class WithdrawPermission(Message):
    """Take a permission back: off now, and off until it is given again."""

    kind: Literal["withdraw_permission"] = "withdraw_permission"
    rows: ClassVar[tuple[str, ...]] = ("permission-withdrawn",)
    token: Token
    permission: PermissionName


class GivePermission(Message):
    """Give a permission again that was taken back; it stays off until it is used."""

    kind: Literal["give_permission"] = "give_permission"
    rows: ClassVar[tuple[str, ...]] = ("permission-withdrawn",)
    token: Token
    permission: PermissionName


class AskLedger(Message):
    """Ask for the ledger of a session.

    Attributes
    ----------
    skip:
        How many of its lines are known already.
    """

    kind: Literal["ask_ledger"] = "ask_ledger"
    rows: ClassVar[tuple[str, ...]] = ("ledger-line",)
    token: Token
    skip: Count = 0


class AskLog(Message):
    """Ask for the lab's notes of one kind, for the purpose that they were made for."""

    kind: Literal["ask_log"] = "ask_log"
    rows: ClassVar[tuple[str, ...]] = ("operation-log", "arm-log", "safety-log", "camera-log")
    event: LogEvent
    purpose: Purpose


class AskHeld(Message):
    """Ask for everything that is held about a session.

    Attributes
    ----------
    skip:
        How many of its entries are known already.
    take_along:
        Whether it is for a copy; the ledger says which it was.
    """

    kind: Literal["ask_held"] = "ask_held"
    rows: ClassVar[tuple[str, ...]] = ("held-entry",)
    token: Token
    skip: Count = 0
    take_along: bool = False


class DeleteMine(Message):
    """Delete everything that is held about a session, and end it."""

    kind: Literal["delete_mine"] = "delete_mine"
    token: Token


PeopleAsk = (
    OpenSession
    | ComeBack
    | KeepSession
    | EndSession
    | AskSession
    | TakePermission
    | ReleasePermission
    | WithdrawPermission
    | GivePermission
    | AskLedger
    | AskLog
    | AskHeld
    | DeleteMine
)


# What the keeper answers.


class SessionOpened(Message):
    """The session is yours.

    Attributes
    ----------
    seconds:
        How long it lasts at most.
    """

    kind: Literal["session_opened"] = "session_opened"
    rows: ClassVar[tuple[str, ...]] = ("session-time",)
    pseudonym: Pseudonym
    colour: Colour
    token: Token
    seconds: float


class SessionNow(Message):
    """What a session is like now.

    Attributes
    ----------
    seconds:
        How long it lasts from now on, at most.
    on, withdrawn:
        Permissions that are on, and those that were taken back.
    points:
        Sum of what was used so far; see the ledger.
    kept:
        Whether it is kept after its notebook has ended.
    noted:
        Whether its ledger notes anything; not if somebody asked not to be tracked.
    """

    kind: Literal["session_now"] = "session_now"
    rows: ClassVar[tuple[str, ...]] = (
        "session-time",
        "permission-use",
        "permission-withdrawn",
        "no-tracking",
    )
    pseudonym: Pseudonym
    colour: Colour
    seconds: float
    on: Annotated[tuple[PermissionName, ...], Field(max_length=8)]
    withdrawn: Annotated[tuple[PermissionName, ...], Field(max_length=8)]
    points: Count
    kept: bool
    noted: bool


class LedgerLine(Message):
    """One line of a ledger: what happened how often in five minutes.

    Attributes
    ----------
    minute:
        When those five minutes began, counted from the beginning of the session.
    what:
        Which permission it is about; empty if about none.
    points:
        What it counts for, all times together.
    """

    rows: ClassVar[tuple[str, ...]] = ("ledger-line",)
    minute: Minute
    event: Event
    what: PermissionName | Literal[""]
    times: Count
    points: Count


class LedgerNow(Message):
    """A part of a ledger.

    Attributes
    ----------
    more:
        Whether there are lines behind these.
    points:
        The running total of the whole session.
    forgotten:
        Lines that had to make room.
    noted:
        Whether anything is noted; not if somebody asked not to be tracked.
    """

    kind: Literal["ledger_now"] = "ledger_now"
    rows: ClassVar[tuple[str, ...]] = ("ledger-line", "no-tracking")
    lines: Annotated[tuple[LedgerLine, ...], Field(max_length=100)]
    more: bool
    points: Count
    forgotten: Count
    noted: bool


class LogLine(Message):
    """One note of the lab's log.

    Attributes
    ----------
    second:
        When, counted from the keeper's start: exact for safety, else the beginning of
        five minutes.
    detail:
        Why an arm was stopped, or the class of an error; empty if there is nothing to say.
    """

    rows: ClassVar[tuple[str, ...]] = ("operation-log", "arm-log", "safety-log", "camera-log")
    second: float
    detail: Annotated[
        str,
        Field(pattern=r"^[A-Za-z-]{0,40}$"),
        Carries("operation-log", "the name of an error class says what went wrong"),
    ]
    times: Count


class LogNow(Message):
    """Notes of one kind, the newest last."""

    kind: Literal["log_now"] = "log_now"
    rows: ClassVar[tuple[str, ...]] = ("operation-log", "arm-log", "safety-log", "camera-log")
    lines: Annotated[tuple[LogLine, ...], Field(max_length=100)]


class HeldEntry(Message):
    """One thing that is held about a session.

    Attributes
    ----------
    row:
        Its row in the inventory.
    what, value:
        What it is, and what is held.
    """

    row: RowId
    what: Words
    value: Words


class HeldNow(Message):
    """A part of what is held.

    Attributes
    ----------
    entries:
        This part of it.
    total:
        How many entries there are in all.
    mark:
        A check sum of all of them: pages with different ones belong to different moments.
    """

    kind: Literal["held_now"] = "held_now"
    rows: ClassVar[tuple[str, ...]] = ("held-entry",)
    entries: Annotated[tuple[HeldEntry, ...], Field(max_length=30)]
    total: Count
    mark: Count


class RowCount(Message):
    """How many entries of one row there were."""

    rows: ClassVar[tuple[str, ...]] = ("held-entry",)
    row: RowId
    count: Count


class Deleted(Message):
    """What was deleted, and what a search through the keeper's memory found afterwards.

    Attributes
    ----------
    deleted:
        Entries by row.
    searched:
        Objects of the keeper's stores that were looked at afterwards.
    left:
        How many of them still had something of this session.
    """

    kind: Literal["deleted"] = "deleted"
    rows: ClassVar[tuple[str, ...]] = ("held-entry",)
    deleted: Annotated[tuple[RowCount, ...], Field(max_length=40)]
    searched: Count
    left: Count
