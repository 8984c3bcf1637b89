"""A browser's wish not to be tracked reaches the kernels of this server.

An extension of Jupyter's server: it looks at two headers of each request, ``DNT`` and
``Sec-GPC``, and keeps nothing but the one bit. A browser sends them with its first
request already, before a notebook can start a kernel.
"""

from __future__ import annotations

import os
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import OutputTransform

from dobotkit.no_tracking import VARIABLE, asks_not_to_be_tracked, no_tracking

__all__ = ["BrowserSignals"]


class BrowserSignals(OutputTransform):
    """Looks at each request before it is answered, and changes nothing about the answer.

    Once a browser has asked for it, it holds for all kernels that are started from then on:
    several people may look at one notebook, and whose it is nobody knows.
    """

    def __init__(self, request: HTTPServerRequest) -> None:
        if asks_not_to_be_tracked(request.headers) and not no_tracking(os.environ):
            os.environ[VARIABLE] = "1"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    server.web_app.add_transform(BrowserSignals)
