"""``scan``: where in some bytes a canary is, and in which form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dobotkit.canary.canary import Canary, Pixels
from dobotkit.canary.needles import MAGIC, Index, longest, needles_of
from dobotkit.canary.pictures import Comparer, picture_at
from dobotkit.canary.templates import DIGITS, clusters
from dobotkit.canary.wrapped import flowed, opened, runs

__all__ = ["Find", "Scanner", "scan"]

# Packed in something packed, and so on: a notebook in an archive with a picture in base64
# takes three.
_DEEPEST: Final = 4
# Nobody has more of it than that in one go; what grows beyond it is cut off (bytes).
_MOST_INSIDE: Final = 256 << 20
_PICTURES = {"png", "jpeg", "riff", "bmp", "npy"}
_NAMES = {"riff": "webp"}
# Faces are looked for in pictures, not in icons (pixels).
_SMALLEST, _DIMENSIONS, _COLOURS = 48, 3, 3


@dataclass(frozen=True, order=True)
class Find:
    """Something of a canary that was found.

    Attributes
    ----------
    what:
        ``picture``, ``name``, ``number``, ``mark`` or ``template``; ``face`` and ``card`` where
        faces and cards are looked for.
    form:
        In which form, by its id; see `FORMS`.
    inside:
        What it was packed in, outermost first, for example ``("gzip", "base64")``.
    offset:
        Where: the place of the first one, or of what it was packed in (bytes).
    times:
        How many pieces of it were found in that form.
    """

    what: str
    form: str
    inside: tuple[str, ...] = ()
    offset: int = 0
    times: int = 1


class Scanner:
    """Looks for one canary; making it takes some tenths of a second, so keep it.

    Parameters
    ----------
    canary:
        What to look for.
    has_face:
        Says whether somebody's face is to be seen in a picture, h × w × 3, blue, green, red;
        without it nobody looks. Then any face is found, whoever's it is.
    has_card:
        The same for cards.
    """

    def __init__(
        self,
        canary: Canary,
        *,
        has_face: Callable[[Pixels], bool] | None = None,
        has_card: Callable[[Pixels], bool] | None = None,
    ) -> None:
        needles = needles_of(canary)
        self._index = Index(needles)
        self._comparer = Comparer(canary)
        self._sights = {
            what: seen
            for what, seen in (("face", has_face), ("card", has_card))
            if seen is not None
        }
        self._known: dict[bytes, tuple[str, ...]] = {}
        self.overlap: Final = longest(needles)

    def scan(self, data: bytes) -> tuple[Find, ...]:
        """Return all that is found in some bytes, sorted; one `Find` for each form."""
        finds: dict[tuple[str, str, tuple[str, ...]], Find] = {}
        for find in self._walk(data, (), [_MOST_INSIDE]):
            key = find.what, find.form, find.inside
            before = finds.get(key)
            if before:
                find = Find(*key, min(before.offset, find.offset), before.times + 1)  # noqa: PLW2901 - the same find, again
            finds[key] = find
        return tuple(sorted(finds.values()))

    def _walk(self, data: bytes, inside: tuple[str, ...], left: list[int]) -> Iterator[Find]:
        hits, begins = self._index.look(data)
        for offset, needle in hits:
            if needle.form != DIGITS:
                yield Find(needle.what, needle.form, inside, offset)
        near = clusters([offset for offset, needle in hits if needle.form == DIGITS])
        if near is not None:
            yield Find("template", DIGITS, inside, near)
        if len(inside) >= _DEEPEST:
            return
        for offset, kind, part in self._parts(data, begins):
            if kind in _PICTURES:
                for what in self._shown(part, kind):
                    yield Find(what, _NAMES.get(kind, kind), inside, offset)
                continue
            left[0] -= len(part)
            if left[0] < 0:
                return
            for find in self._walk(part, (*inside, kind), left):
                yield Find(find.what, find.form, find.inside, offset)

    def _parts(self, data: bytes, begins: list[int]) -> Iterator[tuple[int, str, bytes]]:
        """What is packed in the data or a picture in it: place, kind, bytes."""
        done = 0
        for at in begins:
            kind = next(name for magic, name in MAGIC.items() if data.startswith(magic, at))
            if kind in _PICTURES:
                if at >= done:
                    picture, end = picture_at(data, at, kind)
                    if picture is not None:
                        done = end
                        yield at, kind, data[at:end]
            else:
                yield from ((at, kind, part) for part in opened(data, at, kind))
        if not begins or begins[0] > 0:
            # Without any head, so only what is whole can be told from chance.
            yield from ((0, "deflate", part) for part in opened(data, 0, "deflate"))
        yield from runs(data)
        text = flowed(data)
        if text is not None:
            yield 0, "quoted-printable", text

    def _shown(self, data: bytes, kind: str) -> tuple[str, ...]:
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if digest not in self._known:
            picture, _ = picture_at(data, 0, kind)
            shown = []
            if picture is not None and self._comparer.shows(picture):
                shown.append("picture")
            if picture is not None and _is_one(picture):
                shown += [what for what, seen in self._sights.items() if seen(picture[..., :3])]
            self._known[digest] = tuple(shown)
        return self._known[digest]


def _is_one(picture: Pixels) -> bool:
    """Whether it has colours, and is large enough for somebody to be seen on it."""
    return (
        picture.ndim == _DIMENSIONS
        and picture.shape[2] >= _COLOURS
        and (min(picture.shape[:2]) >= _SMALLEST)
    )


@lru_cache(maxsize=4)
def _scanner(canary: Canary) -> Scanner:
    return Scanner(canary)


def scan(data: bytes, canary: Canary) -> tuple[Find, ...]:
    """Return where and in which form something of a canary is in some bytes.

    ::

        canary = Canary.fresh()
        scan(open("notebook.ipynb", "rb").read(), canary)

    Parameters
    ----------
    data:
        Any bytes; files larger than some ten megabytes are better left to `search`.
    canary:
        What to look for.

    Returns
    -------
    tuple of Find
        Sorted, one for each thing and form; empty if nothing is found.
    """
    return _scanner(canary).scan(bytes(data))
