"""The audit: one lab after the other, and a search after each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dobotkit.audit.browser import InBrowser, find_browser
from dobotkit.audit.day import Driver, first_half, in_short, second_half
from dobotkit.audit.home import Home
from dobotkit.audit.labs import Lab, plain, private
from dobotkit.audit.own_window import OwnWindow
from dobotkit.audit.rest import WithoutBrowser
from dobotkit.audit.result import Memory, Moment, Result
from dobotkit.audit.searching import Searched
from dobotkit.canary import FORMS, Canary, Scanner

__all__ = ["examine"]

Start = Callable[[Home, OwnWindow | None], Lab]
Say = Callable[[str], None]


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
    canary = Canary.fresh()
    scanner = Scanner(canary)
    say("Can this search see? It looks for an example of every form.")
    blind, false = _self_test(canary, scanner)
    found_browser = find_browser() if browser else None
    searched = Searched(canary, scanner)
    say("Plain JupyterLab, as it is installed:")
    left, in_memory = _plain(searched, found_browser, say)
    say("The private lab:")
    ours, ours_in_memory = _private(searched, found_browser, say, start_private)
    return Result(
        blind_to=blind,
        false_alarms=false,
        forms=len(FORMS),
        browser=found_browser is not None,
        plain=left,
        private=ours,
        memory={"plain": in_memory, "private": ours_in_memory},
        speed=searched.speed,
        trash_is_a_folder=sys.platform == "linux",
    )


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
            in_memory = first_half(driver, searched.canary, say)
            lab.note_processes()
            say("search")
            running = searched.now(home, lab)
            second_half(driver, searched.canary, say)
        say("kill the server and its kernels, and search")
        lab.kill()
        return {"running": running, "killed": searched.now(home, lab)}, in_memory


def _private(
    searched: Searched, browser: str | None, say: Say, start: Start
) -> tuple[dict[str, Moment], Memory]:
    with Home() as home:
        window = OwnWindow(home, browser) if browser and OwnWindow.possible else None
        with start(home, window) as lab:
            with _somebody(lab, home, browser, window) as driver:
                in_memory = first_half(driver, searched.canary, say)
                lab.note_processes()
                say("search")
                running = searched.now(home, lab)
                second_half(driver, searched.canary, say)
            say("end the lab, and search")
            lab.end()
            ended = searched.now(home, lab)
        with start(home, None) as lab:
            say("once more in short, and in the middle of it kill everything, as a power cut does")
            with WithoutBrowser(lab.root, lab.token) as quick:
                in_short(quick, searched.canary)
                lab.kill()
            killed = searched.now(home, lab)
        with start(home, None) as lab:
            say("start it again, end it, and search")
            lab.end()
            restarted = searched.now(home, lab)
        searched.tidy(restarted)
    moments = {"running": running, "ended": ended, "killed": killed, "restarted": restarted}
    return moments, in_memory
