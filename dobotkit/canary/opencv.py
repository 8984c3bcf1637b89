"""OpenCV, loaded when it is first used: it takes a while, and brings libraries for cameras."""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever OpenCV has by that name
    import cv2  # noqa: PLC0415 - only now

    return getattr(cv2, name)
