"""Put a file where it belongs, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["save"]


def save(content: bytes, path: Path) -> None:
    """Write a file under another name first, and give it its own when it is whole.

    Whoever reads `path` meanwhile reads the old file or the new one.

    Raises
    ------
    OSError
        If the folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # it is no secret, and others may use this Python
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
