"""What the buttons of JupyterLab ask the lab's server for: ``dobotkit/work`` and below.

Like every request to this server these need the lab's pass, and those that do something
come from its own page only.
"""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado.web import authenticated, stream_request_body

from dobotkit.errors import WorkError
from dobotkit.lab.work.coming_back import bring_back, plan
from dobotkit.lab.work.folder import Found, WorkFolder
from dobotkit.lab.work.parcel import FILE_NAME, LARGEST_PARCEL, pack, unpack
from dobotkit.lab.work.plain import fingerprint

__all__ = ["Desk", "DownloadWork", "OpenWork", "WorkState"]


class Desk:
    """What the server knows about the pupil's work, in its memory only.

    Parameters
    ----------
    root:
        The work folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = WorkFolder(root)
        # What was downloaded or opened in this form: nobody loses it with the lab.
        self._safe: dict[str, str] = {}
        self.one_at_a_time = asyncio.Lock()

    def pending(self) -> list[str]:
        """Return the places of files that would be lost if the lab ended now."""
        return [
            place
            for place, content in self.folder.own().files.items()
            if self._safe.get(place) != fingerprint(content)
        ]

    def note_as_safe(self, files: dict[str, bytes]) -> None:
        """Remember that the pupil has these files elsewhere."""
        self._safe |= {place: fingerprint(content) for place, content in files.items()}


class _Handler(APIHandler):
    """A handler that answers mistakes of a reader in words."""

    # Who may see and save notebooks here may do this.
    auth_resource = "contents"

    def initialize(self, desk: Desk) -> None:
        self.desk = desk

    def refuse(self, error: WorkError) -> None:
        """Answer what is wrong and what to do about it."""
        self.set_status(422)
        self.finish(json.dumps({"what": error.what, "advice": error.advice}))


class WorkState(_Handler):
    """Which files would be lost if the lab ended now."""

    @authenticated
    async def get(self) -> None:
        """Answer ``{"pending": [PLACE, …]}``."""
        pending = await asyncio.to_thread(self.desk.pending)
        self.finish(json.dumps({"pending": pending}))


class DownloadWork(_Handler):
    """The parcel, for the pupil to keep."""

    @authenticated
    async def post(self) -> None:
        """Answer the parcel, and what is in it and what is not."""
        found = await asyncio.to_thread(self.desk.folder.own)
        parcel = await asyncio.to_thread(pack, found.files) if found.files else b""
        self.desk.note_as_safe(found.files)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(_answer(found, parcel)))


def _answer(found: Found, parcel: bytes) -> dict[str, Any]:
    return {
        "name": FILE_NAME,
        "content": base64.b64encode(parcel).decode(),
        "holds": list(found.files),
        "left_out": list(found.left_out),
        "pictures": found.pictures,
    }


@stream_request_body
class OpenWork(_Handler):
    """A parcel that a pupil brings: first what it would do, then doing it."""

    def initialize(self, desk: Desk) -> None:
        """Begin with nothing received."""
        super().initialize(desk)
        self._content = bytearray()

    async def prepare(self) -> None:  # type: ignore[override]  # as in APIHandler
        """Refuse who may not, before anything of the file is read."""
        await super().prepare()
        self.request.connection.set_max_body_size(2 * LARGEST_PARCEL)  # type: ignore[union-attr]  # tornado's recipe

    def data_received(self, chunk: bytes) -> None:
        """Take in a piece of the file, as long as it is not too long."""
        room = LARGEST_PARCEL + 1 - len(self._content)
        self._content += chunk[:room]  # one too many is enough to refuse it

    @authenticated
    async def post(self) -> None:
        """Answer what opening this does; with ``?now=yes``, do it."""
        now = self.get_query_argument("now", "no") == "yes"
        name = self.get_query_argument("name", FILE_NAME)
        try:
            coming = await asyncio.to_thread(unpack, bytes(self._content), name)
            async with self.desk.one_at_a_time:
                steps = await asyncio.to_thread(plan, self.desk.root, self.desk.folder, coming)
                if now:
                    await bring_back(self.contents_manager, steps)
        except WorkError as error:
            self.refuse(error)
            return
        if now:
            self.desk.note_as_safe({place: bytes(new) for place, new in coming.items()})
        self.finish(
            json.dumps(
                {
                    "says": [step.says for step in steps],
                    "written": [step.place for step in steps if step.place],
                }
            )
        )
