"""OpenCV, loaded when it is first used: it takes a while, and brings libraries for cameras."""

from __future__ import annotations

import os
from typing import Any

__all__: list[str] = []

_VARIABLE = "LD_LIBRARY_PATH"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever OpenCV has by that name
    before = os.environ.get(_VARIABLE)
    import cv2  # noqa: PLC0415 - only now

    # Loading it names its folder there, for every program that is started from here.
    if before is None:
        os.environ.pop(_VARIABLE, None)
    else:
        os.environ[_VARIABLE] = before
    return getattr(cv2, name)
