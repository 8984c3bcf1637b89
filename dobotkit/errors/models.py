"""What can go wrong with a trained model."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError

__all__ = [
    "ModelBroken",
    "ModelError",
    "ModelMissing",
    "ModelNotFetched",
]


class ModelError(DobotKitError):
    """Something is wrong with a trained model, such as the one that finds faces."""


class ModelMissing(ModelError, LookupError):
    """A trained model is not on this computer; nothing is fetched by itself."""


class ModelBroken(ModelError, ValueError):
    """The file of a model is not what the kit's list says, so it is not used."""


class ModelNotFetched(ModelError, ConnectionError):
    """No source gave the file of a model, or it could not be put where it belongs."""
