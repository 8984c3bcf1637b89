"""``show(thing)``: the right picture for a thing."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from dobotkit.arm.arm import Arm
from dobotkit.arm.route import Route
from dobotkit.camera import Camera
from dobotkit.drawing import Drawing
from dobotkit.errors import NothingToShow
from dobotkit.measured import CoverComparison, CoverResult, Finding, Matching
from dobotkit.scene import Picture, Scene, Sightings
from dobotkit.session.ledger import LedgerView
from dobotkit.session.rights import Rights
from dobotkit.session.session import Session
from dobotkit.watching import WatchedArm
from dobotkit.widgets.arm_view import ArmView
from dobotkit.widgets.console import Console
from dobotkit.widgets.live_view import LiveView
from dobotkit.widgets.picture_view import PictureView
from dobotkit.widgets.preview import picture_of_drawing, picture_of_route
from dobotkit.widgets.rates_view import FindingView, MatchingView, RatesView
from dobotkit.widgets.rights_panel import RightsPanel
from dobotkit.widgets.seen_view import SeenView, StillView
from dobotkit.widgets.session_panel import SessionPanel

__all__ = ["show"]

_views: WeakKeyDictionary[Arm | WatchedArm, dict[bool, ArmView]] = WeakKeyDictionary()
_live: WeakKeyDictionary[Camera, dict[bool, LiveView]] = WeakKeyDictionary()
_consoles: WeakKeyDictionary[Arm, Console] = WeakKeyDictionary()
_panels: WeakKeyDictionary[Session | Rights, SessionPanel | RightsPanel] = WeakKeyDictionary()


def show(
    thing: object, *, limits: bool = False, console: bool = False, thresholds: bool = False
) -> (
    ArmView | Console | LedgerView | PictureView | RatesView | RightsPanel | SeenView | SessionPanel
):
    """Show an arm live, what it would draw, what a camera sees or has seen; or a session.

    As the last line of a cell it appears below that cell. The picture of an
    arm follows it, also while other cells run, and so does that of a camera, until it
    is switched off; shown twice, it is the same picture.

    Parameters
    ----------
    thing:
        An ``Arm``, what ``watch()`` or ``arm.preview(points)`` returns, a ``Drawing``, a
        ``Camera``, what ``camera.look()`` returns or its ``picture``, a ``Session``, its
        ``ledger`` or its ``rights``; what ``lesson.measure_finding()`` or
        ``lesson.measure_matching()`` returns, with a slider for the threshold.
    limits:
        Of an arm: show which limit makes which edge of the reach, with the angles
        of two joints instead of the view from above.
    console:
        Of an arm: no picture, but buttons and keys to drive it by hand.
    thresholds:
        Of a camera or what it has seen: sliders for the numbers of a pixel, and only what
        lies between them is shown.

    Raises
    ------
    NothingToShow
        There is no picture for this.
    """
    if console and isinstance(thing, Arm):
        panel = _consoles.get(thing)
        if panel is None or panel.comm is None:
            panel = _consoles[thing] = Console(thing)
        return panel
    if isinstance(thing, (Arm, WatchedArm)):
        views = _views.setdefault(thing, {})
        view = views.get(limits)
        if view is None or view.comm is None:  # never shown, or closed since
            view = views[limits] = ArmView(thing, limits=limits)
        return view
    if isinstance(thing, (Camera, Scene, Picture)):
        return _seen(thing, thresholds=thresholds)
    if isinstance(thing, (Route, Drawing)):
        return _drawn(thing)
    if isinstance(thing, (Session, Rights, LedgerView)):
        return _panel(thing)
    if isinstance(thing, (Finding, Matching)):
        return FindingView(thing) if isinstance(thing, Finding) else MatchingView(thing)
    raise NothingToShow(f"There is no picture for {type(thing).__name__!r}.", _instead_of(thing))


def _instead_of(thing: object) -> str:
    """What to do, where there is no picture for something."""
    if isinstance(thing, (list, tuple)):
        return "Show what it would draw: show(arm.preview(points))"
    if isinstance(thing, Sightings):
        return "Its picture can be shown: show(visitors.look().picture)"
    if isinstance(thing, (CoverComparison, CoverResult)):
        return "It shows itself: write its name alone into the last line of a cell."
    return "Show an arm: arm = Arm(), then show(arm)"


def _seen(thing: Camera | Scene | Picture, *, thresholds: bool) -> SeenView:
    if not isinstance(thing, Camera):
        return StillView(thing, thresholds=thresholds)
    views = _live.setdefault(thing, {})
    view = views.get(thresholds)
    if view is None or view.comm is None:
        view = views[thresholds] = LiveView(thing, thresholds=thresholds)
    return view


def _drawn(thing: Route | Drawing) -> PictureView:
    if isinstance(thing, Route):
        return PictureView(picture_of_route(thing), thing.words())
    return PictureView(picture_of_drawing(thing), repr(thing))


def _panel(thing: Session | Rights | LedgerView) -> SessionPanel | RightsPanel | LedgerView:
    if isinstance(thing, LedgerView):
        return thing  # a table already
    panel = _panels.get(thing)
    if panel is None or panel.comm is None:
        panel = SessionPanel(thing) if isinstance(thing, Session) else RightsPanel(thing)
        _panels[thing] = panel
    return panel
