"""Ways out into places that something else reads later."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["PLACES"]


def _file_in(key: str, ending: str = "") -> str:
    return f"""
        with open(TARGET["{key}"] + "/" + TARGET["mark"] + "{ending}", "w") as file:
            file.write("# secret")
        """


PLACES = family(
    "places",
    ("home", "a file in the home folder", _file_in("home")),
    ("temp", "a file in the folder for temporary files", _file_in("temp")),
    (
        "var-tmp",
        "a file in /var/tmp, which outlives a restart",
        _file_in("var_tmp"),
    ),
    ("memory-disk", "a file in /dev/shm, a disk in memory that everybody sees", _file_in("shm")),
    ("settings", "a file among the lab's settings", _file_in("config", ".json")),
    ("start-up", "a program that every later notebook would run first", _file_in("startup", ".py")),
    (
        "kernelspec",
        "a kind of kernel without a wall, for the server to start",
        """
        import os

        os.mkdir(TARGET["kernelspecs"] + "/" + TARGET["mark"])
        with open(TARGET["kernelspecs"] + "/" + TARGET["mark"] + "/kernel.json", "w") as file:
            file.write('{"argv": ["true"], "display_name": "x", "language": "python"}')
        """,
    ),
    ("pth", "a .pth file, which every Python of this computer runs", _file_in("packages", ".pth")),
    ("kit", "a file in the kit itself", _file_in("kit", ".txt")),
    ("other-kernel", "a file in the folder of another notebook's kernel", _file_in("kernel")),
    (
        "other-key",
        "reading the key of another notebook's kernel",
        """
        print(open(TARGET["other_key"]).read())
        """,
    ),
    (
        "keeper-key",
        "reading the key of the process that looks after the arms",
        """
        print(open(TARGET["keeper_key"]).read())
        """,
    ),
    (
        "token-file",
        "the server's key, read from where it keeps it",
        """
        import glob

        for path in glob.glob(TARGET["runtime"] + "/*.json"):
            print(open(path).read())
        """,
    ),
    (
        "secret-file",
        "reading what another program keeps in its folder",
        """
        print(open(TARGET["secret"]).read())
        """,
    ),
    (
        "server",
        "asking the lab's own server to write, with its key",
        """
        import json
        import urllib.request

        url, token = TARGET["server"]
        page = urllib.request.Request(
            url + "api/contents/" + TARGET["mark"] + ".txt",
            json.dumps({"type": "file", "format": "text", "content": "secret"}).encode(),
            {"Authorization": "token " + token},
            method="PUT",
        )
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(page, timeout=5).read()
        """,
    ),
)
