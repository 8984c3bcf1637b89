"""The keeper's process: ``python -P -m dobotkit.keeper.process``.

It ends when the notebook that it belongs to is gone (``--fd``), or when its standard
input ends, whose other end only the program that started it holds (``--folder``). A
signal from the keyboard does not end it: the arms are stopped first, in order.
"""

from __future__ import annotations

from dobotkit.hardening import keep_memory_private

if __name__ == "__main__":
    keep_memory_private()  # before there is anything in this memory

import argparse
import functools
import os
import signal
import sys
import threading
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from dobotkit.armnames import named_arms
from dobotkit.doorplate import leave
from dobotkit.errors import DeskError
from dobotkit.keeper.arms import Arms, kind_of
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.cameras import Cameras, shared_camera
from dobotkit.keeper.code import Code
from dobotkit.keeper.desk_file import desk_file, present_desk
from dobotkit.keeper.desk_view import DeskView
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.sources import Address
from dobotkit.keeper.faults import tell_without_words
from dobotkit.keeper.listening import Door
from dobotkit.keeper.page import Page
from dobotkit.keeper.people.people import People
from dobotkit.keeper.service import Service
from dobotkit.keeper.tether import Voice, listen
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode

__all__ = ["Keeper", "main"]

_VIRTUAL = Address("virtual")
_LOOK_S = 0.5
# How long the arms may take to stop and to be let go (s): each that does not answer is told
# several times.
_FAREWELL_S = 12.0


class Keeper:
    """All notebooks of one lab, and what is kept for them.

    Attributes
    ----------
    page:
        Its page, if it has one.
    people:
        Who is here, without knowing who.
    cameras:
        What can be looked through.
    """

    def __init__(
        self,
        arms: Arms,
        word: Word,
        *,
        mode: Literal["school", "adult"],
        practice: bool,
        folder: Path | None = None,
        camera: Address = _VIRTUAL,
        places: Places | None = None,
    ) -> None:
        self._arms = arms
        self._folder = folder
        self._word = word
        self._mode = mode
        self._practice = practice
        self.people = People()
        self.cameras = Cameras(arms, shared_camera(camera, places, Mode(mode)))
        self._services: set[Service] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.page: Page | None = None

    def serve(self, connection: Connection) -> None:
        """Serve one notebook until it is gone."""
        service = Service(
            connection,
            self._arms,
            self.people,
            self.cameras,
            mode=self._mode,
            practice=self._practice,
            folder=self._folder,
        )
        with self._lock:
            if self._over.is_set():
                connection.close()
                return
            self._services.add(service)
        try:
            service.run()
        finally:
            with self._lock:
                self._services.discard(service)

    def run(self) -> None:
        """Look after everybody until ``end`` is called."""
        while not self._over.wait(_LOOK_S):
            self.people.sweep()
            if "camera" not in self.people.on:
                self.cameras.rest(wait=False)
            for service in self._present():
                service.watch()

    def obey(self, order: str) -> None:
        """Do what the program that started this one says.

        ``stop``, ``allow NAME``, ``home NAME``, ``page``, and ``page always``, after which
        an invitation to the page lies there until the keeper ends.
        """
        match order.split():
            case ["stop"]:
                self._word.take_back_homes()
                for service in self._present():
                    service.stop_all("window")
            case ["page"] if self.page is not None:
                self.page.invitation()
            case ["page", "always"] if self.page is not None:
                self.page.keep_inviting()
            case ["allow", name] if name in self._arms.real:
                self._word.give(name)
            case ["home", name] if name in self._arms.real:
                self._word.give_home(name)

    def end(self, *_: object) -> None:
        """Let ``run`` return, and serve nobody new."""
        self._over.set()

    def close(self) -> None:
        """Stop all arms and let them go."""
        present = self._present()
        for service in present:
            service.stop_all("asked")
        for service in present:
            service.end()
        self.cameras.rest()
        self._arms.close()

    def _present(self) -> tuple[Service, ...]:
        with self._lock:
            return tuple(self._services)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -P -m dobotkit.keeper.process")
    parser.add_argument("--practice", action="store_true")
    parser.add_argument("--mode", choices=("school", "adult"), default="school")
    parser.add_argument("--arm", action="append", default=[], metavar="NAME=ADDRESS")
    # Looked at when it was chosen: a camera that is unplugged now may be back when it is opened.
    parser.add_argument("--camera", type=Address.unpacked, default=_VIRTUAL)
    parser.add_argument("--desk", type=Path, metavar="FILE")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, metavar="N")
    where.add_argument("--folder", type=Path)
    return parser.parse_args()


def _owner_is_gone(keeper: Keeper, door: Door, folder: Path) -> None:
    # Nobody starts another one, and who started this may be unable to tidy up.
    leave(folder, door.address)
    keeper.end()


def _look_through(options: argparse.Namespace, arms: Iterable[str]) -> None:
    """End here if a practice keeper is to have what it must not have."""
    if any(kind_of(one) == "real" for one in arms):
        sys.exit("A practice keeper has simulated arms only.")
    if options.camera.kind != "virtual":
        sys.exit("A practice keeper has the virtual camera only.")
    if options.mode != Mode.SCHOOL:
        sys.exit("A practice keeper is in school mode.")


def main() -> None:
    """Keep, until the owner is gone."""
    tell_without_words()
    options = _options()
    addresses = named_arms(options.arm)
    if options.practice:
        _look_through(options, addresses.values())
    try:
        # Practice is the same everywhere: a desk file counts only if it is named.
        careful = options.practice and options.desk is None
        envelope = Envelope() if careful else present_desk(options.desk)
    except DeskError as error:
        sys.exit(str(error))
    voice = Voice()
    word = Word(lambda what, arm: voice.say(f"asks {what} {arm}"))
    arms = Arms(addresses, envelope, word, invent=options.practice)
    places = None if options.camera.kind == "virtual" else Places(envelope.camera)
    keeper = Keeper(
        arms,
        word,
        mode=options.mode,
        practice=options.practice,
        folder=options.folder,
        camera=options.camera,
        places=places,
    )
    for name in ("SIGINT", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, keeper.end)
    door = None
    if options.fd is not None:
        os.set_inheritable(options.fd, False)

        def serve_one() -> None:
            keeper.serve(Connection(options.fd))
            keeper.end()

        threading.Thread(target=serve_one, name="notebook", daemon=True).start()
    else:
        if not options.practice:
            path = desk_file() if options.desk is None else options.desk
            view = DeskView(
                arms,
                word,
                Code(),
                people=keeper.people,
                mode=Mode(options.mode),
                camera=options.camera.words,
                places=places,
                path=path,
            )
            keeper.page = Page(view, options.folder)
        door = Door(options.folder, keeper.serve)
        threading.Thread(
            target=listen,
            args=(keeper.obey, functools.partial(_owner_is_gone, keeper, door, options.folder)),
            daemon=True,
        ).start()
        sys.stdout.write(f"ready {door.address}\n")
        sys.stdout.flush()
    keeper.run()
    if door is not None:
        door.close()
    closing = threading.Thread(target=keeper.close, daemon=True)
    closing.start()
    # A port that hangs in its driver keeps the others from nothing, and this from ending.
    closing.join(_FAREWELL_S)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    # Not by way of the threads that Python would wait for.
    os._exit(0)
