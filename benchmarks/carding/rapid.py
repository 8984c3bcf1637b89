"""rapidocr in an environment of its own, asked through a pipe."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["VERSION", "Rapid", "rapid"]

VERSION = "3.10.0"
_NEEDS = (f"rapidocr=={VERSION}", "onnxruntime", "psutil")
_WORKER = Path(__file__).with_name("rapid_worker.py")


class Rapid:
    """The other reader, in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, pixels: NDArray[np.uint8]) -> dict[str, Any]:
        """Return what it says of a picture (h, w, 3): milliseconds, lines, memory."""
        given, told = self._process.stdin, self._process.stdout
        assert given is not None and told is not None  # noqa: S101, PT018 - both are pipes
        given.write(struct.pack("<II", *pixels.shape[:2]) + np.ascontiguousarray(pixels).tobytes())
        given.flush()
        (length,) = struct.unpack("<I", told.read(4))
        answer: dict[str, Any] = json.loads(told.read(length))
        return answer


@contextlib.contextmanager
def rapid(threads: int) -> Iterator[Rapid]:
    """Install it into a temporary folder, and have it until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603 - this very Python, or one that it made
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *_NEEDS], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - this very Python, or one that it made
        # Its environment knows nothing of ours.
        clean = {name: one for name, one in os.environ.items() if name != "PYTHONPATH"}
        process = subprocess.Popen(  # noqa: S603 - this very Python, or one that it made
            [python, _WORKER, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=clean,
        )
        try:
            yield Rapid(process)
        finally:
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            process.stdin.close()
            process.wait(timeout=60)
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            process.stdout.close()
