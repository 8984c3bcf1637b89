"""Whether OpenCV can be loaded."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

from dobotkit.doctor.commands import pip
from dobotkit.doctor.finding import Finding, bad, good, shown, warning

__all__ = ["LOAD_OPENCV", "check_opencv", "explain_opencv"]

# As the lab starts its programs: without the current folder on the path.
LOAD_OPENCV = (sys.executable, "-P", "-c", "import cv2; print(cv2.__version__)")

_NAME = "OpenCV"
_WHY = "Everything that sees uses OpenCV; the start script refuses to open the lab without it."
# Debian's and Ubuntu's packages for the libraries that OpenCV's wheel takes from the system.
_PACKAGES = {
    "libGL.so": "libgl1",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libSM": "libsm6",
    "libXext": "libxext6",
    "libXrender": "libxrender1",
    "libxcb": "libxcb1",
}
_USUAL = ("libgl1", "libglib2.0-0")


def check_opencv(command: Sequence[str] = LOAD_OPENCV, *, limit_s: float = 20.0) -> Finding:
    """Load OpenCV in a process of its own, which may crash or hang.

    Parameters
    ----------
    command:
        What loads it and prints its version.
    limit_s:
        For how long to wait, in seconds; a virus scanner may read 100 MB first.
    """
    try:
        tried = subprocess.run(  # noqa: S603 - our own interpreter
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return warning(
            _NAME,
            f"OpenCV was not loaded after {limit_s:g} seconds.",
            "The first lesson will keep everybody waiting. A virus scanner may be reading it.",
            "Run the doctor again; the second time is faster. If it is not, ask whoever looks "
            "after this computer to leave the kit's folder out of the scan.",
        )
    if tried.returncode == 0:
        return good(_NAME, f"OpenCV {tried.stdout.decode('ascii', 'replace').strip()} loads.")
    said = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    return explain_opencv(said[-1] if said else f"it ended with {tried.returncode}")


def explain_opencv(said: str) -> Finding:
    """Explain the last line that Python said when OpenCV did not load."""
    what = f"OpenCV does not load: {shown(said)}"
    missing = re.search(r"(lib[\w.+-]+?\.so[.\d]*): cannot open shared object file", said)
    if missing:
        packages = {
            package for start, package in _PACKAGES.items() if missing[1].startswith(start)
        } | set(_USUAL)
        return bad(
            _NAME,
            f"A system library that OpenCV needs is missing: {missing[1]}.",
            _WHY,
            f"sudo apt-get install -y {' '.join(sorted(packages))}    "
            "(Fedora: sudo dnf install mesa-libGL glib2)",
        )
    if "DLL load failed" in said:
        return bad(
            _NAME,
            what,
            _WHY,
            "Install Microsoft's 'Visual C++ Redistributable' (x64). On a Windows 'N' edition "
            "also the Media Feature Pack: Settings > Apps > Optional features.",
        )
    if "No module named 'cv2'" in said:
        return bad(_NAME, "OpenCV is not installed.", _WHY, pip("install opencv-python"))
    return bad(
        _NAME,
        what,
        _WHY,
        pip("install --force-reinstall opencv-python numpy"),
    )
