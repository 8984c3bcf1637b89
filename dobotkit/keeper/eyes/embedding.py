"""A face as 128 numbers: for comparing, for the moment of the comparison, and for nothing else.

The numbers are an *embedding*, also called a *face template*: of two pictures of one person
they point in nearly the same direction. They are biometric data. Whoever asks for them here
overwrites them, :func:`wipe`; the aligned face, and what OpenCV keeps of both inside, is
overwritten here.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit import models
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.faces import FoundFace

__all__ = ["LENGTH", "Embedding", "embed", "embed_all", "forget", "similarity"]

LENGTH: Final = 128
"""How many numbers one is."""

Embedding = NDArray[np.float32]
"""(128,), float32, of length 1."""

# OpenCV wants a face as its detector gives it: box, ten numbers of landmarks, score.
_ROW = 15
_ALIGNED: Final = (112, 112, 3)
_lock = threading.Lock()


def embed(pixels: Pixels, face: FoundFace, *, drawn: bool = False) -> Embedding:
    """Return the embedding of one face; whoever asks for it overwrites it.

    Parameters
    ----------
    pixels:
        The picture, height × width × 3, uint8, blue, green, red.
    face:
        Where it is in the picture, with its five landmarks.
    drawn:
        Whether it is of somebody who was drawn and does not exist, and more of them follow:
        then the network keeps it until the next one, or until :func:`forget`. That takes half
        the time, and of a camera's picture it is never allowed.

    Raises
    ------
    ModelError
        The recogniser's file is missing, or is not the one that it should be.
    """
    found: Embedding = embed_all(pixels, (face,), drawn=drawn)[0]
    return found


def embed_all(pixels: Pixels, faces: Sequence[FoundFace], *, drawn: bool = False) -> Embedding:
    """Return the embeddings of several faces of one picture, (number of faces, 128).

    Parameters and errors are those of :func:`embed`.
    """
    found = np.zeros((len(faces), LENGTH), np.float32)
    if not len(faces):
        return found
    try:
        with _lock:
            recogniser = _recogniser()
            try:
                for row, face in zip(found, faces, strict=True):
                    _embed_into(row, recogniser, pixels, face)
            finally:
                if not drawn:
                    _forget(recogniser)
    except BaseException:
        wipe(found)
        raise
    return found


def forget() -> None:
    """Make the network forget the last face that it was given, if it was one that was drawn."""
    with _lock:
        if _recogniser.cache_info().currsize:  # else it was given none
            _forget(_recogniser())


def similarity(a: Embedding, b: Embedding) -> float:
    """Return how similar two faces are: the cosine of the angle between their embeddings.

    1 is the same picture, around 0 are faces that have nothing to do with each other.
    """
    # Not with `@`: BLAS copies what it multiplies into memory of its own.
    return float(np.einsum("i,i->", a, b))


def _forget(recogniser: Any) -> None:  # noqa: ANN401 - OpenCV names no type
    # Layer by layer this overwrites what the network has kept of the last face.
    recogniser.feature(np.zeros(_ALIGNED, np.uint8))


def _embed_into(row: Embedding, recogniser: Any, pixels: Pixels, face: FoundFace) -> None:  # noqa: ANN401 - OpenCV names no type
    told = np.zeros((1, _ROW), np.float32)
    told[0, :4] = face.box
    told[0, 4:14] = np.asarray(face.landmarks, np.float32).ravel()
    told[0, 14] = face.score
    aligned = raw = None
    try:
        aligned = recogniser.alignCrop(pixels, told)
        raw = recogniser.feature(aligned)
        row[:] = raw[0]
        length = float(np.sqrt(np.einsum("i,i->", row, row)))
        if not np.isfinite(length) or length <= 0:
            raise ValueError("a face gave no embedding")
        row /= length
    finally:
        wipe(aligned, raw, told)


@functools.cache
def _recogniser() -> Any:  # noqa: ANN401 - as above
    weights = np.frombuffer(models.load("sface"), np.uint8)
    return cv2.FaceRecognizerSF.create("onnx", weights, np.array([], np.uint8))
