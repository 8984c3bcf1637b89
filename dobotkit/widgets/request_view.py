"""``RequestView``: what the lab's server sees when this page asks it for something."""

from __future__ import annotations

import anywidget

from dobotkit.widgets.scripts import REQUEST

__all__ = ["RequestView"]


class RequestView(anywidget.AnyWidget):
    """A table that the page fills in by itself, from an answer of the lab's server to it.

    The answer stays in the page: neither this notebook's program nor its file has it, and
    with the page it is gone. Without a page there is no request, and nothing to show.
    """

    _esm = REQUEST

    def __repr__(self) -> str:
        return (
            "In the lab's page a table stands here: what the server sees of this page's own "
            "request.\nThis notebook was not run in a page, so there is no such request."
        )
