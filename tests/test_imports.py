"""What importing the kit takes: nothing that only Linux has, and nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "lessons" / "01_hello_arm"
TOO_LONG = 100

# Refuses to *our* modules what Windows does not have. pySerial, tornado and others
# have branches of their own for Linux, and may have them.
AS_ON_WINDOWS = """
import builtins
import sys

MISSING = {"fcntl", "pty", "termios", "tty", "resource", "pwd", "grp"}
really_import = builtins.__import__


def guarded_import(name, globals=None, locals=None, fromlist=(), level=0):
    asker = (globals or {}).get("__name__") or ""
    if level == 0 and name.partition(".")[0] in MISSING and asker.partition(".")[0] == "dobotkit":
        raise ModuleNotFoundError(f"No module named {name!r}, asked for by {asker}", name=name)
    return really_import(name, globals, locals, fromlist, level)


builtins.__import__ = guarded_import
"""

EVERY_MODULE = """
import importlib
import pkgutil

import dobotkit

names = [module.name for module in pkgutil.walk_packages(dobotkit.__path__, "dobotkit.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

# The cells as a kernel runs them, one after the other in one namespace.
LESSON_01 = """
import json

cells = json.load(open("lesson.ipynb", encoding="utf-8"))["cells"]
namespace, ran, refused = {"__name__": "__main__"}, 0, 0
for cell in cells:
    if cell["cell_type"] != "code":
        continue
    tags = cell["metadata"].get("tags", ())
    try:
        exec("".join(cell["source"]), namespace)
    except Exception as error:
        if "raises-exception" not in tags:
            raise
        refused += 1
    else:
        assert "raises-exception" not in tags, cell["id"]
    ran += 1
print(ran, refused)
"""


def _run(code: str, cwd: Path = ROOT, **variables: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables},
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_every_module_is_imported_without_what_windows_lacks():
    modules = list((ROOT / "dobotkit").rglob("*.py"))
    assert int(_run(AS_ON_WINDOWS + EVERY_MODULE)) == len(modules) - 1  # but dobotkit itself


def test_lesson_01_runs_without_what_windows_lacks():
    said = _run(AS_ON_WINDOWS + LESSON_01, LESSON, DOBOTKIT_PORT="dobotsim://desk?pace=instant")
    ran, refused = map(int, said.splitlines()[-1].split())
    assert ran > 20
    assert refused == 1


@pytest.mark.parametrize(
    "code",
    ["import fcntl", "from termios import TCSANOW", "def f():\n    import pwd\nf()"],
)
def test_the_blockade_holds(tmp_path, code):
    package = tmp_path / "dobotkit"
    package.mkdir()
    (package / "__init__.py").write_text(code)
    said = _run(
        AS_ON_WINDOWS + "try:\n    import dobotkit\nexcept ModuleNotFoundError as e:\n    print(e)",
        PYTHONPATH=str(tmp_path),
    )
    assert "asked for by dobotkit" in said


@pytest.mark.parametrize("what", ["import dobotkit", "from dobotkit.cli import app"])
def test_import_loads_nothing_heavy(what):
    heavy = "{'numpy', 'cv2', 'serial', 'pydobot', 'IPython', 'ipywidgets', 'jupyterlab', 'psutil'}"
    assert _run(f"import sys\n{what}\nprint(sorted({heavy} & set(sys.modules)))").strip() == "[]"
