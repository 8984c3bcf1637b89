"""What a look at people costs with bare OpenCV calls: the script that the kit is held against.

It does what ``benchmarks/vision_bare.py`` does, and finds faces with YuNet as OpenCV's own
tutorial has it, in a picture made no wider than 640 pixels, and draws a box over each before
the picture is encoded: in one process, without a notebook, a keeper, or a thought of what a
network keeps of a picture. It does not know the kit, and is not tuned to it.

    python benchmarks/faces_bare.py YUNET.onnx PICTURE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.vision_bare import Bare

LONGEST = 640
SCORE = 0.5
MARGIN = 0.25


class BareFaces:
    """Finds faces.

    Parameters
    ----------
    model:
        The bytes of YuNet.
    """

    def __init__(self, model: bytes) -> None:
        buffer, nothing = np.frombuffer(model, np.uint8), np.array([], np.uint8)
        self._detector = cv2.FaceDetectorYN.create(
            "onnx", buffer, nothing, (LONGEST, LONGEST), SCORE, 0.3, 5000
        )

    def find(self, picture: np.ndarray) -> np.ndarray:
        """Return a row for each face, in pixels of the picture: box, landmarks, score."""
        height, width = picture.shape[:2]
        shrink = min(1.0, LONGEST / max(height, width))
        small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        self._detector.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._detector.detect(small)
        if rows is None:
            return np.empty((0, 15))
        rows[:, :14] /= shrink
        return rows


class BareLook(Bare):
    """The whole script.

    Parameters
    ----------
    model:
        The bytes of YuNet.
    matrix, distortion, dictionary:
        As :class:`~benchmarks.vision_bare.Bare` takes them.
    """

    def __init__(
        self,
        model: bytes,
        matrix: np.ndarray,
        distortion: np.ndarray,
        dictionary: int = cv2.aruco.DICT_5X5_1000,
    ) -> None:
        super().__init__(matrix, distortion, dictionary)
        self.faces = BareFaces(model)

    def look_at_people(self, path: str) -> tuple[int, int, int, bytes]:
        """Return how many markers, patches and faces there are, and a JPEG with boxes."""
        picture = cv2.imread(path, cv2.IMREAD_COLOR)
        straight = cv2.undistort(picture, self.matrix, self.distortion)
        markers, patches = self.markers(straight), self.patches(straight)
        rows = self.faces.find(straight)
        for x, y, width, height in rows[:, :4]:
            corner = (int(x - MARGIN * width), int(y - MARGIN * height))
            other = (int(x + (1 + MARGIN) * width), int(y + (1 + MARGIN) * height))
            cv2.rectangle(straight, corner, other, (128, 128, 128), cv2.FILLED)
        _, data = cv2.imencode(".jpg", straight, [cv2.IMWRITE_JPEG_QUALITY, 90])
        return markers, patches, len(rows), data.tobytes()


def main() -> None:
    """Look a few times at a picture, and say how long it took."""
    model, path = Path(sys.argv[1]).read_bytes(), sys.argv[2]
    height, width = cv2.imread(path).shape[:2]
    focal = width * 0.8
    matrix = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    bare = BareLook(model, matrix, np.array([-0.11, 0.04, 0.0, 0.0, 0.0]))
    for _ in range(5):
        began = time.perf_counter()
        markers, patches, faces, data = bare.look_at_people(path)
        took = (time.perf_counter() - began) * 1e3
        print(
            f"{markers} markers, {patches} patches, {faces} faces, {len(data)} bytes: {took:.1f} ms"
        )


if __name__ == "__main__":
    main()
