"""A private JupyterLab for one lesson: ``run_lab`` starts it and cleans up after it.

The lab works on a copy of the lessons in a temporary folder of its own. All
that Jupyter and IPython would keep elsewhere (settings, history, traces of
running servers) goes there too, and the folder is removed at the end.

``scratch`` is the temporary folder, ``settings`` writes what Jupyter reads,
``server`` runs JupyterLab, ``tethered`` is the process it runs in, and ``run``
puts them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dobotkit.lab.run import run_lab

__all__ = ["run_lab"]


# Looked up when it is first used: the lab's server and its browser are programs of this
# room as well, and start the quicker without what only the command needs.
def __getattr__(name: str) -> object:
    if name == "run_lab":
        from dobotkit.lab.run import run_lab  # noqa: PLC0415 - see above

        return run_lab
    msg = f"module 'dobotkit.lab' has no name {name!r}; it has run_lab"
    raise AttributeError(msg)
