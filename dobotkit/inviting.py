"""Whom one can invite to the virtual camera, and what is said of who cannot come."""

from __future__ import annotations

from operator import index
from typing import Final, SupportsIndex

from dobotkit.errors import WrongValue
from dobotkit.room_messages import CLASS, MOST_GUESTS, Invite

__all__ = ["invitation"]

_LIKE_THIS: Final = (
    "Choose them by their numbers, camera.invite(7, 12), or say how many shall come: "
    "camera.invite(how_many=4)"
)
_LONG: Final = 10**12


def invitation(people: tuple[object, ...], how_many: object = None, *, photo: object) -> Invite:
    """Return the message that invites people.

    Parameters
    ----------
    people:
        Their numbers.
    how_many:
        So many in their place; None where they are named.
    photo:
        Whether photographs of them are held up.

    Raises
    ------
    WrongValue
        They cannot be invited so.
    """
    if not isinstance(photo, bool):
        raise WrongValue(
            f"photo is True or False, and not {photo!r:.40}.",
            "For a printed photograph: camera.invite(7, photo=True)",
        )
    if how_many is not None:
        return Invite(how_many=_count(how_many, people), photo=photo)
    if not people:
        raise WrongValue("Nobody was invited.", _LIKE_THIS)
    if len(people) > MOST_GUESTS:
        raise WrongValue(
            f"{len(people)} people are too many: {MOST_GUESTS} fit into the picture.",
            f"Invite at most {MOST_GUESTS} at a time.",
        )
    chosen = tuple(_person(one) for one in people)
    twice = next((one for one in chosen if chosen.count(one) > 1), None)
    if twice is not None:
        raise WrongValue(
            f"Number {twice} cannot come twice at one time.", "Write each number once."
        )
    return Invite(people=chosen, photo=photo)


def _count(how_many: object, people: tuple[object, ...]) -> int:
    if people:
        raise WrongValue("Either you choose who comes, or you say how many.", _LIKE_THIS)
    count = _whole(how_many)
    if count is None:
        raise WrongValue(
            f"how_many is a whole number, and not {how_many!r:.40}.",
            "For example: camera.invite(how_many=4)",
        )
    if not 1 <= count <= MOST_GUESTS:
        raise WrongValue(
            f"{_words(count)} people cannot come: 1 to {MOST_GUESTS} fit into the picture.",
            f"For example: camera.invite(how_many={MOST_GUESTS})",
        )
    return count


def _person(one: object) -> int:
    number = _whole(one)
    if number is None:
        raise WrongValue(
            f"People are invited by their numbers, and {one!r:.40} is no whole number.",
            "They have no names. " + _LIKE_THIS,
        )
    if not 1 <= number <= CLASS:
        raise WrongValue(
            f"There is nobody with the number {_words(number)}.",
            f"The invented people have the numbers 1 to {CLASS}.",
        )
    return number


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    return index(value)


def _words(number: int) -> str:
    # Python itself refuses to write very long numbers.
    return str(number) if abs(number) < _LONG else "with so many digits"
