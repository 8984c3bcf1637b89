"""What survives a lesson: ``Download my work`` and ``Open my work``.

An extension of Jupyter's server. Its buttons are in ``dobotkit/lab/labextension``.

``parcel`` is the file that a pupil takes home, ``plain`` what of a notebook goes into it,
``names`` which names are taken, ``folder`` what in the lab is a pupil's own, ``reading``
how it is read, ``coming_back`` what opening a parcel does, and ``handlers`` what the
buttons ask for.
"""

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
