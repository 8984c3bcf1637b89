"""Worksheets for DobotLab, over this kit's arm.

A worksheet that begins with ``magician.`` in its lines needs one line at its top::

    from dobotkit.arm.dobotlab import magician

    magician.set_home()
    magician.ptp(mode=0, x=200, y=0, z=20, r=0)
    magician.set_endeffector_suctioncup(enable=True, on=True)

The 28 names are also here by themselves::

    from dobotkit.arm.dobotlab import *

    set_home()
    ptp(mode=0, x=200, y=0, z=20, r=0)

Both speak to the arm that ``Arm()`` would take. ``magician.use("COM3")`` chooses another
one, ``magician.close()`` lets it go, and ``magician.arm`` is the ``Arm`` itself; a
``Magician("COM4")`` is a second arm. ``docs/worksheets.md`` has each name beside the
kit's own way to say it.
"""

from __future__ import annotations

from dobotkit.arm.dobotlab.magician import Magician

__all__ = [
    "clear_alarm",
    "get_adc",
    "get_arm_speed_ratio",
    "get_color_sensor",
    "get_di",
    "get_infrared_sensor",
    "get_lost_step_result",
    "get_pose",
    "get_posel",
    "jump_params",
    "motion_params",
    "ptp",
    "set_color_sensor",
    "set_converyor",
    "set_device_withl",
    "set_do",
    "set_endeffector_gripper",
    "set_endeffector_suctioncup",
    "set_home",
    "set_infrared_sensor",
    "set_lost_step_cmd",
    "set_lost_step_params",
    "set_multiplexing",
    "set_ptpl_params",
    "set_ptpwithl_cmd",
    "set_pwm",
    "set_r",
    "wait",
]

magician = Magician()
"""The one that the names below speak through."""

clear_alarm = magician.clear_alarm
get_adc = magician.get_adc
get_arm_speed_ratio = magician.get_arm_speed_ratio
get_color_sensor = magician.get_color_sensor
get_di = magician.get_di
get_infrared_sensor = magician.get_infrared_sensor
get_lost_step_result = magician.get_lost_step_result
get_pose = magician.get_pose
get_posel = magician.get_posel
jump_params = magician.jump_params
motion_params = magician.motion_params
ptp = magician.ptp
set_color_sensor = magician.set_color_sensor
set_converyor = magician.set_converyor
set_device_withl = magician.set_device_withl
set_do = magician.set_do
set_endeffector_gripper = magician.set_endeffector_gripper
set_endeffector_suctioncup = magician.set_endeffector_suctioncup
set_home = magician.set_home
set_infrared_sensor = magician.set_infrared_sensor
set_lost_step_cmd = magician.set_lost_step_cmd
set_lost_step_params = magician.set_lost_step_params
set_multiplexing = magician.set_multiplexing
set_ptpl_params = magician.set_ptpl_params
set_ptpwithl_cmd = magician.set_ptpwithl_cmd
set_pwm = magician.set_pwm
set_r = magician.set_r
wait = magician.wait
