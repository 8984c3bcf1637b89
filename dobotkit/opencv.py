"""OpenCV, loaded when it is first used: it takes a while, and brings libraries for cameras.

``from dobotkit.opencv import cv2`` costs nothing; the first use of a name of it loads it,
keeps it from talking on the screen, and takes back what loading it does to the
environment of programs that are started later.
"""

from __future__ import annotations

import os
import threading
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["cv2"]

# Loading it names its folder there, for every program that is started from here.
_VARIABLE = "LD_LIBRARY_PATH"
# Its complaints name files and devices.
_QUIET = "OPENCV_LOG_LEVEL"
_loading = threading.Lock()


def _load() -> ModuleType:
    with _loading:
        before = {name: os.environ.get(name) for name in (_VARIABLE, _QUIET)}
        if before[_QUIET] is None:
            os.environ[_QUIET] = "SILENT"
        try:
            import cv2 as loaded  # noqa: PLC0415 - only now
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
        return loaded


class _Late(ModuleType):
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever OpenCV has by that name
        if name.startswith("__"):
            raise AttributeError(name)  # who looks a module over does not use it
        value = getattr(_load(), name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:
    import cv2
else:
    cv2 = _Late("cv2", __doc__)
