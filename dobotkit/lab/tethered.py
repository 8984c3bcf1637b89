"""JupyterLab in a process that ends when the program that started it ends.

Run as ``python -m dobotkit.lab.tethered SCRATCH``. Its standard input is the
tether: a pipe whose other end only that program holds. When the program lets
go of it, is killed, or has its window closed, the server ends its kernels in
the orderly way, so that an arm stops and is let go, and the scratch folder is
removed. This works the same on every system, which signals do not.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from dobotkit.hardening import keep_memory_private
from dobotkit.lab.orphans import adopt_orphans
from dobotkit.lab.tether import wait_until_let_go
from dobotkit.temporary import Hold, abandon

__all__ = ["main"]


def main() -> None:
    """Run JupyterLab until it is shut down or the tether is let go."""
    keep_memory_private()  # before there is anything in this memory
    adopt_orphans()
    scratch = Path(sys.argv[1])
    hold = Hold(scratch, seat=1)  # while this runs, no other lab takes the folder for dead
    from jupyterlab.labapp import LabApp  # noqa: PLC0415 - after that: it takes a second

    from dobotkit.lab.provisioner import register  # noqa: PLC0415 - it needs Jupyter as well

    register()
    server = LabApp.initialize_server(argv=[])
    let_go = threading.Event()

    def watch() -> None:
        wait_until_let_go()
        let_go.set()
        server.io_loop.add_callback(server.stop)

    threading.Thread(target=watch, name="tether", daemon=True).start()
    server.start()
    if let_go.is_set():
        # Who started this may be gone and unable to tidy up. The log in the folder is
        # closed first: Windows deletes no open file.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        abandon(scratch, hold)


if __name__ == "__main__":
    main()
