"""What a web server sees of a request: the lab's own server tells a browser about its very own.

An extension of Jupyter's server with one address, for lesson 13. It answers with what stands in
the request that it is answering, and keeps nothing of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.httputil import HTTPHeaders

__all__ = ["ADDRESS", "cookie_names", "facts"]

ADDRESS = "dobotkit/request"
"""Where it is, below the server's base address."""

_NOT_SENT = "not sent"


def facts(headers: HTTPHeaders, remote: str, arrived: datetime) -> dict[str, str]:
    """Six things that a server learns from one request, without asking anybody.

    Parameters
    ----------
    headers:
        The lines that the browser has put above its request.
    remote:
        The address that it came from.
    arrived:
        When it came, by the server's clock.
    """
    # Without what stands behind a question mark: that can be a pass.
    page = urlsplit(headers.get("Referer", "")).path
    wish = [name for name in ("DNT", "Sec-GPC") if headers.get(name, "").strip() == "1"]
    return {
        "address of your computer": remote,
        "date and time": f"{arrived:%Y-%m-%d %H:%M:%S}",
        "browser and system": headers.get("User-Agent", _NOT_SENT),
        "your languages": headers.get("Accept-Language", _NOT_SENT),
        "page that you were on": page or _NOT_SENT,
        "wish not to be tracked": " and ".join(wish) or _NOT_SENT,
    }


def cookie_names(headers: HTTPHeaders) -> list[str]:
    """Names of the cookies that came with a request, in the order of the alphabet; no values."""
    parts = headers.get("Cookie", "").split(";")
    return sorted({part.partition("=")[0].strip() for part in parts} - {""})


class RequestFacts(APIHandler):
    """Answers a browser with what its own request has said."""

    @web.authenticated
    def get(self) -> None:
        """Tell it, and forget it."""
        headers = self.request.headers
        self.set_header("Cache-Control", "no-store")
        # The clock on the wall of this room, as a log file would have it.
        arrived = datetime.now().astimezone()
        self.finish(
            {
                "facts": facts(headers, self.request.remote_ip or "", arrived),
                "cookies": cookie_names(headers),
            }
        )


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter's
    app = server.web_app
    app.add_handlers(".*$", [(url_path_join(app.settings["base_url"], ADDRESS), RequestFacts)])
