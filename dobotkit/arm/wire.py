"""Questions and answers over one open port: frames, deadlines, retries.

A frame is ``AA AA``, length, command number, control byte, parameters,
checksum; all numbers little-endian. The arm never speaks first, and answers
every question once, in order (maker's protocol document V1.1.5).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Any

import serial

from dobotkit.errors import ArmClosed, ArmError, ArmSilent, ArmUnplugged

__all__ = ["QUEUED", "READ", "WRITE", "Wire", "encode", "take_frame"]

log = logging.getLogger(__name__)

# Control bytes: bit 0 says write, bit 1 says "into the queue".
READ, WRITE, QUEUED = 0, 1, 3

# The maker's own host program waits 400 ms for an answer and tries three times.
ANSWER_S = 0.4
TRIES = 3

HEADER = b"\xaa\xaa"
SHORTEST = 6  # header, length, number, control, checksum

# Questions that change nothing: queue index, alarms, pose, parameters, version.
_BARRIERS = (246, 20, 10, 81, 83, 80, 82, 30, 60, 2)
# An answer that has not come after so many seconds will not come any more.
_LOST_S = 3.0
# An arm that has heard the head of a frame waits for the rest, of whatever
# length the head says. So many bytes end any frame, and none begins in them.
_PADDING = bytes(260)


class Wire:
    """One open port, shared by the threads of one process.

    Parameters
    ----------
    port:
        An open pySerial port with a short read time-out.
    """

    def __init__(self, port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
        self.port = port
        self.name = str(port.port)
        self.lock = threading.RLock()
        self._pid = os.getpid()
        self._open = True
        self._buffer = bytearray()
        # Questions without an answer so far, and when they were asked.
        self._owed: dict[int, float] = {}
        # Whether bytes came that were no answer, for a better message.
        self._chatter = False

    @property
    def usable(self) -> bool:
        """Whether the port is open and belongs to this process (not to a forked child)."""
        return self._open and os.getpid() == self._pid

    def ask(self, number: int, params: bytes = b"") -> bytes:
        """Read something; asked again when no answer comes.

        Returns
        -------
        bytes
            The parameters of the answer.

        Raises
        ------
        ArmSilent
            Three tries got no answer, or the line is silent altogether.
        ArmUnplugged
            The port went away.
        ArmClosed
            The port was closed, or belongs to another process.
        """
        return self._repeat(number, READ, params)

    def tell(self, number: int, params: bytes = b"") -> None:
        """Write something that takes effect at once and does no harm when it comes twice.

        Raises as ``ask`` does.
        """
        self._repeat(number, WRITE, params)

    def once(self, number: int, ctrl: int, params: bytes = b"") -> bytes:
        """Send one frame and return the parameters of its answer; never sent twice.

        For everything that goes into the queue: that the answer is lost does
        not mean that the command is.

        Raises as ``ask`` does.
        """
        # Before the lock: in a forked child it may be taken for ever.
        self.check_usable()
        with self.lock:
            if self._owed:
                self._resynchronise()
            answer = self._attempt(number, ctrl, params)
        if answer is None:
            raise self._silent()
        return answer

    def shout(self, *numbers: int) -> None:
        """Write settings without parameters and wait for no answer: for stopping.

        They go out at once, also when the line is full of old answers or
        nothing comes back any more.
        """
        self.check_usable()
        with self.lock:
            for number in numbers:
                self._owed[number] = time.monotonic()
                self.write(encode(number, WRITE, b""))

    def check_usable(self) -> None:
        """Raise ``ArmClosed`` unless the port is open and belongs to this process."""
        if not self.usable:
            raise self._closed()

    def close(self) -> None:
        """Close the port. Closing twice does nothing."""
        if os.getpid() != self._pid:
            # A forked child: the port is the parent's, and the lock may be
            # taken by a thread that the child does not have.
            return
        self._open = False
        with self.lock:
            self.port.close()

    def write(self, frame: bytes) -> None:
        """Write bytes as they are."""
        try:
            self.port.write(frame)
        except ArmError:
            raise  # a port that checks what is sent, and says itself what is wrong
        except serial.SerialTimeoutException as error:
            raise self._silent() from error
        except (serial.SerialException, OSError, TypeError) as error:
            raise self._unplugged(error) from error

    def next_frame(self, deadline: float) -> bytes | None:
        """Next whole frame with a right checksum; None when the monotonic deadline passes."""
        buffer = self._buffer
        while True:
            frame, missing = take_frame(buffer)
            if frame is not None:
                return frame
            try:
                data = self.port.read(missing)
            except (serial.SerialException, OSError, TypeError) as error:
                # TypeError: pySerial's read on a port that another thread closed
                raise self._unplugged(error) from error
            buffer += data
            self._chatter = self._chatter or bool(data)
            # Also while bytes keep coming: something that chatters is no arm.
            if time.monotonic() >= deadline:
                break
        frame, _ = take_frame(buffer)
        # Noise can look like the head of a long frame that hides a real one.
        while frame is None and buffer:
            del buffer[0]
            frame, _ = take_frame(buffer)
        return frame

    def _repeat(self, number: int, ctrl: int, params: bytes) -> bytes:
        self.check_usable()
        for _ in range(TRIES):
            with self.lock:
                if self._owed:
                    self._resynchronise()
                answer = self._attempt(number, ctrl, params)
            if answer is not None:
                return answer
            log.debug("%s: no answer to command %d", self.name, number)
        raise self._silent()

    def _attempt(self, number: int, ctrl: int, params: bytes) -> bytes | None:
        """Send one frame and wait for its answer; None when the deadline passes."""
        self.check_usable()
        # Whenever this ends early (an interrupt, too), the answer may still
        # come, at a time when somebody else waits for another one.
        self._owed[number] = time.monotonic()
        self._chatter = False
        self._discard_input()
        self.write(encode(number, ctrl, params))
        deadline = time.monotonic() + ANSWER_S
        while (frame := self.next_frame(deadline)) is not None:
            if frame[3] == number and frame[4] & WRITE == ctrl & WRITE:
                del self._owed[number]
                self._chatter = False
                return frame[5:-1]
            log.debug("%s: skipped an answer to command %d", self.name, frame[3])
        return None

    def _resynchronise(self) -> None:
        """Make sure that no answer to an earlier question is still on its way.

        Answers come in the order of the questions. So the answer to a
        question that nobody else has asked shows that all older ones have
        come or are lost.
        """
        for tried in range(TRIES):
            if tried:
                # Perhaps the arm still waits for the rest of a damaged frame,
                # and takes every new one for a piece of it.
                self.write(_PADDING)
            if self._attempt(self._unasked(), READ, b"") is not None:
                self._owed.clear()
                return
        raise self._silent()

    def _unasked(self) -> int:
        """A question of which no answer can be on its way."""
        for number in _BARRIERS:
            if number not in self._owed:
                return number
        number = min(_BARRIERS, key=self._owed.__getitem__)
        time.sleep(max(0.0, self._owed[number] + _LOST_S - time.monotonic()))
        return number

    def _discard_input(self) -> None:
        self._buffer.clear()
        latest = time.monotonic() + ANSWER_S
        try:
            while (waiting := self.port.in_waiting) and time.monotonic() < latest:
                self.port.read(waiting)
        except (serial.SerialException, OSError, TypeError) as error:
            raise self._unplugged(error) from error

    def _silent(self) -> ArmSilent:
        if self._chatter:
            return ArmSilent(
                f"Something talks at {self.name}, but it does not answer as an arm does.",
                "Check that this is the arm's port: another device may be plugged in there.",
            )
        return ArmSilent(
            f"Nothing answers at {self.name}.",
            "Check that the arm is switched on and that this is its port; "
            "then unplug the USB cable and plug it in again.",
        )

    def _unplugged(self, error: Exception) -> ArmError:
        if not self._open:
            return self._closed()
        return ArmUnplugged(
            f"The connection to {self.name} is gone ({error}).",
            "Check the USB cable, then run the set-up cell again: arm = Arm(). "
            "If the arm was switched off as well: arm.home() first.",
        )

    def _closed(self) -> ArmClosed:
        if os.getpid() != self._pid:
            return ArmClosed(
                "This arm belongs to the program that opened it, and this is a copy of it.",
                "Use the arm in the program itself, not in a process that it starts.",
            )
        return ArmClosed("This arm is closed.", "Open it again with the set-up cell: arm = Arm()")


def encode(number: int, ctrl: int, params: bytes) -> bytes:
    """One frame: header, length, number, control byte, parameters, checksum."""
    payload = bytes((number, ctrl)) + params
    # The checksum makes the sum of payload and checksum 0 modulo 256.
    return HEADER + bytes((len(payload),)) + payload + bytes((-sum(payload) & 0xFF,))


def take_frame(buffer: bytearray) -> tuple[bytes | None, int]:
    """Cut the first whole frame off the buffer.

    Bytes that cannot belong to a frame are dropped one at a time, because a
    header may begin inside what looked like a frame.

    Returns
    -------
    (frame, missing)
        The frame, or None and how many bytes are missing at least.
    """
    while True:
        start = buffer.find(HEADER)
        if start < 0:
            # A last AA may be the first half of a header.
            del buffer[: len(buffer) - buffer.endswith(HEADER[:1])]
            return None, SHORTEST - len(buffer)
        if start:
            del buffer[:start]
        if len(buffer) < SHORTEST:
            return None, SHORTEST - len(buffer)
        end = buffer[2] + 4
        if end >= SHORTEST:
            if len(buffer) < end:
                return None, end - len(buffer)
            if sum(buffer[3:end]) & 0xFF == 0:
                frame = bytes(buffer[:end])
                del buffer[:end]
                return frame, 0
        del buffer[0]
