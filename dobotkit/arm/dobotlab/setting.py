"""Two numbers that are set together, in either of DobotLab's two ways of writing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MethodType
from typing import TYPE_CHECKING, Any, Literal

from dobotkit.errors import WrongValue

if TYPE_CHECKING:
    from dobotkit.arm.dobotlab.magician import Magician

__all__ = ["Setting"]


class Setting:
    """A method that can be assigned to as well.

    ``magician.motion_params(50, 50)`` is what most worksheets write, and
    ``magician.motion_params = 50, 50`` what the maker's manual shows.
    """

    def __init__(self, function: Callable[[Any, float, float], Literal[True]]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __get__(self, magician: Magician | None, _: type[Magician]) -> Callable[..., Literal[True]]:
        return self._function if magician is None else MethodType(self._function, magician)

    def __set__(self, magician: Magician, values: object) -> None:
        pair = tuple(values) if isinstance(values, Iterable) else ()
        if len(pair) != 2:  # noqa: PLR2004  # two numbers, with names of their own
            name = self._function.__name__
            raise WrongValue(
                f"{name} takes two numbers, and {values!r} is not two.",
                f"Write magician.{name} = 50, 50",
            )
        self._function(magician, *pair)
