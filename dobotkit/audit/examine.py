"""The audit: a plain lab and the private one, and a search after each step that counts."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from dobotkit.audit.browser import InBrowser, find_browser
from dobotkit.audit.cards_day import careless_cells
from dobotkit.audit.day import Driver, first_half, in_short, second_half
from dobotkit.audit.home import Home
from dobotkit.audit.keepers_memory import KeepersMemory
from dobotkit.audit.labs import Lab, plain, private
from dobotkit.audit.own_window import OwnWindow
from dobotkit.audit.people_day import Counted, cut_off, meet_people, meet_visitor
from dobotkit.audit.planted import has_face, plant
from dobotkit.audit.planted_card import has_card
from dobotkit.audit.rest import WithoutBrowser
from dobotkit.audit.result import Memory, Moment, Result
from dobotkit.audit.searching import Searched
from dobotkit.canary import FORMS, Canary, Scanner
from dobotkit.canary.memory import masked

__all__ = ["examine"]

Say = Callable[[str], None]


class Start(Protocol):
    """Starts a lab with options, in a window of its own if there is one."""

    def __call__(self, home: Home, window: OwnWindow | None = None, *options: str) -> Lab:
        """Start it."""


class _Private(NamedTuple):
    """What the private lab has left at each moment, and what was counted in memory."""

    moments: dict[str, Moment]
    memory: Memory
    templates: dict[str, Counted | None]


def examine(
    *,
    browser: bool = True,
    say: Say = lambda _: None,
    start_private: Start = private,
) -> Result:
    """Carry out an audit; takes one to three minutes.

    Parameters
    ----------
    browser:
        Whether to look for a browser and to use it.
    say:
        Is told what is being done.
    start_private:
        Starts the lab that is to keep nothing.

    Raises
    ------
    AuditError
        If a lab does not start, or does not do what any JupyterLab does.
    """
    planted = plant(Canary.fresh())
    seen = has_face if planted.faces else None
    scanner = Scanner(planted.canary, has_face=seen, has_card=has_card)
    with _laid_out(planted.photo) as photo:
        counting = KeepersMemory(photo, masked(planted.canary)) if planted.faces else None
        try:
            say("Can this search see? It looks for an example of every form.")
            blind, false = _self_test(planted.canary, scanner)
            found_browser = find_browser() if browser else None
            searched = Searched(planted, scanner)
            # Both at once: each has a home of its own, and neither finds what the other leaves.
            with ThreadPoolExecutor(max_workers=1, thread_name_prefix="plain lab") as pool:
                other = pool.submit(
                    _plain, searched, found_browser, lambda what: say(f"plain JupyterLab: {what}")
                )
                ours = _private(
                    searched,
                    found_browser,
                    lambda what: say(f"private lab: {what}"),
                    start_private,
                    photo,
                )
                left, in_memory = other.result()
            return Result(
                blind_to=blind,
                false_alarms=false,
                forms=len(FORMS),
                browser=found_browser is not None,
                plain=left,
                private=ours.moments,
                memory={"plain": in_memory, "private": ours.memory},
                speed=searched.speed,
                trash_is_a_folder=sys.platform == "linux",
                faces=planted.faces,
                keeper=None if counting is None else counting.counts(),
                templates=ours.templates,
            )
        finally:
            if counting is not None:
                counting.end()


@contextmanager
def _laid_out(photo: bytes) -> Iterator[Path]:
    """A file with the planted picture, where the search does not look: it stands for a camera."""
    with tempfile.TemporaryDirectory(prefix="dobotkit-audit-") as folder:
        path = Path(folder) / "camera.png"
        path.write_bytes(photo)
        yield path


def _self_test(canary: Canary, scanner: Scanner) -> tuple[tuple[str, ...], tuple[str, ...]]:
    stranger = Scanner(Canary.fresh())
    blind, false = [], []
    for form in FORMS:
        example = form.encode(canary)
        if not form.seen_by(scanner.scan(example)):
            blind.append(form.title)
        if stranger.scan(example):
            false.append(form.title)
    return tuple(blind), tuple(false)


@contextmanager
def _somebody(
    lab: Lab, home: Home, browser: str | None, window: OwnWindow | None = None
) -> Iterator[Driver]:
    if browser is None:
        with WithoutBrowser(lab.root, lab.token) as driver:
            yield driver
    else:
        with InBrowser(lab, home, browser, window) as driver:
            yield driver


def _plain(searched: Searched, browser: str | None, say: Say) -> tuple[dict[str, Moment], Memory]:
    with Home() as home, plain(home) as lab:
        with _somebody(lab, home, browser) as driver:
            careless = careless_cells(searched.planted.card)
            in_memory = first_half(driver, searched.planted, say, careless)
            lab.note_processes()
            say("search")
            running = searched.now(home, lab)
            second_half(driver, searched.planted, say)
        say("kill the server and its kernels, and search")
        lab.kill()
        return {"running": running, "killed": searched.now(home, lab)}, in_memory


def _private(
    searched: Searched, browser: str | None, say: Say, start: Start, photo: Path
) -> _Private:
    templates: dict[str, Counted | None] = {}
    with Home() as home:
        window = OwnWindow(home, browser) if browser and OwnWindow.possible else None
        with start(home, window) as lab:
            with _somebody(lab, home, browser, window) as driver:
                in_memory = first_half(driver, searched.planted, say)
                if searched.planted.faces:
                    templates["school"] = meet_people(driver, lab, searched.planted.card, say)
                    driver.save()
                lab.note_processes()
                say("search")
                running = searched.now(home, lab)
                second_half(driver, searched.planted, say)
            say("end the lab, and search")
            lab.end()
            ended = searched.now(home, lab)
        with start(home, None, "--mode", "adult", "--camera", str(photo)) as lab:
            with WithoutBrowser(lab.root, lab.token) as quick:
                if searched.planted.faces:
                    say("once more in adult mode, with planted face and card before a real camera")
                    templates["adult"] = meet_visitor(quick, lab, searched.planted.card, say)
                    cut_off(quick, lab.kill_keeper, say)
                    lab.note_processes()
                say("search")
                faces = searched.now(home, lab)
                say("once more in short, and in the middle of it kill everything, as a power cut")
                in_short(quick, searched.planted)
                lab.kill()
            killed = searched.now(home, lab)
        with start(home) as lab:
            say("start it again, end it, and search")
            lab.end()
            restarted = searched.now(home, lab)
        searched.tidy(restarted)
    moments = {
        "running": running,
        "ended": ended,
        "faces": faces,
        "killed": killed,
        "restarted": restarted,
    }
    return _Private(moments, in_memory, templates)
