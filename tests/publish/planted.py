"""A notebook with something of everything in it, as Jupyter and its friends write it."""

from __future__ import annotations

import base64
import copy
import itertools
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np

__all__ = [
    "JPEG_WITH_PLACE",
    "NAME",
    "NUMBER",
    "PNG",
    "as_64",
    "code",
    "notebook",
    "prose",
    "save",
    "shown",
]

_numbers = itertools.count()
NAME = "Quirina Zorblax"
NUMBER = "73105528"


def _png(width: int = 64, height: int = 48) -> bytes:
    noise = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return cv2.imencode(".png", noise)[1].tobytes()


def _jpeg_with_place() -> bytes:
    jpeg = cv2.imencode(".jpg", np.full((30, 40, 3), 128, np.uint8))[1].tobytes()
    # TIFF header, and one entry: where the place stands.
    tiff = b"II*\0\x08\0\0\0" + b"\x01\0" + b"\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0" + b"\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


PNG = _png()
JPEG_WITH_PLACE = _jpeg_with_place()


def as_64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def code(source: str, *outputs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"c0de-{next(_numbers)}",
        "execution_count": 1,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
        "outputs": list(outputs),
    }


def shown(**forms: Any) -> dict[str, Any]:
    data = {key.replace("__", "+").replace("_", "/"): value for key, value in forms.items()}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def prose(source: str, **attachments: Any) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "id": "n0te",
        "metadata": {},
        "source": source,
        "attachments": attachments,
    }


CLEAN = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        },
        "language_info": {"name": "python", "version": "3.11.2", "file_extension": ".py"},
    },
    "cells": [
        {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "# Hello, arm\n\nMove it."},
        code(
            "arm.move_to(200, 0, 50)\nprint(arm.pose)",
            {"output_type": "stream", "name": "stdout", "text": ["x 200.0, y 0.0, z 50.0\n"]},
            tags=["exercise"],
        ),
    ],
}


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """A clean notebook with these cells after its own, and this metadata besides its own."""
    data = copy.deepcopy(CLEAN)
    data["cells"] += cells
    data["metadata"] |= metadata
    return data


def save(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
