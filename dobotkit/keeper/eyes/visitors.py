"""The drawer: face templates of at most twenty visitors, for the lines of one block.

It has a letter for each, and nothing else: no name, no picture, no time. It is overwritten
in place when the block ends, when it is emptied, when its notebook is gone, when a permission
is taken back, and when its time is up, whoever forgets to do any of that.

Nothing here is logged, copied or written. What a function holds while it raises is overwritten
before it raises: an error keeps the variables of every function that it went through.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from dobotkit.canary.memory import hidden_piece, most_of_each
from dobotkit.errors import VisitorsForgotten
from dobotkit.keeper.eyes.assignment import best_pairs
from dobotkit.keeper.eyes.embedding import LENGTH, Embedding
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.visitor_messages import LABELS, LASTS_S, Label

__all__ = ["Drawer", "Emptied", "Met"]

# A template is looked for by two pieces of it: what is left need not be all. Each has so many
# bytes, and begins there; what has been given back loses its first bytes to the system.
_PIECE: Final = 64
_PIECES_AT: Final = (64, 320)
# A similarity has two places, so that it says little else.
_PLACES: Final = 2

# What is in all of them, nobody is told.
_open: weakref.WeakSet[Drawer] = weakref.WeakSet()

_AGAIN: Final = 'Begin again: with camera.visitors(why="…") as visitors:'


class Met(NamedTuple):
    """Who a face belongs to.

    Attributes
    ----------
    label:
        Of the visitor; empty if none was left.
    seen_before:
        Whether that visitor was in the drawer already.
    similarity:
        To the template of that visitor; of a new one to the nearest that nobody else in
        the picture is; None if there was none.
    """

    label: Label | None
    seen_before: bool
    similarity: float | None


class Emptied(NamedTuple):
    """What a search of this process's memory found, before and after emptying.

    Attributes
    ----------
    templates:
        How many there were.
    found_before, found_after:
        How many copies of them were found; None where a program cannot read its own memory.
    """

    templates: int
    found_before: int | None
    found_after: int | None


class Drawer:
    """Templates of at most twenty visitors, until it is closed or its time is up.

    Parameters
    ----------
    lasts_s:
        Seconds until it closes itself.
    clock:
        Monotonic seconds.
    """

    def __init__(
        self, lasts_s: float = LASTS_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = threading.Lock()
        # Made once and never anew: numpy leaves behind what it moves.
        self._templates = np.zeros((len(LABELS), LENGTH), np.float32)
        self._count = 0
        self._closed = ""
        self._clock = clock
        self._until = clock() + lasts_s
        self._timer = threading.Timer(
            lasts_s, self.close, ("Its five minutes were over, and it was emptied.",)
        )
        _open.add(self)
        self._timer.name = "visitors"
        self._timer.daemon = True
        self._timer.start()

    @property
    def count(self) -> int:
        """How many visitors are in it."""
        return self._count

    @property
    def closed(self) -> bool:
        """Whether it is closed; then it is empty for good."""
        return bool(self._closed)

    @property
    def seconds(self) -> float:
        """Until it closes itself (s); 0 if it is closed."""
        return 0.0 if self._closed else max(0.0, self._until - self._clock())

    def meet(self, faces: Embedding, threshold: float) -> tuple[Met, ...]:
        """Say which visitors these are, and remember those who are new.

        Two faces of one picture are two visitors. A visitor is compared by the face that was
        seen first: it stays the same while the block runs, so that a similarity means the
        same in every look.

        Parameters
        ----------
        faces:
            (n, 128), float32: all faces of one picture; read and not kept.
        threshold:
            From which cosine similarity on two faces count as one visitor's.

        Raises
        ------
        VisitorsForgotten
            It is closed.
        """
        with self._lock:
            self.check()
            known = self._count
            # Not with `@`: BLAS copies what it multiplies into memory of its own.
            alike = np.einsum("fk,vk->fv", faces, self._templates[:known])
            # What is compared is what is told.
            np.round(alike, _PLACES, out=alike)
            try:
                pairs = best_pairs(alike, threshold)
                free = [one for one in range(known) if one not in pairs.values()]
                return tuple(
                    self._met(face, alike[number], pairs.get(number), free)
                    for number, face in enumerate(faces)
                )
            finally:
                wipe(alike)

    def forget(self) -> Emptied:
        """Empty it; the next visitor is A again. Search all memory before and afterwards.

        What is in other drawers is not counted: of somebody whom two notebooks saw in the very
        same picture there are equal templates, and what others do is nobody's business.

        Raises
        ------
        VisitorsForgotten
            It is closed.
        """
        with self._lock:
            self.check()
            count = self._count
            pieces = [_pieces_of(one) for one in self._templates[:count]]
        # Without the lock: who closes it meanwhile, as the thread does in which a stop of an
        # arm waits, is not kept waiting by a search.
        try:
            before = self._found(pieces)
            with self._lock:
                self._empty()
            after = self._found(pieces)
        finally:
            with self._lock:
                self._empty()
            for piece in chain.from_iterable(pieces):
                piece[:] = bytes(len(piece))
        return Emptied(count, before, after)

    def close(self, why: str = "The block is over.") -> None:
        """Empty it for good; twice does no harm.

        Parameters
        ----------
        why:
            What is said to who asks it afterwards.
        """
        self._timer.cancel()
        with self._lock:
            _open.discard(self)
            # In this order: what is closed is empty, for whoever asks without the lock as well.
            self._empty()
            self._closed = self._closed or why

    def _found(self, pieces: Sequence[Sequence[bytearray]]) -> int | None:
        """Count copies of templates in all memory, without those of other drawers."""
        others = [one for one in tuple(_open) if one is not self]
        # Before and after: what another notebook lays aside meanwhile, or takes out.
        held = [sum(one.holds(piece) for one in others) for piece in pieces]
        found = most_of_each(pieces)
        if found is None:
            return None
        held = [
            max(before, sum(one.holds(piece) for one in others))
            for before, piece in zip(held, pieces, strict=True)
        ]
        return sum(max(0, copies - one) for copies, one in zip(found, held, strict=True))

    def holds(self, pieces: Sequence[bytearray]) -> int:
        """Count in how many of its templates all these pieces are, where they are in one."""
        with self._lock:
            own = [_pieces_of(one) for one in self._templates[: self._count]]
        try:
            return sum(one == list(pieces) for one in own)
        finally:
            for piece in chain.from_iterable(own):
                piece[:] = bytes(len(piece))

    def _met(
        self, face: Embedding, alike: NDArray[np.float32], same: int | None, free: Sequence[int]
    ) -> Met:
        if same is not None:
            return Met(LABELS[same], seen_before=True, similarity=_told(alike[same]))
        nearest = max((_told(alike[one]) for one in free), default=None)
        if self._count == len(LABELS):
            return Met(None, seen_before=False, similarity=nearest)
        new, self._count = self._count, self._count + 1
        self._templates[new] = face
        return Met(LABELS[new], seen_before=False, similarity=nearest)

    def _empty(self) -> None:
        wipe(self._templates)
        self._count = 0

    def check(self) -> None:
        """Raise ``VisitorsForgotten`` if it is closed."""
        if self._closed:
            raise VisitorsForgotten(
                f"The visitors of this block are forgotten. {self._closed}", _AGAIN
            )

    def __repr__(self) -> str:
        return f"<drawer of {self._count} visitors{', closed' if self._closed else ''}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a drawer of visitors is not copied, and not written anywhere")

    def __copy__(self) -> NoReturn:
        self.__reduce__()

    def __deepcopy__(self, _memo: object) -> NoReturn:
        self.__reduce__()


def _pieces_of(template: Embedding) -> list[bytearray]:
    # A view and no copy.
    data = template.view(np.uint8)
    return [hidden_piece(data[at : at + _PIECE]) for at in _PIECES_AT]


def _told(alike: np.float32) -> float:
    return round(min(1.0, max(-1.0, float(alike))), _PLACES)
