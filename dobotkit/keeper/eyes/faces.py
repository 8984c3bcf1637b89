"""Finds faces, so that they can be covered: YuNet, through OpenCV.

What is found is where a face is and how sure that is; whose it is nobody here can tell.

OpenCV's network keeps one whole picture inside: what it was given last, as numbers of four
bytes, until it is given another of the same size. So when the answer is out, and no further
picture comes within a fifth of a second, it is given a black one, which takes the place of the
picture and of all that was computed from it (``tests/keeper/eyes/test_faces_forgotten.py`` looks
for it, before and after).

The search has a thread of its own: whoever waits for it waits no longer than they want to.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import DobotKitError, FaceFinderFailed
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.models import load
from dobotkit.opencv import cv2

__all__ = [
    "COUNTED",
    "COVERED_FROM",
    "FoundFace",
    "Meet",
    "Search",
    "find_faces",
    "until_forgotten",
]

COUNTED: Final = 0.7
"""A find from this score on is taken for a face."""

COVERED_FROM: Final = 0.5
"""And from this one on it is covered: a cover too many does less harm than a face too many."""

LIMIT_S: Final = 10.0
"""Nobody waits longer for a search that takes some hundredths of a second."""

# So long is the longer side of what the network is given, in pixels: with more it finds a few
# small faces more, in four times the time (measured on photographs).
_LONGEST: Final = 640
# The mirrored edges of a picture that is searched again are such a part of its longer side.
_RIM: Final = 8
# A picture is not shrunk more than this without being searched once more, in a larger copy.
_SHRINKS: Final = 2
# Of two finds that share more than this of their place one is left; OpenCV's own number.
_SAME_PLACE: Final = 0.3
_MOST: Final = 5000
_LANDMARKS: Final = 5
# A live picture brings the next one sooner; then what it leaves is overwritten by that (s).
_SOON_S: Final = 0.2
# The end of a process waits no longer for a search (s).
_LAST_S: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """Where a face is.

    Attributes
    ----------
    box:
        x, y, width and height in pixels of the frame: about from the brows to the chin, and
        without hair. It may reach over the edge of the frame.
    score:
        How sure it is, 0 to 1.
    landmarks:
        (5, 2) float32, in pixels of the frame: right eye, left eye, nose, right and left
        corner of the mouth, as the person says right and left.
    """

    box: tuple[float, float, float, float]
    score: float
    landmarks: NDArray[np.float32]


Meet = Callable[[Pixels, Sequence[FoundFace]], Sequence[str]]
"""What happens to found faces before they are covered: it is given the raw pixels and all faces,
and returns for each what is written onto its cover, or an empty text."""


def find_faces(frame: Frame | Pixels, *, min_score: float = COUNTED) -> list[FoundFace]:
    """Find the faces in a frame.

    Parameters
    ----------
    frame:
        A frame, or its pixels: (h, w, 3) uint8, blue, green, red. It is only read.
    min_score:
        How sure a find has to be, 0 to 1.

    Returns
    -------
    list of FoundFace
        The surest first.

    Raises
    ------
    ModelError
        The model is missing, or is not the one that was pinned.
    FaceFinderFailed
        The search failed, or took longer than ten seconds.
    """
    return Search(frame, min_score=min_score).faces()


class Search:
    """One search, which begins at once and beside whatever its caller does meanwhile.

    Parameters
    ----------
    frame:
        A frame, or its pixels: (h, w, 3) uint8, blue, green, red. It is read before this
        returns, and not afterwards.
    min_score:
        How sure a find has to be, 0 to 1.
    again:
        Whether it was searched before, and is covered now: then once, as finely as it was, and
        with its edges mirrored. Half a face at the edge is a whole one then.
    """

    def __init__(
        self, frame: Frame | Pixels, *, min_score: float = COVERED_FROM, again: bool = False
    ) -> None:
        pixels = frame.pixels if isinstance(frame, Frame) else frame
        # Their own in any case: who is late must not find the frame of somebody else there.
        sizes = _sizes_for(pixels)
        self._copies = [_copy(pixels, longest) for longest in (sizes[-1:] if again else sizes)]
        # So many pixels of the frame is one of a copy.
        self._scales = [pixels.shape[1] / copy.shape[1] for copy in self._copies]
        self._size = (pixels.shape[1], pixels.shape[0])
        # How wide the mirrored edges are, in pixels of the copy.
        self._rim = max(self._copies[-1].shape) // _RIM if again else 0
        if self._rim:
            plain = self._copies[-1]
            rims = (self._rim,) * 4
            mirrored = cv2.copyMakeBorder(plain, *rims, cv2.BORDER_REFLECT_101)
            self._copies[-1] = np.asarray(mirrored, np.uint8)
            wipe(plain)
        self._min_score = min_score
        self._done = threading.Event()
        self._found: list[FoundFace] = []
        self._error: DobotKitError | None = None
        threading.Thread(target=self._run, name="faces", daemon=True).start()

    def faces(self, timeout_s: float = LIMIT_S) -> list[FoundFace]:
        """Wait for what is found; the surest first.

        Raises
        ------
        ModelError
            The model is missing, or is not the one that was pinned.
        FaceFinderFailed
            The search failed, or took too long.
        """
        if not self._done.wait(timeout_s):
            raise _failed(f"Looking for faces took longer than {timeout_s:.0f} seconds.")
        if self._error is not None:
            raise self._error
        return self._found

    def _run(self) -> None:
        try:
            found: list[FoundFace] = []
            with _network.taken():
                for copy, scale in zip(self._copies, self._scales, strict=True):
                    rows = _network.detect(copy, self._min_score)
                    found += [_face(row, scale, self._rim) for row in rows]
            if self._rim:
                # Who is in the mirror alone is in the picture as well.
                found = [face for face in found if _is_inside(face, self._size)]
            self._found = _each_once(found) if len(self._copies) > 1 else found
        except DobotKitError as error:
            self._error = error
        except Exception:  # noqa: BLE001 - whatever OpenCV says, its words are not passed on
            self._error = _failed("Looking for faces failed.")
        finally:
            wipe(*self._copies)
            self._done.set()
        # Nobody waits for this.
        _network.forget_soon()


def _sizes_for(pixels: Pixels) -> list[int]:
    """Return how long the longer side is of each copy in which faces are looked for."""
    longest = max(pixels.shape[:2])
    sizes = [min(longest, _LONGEST)]
    if longest > _SHRINKS * _LONGEST:
        # In a larger picture a face that shrinks too much to be found is still large enough to be
        # known. Faces that fill it are found in the small copy alone.
        sizes.append(round(longest / _SHRINKS))
    return sizes


def _copy(pixels: Pixels, longest: int) -> Pixels:
    height, width = pixels.shape[:2]
    shrink = longest / max(height, width)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = np.empty((size[1], size[0], 3), np.uint8)
    cv2.resize(pixels, size, dst=small, interpolation=cv2.INTER_AREA)
    return small


def _is_inside(face: FoundFace, size: tuple[int, int]) -> bool:
    x, y, width, height = face.box
    return x + width > 0 and y + height > 0 and x < size[0] and y < size[1]


def _face(row: NDArray[np.float32], scale: float, rim: int) -> FoundFace:
    points = row[: 4 + 2 * _LANDMARKS].reshape(-1, 2).copy()
    # All but width and height are places.
    points[[0, *range(2, len(points))]] -= rim
    points *= scale
    x, y, width, height = map(float, points[:2].ravel())
    return FoundFace((x, y, width, height), float(row[-1]), points[2:].astype(np.float32))


def _each_once(found: Sequence[FoundFace]) -> list[FoundFace]:
    """Return the finds in two copies of one picture, each face once; the surest first."""
    kept: list[FoundFace] = []
    for face in sorted(found, key=lambda one: -one.score):
        if all(_shared(face, other) <= _SAME_PLACE for other in kept):
            kept.append(face)
    return kept


def _shared(one: FoundFace, other: FoundFace) -> float:
    """Intersection over union of two boxes."""
    (x, y, width, height), (u, v, wide, high) = one.box, other.box
    across = max(0.0, min(x + width, u + wide) - max(x, u))
    down = max(0.0, min(y + height, v + high) - max(y, v))
    both = across * down
    return both / (width * height + wide * high - both) if both else 0.0


class _Network:
    """The one detector of this process, used by one thread at a time.

    It is made when it is first needed.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._wanted = threading.Condition()
        # How often it was wanted.
        self._times = 0
        self._detector: Any = None
        # Of the picture that is still inside; None if there is none.
        self._holds: tuple[int, int] | None = None

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Have it for oneself."""
        with self._wanted:
            self._times += 1
            self._wanted.notify_all()
        if not self._turn.acquire(timeout=LIMIT_S):
            raise _failed("Looking for faces has not ended for another picture.")
        try:
            yield
        finally:
            self._turn.release()

    def forget_soon(self) -> None:
        """Forget the last picture, unless another one takes its place right away."""
        with self._wanted:
            before = self._times
            if self._wanted.wait_for(lambda: self._times != before, _SOON_S):
                return  # whoever has come sees to it
        # One that hangs has it for good, and nothing else is shown meanwhile.
        with contextlib.suppress(FaceFinderFailed), self.taken():
            self.forget()

    def detect(self, small: Pixels, min_score: float) -> list[NDArray[np.float32]]:
        """Return a row for each face, the surest first: box, landmarks, score."""
        size = (small.shape[1], small.shape[0])
        if self._detector is None:
            nothing = np.array([], np.uint8)
            model = np.frombuffer(load("yunet"), np.uint8)
            self._detector = cv2.FaceDetectorYN.create(
                "onnx", model, nothing, size, min_score, _SAME_PLACE, _MOST
            )
        if self._holds != size:
            # A picture of another size would not take the place of the one before.
            self.forget()
        self._detector.setInputSize(size)
        self._detector.setScoreThreshold(min_score)
        self._holds = size
        _, rows = self._detector.detect(small)
        return [] if rows is None else sorted(rows, key=lambda row: -row[-1])

    def rest(self) -> None:
        """Forget, and let nobody in any more: for the end of the process.

        A thread that is inside OpenCV when Python ends takes the process down with it.
        """
        if self._turn.acquire(timeout=_LAST_S):
            self.forget()

    def forget(self) -> None:
        """Overwrite what is kept of the last picture with a black one."""
        size, self._holds = self._holds, None
        if size is None:
            return
        try:
            self._detector.detect(np.zeros((size[1], size[0], 3), np.uint8))
        except cv2.error:
            self._detector = None  # what is given back is overwritten: scrubbing.py


_network = _Network()
atexit.register(_network.rest)


def until_forgotten() -> None:
    """Return when nothing of any picture is left in the network."""
    with _network.taken():
        _network.forget()


def _failed(what: str) -> FaceFinderFailed:
    return FaceFinderFailed(what, "Look again. If it happens again: dobotkit models verify")
