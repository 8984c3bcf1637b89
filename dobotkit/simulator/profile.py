"""What is known of one model of arm, as data: sizes, limits, habits.

Everything that another model, or a better measurement, would change stands
here and nowhere else. Each value names where it comes from:

[P]
    the maker's "Dobot Magician Communication Protocol" V1.1.5
[G]
    the maker's Magician user guide V2.3.1
[L]
    the maker's open source host with a virtual Magician *Lite* (DobotLink): the
    same family of firmware, other link lengths and some other limits
[R]
    data of real arms that their users published
[C]
    open source client libraries
[F]
    the maker's forum
[-]
    no source known; the value is our assumption

What no source tells, and what this simulator therefore assumes: a command that a force
stop interrupts counts as finished once the arm stands still; a speed or an
acceleration of zero makes a move that never ends (the planner's time is
infinite), until it is force-stopped; an unknown PTP or CP mode raises alarm 0x01.

More about what is not point to point: :mod:`dobotkit.simulator.movement`. Of PTPPO
[-]: each leg of a jump has as much of the way as it has of the time; a joint move
is as far along as the joint that goes farthest; its list of outputs may begin with
its length [L] or not [P]. A circle (102) comes back to its start, so many times, with
the r that it began with [-].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dobotkit.simulator.contact import Contact
from dobotkit.simulator.habits import Habits
from dobotkit.simulator.movement import Jog, Path, Rail
from dobotkit.simulator.peripherals import Peripherals

__all__ = ["MAGICIAN", "AlarmPolicy", "Joints", "Profile"]

Joints = tuple[float, float, float, float]
"""Joint angles, speeds or accelerations of J1, J2, J3, J4 in degrees (per s, per s²)."""


class AlarmPolicy(Enum):
    """What becomes of queued moves while an alarm is set; the sources disagree.

    HOME runs under every policy.
    """

    SKIP = "skip"
    """Moves are accepted and counted as finished, but nothing moves [R]."""

    HOLD = "hold"
    """The queue waits until the alarms are cleared [C]."""

    GO_ON = "go on"
    """Only the move that failed is lost, the next one runs [L]."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One model of arm. Lengths in mm, angles in degrees, times in seconds.

    Attributes
    ----------
    serial_number, name, version, device_id:
        What DeviceSN, DeviceName, DeviceVersion and DeviceID answer.
    upper_arm, forearm:
        Lengths from shoulder to elbow and from elbow to wrist.
    tool:
        Offset (forward, left, down) from the wrist to the end effector.
    low, high:
        Limits of J1 to J4.
    stretch, fold:
        The coupled limits: ``j2 - j3`` and ``j3 - j2`` at most.
    limit_tolerance:
        How far past a limit still counts as on it; absorbs 32-bit floats.
    power_on_joints, home_joints:
        Where the arm stands when it is switched on, and where HOME brings it.
    homing_velocity, homing_acceleration:
        Of the joints during HOME.
    homing_seek:
        Where J1 goes before, and how fast (degrees, degrees/s), while the links are
        home already; empty if HOME goes straight home.
    joint_velocity, joint_acceleration:
        PTP joint parameters at power-on.
    line_velocity, line_acceleration, turn_velocity, turn_acceleration:
        PTP coordinate parameters at power-on: along the path in mm/s and mm/s²,
        of r in degrees/s and degrees/s².
    velocity_ratio, acceleration_ratio:
        PTP common parameters at power-on, in percent, as they are reported.
    applied_ratio:
        The factor that is used until the host sets the ratios.
    jump_height, jump_limit:
        PTP jump parameters at power-on.
    joint_velocity_cap, joint_acceleration_cap, line_velocity_cap,
    line_acceleration_cap, turn_velocity_cap, turn_acceleration_cap:
        Larger parameters are lowered to these when they are set.
    brake_factor:
        A force stop brakes with this many times the acceleration parameter.
    path_step:
        How far apart (mm of path, degrees of r) the points of a straight line
        are at which its reach is checked.
    queue_depth, first_index, nothing_ran:
        How many commands can wait; the first index given; the index that is
        reported before any command has ended.
    queue_runs:
        Whether the queue runs from power-on, before QueuedCmdStart.
    alarm_policy, alarms_at_power_on:
        See :class:`AlarmPolicy`; codes set when the arm is switched on.
    path, jog, rail:
        Of continuous paths, of jogging, of the linear rail.
    habits:
        What the firmware does at the wire.
    peripherals:
        The pins, motors and sensors.
    contact:
        The cup and the gripper, and what happens where it runs into something.
    """

    serial_number: str
    name: str
    version: bytes
    device_id: tuple[int, int, int]

    upper_arm: float
    forearm: float
    tool: tuple[float, float, float]

    low: Joints
    high: Joints
    stretch: float
    fold: float
    limit_tolerance: float

    power_on_joints: Joints
    home_joints: Joints
    homing_velocity: Joints
    homing_acceleration: Joints
    homing_seek: tuple[tuple[float, float], ...]

    joint_velocity: Joints
    joint_acceleration: Joints
    line_velocity: float
    line_acceleration: float
    turn_velocity: float
    turn_acceleration: float
    velocity_ratio: float
    acceleration_ratio: float
    applied_ratio: float
    jump_height: float
    jump_limit: float

    joint_velocity_cap: float
    joint_acceleration_cap: float
    line_velocity_cap: float
    line_acceleration_cap: float
    turn_velocity_cap: float
    turn_acceleration_cap: float

    brake_factor: float
    path_step: float

    queue_depth: int
    first_index: int
    nothing_ran: int
    queue_runs: bool
    alarm_policy: AlarmPolicy
    alarms_at_power_on: tuple[int, ...]

    path: Path
    jog: Jog
    rail: Rail
    habits: Habits
    peripherals: Peripherals
    contact: Contact


MAGICIAN = Profile(
    # [-] Invented; no client depends on them.
    serial_number="SIMULATED",
    name="Dobot simulator",
    # Major, minor, revision [P]. Real answers are longer, and the maker's host reads
    # the version of the hardware at byte 13 [L]; what is between is not known [-].
    version=bytes((3, 7, 0, *[0] * 10, 1)),
    device_id=(0x51D0B07, 0x51D0B07, 0x51D0B07),
    # [L], and exact to 0.00002 mm on the published poses of real arms [R].
    upper_arm=135.0,
    forearm=147.0,
    # Suction cup or gripper, from the maker's demo programs [C]; 61 for the pen,
    # 70 for the laser, 0 for none.
    tool=(59.7, 0.0, 0.0),
    # [G]. Other sources: ±135/0…85/−10…95/±140 (older guides), ±125/−5…90/−15…60/±150
    # (magician_ros2), ±135.1/−8.1…80.1/−6.8…85.1/±145.1 (Lite) [L].
    low=(-90.0, 0.0, -10.0, -90.0),
    high=(90.0, 85.0, 90.0, 90.0),
    # 55: magician_ros2 [C], the Lite [L], and a real pose at 54.979 [R] agree.
    stretch=55.0,
    # 70 in one file of [L], 53.9 in another: unsettled.
    fold=70.0,
    # [-] A float of 200 mm is exact to 0.00002 mm, which is 0.00001° at these lengths.
    limit_tolerance=0.001,
    # [-] Folded, inside all limits, and not home. J1 has no absolute encoder, so a
    # real arm that has just been switched on reports 0 there, wherever it points.
    power_on_joints=(0.0, 5.0, 65.0, 0.0),
    home_joints=(0.0, 45.0, 45.0, 0.0),  # [P]
    # [L]. A real arm also seeks the switch of its base and takes 15 to 30 s [R]; here
    # it knows where it is, and a lesson goes on after two or three. See the profile
    # "homing".
    homing_velocity=(30.0, 50.0, 50.0, 50.0),
    homing_acceleration=(30.0, 50.0, 50.0, 50.0),
    homing_seek=(),
    # [L], the Lite's values at power-on. The ratios are stored as 50 there, and
    # 1.0 is applied until the host sets them.
    joint_velocity=(300.0, 300.0, 300.0, 200.0),
    joint_acceleration=(400.0, 400.0, 400.0, 200.0),
    line_velocity=300.0,
    line_acceleration=400.0,
    turn_velocity=200.0,
    turn_acceleration=200.0,
    velocity_ratio=50.0,
    acceleration_ratio=50.0,
    applied_ratio=1.0,
    jump_height=20.0,
    jump_limit=150.0,
    # [L]; arcs have the same caps there. At power-on the parameters of an arc are those
    # of a straight line [-].
    joint_velocity_cap=300.0,
    joint_acceleration_cap=400.0,
    line_velocity_cap=300.0,
    line_acceleration_cap=400.0,
    turn_velocity_cap=200.0,
    turn_acceleration_cap=300.0,
    brake_factor=2.0,  # [L], times the parameter, the ratio not applied
    # [-] The Lite solves the inverse kinematics every 20 to 40 ms [L], which at
    # 100 mm/s is every 2 to 4 mm.
    path_step=1.0,
    # 32 is what clients in the field keep to [C]; 50 or 500 on the Lite [L].
    queue_depth=32,
    # [L]. pydobotlab's own simulator starts again at 0 after a clear [C].
    first_index=2,
    nothing_ran=2**64 - 1,
    queue_runs=True,
    alarm_policy=AlarmPolicy.SKIP,
    # [P] has 0x00, "reset occurred"; whether an arm reports it until it is
    # homed depends on its firmware.
    alarms_at_power_on=(),
    path=Path(),
    jog=Jog(),
    rail=Rail(),
    habits=Habits(),
    peripherals=Peripherals(),
    contact=Contact(),
)
"""The Dobot Magician, with the suction cup or gripper."""
