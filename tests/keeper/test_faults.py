"""What a keeper's file of faults says: kinds of errors and lines of the kit, and no words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOES_WRONG = """
import logging
import threading
from dobotkit.geometry import Pose
from dobotkit.keeper.faults import tell_without_words

tell_without_words()


def wrong():
    Pose("Quirina Zorblax", "/home/quirina/x", "DT2305-7731", 0, 0, 0, 0, "too many", "words")


try:
    wrong()
except TypeError:
    logging.getLogger("dobotkit.keeper.handling").exception("the keeper failed at %s", "Jog")
    logging.getLogger("tornado.general").warning("Quirina Zorblax has asked")
try:
    open("/home/quirina/class.csv")
except OSError:
    logging.getLogger("dobotkit.keeper.tether").exception("an order failed")
thread = threading.Thread(target=wrong)
thread.start()
thread.join()
raise ValueError("Quirina Zorblax")
"""


def test_faults_are_told_without_words_values_and_paths(tmp_path):
    """LOG-03 and LOG-13: neither a person, nor a port's number, nor a folder."""
    script = tmp_path / "goes_wrong.py"
    script.write_text(GOES_WRONG, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-P", str(script)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert ended.returncode == 1
    said = ended.stderr
    for word in ("uirina", "Zorblax", "DT2305", "/home", str(ROOT), str(tmp_path), "words"):
        assert word not in said.replace("no text of an error", ""), said
    assert "the keeper failed at Jog\n" in said
    assert "tornado.general has said something\n" in said
    assert "an order failed\n" in said
    assert said.count("\nTypeError\n") == 2
    assert "FileNotFoundError" in said
    assert said.endswith("the keeper has ended: an error that nobody expected\n")
