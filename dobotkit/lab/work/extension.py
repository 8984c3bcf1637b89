"""Adds what the buttons ask for to Jupyter's server, and takes away a way past them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from dobotkit.lab.work.handlers import Desk, DownloadWork, OpenWork, WorkState

__all__: list[str] = []


class _NotHere(APIHandler):
    """Notebooks are not turned into pages and prints here.

    That takes a program for each form, in the server, which no wall is around.
    """

    @authenticated
    def get(self, *_: str) -> None:
        """Say that there is no such page."""
        raise HTTPError(404)

    post = get


class _NoForms(APIHandler):
    """Which forms there are to turn a notebook into: JupyterLab asks as it starts."""

    @authenticated
    def get(self) -> None:
        """Answer that there are none."""
        self.finish("{}")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    base = server.web_app.settings["base_url"]
    desk = {"desk": Desk(Path(server.contents_manager.root_dir).resolve())}
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "dobotkit/work"), WorkState, desk),
            (url_path_join(base, "dobotkit/work/download"), DownloadWork, desk),
            (url_path_join(base, "dobotkit/work/open"), OpenWork, desk),
            (url_path_join(base, "api/nbconvert"), _NoForms),
            (url_path_join(base, "nbconvert(?:/.*)?"), _NotHere),
        ],
    )
