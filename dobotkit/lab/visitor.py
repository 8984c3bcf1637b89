"""A folder for one visitor of Binder: ``python -P -m dobotkit.lab.visitor`` prints its path.

The server that Binder starts there shows a working copy of the lessons, in which kernels
behind their guard may write, as in a lab. The folder goes with Binder's container.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from dobotkit.lab.scratch import copy_content, lay_out
from dobotkit.shipped import find_content

__all__ = ["main"]


def main() -> None:
    """Make the folder, and print its path."""
    # Another name than a lab's: nobody holds it, and no sweep takes it for left behind.
    folder = Path(tempfile.mkdtemp(prefix="visitor-")).resolve()
    lay_out(folder)
    copy_content(find_content(), folder / "work")
    print(folder)  # noqa: T201 - for the script that starts the server


if __name__ == "__main__":
    main()
