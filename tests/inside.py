"""Install the kit and use it, in a place that has no way out; run by test_bundle.

    inside.py START LESSON [--from FOLDER]

Runs under any Python, with nothing but the standard library.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

start, lesson, options = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
sys.stdout.reconfigure(line_buffering=True)
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
try:
    socket.create_connection(("192.0.2.1", 443), timeout=5)
except OSError as error:
    print(f"no way out: {error}")

command = [sys.executable, str(start), *options, "--no-browser"]
began = time.monotonic()
with subprocess.Popen(
    command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
) as lab:
    for line in lab.stdout:
        print(line, end="")
        if address := re.search(r"http://127\.0\.0\.1:\S+", line):
            break
    else:
        sys.exit("no lab")
    print(f"ready after {time.monotonic() - began:.0f} s")
    with urllib.request.urlopen(address.group(), timeout=60) as page:
        print("page:", page.status, b"jupyter-config-data" in page.read())
    lab.send_signal(signal.SIGINT)
    lab.stdout.read()

arm = {**os.environ, "DOBOTKIT_PORT": "dobotsim://desk?pace=instant"}
for words in (
    ["-m", "dobotkit", "--version"],
    ["-c", "import dobotkit; print('kit:', dobotkit.__file__)"],
    ["-m", "dobotkit", "models", "verify"],
    ["-m", "nbconvert", "--execute", "--to", "notebook", "--output-dir", str(start.parent), lesson],
):
    python = start.parent / ".venv" / "bin" / "python"
    subprocess.run([str(python), "-P", *words], check=True, cwd=start.parent, env=arm)
print("all done")
