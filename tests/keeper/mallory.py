"""Mallory, who wants more than a keeper gives: a notebook that keeps each byte it is sent."""

from __future__ import annotations

import contextlib

from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.messages import LARGEST_MESSAGE, Done, read_answer
from dobotkit.mode import Mode
from tests.keeper.wires import PATIENCE_S, RawNotebook


class Standing:
    """A camera before which the planted person stands, with the planted card."""

    kind, name = "usb", "standing"

    def __init__(self, picture):
        self._picture = picture

    def read(self):
        return Frame(self._picture.copy(), 0.0, self.kind)

    def close(self):
        pass


class Mallory(RawNotebook):
    """A notebook with some permissions, which keeps each byte that it is sent."""

    def __init__(self, *keeper, permissions):
        super().__init__(*keeper)
        self.heard: list[bytes] = []
        self.token = self.ask(kind="open_session").token
        for name in permissions:
            given = self.ask(kind="take_permission", token=self.token, permission=name)
            assert isinstance(given, Done)

    def answer(self):
        assert self.connection.poll(PATIENCE_S), "no answer"
        self.heard.append(self.connection.recv_bytes(LARGEST_MESSAGE))
        return read_answer(self.heard[-1])


@contextlib.contextmanager
def mallorys(picture, *usual):
    """Notebooks at a keeper in adult mode, which has a camera that counts as real.

    Each has the usual permissions, or those that it is given.
    """
    eye = SharedEye(Standing(picture), mode=Mode.ADULT)
    arms, people = Arms({"desk": "dobotsim://cheats"}, Envelope(), Word()), People()
    cameras = Cameras(arms, lambda: eye)
    there = []

    def come(*permissions):
        there.append(Mallory(arms, people, cameras, "adult", permissions=permissions or usual))
        return there[-1]

    yield come
    for one in there:
        if not one.has_ended:
            one.end()
    arms.close()


def found(scanner, *everything):
    """Say what a scanner finds in some bytes."""
    return {find.what for one in everything for find in scanner.scan(one)}
