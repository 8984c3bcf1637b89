"""How a firmware behaves at the wire where its sources disagree or are silent, as data.

The tags of the sources are those of :mod:`dobotkit.simulator.profile`. What no
profile can choose, because nobody knows what a real arm does: parameters of a
wrong size are not answered (the Lite's firmware reads on behind them [L]); an
off-line program (243, 244) is not kept in flash, its commands run as they come,
as they do in the virtual Lite [L].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["FullQueue", "Habits", "QueuedRead"]


class FullQueue(Enum):
    """What becomes of a command that finds the queue full."""

    SILENT = "silent"
    """It is neither taken nor answered: the Lite's firmware fails before it answers [L]."""

    LOST = "lost"
    """It is answered with the index that it would have had, and never runs [-]."""


class QueuedRead(Enum):
    """What a frame does that has the queue bit, but not the write bit (ctrl 2)."""

    WRITES = "writes"
    """The same as with both bits. A real arm answered DeviceWithL so with index 2 [F]
    (the digit is missing in the post; its checksum gives it back), and two clients
    switch on the infra-red sensor and the teaching button that way [C]."""

    NOTHING = "nothing"
    """It takes a place in the queue and an index, and does nothing in its turn [L]."""

    SILENT = "silent"
    """It is not answered: the document knows no such frame [P]."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What one firmware does at the wire."""

    longest_frame: int = 250
    """Frames whose length byte is larger are dropped [L]."""

    ctrl_ignored: int = 0x00
    """Bits of the control byte that make no difference. Bits 4 to 7 address a Magic Box
    or another slave, so an arm on a cable of its own leaves such a frame alone [-]; the
    virtual Lite looks at none but the lowest two bits [L]."""

    queued_read: QueuedRead = QueuedRead.WRITES
    """See :class:`QueuedRead`."""

    takes_any_ctrl: bool = True
    """Whether a command is answered that is written in a way the document does not
    provide for. Orders and settings are then queued like any other command [L] (two
    clients write HHTTrigOutputEnabled so and wait for the answer [C]); a pause that is
    written at once is answered and passes without effect [L]. False: silence [P]."""

    unknown: frozenset[int] = frozenset()
    """Commands that this firmware does not know, and does not answer."""

    read_only: frozenset[int] = frozenset()
    """Commands that can be read, but not written."""

    full_queue: FullQueue = FullQueue.SILENT
    """See :class:`FullQueue`."""

    space_size: int = 4
    """Bytes in the answer of QueuedCmdLeftSpace: 4 on the Magician, 8 on the Lite [L]."""

    clear_restarts_indices: bool = False
    """Whether QueuedCmdClear lets the indices begin anew [C]; they count on in [L]."""

    motor_speed: str = "i"
    """The :mod:`struct` letter of a stepper's speed: an integer in working clients
    [L][C], a float in the document [P]."""
