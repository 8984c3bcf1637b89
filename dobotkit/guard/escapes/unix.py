"""Ways out to another program of this computer, over Unix sockets and what is like them."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["UNIX"]

UNIX = family(
    "other programs",
    (
        "unix-stream",
        "a Unix socket: a connection to another program here",
        """
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as way:
            way.connect(TARGET["unix"])
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "unix-datagram",
        "a Unix socket: a datagram to another program here",
        """
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.sendto(TARGET["mark"].encode(), TARGET["unix_datagram"])
        """,
    ),
    (
        "unix-pair",
        "a datagram from half of a pair of sockets, which is made without asking",
        """
        import socket

        way, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        way.sendto(TARGET["mark"].encode(), TARGET["unix_datagram"])
        """,
    ),
    (
        "unix-abstract",
        "a Unix socket that is no file",
        """
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as way:
            way.connect(TARGET["abstract"])
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "dbus",
        "D-Bus: asking a service of this computer to do something",
        """
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as way:
            way.connect(TARGET["unix"])
            way.sendall(b"\\0AUTH EXTERNAL " + TARGET["mark"].encode().hex().encode() + b"\\r\\n")
            way.sendall(b"BEGIN\\r\\n" + TARGET["mark"].encode())
        """,
    ),
    (
        "pipe",
        "a named pipe that another program reads",
        """
        import os

        way = os.open(TARGET["pipe"], os.O_WRONLY | os.O_NONBLOCK)
        os.write(way, TARGET["mark"].encode())
        os.close(way)
        """,
    ),
    (
        "standard-output",
        "what the notebook's own program was started with: the server's log, a terminal",
        """
        import os
        import stat

        assert TARGET["output"]
        for number in map(int, os.listdir("/proc/self/fd")):
            try:
                kind = os.fstat(number).st_mode
                if stat.S_ISREG(kind) or os.isatty(number):
                    os.write(number, TARGET["mark"].encode())
            except OSError as error:
                last = error  # only for reading
        """,
    ),
    (
        "terminal",
        "a line in somebody else's terminal window",
        """
        import os

        way = os.open(TARGET["terminal"], os.O_WRONLY | os.O_NOCTTY)
        os.write(way, TARGET["mark"].encode() + b"\\n")
        os.close(way)
        """,
    ),
    (
        "terminal-keys",
        "typing in somebody else's terminal window (needs an old system or an administrator)",
        """
        import fcntl
        import os
        import termios

        way = os.open(TARGET["terminal"], os.O_RDWR | os.O_NOCTTY)
        for key in TARGET["mark"]:
            fcntl.ioctl(way, termios.TIOCSTI, key.encode())
        os.close(way)
        """,
    ),
    (
        "zmq",
        "ZeroMQ, the library that a notebook itself talks with",
        """
        import zmq

        context = zmq.Context()
        way = context.socket(zmq.PUSH)
        way.linger = 1500  # ms: so long it goes on trying
        way.connect(TARGET["zmq"])
        way.send(TARGET["mark"].encode())
        way.close()
        context.term()
        """,
    ),
    (
        "zmq-ipc",
        "ZeroMQ over a Unix socket",
        """
        import zmq

        context = zmq.Context()
        way = context.socket(zmq.PUSH)
        way.linger = 1500
        way.connect("ipc://" + TARGET["unix"])
        way.send(TARGET["mark"].encode())
        way.close()
        context.term()
        """,
    ),
    (
        "cv2-http",
        "OpenCV, asked to play a film from a web address",
        """
        import cv2

        cv2.VideoCapture(TARGET["http"] + TARGET["mark"] + ".mp4", cv2.CAP_FFMPEG).release()
        """,
    ),
    (
        "cv2-rtsp",
        "OpenCV, asked to watch a camera somewhere else",
        """
        import cv2

        cv2.VideoCapture(TARGET["rtsp"] + TARGET["mark"], cv2.CAP_FFMPEG).release()
        """,
    ),
)
