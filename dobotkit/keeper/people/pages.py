"""What is too long for one answer, in pages."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from dobotkit.keeper.people.holder import Key
from dobotkit.keeper.people.ledger import Ledger
from dobotkit.messages import LARGEST_ANSWER
from dobotkit.people_messages import HeldEntry, HeldNow, LedgerNow

__all__ = ["held_page", "ledger_page"]

# Lines that fit into one answer, however long they are.
_LINES = 100
_ENTRIES = 30
# Bytes of entries in one answer; the rest of it is short.
_ROOM = LARGEST_ANSWER - 384


def ledger_page(ledger: Ledger, key: Key, skip: int) -> LedgerNow:
    """Return the lines of a session's ledger behind the first ``skip``, as many as fit."""
    lines = ledger.lines(key)
    return LedgerNow(
        lines=lines[skip : skip + _LINES],
        more=len(lines) > skip + _LINES,
        points=ledger.points(key),
        forgotten=ledger.forgotten(key),
        noted=ledger.notes(key),
    )


def held_page(entries: Sequence[HeldEntry], skip: int) -> HeldNow:
    """Return what is held behind the first ``skip`` entries, as much as fits."""
    lines = [entry.model_dump_json().encode() for entry in entries]
    page, room = [], _ROOM
    for entry, line in list(zip(entries, lines, strict=True))[skip:][:_ENTRIES]:
        room -= len(line) + 1
        if room < 0:
            break
        page.append(entry)
    mark = zlib.crc32(b"\n".join(lines)) >> 1
    return HeldNow(entries=tuple(page), total=len(entries), mark=mark)
