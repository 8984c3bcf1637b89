"""From the file of a model to bytes that are known to be the right ones."""

from __future__ import annotations

import hashlib
from typing import Final

from dobotkit.errors import ModelBroken, ModelMissing
from dobotkit.models.finding import Place, places
from dobotkit.models.onnx_edit import drop_unused_inputs
from dobotkit.models.registry import MODELS, Model

__all__ = ["FETCH", "explain_fault", "load", "read_verified"]

FETCH: Final = "dobotkit models fetch"


def load(name: str) -> bytes:
    """Return a model as OpenCV takes it, verified; nothing of it is kept here.

    Parameters
    ----------
    name:
        A key of `MODELS`.

    Returns
    -------
    bytes
        An ONNX file. Where the model has an edit, the file after it, which has a hash of
        its own.

    Raises
    ------
    ModelMissing
        If it is in none of the folders, or the kit knows no such model.
    ModelBroken
        If it is there, and is not what the kit's list says.
    """
    model = MODELS[name]
    content = read_verified(model)
    if model.edit is None:
        return content
    content = drop_unused_inputs(content)
    if hashlib.sha256(content).hexdigest() != model.edit.sha256:
        raise ModelBroken(
            f"The edited model {model.name} is not what the kit's list says.",
            "This is a fault of the kit. Install it again; if that does not help, report it.",
        )
    return content


def read_verified(model: Model) -> bytes:
    """Return the bytes of a model's file as it was published.

    A folder that comes first does not hide a whole file in a later one.

    Raises
    ------
    ModelMissing, ModelBroken
        As `load` does.
    """
    broken: tuple[Place, str] | None = None
    for place in places():
        try:
            with (place.folder / model.file).open("rb") as file:
                content = file.read(model.bytes + 1)  # one more shows that there is too much
        except FileNotFoundError:
            continue
        except OSError as error:
            broken = broken or (place, f"cannot be read: {error.strerror}")
            continue
        fault = explain_fault(model, content)
        if not fault:
            return content
        broken = broken or (place, fault)
    if broken is None:
        raise ModelMissing(
            f"The model {model.name} ({model.title}) is not on this computer.",
            f"Type in a terminal: {FETCH}",
        )
    place, fault = broken
    raise ModelBroken(
        f"The file {model.file} in {place.words} {fault}; it is not used.",
        f"Delete it, or type in a terminal: {FETCH}",
    )


def explain_fault(model: Model, content: bytes) -> str:
    """Say what is wrong with these bytes as the file of a model; nothing if they are right."""
    if len(content) > model.bytes:
        return f"is longer than the {model.bytes:,} bytes it should have"
    if len(content) < model.bytes:
        return f"has {len(content):,} bytes instead of {model.bytes:,}"
    digest = hashlib.sha256(content).hexdigest()
    if digest != model.sha256:
        return f"has SHA-256 {digest[:12]}… instead of {model.sha256[:12]}…"
    return ""
