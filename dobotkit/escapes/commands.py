"""``dobotkit guard``: tries everything, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import typer
from rich.console import Console
from rich.progress import Progress

from dobotkit.escapes.drive import try_kernels
from dobotkit.escapes.report import as_json, print_report, status
from dobotkit.escapes.server_side import SERVER_WAYS, try_servers
from dobotkit.escapes.servers import LabServer
from dobotkit.escapes.tally import Tally
from dobotkit.guard.escapes import ESCAPES
from dobotkit.guard.tiers import Tier, verdict_about

__all__ = ["run_guard"]


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
    works = [tier for tier in wanted if tier not in missing]
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(ESCAPES) * (len(works) + 1) + 2 * len(SERVER_WAYS))

        def step(column: str, name: str) -> None:
            progress.update(task, advance=1, description=f"{column}: {name}")

        tallies = _try(works, browser=browser, on_step=step)
    if json:
        typer.echo(as_json(tallies, missing))
    else:
        print_report(tallies, missing)
    return status(tallies)


def _try(
    tiers: Sequence[Tier], *, browser: bool, on_step: Callable[[str, str], None]
) -> list[Tally]:
    with LabServer(tiers[-1]) as lab:
        kernel = try_kernels(tiers, server=lab, on_step=on_step)
        server = try_servers(lab, on_step)
    return [kernel, server]
