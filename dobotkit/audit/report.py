"""What an audit has found, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.table import Table

from dobotkit.audit.places import PLACES
from dobotkit.audit.result import BLIND, CLEAN, Moment, Result

__all__ = ["as_json", "print_report"]

_NOTHING = "–"
_VERDICTS = {
    0: "The private lab has kept nothing of it.",
    1: "The private lab has kept something. It should not have.",
    2: "Nobody can say: this search did not see all that it has to see.",
}
_COLOURS = {0: "green", 1: "red", 2: "yellow"}
_MOMENTS = {
    "running": "while it runs",
    "ended": "after its end",
    "killed": "after a power cut",
    "restarted": "after the next start",
}
_HOW = {
    True: "a real browser, as a pupil does",
    False: "the server's own doors, without a browser: what a browser keeps was not looked at",
}


def as_json(result: Result) -> str:
    """Return all of it as one JSON object."""
    return json.dumps(
        {
            "status": result.status,
            "verdict": _VERDICTS[result.status],
            "browser": result.browser,
            "forms": result.forms,
            "blind_to": result.blind_to,
            "false_alarms": result.false_alarms,
            "missed_in_plain": result.missed,
            "leaks": result.leaks,
            "plain": _moments(dict(result.plain)),
            "private": _moments(dict(result.private)),
            "copies_in_memory": result.memory,
            "megabytes_a_second": round(result.speed, 1),
        },
        indent=1,
    )


def print_report(result: Result, console: Console | None = None) -> None:
    """Say it so that somebody who knows no file names can read it."""
    console = console or Console()

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False)

    say("What does a lesson leave behind on this computer?", "bold")
    say(
        "A picture, a name, a number and a word were invented, which exist nowhere else. They "
        "were used as in a lesson: loaded, shown, plotted, typed, saved, renamed, deleted, with "
        f"an error, widgets and a crash. This was done through {_HOW[result.browser]}."
    )
    say("")
    _say_sight(result, say)
    say("")
    console.print(_table(result))
    say(
        "While it runs, the private lab keeps what you make in one folder, in memory where the "
        "system can do that. After a power cut the next start deletes it."
    )
    say("")
    _say_memory(result, say)
    say("")
    say(_VERDICTS[result.status], f"bold {_COLOURS[result.status]}")
    for leak in result.leaks if result.status != CLEAN else ():
        say(f"  {leak}")
    say(
        "Not looked at: what is encrypted, memory that was moved to the disk, the camera's own "
        "memory, photographs of the screen. LIMITS.md lists what nobody can promise."
    )


def _say_sight(result: Result, say: Any) -> None:  # noqa: ANN401 - a function of one or two texts
    say("Can this search see?", "bold")
    good = result.forms - len(set(result.blind_to))
    say(
        f"  It found {good} of {result.forms} examples, each in another form, and saw "
        f"{len(result.false_alarms)} where there was nothing. It reads about "
        f"{result.speed:.0f} MB a second."
    )
    for form in result.blind_to:
        say(f"  Not found: {form}.", "red")
    if result.missed:
        titles = {place.id: place.title for place in PLACES}
        missed = ", ".join(titles[place] for place in result.missed)
        say(f"  Not found in the plain lab, where it is known to be: {missed}.", "red")
        say(
            "  Perhaps this Python was set up with `dobotkit configure`: then its plain lab is "
            "none. Try the audit in a fresh environment."
        )
    elif result.status != BLIND:
        say("  It found all that a plain JupyterLab is known to leave.")


def _table(result: Result) -> Table:
    table = Table(title="What was found, and where", title_justify="left", expand=False)
    table.add_column("Place", min_width=15)
    table.add_column("Plain JupyterLab", style="yellow", min_width=10)
    for name in result.private:
        table.add_column(f"Private lab, {_MOMENTS[name]}")
    for place in PLACES:
        plain = sorted({one for moment in result.plain.values() for one in _at(moment, place.id)})
        cells = [_at(moment, place.id) for moment in result.private.values()]
        if plain or any(cells):
            table.add_row(place.title, _listed(plain), *(_listed(cell) for cell in cells))
    last = list(result.plain.values())[-1]
    moments = list(result.private.items())
    table.add_row(
        "Programs that still run",
        str(last.processes),
        *("" if name == "running" else str(moment.processes) for name, moment in moments),
    )
    table.add_row(
        "Sockets left",
        str(last.sockets),
        *("" if name == "running" else str(moment.sockets) for name, moment in moments),
    )
    return table


def _at(moment: Moment, place: str) -> list[str]:
    return sorted(moment.found.get(place, ()))


def _listed(what: list[str]) -> str:
    return ", ".join(what) or _NOTHING


def _say_memory(result: Result, say: Any) -> None:  # noqa: ANN401 - as above
    say("Copies in the memory of the running notebook (counted, never promised)", "bold")
    for name, title in (("plain", "Plain JupyterLab"), ("private", "Private lab")):
        before, after = (result.memory[name][when] for when in ("before", "after"))
        if before is None or after is None:
            say(f"  {title}: could not be counted on this computer.")
        else:
            say(
                f"  {title}: picture {before['picture']:g} before it was deleted, "
                f"{after['picture']:g} after; name {before['name']:g} before, "
                f"{after['name']:g} after."
            )


def _moments(moments: dict[str, Moment]) -> dict[str, Any]:
    return {
        name: {
            "found": {place: sorted(what) for place, what in moment.found.items()},
            "files": {place: list(paths) for place, paths in moment.files.items()},
            "processes": moment.processes,
            "sockets": moment.sockets,
            "read": dict(zip(("files", "bytes", "unread"), moment.read, strict=True)),
        }
        for name, moment in moments.items()
    }
