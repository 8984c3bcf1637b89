"""``LiveView``: what a camera sees, at most ten times a second, while somebody looks."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any
from weakref import ref

from dobotkit.camera import Camera
from dobotkit.errors import CameraClosed, DobotKitError, KeeperGone
from dobotkit.widgets.scripts import SEEN
from dobotkit.widgets.seen_view import SeenView

__all__ = ["LiveView"]

log = logging.getLogger(__name__)

# Seconds from one picture to the next at least; ten in a second.
_PICTURE_S = 0.1
# Seconds until a camera that has not answered is asked again, and between two looks whether
# one that nobody looks through is still on.
_TROUBLE_S, _UNSEEN_S = 1.0, 1.0
_NEEDS = "It is seen only in a page, while its notebook runs; no picture is kept."


class LiveView(SeenView):
    """The live picture of a camera, with its sign; made by ``show(camera)``.

    A page asks for the next picture when it has drawn the last one and somebody can see it,
    and gets one: what is slow gets fewer pictures, and none waits on the way. The keeper has
    covered every one of them. When the camera goes off the page is told, and shows none.

    Parameters
    ----------
    camera:
        The camera.
    thresholds:
        Whether there are sliders, and only the pixels between them are shown.
    """

    _esm = SEEN

    def __init__(self, camera: Camera, *, thresholds: bool = False) -> None:
        self._camera = camera
        self._waiting: set[str] = set()
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._gone = threading.Event()
        self._over = ""
        super().__init__(
            thresholds=thresholds,
            why=camera.why,
            words=f"The live picture of a camera (on for: {camera.why}). {_NEEDS}",
        )
        # A weak reference: the thread must not keep a view that nobody has.
        threading.Thread(
            target=_follow, args=(ref(self), self._gone, self._asked), name="LiveView", daemon=True
        ).start()

    def close(self) -> None:
        """Take the picture away; the camera stays as it is."""
        self._gone.set()
        self._asked.set()
        super().close()

    def __repr__(self) -> str:
        if self._over or not self._camera.on:
            return "The live picture of a camera, which is off."
        return self.words

    def obey(self, do: str, page: str, message: dict[str, Any]) -> None:
        """Note that a page wants a picture, or none any more; switch the camera off."""
        if self._over:
            self.send({"over": self._over})
        elif do == "next":
            with self._lock:
                self._waiting.add(page)
            self._asked.set()
        elif do == "here":  # somebody has paused the picture, and wants to know the camera's state
            self.send({"here": page})
        elif do == "look" and message.get("sees") is not True:
            with self._lock:
                self._waiting.discard(page)
        elif do == "off":
            self._switch_off()

    def _switch_off(self) -> None:
        try:
            self._camera.close()
        except DobotKitError as error:
            self.send({"trouble": [error.what, f"→ {error.advice}"]})
        self._asked.set()

    def look(self) -> float:
        """Serve the pages that wait, once.

        Returns
        -------
        float
            Seconds until the next time, 0 to end.
        """
        if not self._camera.on:
            return self._end("The camera is off.")
        with self._lock:
            pages = set(self._waiting)
        if not pages:
            return _UNSEEN_S
        begun = time.monotonic()
        try:
            self.send_picture(self._camera.look_live(), pages)
        except (CameraClosed, KeeperGone) as error:
            return self._end(error.what)
        except DobotKitError as error:
            self.send({"trouble": [error.what, f"→ {error.advice}"]})
            begun += _TROUBLE_S
        finally:
            with self._lock:
                # Also those that have asked again meanwhile: each gets one at a time.
                self._waiting -= pages
        return max(begun + _PICTURE_S - time.monotonic(), 0.001)

    def _end(self, words: str) -> float:
        self._over = f"{words} There is no picture any more."
        with self._lock:
            self._waiting.clear()
        self.send({"over": self._over})
        return 0.0


def _follow(view_ref: ref[LiveView], gone: threading.Event, asked: threading.Event) -> None:
    """Look through the camera for the pages that ask, until it is off."""
    due = 0.0
    while not gone.is_set():
        # Never sooner than due; after that, as soon as somebody asks.
        gone.wait(max(due - time.monotonic(), 0.0))
        asked.wait(_UNSEEN_S)
        asked.clear()
        view = view_ref()
        if view is None or gone.is_set():
            return
        try:
            pause = view.look()
        except Exception:  # a mistake of ours: the picture goes on, and more slowly
            log.exception("a live picture failed")
            pause = _TROUBLE_S
        if not pause:
            return
        due = time.monotonic() + pause
        del view
