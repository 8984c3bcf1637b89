"""What people give to ``wire.decode`` and ``dobotkit decode``, and what they are shown."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from dobotkit import wire
from dobotkit.errors import FrameError
from dobotkit.frames import Reading, encode
from dobotkit.wire.report import as_json, print_report

QUESTION = "aa aa 02 0a 00 f6"
LOST = "aaaa1354030200001643000002c3000048420000000000"


@pytest.mark.parametrize("data", [QUESTION, bytes.fromhex(QUESTION), bytearray.fromhex(QUESTION)])
def test_bytes_and_text_are_read_alike(data):
    [frame] = wire.decode(data)
    assert frame.name == "GetPose"


@pytest.mark.parametrize("data", [5, None, [0xAA]])
def test_what_is_neither_is_refused(data):
    with pytest.raises(FrameError, match="neither bytes nor a text"):
        wire.decode(data)


def test_lines_of_pydobot_tell_who_spoke():
    reading = wire.decode(
        "pydobot: >> AA AA:2:10:0::246\npydobot: << AA AA:10:84:3:07 " + 7 * "00 " + ":162"
    )
    assert [piece.sent_by for piece in reading] == ["host", "arm"]
    assert reading[1].values == {"index": 7}


def test_one_frame_is_shown_in_full_as_text():
    assert repr(wire.decode(QUESTION)).splitlines() == [
        "10 GetPose: where the arm is (read; sent by the computer)",
        "bytes  part      value",
        "AA AA  header    a frame begins",
        "02     length    2 bytes         from the command to the last field, without the checksum",
        "0A     command   10 GetPose      where the arm is",
        "00     control   read",
        f"F6     checksum  right{'':11}brings the sum, from the command on, to a multiple of 256",
    ]


def test_several_are_shown_in_one_line_each():
    text = repr(wire.decode(QUESTION + LOST + "55"))
    first, second, third = text.splitlines()
    assert first == "computer → arm  10 GetPose, read  [AA AA 02 0A 00 F6]"
    assert "checksum 00 is wrong, FF is right" in second
    assert third == "either way  no frame (no frame begins here): 55"


def test_a_long_list_is_cut_and_says_so():
    reading = wire.decode(QUESTION * 60)
    assert repr(reading).count("GetPose") == 40
    assert "… and 20 more" in repr(reading)
    assert "… and 20 more" in reading._repr_html_()


def test_parts_of_a_reading_are_readings():
    reading = wire.decode(QUESTION + LOST)
    assert isinstance(reading[:1], Reading)
    assert isinstance(reading + reading, Reading)
    assert [frame.name for frame in reading.find("ptp")] == ["PTPCmd"]
    assert repr(Reading()) == "No bytes."
    assert "No bytes." in Reading()._repr_html_()


class Table(HTMLParser):
    """What a screen reader is told: captions, headings and cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {"caption": [], "th": [], "td": []}
        self.open: list[str] = []
        self.hidden: list[bool] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        if tag == "br":
            return
        self.open.append(tag)
        self.hidden.append(("aria-hidden", "true") in attributes)
        if tag in self.said:
            self.said[tag].append("")
        if tag == "th":
            assert ("scope", "col") in attributes

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.hidden.pop()

    def handle_data(self, data):
        tags = [tag for tag in self.open if tag in self.said]
        if tags and not any(self.hidden):
            self.said[tags[-1]][-1] += data


def test_a_screen_reader_hears_all_of_a_frame():
    said = Table(wire.decode(LOST)._repr_html_()).said
    assert said["caption"] == ["84 PTPCmd: move to a point (write, queued; sent by the computer)"]
    assert said["th"] == ["bytes", "part", "value", "meaning"]
    rows = [said["td"][i : i + 4] for i in range(0, len(said["td"]), 4)]
    assert "".join(row[0] for row in rows).replace(" ", "").lower() == LOST
    assert ["00 00 02 C3", "y", "-130 mm", ""] in rows
    assert rows[-1][2].strip() == "WRONG: it should be FF"


def test_a_screen_reader_hears_all_of_several():
    reading = wire.decode(QUESTION + LOST + "5555")
    said = Table(reading._repr_html_()).said
    assert said["caption"] == ["3 pieces on the wire"]
    verdicts = [cell.strip() for cell in said["td"][4::6]]
    assert verdicts == ["right", "WRONG: it should be FF", ""]
    assert said["td"][5].replace(" | ", " ").lower() == QUESTION


def test_colours_are_the_pages_own_but_for_two_lines():
    html = wire.decode(LOST)._repr_html_() + wire.decode(QUESTION * 2)._repr_html_()
    hues = set(re.findall(r"(?<!var\(--jp-border-color1, )#[0-9a-f]{6}", html))
    assert hues == {"#d55e00", "#009e73"}
    assert "background" not in html


def test_what_was_sent_cannot_become_a_part_of_the_page():
    html = wire.decode(encode("DeviceName", name="<script>alert(1)</script>"))._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    both = wire.decode(encode("DeviceName", name="<b>") + b"\0")._repr_html_()
    assert "<b>" not in both


def test_json_has_everything_and_says_whether_all_is_right():
    report = json.loads(as_json(QUESTION + LOST))
    assert report["valid"] is False
    question, move = report["pieces"]
    assert (question["id"], question["name"], question["valid"]) == (10, "GetPose", True)
    assert [field["value"] for field in move["fields"]] == [2, 150, -130, 50, 0]
    assert move["checksum_due"] == 255
    assert json.loads(as_json(QUESTION))["valid"] is True
    assert json.loads(as_json(QUESTION + "55"))["valid"] is False


def test_the_report_names_what_is_wrong(capsys):
    print_report(LOST + QUESTION + "5555")
    said = capsys.readouterr().out
    assert "WRONG: it should be FF" in said
    assert "-130 mm" in said
    assert "No frame (no frame begins here): 55 55" in said
    assert "2 frames, 1 with a wrong checksum, 1 stretch of bytes that are no frame." in said
    print_report(QUESTION)
    assert "1 frame, all checksums right." in capsys.readouterr().out
    print_report("aaaa0256010055")
    assert "55" in capsys.readouterr().out


def _decode(*arguments: str, text: str = "", **variables: str):
    return subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit", "decode", *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        check=False,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", **variables},
    )


def test_the_command_reads_arguments_and_standard_input():
    answer = _decode(*QUESTION.split())
    assert answer.returncode == 0, answer.stderr
    assert "10 GetPose" in answer.stdout
    answer = _decode("--json", "-", text="pydobot: >> AA AA:2:10:0::246\n")
    assert json.loads(answer.stdout)["pieces"][0]["sent_by"] == "host"


def test_the_command_refuses_in_two_lines_what_is_no_hex():
    answer = _decode("hello")
    assert answer.returncode == 1
    assert answer.stdout == ""
    what, advice = answer.stderr.splitlines()
    assert "no hexadecimal digit" in what
    assert "AA AA 02 0A 00 F6" in advice


def test_a_console_without_lines_and_signs_shows_others():
    answer = _decode(LOST, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.returncode == 0, answer.stderr
    assert "-130 mm" in answer.stdout
