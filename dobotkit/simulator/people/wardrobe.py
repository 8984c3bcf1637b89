"""Hair, beards, clothes and what people wear and use, drawn from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.parameters import Hair, Wear

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["draw_hair", "draw_wear"]

_TEXTURES: Final[Mapping[str, Mapping[str, float]]] = {
    "light": {"straight": 5, "wavy": 4, "curly": 2},
    "middle": {"straight": 4, "wavy": 3, "curly": 2.5, "coily": 1},
    "dark": {"straight": 1.2, "wavy": 1, "curly": 2, "coily": 7},
}
_COLOURS: Final[Mapping[str, Mapping[str, float]]] = {
    "light": {
        "black": 3, "dark brown": 4, "brown": 4, "light brown": 3.5, "auburn": 1.5, "red": 1.5,
        "blond": 3, "light blond": 1.5,
    },
    "middle": {"black": 6, "dark brown": 5, "brown": 2, "auburn": 0.5},
    "dark": {"black": 9, "dark brown": 3, "auburn": 0.4, "blond": 0.25},
}  # fmt: skip
_DYED: Final = {"blue": 1, "pink": 1, "green": 0.7, "violet": 1}

_STYLES: Final[Mapping[str, Mapping[str, float]]] = {
    "long": {"bob": 3, "long": 5, "ponytail": 3, "bun": 2, "plaits": 1.5, "fringe": 2.5,
    "pixie": 2},
    "short": {"crop": 3.5, "side part": 4, "swept": 3, "fringe": 2, "buzz": 2, "bob": 0.5},
    "long coily": {"afro": 4, "braids": 4, "puffs": 2, "bun": 2, "locs": 2, "cornrows": 2.5,
    "crop": 1},
    "short coily": {"buzz": 4, "crop": 4, "flat top": 2, "afro": 1.5, "locs": 2, "cornrows": 2},
}  # fmt: skip
_THIN: Final = {"bald": 2, "receding": 4, "crown bald": 2.5}
_BEARDS: Final = {
    "": 4, "stubble": 2, "moustache": 1, "goatee": 1.2, "short": 2, "full": 1.6, "long": 0.7,
    "chin strap": 0.5,
}  # fmt: skip

_COVERINGS_LONG: Final = {
    "hijab": 6, "shayla": 2.5, "headwrap": 2.5, "cap": 0.8, "beanie": 0.9, "bucket hat": 0.6
}  # fmt: skip
_COVERINGS_SHORT: Final = {
    "turban": 2.6, "kippah": 2, "kufi": 2, "cap": 1.4, "beanie": 1.2, "bucket hat": 0.5
}  # fmt: skip
_CLOTH: Final = (
    "#7a2e3a", "#2f4a73", "#2d5e52", "#8c6a3f", "#4c4f57", "#6d4d7c", "#b7a58e", "#a3483f",
    "#3c7a89", "#c9b458", "#7f8f5b", "#23272f", "#b9bcc2", "#c77f8f", "#5f79b8", "#d8d2c6",
)  # fmt: skip
_FRAMES: Final = ("#16161a", "#3a2a20", "#6b4630", "#7d7f86", "#8a2f3c", "#2f4f7d", "#b08d4f")
_AIDS: Final = ("#b9a58c", "#8b8d93", "#5a4a3f", "#3d6fb0", "#b8486f", "#3f8f6b")


def _kind(tone: int) -> str:
    return "light" if tone <= 4 else "middle" if tone <= 6 else "dark"


def _any_of(draw: Draws, colours: tuple[str, ...]) -> str:
    return draw.one_of(dict.fromkeys(colours, 1.0))


def _colour(draw: Draws, age: str, tone: int) -> str:
    natural, dyed = draw.one_of(_COLOURS[_kind(tone)]), draw.one_of(_DYED)
    grey = draw.one_of({"grey": 5, "white": 4, natural: 0.5})
    if draw.happens({"teen": 0.12, "adult": 0.04}.get(age, 0.0)):
        return dyed
    return grey if age == "old" else natural


def draw_hair(seed: int, age: str, build: float, tone: int) -> Hair:
    """Draw hair and beard."""
    draw = Draws(seed, "hair")
    grown, male = age in {"adult", "old"}, build > 0.5
    texture = draw.one_of(_TEXTURES[_kind(tone)])
    coily = " coily" if texture == "coily" else ""
    length = "short" if draw.happens(0.82 if male else 0.12) else "long"
    style, thin = draw.one_of(_STYLES[length + coily]), draw.one_of(_THIN)
    if grown and male and draw.happens(0.55 if age == "old" else 0.2):
        style = thin
    beard = draw.one_of(_BEARDS)
    colour = _colour(draw, age, tone)
    return Hair(
        style=style,
        texture=texture,
        colour=colour,
        greying=draw.between(0, 0.12) if age == "adult" else 0.0,
        line=draw.about(-1.0 + 0.04 * (age == "child"), 0.07),
        line_bend=draw.between(-0.04, 0.14),
        line_corners=draw.between(0.0, 0.12) + 0.06 * male * grown,
        volume=draw.between(0.7, 1.3),
        part=draw.between(-0.6, 0.6),
        length=draw.between(0.0, 1.0),
        fringe=draw.between(0.0, 1.0),
        beard=beard if male and grown else "",
        beard_dense=draw.between(0.7, 1.0),
    )


def draw_wear(seed: int, age: str, build: float) -> Wear:
    """Draw glasses, coverings, aids and clothes."""
    draw = Draws(seed, "wear")
    male = build > 0.5
    kinds = {"round": 3, "oblong": 3, "cat-eye": 0.3 if male else 2, "half-rim": 2, "square": 2.5}
    glasses = draw.one_of(kinds)
    covering = draw.one_of(_COVERINGS_SHORT if male else _COVERINGS_LONG)
    if age == "child" and covering in {"hijab", "shayla", "headwrap"} and draw.happens(0.5):
        covering = ""
    aid = draw.one_of({"behind the ear": 3, "cochlear implant": 1.3})
    mobility = draw.one_of({"wheelchair": 3, "crutches": 2})
    clothes = draw.one_of({"T-shirt": 4, "hoodie": 2.5, "shirt": 3, "V-neck": 2, "polo neck": 1.5})
    return Wear(
        glasses=glasses if draw.happens(0.45 if age == "old" else 0.24) else "",
        glasses_colour=_any_of(draw, _FRAMES),
        glasses_size=draw.about(1.0, 0.06),
        covering=covering if draw.happens(0.24) else "",
        covering_colour=_any_of(draw, _CLOTH),
        second_colour=_any_of(draw, _CLOTH),
        hearing_aid=aid if draw.happens(0.18 if age == "old" else 0.07) else "",
        aid_colour=_any_of(draw, _AIDS),
        mobility=mobility if draw.happens(0.16 if age == "old" else 0.09) else "",
        earrings="" if male or draw.happens(0.55) else draw.one_of({"studs": 2, "hoops": 1}),
        clothes=clothes,
        clothes_colour=_any_of(draw, _CLOTH),
        pattern=draw.one_of({"": 6, "stripes": 1.5, "yoke": 1}),
    )
