"""What the keeper says to the program that started it."""

from __future__ import annotations

import subprocess
import sys

TALKS = """
import sys, time
from dobotkit.keeper.tether import Voice
voice = Voice()
for _ in range({lines}):
    voice.say("asks home " + "x" * {length})
sys.stderr.write("said")
time.sleep(0.3)
"""


def talk(lines: int, length: int, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TALKS.format(lines=lines, length=length)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **more,
    )


def test_lines_arrive_in_order():
    with talk(3, 4) as process:
        said, errors = process.communicate(timeout=60)
    assert (said, errors) == ("asks home xxxx\n" * 3, "said")


def test_nobody_waits_for_a_program_that_does_not_listen():
    with talk(50, 100_000) as process:
        assert process.wait(60) == 0  # nothing of what it says is read before
        assert process.stderr.read() == "said"
        assert len(process.stdout.read()) < 50 * 100_000


def test_a_program_that_is_gone_is_no_error():
    with talk(5, 100_000) as process:
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == "said"
