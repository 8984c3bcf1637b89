"""A kernel of the lab: ``python -P -m dobotkit.lab.kernel -f FILE``.

Before anything else it takes over its connection to the keeper, so that no program
that a cell starts can have it as well.
"""

from __future__ import annotations

import os

from dobotkit.our_end import adopt

__all__ = ["main"]


def main() -> None:
    """Run a kernel."""
    adopt(os.environ.get("DOBOTKIT_KEEPER", ""))
    from ipykernel.kernelapp import launch_new_instance  # noqa: PLC0415 - after that

    launch_new_instance()


if __name__ == "__main__":
    main()
