"""Drives one arm through one serial port.

``Arm`` is what a pupil uses. ``Link`` is ``pydobot.Dobot`` made safe on a port
that is already open; ``ports`` is the only place where a port is opened;
``kinematics`` and ``reach`` know where the arm is and where it can go.
"""
