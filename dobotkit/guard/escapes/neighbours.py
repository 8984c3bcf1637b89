"""Ways into another program of the same user: its memory, and the memory that is shared."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["NEIGHBOURS"]

NEIGHBOURS = family(
    "neighbours",
    (
        "proc-mem",
        "writing into the memory of another program: /proc/PID/mem",
        """
        pid, place = TARGET["neighbour"]
        with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
            memory.seek(place)
            memory.write(TARGET["mark"].encode())
        """,
    ),
    (
        "process-vm",
        "the same by a system call: process_vm_writev",
        """
        import ctypes

        pid, place = TARGET["neighbour"]
        word = TARGET["mark"].encode()

        class Part(ctypes.Structure):
            _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]

        here = Part(ctypes.cast(ctypes.c_char_p(word), ctypes.c_void_p), len(word))
        there = Part(place, len(word))
        ctypes.CDLL(None).process_vm_writev(
            pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0
        )
        """,
    ),
    (
        "ptrace",
        "holding another program like a debugger, and changing what it remembers",
        """
        import ctypes
        import os

        pid, place = TARGET["neighbour"]
        word = TARGET["mark"].encode() + bytes(8)
        trace = ctypes.CDLL(None).ptrace
        trace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        if trace(16, pid, None, None) == 0:  # hold it
            os.waitpid(pid, 0)
            for at in range(0, len(word) - 7, 8):
                trace(5, pid, place + at, int.from_bytes(word[at : at + 8], "little"))
            trace(17, pid, None, None)  # let it go
        """,
    ),
    (
        "environ",
        "reading what another program was started with: /proc/PID/environ",
        """
        pid, place = TARGET["neighbour"]
        print(open(f"/proc/{pid}/environ").read())
        """,
    ),
    (
        "open-files",
        "opening a file that another program has open: /proc/PID/fd",
        """
        import os

        pid, place = TARGET["neighbour"]
        for number in os.listdir(f"/proc/{pid}/fd"):
            path = f"/proc/{pid}/fd/{number}"
            if os.path.isfile(path):
                print(open(path).read(200))
        """,
    ),
    (
        "pidfd-getfd",
        "taking a file that another program has open: pidfd_getfd",
        """
        import ctypes
        import os

        pid, place = TARGET["neighbour"]
        call = ctypes.CDLL(None).syscall
        handle = call(434, pid, 0)
        for number in range(3, 10):
            taken = call(438, handle, number, 0)
            if taken >= 0:
                try:
                    print(os.pread(taken, 200, 0).decode(errors="replace"))
                except OSError as error:
                    last = error
        """,
    ),
    (
        "signal",
        "a signal to another program: it could be told to end",
        """
        import os
        import signal

        os.kill(TARGET["neighbour"][0], signal.SIGUSR1)
        """,
    ),
    (
        "pidfd-signal",
        "a signal by another way: pidfd_send_signal",
        """
        import os
        import signal

        handle = os.pidfd_open(TARGET["neighbour"][0])
        signal.pidfd_send_signal(handle, signal.SIGUSR2)
        """,
    ),
    (
        "signal-by-file",
        "a signal that a file sends when something can be read from it",
        """
        import fcntl
        import os
        import signal

        end, way = os.pipe()
        fcntl.fcntl(end, fcntl.F_SETOWN, TARGET["neighbour"][0])
        fcntl.fcntl(end, 10, signal.SIGRTMIN + 1)  # which signal: F_SETSIG
        fcntl.fcntl(end, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        os.write(way, b"now")
        """,
    ),
    (
        "priority",
        "making another program wait: setpriority",
        """
        import os

        os.setpriority(os.PRIO_PROCESS, TARGET["neighbour"][0], 7)  # who listens looks at it
        """,
    ),
    (
        "processors",
        "choosing the processors of another program: sched_setaffinity",
        """
        import os

        pid = TARGET["neighbour"][0]
        os.sched_setaffinity(pid, [min(os.sched_getaffinity(0))])  # who listens looks at it
        """,
    ),
    (
        "limits",
        "what another program may use: prlimit",
        """
        import resource

        # Who listens looks at it.
        resource.prlimit(TARGET["neighbour"][0], resource.RLIMIT_NPROC, (4321, 4321))
        """,
    ),
    (
        "keyring",
        "the system's key ring, which all programs of a user share",
        """
        import ctypes
        import platform

        number = {"x86_64": 248, "aarch64": 217}[platform.machine()]  # add_key
        word = TARGET["mark"].encode()
        assert TARGET["keyring"]
        ctypes.CDLL(None).syscall(number, b"user", word, b"secret", 6, TARGET["keyring"])
        """,
    ),
    (
        "shared-memory",
        "memory that programs share by a name (POSIX)",
        """
        import ctypes
        import os

        assert TARGET["shm"]  # where it would be seen
        name = ("/" + TARGET["mark"]).encode()
        ctypes.CDLL(None).shm_open(name, os.O_CREAT | os.O_RDWR, 0o600)
        """,
    ),
    (
        "shared-memory-v",
        "memory that programs share by a number (System V)",
        """
        import ctypes

        c = ctypes.CDLL(None)
        c.shmat.restype = ctypes.c_void_p
        place = c.shmat(c.shmget(TARGET["memory"], 0, 0), None, 0)
        if place not in (None, 2**64 - 1):
            ctypes.memmove(place, TARGET["mark"].encode(), len(TARGET["mark"]))
            c.shmdt(ctypes.c_void_p(place))
        """,
    ),
    (
        "message-queue",
        "a letter box that programs share by a number (System V)",
        """
        import ctypes
        import struct

        word = TARGET["mark"].encode()
        c = ctypes.CDLL(None)
        box = c.msgget(TARGET["letters"], 0)
        c.msgsnd(box, struct.pack("l", 1) + word, ctypes.c_size_t(len(word)), 0)
        """,
    ),
    (
        "posix-queue",
        "a letter box that programs share by a name (POSIX)",
        """
        import ctypes

        c = ctypes.CDLL(None)
        box = c.mq_open(TARGET["queue"].encode(), 1)
        c.mq_send(box, TARGET["mark"].encode(), ctypes.c_size_t(len(TARGET["mark"])), 0)
        """,
    ),
)
