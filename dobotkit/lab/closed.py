"""Doors of Jupyter's server that stay shut here, whoever knocks.

An extension of the server. Exports make pages that fetch scripts from the web when they
are opened, and write outputs that are left out of the saved notebook. Building JupyterLab
anew fetches hundreds of packages from the web, and switching its parts on or off is noted
in this Python's folder: both would outlive the lab, and a script in a page can ask for both.
"""

from __future__ import annotations

from typing import Any, NoReturn

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

__all__ = ["Answered", "NoExports", "Shut"]

_SHUT = (
    "Exports are switched off in this lab: what they make loads parts from the web when it is "
    "opened, and holds the pictures that your saved work leaves out. Take Download my work."
)

_AS_IT_IS = (
    "JupyterLab is used as it is in this lab: building it anew, and switching parts of it on or "
    "off, is switched off here. Nothing has been changed."
)
# What JupyterLab's page asks about itself, and what it is told.
_ANSWERS = {
    r"/lab/api/build": '{"status": "stable", "message": ""}',
    r"/lab/api/extensions": "[]",
    r"/lab/api/plugins": '{"lockRules": [], "allLocked": true}',
}


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


class Answered(APIHandler):
    """Tells JupyterLab how it is, and does not change it."""

    def initialize(self, answer: str) -> None:
        """Take what is to be answered, as JSON."""
        self._answer = answer

    @web.authenticated
    def get(self) -> None:
        """Answer that."""
        self.finish(self._answer)

    @web.authenticated
    def post(self) -> NoReturn:
        """Refuse, as every other way to change something."""
        raise web.HTTPError(404, _AS_IT_IS)

    put = patch = delete = post


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, r"/nbconvert(?:/.*)?"), Shut),
            (url_path_join(base, r"/api/nbconvert"), NoExports),
            *(
                (url_path_join(base, path), Answered, {"answer": answer})
                for path, answer in _ANSWERS.items()
            ),
        ],
    )
