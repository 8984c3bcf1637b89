"""What lessons leave on a computer without being asked: found, counted, and deleted on request.

`look` deletes nothing. A remain is listed only if it is one beyond doubt: by what stands in it, by
the program that has ended, or because it lies in a folder that somebody has named.
"""

from __future__ import annotations

from dobotkit.sweep.remains import KINDS, Kind, Remain, look

__all__ = ["KINDS", "Kind", "Remain", "look"]
