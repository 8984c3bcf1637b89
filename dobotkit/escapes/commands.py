"""``dobotkit guard``: tries everything, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import typer
from rich.console import Console
from rich.progress import Progress

from dobotkit.errors import GuardError
from dobotkit.escapes.drive import try_kernels
from dobotkit.escapes.page_side import PAGE_WAYS, try_pages
from dobotkit.escapes.report import as_json, print_report, status
from dobotkit.escapes.server_side import SERVER_WAYS, try_servers
from dobotkit.escapes.servers import LabServer, PlainServer
from dobotkit.escapes.tally import Tally
from dobotkit.guard.escapes import ESCAPES
from dobotkit.guard.tiers import Tier, verdict_about
from dobotkit.lab.browsers import Browser, find_browser

__all__ = ["run_guard"]

_NO_BROWSER = (
    "What a page can do was not tried: no browser was found that could be driven. Chromium, "
    "Chrome, Edge and Brave can; DOBOTKIT_BROWSER names one."
)


def run_guard(tiers: Sequence[Tier], *, json: bool, browser: bool) -> int:
    """Try all ways out; print the table; return the exit status.

    Parameters
    ----------
    tiers:
        Which tiers to try; none for all.
    json:
        Whether to print JSON instead of the table.
    browser:
        Whether the page may be tried as well, in a real browser.
    """
    wanted = list(dict.fromkeys(tiers or Tier))
    reasons = {tier: verdict_about(tier) for tier in wanted}
    missing = {tier: why for tier, why in reasons.items() if why is not None}
    for tier in tiers:
        if tier in missing:
            raise GuardError(
                f"Tier {tier} does not work on this computer: {missing[tier]}.",
                "Try what works here: dobotkit guard",
            )
    works = [tier for tier in wanted if tier not in missing]
    found = find_browser() if browser else None
    steps = len(ESCAPES) * (len(works) + 1) + 2 * len(SERVER_WAYS)
    steps += 3 * len(PAGE_WAYS) if found else 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=steps)

        def step(column: str, name: str) -> None:
            progress.update(task, advance=1, description=f"{column}: {name}")

        tallies = _try(works, found, step)
    if json:
        typer.echo(as_json(tallies, missing))
    else:
        print_report(tallies, missing)
        if browser and found is None:
            typer.echo(_NO_BROWSER)
    return status(tallies)


def _try(
    tiers: Sequence[Tier], browser: Browser | None, on_step: Callable[[str, str], None]
) -> list[Tally]:
    strongest = max(tiers, key=list(Tier).index)
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor())
        starting = pool.submit(PlainServer)
        # Also where the lab's does not start: it would run on for ever.
        stack.callback(_end, starting)
        lab = stack.enter_context(LabServer(strongest))
        plain = starting.result()
        # Kernels are tried here, and all else meanwhile: it waits most of the time.
        others = [pool.submit(try_servers, plain, lab, on_step)]
        if browser is not None:
            others.append(pool.submit(try_pages, browser, plain, lab, on_step))
        kernel = try_kernels(tiers, server=lab, on_step=on_step)
        return [kernel, *(other.result() for other in others)]


def _end(starting: Future[PlainServer]) -> None:
    if starting.exception() is None:
        starting.result().close()
