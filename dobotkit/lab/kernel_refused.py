"""Why a lab starts no kernel, in words that reach the page as well."""

from __future__ import annotations

from tornado.web import HTTPError

from dobotkit.errors import LabError

__all__ = ["KernelRefused"]


class KernelRefused(LabError, HTTPError):
    """A kernel that is not started; Jupyter's server sends its two sentences to the browser."""

    def __init__(self, what: str, advice: str) -> None:
        LabError.__init__(self, what, advice)
        # It is filled in like a format, with nothing.
        HTTPError.__init__(self, 500, f"{what} {advice}".replace("%", "%%"))
