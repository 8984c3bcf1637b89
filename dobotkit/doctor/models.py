"""Whether the trained models are here, and are what they should be."""

from __future__ import annotations

from dobotkit.doctor.finding import Finding, good, warning
from dobotkit.errors import ModelBroken, ModelMissing
from dobotkit.models import MODELS, load
from dobotkit.models.loading import FETCH

__all__ = ["check_models"]

_NAME = "Models"
_WHY = (
    "Without yunet cameras show no pictures; without sface no two faces are compared; "
    "without ppocr no card is read."
)


def check_models() -> Finding:
    """Load every model, which compares its bytes with the kit's list."""
    missing: list[str] = []
    for name in MODELS:
        try:
            load(name)
        except ModelMissing:
            missing.append(name)
        except ModelBroken as error:
            return warning(_NAME, error.what, _WHY, error.advice)
    if missing:
        return warning(_NAME, f"Not on this computer: {', '.join(missing)}.", _WHY, FETCH)
    return good(_NAME, f"{', '.join(MODELS)} are here and unchanged.")
