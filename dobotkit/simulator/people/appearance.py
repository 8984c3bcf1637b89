"""How a person appears on one occasion: expression, turn and light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dobotkit.simulator.people.chance import Draws

if TYPE_CHECKING:
    from dobotkit.simulator.people.person import Person

__all__ = ["NEUTRAL", "Appearance"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a person appears on one occasion.

    Attributes
    ----------
    smile, open:
        How much they smile, and how far the lips are apart; 0 to 1.
    blink:
        How far the lids are closed; 1 is shut.
    brows:
        How far the eyebrows are raised; about -0.5 to 1.
    gaze:
        Where they look: right and down, each -1 to 1.
    turn, nod, tilt:
        Of the head, in degrees: to the right of the picture, down, and clockwise.
    light:
        Where the lamp is: right and down of the face, as seen in the picture; (0, 0) is
        behind the camera, (1, 0) is 45 degrees to the right.
    lamp:
        Which share of the light comes from the lamp; the rest comes from everywhere.
    warmth:
        Colour of the light: -1 is cold daylight, 1 a warm lamp.
    exposure:
        How bright the picture is; 1 shows skin as bright as the scale of tones says.
    """

    smile: float = 0.5
    open: float = 0.0
    blink: float = 0.0
    brows: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    light: tuple[float, float] = (-0.35, -0.55)
    lamp: float = 0.5
    warmth: float = 0.0
    exposure: float = 1.0

    @classmethod
    def of(cls, person: Person, occasion: int) -> Appearance:
        """Return how this person appears on one occasion: always the same."""
        draw = Draws(person.number, "appearance", occasion)
        laughs = draw.happens(0.3)
        return cls(
            smile=draw.between(0.75, 1.0) if laughs else draw.between(0.3, 0.8),
            open=draw.between(0.4, 1.0) if laughs else 0.0,
            blink=draw.between(0.4, 0.75) if draw.happens(0.04) else draw.between(0.0, 0.2),
            brows=draw.between(-0.25, 0.7),
            gaze=(draw.between(-0.5, 0.5), draw.between(-0.2, 0.3)),
            turn=draw.about(0.0, 6.0),
            nod=draw.about(0.0, 2.5),
            tilt=draw.about(0.0, 4.5),
            light=(draw.between(-0.8, 0.8), draw.between(-0.9, 0.05)),
            lamp=draw.between(0.3, 0.6),
            warmth=draw.between(-0.7, 0.9),
            exposure=draw.between(0.8, 1.25),
        )


NEUTRAL: Final = Appearance()
