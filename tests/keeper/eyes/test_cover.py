"""What a picture shows: of a real source the table and nothing else, whatever happens."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from dobotkit.geometry import Box
from dobotkit.keeper.eyes import cover
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.cover import COVERED, Drawn, picture_for
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.outline import allowed
from dobotkit.opencv import cv2
from dobotkit.publish.pictures import recognise
from dobotkit.sight_messages import LARGEST_PICTURE

SIZE = (640, 480)
TABLE = np.array([(130.0, -220.0), (330.0, -220.0), (330.0, 220.0), (130.0, 220.0)])
HEIGHT = -70.0
REAL = ("usb", "file", "folder", "video")
STRAIGHT = (0.0, 0.0, 0.0, 0.0, 0.0)
# As strong as that of a cheap webcam with a wide lens: it folds back outside the picture.
BARREL = (-0.32, 0.11, 0.001, -0.0008, -0.02)


def seen_from(place, *, at=(230.0, 0.0, HEIGHT), polygon=TABLE, distortion=BARREL, focal=520.0):
    """Return the calibration of a camera that stands at one place and looks at another, mm."""
    place, at = np.asarray(place, float), np.asarray(at, float)
    out = (at - place) / np.linalg.norm(at - place)
    right = np.cross(out, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(out, right), out])
    width, height = SIZE
    calibration = Calibration(
        lens=Lens(
            (focal, focal), ((width - 1) / 2, (height - 1) / 2), distortion, SIZE, "its data sheet"
        ),
        rvec=cv2.Rodrigues(rotation)[0].ravel(),
        tvec=-rotation @ place,
        height_mm=HEIGHT,
        polygon_mm=polygon,
        error_mm=0.5,
        made_of="the test",
    )
    return replace(calibration, cards_px=corner_cards(calibration))


def corner_cards(calibration: Calibration) -> dict[int, np.ndarray]:
    """Return where the markers of the corner cards are seen: within the outline."""
    inside = TABLE + np.sign(TABLE.mean(axis=0) - TABLE) * 28.0
    square = np.array([(20.0, 20.0), (-20.0, 20.0), (-20.0, -20.0), (20.0, -20.0)])
    return {
        990 + n: calibration.image_from_table(
            np.column_stack([middle + square, np.full(4, HEIGHT)])
        )
        for n, middle in enumerate(inside)
    }


CAMERAS = {
    "in front": seen_from((480.0, 0.0, 430.0)),
    "straight down": seen_from((230.0, 0.1, 430.0), distortion=STRAIGHT),
    "low, with the horizon": seen_from((800.0, 60.0, 80.0), at=(230.0, 0.0, 30.0)),
    "close, the table is larger": seen_from((300.0, 30.0, 90.0), distortion=STRAIGHT),
}


@functools.cache
def room_with_a_table(calibration: Calibration) -> np.ndarray:
    """Return a picture: red wherever one does not see the table, green where one does.

    Told pixel by pixel, through OpenCV's own lens and not through the kit's.
    """
    width, height = SIZE
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).reshape(-1, 1, 2)
    straight = cv2.undistortPoints(
        grid.astype(np.float64),
        calibration.camera_matrix,
        calibration.distortion,
        criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-10),
    ).reshape(-1, 2)
    rotation = cv2.Rodrigues(calibration.rvec)[0]
    place = -rotation.T @ calibration.tvec
    rays = np.column_stack([straight, np.ones(len(straight))]) @ rotation
    with np.errstate(all="ignore"):
        far = (HEIGHT - place[2]) / rays[:, 2]
    x, y = (place[:2] + far[:, None] * rays[:, :2]).T
    on_it = (far > 0) & (x > 130) & (x < 330) & (y > -220) & (y < 220)
    room = np.full((height * width, 3), (0, 0, 255), np.uint8)
    room[on_it] = (0, 255, 0)
    return room.reshape(height, width, 3)


def covered_as(frame, found, calibration, *, seen=None, faces=(), **more) -> cover.Covered:
    """Return the picture of a frame on which the cards are where they were."""
    cards: Mapping = calibration.cards_px if calibration is not None else {}
    seen = cards if seen is None else seen
    return picture_for(frame, found, calibration, seen=seen, faces=faces, **more)


def shown(picture: cover.Covered) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)


def taken(pixels: np.ndarray, kind: str) -> Frame:
    return Frame(pixels.copy(), 0.0, kind)


@pytest.mark.parametrize("name", CAMERAS)
def test_no_pixel_is_allowed_that_may_be_something_else(name):
    calibration = CAMERAS[name]
    room = room_with_a_table(calibration)
    mask = allowed(calibration)
    assert mask.shape == room.shape[:2]
    assert not room[mask][:, 2].any()
    # And most of the table is shown, or this would be no picture of it.
    assert mask.sum() > 0.8 * (room[..., 1] == 255).sum() > 3000


def test_nothing_beside_the_table_is_in_the_picture():
    calibration = CAMERAS["in front"]
    room = room_with_a_table(calibration)
    frame = taken(room, "usb")
    covered = covered_as(frame, (), calibration, kind="usb")
    assert covered.shows == "table"
    picture = shown(covered).astype(int)
    # The loss of JPEG makes grey and green run into each other; red there is none anywhere.
    assert (picture[..., 2] - picture[..., 0]).max() < 40
    assert (np.abs(picture[20, 20] - COVERED) < 4).all()
    assert (np.abs(picture[300, 320] - (0, 255, 0)) < 12).all()
    assert (frame.pixels == room).all()


def test_of_the_virtual_camera_all_is_shown():
    room = room_with_a_table(CAMERAS["in front"])
    covered = covered_as(taken(room, "virtual"), (), None, kind="virtual")
    assert covered.shows == "everything"
    assert np.abs(shown(covered).astype(int) - room).mean() < 3


@pytest.mark.parametrize("kind", REAL)
def test_a_real_frame_is_not_shown_because_somebody_calls_it_virtual(kind):
    room = room_with_a_table(CAMERAS["in front"])
    for frame, said in ((taken(room, kind), "virtual"), (taken(room, "virtual"), kind)):
        covered = covered_as(frame, (), None, kind=said)
        assert covered.shows == "drawing"
        assert not (shown(covered)[..., 2] == 255)[..., None].all()


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize(
    "calibration",
    [
        None,
        replace(CAMERAS["in front"], polygon_mm=np.empty((0, 2))),
        seen_from((480.0, 0.0, 430.0), at=(900.0, 0.0, 600.0)),
    ],
    ids=["none", "no outline", "looks elsewhere"],
)
def test_without_a_table_the_picture_is_drawn(kind, calibration):
    noise = np.random.default_rng(5).integers(0, 255, (480, 640, 3), np.uint8)
    found = (
        Drawn(Box(100.0, 120.0, 60.0, 40.0), (40, 40, 220)),
        Drawn(Box(300.0, 50.0, 20.0, 20.0)),
    )
    one, other = (
        covered_as(taken(pixels, kind), found, calibration, kind=kind)
        for pixels in (noise, np.zeros_like(noise))
    )
    # Not a byte depends on the frame.
    assert one == other
    assert one.shows == "drawing"
    picture = shown(one)
    assert picture[140, 130].tolist() == pytest.approx([40, 40, 220], abs=12)
    assert picture[60, 310].tolist() == pytest.approx([250, 250, 250], abs=12)


@pytest.mark.parametrize(
    "polygon",
    [
        [],
        [(130, -220), (330, 220)],
        [(130, -220), (131, -220), (130, -219)],
        [(130, -220), (330, 220), (330, -220), (130, 220)],
        [(130, -220), (330, -220), (230, 0), (330, 220), (130, 220)],
        [(130, -220), (330, -220), (np.nan, 220), (130, 220)],
    ],
    ids=["none", "a line", "a crumb", "crossed", "with a bay", "no numbers"],
)
def test_an_outline_that_is_none_allows_nothing(polygon):
    outline = np.array(polygon, float).reshape(-1, 2)
    assert not allowed(seen_from((480.0, 0.0, 430.0), polygon=outline)).any()


def test_the_other_way_round_is_the_same_outline():
    there = seen_from((480.0, 0.0, 430.0), polygon=TABLE[::-1])
    assert (allowed(there) == allowed(CAMERAS["in front"])).all()


class Broken(Exception):
    """What no code of the kit has ever raised."""


def test_whatever_fails_the_picture_is_blank(monkeypatch):
    calibration = CAMERAS["in front"]
    noise = np.random.default_rng(5).integers(0, 255, (480, 640, 3), np.uint8)

    def breaks(*_: object) -> None:
        raise Broken

    def is_blank(calibration: Calibration | None = calibration, kind: str = "usb") -> bool:
        covered = covered_as(taken(noise, kind), (), calibration, kind=kind)
        return covered.shows == "nothing" and bool((shown(covered) == COVERED).all())

    for step in ("_covered", "cells_of", "reaching_in", "whole", "hide"):
        with monkeypatch.context() as patch:
            patch.setattr(cover, step, breaks)
            assert is_blank(), step
    with monkeypatch.context() as patch:
        patch.setattr(cover, "drawing", breaks)
        assert is_blank(None)
    with monkeypatch.context() as patch:
        patch.setattr(cover, "LIMIT_S", -1.0)
        assert is_blank()
    small = seen_from((480.0, 0.0, 430.0))
    object.__setattr__(small, "lens", Lens.usual((320, 240)))
    assert is_blank(small)


def test_there_are_no_words_in_the_file():
    room = room_with_a_table(CAMERAS["in front"])
    for kind in ("usb", "virtual"):
        data = covered_as(taken(room, kind), (), None, kind=kind).data
        media = recognise(data)
        assert (media.format, media.size, media.camera, media.place) == ("JPEG", SIZE, False, False)
        # Only what makes a picture: tables, frame, scan; JFIF, no Exif, XMP or comment.
        at, kinds = 2, set()
        while data[at + 1] != 0xDA:
            kinds.add(data[at + 1])
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        assert kinds <= {0xE0, 0xDB, 0xC0, 0xC4}


def test_a_picture_with_too_many_bytes_is_coarser():
    noise = np.random.default_rng(5).integers(0, 255, (1080, 1920, 3), np.uint8)
    fine = covered_as(taken(noise, "virtual"), (), None, kind="virtual")
    assert fine.shows == "everything"
    assert len(fine.data) <= LARGEST_PICTURE


def test_with_a_corner_card_hidden_or_elsewhere_nothing_of_the_camera_is_shown():
    calibration = CAMERAS["in front"]
    room = room_with_a_table(calibration)
    cards = dict(calibration.cards_px)

    def shows(seen) -> str:
        covered = covered_as(taken(room, "usb"), (), calibration, kind="usb", seen=seen)
        assert (covered.shows == "table") == (not covered.note)
        assert not covered.note or "card at a corner" in covered.note
        return covered.shows

    assert shows(cards) == "table"
    assert shows({n: corners + 0.3 for n, corners in cards.items()}) == "table"
    for number, corners in cards.items():
        assert shows({n: c for n, c in cards.items() if n != number}) == "drawing"
        assert shows(cards | {number: corners + 3.0}) == "drawing"
        # Another card on top of it, larger or the other way round.
        middle = corners.mean(axis=0)
        assert shows(cards | {number: middle + (corners - middle) * 1.4}) == "drawing"
        assert shows(cards | {number: np.roll(corners, 1, axis=0)}) == "drawing"
    few = replace(calibration, cards_px={990: cards[990], 994: cards[991]})
    assert covered_as(taken(room, "usb"), (), few, kind="usb").shows == "drawing"


def test_what_is_not_shown_can_be_told_from_what_is():
    calibration = CAMERAS["in front"]
    (x, y), *_ = calibration.image_from_table([(230.0, 0.0, HEIGHT)])
    room = room_with_a_table(calibration)
    # Somebody reaches in from the right, over the place that is asked for below.
    reached = room.copy()
    reached[round(y) - 20 : round(y) + 20, round(x) - 30 :] = (60, 80, 200)
    plain = covered_as(taken(room, "usb"), (), calibration, kind="usb")
    assert plain.shows == "table"
    here = Box(x - 10, y - 10, 20.0, 20.0)
    assert plain.is_shown(here)
    for box in (
        Box(5.0, 5.0, 20.0, 20.0),
        Box(x - 300, y - 10, 600.0, 20.0),
        Box(-30.0, y, 20.0, 20.0),
        Box(630.0, 470.0, 40.0, 40.0),
    ):
        assert not plain.is_shown(box)
    hidden = covered_as(taken(reached, "usb"), (), calibration, kind="usb")
    assert hidden.shows == "table"
    assert not hidden.is_shown(here)
    assert not covered_as(taken(room, "usb"), (), None, kind="usb").is_shown(here)
    assert covered_as(taken(room, "virtual"), (), None, kind="virtual").is_shown(here)


def test_numbers_of_a_calibration_widen_nothing_beyond_the_cards():
    """A board printed too small, or a desk file that was changed: the outline is too large."""
    honest = CAMERAS["in front"]
    room = room_with_a_table(honest)
    beside = room[..., 2] == 255
    room[beside] = (0, 235, 20)  # as the table looks, so that it would be shown
    lying = replace(honest, polygon_mm=(TABLE - TABLE.mean(axis=0)) * 3 + TABLE.mean(axis=0))
    assert allowed(lying).mean() > 1.4 * allowed(honest).mean()
    shown_of = [
        covered_as(taken(room, "usb"), (), calibration, kind="usb").cells
        for calibration in (honest, lying)
    ]
    # No more than a lens can bend the sides.
    assert shown_of[0].sum() <= shown_of[1].sum() < 1.5 * shown_of[0].sum()


def test_a_head_before_most_of_the_table_is_not_taken_for_the_table():
    calibration = CAMERAS["in front"]
    room = room_with_a_table(calibration)
    mask = allowed(calibration)
    middle = tuple(map(int, calibration.image_from_table([(230.0, 0.0, HEIGHT)])[0]))
    head = np.zeros(mask.shape, np.uint8)
    rows, columns = np.nonzero(mask)
    size = (int(np.ptp(columns) * 0.42), int(np.ptp(rows) * 0.42))
    cv2.ellipse(head, middle, size, 0, 0, 360, 1, cv2.FILLED)
    for corners in calibration.cards_px.values():
        cv2.fillConvexPoly(head, np.int32(corners), 0)
    hides = (head == 1) & mask
    assert hides.sum() > 0.5 * mask.sum()
    room[head == 1] = (150, 180, 225)
    picture = shown(covered_as(taken(room, "usb"), (), calibration, kind="usb")).astype(int)
    near = np.abs(picture - (150, 180, 225)).max(axis=2) < 30
    assert not near[hides].any()


def test_whoever_holds_the_cards_says_what_is_the_table():
    """The hole: a wall with cards on it, and one in front of it, is a table with a block."""
    calibration = CAMERAS["in front"]
    wall = np.full((480, 640, 3), (200, 210, 190), np.uint8)
    wall[220:260, 300:340] = np.random.default_rng(4).integers(0, 255, (40, 40, 3))
    covered = covered_as(taken(wall, "usb"), (), calibration, kind="usb")
    assert covered.shows == "table"
    assert shown(covered)[220:260, 300:340].std() > 40
