"""Pictures, folders and videos in place of a camera: real files through the real OpenCV."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from dobotkit.errors import CameraError, PictureError, PicturesOver
from dobotkit.keeper.eyes.sources import open_source, read_address, stored, talk, trouble
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.opened import Fails
from dobotkit.opencv import cv2

LEFT, RIGHT = (20, 40, 220), (220, 60, 30)


@pytest.fixture(autouse=True)
def root_of_the_checkout(monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))


def two_halves(width: int = 64, height: int = 32) -> np.ndarray:
    picture = np.full((height, width, 3), LEFT, np.uint8)
    picture[:, width // 2 :] = RIGHT
    return picture


def jpeg(picture: np.ndarray, *, orientation: int = 0, place: str = "") -> bytes:
    """Return a picture as a telephone writes it: with how it was held, and where it was."""
    data = cv2.imencode(".jpg", picture)[1].tobytes()
    words = place.encode("ascii")
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(">HHII", 0x8825, 4, 1, 40)  # where it was taken
    entries += struct.pack(">HHII", 0x010E, 2, len(words), 200)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 3) + entries + struct.pack(">I", 0)
    tiff = tiff.ljust(200, b"\0") + words
    exif = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def png_of(width: int, height: int, rows: int = 1) -> bytes:
    """Return a PNG that says it is so large, with a few bytes that unpack to some of its rows."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(rows * (1 + 3 * width)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def video(path: Path, count: int = 4) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for at in range(count):
        writer.write(np.full((48, 64, 3), 40 * at, np.uint8))
    writer.release()


def brightness(source, times: int) -> list[int]:
    return [round(float(source.read().pixels.mean())) for _ in range(times)]


def test_what_telephones_write_beside_the_picture_stays_behind_but_it_is_upright():
    data = jpeg(two_halves(), orientation=6, place="at home, 12 Canary Street")
    pixels = stored.decoded(data)
    # Held on its side: what was left is at the top.
    assert pixels.shape == (64, 32, 3)
    assert np.abs(pixels[8, 16].astype(int) - LEFT).max() < 30
    assert np.abs(pixels[56, 16].astype(int) - RIGHT).max() < 30
    assert b"Canary" in data
    assert b"Canary" not in pixels.tobytes()


@pytest.mark.parametrize("ending", [".png", ".bmp", ".webp", ".jpg"])
def test_formats(ending):
    data = cv2.imencode(ending, two_halves())[1].tobytes()
    assert stored.decoded(data).shape == (32, 64, 3)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (png_of(60_000, 60_000), "large"),
        (png_of(4097, 16), "large"),
        (png_of(0, 16), "large"),
        (png_of(64, 64)[:20], "unreadable"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "unreadable"),
        (b"GIF89a" + bytes(30), "format"),
        (b"II*\0" + bytes(30), "format"),
        (b"#EXTM3U\nhttp://192.0.2.7/x.ts", "format"),
        (b"", "format"),
    ],
)
def test_what_is_not_decoded(data, trouble, monkeypatch):
    def decodes(*_: object) -> None:
        raise AssertionError("it was handed to a decoder")

    if trouble != "unreadable":
        monkeypatch.setattr(stored.cv2, "imdecode", decodes)
    with pytest.raises(Fails) as failed:
        stored.decoded(data)
    assert failed.value.trouble == trouble


@pytest.mark.slow
def test_a_picture_of_a_telephone_is_made_smaller():
    data = cv2.imencode(".jpg", two_halves(4000, 3000))[1].tobytes()
    pixels = stored.decoded(data)
    assert pixels.shape == (1080, 1440, 3)


@pytest.mark.slow
def test_a_folder_in_order_and_from_the_start(tmp_path):
    for name, value in (("10.png", 90), ("2.PNG", 60), ("1.png", 30)):
        (tmp_path / name).write_bytes(cv2.imencode(".png", np.full((8, 8, 3), value, np.uint8))[1])
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "more.png").mkdir()
    # One that is broken keeps nobody from what is behind it.
    (tmp_path / "3.png").write_bytes((tmp_path / "1.png").read_bytes()[:40])
    source = open_source(str(tmp_path))
    assert brightness(source, 4) == [30, 60, 90, 30]
    assert source.kind == "folder"
    source.close()
    once = open_source(f"once:{tmp_path}")
    assert brightness(once, 3) == [30, 60, 90]
    with pytest.raises(PicturesOver, match="over"):
        once.read()
    once.close()
    for good in ("1.png", "2.PNG", "10.png"):
        (tmp_path / good).unlink()
    broken = open_source(str(tmp_path))
    with pytest.raises(PictureError):
        broken.read()
    broken.close()


@pytest.mark.slow
def test_a_video_again_and_once(tmp_path):
    path = tmp_path / "table.avi"
    video(path)
    source = open_source(str(path))
    assert brightness(source, 6) == pytest.approx([0, 40, 80, 120, 0, 40], abs=3)
    source.close()
    once = open_source(f"once:{path}")
    brightness(once, 4)
    with pytest.raises(PicturesOver):
        once.read()
    once.close()


def test_one_file_and_what_happens_to_it(tmp_path):
    path = tmp_path / "photo.png"
    picture = np.random.default_rng(3).integers(0, 255, (48, 64, 3), np.uint8)
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    source = open_source(str(path))
    frame = source.read()
    assert (frame.pixels == picture).all()
    assert (frame.source, source.kind, source.name) == ("file", "file", "photo.png")
    path.write_bytes(png_of(64, 48)[:30])
    with pytest.raises(PictureError, match="damaged") as damaged:
        source.read()
    path.write_text("words")
    with pytest.raises(PictureError, match="not what its name says"):
        source.read()
    path.unlink()
    with pytest.raises(PictureError, match="not there any more"):
        source.read()
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    assert (source.read().pixels == picture).all()
    source.close()
    # Who asked in a notebook is not told where it lies.
    assert str(tmp_path) not in str(damaged.value)
    assert "photo" not in str(damaged.value)


@pytest.mark.slow
def test_a_list_of_addresses_is_no_video(tmp_path):
    for words in ("#EXTM3U\nhttp://192.0.2.7/x.ts", "ffconcat version 1.0\nfile /etc/passwd\n"):
        path = tmp_path / "film.mp4"
        path.write_text(words)
        source = open_source(str(path))
        with pytest.raises(PictureError, match="not what its name says"):
            source.read()
        source.close()


@pytest.mark.slow
def test_nothing_is_written_anywhere(tmp_path, monkeypatch):
    path = tmp_path / "in" / "table.avi"
    path.parent.mkdir()
    video(path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(scratch))
    source = open_source(str(path))
    source.read()
    source.close()
    assert list(scratch.rglob("*")) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
def test_it_writes_to_no_file_and_calls_nobody(tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    path = tmp_path / "table.avi"
    video(path)
    order = {"kind": "video", "target": str(path), "once": False, "width": 64, "height": 48}
    into = tmp_path / "trace"
    into.mkdir()
    process = subprocess.Popen(
        [
            *(strace, "-ff", "-qq", "-o", str(into / "of")),
            *("-e", "trace=open,openat,openat2,creat,connect,sendto,memfd_create"),
            *(sys.executable, "-P", "-m", "dobotkit.keeper.eyes.sources.helper"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    with process, process.stdin, process.stdout:
        process.stdin.write(json.dumps(order).encode() + b"\n" + b"look\n" * 3)
        process.stdin.flush()
        assert len(process.stdout.read(3 * 64 * 48 * 3)) == 3 * 64 * 48 * 3
        process.stdin.close()  # as when the keeper ends
        process.stdout.read()
        assert process.wait(60) == 0
    lines = [line for file in into.iterdir() for line in file.read_text().splitlines()]
    assert any("table.avi" in line for line in lines)
    for line in lines:
        wrote = any(flag in line for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "memfd", "connect"))
        assert not wrote or "/dev/null" in line, line
        assert "/dev/video" not in line


def test_addresses_that_lead_nowhere(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.docx").write_bytes(b"PK")
    for wrong in ("", "usb:", "usb:99", "usb:Nonsense", "nowhere.png", str(tmp_path / "empty")):
        with pytest.raises(CameraError):
            read_address(wrong)
    (tmp_path / "photo.HEIC").write_bytes(b"0000ftypheic")
    with pytest.raises(PictureError, match="telephones"):
        read_address(str(tmp_path / "photo.HEIC"))
    with pytest.raises(PictureError, match=r"letter\.docx"):
        read_address(str(tmp_path / "letter.docx"))


def test_what_this_user_may_not_read(tmp_path, monkeypatch):
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "theirs"
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", denied)
        with pytest.raises(PictureError, match="Permission denied"):
            read_address(str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", denied)
        with pytest.raises(Fails, match="denied"):
            stored.One(str(folder / "a.png"))
    error = trouble.explain(Address("file", "a.png"), "denied", first=True)
    assert "may not be read" in error.what


@pytest.mark.parametrize("word", [*get_args(talk.Trouble), "ended", "broken", "nonsense"])
@pytest.mark.parametrize("kind", ["usb", "file", "folder", "video"])
def test_every_word_has_a_sentence_and_an_advice(kind, word):
    error = trouble.explain(Address(kind, "0"), word, first=False)
    assert error.what[0].isupper()
    assert error.what.endswith(".")
    assert len(error.advice) > 10
