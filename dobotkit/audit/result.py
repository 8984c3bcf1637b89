"""What comes of an audit: what was found where, and whether that is as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dobotkit.audit.places import (
    CARDS_IN_A_PLAIN_LAB,
    FACES_IN_A_PLAIN_LAB,
    LEFT_BY_A_PLAIN_LAB,
    place_of,
)
from dobotkit.canary import Report

__all__ = ["BLIND", "CLEAN", "LEAKS", "Memory", "Moment", "Result"]

CLEAN, LEAKS, BLIND = 0, 1, 2
"""The exit status: nothing is kept, something is, or the audit could not see."""

Memory = Mapping[str, Mapping[str, float] | None]
"""Copies in a kernel's memory, ``before`` and ``after`` the picture was deleted."""

# Not even while the lab runs, in its own folder.
_NEVER = ("checkpoint", "history", "store", "trash", "log", "core")
_TRASH = {"trash": {"picture", "name", "template"}}


@dataclass(frozen=True)
class Moment:
    """A search at one moment.

    Attributes
    ----------
    found:
        What was found, by the id of the place: ``picture``, ``name``, ``number``, ``mark``,
        ``template``, ``face``, ``card``, ``card_text``.
    files:
        In which files, by the id of the place: paths without the folder of the audit.
    processes, sockets:
        How many programs of the lab still ran, and how many sockets were left.
    read:
        How much was read (files, bytes), and what could not be (files).
    """

    found: Mapping[str, frozenset[str]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    processes: int = 0
    sockets: int = 0
    read: tuple[int, int, int] = (0, 0, 0)

    @classmethod
    def of(cls, report: Report, labels: tuple[str, ...], processes: int = 0) -> Moment:
        """Sort what a search has found by places.

        Parameters
        ----------
        report:
            What `search` has returned.
        labels:
            What the folders that were searched are called in paths, in their order.
        processes:
            How many programs of the lab run.
        """
        found: dict[str, set[str]] = {}
        files: dict[str, set[str]] = {}
        for one in report.finds:
            path = f"{labels[one.folder]}{one.path}"
            place = place_of(path).id
            found.setdefault(place, set()).add(one.find.what)
            files.setdefault(place, set()).add(path)
        return cls(
            {place: frozenset(what) for place, what in found.items()},
            {place: tuple(sorted(paths)) for place, paths in files.items()},
            processes,
            len(report.sockets),
            (report.files, report.bytes, report.unread),
        )

    @property
    def clean(self) -> bool:
        """Whether nothing at all is left."""
        return not (self.found or self.processes or self.sockets)


@dataclass(frozen=True)
class Result:
    """All that an audit has to say.

    Attributes
    ----------
    blind_to:
        Forms whose own example was not found, by their titles.
    false_alarms:
        Forms in which something was found that was not there.
    forms:
        How many forms were tried.
    browser:
        Whether it was done in a real browser.
    plain, private:
        What each lab had left, at each moment, in the order in which they were.
    memory:
        Copies in the memory of a kernel of each lab, ``plain`` and ``private``.
    speed:
        How fast the search was (MB/s).
    trash_is_a_folder:
        Whether a wastebasket can be searched on this system.
    faces:
        Whether faces were looked for, and cards read; the models may be missing.
    keeper:
        Copies of ``picture``, ``template`` and ``card_text`` in the memory of a keeper, which
        counts them itself: ``held`` on purpose, and ``after`` the looks; None where nobody can
        count.
    templates:
        What the keepers of the labs have counted, ``school`` and ``adult``: how many
        ``templates`` there were, and copies ``before`` the drawer was emptied and ``after``.
    """

    blind_to: tuple[str, ...]
    false_alarms: tuple[str, ...]
    forms: int
    browser: bool
    plain: Mapping[str, Moment]
    private: Mapping[str, Moment]
    memory: Mapping[str, Memory]
    speed: float
    trash_is_a_folder: bool = True
    faces: bool = False
    keeper: Mapping[str, Mapping[str, float]] | None = None
    templates: Mapping[str, Mapping[str, int | None] | None] = field(default_factory=dict)

    @property
    def missed(self) -> tuple[str, ...]:
        """Places in which a plain lab is known to leave something, and nothing was found."""
        known = {place: set(what) for place, what in LEFT_BY_A_PLAIN_LAB.items()}
        for more in (
            _TRASH if self.trash_is_a_folder else {},
            CARDS_IN_A_PLAIN_LAB,
            FACES_IN_A_PLAIN_LAB if self.faces else {},
        ):
            for place, things in more.items():
                known.setdefault(place, set()).update(things)
        found: dict[str, set[str]] = {}
        for moment in self.plain.values():
            for place, what in moment.found.items():
                found.setdefault(place, set()).update(what)
        return tuple(place for place, what in known.items() if not what <= found.get(place, set()))

    @property
    def leaks(self) -> tuple[str, ...]:
        """What the private lab has kept and should not, in sentences."""
        said = []
        for name, moment in self.private.items():
            if name == "running":
                said += _while_it_runs(moment)
            elif name == "faces":  # nobody has put anything there but the keeper
                said += [
                    f"After faces and a card were looked at: {_listed(moment, place)}."
                    for place in moment.found
                ]
            elif name == "killed":  # nobody can tidy up at that moment; the next start has to
                said += _of_a_card("When all was killed", moment)
            else:
                said += _afterwards(name, moment)
        return tuple(said)

    @property
    def status(self) -> int:
        """0: the private lab keeps nothing; 1: it does; 2: nobody can say, the audit is blind."""
        if self.blind_to or self.false_alarms or self.missed:
            return BLIND
        return LEAKS if self.leaks else CLEAN


def _while_it_runs(moment: Moment) -> list[str]:
    """The lab's own folder may hold what a pupil has put there; but no picture in a notebook."""
    said = [
        f"While it runs: {_listed(moment, place)}." for place in _NEVER if place in moment.found
    ]
    if {"picture", "face", "card"} & moment.found.get("notebook", frozenset()):
        said.append(f"While it runs, a picture is saved in {_listed(moment, 'notebook')}.")
    said += _of_a_card("While it runs", moment)
    for place, paths in moment.files.items():
        outside = [path for path in paths if not _in_the_lab(path)]
        if outside:
            said.append(f"While it runs, outside its folder: {place}: {', '.join(outside)}.")
    return said


def _of_a_card(when: str, moment: Moment) -> list[str]:
    """Nobody has typed what is written on it, so it may stand nowhere, at no moment."""
    return [
        f"{when}, what is written on a card: {_listed(moment, place)}."
        for place, what in moment.found.items()
        if "card_text" in what
    ]


def _in_the_lab(path: str) -> bool:
    return any(part.startswith("dobotkit-") for part in path.split("/"))


def _afterwards(name: str, moment: Moment) -> list[str]:
    when = {"ended": "After its end", "restarted": "After kill -9 and the next start"}[name]
    said = [f"{when}: {_listed(moment, place)}." for place in moment.found]
    if moment.processes:
        said.append(f"{when}, {moment.processes} program(s) of it still run.")
    if moment.sockets:
        said.append(f"{when}, {moment.sockets} socket(s) are left.")
    return said


def _listed(moment: Moment, place: str) -> str:
    what = ", ".join(sorted(moment.found[place]))
    return f"{what} in {', '.join(moment.files[place])}"
