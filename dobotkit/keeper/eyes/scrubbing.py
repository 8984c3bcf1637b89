"""Memory that is given back is overwritten first: a net below what is wiped by name.

Finders wipe what they make, but what OpenCV and numpy lay aside within one call nobody can
name afterwards. glibc can fill every block that is given back; that is switched on here
for this process. Where there is no glibc (macOS, Windows, musl) there is no such net: see
LIMITS.md.
"""

from __future__ import annotations

import ctypes
import functools
import sys

__all__ = ["scrub_freed_memory"]

# mallopt(3): freed blocks are filled with this byte, new ones with its complement.
_PERTURB = -6
_FILL = 0x5A


@functools.cache
def scrub_freed_memory() -> bool:
    """Have freed memory overwritten from now on; return whether this system can do that."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(_PERTURB, _FILL))
