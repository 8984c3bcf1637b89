"""Colours that have to be told apart can be, also by people who see fewer of them.

Seen through the three common kinds of colour blindness, in full strength,
two colours that mean different things stay at least 10 apart (CIEDE2000; about
2 is the least that is noticed side by side). No colour is the only sign of
anything; that is tested with the drawing, the quiz and the marks.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from dobotkit.lesson import marks
from dobotkit.things import COLOURS
from dobotkit.widgets import quiz
from dobotkit.widgets.palette import LETTERS, ON_DARK, PALETTE, THINGS

APART = 10.0

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency" (2009), table 1, severity 1.0; for linear sRGB.
SEEN_BY = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to CIE XYZ, and the white D65 (IEC 61966-2-1).
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def times(matrix, vector):
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(colour, eyes):
    """CIE L*, a*, b* of a colour as these eyes see it."""
    seen = [min(max(value, 0.0), 1.0) for value in times(SEEN_BY[eyes], linear(colour))]
    parts = [value / white for value, white in zip(times(XYZ, seen), WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):
    """How far two L*a*b* colours are apart (CIE 142-2001; Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    a1, a2 = stretch * a1, stretch * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    d_light, d_chroma = l2 - l1, c2 - c1
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if not c1 * c2 else (h1 + turn / 2) % 360

    def cos(degrees):
        return math.cos(math.radians(degrees))

    t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue)
    t += 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63)
    rotation = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    r = -math.sin(math.radians(2 * rotation)) * 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    light_part = d_light / s_light
    chroma_part = d_chroma / (1 + 0.045 * chroma)
    hue_part = d_hue / (1 + 0.015 * chroma * t)
    return math.sqrt(light_part**2 + chroma_part**2 + hue_part**2 + r * chroma_part * hue_part)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        # From table 1 of Sharma, Wu and Dalal (2005).
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ],
)
def test_the_measure_is_that_of_its_authors(one, other, apart):
    assert ciede2000(one, other) == pytest.approx(apart, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(apart, abs=1e-4)


def colours(theme):
    """What means something in the picture of an arm, by style and part."""
    styles = PALETTE[theme]
    return {
        "path": styles["path"]["stroke"],
        "drawn with the pen": styles["pen-down"]["stroke"],
        "edge of the reach": styles["reach"]["stroke"],
        "suction on": styles["cup-on"]["fill"],
        "suction off": styles["cup-off"]["fill"],
        "arm": styles["link"]["stroke"],
        "outline of the arm": styles["link-edge"]["stroke"],
        "table": styles["table"]["fill"],
    }


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_parts_of_the_picture_can_be_told_apart(theme, eyes):
    for (one, colour), (other, another) in combinations(colours(theme).items(), 2):
        apart = ciede2000(lab(colour, eyes), lab(another, eyes))
        assert apart >= APART, f"{one} and {other}"


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_colours_of_things_can_be_told_apart(eyes):
    assert tuple(name for name, _ in THINGS) == COLOURS == tuple(LETTERS)
    for (one, colour), (other, another) in combinations(THINGS, 2):
        assert ciede2000(lab(colour, eyes), lab(another, eyes)) >= APART, f"{one} and {other}"


@pytest.mark.parametrize(("name", "fill"), THINGS)
def test_letters_on_things_can_be_read(name, fill):
    ink = PALETTE["light"]["on-dark" if name in ON_DARK else "on-light"]["fill"]
    light, dark = sorted((times(XYZ, linear(c))[1] for c in (fill, ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_marks_can_be_told_apart(eyes):
    for one, other in combinations(marks._COLOURS, 2):
        colour, another = marks._COLOURS[one], marks._COLOURS[other]
        assert ciede2000(lab(colour, eyes), lab(another, eyes)) >= APART, f"{one} and {other}"


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_verdicts_can_be_told_apart(eyes):
    css = Path(quiz.__file__).with_name("quiz.css").read_text(encoding="utf-8")
    right, wrong = re.findall(r"border-left-color: (#[0-9a-f]{6});", css)
    assert ciede2000(lab(right, eyes), lab(wrong, eyes)) >= APART


def test_red_and_green_of_one_lightness_would_be_found():
    """The positive control: a pair that two kinds of eyes cannot tell apart."""
    red, green = "#c05a50", "#7d8046"
    assert ciede2000(lab(red, "everybody"), lab(green, "everybody")) > 3 * APART
    assert ciede2000(lab(red, "deuteranopia"), lab(green, "deuteranopia")) < APART


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_bars_of_marks_and_verdicts_are_seen_on_both_pages(ground):
    def luminance(colour):
        return times(XYZ, linear(colour))[1]

    for colour in (*marks._COLOURS.values(), "#009e73", "#d55e00"):
        light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour
