"""What code does with information, read from the source: each scanner finds one way.

A scanner takes a folder of Python files (or scripts) and returns what an entry of the
inventory's ``code`` would name, behind its prefix. It runs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.policy.shapes import (
    bases,
    begins_empty,
    dotted,
    is_empty_container,
    members,
    targets,
    texts,
)

__all__ = ["SCANNERS", "Sources", "found_in", "rows_stated"]

_MAKES = {
    "mkstemp", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile",
    "SpooledTemporaryFile", "write_text", "write_bytes", "mkdir", "makedirs", "touch",
    "symlink_to", "hardlink_to", "symlink", "link", "copyfile", "copyfileobj", "copytree", "copy2",
    "rename", "make_archive", "tofile", "savetxt", "imwrite", "VideoWriter", "memmap",
    "FileHandler",
}  # fmt: skip
_OF_MODULE = {
    ("shutil", "copy"), ("shutil", "move"), ("os", "replace"), ("os", "rename"),
    ("json", "dump"), ("pickle", "dump"), ("marshal", "dump"), ("sqlite3", "connect"),
    ("dbm", "open"), ("shelve", "open"), ("np", "save"), ("numpy", "save"), ("os", "mkfifo"),
}  # fmt: skip
_WAYS_OUT = {
    "socket", "socketserver", "ssl", "http", "urllib.request", "tornado", "requests", "httpx",
    "aiohttp", "websockets", "websocket", "zmq", "ftplib", "smtplib", "imaplib", "xmlrpc",
    "multiprocessing.connection", "multiprocessing.managers", "webbrowser", "serial", "pydobot",
    "urllib3", "telnetlib", "poplib", "nntplib", "asyncio",
    "multiprocessing.Pipe", "multiprocessing.Queue", "multiprocessing.shared_memory",
}  # fmt: skip
_PEOPLE = ("dobotkit.keeper.people", "dobotkit.session")
_DISPLAYS = re.compile(r"_repr_(html|mimebundle|svg|png|jpeg|markdown|latex|json|javascript)_")
_SCRIPTS = re.compile(
    r"\b(localStorage|sessionStorage|indexedDB|cookieStore|fetch\(|WebSocket|EventSource"
    r"|XMLHttpRequest|sendBeacon|createObjectURL|clipboard|caches\.|BroadcastChannel"
    r"|getUserMedia|RTCPeerConnection)|document\.cookie"
)


class Sources:
    """Python files by module name, and scripts of pages by path.

    Parameters
    ----------
    root:
        The folder that module names and paths are counted from.
    parts:
        Folders and files below it; without any, everything.
    """

    def __init__(self, root: Path, *parts: str) -> None:
        places = [root / part for part in parts] or [root]
        files = [
            path
            for place in places
            for path in ([place] if place.is_file() else sorted(place.rglob("*")))
            if "__pycache__" not in path.parts
        ]
        self.modules: dict[str, tuple[ast.AST, ...]] = {}
        self.scripts: dict[str, str] = {}
        for path in files:
            name = path.relative_to(root).as_posix()
            if path.suffix == ".py":
                module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                tree = ast.parse(path.read_text(encoding="utf-8"))
                # Walked once, for all scanners.
                self.modules[module] = tuple(ast.walk(tree))
            elif path.suffix in {".js", ".mjs", ".html"}:
                self.scripts[name] = path.read_text(encoding="utf-8")

    def classes(self) -> Iterator[tuple[str, ast.ClassDef]]:
        """Every class, with the dotted name of its module."""
        for module, nodes in self.modules.items():
            for node in nodes:
                if isinstance(node, ast.ClassDef):
                    yield module, node


def messages(sources: Sources) -> set[str]:
    """Classes that are messages: below ``Message``, directly or not."""
    above: dict[str, set[str]] = {}
    for _, node in sources.classes():
        # Two classes of one name count as one: rather a row too many than a message unseen.
        above.setdefault(node.name, set()).update(bases(node))
    known = {"Message"}
    while more := {name for name, named in above.items() if named & known} - known:
        known |= more
    return known - {"Message"}


def holders(sources: Sources) -> set[str]:
    """Stores: classes with ``rows``, ``access`` and ``delete``, and what collects about people.

    In the rooms where people are, every class counts that begins with an empty container, and
    every module that has one. Protocols are none.
    """
    in_modules = {
        f"{module}.{name}"
        for module, (whole, *_) in sources.modules.items()
        if module.startswith(_PEOPLE)
        for line in getattr(whole, "body", ())
        if is_empty_container(line)
        for name in targets(line)
    }
    return in_modules | {
        f"{module}.{node.name}"
        for module, node in sources.classes()
        if "Protocol" not in bases(node)
        and (
            {"rows", "access", "delete"} <= members(node)
            or (module.startswith(_PEOPLE) and begins_empty(node))
        )
    }


def rows_stated(sources: Sources) -> dict[str, set[str]]:
    """The rows that stores with ``access`` and ``delete`` say they answer for, word by word."""
    return {
        f"{module}.{node.name}": texts(line.value)
        for module, node in sources.classes()
        if {"access", "delete"} <= members(node)
        for line in node.body
        if isinstance(line, ast.Assign) and targets(line) == {"rows"}
    }


def events(sources: Sources) -> set[str]:
    """Kinds of events: words of the choices named ``…Event``, in a ``Literal`` or a ``StrEnum``."""
    found: set[str] = set()
    for module, nodes in sources.modules.items():
        if not module.startswith("dobotkit."):
            continue
        for node in nodes:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Event"):
                lines = node.body if "StrEnum" in bases(node) else []
                found |= {word for line in lines for word in texts(getattr(line, "value", None))}
            elif (
                isinstance(node, ast.Assign)
                and dotted(node.targets[0]).endswith("Event")
                and dotted(node.value) == "Literal"
            ):
                found |= texts(node.value)
    return found


def writers(sources: Sources) -> set[str]:
    """Modules that make, write, copy or rename files."""
    return _modules_with_call(sources, _writes)


def displays(sources: Sources) -> set[str]:
    """Classes with synced traits, or with a picture of their own in a notebook."""
    return {f"{module}.{node.name}" for module, node in sources.classes() if any(_shown_by(node))}


def loggers(sources: Sources) -> set[str]:
    """Modules that use ``logging``."""
    return _modules_importing(sources, {"logging"})


def printers(sources: Sources) -> set[str]:
    """Modules that print to a terminal or a notebook."""
    return _modules_with_call(sources, _prints)


def senders(sources: Sources) -> set[str]:
    """Modules that import what opens connections."""
    return _modules_importing(sources, _WAYS_OUT)


def scripts(sources: Sources) -> set[str]:
    """Scripts and pages that keep something in the browser, or send something."""
    return {path for path, text in sources.scripts.items() if _SCRIPTS.search(text)}


SCANNERS: Mapping[str, Callable[[Sources], set[str]]] = {
    "message": messages,
    "holds": holders,
    "event": events,
    "writes": writers,
    "shows": displays,
    "logs": loggers,
    "says": printers,
    "sends": senders,
    "script": scripts,
}


def found_in(sources: Sources) -> set[str]:
    """All that the scanners find, as the inventory writes it."""
    return {f"{way}:{what}" for way, scan in SCANNERS.items() for what in scan(sources)}


def _modules_with_call(sources: Sources, test: Callable[[ast.Call], bool]) -> set[str]:
    return {
        module
        for module, nodes in sources.modules.items()
        if any(isinstance(node, ast.Call) and test(node) for node in nodes)
    }


def _modules_importing(sources: Sources, wanted: set[str]) -> set[str]:
    def is_wanted(name: str) -> bool:
        return any(name == one or name.startswith(f"{one}.") for one in wanted)

    found = set()
    for module, nodes in sources.modules.items():
        for node in nodes:
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            if any(map(is_wanted, names)):
                found.add(module)
    return found


def _writes(call: ast.Call) -> bool:
    name = dotted(call.func)
    before, _, last = name.rpartition(".")
    if last in _MAKES or (before, last) in _OF_MODULE:
        return True
    if name == "os.open":
        return "devnull" not in ast.dump(call.args[0])
    if name in {"open", "io.open", "os.fdopen"}:
        return _opens_to_write(call, 1)
    if last == "ZipFile":
        return _opens_to_write(call, 1)
    # Other things than paths can be opened: theirs counts only if a mode stands there.
    return last == "open" and _opens_to_write(call, 0, only_if_said=True)


def _opens_to_write(call: ast.Call, place: int, *, only_if_said: bool = False) -> bool:
    mode = next((word.value for word in call.keywords if word.arg == "mode"), None)
    if mode is None and len(call.args) > place:
        mode = call.args[place]
    if mode is None:
        return False
    modes = [mode.body, mode.orelse] if isinstance(mode, ast.IfExp) else [mode]
    said = [str(one.value) for one in modes if isinstance(one, ast.Constant)]
    if not said:
        # A mode that is worked out may be any.
        return not only_if_said
    return any(set(one) <= set("rwaxbt+") and bool(set("wax+") & set(one)) for one in said)


def _prints(call: ast.Call) -> bool:
    name = dotted(call.func)
    last = name.rpartition(".")[2]
    if last in {"print", "echo", "secho", "print_json"} or name == "console.out":
        return True
    return name.removeprefix("sys.") in {
        f"{pipe}.write" for pipe in ("stdout", "stderr", "__stdout__", "__stderr__")
    }


def _shown_by(node: ast.ClassDef) -> Iterator[bool]:
    for line in node.body:
        if isinstance(line, ast.FunctionDef):
            yield bool(_DISPLAYS.fullmatch(line.name)) or line.name == "_ipython_display_"
        elif isinstance(line, ast.Assign | ast.AnnAssign) and line.value is not None:
            # anywidget makes a synced trait of a script.
            yield "_esm" in targets(line) or any(
                isinstance(part, ast.keyword)
                and part.arg == "sync"
                and not (isinstance(part.value, ast.Constant) and part.value.value is False)
                for part in ast.walk(line.value)
            )
