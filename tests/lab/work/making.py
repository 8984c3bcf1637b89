"""Notebooks and zip files to try things with."""

from __future__ import annotations

import base64
import io
import json
import zipfile

from dobotkit.lab.work.parcel import MANIFEST

# The smallest picture there is, and a longer one as it stands in a notebook.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = base64.b64encode(PNG * 20).decode()

LESSON = "lessons/01_hello_arm/lesson.ipynb"


def code(source: str, **more: object) -> dict[str, object]:
    """A cell with code."""
    cell = {"cell_type": "code", "id": "one", "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": [], **more}


def notebook(*cells: dict[str, object], **metadata: object) -> bytes:
    """The file of a notebook."""
    return json.dumps(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def full_notebook() -> bytes:
    """A notebook with a picture in every place that has room for one, and a name it showed."""
    shown = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": PICTURE, "text/plain": "Ada Lovelace"},
    }
    return notebook(
        code("show(arm)", outputs=[shown], execution_count=7, metadata={"picture": PICTURE}),
        {
            "cell_type": "markdown",
            "id": "two",
            "metadata": {"tags": ["exercise"], "jupyter": {"source_hidden": True}},
            "source": ["My text\n", f"![me](data:image/png;base64,{PICTURE})\n", "its end"],
            "attachments": {"me.png": {"image/png": PICTURE}},
        },
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": PICTURE}}},
        title="Ada Lovelace",
    )


def parcel(files: dict[str, bytes | str], manifest: str | None = None) -> bytes:
    """A zip file with these files, and by default with the word that it is work."""
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as zipped:
        said = '{"form": "dobotkit work 1", "kit": "0.1.0"}' if manifest is None else manifest
        if said:
            zipped.writestr(MANIFEST, said)
        for name, content in files.items():
            zipped.writestr(name, content)
    return holder.getvalue()
