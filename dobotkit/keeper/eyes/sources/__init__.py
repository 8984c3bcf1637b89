"""Where frames come from.

``read_address`` tells what ``--camera`` means, and opens nothing. ``open_source`` reads it, in a
process of its own; it is loaded when it is first used, since it needs numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dobotkit.keeper.eyes.sources.address import Address, choose_camera, read_address

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.sources.source import Source

__all__ = ["Address", "choose_camera", "open_source", "read_address"]


def open_source(address: Address | str) -> Source:
    """Return a camera, a picture, a folder of pictures or a video; its first ``read`` opens it.

    To be closed when the last permission to look ends: so the light of a camera tells the truth.

    Parameters
    ----------
    address:
        What ``--camera`` says; not ``virtual``, which is no thing that could be opened.

    Raises
    ------
    NoCamera, PictureError
        An address in words leads to nothing.
    """
    from dobotkit.keeper.eyes.sources.afar import AfarSource  # noqa: PLC0415 - needs numpy

    if isinstance(address, str):
        address = read_address(address)
    return AfarSource(address)
