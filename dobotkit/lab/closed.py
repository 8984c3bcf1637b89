"""Doors of Jupyter's server that stay shut here, whoever knocks.

An extension of the server. Exports make pages that fetch scripts from the web when they
are opened, and write outputs that are left out of the saved notebook.
"""

from __future__ import annotations

from typing import Any, NoReturn

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

__all__ = ["NoExports", "Shut"]

_SHUT = (
    "Exports are switched off in this lab: what they make loads parts from the web when it is "
    "opened, and holds the pictures that your saved work leaves out. Take Download my work."
)


class Shut(APIHandler):
    """Says that this is not to be had here, and why."""

    @web.authenticated
    def get(self, *_: str) -> NoReturn:
        """Refuse; so does every other way to ask."""
        raise web.HTTPError(404, _SHUT)

    post = put = patch = delete = get


class NoExports(APIHandler):
    """Tells JupyterLab's menu which exports there are."""

    @web.authenticated
    def get(self) -> None:
        """Answer that there are none."""
        self.finish("{}")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, r"/nbconvert(?:/.*)?"), Shut),
            (url_path_join(base, r"/api/nbconvert"), NoExports),
        ],
    )
