"""Which cameras the doctor lists, and that it opens none of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dobotkit.doctor import cameras
from dobotkit.doctor.cameras import check_cameras, check_listed, look_once
from dobotkit.doctor.permission import Access
from dobotkit.errors import NoCamera
from dobotkit.holders import using_now
from dobotkit.keeper.eyes.sources import address as addresses
from dobotkit.keeper.eyes.sources import choose_camera, read_address
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.listing import Plugged, from_profiler, in_sys, numbered
from dobotkit.opencv import cv2

WEBCAM = Plugged(0, "HD Webcam", "/dev/video0")
SECOND = Plugged(2, "USB Camera", "/dev/video2")
# As the profiler of a Mac says it, with the telephone of somebody who sits there.
A_MAC = {
    "SPCameraDataType": [
        {
            "_name": "USB Camera",
            "spcamera_model-id": "UVC Camera VendorID_3141 ProductID_25453",
            "spcamera_unique-id": "0x11000000c45636d",
        },
        {
            "_name": "Canary's iPhone Camera",
            "spcamera_model-id": "iPhone15,2",
            "spcamera_unique-id": "D9B90000-0000",
        },
        {
            "_name": "FaceTime HD Camera",
            "spcamera_model-id": "FaceTime HD Camera",
            "spcamera_unique-id": "6C707041-05AC-0010",
        },
    ]
}


def video4linux(folder: Path, **devices: tuple[str, str]) -> Path:
    for device, (name, index) in devices.items():
        (folder / device).mkdir(parents=True)
        (folder / device / "name").write_text(name + "\n")
        (folder / device / "index").write_text(index + "\n")
    return folder


def test_linux_lists_each_camera_once(tmp_path):
    folder = video4linux(
        tmp_path,
        video10=("Third", "0"),
        video0=("HD Webcam: HD\x1b[31m Webcam", "0"),
        video1=("HD Webcam: HD Webcam", "1"),  # its data about pictures, and no picture
        video2=("USB Camera", "0"),
        v4l=("nothing", "0"),
    )
    (tmp_path / "video3").mkdir()  # it is just being unplugged
    found = in_sys(folder)
    assert [one.number for one in found] == [0, 2, 10]
    assert found[0] == Plugged(0, "HD Webcam: HD[31m Webcam", "/dev/video0")
    assert in_sys(tmp_path / "none here") == ()


def test_a_mac_counts_as_opencv_does_and_telephones_keep_their_names():
    found = from_profiler(A_MAC)
    assert [(one.number, one.name) for one in found] == [
        (0, "USB Camera"),
        (1, "FaceTime HD Camera"),
        (2, "Canary's iPhone Camera"),
    ]
    assert "Canary" not in " ".join(map(str, found))
    assert "Canary" not in check_listed(found, host="own").what
    for nonsense in ({}, {"SPCameraDataType": [{}]}, {"SPCameraDataType": ["x"]}, None):
        assert from_profiler(nonsense) is None


def test_windows_names_them_and_numbers_only_a_single_one():
    assert numbered(["HD Webcam"]) == (Plugged(0, "HD Webcam"),)
    several_languages = "@oem12.inf,%usbvideo.devicedesc%;USB Video Device"
    assert numbered([several_languages]) == (Plugged(0, "USB Video Device"),)
    two = numbered(["HD Webcam", "Canary's S23 (Windows Virtual Camera)"])
    assert [one.number for one in two] == [None, None]
    finding = check_listed(two, host="own")
    assert "HD Webcam, a telephone's camera" in finding.what
    assert "--look usb:0" in finding.advice


def test_windows_notes_who_uses_one():
    uses = {
        "Microsoft.WindowsCamera_8wekyb3d8bbwe": 0,
        "C:#Program Files#Zoom#bin#Zoom.exe": 0,
        "C:#Users#canary#python.exe": 0,  # ourselves
        "C:#Program Files#Old#old.exe": 133_000_000,
    }
    assert using_now(uses) == ["Microsoft.WindowsCamera", "Zoom.exe"]


@pytest.mark.parametrize(
    ("there", "host", "words"),
    [
        (None, "own", "does not tell"),
        ((), "own", "None is plugged in"),
        ((), "wsl", "Subsystem for Linux sees none"),
        ((WEBCAM, SECOND), "own", "usb:0 (HD Webcam), usb:2 (USB Camera)"),
    ],
)
def test_what_is_said_of_those_that_are_there(there, host, words):
    finding = check_listed(there, host=host)
    assert finding.state == "good"
    assert words in finding.what


@pytest.mark.parametrize(
    ("access", "state", "advice"),
    [
        (Access(allowed=True, group="video", member=True), "good", ""),
        (Access(allowed=False, group="video", member=False), "bad", "-aG video"),
        (Access(allowed=False, group="video", member=True), "bad", "Log out"),
        (Access(allowed=False, group="root", member=False), "bad", "udev"),
    ],
)
def test_who_may_use_it(monkeypatch, access, state, advice):
    monkeypatch.setattr(cameras, "plugged_cameras", lambda: (WEBCAM,))
    monkeypatch.setattr(cameras, "access_to", lambda _: access)
    found = {one.name: one for one in check_cameras("own")}
    assert found["Camera permission"].state == state
    assert advice in found["Camera permission"].advice


def test_who_holds_it(monkeypatch):
    monkeypatch.setattr(cameras, "plugged_cameras", lambda: (WEBCAM,))
    monkeypatch.setattr(cameras, "who_holds_camera", lambda _: ["zoom"])
    found = {one.name: one for one in check_cameras("own")}
    assert found["Camera in use"].state == "warning"
    assert "usb:0 (HD Webcam) is held by zoom" in found["Camera in use"].what


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is there on Linux")
def test_a_program_that_has_the_device_open_is_found(tmp_path, monkeypatch):
    from dobotkit import holders  # noqa: PLC0415 - on Linux only

    device = tmp_path / "video0"
    device.touch()
    this = os.getpid()
    monkeypatch.setattr(holders.os, "getpid", lambda: 0)  # as another program would see it
    with device.open("rb"):
        found = holders.holders_in_proc(str(device))
    assert [one.pid for one in found] == [this]


def test_none_on_a_server_of_somebody_else():
    assert check_cameras("binder") == []
    assert check_cameras("hub") == []


@pytest.mark.slow
def test_one_look_because_somebody_asked(tmp_path, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    import numpy as np  # noqa: PLC0415 - the doctor does without

    for name, value, state in (("bright.png", 120, "good"), ("dark.png", 3, "warning")):
        path = tmp_path / name
        path.write_bytes(cv2.imencode(".png", np.full((48, 64, 3), value, np.uint8))[1].tobytes())
        finding = look_once(str(path))
        assert finding.state == state
        assert "64 × 48" in finding.what
    nothing = look_once(str(tmp_path / "none.png"))
    assert nothing.state == "bad"
    assert nothing.advice


def test_the_virtual_camera_is_nothing_to_open():
    finding = look_once("virtual")
    assert finding.state == "bad"
    assert "no device" in finding.what


class TestAddresses:
    @pytest.fixture(autouse=True)
    def two_cameras(self, monkeypatch):
        self.there = (WEBCAM, SECOND, Plugged(4, "USB Camera 2", "/dev/video4"))
        monkeypatch.setattr(addresses, "plugged_cameras", lambda: self.there)

    @pytest.mark.parametrize(
        ("text", "target", "named"),
        [
            ("usb:0", "0", ""),
            ("USB:2", "2", ""),
            ("usb:webcam", "0", "webcam"),
            ("usb:USB Camera", "2", "USB Camera"),
            ("usb:7", "7", ""),
        ],
    )
    def test_by_number_and_by_name(self, text, target, named):
        address = read_address(text)
        assert (address.kind, address.target, address.named) == ("usb", target, named)
        assert Address.unpacked(address.packed()) == address

    def test_how_large_its_pictures_shall_be(self):
        address = read_address("usb:USB Camera@1920x1080")
        assert (address.target, address.size) == ("2", (1920, 1080))
        assert address.words == "USB Camera (usb:2, 1920 × 1080)"
        assert Address.unpacked(address.packed()) == address
        assert read_address("usb:0").size == (1280, 720)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("usb:0@64x48", "not asked for pictures of 64 × 48"),
            ("usb:0@640x4800", "not asked for pictures of 640 × 4800"),
            ("usb:microscope", "No camera is called microscope. Plugged in: usb:0 (HD Webcam)"),
            ("usb:camera", "more than one camera"),
            ("usb:", "not which one"),
            ("usb:64", "no camera with the number 64"),
        ],
    )
    def test_which_one_is_not_clear(self, text, words):
        with pytest.raises(NoCamera) as error:
            read_address(text)
        assert words in error.value.what

    def test_by_name_it_is_found_again_with_another_number(self):
        address = read_address("usb:webcam@640x480")
        self.there = (Plugged(3, "HD Webcam", "/dev/video3"),)
        assert (address.again().target, address.again().size) == ("3", (640, 480))
        self.there = ()
        with pytest.raises(NoCamera):
            address.again()

    def test_where_nobody_tells_names_there_are_numbers(self):
        self.there = None
        with pytest.raises(NoCamera, match="usb:0 is the first"):
            read_address("usb:webcam")
        assert read_address("usb:1").target == "1"
        self.there = (Plugged(None, "HD Webcam"), Plugged(None, "Other"))
        with pytest.raises(NoCamera, match="does not say which number"):
            read_address("usb:webcam")

    def test_on_binder_there_is_the_virtual_one_only(self, tmp_path):
        on_binder = {"BINDER_LAUNCH_HOST": "https://mybinder.example/"}
        for text in ("usb:0", str(tmp_path), "/dev/video0"):
            with pytest.raises(NoCamera, match="on Binder"):
                choose_camera(text, on_binder)
        for text in (None, "virtual", "Virtual"):
            assert choose_camera(text, on_binder).kind == "virtual"
        assert choose_camera("usb:0", {"DOBOTKIT_CAMERA": "usb:2"}).target == "0"

    @pytest.mark.parametrize(
        "text", ["usb:0", "{}", '{"kind": "screen"}', '{"kind": "usb", "size": 3}', "[]", ""]
    )
    def test_what_the_keeper_does_not_take(self, text):
        with pytest.raises(ValueError, match=r"."):
            Address.unpacked(text)
