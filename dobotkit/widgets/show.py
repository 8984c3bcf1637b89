"""``show(thing)``: the right picture for a thing."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from dobotkit.arm.arm import Arm
from dobotkit.errors import NothingToShow
from dobotkit.widgets.arm_view import ArmView

__all__ = ["show"]

_views: WeakKeyDictionary[Arm, ArmView] = WeakKeyDictionary()


def show(thing: object) -> ArmView:
    """Show an arm live, from the side and from above.

    As the last line of a cell it appears below that cell and follows the
    arm, also while other cells run. Shown twice, it is the same picture.

    Parameters
    ----------
    thing:
        An ``Arm``.

    Raises
    ------
    NothingToShow
        There is no picture for this.
    """
    if not isinstance(thing, Arm):
        raise NothingToShow(
            f"There is no picture for {type(thing).__name__!r}.",
            "Show an arm: arm = Arm(), then show(arm)",
        )
    view = _views.get(thing)
    if view is None or view.comm is None:  # never shown, or closed since
        view = _views[thing] = ArmView(thing)
    return view
