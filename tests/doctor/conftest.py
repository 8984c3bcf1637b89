"""Broken worlds: folders like site-packages, and what the whole command says in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOO_LONG = 100

Install = Callable[..., Path]


@pytest.fixture
def site(tmp_path) -> Path:
    """An empty folder like site-packages."""
    site = tmp_path / "site-packages"
    site.mkdir()
    return site


@pytest.fixture
def install(site) -> Install:
    """Put a distribution into `site` as pip would: its metadata, and empty files."""

    def put(name: str, version: str, *needs: str, files: tuple[str, ...] = (), **more: str) -> Path:
        info = site / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        lines = [f"Requires-Dist: {need}" for need in needs]
        (info / "METADATA").write_text(
            "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines, ""])
        )
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        for file in files:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).touch()
        for file, text in more.items():
            (info / file.replace("__", ".")).write_text(text)
        return info

    return put


def run_doctor(
    *arguments: str, module: str = "dobotkit", path: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the whole command in a process of its own."""
    command = [sys.executable, "-P", "-m", module]
    if module == "dobotkit":
        command.append("doctor")
    places = [str(path)] if path else []
    return subprocess.run(
        [*command, *arguments],
        capture_output=True,
        timeout=TOO_LONG,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*places, str(ROOT)]), **variables},
    )


def findings_in(answer: subprocess.CompletedProcess[bytes]) -> dict[str, dict[str, str]]:
    """The findings of ``--json`` by their names."""
    return {finding["name"]: finding for finding in json.loads(answer.stdout)["findings"]}
