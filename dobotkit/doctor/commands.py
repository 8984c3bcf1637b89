"""What to type to mend an installation, as it is spelt on this computer."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

__all__ = ["AGAIN", "pip"]

_START = "py start.py" if os.name == "nt" else "python3 start.py"

# A damaged environment is made anew; that is quicker than to find out what it lacks.
AGAIN = f"In the kit's folder: delete .venv there, then type: {_START}"


def pip(command: str) -> str:
    """Return what to type for ``pip COMMAND`` in the environment that runs this."""
    if importlib.util.find_spec("pip") is None:
        # uv makes environments without pip, and finds the .venv of the current folder
        return f"uv pip {command}"
    python = "python"
    if Path(sys.prefix).name == ".venv":
        python = r".venv\Scripts\python" if os.name == "nt" else ".venv/bin/python"
    return f"{python} -m pip {command}"
