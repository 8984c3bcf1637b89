"""The address of a simulated arm: its name, its pace, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from dobotkit.simulator.fault_words import Word, read_faults
from dobotkit.simulator.profile import Profile
from dobotkit.simulator.profiles import profile_named
from dobotkit.simulator.scene import shipped_scenes

__all__ = ["FORM", "Address", "read_address", "read_baud", "read_scene_name", "read_seed"]

FORM: Final = (
    "dobotsim://NAME?pace=real|instant|NUMBER&profile=NAME&fault=KIND:…&scene=NAME&seed=N&baud=N"
)
_SLOWEST, _FASTEST = 300, 4_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says.

    Attributes
    ----------
    name:
        Which arm.
    pace:
        How its time passes; see :func:`dobotkit.simulator.clock.clock_for_pace`.
    profile:
        What kind of arm; None: the usual one, or that which is there already.
    faults:
        What goes wrong between host and arm.
    seed:
        Decides what is left to chance.
    baud:
        How fast the cable is, in bits a second; None: infinitely.
    scene:
        What is on its table, by the name of a scene that is shipped; None: what is there
        already, or no table at all.
    """

    name: str
    pace: str = "real"
    profile: Profile | None = None
    faults: tuple[Word, ...] = ()
    seed: int = 0
    baud: float | None = None
    scene: str | None = None


def read_address(text: str) -> Address:
    """Take an address apart.

    Raises
    ------
    ValueError
        Something in it is not as it should be, saying what would be.
    """
    parts = urlsplit(text)
    if parts.scheme != "dobotsim" or not parts.netloc or parts.path or parts.fragment:
        raise ValueError(f"expected an address of the form {FORM}, not {text!r}")
    pace, profile, seed, baud, scene = "real", None, 0, None, None
    faults: list[Word] = []
    for option, value in parse_qsl(parts.query, keep_blank_values=True):
        if option == "pace":
            pace = value
        elif option == "profile":
            profile = profile_named(value)
        elif option == "fault":
            faults += read_faults([value])
        elif option == "seed":
            seed = read_seed(value)
        elif option == "baud":
            baud = read_baud(value)
        elif option == "scene":
            scene = read_scene_name(value)
        else:
            raise ValueError(f"{text!r} has the unknown option {option!r}; expected {FORM}")
    return Address(parts.netloc, pace, profile, tuple(faults), seed, baud, scene)


def read_seed(text: str) -> int:
    """Return the seed that a text names, any whole number.

    Raises
    ------
    ValueError
        The text is no whole number.
    """
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"a seed is a whole number, not {text!r}") from None


def read_scene_name(text: str) -> str:
    """Return the name of a scene that is shipped.

    Raises
    ------
    ValueError
        There is none of this name. A file is not read: an address may come from anybody.
    """
    known = shipped_scenes()
    if text not in known:
        raise ValueError(f"there is no scene {text!r}; there are {', '.join(known)}")
    return text


def read_baud(text: str) -> float:
    """Return the speed in bits a second that a text names.

    Raises
    ------
    ValueError
        The text is no such speed.
    """
    try:
        baud = float(text)
    except ValueError:
        baud = 0.0
    if not _SLOWEST <= baud <= _FASTEST:
        raise ValueError(
            f"baud is a speed in bits a second, {_SLOWEST} to {_FASTEST}, "
            f"such as 115200, not {text!r}"
        )
    return baud
