"""A keeper with one camera that counts as real, for tests of what is asked about what it sees."""

from __future__ import annotations

from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.messages import Done
from dobotkit.mode import Mode
from tests.keeper.eyes.showing import Showing
from tests.keeper.wires import RawNotebook


class Lab:
    """A keeper with one real camera, and notebooks that look through it."""

    def __init__(self, mode: str, address: str) -> None:
        self.camera = Showing()
        self.people = People()
        self.mode = mode
        self.arms = Arms({"desk": address}, Envelope(), Word())
        eye = SharedEye(self.camera, mode=Mode(mode))
        self.cameras = Cameras(self.arms, lambda: eye)
        self.notebooks: list[RawNotebook] = []

    def notebook(self, *permissions: str) -> RawNotebook:
        notebook = RawNotebook(self.arms, self.people, self.cameras, self.mode)
        self.notebooks.append(notebook)
        notebook.token = notebook.ask(kind="open_session").token
        for name in permissions:
            self.switch(notebook, "take_permission", name)
        return notebook

    def switch(self, notebook: RawNotebook, kind: str, name: str, token: str = "") -> None:
        told = notebook.ask(kind=kind, token=token or notebook.token, permission=name)
        assert isinstance(told, Done), told

    def close(self) -> None:
        """End what still runs."""
        for notebook in self.notebooks:
            if not notebook.has_ended:
                notebook.end()
        self.arms.close()
