"""What the lab says of its camera at the start is what its pictures show."""

from __future__ import annotations

import pytest

from dobotkit.keeper.eyes.sources import Address
from dobotkit.lab.run import _say_camera
from dobotkit.mode import Mode


@pytest.mark.parametrize("mode", list(Mode))
def test_the_virtual_camera_sees_nobody_real(mode):
    assert "invented people" in _say_camera(Address("virtual"), mode)


def test_what_is_shown_of_a_real_camera_depends_on_the_mode():
    camera = Address("usb", "0", name="a webcam")
    school, adult = (_say_camera(camera, mode) for mode in (Mode.SCHOOL, Mode.ADULT))
    assert "only the table is shown" in school
    assert "all is shown but faces: those that are found are covered" in adult
    assert "faces that are found on it are covered" in school
