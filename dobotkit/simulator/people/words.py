"""What people look like, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dobotkit.simulator.people.parameters import Looks

__all__ = ["words_for"]

_WHO: Final = {
    "child": "a child",
    "teen": "a teenager",
    "adult": "a grown-up",
    "old": "an old person",
}
_BEARDS: Final = {
    "stubble": "stubble",
    "moustache": "a moustache",
    "goatee": "a goatee",
    "short": "a short beard",
    "full": "a full beard",
    "long": "a long beard",
    "chin strap": "a narrow beard",
}
_COVERINGS: Final = {
    "hijab": "a headscarf",
    "shayla": "a loose headscarf",
    "headwrap": "a headwrap",
    "turban": "a turban",
    "kippah": "a kippah",
    "kufi": "a kufi cap",
    "cap": "a cap",
    "beanie": "a woolly hat",
    "bucket hat": "a sun hat",
}
# Hair below these is not seen.
_HIDES: Final = {"hijab", "shayla", "headwrap", "turban"}
_HAIR: Final = {
    "bob": "{} hair to the chin",
    "long": "long {} hair",
    "ponytail": "{} hair in a ponytail",
    "bun": "{} hair in a bun",
    "plaits": "{} plaits",
    "pixie": "short {} hair",
    "fringe": "{} hair with a fringe",
    "crop": "short {} hair",
    "side part": "parted {} hair",
    "swept": "{} hair combed back",
    "buzz": "very short {} hair",
    "afro": "a {} afro",
    "braids": "{} braids",
    "puffs": "two {} puffs of hair",
    "locs": "{} locs",
    "cornrows": "{} cornrows",
    "flat top": "a {} flat top",
    "bald": "a bald head",
    "receding": "thin {} hair",
    "crown bald": "a ring of {} hair",
}
_AIDS: Final = {"behind the ear": "a hearing aid", "cochlear implant": "a cochlear implant"}
_MOBILITY: Final = {"wheelchair": "sitting in a wheelchair", "crutches": "standing on crutches"}


def words_for(looks: Looks) -> str:
    """Return one phrase, such as "a grown-up with glasses and a grey beard"."""
    wear, hair = looks.wear, looks.hair
    parts = []
    if wear.covering not in _HIDES:
        parts.append(_HAIR[hair.style].format(hair.colour))
    if wear.glasses:
        parts.append("glasses")
    if hair.beard:
        parts.append(_BEARDS[hair.beard])
    if wear.covering:
        parts.append(_COVERINGS[wear.covering])
    if wear.hearing_aid:
        parts.append(_AIDS[wear.hearing_aid])
    who = _WHO[looks.age]
    if parts:
        who += " with " + " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"{who}, {_MOBILITY[wear.mobility]}" if wear.mobility else who
