"""Broken worlds: folders like site-packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
