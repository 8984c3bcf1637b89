"""What is planted: a picture, a name, a number, a word and a template that exist nowhere else.

Miners took a canary along to learn of a gas that they could not smell. These five are
invented afresh for each search: wherever one of them turns up, it was copied to.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.canary.templates import Template, drawn
from dobotkit.errors import WrongValue
from dobotkit.opencv import cv2

__all__ = ["BLOCKS", "COARSE", "FINE", "SHORTEST", "Canary", "Pixels"]

Pixels = NDArray[np.uint8]

# The picture (pixels). Four equal coarse patches stand in its quarters, so that one is left
# whole if a quarter is cut out; the fine patch stands in the middle.
_WIDTH, _HEIGHT = 256, 192
_GROUND = (120, 80, 60)  # blue, green, red
COARSE: Final = 64
"""The side of a coarse patch in pixels."""
BLOCKS: Final = 8
"""How many squares a coarse patch has along a side, each black or white."""
SHORTEST: Final = 8
"""How many characters a text must have to be looked for."""
_CORNERS = ((20, 16), (172, 16), (20, 112), (172, 112))  # x, y
FINE: Final = (slice(64, 128), slice(104, 152))
"""Rows and columns of the fine patch."""

_HARD, _SOFT = "bdfgklmnprtvz", "aeiou"


class Canary:
    """One set of invented things to plant and to look for; made by `Canary.fresh`.

    Parameters
    ----------
    seed:
        All there is to it: two canaries of one seed are equal.

    Attributes
    ----------
    name:
        Two words. The first has a letter outside ASCII, which every way of writing
        writes differently.
    number:
        Two letters and nine digits, as on an identity card.
    mark:
        Sixteen hexadecimal digits, for file names and messages.
    templates:
        What a program may make of a face, each (128,) float32. The first is planted; of a
        fresh canary it is one of nobody, of length 1.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        random = np.random.default_rng(seed)

        def draw(letters: str) -> str:
            return letters[int(random.integers(len(letters)))]

        def syllables(count: int) -> str:
            return "".join(draw(_HARD) + draw(_SOFT) for _ in range(count))

        first = f"{syllables(2)}{draw(_HARD)}ë{draw(_HARD)}{draw(_SOFT)}"
        self.name: Final = f"{first.capitalize()} {syllables(5).capitalize()}"
        letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
        self.number: Final = (
            draw(letters) + draw(letters) + "".join(draw("123456789") for _ in range(9))
        )
        self.mark: Final = "".join(draw("0123456789abcdef") for _ in range(16))
        self.coarse: Final[Pixels] = _coarse(random)
        self._fine = random.integers(100, 256, (64, 48, 3), dtype=np.uint8)
        self.templates: tuple[Template, ...] = (drawn(random),)
        self._words: dict[str, tuple[str, ...]] | None = None

    @classmethod
    def fresh(cls) -> Canary:
        """Return one that nobody has seen before."""
        return cls(secrets.randbits(128))

    def with_templates(self, *templates: Template) -> Canary:
        """Return the same canary with templates of a face that is planted, before its own."""
        other = Canary(self._seed)
        other.templates, other._words = (*templates, *other.templates), self._words
        return other

    def with_words(self, **words: tuple[str, ...]) -> Canary:
        """Return the same canary with other texts to look for, in place of its own.

        Parameters
        ----------
        words:
            Texts by what they are, for example ``number=("XUT000012",)``. Each has at least
            eight characters: shorter ones stand everywhere by chance.

        Raises
        ------
        WrongValue
            A text is too short to be looked for.
        """
        short = [what for what, texts in words.items() for text in texts if len(text) < SHORTEST]
        if short:
            raise WrongValue(
                f"A {short[0]} of this canary is shorter than {SHORTEST} characters, and cannot be "
                "told from chance.",
                "Take a longer one, or put it together with what stands beside it.",
            )
        other = Canary(self._seed)
        other.templates, other._words = self.templates, dict(words)
        return other

    @cached_property
    def picture(self) -> Pixels:
        """The picture: uint8, 192 rows, 256 columns, three channels in the order BGR."""
        # Plain, so that nearly all of the file tells of the fine patch and of nothing else.
        picture = np.empty((_HEIGHT, _WIDTH, 3), np.uint8)
        picture[:] = _GROUND
        for x, y in _CORNERS:
            picture[y : y + COARSE, x : x + COARSE] = self.coarse[..., None]
        picture[FINE] = self._fine
        picture.flags.writeable = False
        return picture

    @property
    def fine(self) -> Pixels:
        """The fine patch, 64 × 48 × 3: random values from 100 to 255, a copy."""
        return self._fine.copy()

    def png(self) -> bytes:
        """Return the picture as a PNG file, always the same bytes."""
        return self.encoded(".png")

    def encoded(self, suffix: str, *options: int) -> bytes:
        """Return the picture as a file of another kind.

        Parameters
        ----------
        suffix:
            Which kind: ``.png``, ``.jpg``, ``.webp``, ``.bmp`` ...
        options:
            As for ``cv2.imencode``, for example ``cv2.IMWRITE_JPEG_QUALITY, 60``.
        """
        _, data = cv2.imencode(suffix, self.picture, options)
        return bytes(data)

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The texts to look for, by what they are."""
        if self._words is not None:
            return dict(self._words)
        return {
            "name": tuple(self.name.split()),
            "number": (self.number,),
            "mark": (self.mark,),
        }

    def __repr__(self) -> str:
        # Not what it is made of: it would be found in every log that shows it.
        return "<Canary>"


def _coarse(random: np.random.Generator) -> Pixels:
    """A patch of black and white squares, half of each, for high contrast in any light."""
    squares = np.zeros(BLOCKS * BLOCKS, np.uint8)
    squares[::2] = 255
    random.shuffle(squares)
    return np.kron(
        squares.reshape(BLOCKS, BLOCKS), np.ones((COARSE // BLOCKS,) * 2, np.uint8)
    ).astype(np.uint8)
