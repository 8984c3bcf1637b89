"""Cards on a sheet, found by nobody of the kit: by OpenCV's own detector, in mm."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2

from dobotkit.card_layouts import LAYOUTS, MARK_NUMBERS, Layout
from dobotkit.markers import DICTIONARY

Found = tuple[Layout, float, float]


def rendered(pdf: bytes, px_per_mm: float) -> list[np.ndarray]:
    """The sheets as pictures, blue, green, red."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            np.asarray(page.render(scale=px_per_mm * 25.4 / 72).to_numpy())[..., :3].copy()
            for page in document
        ]
    finally:
        document.close()


def text_of(pdf: bytes) -> list[str]:
    """What can be read on each sheet by a program, without looking at pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def cards_on(sheet: np.ndarray, px_per_mm: float) -> list[Found]:
    """Every card: its layout, and where its upper left corner is in mm; row by row.

    All four markers of each must be where the layout wants them, within 0.25 mm: a
    PDF program makes a picture a dot wider or narrower.
    """
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, numbers, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(sheet)
    if numbers is None:
        return []
    seen = [
        (number, (four.reshape(4, 2) + 0.5) / px_per_mm)
        for number, four in zip(np.ravel(numbers).tolist(), corners, strict=True)
    ]
    found: list[Found] = []
    for number, four in seen:
        name, place = MARK_NUMBERS[number]
        if place:
            continue
        layout = LAYOUTS[name]
        at = four.mean(axis=0) - layout.marks[0].middle_mm
        for mark in layout.marks:
            expected = np.array(mark.corners_mm) + at
            off = [abs(other - expected).max() for one, other in seen if one == mark.number]
            assert min(off) < 0.25
        found.append((layout, *at.tolist()))
    assert len(seen) == 4 * len(found)
    return sorted(found, key=lambda card: (round(card[2]), card[1]))
