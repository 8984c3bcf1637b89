"""``SeenView``: a picture of a camera in the notebook, with boxes, labels and words."""

from __future__ import annotations

import html
import threading
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from dobotkit.scene import Picture, Scene
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.scripts import SEEN
from dobotkit.widgets.seen import seen_in
from dobotkit.widgets.thresholds import Thresholds

__all__ = ["SeenView", "StillView"]


class SeenView(anywidget.AnyWidget, Thresholds):
    """A covered picture, what was found in it, and the same in words.

    A picture is sent to the pages that have asked for it, and forgotten: it is nowhere in
    the state of this widget, and so in no notebook that is saved.

    Parameters
    ----------
    thresholds:
        Whether there are sliders, and only the pixels between them are shown.
    **more:
        Other traits.
    """

    _css = Path(__file__).parent / "seen.css"

    sliders = traitlets.Bool(help="Whether there are sliders for thresholds.").tag(sync=True)
    why = traitlets.Unicode(help="What the camera is on for; nothing for a still picture.").tag(
        sync=True
    )

    words = traitlets.Unicode(help="What is there before and without a picture.").tag(sync=True)

    def __init__(self, *, thresholds: bool = False, **more: object) -> None:
        super().__init__(sliders=thresholds, **more)
        self.on_msg(_heard)
        deliver_at_once(self.comm)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        # What is seen where no page is connected, and what a notebook may save: words.
        words = html.escape(repr(self)).replace("\n", "<br>")
        return {**data, "text/html": f"<p>{words}</p>"}, metadata

    def hear(self, message: object) -> None:
        """Take in what a page says; what does not look like a question is not for us.

        JupyterLab delivers that also while a cell runs, in a thread of its own.
        """
        if isinstance(message, dict) and isinstance(message.get("do"), str):
            self.obey(message["do"], str(message.get("page")), message)

    def obey(self, do: str, page: str, message: dict[str, Any]) -> None:
        """Do what a page asks for.

        Parameters
        ----------
        do:
            What.
        page:
            Which page it was.
        message:
            The whole of what it has said.
        """
        raise NotImplementedError  # a still picture and a live one have their own

    def send_picture(self, thing: Scene | Picture, pages: set[str]) -> None:
        """Send one picture to pages that wait for it; nothing of it stays here."""
        picture = thing.picture if isinstance(thing, Scene) else thing
        self.pixels = picture.width * picture.height
        content = {"pages": sorted(pages), "seen": seen_in(thing, live=bool(self.why))}
        self.send(content, buffers=[picture.data])


class StillView(SeenView):
    """One picture that was taken; made by ``show(scene)`` or ``show(scene.picture)``.

    Parameters
    ----------
    thing:
        What was seen, or its picture alone.
    thresholds:
        Whether there are sliders, and only the pixels between them are shown.
    """

    _esm = SEEN

    def __init__(self, thing: Scene | Picture, *, thresholds: bool = False) -> None:
        self._thing = thing
        self._one = threading.Lock()
        picture = thing.picture if isinstance(thing, Scene) else thing
        words = str(seen_in(thing, live=False)["words"])
        super().__init__(thresholds=thresholds, pixels=picture.width * picture.height, words=words)

    def obey(self, do: str, page: str, message: dict[str, Any]) -> None:  # noqa: ARG002 - the base's
        """Send the picture to a page that asks for it."""
        if do == "next":
            with self._one:
                self.send_picture(self._thing, {page})

    def __repr__(self) -> str:
        return self.words


def _heard(view: SeenView, message: object, _buffers: object) -> None:
    view.hear(message)
