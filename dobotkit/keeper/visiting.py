"""One notebook's block with visitors: who was there before, and when that is forgotten.

This module loads neither numpy nor OpenCV before somebody looks.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from dobotkit.errors import RealPeopleNotInSchool, VisitorsForgotten
from dobotkit.sight_messages import SceneTold
from dobotkit.visitor_messages import (
    LABELS,
    LASTS_S,
    AskDrawer,
    DrawerNow,
    EndVisitors,
    ForgetVisitors,
    ForgottenTold,
    LookForVisitors,
    VisitorsTold,
    VisitorTold,
)

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.eye import Eye
    from dobotkit.keeper.eyes.faces import FoundFace
    from dobotkit.keeper.eyes.frame import Pixels
    from dobotkit.keeper.eyes.visitors import Drawer, Met

__all__ = ["Visiting"]

THRESHOLDS: Final = {"virtual": 0.56, "real": 0.40}
"""From which similarity on two faces count as one visitor's: invented people, who are drawn,
are more alike than real ones."""

SURE: Final = 0.7
"""A face that is found less surely than this is covered, and not compared."""

_NOT_BEGUN: Final = "No block with visitors is open in this notebook."
_BEGIN: Final = 'Open one: with camera.visitors(why="see whether somebody comes back") as visitors:'
_UNSURE: Final = "A face was found too unsurely to be compared. It is covered all the same."
_FULL: Final = (
    "There are more faces than the drawer has letters left: those are covered, and not "
    "remembered. visitors.forget() empties the drawer."
)


class Visiting:
    """What one notebook may ask about visitors, and the drawer behind it.

    Parameters
    ----------
    mode:
        Of the keeper: in school mode faces of real people are not compared.
    lasts_s:
        Seconds after which a drawer is emptied by itself.
    """

    def __init__(self, mode: Literal["school", "adult"], lasts_s: float = LASTS_S) -> None:
        self._mode = mode
        self._lasts_s = lasts_s
        self._lock = threading.Lock()
        self._drawer: Drawer | None = None
        self._threshold = THRESHOLDS["virtual"]
        self._over = False

    @property
    def is_open(self) -> bool:
        """Whether there is a drawer in which templates can be."""
        return self._drawer is not None

    @property
    def count(self) -> int:
        """How many visitors are in the drawer."""
        drawer = self._drawer
        return 0 if drawer is None else drawer.count

    def begin(self, eye: Eye) -> DrawerNow:
        """Open an empty drawer, and close the one before.

        Raises
        ------
        RealPeopleNotInSchool
            Through this camera nobody is compared in school mode.
        """
        from dobotkit.keeper.eyes.visitors import Drawer  # noqa: PLC0415 - see above

        self._refuse_real(eye)
        self.close("Another block was opened.")
        drawer = Drawer(self._lasts_s)
        with self._lock:
            if not self._over:
                self._drawer, self._threshold = drawer, _threshold_for(eye)
        if self._over:
            drawer.close("The notebook is gone.")
        return self._now()

    def look(self, eye: Eye, ask: LookForVisitors) -> VisitorsTold:
        """Look once, and say who was there before.

        Raises
        ------
        RealPeopleNotInSchool
            Through this camera nobody is compared in school mode.
        VisitorsForgotten
            No block is open, or it is over.
        """
        self._refuse_real(eye)
        drawer = self._open()
        # Before a picture is taken: who is too late is told so, and nobody is looked at.
        drawer.check()
        threshold = _threshold_for(eye) if ask.threshold is None else ask.threshold
        meeting = _Meeting(drawer, threshold)
        return meeting.told(eye.look(ask.size, meet=meeting))

    def without_look(
        self, ask: AskDrawer | ForgetVisitors | EndVisitors
    ) -> DrawerNow | ForgottenTold:
        """Answer what needs no camera: to forget always works.

        Raises
        ------
        VisitorsForgotten
            No block is open, or it is over, and its drawer was to be emptied.
        """
        if isinstance(ask, EndVisitors):
            self.close()
        elif isinstance(ask, ForgetVisitors):
            emptied = self._open().forget()
            return ForgottenTold(
                templates=emptied.templates,
                found_before=emptied.found_before,
                found_after=emptied.found_after,
            )
        return self._now()

    def close(self, why: str = "The block is over.") -> None:
        """Empty the drawer for good, if one is open; returns when that is done."""
        with self._lock:
            drawer, self._drawer = self._drawer, None
        if drawer is not None:
            drawer.close(why)

    def end(self) -> None:
        """Empty the drawer, and open none any more: the notebook is gone."""
        with self._lock:
            self._over = True
        self.close("The notebook is gone.")

    def _refuse_real(self, eye: Eye) -> None:
        if self._mode != "adult" and eye.kind != "virtual":
            raise RealPeopleNotInSchool(
                f"In school mode nobody real is compared, and this camera ({eye.kind}) may see "
                "somebody. “Same visitor as before?” works with the virtual camera's invented "
                "people.",
                "Start the lab without --camera. Adults, for themselves: dobotkit lab --mode adult",
            )

    def _open(self) -> Drawer:
        with self._lock:
            drawer = self._drawer
        if drawer is None:
            raise VisitorsForgotten(_NOT_BEGUN, _BEGIN)
        return drawer

    def _now(self) -> DrawerNow:
        with self._lock:
            drawer = self._drawer
        return DrawerNow(
            count=0 if drawer is None else drawer.count,
            threshold=self._threshold,
            seconds=0 if drawer is None else int(drawer.seconds),
        )


class _Meeting:
    """What happens with the faces of one look between finding and covering."""

    def __init__(self, drawer: Drawer, threshold: float) -> None:
        self._drawer = drawer
        self._threshold = threshold
        self._met: list[tuple[FoundFace, Met]] = []
        self._unsure = False
        # How many sure faces there were beyond those that were compared.
        self._beyond = 0

    def __call__(self, pixels: Pixels, faces: Sequence[FoundFace]) -> tuple[str, ...]:
        """Compare the faces, and return the label of each; empty for who has none."""
        from dobotkit.keeper.eyes.embedding import embed_all  # noqa: PLC0415 - see above
        from dobotkit.keeper.eyes.frame import wipe  # noqa: PLC0415 - see above

        sure = [one for one in faces if one.score >= SURE]
        self._unsure = len(sure) < len(faces)
        # More are not compared than there are letters: no numbers are made of a whole crowd.
        sure.sort(key=lambda one: -one.score)
        self._beyond = len(sure[len(LABELS) :])
        # From left to right, as the letters are given.
        sure = sorted(sure[: len(LABELS)], key=lambda one: one.box[0])
        embeddings = embed_all(pixels, sure)
        try:
            met = self._drawer.meet(embeddings, self._threshold)
        finally:
            wipe(embeddings)
        self._met = list(zip(sure, met, strict=True))
        labels = {id(face): one.label or "" for face, one in self._met}
        return tuple(labels.get(id(face), "") for face in faces)

    def told(self, scene: SceneTold) -> VisitorsTold:
        """Return what the notebook is told."""
        named = [(face, one) for face, one in self._met if one.label is not None]
        unnamed = len(self._met) - len(named) + self._beyond
        more = (_FULL if unnamed else "", _UNSURE if self._unsure else "")
        notes = (*filter(None, more), *scene.notes)
        return VisitorsTold(
            visitors=tuple(
                VisitorTold(
                    label=one.label,
                    seen_before=one.seen_before,
                    similarity=one.similarity,
                    box=face.box,
                    score=min(1.0, float(face.score)),
                )
                for face, one in named
                if one.label is not None
            ),
            unnamed=unnamed,
            threshold=self._threshold,
            count=self._drawer.count,
            picture=scene.picture,
            moment=scene.moment,
            source=scene.source,
            notes=tuple(note[:300] for note in notes[:8]),
        )


def _threshold_for(eye: Eye) -> float:
    return THRESHOLDS["virtual" if eye.kind == "virtual" else "real"]
