"""Get a model's file from an address on the internet, and go on where it was cut off.

What is there already waits beside the place of the file under a name that nobody loads,
and is asked for no second time (RFC 9110 §14.2, ``Range``).
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from dobotkit.models.fetch.trouble import SourceFailed
from dobotkit.models.registry import Address, Model

__all__ = ["from_address", "host_of_address"]

# For how long to wait for the next bytes (s), how many at once, and how often to go on.
_PATIENCE, _CHUNK, _TRIES = 30.0, 1 << 16, 3
# What a repository holds in place of a big file: https://git-lfs.com, its specification.
_POINTER: Final = b"version https://git-lfs.github.com/spec/"
_IS_POINTER: Final = "it sends a pointer of Git LFS instead of the file"
_PARTIAL, _RANGE_IMPOSSIBLE = 206, 416


def host_of_address(address: Address) -> str:
    """Return the name of the server that an address asks."""
    return urlsplit(address.url).hostname or ""


def from_address(
    model: Model, address: Address, partial: Path, at: Callable[[int, int], None]
) -> bytes:
    """Return the content of a model's file from an address; it is not yet verified.

    Parameters
    ----------
    model, address:
        What is wanted, and where it is.
    partial:
        Where the beginning waits if this is cut off, in a folder that is there. It is gone
        when this returns.
    at:
        Told how many bytes of how many are there.

    Raises
    ------
    SourceFailed
        If the server does not answer, or with something else.
    """
    reason = ""
    for _ in range(_TRIES):
        try:
            _more(model, address, partial, at)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != _RANGE_IMPOSSIBLE:
                raise SourceFailed(f"the server answers {error.code} {error.reason}") from None
            partial.unlink(missing_ok=True)  # it begins a file that is no longer there
            reason = "the server has another file by now"
            continue
        except urllib.error.URLError as error:
            raise SourceFailed(f"{_plain(error.reason)}") from None
        except (http.client.HTTPException, OSError) as error:
            reason = _plain(error)
            continue
        content = partial.read_bytes()
        if content.startswith(_POINTER):
            partial.unlink()
            raise SourceFailed(_IS_POINTER)
        if len(content) >= model.bytes:
            partial.unlink()
            return content
        reason = f"only {len(content):,} of {model.bytes:,} bytes came"
    raise SourceFailed(f"{reason}; what has come is kept, and the next try goes on there")


def _more(model: Model, address: Address, partial: Path, at: Callable[[int, int], None]) -> None:
    """Append what is missing to the partial file, as far as it comes."""
    here = partial.stat().st_size if partial.exists() else 0
    if here >= model.bytes:  # of another version of the list
        partial.unlink()
        here = 0
    # Nothing about this computer or its Python.
    headers = {"User-Agent": "dobotkit", "Accept-Encoding": "identity"}
    if here:
        headers["Range"] = f"bytes={here}-"
    request = urllib.request.Request(address.url, headers=headers)  # noqa: S310 - from the kit's own list
    with _opener().open(request, timeout=_PATIENCE) as answer:
        goes_on = answer.status == _PARTIAL and _begins_at(answer, here)
        have = here if goes_on else 0
        said = answer.headers.get("Content-Length") or ""
        if said.isdigit() and have + int(said) != model.bytes:
            partial.unlink(missing_ok=True)
            if answer.read(len(_POINTER)) == _POINTER:
                raise SourceFailed(_IS_POINTER)
            raise SourceFailed(f"it has {have + int(said):,} bytes instead of {model.bytes:,}")
        with partial.open("ab" if goes_on else "wb") as file:
            _copy(answer, file, have, model.bytes, at)


def _copy(
    answer: http.client.HTTPResponse,
    file: IO[bytes],
    have: int,
    whole: int,
    at: Callable[[int, int], None],
) -> None:
    while have <= whole and (chunk := answer.read(min(_CHUNK, whole + 1 - have))):
        file.write(chunk)
        have += len(chunk)
        at(min(have, whole), whole)


def _begins_at(answer: http.client.HTTPResponse, here: int) -> bool:
    return (answer.headers.get("Content-Range") or "").startswith(f"bytes {here}-")


class _SameServer(urllib.request.HTTPRedirectHandler):
    """Follows an answer to no server that was not named before."""

    def redirect_request(  # noqa: PLR0917 - as its base class has it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise SourceFailed(f"it sends us on to {new.hostname}, which nobody has named")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_SameServer)


def _plain(reason: object) -> str:
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(reason).__name__
