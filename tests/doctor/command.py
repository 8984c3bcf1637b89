"""The whole command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOO_LONG = 100


def run_doctor(
    *arguments: str,
    command: tuple[str, ...] = ("-m", "dobotkit", "doctor"),
    path: Path | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run the doctor, with the folder `path` first among those where packages are looked for."""
    places = [str(path)] if path else []
    return subprocess.run(
        [sys.executable, "-P", *command, *arguments],
        capture_output=True,
        timeout=TOO_LONG,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*places, str(ROOT)]), **variables},
    )


def findings_in(answer: subprocess.CompletedProcess[bytes]) -> dict[str, dict[str, str]]:
    """The findings of ``--json`` by their names."""
    return {finding["name"]: finding for finding in json.loads(answer.stdout)["findings"]}
