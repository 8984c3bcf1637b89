"""What a script in the page could ask of the server, which has no wall around it.

Whoever has the page has the server's key: these ways ask with it. The judge is the program
that asks: it has put a secret outside, and looks whether it comes back, or whether something
is outside that was not there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from dobotkit.escapes.cell import run_cell
from dobotkit.escapes.outside import Outside
from dobotkit.escapes.servers import PLAIN, LabServer, PlainServer, RealServer
from dobotkit.escapes.tally import Column, Tally, Way
from dobotkit.guard.escapes import escape

__all__ = ["SERVER_WAYS", "ServerWay", "try_server", "try_servers"]


@dataclass(frozen=True, slots=True)
class _Stand:
    """A server, and what lies outside its folder."""

    server: RealServer
    outside: Outside
    link: str

    def mark(self, name: str) -> str:
        return str(self.outside.target(name)["mark"])

    def tells(self, path: str) -> bool:
        """Whether the server's answer has a secret from outside in it."""
        return self.outside.has_secret(self.server.ask("GET", path).text)


@dataclass(frozen=True, slots=True)
class ServerWay:
    """Something to ask of a server; `go` returns whether it got out, if it is seen at once."""

    id: str
    title: str
    go: Callable[[_Stand], bool]


def _write(stand: _Stand, *parts: str) -> None:
    body = {"type": "file", "format": "text", "content": "secret"}
    stand.server.ask("PUT", stand.server.contents(*parts), body)


def _planted(stand: _Stand) -> bool:
    """Ask for a kernelspec that lies in the folder for them: it would run without a wall."""
    mark = stand.mark("planted-kernel")
    folder = stand.server.scratch.data / "kernels" / "planted"
    folder.mkdir(parents=True, exist_ok=True)
    program = f"open({str(Path(stand.outside.folder) / mark)!r}, 'w')"
    spec = {"argv": [sys.executable, "-c", program], "display_name": "x", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    stand.server.ask("POST", "api/kernels", {"name": "planted"})
    return False


def _start(stand: _Stand, name: str, wishes: dict[str, object]) -> bool:
    """Start a kernel by REST, and let it try to get out."""
    answer = stand.server.ask("POST", "api/kernels", {"name": "python3", **wishes})
    number = answer.json().get("id", "")
    if not number:
        return False
    target = stand.outside.target(name)
    one = escape("ctypes-connect")
    wanted = {key: target[key] for key in one.needs}
    run_cell(stand.server, number, f"TARGET = {wanted!r}\n{one.code}")
    stand.server.ask("DELETE", f"api/kernels/{number}")
    return False


def _outwards(stand: _Stand) -> bool:
    _write(stand, "..", "..", stand.mark("dot-dot"))
    _write(stand, "..", stand.mark("dot-dot"))
    return stand.tells("api/contents/../../" + stand.outside.secret_file.lstrip("/"))


def _rename(stand: _Stand) -> bool:
    mark = stand.mark("link-rename")
    _write(stand, mark)
    stand.server.ask("PATCH", stand.server.contents(mark), {"path": f"{stand.link}/{mark}"})
    return False


def _copy(stand: _Stand) -> bool:
    body = {"copy_from": f"{stand.link}/secret"}
    made = stand.server.ask("POST", "api/contents", body).json().get("path", "")
    return bool(made) and stand.tells(stand.server.contents(made))


def _delete(stand: _Stand) -> bool:
    victim = Path(stand.outside.folder) / "victim"
    victim.write_text("", encoding="utf-8")
    stand.server.ask("DELETE", stand.server.contents(stand.link, "victim"))
    return not victim.exists()


def _on_the_command_line(stand: _Stand) -> bool:
    return any(stand.server.token in word for word in psutil.Process(stand.server.pid).cmdline())


def _save(stand: _Stand) -> bool:
    _write(stand, stand.link, stand.mark("link-write"))
    return False


SERVER_WAYS = (
    ServerWay("planted-kernel", "start a kind of kernel that somebody has planted", _planted),
    ServerWay("any-kernel", "start a kernel by REST", lambda s: _start(s, "any-kernel", {})),
    ServerWay(
        "kernel-wishes",
        "start a kernel by REST, and wish for one without a wall",
        lambda s: _start(
            s, "kernel-wishes", {"env": {"DOBOTKIT_TIER": "0"}, "path": "../..", "tier": "0"}
        ),
    ),
    ServerWay("dot-dot", "files above the folder, by ..", _outwards),
    ServerWay(
        "link-read",
        "read a file through a sign that leads out",
        lambda s: s.tells(s.server.contents(s.link, "secret")),
    ),
    ServerWay("link-files", "the same as a download", lambda s: s.tells(f"files/{s.link}/secret")),
    ServerWay("link-write", "write a file through a sign that leads out", _save),
    ServerWay("link-rename", "move a file out through such a sign", _rename),
    ServerWay("link-copy", "copy a file in through such a sign", _copy),
    ServerWay("link-delete", "delete a file through such a sign", _delete),
    ServerWay(
        "terminals",
        "open a terminal, which is a way to everything",
        lambda s: s.server.ask("POST", "api/terminals", {}).fine,
    ),
    ServerWay("command-line", "read the key from the server's command line", _on_the_command_line),
)
"""All of them."""


def try_servers(
    plain: PlainServer, lab: LabServer, on_step: Callable[[str, str], None] = lambda *_: None
) -> Tally:
    """Try all ways at a plain server first, and then at the lab's.

    Parameters
    ----------
    plain, lab:
        A plain JupyterLab and the lab's server; both run.
    on_step:
        Called with the name of a column and the id of a way before it is tried.
    """
    before = try_server(plain, PLAIN, on_step, must_hold=False)
    column = try_server(lab, "the lab", on_step, must_hold=True)
    ways = [Way(way.id, way.title, "the server") for way in SERVER_WAYS]
    return Tally("server", ways, before, [column])


def try_server(
    server: RealServer,
    name: str,
    on_step: Callable[[str, str], None] = lambda *_: None,
    *,
    must_hold: bool,
) -> Column:
    """Try all ways at one server; parameters as for the columns of a tally."""
    out = set[str]()
    with Outside(server.scratch) as outside:
        link = Path(server.scratch.work) / "way-out"
        with suppress(OSError):  # Windows lets not everybody make one
            link.symlink_to(outside.folder)
        (Path(outside.folder) / "secret").write_text(outside.secret, encoding="utf-8")
        stand = _Stand(server, outside, link.name)
        for way in SERVER_WAYS:
            on_step(name, way.id)
            if way.go(stand):
                out.add(way.id)
        link.unlink(missing_ok=True)
        out |= outside.seen() & {way.id for way in SERVER_WAYS}
    return Column(name, frozenset(out), must_hold=must_hold)
