"""The keeper's own page: what is on right now, stop, and the teacher's word.

It has an address of its own, so that nothing in a notebook can click on it: neither
the code in a cell nor a script that a cell has put into the notebook's page.
"""

from __future__ import annotations

from dobotkit.keeper.page.server import INVITATION, Page

__all__ = ["INVITATION", "Page"]
