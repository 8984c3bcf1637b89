"""The queue, 240 to 247."""

from __future__ import annotations

from typing import Final

from dobotkit.frames.command import READ, Command, order, question
from dobotkit.frames.layout import Field, Layout

__all__ = ["QUEUE"]

QUEUE: Final = (
    order(240, "QueuedCmdStartExec", "start the queue", queue=False),
    order(*(241, "QueuedCmdStopExec", "stop the queue after the running command"), queue=False),
    order(242, "QueuedCmdForceStopExec", "brake now", queue=False),
    order(
        *(243, "QueuedCmdStartDownload", "begin to store a program"),
        Field("loops", "u32"),
        Field("lines", "u32"),
        queue=False,
    ),
    order(244, "QueuedCmdStopDownload", "end of the program to store", queue=False),
    order(245, "QueuedCmdClear", "empty the queue", queue=False),
    question(
        *(246, "GetQueuedCmdCurrentIndex", "which command has ended last"),
        Field("index", "u64", meaning="18446744073709551615 if none has"),
    ),
    Command(
        *(247, "GetQueuedCmdLeftSpace", "how many commands the queue has room for"),
        asks=READ,
        tells=(Layout((Field("space", "u32"),)), Layout((Field("space_u64", "u64"),))),
        note="32 bits on the Magician, 64 on the Lite.",
    ),
)
