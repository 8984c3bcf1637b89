"""A page that shows a panel about a session: it presses buttons and hears what is said to it."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Iterator
from typing import Any

from dobotkit import show
from tests.widgets.comms import Sent, heard
from tests.widgets.test_arm_view import eventually

_names = itertools.count()


class APage:
    """One page with one panel, in front of somebody's eyes."""

    def __init__(self, panel: Any, sent: list[Sent]) -> None:
        self.panel = panel
        self.name = f"page {next(_names)}"
        self._sent = sent

    def say(self, do: str, **more: object) -> None:
        """Say something, in a thread that no cell keeps busy, as JupyterLab has one."""
        message = {"do": do, "page": self.name, **more}
        thread = threading.Thread(target=self.panel.hear, args=(message,))
        thread.start()
        thread.join()

    def look(self, *, sees: bool = True) -> None:
        self.say("look", sees=sees)

    @property
    def all(self) -> list[dict[str, Any]]:
        """All that was said to any page."""
        return [one.content for one in tuple(self._sent) if one.content is not None]

    def forget(self) -> None:
        """Forget what was said so far, as a page does that is closed."""
        self._sent.clear()

    @property
    def now(self) -> dict[str, Any]:
        """What the session is like, as it was said last."""
        return [one["now"] for one in self.all if "now" in one][-1]

    def press(self, do: str, **more: object) -> dict[str, Any]:
        """Press a button; return the answer to it."""
        before = len(self.all)
        self.say(do, **more)
        [answer] = [one for one in self.all[before:] if one.get("page") == self.name]
        return answer

    def becomes(self, **wanted: object) -> bool:
        """Wait until the session is like this."""
        return eventually(lambda: wanted.items() <= self.now.items())


@contextlib.contextmanager
def page_with(thing: object) -> Iterator[APage]:
    """Show something in a page of its own."""
    with heard() as sent:
        panel = show(thing)
        panel._repr_mimebundle_()  # as a cell shows it
        page = APage(panel, sent)
        page.say("now")
        yield page
        panel.close()
