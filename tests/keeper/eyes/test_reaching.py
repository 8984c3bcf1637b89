"""What comes from beside the table is covered; what lies on it is shown."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.keeper.eyes.outline import CELL_PX
from dobotkit.keeper.eyes.reaching import LARGEST_ISLAND, reaching_in
from dobotkit.markers import INKS
from dobotkit.opencv import cv2

WIDTH, HEIGHT = 640, 360
# The table in the picture: narrower where it is farther away.
OUTLINE = np.array([(130, 40), (510, 40), (600, 330), (40, 330)])
NO_CARDS = np.zeros((HEIGHT // CELL_PX, WIDTH // CELL_PX), np.bool_)
PAPER, WOOD, GREEN = (225, 228, 230), (120, 160, 190), (90, 140, 80)
# The first is the palest of the Monk scale, which is nearly paper.
SKINS = (
    (210, 218, 226),
    (178, 205, 240),
    (120, 160, 205),
    (70, 105, 160),
    (40, 60, 95),
    (25, 35, 50),
)


def table_cells() -> np.ndarray:
    small = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(small, OUTLINE, 1)
    return small.reshape(HEIGHT // CELL_PX, CELL_PX, WIDTH // CELL_PX, CELL_PX).min((1, 3)) == 1


TABLE = table_cells()


def room(paint=PAPER, *, seed=0) -> np.ndarray:
    """Return a table under a lamp, with noise, a soft shadow on it, and a floor around it."""
    lots = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH, 3), (60, 75, 90), float)
    on_it = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(on_it, OUTLINE, 1)
    picture[on_it == 1] = paint
    picture *= np.linspace(0.85, 1.1, WIDTH)[None, :, None]
    shadow = np.ones((HEIGHT, WIDTH))
    cv2.circle(shadow, (330, 190), 60, 0.85, cv2.FILLED)
    picture *= cv2.GaussianBlur(shadow, (0, 0), 15)[..., None]
    return np.clip(picture + lots.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)


def with_block(picture: np.ndarray, colour: str, middle: tuple[int, int]) -> np.ndarray:
    """Return the squares of a block that is put on the table there."""
    x, y = middle
    cv2.rectangle(picture, (x - 16, y - 16), (x + 16, y + 16), INKS[colour][::-1], cv2.FILLED)
    return np.s_[
        (y - 16) // CELL_PX : (y + 16) // CELL_PX, (x - 16) // CELL_PX : (x + 16) // CELL_PX
    ]


def with_somebody(picture, skin, start, end, width, *, seed=1) -> np.ndarray:
    """Put an arm with a sleeve, or a head, into the picture; return where it is."""
    lots = np.random.default_rng(seed)
    where = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.line(where, start, end, 1, width)
    cv2.circle(where, end, width * 2 // 3, 1, cv2.FILLED)
    # Skin has shades and lines; what they are does not matter, but that nothing of it is seen.
    shade = cv2.GaussianBlur(lots.normal(0, 60, (HEIGHT, WIDTH)), (0, 0), 4)
    body = np.clip(np.array(skin) + shade[..., None], 0, 255).astype(np.uint8)
    picture[where == 1] = body[where == 1]
    return where == 1


def pixels(cells: np.ndarray) -> np.ndarray:
    return np.repeat(np.repeat(cells, CELL_PX, 0), CELL_PX, 1)


@pytest.mark.parametrize("paint", [PAPER, WOOD, GREEN], ids=["paper", "wood", "green"])
def test_an_empty_table_is_shown_whole(paint):
    assert not reaching_in(room(paint), TABLE, NO_CARDS).any()


def test_blocks_of_every_colour_stay():
    places = [(180 + 70 * n, y) for y in (110, 190, 270) for n in range(4)]
    picture = room()
    blocks = [
        with_block(picture, colour, place) for colour, place in zip(INKS, places, strict=False)
    ]
    covered = reaching_in(picture, TABLE, NO_CARDS)
    assert len(blocks) == len(INKS)
    assert not covered.any()


WAYS = {
    "from the left": ((10, 180), (260, 180), 30),
    "from the right": ((630, 100), (400, 170), 34),
    "from above": ((300, 2), (320, 150), 40),
    "from below, a head": ((330, 358), (330, 240), 120),
    "only a finger": ((320, 345), (320, 318), 10),
    "across": ((10, 200), (630, 150), 24),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: f"skin {skin[2]}")
def test_nothing_of_who_reaches_in_is_seen(skin, way):
    picture = room()
    block = with_block(picture, "blue", (470, 290))
    who = with_somebody(picture, skin, *WAYS[way])
    covered = reaching_in(picture, TABLE, NO_CARDS)
    seen = who & pixels(TABLE) & ~pixels(covered)
    # By chance a patch has the table's own colour: not enough of it to tell whose it is.
    assert seen.sum() <= 0.01 * (who & pixels(TABLE)).sum()
    if way != "across":
        assert not covered[block].any()


def test_what_lies_flat_and_large_in_the_middle_is_covered():
    picture = room()
    lots = np.random.default_rng(2)
    picture[110:270, 200:420] = lots.integers(0, 255, (160, 220, 3))
    share = 160 * 220 / CELL_PX**2 / TABLE.sum()
    assert share > LARGEST_ISLAND
    assert reaching_in(picture, TABLE, NO_CARDS)[30:66, 52:104].all()


def test_a_small_photograph_in_the_middle_is_seen():
    """The hole: without a finder for faces an island is an island."""
    picture = room()
    picture[150:210, 280:360] = np.random.default_rng(2).integers(0, 255, (60, 80, 3))
    assert not reaching_in(picture, TABLE, NO_CARDS).any()


def test_what_has_the_colour_of_the_table_is_seen():
    """The hole: a white sleeve over white paper, with the hand at its end."""
    picture = room()
    where = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.line(where, (10, 180), (230, 180), 1, 30)
    picture[where == 1] = PAPER
    cv2.circle(picture, (260, 180), 26, SKINS[2], cv2.FILLED)
    assert not reaching_in(picture, TABLE, NO_CARDS).any()


def test_known_cards_at_the_edge_stay_and_nothing_else_there():
    picture = room()
    cv2.rectangle(picture, (60, 300), (100, 330), (10, 10, 10), cv2.FILLED)
    cards = NO_CARDS.copy()
    cards[298 // CELL_PX : 334 // CELL_PX, 58 // CELL_PX : 104 // CELL_PX] = True
    assert reaching_in(picture, TABLE, NO_CARDS).any()
    assert not reaching_in(picture, TABLE, cards).any()


def test_the_frame_is_not_changed_and_nothing_of_it_is_kept():
    picture = room()
    before = picture.copy()
    covered = reaching_in(picture, TABLE, NO_CARDS)
    assert (picture == before).all()
    assert covered.dtype == np.bool_
    assert not reaching_in(picture, np.zeros_like(TABLE), NO_CARDS).any()
