"""The cameras of one keeper, and who looks through which.

Above a simulated arm hangs a virtual camera of the notebook's own. A camera that the lab
was started with is one for all: notebooks look through it one after the other. It is
opened for the first look, and let go as soon as nobody has the permission any more.

This module loads neither numpy nor OpenCV before somebody looks.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from dobotkit.errors import NoCamera
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory
from dobotkit.keeper.eyes.sources import Address, open_source
from dobotkit.mode import Mode

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.card_readers import CardReaders
    from dobotkit.keeper.eyes.eye import Eye
    from dobotkit.keeper.lease import Lease

__all__ = ["Cameras", "shared_camera"]


# Python's own is five times that; a stop needs its turn several times.
_GIVES_WAY_S = 0.001
# Looks of a whole class that are worked on at one moment.
_AT_ONCE = 2


def shared_camera(
    address: Address, places: Places | None = None, mode: Mode = Mode.SCHOOL
) -> Callable[[], Eye] | None:
    """Return what opens the camera at an address; None for virtual ones.

    Parameters
    ----------
    address:
        Of the camera.
    places:
        Where it stands, as far as that is known; it outlives the opened camera.
    mode:
        Of the lab.
    """
    places = places or Places()
    if address.kind == "virtual":
        return None

    def opened() -> Eye:
        from dobotkit.keeper.eyes.shared import SharedEye  # noqa: PLC0415 - see above

        return SharedEye(open_source(address), places, mode)

    return opened


class Cameras:
    """Every camera that the notebooks of this keeper can look through.

    Parameters
    ----------
    arms:
        Above whose tables virtual cameras hang.
    shared:
        Opens the camera that the lab was started with; None for virtual ones only.

    Attributes
    ----------
    turn:
        To be held during a look.
    """

    def __init__(self, arms: Arms, shared: Callable[[], Eye] | None = None) -> None:
        self._arms = arms
        self._open = shared
        self._lock = threading.Lock()
        # More at once would be no faster, and keep the arms' threads from their turn.
        self.turn = threading.BoundedSemaphore(_AT_ONCE)
        self._shared: Eye | None = None
        self._readers: CardReaders | None = None

    @property
    def card_readers(self) -> CardReaders:
        """What reads cards, for all notebooks."""
        with self._lock:
            if self._readers is None:
                from dobotkit.keeper.eyes.card_readers import CardReaders  # noqa: PLC0415 - see above

                self._readers = CardReaders()
            return self._readers

    def eye(self, borrower: object, own: Eye | None) -> Eye:
        """Return what a notebook looks through.

        Parameters
        ----------
        borrower:
            The notebook.
        own:
            What this has returned for it before.

        Raises
        ------
        NoCamera
            There is nothing that could look.
        """
        self.make_ready()
        with self._lock:
            if self._shared is None and self._open is not None:
                self._shared = self._open()
            if self._shared is not None:
                return self._shared
        from dobotkit.keeper.eyes.virtual import VirtualEye  # noqa: PLC0415 - see above

        lease = self._simulated(borrower)
        if isinstance(own, VirtualEye) and own.lease is lease:
            return own
        light = own.light if isinstance(own, VirtualEye) else "day"
        return VirtualEye(lease, light)

    def make_ready(self) -> None:
        """See to it that this process may work on pictures: before there is one in its memory."""
        scrub_freed_memory()
        # Who works on a picture gives way sooner to who stops an arm.
        sys.setswitchinterval(_GIVES_WAY_S)

    def rest(self, *, wait: bool = True) -> None:
        """Let the shared camera go; whoever looks next opens it again.

        Parameters
        ----------
        wait:
            Whether to return only when it is gone. A driver that hangs takes seconds, and so
            does loading what opens it: whoever watches over arms does not wait.
        """
        if not self._lock.acquire(blocking=wait):
            return
        try:
            shared, self._shared = self._shared, None
        finally:
            self._lock.release()
        if shared is None:
            return
        if wait:
            shared.close()
        else:
            threading.Thread(target=shared.close, name="camera rests", daemon=True).start()

    def _simulated(self, borrower: object) -> Lease:
        mine = [loan for loan in self._arms.loans if loan.borrower is borrower]
        here = [loan for loan in mine if loan.kind == "simulated" and not loan.lease.closed]
        if here:
            return here[-1].lease
        if any(not loan.lease.closed for loan in mine):
            raise NoCamera(
                "This lab was started without a camera, so nothing looks at the real arm's table.",
                "Start it with one: dobotkit lab --camera usb:0. Or use the simulated arm.",
            )
        raise NoCamera(
            "The virtual camera hangs above the table of your simulated arm, "
            "and that arm is not open.",
            'Open it first: arm = Arm(). An arm opened as Arm("dobotsim://…") stands at a '
            "table that no camera sees.",
        )
