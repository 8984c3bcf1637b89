"""Where the end effector is for given joint angles, and the other way round.

The formulas are the firmware's own (they reproduce the poses that real arms
report to 2e-5 mm). Lengths in mm, angles in degrees. ``j2`` is measured from
the vertical and grows forwards, ``j3`` from the horizontal and grows
downwards; ``j3`` does not depend on ``j2`` because the arm's parallelogram
keeps the forearm's direction. The origin is the shoulder, where the three
motor axes meet; heights are those of the wrist.

``tool`` is the offset of the end effector from the wrist joint in mm:
forwards, to the left, downwards. The suction cup and the gripper sit at
(59.7, 0, 0), the pen at (61, 0, 0).
"""

from __future__ import annotations

import math

from dobotkit.errors import OutOfReach
from dobotkit.geometry import Pose

__all__ = [
    "FOREARM",
    "PEN",
    "SUCTION_CUP",
    "UPPER_ARM",
    "forward",
    "inverse",
    "mm",
    "skeleton",
    "tool_of",
]

UPPER_ARM = 135.0
FOREARM = 147.0
SUCTION_CUP = (59.7, 0.0, 0.0)
PEN = (61.0, 0.0, 0.0)

Tool = tuple[float, float, float]


def mm(value: float, decimals: int = 1) -> str:
    """A length for a message; absurd ones do not fill the screen with digits."""
    return f"{value:.{decimals}f}" if abs(value) < 1e5 else f"{value:.3g}"  # noqa: PLR2004  # 100 m


def forward(
    j1: float, j2: float, j3: float, j4: float, *, tool: Tool = SUCTION_CUP
) -> tuple[float, float, float, float]:
    """Position of the end effector ``(x, y, z, r)`` in mm and degrees.

    Parameters
    ----------
    j1, j2, j3, j4:
        Joint angles in degrees.
    tool:
        Offset of the end effector from the wrist in mm.
    """
    bx, by, bz = tool
    a1, a2, a3 = math.radians(j1), math.radians(j2), math.radians(j3)
    h = UPPER_ARM * math.sin(a2) + FOREARM * math.cos(a3) + bx
    x = h * math.cos(a1) - by * math.sin(a1)
    y = h * math.sin(a1) + by * math.cos(a1)
    z = UPPER_ARM * math.cos(a2) - FOREARM * math.sin(a3) - bz
    return x, y, z, j1 + j4


def inverse(
    x: float, y: float, z: float, r: float, *, tool: Tool = SUCTION_CUP
) -> tuple[float, float, float, float]:
    """Joint angles ``(j1, j2, j3, j4)`` in degrees that bring the end effector there.

    Only lengths are checked here; what the joints allow is the business of
    ``reach``.

    Raises
    ------
    OutOfReach
        With ``limit="reach"``: the point is nearer or farther than the two
        links can bring the end effector.
    """
    bx, by, bz = tool
    rho = math.hypot(x, y)
    # by turns the whole arm: the end effector is not in the plane of the links.
    h = math.sqrt(max(rho * rho - by * by, 0.0))
    j1 = math.atan2(y, x) - math.atan2(by, h)
    u, w = h - bx, z + bz
    d = math.hypot(u, w)
    shortest, longest = FOREARM - UPPER_ARM, FOREARM + UPPER_ARM
    if not shortest <= d <= longest:
        far = d > longest
        what = (
            f"({mm(x)}, {mm(y)}, {mm(z)}) is too {'far from' if far else 'close to'} the arm: "
            f"its wrist would be {mm(d, 0)} mm from the shoulder, "
            f"and {shortest:.0f} to {longest:.0f} mm is possible."
        )
        raise OutOfReach(
            what,
            "Choose a point closer to the arm." if far else "Choose a point farther away.",
            limit="reach",
            value=d,
            low=shortest,
            high=longest,
            reason=what.partition(": ")[2].removesuffix("."),
            at=(x, y, z),
            unit="mm",
        )
    # Law of cosines; clamped because d may sit on the edge within rounding.
    cosine = (UPPER_ARM**2 + d * d - FOREARM**2) / (2 * UPPER_ARM * d)
    t = math.atan2(w, u) + math.acos(min(1.0, max(-1.0, cosine)))
    a3 = math.atan2(UPPER_ARM * math.sin(t) - w, u - UPPER_ARM * math.cos(t))
    j1_degrees = math.degrees(j1)
    return j1_degrees, 90.0 - math.degrees(t), math.degrees(a3), r - j1_degrees


def skeleton(
    j1: float, j2: float, j3: float, j4: float, *, tool: Tool = SUCTION_CUP
) -> list[tuple[float, float, float]]:
    """Corners of the arm from shoulder to end effector, for drawing.

    Returns
    -------
    list of (x, y, z) in mm
        Shoulder, elbow, wrist, end effector. The last one is the reported
        position.
    """
    a1, a2, a3 = math.radians(j1), math.radians(j2), math.radians(j3)
    elbow_out, elbow_up = UPPER_ARM * math.sin(a2), UPPER_ARM * math.cos(a2)
    wrist_out, wrist_up = elbow_out + FOREARM * math.cos(a3), elbow_up - FOREARM * math.sin(a3)
    x, y, z, _ = forward(j1, j2, j3, j4, tool=tool)
    return [
        (0.0, 0.0, 0.0),
        (elbow_out * math.cos(a1), elbow_out * math.sin(a1), elbow_up),
        (wrist_out * math.cos(a1), wrist_out * math.sin(a1), wrist_up),
        (x, y, z),
    ]


def tool_of(pose: Pose) -> Tool:
    """Tool offset in mm that the arm itself reckons with, read from one pose.

    The firmware computes the reported position from the joint angles and
    its tool offset, so the difference is that offset, whoever set it.
    Rounded to 0.01 mm: the reply holds 32-bit floats.
    """
    a1, a2, a3 = math.radians(pose.j1), math.radians(pose.j2), math.radians(pose.j3)
    ahead = pose.x * math.cos(a1) + pose.y * math.sin(a1)
    aside = pose.y * math.cos(a1) - pose.x * math.sin(a1)
    bx = ahead - UPPER_ARM * math.sin(a2) - FOREARM * math.cos(a3)
    bz = UPPER_ARM * math.cos(a2) - FOREARM * math.sin(a3) - pose.z
    # "+ 0.0" turns -0.0 into 0.0
    return (round(bx, 2) + 0.0, round(aside, 2) + 0.0, round(bz, 2) + 0.0)
