"""How often what was planted stands in a keeper's memory, counted from within.

No other process may look into a keeper, so one is played here: its own code, in a process of its
own that looks at itself. What it holds on purpose has to be found, or it sees nothing.
"""

from __future__ import annotations

from dobotkit.hardening import keep_memory_private

if __name__ == "__main__":
    keep_memory_private()  # before there is a picture in this memory

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dobotkit.audit.planted_card import TEXT
from dobotkit.canary.memory import copies

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.frame import Frame

__all__ = ["KeepersMemory"]

Counts = dict[str, float]

# A watchdog: on a slow computer loading the networks takes a while (s).
_PATIENCE: Final = 300.0
_LOOKS: Final = 3


class KeepersMemory:
    """Counts in the background, while labs are examined.

    Parameters
    ----------
    photo:
        The file with the planted picture.
    hidden:
        What to count, as `dobotkit.canary.memory.masked` says it.
    """

    def __init__(self, photo: Path, hidden: str) -> None:
        # What is hidden is found by nobody, so it may stand in the list of programs.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dobotkit.audit.keepers_memory", str(photo), hidden],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def counts(self) -> dict[str, Counts] | None:
        """Return what was counted, ``held`` and ``after``; None where nobody can count."""
        try:
            said, _ = self._process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.end()
            return None
        counted: dict[str, Counts] | None = json.loads(said) if said.strip() else None
        return counted

    def end(self) -> None:
        """End it, if it has not ended."""
        self._process.kill()
        self._process.communicate()


def _count(photo: str, hidden: str) -> dict[str, Counts] | None:
    """Look as a keeper in adult mode does; the counts while it holds something, and after."""
    from dobotkit.keeper.eyes.card_readers import CardReaders  # noqa: PLC0415 - slow
    from dobotkit.keeper.eyes.card_reading import CardReading  # noqa: PLC0415 - as above
    from dobotkit.keeper.eyes.faces import until_forgotten  # noqa: PLC0415 - as above
    from dobotkit.keeper.eyes.scrubbing import scrub_freed_memory  # noqa: PLC0415 - as above
    from dobotkit.keeper.eyes.shared import SharedEye  # noqa: PLC0415 - as above
    from dobotkit.keeper.eyes.sources import open_source  # noqa: PLC0415 - as above
    from dobotkit.keeper.visiting import Visiting  # noqa: PLC0415 - as above
    from dobotkit.mode import Mode  # noqa: PLC0415 - as above
    from dobotkit.scene import CARD_ASKS  # noqa: PLC0415 - as above
    from dobotkit.visitor_messages import LookForVisitors  # noqa: PLC0415 - as above

    scrub_freed_memory()
    eye = SharedEye(open_source(photo), mode=Mode.ADULT)
    visiting, readers = Visiting("adult"), CardReaders()
    try:
        readers.begin(eye)
        told = eye.look("1280x720", read=CardReading(readers, eye, CARD_ASKS))
        if not any(card.claims is not None for card in told.cards):
            return None  # nothing was read, so there is nothing to count
        readers.end(eye)
        visiting.begin(eye)
        for _ in range(_LOOKS):
            visiting.look(eye, LookForVisitors(purpose="same-visitor"))
            eye.look("1280x720", live=True)
        frame = eye.take()
        held = copies(hidden)
        frame.wipe()
        visiting.close()
        until_forgotten()
        after = copies(hidden)
        read = _read_here(eye.take(), hidden)
    finally:
        readers.end(eye)
        visiting.close()
        eye.close()
    if held is None or after is None or read is None:
        return None
    return {"held": held | {TEXT: read[TEXT]}, "after": after}


def _read_here(frame: Frame, hidden: str) -> Counts | None:
    """Count while a card is read in this very process, as no keeper does it."""
    from dobotkit.keeper.eyes.card_text import read_card  # noqa: PLC0415 - slow
    from dobotkit.keeper.eyes.cards import find_cards  # noqa: PLC0415 - as above

    texts = [read_card(frame.pixels, card) for card in find_cards(frame.pixels)]
    counts = copies(hidden)
    for one in texts:
        one.forget()
    frame.wipe()
    return counts


def main() -> None:
    """Count what the command line says, and print it."""
    # What libraries print must not get among the numbers.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    counted = _count(*sys.argv[1:])
    os.write(out, json.dumps(counted).encode())


if __name__ == "__main__":
    main()
    os._exit(0)
