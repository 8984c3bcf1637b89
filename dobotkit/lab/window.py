"""What is typed into the window of a lab: ``stop``, ``page``, and the words for real arms.

And what a real arm asks for there: to move, or to seek its zero marks.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping

from dobotkit.keeping import StandingKeeper
from dobotkit.lab.opening import Opening
from dobotkit.typed import read_some

__all__ = ["Window"]

_ASKS = {
    "move": "The arm {arm} asks to move: look at it, hands away, then type  allow {arm}",
    "home": "The arm {arm} asks to seek its zero marks, for which its base turns far: look at it, "
    "hands away, then type  home {arm}",
}


class Window:
    """Listens to what is typed, from the start of the lab to its end.

    Parameters
    ----------
    keeper:
        The keeper of the lab.
    arms:
        The address of each arm by its name.
    say:
        Prints a line.
    opening:
        Opens the pages of this lab; None where there is nobody to look at them.
    """

    def __init__(
        self,
        keeper: StandingKeeper,
        arms: Mapping[str, str],
        say: Callable[[str], None],
        opening: Opening | None = None,
    ) -> None:
        self._opening = opening
        self._keeper = keeper
        self._real = [name for name, one in arms.items() if not one.startswith("dobotsim://")]
        self._say = say

    @property
    def help(self) -> str:
        """What can be typed, one line for each."""
        lines = {"stop": "stop all arms", "page": "see and set up what they may do"}
        if self._opening is not None:
            lines["open"] = "open the lab again, if its window was closed"
        if self._real:
            name, *more = self._real
            it = f"the arm {name}"
            if more:
                name, it = "NAME", f"a real arm ({', '.join(self._real)})"
            lines |= {
                f"allow {name}": f"let {it} move until the lab ends",
                f"home {name}": f"let {it} seek its zero marks, once",
            }
        width = max(map(len, lines))
        return "\n".join(
            ["Type here:", *(f"  {order:{width}}  {what}" for order, what in lines.items())]
        )

    def listen(self) -> None:
        """Begin to listen, if anybody can type here."""
        self._keeper.on_ask = self.ask
        # A lab in the background of a terminal is not to be halted for listening to it.
        number = getattr(signal, "SIGTTIN", None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)
        threading.Thread(target=self._listen, name="window", daemon=True).start()

    def obey(self, line: str) -> None:
        """Do what one line says, and say what was done."""
        order, _, name = line.strip().casefold().partition(" ")
        name = name.strip()
        # Whoever types this has no time for the rest of the line.
        if order.startswith("stop"):
            self._keeper.tell("stop")
            self._say("All arms were told to stop. One that cannot be reached goes on.")
        elif order == "page" and not name:
            self._aside(self._open_page)
        elif order == "open" and not name and self._opening is not None:
            self._aside(self._opening.open_lab_again)
        elif order == "allow" and name in self._real:
            self._keeper.tell(f"allow {name}")
            self._say(
                f"The arm {name} may move now, until the lab ends or it is unplugged: "
                "keep your hands away."
            )
        elif order == "home" and name in self._real:
            self._keeper.tell(f"home {name}")
            self._say(
                f"The arm {name} may seek its zero marks once, in the next five minutes. "
                "Its base turns far: keep away from it."
            )
        elif order in {"allow", "home"}:
            real = ", ".join(self._real) or "none"
            self._say(
                f"There is no real arm called {name} here. There is: {real}."
                if name
                else f"Say which arm, for example  {order} {real.partition(',')[0]}"
            )
        elif order:
            self._say(self.help)

    def ask(self, what: str, arm: str) -> None:
        """Say that an arm asks for a word: ``"move"`` or ``"home"``."""
        if what in _ASKS:
            self._say(_ASKS[what].format(arm=arm))

    def _aside(self, opens: Callable[[], None]) -> None:
        """Open a page: that may take long, or go wrong, and keeps no ``stop`` waiting."""

        def work() -> None:
            try:
                opens()
            except OSError as error:
                self._say(f"That did not open: {error.strerror or 'the system says no'}.")
                self._say("Is the disk full? Make room, and type it again.")

        threading.Thread(target=work, name="opening", daemon=True).start()

    def _open_page(self) -> None:
        if not self._keeper.invite():
            self._say("The keeper does not answer. End the lab, and start it again.")
            return
        path = self._keeper.invitation
        # The token stands in the file, and in no line that others could read.
        if self._opening is None or not self._opening.open_keeper(path):
            self._say("Open this file in a browser on this computer, within two minutes:")
            self._say(path.as_uri())

    def _listen(self) -> None:
        pending = b""
        while data := read_some():
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                self.obey(line.decode("utf-8", "replace"))
