"""What a kernel behind the wall may open: no camera is among it, nor the list of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dobotkit.guard.places import Places


@pytest.mark.skipif(sys.platform != "linux", reason="the wall is of Linux")
@pytest.mark.parametrize(
    "name", ["/dev/video0", "/dev/v4l/by-id/usb-HD_Webcam", "/dev/media0", "/sys/class/video4linux"]
)
def test_no_camera_is_behind_the_wall(tmp_path, name):
    allowed = Places(tmp_path / "scratch", tmp_path / "kernel").allowed()
    assert Path("/dev/null") in allowed
    wanted = Path(name)
    assert not any(place in (wanted, *wanted.parents) for place in allowed)
