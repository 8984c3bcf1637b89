"""Tries to get out, from inside: what a kernel does once its wall stands.

Each attempt is a way that a pupil's cell could take as well. One that the system does not
refuse is named, and then there is no kernel. ``dobotkit guard`` tries many more, and has
somebody outside listen.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from dobotkit.guard.libc import syscall
from dobotkit.guard.namespace import network
from dobotkit.guard.tiers import Tier
from dobotkit.guard.wall import Wall

__all__ = ["got_out"]

# Where anybody may write on most computers.
_ANYBODYS = ("/dev/shm", "/tmp", "/var/tmp")  # noqa: S108 - these are to be refused
_NEWUSER = 0x10000000


def got_out(wall: Wall) -> tuple[str, ...]:
    """Return the names of the ways that lead out of a wall; none, if it holds."""
    return tuple(name for name, way in _ways(wall) if _is_open(way))


def _is_open(way: Callable[[], object]) -> bool:
    try:
        return bool(way())
    except OSError:
        return False


def _ways(wall: Wall) -> Iterator[tuple[str, Callable[[], object]]]:
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_PACKET", "AF_VSOCK"):
        number = getattr(socket, family, None)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            if number is not None:
                yield f"a socket ({family})", functools.partial(_socket, number, kind)
    yield "a socket, past Python", lambda: _descriptor("socket", int(socket.AF_INET), 1, 0)
    yield "a pair of datagram sockets", _datagram_pair
    yield "io_uring", _ring
    yield "namespaces of its own", lambda: syscall("unshare", _NEWUSER) == 0
    scratch = wall.places.scratch
    outside = (*map(Path, _ANYBODYS), wall.places.kernel, scratch, *scratch.parents)
    for folder in dict.fromkeys(outside):
        yield f"a file in {folder}", functools.partial(_file, folder)
    yield "a link in its work folder", lambda: _link(wall.places.work)
    yield "other kernels' folders", lambda: _looked_into(scratch / "kernels")
    yield "the folder of the lab", lambda: _looked_into(scratch)
    yield "other processes", lambda: Path(f"/proc/{os.getppid()}/cmdline").read_bytes()
    yield "the computer's connections", lambda: Path("/proc/self/net/tcp").read_bytes()
    yield "the rights of an administrator", _capable
    if wall.tier is Tier.BOTH:
        yield "the computer's network", lambda: network() == wall.network


def _socket(family: int, kind: int) -> bool:
    socket.socket(family, kind).close()
    return True


def _datagram_pair() -> bool:
    for one in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        one.close()
    return True


def _descriptor(name: str, *arguments: int) -> bool:
    os.close(syscall(name, *arguments))
    return True


def _ring() -> bool:
    # struct io_uring_params, all of it zero.
    os.close(syscall("io_uring_setup", 1, ctypes.create_string_buffer(120)))
    return True


def _file(folder: Path) -> bool:
    path = folder / f".dobotkit-{secrets.token_hex(8)}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with contextlib.suppress(OSError):
        path.unlink()
    return True


def _link(folder: Path) -> bool:
    path = folder / f".dobotkit-{secrets.token_hex(8)}"
    path.symlink_to("/")
    path.unlink()
    return True


def _looked_into(folder: Path) -> bool:
    list(folder.iterdir())
    return True


def _capable() -> bool:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in {"CapEff", "CapPrm"} and int(value, 16):
            return True
    return False
