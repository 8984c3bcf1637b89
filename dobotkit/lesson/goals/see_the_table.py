"""The goals of lesson 06, "See the table".

A rule for pixels is tried on looks of its own, in three kinds of light; where the tip is,
and whether the camera is measured well, is compared with the simulated table itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from dobotkit.arm.arm import Arm
from dobotkit.camera import Camera
from dobotkit.errors import CameraError, WrongValue
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.question import Question
from dobotkit.scene import Scene
from dobotkit.things import Thing

__all__ = ["GOALS", "QUESTIONS", "measure", "point", "rule"]

_LIGHTS = ("day", "warm", "dim")
# Of the pixels in the box of the red block so many have to pass: its marker and what
# stands around it are in the box as well. Of another block's box, at most so many.
_ENOUGH, _LEAK = 0.2, 0.03
# At most so much of the whole picture: a red block is small.
_WHOLE = 0.03
_MARKER = 5
# How far the tip may be from the middle of the block, and how high above its top, in mm.
_CLOSE, _HIGHEST = 4.0, 60.0
# How far a place that the camera says may be from the true one, in mm.
_TRUE = 4.0

_REAL = Missing(
    "a real table tells no program what stands on it.",
    "Hold a ruler to it, and show your teacher.",
)
_ANEW = "The arm can show the camera where places are. Which command did that in step 8?"


def rule(camera: Camera, limits: Mapping[str, tuple[float, float]]) -> Missing | None:
    """The rule finds the red block and no other one, in day light, warm and dim light."""
    if camera.source != "virtual":
        return Missing(
            "only the light of the virtual camera can be changed by a program.",
            "Try your rule with the lamp on and off, and show your teacher.",
        )
    before = camera.light or _LIGHTS[0]
    try:
        for light in _LIGHTS:
            camera.light = light
            missing = _in_this_light(light, camera.look(), limits)
            if missing is not None:
                return missing
    except CameraError as error:
        return Missing(error.what, error.advice)
    finally:
        camera.light = before
    return None


def _in_this_light(
    light: str, scene: Scene, limits: Mapping[str, tuple[float, float]]
) -> Missing | None:
    from dobotkit.lesson import pixels  # noqa: PLC0415  # OpenCV, only where it is used

    boxes = {block.colour: block.box for block in scene.blocks}
    if "red" not in boxes or len(boxes) < len(scene.blocks):
        return Missing(
            f"in {light} light the camera does not see four blocks of four colours.",
            'Put them back, and the arm aside: arm.table.reset("blocks"), arm.look_from()',
        )
    try:
        chosen = pixels.read(scene.picture).where(**limits)
    except WrongValue as error:
        return Missing(error.what, error.advice)
    red = chosen.share(boxes.pop("red"))
    leaks = {colour: chosen.share(box) for colour, box in boxes.items()}
    worst = max(leaks, key=lambda colour: leaks[colour])
    return first_missing(
        None
        if red >= _ENOUGH
        else Missing(
            f"in {light} light {red:.0%} of the pixels around the red block pass, and "
            f"{_ENOUGH:.0%} are wanted.",
            f'Make the limits wider. Look at it: camera.light = "{light}"',
        ),
        None
        if leaks[worst] <= _LEAK
        else Missing(
            f"in {light} light {leaks[worst]:.0%} of the {worst} block passes as well.",
            f'Make the limits narrower. Look at it: camera.light = "{light}"',
        ),
        None
        if chosen.count <= _WHOLE * chosen.of
        else Missing(
            f"in {light} light {chosen.count / chosen.of:.0%} of the whole picture passes, and a "
            "block is much smaller.",
            f'Make the limits narrower. Look at it: camera.light = "{light}"',
        ),
    )


def point(arm: Arm) -> Missing | None:
    """The tip of the cup is above the block with marker 5."""
    if not arm.is_simulated:
        return _REAL
    found = [thing for thing in arm.table.things if thing.marker == _MARKER]
    if not found:
        return Missing(
            f"no block with marker {_MARKER} stands on the table.",
            'Lay the table for it: arm.table.reset("sort")',
        )
    x, y, top = found[0].top
    pose = arm.pose()
    off, high = math.dist((pose.x, pose.y), (x, y)), pose.z - top
    return first_missing(
        None
        if off <= _CLOSE
        else Missing(
            f"the tip is {off:.0f} mm beside the middle of the block, and at most {_CLOSE:.0f} mm "
            "are wanted.",
            "Move to the x and y that the camera says.",
        ),
        None
        if high <= _HIGHEST
        else Missing(
            f"the tip is {high:.0f} mm above the block, and at most {_HIGHEST:.0f} mm are wanted.",
            "Go down until everybody can see which block is meant.",
        ),
    )


def measure(arm: Arm, camera: Camera) -> Missing | None:
    """After somebody has bumped into the camera, its places are true again."""
    if not arm.is_simulated:
        return _REAL
    try:
        scene = camera.look()
    except CameraError as error:
        return Missing(error.what, error.advice)
    if not scene.calibrated:
        return Missing(
            "nobody has measured the camera since it was bumped into.",
            _ANEW,
        )
    there = {thing.marker: thing for thing in arm.table.things if thing.marker is not None}
    seen = {block.marker: block for block in scene.blocks if block.marker in there}
    if len(seen) < len(there):
        return Missing(
            f"the camera sees {len(seen)} of {len(there)} blocks.",
            "Put the arm aside, arm.look_from(), and try again.",
        )
    off, worst = max(
        (math.dist(block.position[:2], there[number].place[:2]), there[number])
        for number, block in seen.items()
        if number is not None
    )
    if off <= _TRUE:
        return None
    return Missing(
        f"the camera says a place for {_called(worst)} that is {off:.0f} mm off.",
        _ANEW,
    )


def _called(thing: Thing) -> str:
    return f"the {thing.colour} block with marker {thing.marker}"


GOALS = (
    Goal(
        name="rule",
        done="your rule finds the red block in day light, warm light and dim light.",
        takes=(("camera", Camera), ("rule", dict)),
        missing=rule,
        hints=(
            "Which number of a red pixel stays nearly the same when it gets darker?",
            "The hue of red lies at both ends of the circle: the lower limit is the bigger one.",
            "Grey and black pixels have a hue by chance: ask for some saturation as well.",
            'rule = {"hue": (340, 14), "saturation": (55, 100)}',
        ),
    ),
    Goal(
        name="point",
        done="the arm shows the block that the camera meant.",
        takes=(("arm", Arm),),
        missing=point,
        hints=(
            "Two steps: ask the camera for the block, and move to its place.",
            "scene.find_block(marker=5) finds it, and block.position has x, y and z.",
            "Come from above: about 20 mm over its top, block.top.z + 20.",
            (
                "block = scene.find_block(marker=5)  then  "
                "arm.move_to(block.position.x, block.position.y, block.top.z + 20)"
            ),
        ),
    ),
    Goal(
        name="measure",
        done="the camera is measured anew, and its places are true again.",
        takes=(("arm", Arm), ("camera", Camera)),
        missing=measure,
        hints=(
            "The picture is right; what it means in mm is not.",
            "In step 8 the arm has shown the camera where places are.",
            "camera.calibrate(arm)  then  arm.look_from()",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="numbers",
        text="A picture has 1280 × 720 pixels with three numbers each. How many numbers is that?",
        answers={
            2764800: "1280 × 720 = 921,600 pixels, and three numbers each.",
            921600: "So many pixels there are. Each has three numbers.",
            2000: "That is 1280 + 720. Pixels fill an area: multiply.",
        },
        right=2764800,
        otherwise="1280 in a row, 720 rows, and three numbers each: multiply all of them.",
    ),
    Question(
        name="light",
        text="The red block did not change. Why did its numbers change?",
        answers={
            "The camera is broken.": "It did what it should: it counted the light that came in.",
            "A camera measures light, and the light is another.": (
                "A pixel is light times paint, and nobody tells the two apart by one number."
            ),
            "The paint has become paler.": "Put the light back, and the old numbers are back.",
        },
        right="A camera measures light, and the light is another.",
    ),
    Question(
        name="pixel",
        text="Why is one pixel not the same number of mm everywhere in the picture?",
        answers={
            "Things farther from the camera look smaller.": (
                "And the lens bends straight lines a little besides."
            ),
            "The pixels at the edge are smaller.": "In the camera's chip all are equal.",
            "The blocks have different sizes.": "All four are 25 mm wide.",
        },
        right="Things farther from the camera look smaller.",
    ),
)
