"""Which Python this is."""

from __future__ import annotations

from dobotkit.doctor.finding import Finding, bad, good, warning

__all__ = ["NEWEST", "OLDEST", "check_python"]

OLDEST, NEWEST = (3, 11), (3, 14)


def check_python(
    version: tuple[int, int, int], *, bits: int, implementation: str = "CPython"
) -> Finding:
    """Look at the version of Python, whether it is the 64 bit one, and who made it."""
    name = "Python"
    what = f"Python {'.'.join(map(str, version))}, {bits} bit."
    if version[:2] < OLDEST:
        return bad(
            name,
            what,
            "The kit needs Python 3.11 or newer.",
            "Install Python 3.13 (Windows without admin rights: the installer's "
            "'Install for me only'), then start with it: py -3.13 start.py",
        )
    if implementation != "CPython":
        return warning(
            name,
            f"{implementation} {'.'.join(map(str, version))}, {bits} bit.",
            "OpenCV and others are made for the Python of python.org (CPython).",
            "If something does not install or start, use CPython 3.13.",
        )
    if bits != 64:  # noqa: PLR2004 - bits of a pointer
        return warning(
            name,
            what,
            "Some packages are no longer made for 32 bit.",
            "Install the 64 bit Python (the file whose name ends in amd64.exe).",
        )
    if version[:2] > NEWEST:
        return warning(
            name,
            what,
            "The kit was tried with Python 3.11 to 3.14 only.",
            "If something does not install or start, use one of these.",
        )
    return good(name, what)
