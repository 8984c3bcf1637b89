"""What JupyterLab shows of the kit, and what of its own the lab leaves out.

Left out are ways that go past the lab's own way of saving, that lead elsewhere, or that
cannot work here: a button that does nothing is worse than none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

__all__ = ["HIDDEN", "ITEMS", "SERVER"]

_EXTENSION: Final = str(Path(__file__).with_name("labextension"))

SERVER: Final[dict[str, Any]] = {
    # The buttons of the kit, for this server only: other Jupyters of this Python have no
    # use for them.
    "LabApp": {"extra_labextensions_path": [_EXTENSION]},
    # So that they are there where Jupyter's older page is shown, as Binder can do.
    "JupyterNotebookApp": {"extra_labextensions_path": [_EXTENSION]},
    "ServerApp": {
        "jpserver_extensions": {
            "dobotkit.lab.work.extension": True,
        }
    },
}
"""Settings of Jupyter's server."""

HIDDEN: Final[dict[str, bool]] = dict.fromkeys(
    (
        # Download my work instead: the file that is saved may be an older state.
        "@jupyterlab/docmanager-extension:download",
        # Asks before leaving as soon as a cell has run; the kit asks when there is work to lose.
        "@jupyterlab/application-extension:dirty",
        # With outputs, that is with pictures: as a page, on paper, in the clipboard.
        "@jupyterlab/notebook-extension:export",
        "@jupyterlab/apputils-extension:print",
        "@jupyterlab/notebook-extension:copy-output",
        # Lead elsewhere, or to a page of their own that the lab does not allow.
        "@jupyterlab/filebrowser-extension:open-url",
        "@jupyterlab/filebrowser-extension:open-browser-tab",
        "@jupyterlab/filebrowser-extension:share-file",
        "@jupyterlab/docmanager-extension:open-browser-tab",
        "@jupyterlab/help-extension:jupyter-forum",
        "@jupyterlab/help-extension:resources",
        # Cannot work here: the kernel may not do what it needs.
        "@jupyterlab/debugger-extension",
        "@jupyterlab/terminal-extension",
        # Would switch the kit's own buttons off.
        "@jupyterlab/pluginmanager-extension",
    ),
    True,
)
"""The parts of JupyterLab that are switched off, by the names of its plugins."""

ITEMS: Final[dict[str, Any]] = {
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {
                "id": "jp-mainmenu-file",
                "items": [
                    # Nobody has logged in: it would only lock the pupil out of the work.
                    {"command": "filemenu:logout", "disabled": True},
                    # There are no second copies to go back to.
                    {"command": "docmanager:restore-checkpoint", "disabled": True},
                ],
            }
        ]
    }
}
"""Single lines of its menus that are taken out, as its settings say it."""
