"""What a script could tell somebody by way of the page alone, in a real browser.

No wall around a kernel sees that: it is the browser that would send. The ways are those of
``dobotkit.lab.page_ways``; for each there is somebody of its own who listens.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from dobotkit.catching import Catcher
from dobotkit.escapes.marks import ids_in, mark_of, new_run
from dobotkit.escapes.servers import PLAIN, LabServer, PlainServer, RealServer
from dobotkit.escapes.tally import Column, Tally, Way
from dobotkit.lab import own_profile
from dobotkit.lab.browsers import Browser
from dobotkit.lab.driven import DrivenBrowser
from dobotkit.lab.page_ways import WAYS as PAGE_WAYS
from dobotkit.lab.page_ways import Way as PageWay
from dobotkit.lab.page_ways import try_ways

__all__ = ["ANOTHER_BROWSER", "KNOWN", "OWN_WINDOW", "PAGE_WAYS", "try_page", "try_pages"]

OWN_WINDOW = "own window"
ANOTHER_BROWSER = "other browser"

KNOWN = frozenset(
    (ANOTHER_BROWSER, way.id)
    for way in PAGE_WAYS
    if way.by_leaving or way.silent or way.id.startswith("webrtc")
)
"""What no header forbids: LIMITS.md says so."""

# As root it starts only without its sandbox; and reports of crashes are for nobody.
_ANYWAY = ("--no-sandbox", "--disable-crash-reporter", "--disable-breakpad")


def try_pages(
    browser: Browser,
    plain: PlainServer,
    lab: LabServer,
    on_step: Callable[[str, str], None] = lambda *_: None,
) -> Tally:
    """Try all ways in a plain JupyterLab, in the lab's own window, and in another browser.

    Parameters
    ----------
    browser:
        The one that is used for all three.
    plain, lab:
        A plain JupyterLab and the lab's server; both run.
    on_step:
        Called with the name of a column and the id of a way before it is tried.
    """
    # At the same time: most of it is waiting for what does not come.
    seen = threading.Event()
    with ThreadPoolExecutor(max_workers=3) as pool:
        before, *columns = pool.map(
            lambda one: try_page(browser, one[0], one[1], on_step, seen=seen),
            [(plain, PLAIN), (lab, OWN_WINDOW), (lab, ANOTHER_BROWSER)],
        )
    ways = [Way(way.id, way.title, "the page") for way in PAGE_WAYS]
    return Tally("page", ways, before, columns, KNOWN)


def try_page(
    browser: Browser,
    server: RealServer,
    name: str,
    on_step: Callable[[str, str], None] = lambda *_: None,
    *,
    seen: threading.Event,
) -> Column:
    """Try all ways in one browser on one server; `name` says which window it is to be.

    Where nothing holds, all of them have to arrive: `seen` is set then, and the others wait
    for that, so that what is slow today does not pass for held.
    """
    heard = set[str]()

    def settled() -> bool:
        if name == PLAIN and len(heard) == len(PAGE_WAYS):
            seen.set()
        return seen.is_set()

    with ExitStack() as stack:
        targets = {way.id: stack.enter_context(_listening(way, heard)) for way in PAGE_WAYS}
        window = stack.enter_context(_window(browser, server, own=name == OWN_WINDOW))

        def target_of(way: PageWay) -> Mapping[str, str]:
            on_step(name, way.id)
            return targets[way.id]

        # A page that is not there: as light as one can be, with the same rules as all others.
        address = f"{server.url}not-there?token={server.token}"
        try_ways(window, address, target_of, until=settled)
    return Column(name, frozenset(heard), must_hold=name != PLAIN)


@contextmanager
def _listening(way: PageWay, heard: set[str]) -> Iterator[Mapping[str, str]]:
    """Listen for one way, at ports of its own."""
    run = new_run()
    # What is sent before there is a connection says nothing yet.
    wordless = way.silent or way.id.startswith("web")

    def note(data: bytes = b"", *_: object) -> None:
        if wordless or ids_in(data, run):
            heard.add(way.id)

    catcher = Catcher(note, remember=100, on_visit=note if way.silent else lambda: None)
    (_, tcp), (_, udp) = catcher.tcp(), catcher.udp()
    catcher.start()
    try:
        yield {
            "http": f"http://127.0.0.1:{tcp}",
            "ws": f"ws://127.0.0.1:{tcp}",
            "udp": f"127.0.0.1:{udp}",
            "mark": mark_of(run, way.id),
        }
    finally:
        catcher.close(wait=False)


@contextmanager
def _window(browser: Browser, server: RealServer, *, own: bool) -> Iterator[DrivenBrowser]:
    """Open a browser that has no window; as the lab opens its own, or as it comes."""
    with tempfile.TemporaryDirectory(
        prefix="window-", dir=server.scratch.path, ignore_cleanup_errors=True
    ) as place:
        profile = Path(place) / "profile"
        port = urlsplit(server.url).port or 0
        flags = own_profile.flags(browser, profile, port)
        if own:
            own_profile.make_profile(profile, Path(place))
        else:
            flags = [flag for flag in flags if flag in _ANYWAY]
        # Whatever it writes, it writes there.
        variables = own_profile.variables(os.environ, Path(place))
        with DrivenBrowser(browser, profile, flags, variables) as window:
            yield window
