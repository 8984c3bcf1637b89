"""Ways out as files: all that can write, into a folder that is not the notebook's."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["FILES"]

FILES = family(
    "files",
    (
        "open",
        "open()",
        """
        with open(TARGET["folder"] + "/" + TARGET["mark"], "w") as file:
            file.write("secret")
        """,
    ),
    (
        "os-open",
        "os.open()",
        """
        import os

        file = os.open(TARGET["folder"] + "/" + TARGET["mark"], os.O_CREAT | os.O_WRONLY)
        os.close(file)
        """,
    ),
    (
        "truncate",
        "emptying a file that is there",
        """
        import os

        # Who listens looks whether it is still as long as it was.
        os.truncate(TARGET["precious"], 0)
        """,
    ),
    (
        "append",
        "one more line in a file that is there",
        """
        with open(TARGET["precious"], "a") as file:
            file.write(TARGET["mark"])
        """,
    ),
    (
        "attributes",
        "a note that sticks to a file of somebody else: setxattr",
        """
        import os

        os.setxattr(TARGET["quiet"], "user." + TARGET["mark"], b"secret")
        """,
    ),
    (
        "chmod",
        "who may read a file of somebody else: chmod",
        """
        import os

        os.chmod(TARGET["quiet"], 0o644)  # who listens looks at it
        """,
    ),
    (
        "time-stamp",
        "a secret hidden in when a file was last changed",
        """
        import os

        os.utime(TARGET["quiet"], (1_000_000_000, 1_000_000_000))
        """,
    ),
    (
        "file-handle",
        "opening a file by a handle instead of its name (needs an administrator)",
        """
        import ctypes
        import os
        import struct

        c = ctypes.CDLL(None)
        handle = ctypes.create_string_buffer(struct.pack("I", 128), 136)
        which = ctypes.c_int()
        c.name_to_handle_at(-100, TARGET["precious"].encode(), handle, ctypes.byref(which), 0)
        there = os.open(os.path.dirname(TARGET["precious"]), os.O_RDONLY)
        file = c.open_by_handle_at(there, handle, os.O_WRONLY | os.O_APPEND)
        c.write(file, TARGET["mark"].encode(), len(TARGET["mark"]))
        c.close(file)
        """,
    ),
    (
        "mkdir",
        "a folder whose name is the secret",
        """
        import os

        os.mkdir(TARGET["folder"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "cv2-imwrite",
        "a picture, written by OpenCV",
        """
        import cv2
        import numpy

        picture = numpy.zeros((8, 8, 3), numpy.uint8)
        cv2.imwrite(TARGET["folder"] + "/" + TARGET["mark"] + ".png", picture)
        """,
    ),
    (
        "cv2-video",
        "a film, written by OpenCV",
        """
        import cv2
        import numpy

        path = TARGET["folder"] + "/" + TARGET["mark"] + ".avi"
        film = cv2.VideoWriter(path, cv2.VideoWriter_fourcc(*"MJPG"), 5, (64, 64))
        film.write(numpy.zeros((64, 64, 3), numpy.uint8))
        film.release()
        """,
    ),
    (
        "cv2-storage",
        "settings, written by OpenCV",
        """
        import cv2

        path = TARGET["folder"] + "/" + TARGET["mark"] + ".yml"
        file = cv2.FileStorage(path, cv2.FILE_STORAGE_WRITE)
        file.write("secret", 1)
        file.release()
        """,
    ),
    (
        "memmap",
        "numpy, with a file that looks like memory",
        """
        import numpy

        path = TARGET["folder"] + "/" + TARGET["mark"]
        numpy.memmap(path, dtype="uint8", mode="w+", shape=(8,)).flush()
        """,
    ),
    (
        "tofile",
        "numpy, which writes an array by itself",
        """
        import numpy

        numpy.zeros(8).tofile(TARGET["folder"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "sqlite",
        "a database",
        """
        import sqlite3

        book = sqlite3.connect(TARGET["folder"] + "/" + TARGET["mark"])
        book.execute("create table secret (word)")
        book.commit()
        book.close()
        """,
    ),
    (
        "ctypes-fopen",
        "fopen() of the C library",
        """
        import ctypes

        c = ctypes.CDLL(None)
        c.fopen.restype, c.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
        file = c.fopen((TARGET["folder"] + "/" + TARGET["mark"]).encode(), b"w")
        if file:
            c.fclose(file)
        """,
    ),
    (
        "rename",
        "a file that is moved out",
        """
        import os

        with open(TARGET["mark"], "w") as file:
            file.write("secret")
        os.rename(TARGET["mark"], TARGET["beside"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "hard-link",
        "a second name, outside, for a file that is inside",
        """
        import os

        with open(TARGET["mark"], "w") as file:
            file.write("secret")
        os.link(TARGET["mark"], TARGET["beside"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "hard-link-in",
        "a second name, inside, for a file that is outside, and then reading it",
        """
        import os

        inside = TARGET["work"] + "/second-name"
        os.link(TARGET["beside"] + "/secret", inside)
        print(open(inside).read())
        os.unlink(inside)
        """,
    ),
    (
        "device",
        "a device of its own, such as a whole disk (needs an administrator)",
        """
        import os
        import stat

        # This one leads nowhere; a disk would be made in the same way.
        os.mknod(TARGET["work"] + "/" + TARGET["mark"], stat.S_IFCHR | 0o600, os.makedev(1, 3))
        """,
    ),
    (
        "symlink",
        "a sign inside that leads outside: the server would follow it",
        """
        import os

        os.symlink(TARGET["folder"], TARGET["work"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "symlink-outside",
        "a sign, outside, that leads somewhere",
        """
        import os

        os.symlink("/", TARGET["folder"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "unix-socket-file",
        "a socket, outside, that others could connect to",
        """
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.bind(TARGET["folder"] + "/" + TARGET["mark"])
        """,
    ),
    (
        "crash-file",
        "the memory of a program that crashes, written by the system",
        """
        import os
        import resource

        child = os.fork()
        if child == 0:
            least, most = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (most, most))
            os.chdir(TARGET["crashes"])
            secret = TARGET["mark"]
            os.abort()
        os.waitpid(child, 0)
        """,
    ),
)
