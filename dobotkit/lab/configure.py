"""The lab's settings for a Jupyter server that others start, as Binder does.

They go into a Python environment, where every Jupyter of that environment
finds them. Whoever starts the server keeps deciding where it listens, who may
come in, which folder it shows and which kernels it offers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dobotkit.errors import LabError
from dobotkit.lab.settings import SETTINGS_ANYWHERE, merged

__all__ = ["preview", "write_into"]


def write_into(prefix: Path) -> str:
    """Write the settings below `prefix`; return what was done, a line for each file.

    What the files say already and the lab has no opinion on stays. Doing it
    again changes nothing.

    Parameters
    ----------
    prefix:
        The folder of a Python environment, as `sys.prefix` names it.

    Raises
    ------
    LabError
        If a file is there but is no JSON, or cannot be written.
    """
    # All are read before the first is written: half the settings would help nobody.
    files = {path: (_read(path), text) for path, text in _files(prefix).items()}
    done = []
    for path, (before, after) in files.items():
        if before == after:
            done.append(f"As it should be: {path}")
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, encoding="utf-8", newline="\n")
        except OSError as error:
            raise LabError(
                f"{path} cannot be written: {error.strerror}.",
                "Do it as the user who installed this Python, or in an environment of your own.",
            ) from error
        done.append(f"Written: {path}")
    return "\n".join(done)


def preview(prefix: Path) -> str:
    """Return the files that `write_into` would leave below `prefix`, and their content."""
    return "\n".join(f"{path}\n{text}" for path, text in _files(prefix).items())


def _files(prefix: Path) -> dict[Path, str]:
    return {
        prefix / name: _as_text(merged(_parsed(prefix / name), data))
        for name, data in SETTINGS_ANYWHERE.items()
    }


def _as_text(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise LabError(
            f"{path} cannot be read: {error.strerror}.",
            "Do it as the user who installed this Python, or in an environment of your own.",
        ) from error
    except UnicodeDecodeError as error:
        raise _broken(path) from error


def _parsed(path: Path) -> dict[str, Any]:
    text = _read(path)
    try:
        data = json.loads(text) if text.strip() else {}
    except ValueError as error:
        raise _broken(path) from error
    if not isinstance(data, dict):
        raise _broken(path)
    return data


def _broken(path: Path) -> LabError:
    return LabError(
        f"{path} is there already, and is not what Jupyter can read: no JSON object.",
        "Repair it or move it away, then do this again.",
    )
