"""Ways past a listener inside the same program (an audit hook), which tier 0 has."""

from __future__ import annotations

from dobotkit.guard.escapes.escape import family

__all__ = ["TRIPWIRE"]

TRIPWIRE = family(
    "the tripwire itself",
    (
        "deaf-hook",
        "finding the function that listens, and making it deaf",
        """
        import gc
        import socket
        import types

        # What listens inside a program is a function like any other: it can be found.
        for one in gc.get_objects():
            if isinstance(one, types.FunctionType) and one.__module__ == "dobotkit.guard.tripwire":
                for cell in one.__closure__ or ():
                    if isinstance(cell.cell_contents, bool):
                        cell.cell_contents = not cell.cell_contents
                if not one.__closure__:
                    one.__code__ = (lambda *all: None).__code__
        with socket.create_connection(TARGET["tcp"], 3) as way:
            way.sendall(TARGET["mark"].encode())
        """,
    ),
)
