"""``Claims``: what may be said about a specimen card, and nothing that is written on it.

Every answer is a yes or no, or a word of a closed list; there is no attribute for a name, a
number, a date, a line or a picture. What was not asked for is not there: the keeper has not
let it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NoReturn, get_args

from dobotkit.errors import NotAskedFor
from dobotkit.scene.answer import Answer

__all__ = [
    "CARD_ASKS",
    "FAULTS",
    "NOT_READ",
    "CardAsk",
    "CardFault",
    "Claims",
    "Document",
    "NotRead",
]

CardAsk = Literal[
    "kind", "valid", "expired", "over 13", "over 14", "over 16", "over 18", "masked number",
    "issuing state",
]  # fmt: skip
CARD_ASKS: Final[tuple[CardAsk, ...]] = get_args(CardAsk)
"""All that can be asked about a card."""

Document = Literal["student card", "residence card", "passport page"]
"""The kinds of documents."""

CardFault = Literal["check digit", "expired", "printed", "code", "unread", "date"]
FAULTS: Final[Mapping[CardFault, str]] = MappingProxyType(
    {
        "check digit": "A check digit does not fit: somebody has changed a character, or it was "
        "read wrongly.",
        "expired": "It has expired.",
        "printed": "What is printed on it differs from what its lines at the bottom say.",
        "code": "What its code says differs from what its lines at the bottom say.",
        "unread": "Not all that is printed on it could be read, so that cannot be told.",
        "date": "It does not say clearly until when it holds, so that cannot be told.",
    }
)
"""Why a card is not valid, or why that cannot be told, in words: there are no other reasons."""

NotRead = Literal[
    "not asked", "too small", "blurred", "unclear", "no specimen", "too many", "not in view"
]
NOT_READ: Final[Mapping[NotRead, str]] = MappingProxyType(
    {
        "not asked": "Cards are covered here, and not read. "
        'To ask something about one: with camera.cards(why="…", asks=("valid",)) as reader:',
        "too small": "It is too small in the picture to be read. "
        "Look at it closely: reader.look(at=card). To a real camera, hold it nearer.",
        "blurred": "It is too blurred to be read. Hold it still, or let the camera focus.",
        "unclear": "It could not be read surely enough, so nothing is said about it. More light, "
        "no shine on it, all of it in the picture; then look again.",
        "no specimen": "This is no specimen card of the kit: it is covered, and nothing is said "
        "about it.",
        "too many": "There are more cards than one look reads. Look at fewer at a time.",
        "not in view": "Not all of it is in the picture. Move it, and look again.",
    }
)
"""Why nothing is said about a card, in words."""

# The same in a few words, behind "no".
_IN_SHORT: Final[Mapping[CardFault, str]] = MappingProxyType(
    {
        "check digit": "a check digit does not fit",
        "expired": "it has expired",
        "printed": "what is printed differs from its lines",
        "code": "its code differs from its lines",
        "unread": "not all that is printed could be read",
        "date": "it does not say clearly until when it holds",
    }
)
_NUMBER_HIDDEN: Final = "•" * 8


class Claims(Answer):
    """What may be said about one specimen card: as much of it as was asked for.

    An attribute that was not asked for raises ``NotAskedFor``: its answer has never left the
    keeper. None is an honest answer as well: it cannot be told from this card.

    Parameters
    ----------
    purpose:
        What it was asked for.
    asked:
        What was asked; of :data:`CARD_ASKS`.
    kind, valid, expired, over_13, over_14, over_16, over_18, issuing_state:
        The answers.
    faults:
        Why it is not valid, or why that cannot be told; of :data:`FAULTS`.
    number_ends:
        The last two characters of the document number, at most.
    sure:
        How surely it was read, from 0 to 1.
    """

    __slots__ = ("_asked", "_faults", "_sure", "_told")

    def __init__(
        self,
        purpose: str,
        asked: tuple[CardAsk, ...] = ("valid",),
        *,
        kind: Document | None = None,
        valid: bool | None = None,
        faults: tuple[CardFault, ...] = (),
        expired: bool | None = None,
        over_13: bool | None = None,
        over_14: bool | None = None,
        over_16: bool | None = None,
        over_18: bool | None = None,
        number_ends: str | None = None,
        issuing_state: str | None = None,
        sure: float = 1.0,
    ) -> None:
        super().__init__(purpose)
        self._asked = tuple(one for one in CARD_ASKS if one in asked)
        known: dict[CardAsk, Any] = {
            "kind": kind,
            "valid": valid,
            "expired": expired,
            "over 13": over_13,
            "over 14": over_14,
            "over 16": over_16,
            "over 18": over_18,
            "masked number": None if number_ends is None else _NUMBER_HIDDEN + number_ends[-2:],
            "issuing state": issuing_state,
        }
        self._told = {one: known[one] for one in self._asked}
        self._faults = tuple(faults) if "valid" in self._asked else ()
        self._sure = sure

    @property
    def asked(self) -> tuple[CardAsk, ...]:
        """What was asked; the rest has never left the keeper."""
        return self._asked

    @property
    def kind(self) -> Document | None:
        """Which kind of document it is, for example ``"student card"``."""
        kind: Document | None = self.answer_to("kind")
        return kind

    @property
    def valid(self) -> bool | None:
        """Whether nothing speaks against it; None if that cannot be told."""
        return self._yes_or_no("valid")

    @property
    def why(self) -> tuple[str, ...]:
        """Why it is not valid, or why that cannot be told, in sentences; belongs to ``valid``."""
        return tuple(FAULTS[one] for one in self.faults)

    @property
    def faults(self) -> tuple[CardFault, ...]:
        """Why it is not valid, in words of a closed list; it belongs to ``valid``."""
        self._yes_or_no("valid")
        return self._faults

    @property
    def expired(self) -> bool | None:
        """Whether it has expired, by the keeper's calendar; None if that cannot be told."""
        return self._yes_or_no("expired")

    @property
    def over_13(self) -> bool | None:
        """Whether its holder has turned 13, today; None if that cannot be told."""
        return self._yes_or_no("over 13")

    @property
    def over_14(self) -> bool | None:
        """Whether its holder has turned 14, today; None if that cannot be told."""
        return self._yes_or_no("over 14")

    @property
    def over_16(self) -> bool | None:
        """Whether its holder has turned 16, today; None if that cannot be told."""
        return self._yes_or_no("over 16")

    @property
    def over_18(self) -> bool | None:
        """Whether its holder has turned 18, today; None if that cannot be told."""
        return self._yes_or_no("over 18")

    @property
    def masked_number(self) -> str | None:
        """Dots, and the last two characters of the document number: ``"••••••••12"``."""
        said: str | None = self.answer_to("masked number")
        return said

    @property
    def issuing_state(self) -> str | None:
        """The three letters of who has issued it; of a specimen always ``"UTO"``, Utopia."""
        said: str | None = self.answer_to("issuing state")
        return said

    @property
    def sure(self) -> float:
        """How surely it was read, from 0 to 1."""
        return self._sure

    def __getattr__(self, name: str) -> NoReturn:
        # Python comes here as well where a property has raised such an error.
        if name.startswith("_"):
            raise AttributeError(name)
        ask = next((one for one in CARD_ASKS if _name_of(one) == name), None)
        if ask is not None or name in ("why", "faults"):
            self.answer_to(ask or "valid")
        raise NotAskedFor(
            f"“{name:.40}” is told to nobody: no answer about a card has it.",
            f"There is: {', '.join(map(_name_of, self._asked))}.",
            rule="one use",
            used="which answers there are",
        )

    def _yes_or_no(self, ask: CardAsk) -> bool | None:
        said: bool | None = self.answer_to(ask)
        return said

    def answer_to(self, ask: CardAsk) -> Any:  # noqa: ANN401 - as the property of that name has it
        """Return what was found out about one question.

        Raises
        ------
        NotAskedFor
            It was not asked.
        """
        if ask not in self._told:
            asked = ", ".join(f"“{one}”" for one in self._asked) or "nothing"
            raise NotAskedFor(
                f"“{ask}” was not asked for, so the keeper has not told it. Asked: {asked}.",
                f'Ask for it, if you need it: camera.cards(why="…", asks=("{ask}",))',
                rule="one use",
                used="what was asked for when the block began",
            )
        return self._told[ask]

    def __repr__(self) -> str:
        said = [_said(ask, value, self._faults) for ask, value in self._told.items()]
        return f"a specimen card, asked for “{self.purpose}”: " + "; ".join(said)


def _name_of(ask: CardAsk) -> str:
    return ask.replace(" ", "_")


def _said(ask: CardAsk, value: object, faults: tuple[CardFault, ...]) -> str:
    words = {True: "yes", False: "no", None: "cannot be told"}
    said = f"{ask}: {words[value] if value is None or isinstance(value, bool) else value}"
    if ask == "valid" and faults:
        said += f" ({', '.join(_IN_SHORT[one] for one in faults)})"
    return said
