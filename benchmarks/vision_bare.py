"""What a look costs with bare OpenCV calls: the fixed script that the kit is held against.

It reads a picture file, undoes the lens, finds markers of the two families that the kit
finds, makes a mask for each colour with its outlines, and encodes a JPEG: in one process,
without a notebook, a keeper, a cover, places in mm, or a word about how sure it is. It does
not know the kit, and is not tuned to it: every call is as OpenCV's own tutorials write it.

    python benchmarks/vision_bare.py PICTURE
"""

from __future__ import annotations

import sys
import time

import cv2
import numpy as np

# Hue (0 to 179), saturation and value from … to, of six colours; red lies around 0.
COLOURS = {
    "red": (((0, 90, 50), (7, 255, 255)), ((170, 90, 50), (179, 255, 255))),
    "orange": (((8, 120, 80), (18, 255, 255)),),
    "yellow": (((20, 90, 80), (34, 255, 255)),),
    "green": (((40, 60, 40), (85, 255, 255)),),
    "blue": (((95, 80, 40), (128, 255, 255)),),
    "purple": (((130, 50, 40), (165, 255, 255)),),
}
LEAST_AREA = 60.0


class Bare:
    """The script, with what a sensible one makes once.

    Parameters
    ----------
    matrix, distortion:
        Of the lens, as OpenCV has them: (3, 3) in pixels, and k1, k2, p1, p2, k3.
    dictionary:
        Of the ArUco markers. OpenCV compares each square that it sees with every one of them:
        with the kit's, of a thousand, that is a large part of the script's time.
    """

    def __init__(
        self, matrix: np.ndarray, distortion: np.ndarray, dictionary: int = cv2.aruco.DICT_5X5_1000
    ) -> None:
        self.matrix = matrix
        self.distortion = distortion
        self.detectors = [
            cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(one), _parameters())
            for one in (dictionary, cv2.aruco.DICT_APRILTAG_36h11)
        ]
        self.kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))

    def look(self, path: str) -> tuple[int, int, bytes]:
        """Look at a picture file; return how many markers and patches there are, and a JPEG."""
        picture = cv2.imread(path, cv2.IMREAD_COLOR)
        straight = cv2.undistort(picture, self.matrix, self.distortion)
        markers, patches = self.markers(straight), self.patches(straight)
        _, data = cv2.imencode(".jpg", straight, [cv2.IMWRITE_JPEG_QUALITY, 90])
        return markers, patches, data.tobytes()

    def markers(self, straight: np.ndarray) -> int:
        """Return how many markers there are."""
        grey = cv2.cvtColor(straight, cv2.COLOR_BGR2GRAY)
        markers = 0
        for detector in self.detectors:
            _, numbers, _ = detector.detectMarkers(grey)
            markers += 0 if numbers is None else len(numbers)
        return markers

    def patches(self, straight: np.ndarray) -> int:
        """Return how many patches of a colour there are."""
        hsv = cv2.cvtColor(cv2.GaussianBlur(straight, (5, 5), 0), cv2.COLOR_BGR2HSV)
        patches = 0
        for ranges in COLOURS.values():
            mask = cv2.inRange(hsv, *map(np.array, ranges[0]))
            for more in ranges[1:]:
                mask |= cv2.inRange(hsv, *map(np.array, more))
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, self.kernel)
            mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, self.kernel)
            outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            for outline in outlines:
                if cv2.contourArea(outline) >= LEAST_AREA:
                    cv2.minAreaRect(outline)
                    patches += 1
        return patches


def _parameters() -> cv2.aruco.DetectorParameters:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    return parameters


def main() -> None:
    """Look a few times at a picture, and say how long it took."""
    picture = cv2.imread(sys.argv[1])
    height, width = picture.shape[:2]
    focal = width * 0.8
    matrix = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    bare = Bare(matrix, np.array([-0.11, 0.04, 0.0, 0.0, 0.0]))
    for _ in range(5):
        began = time.perf_counter()
        markers, patches, data = bare.look(sys.argv[1])
        took = (time.perf_counter() - began) * 1e3
        print(f"{markers} markers, {patches} patches, {len(data)} bytes: {took:.1f} ms")


if __name__ == "__main__":
    main()
