"""How well, how fast and how frugally the kit sees.

    python benchmarks/vision.py                     all parts, short
    python benchmarks/vision.py --json              one JSON object
    python benchmarks/vision.py --part look soak    some of them
    python benchmarks/vision.py --whole             as many looks and scenes as are promised

Each part is a module of ``benchmarks/seeing`` with a function ``measure``, and can be run by
itself. Times are compared as ratios of medians, by turns within one run: a busy computer
says little in milliseconds. With ``--whole`` it takes more than an hour. It ends with status
1 if a part fails or a goal is not met.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

    from benchmarks.parts import run

    run(__doc__, "seeing")
