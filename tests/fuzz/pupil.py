"""A pupil who uses ``Arm`` at random over a bad line; what a verb says it did must be done."""

from __future__ import annotations

import math
from collections import Counter
from random import Random
from unittest import mock

from dobotkit import Arm
from dobotkit.arm import ports, shutdown
from dobotkit.errors import AlarmRaised, ArmError, OutOfReach
from tests.fuzz.host import ALL_FAULTS
from tests.fuzz.line import LATEST_S, Line, Time

__all__ = ["pupil"]

_LONGEST_S = 300.0


def pupil(seed: int, verbs: int, kinds: tuple[str, ...] = ALL_FAULTS) -> Counter[str]:
    """Use an arm so often; return how many verbs ended in which way.

    A verb that returns has done what it says. One that cannot raises one of
    the kit's own errors. On a line that is good again the arm obeys again.
    """
    rng, time = Random(seed), Time()
    line = Line(time, rng, kinds, rate=rng.choice((0.02, 0.1, 0.4)))
    outcomes: Counter[str] = Counter()
    with time.in_force(), mock.patch.object(ports, "open_port", return_value=line):
        arm = _open(line, time)
        for _ in range(verbs):
            begun = time.now_s
            try:
                _one_verb(arm, line, rng)
            except OutOfReach:
                outcomes["refused"] += 1
            except AlarmRaised:
                outcomes["AlarmRaised"] += 1
                _calm(line, time, arm.home)
            except ArmError as error:
                outcomes[type(error).__name__] += 1
            else:
                outcomes["done"] += 1
            assert time.now_s - begun < _LONGEST_S
        line.rate = 0.0
        time.sleep(LATEST_S)
        arm.home()
        arm.move_to(210, 20, 40)
        assert _is_at(line, (210, 20, 40, 0))
        arm.close()
        assert not line.arm.pump
    return outcomes


def _open(line: Line, time: Time) -> Arm:
    line.rate, rate = 0.0, line.rate
    arm = Arm("fuzz")
    # What stops arms at the end of a program is not for this one.
    shutdown.forget(arm)
    arm.home()
    line.rate = rate
    time.sleep(0.1)
    return arm


def _calm(line: Line, time: Time, verb) -> None:
    line.rate, rate = 0.0, line.rate
    time.sleep(LATEST_S)
    verb()
    line.rate = rate


def _one_verb(arm: Arm, line: Line, rng: Random) -> None:
    target = (rng.uniform(180, 300), rng.uniform(-120, 120), rng.uniform(-40, 100))
    verb = rng.choice(("move_to", "move_to", "unwaited", "move_by", "suck", "grip", "wait"))
    verb = rng.choice((verb, verb, "speed", "stop", "pose", "home"))
    if verb == "move_to":
        arm.move_to(*target)
        assert _is_at(line, (*target, 0))
    elif verb == "unwaited":
        arm.move_to(*target, wait=False)
    elif verb == "move_by":
        step = rng.uniform(-20, 20)
        arm.move_by(step, z=-step)
        assert line.arm.idle
    elif verb == "suck":
        on = rng.random() < 0.5
        arm.suck(on)
        assert line.arm.suction == on
        assert line.arm.pump or not on
    elif verb == "grip":
        on = rng.random() < 0.5
        arm.grip(on)
        assert line.arm.gripper == on
    elif verb == "wait":
        arm.wait(rng.randrange(1000))
        assert line.arm.idle
    elif verb == "speed":
        arm.speed(rng.uniform(20, 250), rng.uniform(20, 400))
    elif verb == "stop":
        arm.stop()
        assert line.arm.idle
    elif verb == "pose":
        arm.pose()
    else:
        arm.home()
        assert _is_at(line, line.arm.pose()[:4])
        assert line.arm.idle


def _is_at(line: Line, place: tuple[float, ...]) -> bool:
    return math.dist(line.arm.pose()[:4], place) < 0.01
