"""What IPython is told, wherever a kernel of the kit runs: it keeps nothing."""

from __future__ import annotations

from typing import Any

__all__ = ["IPYTHON"]

IPYTHON: dict[str, Any] = {
    "HistoryManager": {"enabled": False, "hist_file": ":memory:"},
    # Out[n] would keep every result, pictures included, until the kernel ends.
    "InteractiveShell": {"cache_size": 0},
    "InteractiveShellApp": {
        # The user's own start-up file is not part of a lesson.
        "exec_PYTHONSTARTUP": False,
        # %store writes values to disk; the extension that brings it cannot be left out.
        "exec_lines": ["get_ipython().magics_manager.magics['line'].pop('store', None)"],
    },
}
