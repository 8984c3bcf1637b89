"""How well, how fast and how frugally the kit finds and reads specimen cards.

    python benchmarks/cards.py                      all parts, with few cards
    python benchmarks/cards.py --json               one JSON object
    python benchmarks/cards.py --part reading       one of them
    python benchmarks/cards.py --whole              300 cards and more: half an hour

Each part is a module of ``benchmarks/carding`` with a function ``measure``, and can be run by
itself. Reading is measured beside rapidocr, which uses the same network, on the same pictures
within one run; it is installed by pip into an environment of its own, in a temporary folder, so
that needs a package index. All cards are drawn, of people who do not exist; what photographs of
real cards would give was not measured. It needs the models: ``dobotkit models fetch``. It ends
with status 1 if a part fails or a goal is not met.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

    from benchmarks.parts import run

    run(__doc__, "carding")
