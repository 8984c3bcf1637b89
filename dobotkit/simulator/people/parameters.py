"""What a person looks like, as numbers: about ninety of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Brows", "Eyes", "Hair", "Looks", "Marks", "Mouth", "Nose", "Outline", "Wear"]


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a head, and where things are in it; in units, from between the eyes."""

    crown: float
    crown_wide: float
    temple_wide: float
    cheek_wide: float
    jaw_wide: float
    jaw_high: float
    chin_wide: float
    chin: float
    lopsided: float
    cheekbone: float
    cheekbone_high: float
    chin_bump: float
    brow_ridge: float
    socket: float
    fullness: float
    ear_size: float
    ear_out: float
    neck_wide: float
    shoulder_wide: float
    shoulder_high: float


@dataclass(frozen=True, slots=True)
class Eyes:
    """Shape and colour of the eyes."""

    apart: float
    wide: float
    upper: float
    lower: float
    slant: float
    peak: float
    roundness: float
    crease: float
    crease_high: float
    lash: float
    iris: float
    colour: str
    bags: float
    uneven: float


@dataclass(frozen=True, slots=True)
class Brows:
    """Shape of the eyebrows."""

    high: float
    long: float
    arch: float
    slope: float
    thick: float
    dense: float
    inner: float
    taper: float


@dataclass(frozen=True, slots=True)
class Nose:
    """Shape of the nose."""

    base: float
    bridge: float
    bridge_wide: float
    tip: float
    tip_wide: float
    wings: float
    wing_size: float
    nostril: float
    upturned: float
    bend: float


@dataclass(frozen=True, slots=True)
class Mouth:
    """Shape of the mouth, and how it smiles."""

    at: float
    wide: float
    upper: float
    lower: float
    bow: float
    corners: float
    rosy: float
    dimples: float
    philtrum: float
    teeth: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What is on the skin."""

    warmth: float
    blush: float
    blotches: float
    freckles: float
    moles: int
    wrinkles: float
    stubble: float
    shine: float


@dataclass(frozen=True, slots=True)
class Hair:
    """Style and colour of the hair, and of the beard."""

    style: str
    texture: str
    colour: str
    greying: float
    line: float
    line_bend: float
    line_corners: float
    volume: float
    part: float
    length: float
    fringe: float
    beard: str
    beard_dense: float


@dataclass(frozen=True, slots=True)
class Wear:
    """What a person wears and uses; ``""`` is nothing."""

    glasses: str
    glasses_colour: str
    glasses_size: float
    covering: str
    covering_colour: str
    second_colour: str
    hearing_aid: str
    aid_colour: str
    mobility: str
    earrings: str
    clothes: str
    clothes_colour: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Looks:
    """All of it.

    Attributes
    ----------
    seed:
        What every draw for this person begins with.
    tone:
        The step of the Monk scale, 1 to 10.
    age:
        ``"child"``, ``"teen"``, ``"adult"`` or ``"old"``.
    build:
        From 0 (features that are more often a woman's) to 1 (more often a man's).
    """

    seed: int
    tone: int
    age: str
    build: float
    outline: Outline
    eyes: Eyes
    brows: Brows
    nose: Nose
    mouth: Mouth
    marks: Marks
    hair: Hair
    wear: Wear
