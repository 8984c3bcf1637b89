"""pySerial's way to an arm that the keeper holds: ``keeper://NAME``.

The same seam as every other port: :class:`~dobotkit.arm.link.Link` writes frames and
reads answers. In between, the keeper checks each frame; what it refuses is raised by
``write``, as the same error that :class:`~dobotkit.arm.arm.Arm` would raise.

pySerial takes an ImportError in this module for "no such protocol", so nothing is
imported here that can be missing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Condition, Lock
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from serial.serialutil import SerialBase, SerialException, to_bytes

from dobotkit.client import Client, client
from dobotkit.errors import ArmStopped
from dobotkit.messages import (
    MOST_PLACES,
    ArmAnswered,
    ArmOpened,
    AskDesk,
    AskTable,
    AskWay,
    CloseArm,
    DeskNow,
    Done,
    OpenArm,
    SetScene,
    StopArm,
    TableTold,
    WhyStopped,
    WriteArm,
)
from dobotkit.simulator.scene import load_scene, shipped_scenes
from dobotkit.things import TableNow, TableScene

__all__ = ["Serial"]

_FORM = "keeper://NAME"
_PIECE = 512  # bytes in one message

_WHY: dict[WhyStopped, str] = {
    "silence": "The keeper stopped the arm: this notebook had said nothing for some seconds.",
    "page": "The arm was stopped on the keeper's page.",
    "window": "The arm was stopped in the window of the lab.",
    "desk": "The arm was stopped, because the rules of this desk were changed.",
}


class Serial(SerialBase):  # type: ignore[misc] # pySerial publishes no types
    """A serial port whose other end the keeper holds.

    Made by :func:`serial.serial_for_url`.

    Attributes
    ----------
    take_over:
        Set before it is opened: whether to take a real arm over from another notebook.
    stops:
        How often the keeper has stopped the arm, as far as it has been told here.
    why_stopped, rule_stopped:
        A sentence about the last time, and the rule by which the keeper itself stopped it;
        empty where it was on request, or where somebody stopped it.
    """

    is_open: bool
    _arm: str
    _client: Client

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to pySerial
        self._received = bytearray()
        self._arrived = Condition(Lock())
        self.take_over = False
        self.stops = 0
        self.why_stopped = self.rule_stopped = ""
        super().__init__(*args, **kwargs)

    def open(self) -> None:
        """Have the keeper open the arm."""
        if self._port is None:
            raise SerialException("Port must be configured before it can be used.")
        if self.is_open:
            raise SerialException("Port is already open.")
        parts = urlsplit(self._port)
        if parts.scheme != "keeper" or not parts.netloc or parts.path or parts.fragment:
            raise SerialException(f"expected an address of the form {_FORM}, not {self._port!r}")
        self._arm = parts.netloc
        try:
            ask = OpenArm(arm=self._arm, options=parts.query, take_over=self.take_over)
        except ValidationError:
            raise SerialException(
                f"expected an address of the form {_FORM} with a NAME of small letters and "
                f"digits, not {self._port!r}"
            ) from None
        self._client = client()
        self._opened = self._client.ask(ask, ArmOpened)
        self._received.clear()
        self.stops, self.why_stopped, self.rule_stopped = 0, "", ""
        self.is_open = True

    def close(self) -> None:
        """Have the keeper stop the arm and let it go."""
        with self._arrived:
            if not self.is_open:
                return
            self.is_open = False
            self._arrived.notify_all()
        self._client.ask(CloseArm(arm=self._arm), Done)

    def brake(self) -> None:
        """Have the keeper stop the arm, past everything that it was asked before."""
        self._check_open()
        self._client.ask(StopArm(arm=self._arm), Done)

    def desk_now(self) -> DeskNow:
        """Ask for the rules of the desk, as they are now."""
        self._check_open()
        return self._client.ask(AskDesk(arm=self._arm), DeskNow)

    def check_way(self, places: Sequence[tuple[float, float, float, float]]) -> None:
        """Ask the keeper about a way of straight lines, before any of it is sent.

        Parameters
        ----------
        places:
            Its corners (x, y, z, r) in mm and degrees; the first is where it begins.

        Raises
        ------
        DobotKitError
            What the keeper refuses.
        """
        self._check_open()
        # Each part begins where the one before ends.
        for at in range(0, max(1, len(places) - 1), MOST_PLACES - 1):
            part = tuple(places[at : at + MOST_PLACES])
            self._client.ask(AskWay(arm=self._arm, places=part), Done)

    def table_now(self) -> TableNow:
        """Return what is on the table of a simulated arm at this moment.

        Raises
        ------
        NoTable
            The arm is a real one.
        """
        self._check_open()
        return self._client.ask(AskTable(arm=self._arm), TableTold).table()

    def set_scene(self, scene: str | Path | TableScene) -> None:
        """Lay the table of a simulated arm anew.

        Parameters
        ----------
        scene:
            The name of a scene of the kit, the text or the path of a ``table.toml``, or a
            scene as data. A file is read here: the keeper gets what stands in it.

        Raises
        ------
        SceneError
            There is no such scene, or it cannot be laid.
        NoTable
            The arm is a real one.
        """
        self._check_open()
        laid = load_scene(scene)
        if isinstance(scene, str) and scene in shipped_scenes():
            ask = SetScene(arm=self._arm, name=scene)
        else:
            ask = SetScene.to(self._arm, laid)
        self._client.ask(ask, Done)

    @property
    def is_simulated(self) -> bool:
        """Whether the arm behind the keeper exists only in this computer."""
        return self._opened.is_a == "simulated"

    @property
    def fastest(self) -> float:
        """The speed cap in mm/s that the desk had when the arm was opened."""
        return self._opened.fastest

    @property
    def is_set_up(self) -> bool:
        """Whether speeds are set already: yes, the keeper has set safe ones."""
        return True

    @property
    def in_waiting(self) -> int:
        """How many bytes have arrived from the arm."""
        self._check_open()
        return len(self._received)

    @property
    def out_waiting(self) -> int:
        """How many bytes wait to be sent: none."""
        self._check_open()
        return 0

    def read(self, size: int = 1) -> bytes:
        """Read ``size`` bytes, or fewer if the time-out comes first or the port is closed."""
        with self._arrived:
            self._check_open()
            end = None if self._timeout is None else time.monotonic() + self._timeout
            while len(self._received) < size and self.is_open:
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    break
                self._arrived.wait(left)
            data = bytes(self._received[:size])
            del self._received[:size]
            return data

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever pySerial takes for bytes
        """Send bytes; what the arm answers has arrived when this returns.

        Raises
        ------
        DobotKitError
            What the keeper refuses.
        """
        data = to_bytes(data)
        self._check_open()
        for start in range(0, len(data), _PIECE):
            self._send(data[start : start + _PIECE])
        return len(data)

    def _send(self, frames: bytes) -> None:
        try:
            self._exchange(frames)
        except ArmStopped:
            # Nothing was passed on. From now on this side knows of the stop.
            self._exchange(b"")
            raise

    def _exchange(self, frames: bytes) -> None:
        answer = self._client.ask(
            WriteArm(arm=self._arm, frames=frames, stops=self.stops), ArmAnswered
        )
        with self._arrived:
            if answer.stops > self.stops:
                self.stops, self.why_stopped = answer.stops, _WHY.get(answer.why, "")
                self.rule_stopped = "silence" if answer.why == "silence" else ""
            self._received += answer.reply
            self._arrived.notify_all()

    def flush(self) -> None:
        """Wait until everything is sent, which it is."""
        self._check_open()

    def reset_input_buffer(self) -> None:
        """Forget what has arrived."""
        with self._arrived:
            self._check_open()
            self._received.clear()

    def reset_output_buffer(self) -> None:
        """Forget what is not sent yet, which is nothing."""
        self._check_open()

    def _check_open(self) -> None:
        if not self.is_open:
            raise SerialException("Attempting to use a port that is not open")

    # The rest of what pySerial expects of a port; the keeper looks after the cable.

    def _reconfigure_port(self) -> None:
        pass

    def _update_rts_state(self) -> None:
        pass

    def _update_dtr_state(self) -> None:
        pass

    def _update_break_state(self) -> None:
        pass
