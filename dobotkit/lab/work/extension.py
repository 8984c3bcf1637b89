"""Adds what the buttons ask for to Jupyter's server, and tells its pages the mode."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join

from dobotkit.lab.work.handlers import Desk, DownloadWork, OpenWork, WorkState
from dobotkit.mode import mode_of, say_banner

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    base = server.web_app.settings["base_url"]
    # Every page of JupyterLab is handed these; the bar shows it.
    page = server.web_app.settings.setdefault("page_config_data", {})
    page["dobotkitBanner"] = say_banner(mode_of(os.environ))
    desk = {"desk": Desk(Path(server.contents_manager.root_dir).resolve())}
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "dobotkit/work"), WorkState, desk),
            (url_path_join(base, "dobotkit/work/download"), DownloadWork, desk),
            (url_path_join(base, "dobotkit/work/open"), OpenWork, desk),
        ],
    )
