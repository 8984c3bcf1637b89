"""How well, how fast and how frugally the kit finds, covers and compares faces.

    python benchmarks/faces.py                      all parts, with few people
    python benchmarks/faces.py --json               one JSON object
    python benchmarks/faces.py --part look first    some of them
    python benchmarks/faces.py --whole              as many people as there are: half an hour

Each part is a module of ``benchmarks/facing`` with a function ``measure``, and can be run by
itself. Times are medians of 200 pairs, by turns within one run. All people are drawn and do
not exist; what photographs of real people would give was not measured. It needs the models:
``dobotkit models fetch``. It ends with status 1 if a part fails or a goal is not met.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

    from benchmarks.parts import run

    run(__doc__, "facing")
