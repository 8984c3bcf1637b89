"""Adds what the buttons ask for to Jupyter's server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join

from dobotkit.lab.work.handlers import Desk, DownloadWork, OpenWork, WorkState

__all__: list[str] = []


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
        ],
    )
