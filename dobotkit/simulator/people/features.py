"""The features of a face, drawn from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.parameters import Brows, Eyes, Marks, Mouth, Nose, Outline

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["draw_brows", "draw_eyes", "draw_marks", "draw_mouth", "draw_nose", "draw_outline"]

# People differ more from each other than the spreads below: it tells them apart.
_VARIED: Final = 1.6
# How much of a grown-up's length a child's parts have: its face is short, its eyes are large.
_SHORT: Final = {"child": 0.84, "teen": 0.95}
_YOUNG: Final = {"child": 1.0, "teen": 0.4}

# Eyes of all colours are found with light skin; with dark skin nearly all are brown.
_EYES_LIGHT: Final = {
    "dark brown": 2, "brown": 3, "light brown": 2, "hazel": 2, "green": 2, "blue": 4, "grey": 2
}  # fmt: skip
_EYES_MIDDLE: Final = {"dark brown": 6, "brown": 6, "light brown": 2, "hazel": 1, "green": 0.5}
_EYES_DARK: Final = {"dark brown": 9, "brown": 5, "light brown": 1}


def draw_nose(seed: int, age: str, build: float) -> Nose:
    """Draw a nose."""
    draw, short, young = (
        Draws(seed, "nose", varied=_VARIED),
        _SHORT.get(age, 1.0),
        _YOUNG.get(age, 0.0),
    )
    old = age == "old"
    return Nose(
        base=draw.about(0.70 + 0.03 * build + 0.03 * old, 0.062) * short,
        bridge=draw.about(0.10, 0.04) * (1 - 0.5 * young),
        bridge_wide=draw.about(0.115, 0.02),
        tip=draw.about(0.31, 0.04) * (1 - 0.32 * young),
        tip_wide=draw.about(0.15, 0.022) * (1 + 0.05 * build),
        wings=draw.about(0.21 + 0.025 * build, 0.032) * (1 - 0.14 * young),
        wing_size=draw.about(0.085, 0.013),
        nostril=draw.about(0.75, 0.15),
        upturned=draw.about(0.02 + 0.02 * young, 0.025),
        bend=draw.about(0.0, 0.018),
    )


def draw_mouth(seed: int, age: str, build: float, nose: Nose) -> Mouth:
    """Draw a mouth below a nose."""
    draw, short, young = (
        Draws(seed, "mouth", varied=_VARIED),
        _SHORT.get(age, 1.0),
        _YOUNG.get(age, 0.0),
    )
    full = draw.about(1.0 - 0.12 * build - 0.2 * (age == "old"), 0.26)
    return Mouth(
        at=nose.base + draw.about(0.35, 0.045) * short,
        wide=draw.about(0.37 + 0.02 * build, 0.04) * (1 - 0.10 * young),
        upper=max(0.035, 0.085 * full * draw.about(1.0, 0.16)),
        lower=max(0.05, 0.125 * full * draw.about(1.0, 0.16)),
        bow=draw.between(0.1, 0.42),
        corners=draw.about(0.012, 0.012),
        rosy=draw.about(0.5 - 0.15 * build, 0.14),
        dimples=draw.between(0, 1) ** 2,
        philtrum=draw.between(0.2, 1.0),
        teeth=draw.between(0.85, 1.0),
    )


def draw_outline(seed: int, age: str, build: float, mouth: Mouth) -> Outline:
    """Draw the outline of a head."""
    draw, short, young = (
        Draws(seed, "outline", varied=_VARIED),
        _SHORT.get(age, 1.0),
        _YOUNG.get(age, 0.0),
    )
    cheek = draw.about(0.975, 0.04)
    full = draw.about(0.5, 0.22) + 0.25 * young
    chin = mouth.at + draw.about(0.53 + 0.07 * build, 0.055) * short
    return Outline(
        crown=-draw.about(1.58, 0.07) - 0.15 * young,
        crown_wide=draw.about(0.925, 0.03) + 0.03 * young,
        temple_wide=draw.about(0.965, 0.025),
        cheek_wide=cheek,
        jaw_wide=cheek * draw.about(0.735 + 0.085 * build + 0.06 * full - 0.03 * young, 0.045),
        jaw_high=draw.about(0.62, 0.06),
        chin_wide=draw.about(0.29 + 0.09 * build + 0.04 * full, 0.05),
        chin=chin,
        lopsided=draw.about(0.0, 0.012),
        cheekbone=draw.about(0.06, 0.03),
        cheekbone_high=draw.about(0.42, 0.06) * short,
        chin_bump=draw.about(0.07, 0.03) * (1 - 0.4 * young),
        brow_ridge=max(0.0, draw.about(0.02 + 0.045 * build, 0.015)) * (1 - 0.8 * young),
        socket=draw.about(0.10, 0.03) * (1 - 0.35 * young),
        fullness=full,
        ear_size=draw.about(0.33 + 0.03 * (age == "old"), 0.03),
        ear_out=draw.between(0.05, 0.16),
        neck_wide=draw.about(0.46 + 0.15 * build, 0.04) * (1 - 0.22 * young),
        shoulder_wide=draw.about(2.02 + 0.46 * build, 0.12) * (1 - 0.30 * young),
        shoulder_high=chin + draw.about(0.44, 0.07) - 0.16 * young,
    )


def _eye_colour(draw: Draws, tone: int, age: str) -> str:
    weights: Mapping[str, float] = _EYES_DARK
    if tone <= 4:
        weights = _EYES_LIGHT
    elif tone <= 6:
        weights = _EYES_MIDDLE
    return draw.one_of({**weights, "grey": 1.0} if age == "old" and tone <= 4 else weights)


def draw_eyes(seed: int, age: str, build: float, tone: int) -> Eyes:
    """Draw a pair of eyes."""
    draw, young = Draws(seed, "eyes", varied=_VARIED), _YOUNG.get(age, 0.0)
    single = draw.happens(0.22)  # lids without a fold, or with a low one
    large = 1 + 0.24 * young - 0.03 * build
    return Eyes(
        apart=draw.about(0.455, 0.033),
        wide=draw.about(0.225, 0.014) * (1 + 0.09 * young),
        upper=draw.about(0.098 - 0.014 * single, 0.013) * large,
        lower=draw.about(0.058, 0.010) * large,
        slant=draw.about(0.022 + 0.015 * single, 0.022),
        peak=draw.about(-0.08, 0.08),
        roundness=draw.between(0.55, 1.0),
        crease=0.12 if single else draw.between(0.5, 1.0),
        crease_high=draw.between(0.035, 0.085) - 0.01 * single,
        lash=draw.between(0.5, 1.0) * (1.1 - 0.75 * build - 0.2 * young),
        iris=draw.about(0.103, 0.004) * (1 + 0.14 * young),
        colour=_eye_colour(draw, tone, age),
        bags=draw.between(0, 0.5) + 0.4 * (age == "old") - 0.25 * young,
        uneven=draw.about(0.0, 0.010),
    )


def draw_brows(seed: int, age: str, build: float) -> Brows:
    """Draw a pair of eyebrows."""
    draw, young = Draws(seed, "brows", varied=_VARIED), _YOUNG.get(age, 0.0)
    return Brows(
        high=draw.about(0.335 - 0.035 * build, 0.035),
        long=draw.about(0.62, 0.05) * (1 - 0.06 * young),
        arch=max(0.02, draw.about(0.080 - 0.03 * build, 0.030)),
        slope=draw.about(0.022, 0.014),
        thick=max(0.03, draw.about(0.068 + 0.03 * build - 0.012 * young, 0.02)),
        dense=draw.between(0.45, 1.0) * (1 - 0.2 * young - 0.15 * (age == "old")),
        inner=draw.about(0.15, 0.035),
        taper=draw.between(0.15, 0.6),
    )


def draw_marks(seed: int, age: str, build: float, tone: int) -> Marks:
    """Draw what is on the skin."""
    draw = Draws(seed, "marks")
    freckled = draw.happens(0.3 if tone <= 4 else 0.06)
    return Marks(
        warmth=draw.about(0.0, 0.5),
        blush=draw.between(0.2, 1.0),
        blotches=draw.between(0.3, 1.0),
        freckles=draw.between(0.4, 1.0) if freckled else 0.0,
        moles=int(draw.between(0, 4.5)) if age != "child" else int(draw.between(0, 1.6)),
        wrinkles={"old": 1.0, "adult": draw.between(0.0, 0.4)}.get(age, 0.0)
        * draw.between(0.6, 1.0),
        stubble=draw.between(0.0, 1.0) if build > 0.6 and age in {"adult", "old"} else 0.0,
        shine=draw.between(0.3, 1.0),
    )
