"""What a server is told so that it keeps nothing and asks nobody, whoever starts it."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["PRIVATE_PAGE", "PRIVATE_SERVER"]

PRIVATE_SERVER: Final[dict[str, Any]] = {
    "ServerApp": {
        # No outputs and no second copies, and nothing that is not the lab's own.
        "contents_manager_class": "dobotkit.lab.contents.PrivateContents",
        "jpserver_extensions": {
            "dobotkit.lab.closed": True,
            # They keep each version of a notebook, pictures included, in a database.
            "jupyter_collaboration": False,
            "jupyter_server_ydoc": False,
            "jupyter_server_fileid": False,
        },
    },
    "ContentsManager": {"allow_hidden": False},
}
"""For the server, in Jupyter's own words."""

PRIVATE_PAGE: Final[dict[str, Any]] = {
    "disabledExtensions": {
        "@jupyter/collaboration-extension": True,
        "@jupyter/docprovider-extension": True,
    }
}
"""For JupyterLab's page."""
