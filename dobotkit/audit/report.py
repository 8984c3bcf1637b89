"""What an audit has found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from dobotkit.audit.places import PLACES
from dobotkit.audit.result import BLIND, CLEAN, Moment, Result

__all__ = ["as_json", "print_report"]

_NOTHING = "–"
# Half a picture counts a half; of as many as these, the half says nothing.
_MANY = 10
_WIDEST = 100  # letters; a wider table is harder to read
_VERDICTS = {
    0: "The private lab has kept nothing of it.",
    1: "The private lab has kept something. It should not have.",
    2: "Nobody can say: this search did not see all that it has to see.",
}
_COLOURS = {0: "green", 1: "red", 2: "yellow"}
_MOMENTS = {
    "running": "while it runs",
    "ended": "after its end",
    "restarted": "killed, and started again",
}
# What a reader knows best comes first.
_ORDER = (
    *("notebook", "checkpoint", "files", "history", "store", "trash", "browser", "jupyter"),
    *("temp", "memory", "log", "core", "elsewhere"),
)
_TITLES = {place.id: place.title for place in PLACES}
# The invented word is called a mark where it is made.
_WORDS = {"mark": "word", "template": "face numbers", "card_text": "text of a card"}
_FACES = (
    "Faces were looked at in the private lab: invented people, and in adult mode the picture in "
    "place of a camera. They were covered, compared, shown live, part of an error, and cut off by "
    "kill -9, of the notebook and of the keeper."
)
_CARD = (
    "A specimen card was drawn by lot. In the private lab it was looked at, shown live, read, part "
    "of an error, and cut off by kill -9: what reads it, the notebook, the keeper. What is written "
    "on it may stand nowhere there. In the plain lab a careless program read it."
)
_NO_FACES = (
    "Faces were not looked at, and no card was read in the private lab: the models for it are not "
    "here. Fetch them: dobotkit models fetch"
)
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
            "faces": result.faces,
            "copies_in_memory": result.memory,
            "copies_in_a_keeper": result.keeper,
            "templates_in_keepers": result.templates,
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
        "A picture of somebody who does not exist, a name, a number, a word and the numbers of a "
        "face were invented, which exist nowhere else. They were used as in a lesson: loaded, "
        "shown, plotted, typed, saved, renamed, deleted, with an error, widgets and a crash. "
        f"This was done through {_HOW[result.browser]}."
    )
    say(f"{_FACES}\n{_CARD}" if result.faces else _NO_FACES)
    say("")
    _say_sight(result, say)
    say("")
    console.print(_table(result, min(console.width, _WIDEST)))
    killed = {one for what in result.private["killed"].found.values() for one in what}
    say(
        "While it runs, the private lab keeps what you make in one folder, in memory where the "
        "system can do that. When all of it was killed at once, there was left: "
        f"{_listed(killed)}. The next start has to delete that."
    )
    say("")
    _say_memory(result, say)
    if result.faces:
        say("")
        _say_keeper(result, say)
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
        missed = ", ".join(_TITLES[place] for place in result.missed)
        say(f"  Not found in the plain lab, where it is known to be: {missed}.", "red")
        say(
            "  Perhaps this Python was set up with `dobotkit configure`: then its plain lab is "
            "none. Try the audit in a fresh environment."
        )
    elif result.status != BLIND:
        say("  It found all that a plain JupyterLab is known to leave.")


def _table(result: Result, width: int) -> Table:
    table = Table(title="What was found, and where", title_justify="left")
    moments = {name: result.private[name] for name in _MOMENTS}
    # Lines and spaces between five columns take sixteen; no word is to be broken.
    each = max((width - 16) * 17 // 100, len("JupyterLab"))
    table.add_column("Place", width=max(width - 16 - each * 4, len("wastebasket")))
    table.add_column("Plain JupyterLab", style="yellow", width=each)
    for name in moments:
        table.add_column(f"Private lab, {_MOMENTS[name]}", width=each)
    for place in _ORDER:
        plain = {one for moment in result.plain.values() for one in _at(moment, place)}
        cells = [_at(moment, place) for moment in moments.values()]
        if plain or any(cells):
            table.add_row(_TITLES[place], _listed(plain), *(_listed(cell) for cell in cells))
    last = list(result.plain.values())[-1]
    # While it runs, there have to be some.
    after = [moment for name, moment in moments.items() if name != "running"]
    programs = [str(moment.processes) for moment in after]
    table.add_row("Programs that still run", str(last.processes), "", *programs)
    sockets = [str(moment.sockets) for moment in after]
    table.add_row("Sockets left", str(last.sockets), "", *sockets)
    return table


def _at(moment: Moment, place: str) -> frozenset[str]:
    return moment.found.get(place, frozenset())


def _listed(what: Iterable[str]) -> str:
    return ", ".join(sorted(_WORDS.get(one, one) for one in what)) or _NOTHING


def _say_memory(result: Result, say: Any) -> None:  # noqa: ANN401 - as above
    say("Copies in the memory of the running notebook (counted, never promised)", "bold")
    for name, title in (("plain", "Plain JupyterLab"), ("private", "Private lab")):
        before, after = (result.memory[name][when] for when in ("before", "after"))
        if before is None or after is None:
            say(f"  {title}: could not be counted on this computer.")
        else:
            say(
                f"  {title}: picture {_count(before['picture'])} before it was deleted, "
                f"{_count(after['picture'])} after; name {_count(before['name'])} before, "
                f"{_count(after['name'])} after; face numbers {_count(before['template'])} "
                f"before, {_count(after['template'])} after; text of a card "
                f"{_count(before['card_text'])} before, {_count(after['card_text'])} after."
            )


def _say_keeper(result: Result, say: Any) -> None:  # noqa: ANN401 - as above
    say("Copies in the keeper's own memory (counted by itself, never promised)", "bold")
    if result.keeper is None:
        say("  Of a keeper that looks at the picture: could not be counted on this computer.")
    else:
        held, after = result.keeper["held"], result.keeper["after"]
        say(
            f"  A keeper that looks at the picture: picture {_count(held['picture'])} while one "
            f"is held on purpose, {_count(after['picture'])} after it was looked at; face numbers "
            f"{_count(held['template'])} while visitors are compared, "
            f"{_count(after['template'])} after; text of a card {_count(held['card_text'])} if it "
            f"is read there on purpose, {_count(after['card_text'])} after it was read as the "
            "keeper does it."
        )
    for mode, counted in result.templates.items():
        if counted is None or counted["before"] is None or counted["after"] is None:
            say(f"  The keeper in {mode} mode: could not be counted on this computer.")
        else:
            say(
                f"  The keeper in {mode} mode: face numbers of {counted['templates']} visitor(s), "
                f"found {counted['before']} time(s), and {counted['after']} after they were "
                "forgotten."
            )


def _count(copies: float) -> str:
    return f"{copies:.0f}" if copies >= _MANY else f"{copies:.2g}"


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
