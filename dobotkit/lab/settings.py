"""What Jupyter and IPython are told: everything that the lab changes about them.

All of it is data, written as JSON into the scratch folder. The user's own
Jupyter and IPython settings do not take part, and are not changed. What holds
for a server that others start as well (on Binder) is `SETTINGS_ANYWHERE`.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dobotkit.finding_keeper import VARIABLE as KEEPER
from dobotkit.guard.options import IPYTHON
from dobotkit.guard.tiers import VARIABLE as TIER
from dobotkit.guard.tiers import Tier
from dobotkit.hardening import WIPING
from dobotkit.lab.menus import HIDDEN, ITEMS
from dobotkit.lab.menus import SERVER as MENUS
from dobotkit.lab.own_scratch import VARIABLE as SCRATCH
from dobotkit.lab.page_rules import COOKIES, PAGE_RULES
from dobotkit.lab.private_settings import PRIVATE_PAGE, PRIVATE_SERVER
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.specs import NAME, PROVISIONER
from dobotkit.mode import VARIABLE, Mode

__all__ = [
    "FIRST_PAGE",
    "PROVISIONER",
    "SETTINGS_ANYWHERE",
    "environment",
    "merged",
    "server_settings",
    "write_settings",
]

FIRST_PAGE = "notebooks/start_here.ipynb"

# Changed defaults of JupyterLab's own settings; the names are those of its Settings Editor.
_PAGE_SETTINGS: dict[str, Any] = {
    # Nobody is asked for news, and nothing looks for updates.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # The extension manager asks a package index as soon as it is opened.
    "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
    # A notebook is saved when its reader wants that, and no list of file names is kept.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False, "maxNumberRecents": 0},
    "@jupyterlab/notebook-extension:tracker": {
        "recordTiming": False,
        "kernelShutdown": True,
        "accessKernelHistory": False,
    },
    # Widgets hold pictures: they are not written into notebooks.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
    **ITEMS,
}

_PAGE_CONFIG: dict[str, Any] = {
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/extensionmanager-extension": True,
        # The half of it that is in the server is switched off as well.
        "@jupyterlab/lsp-extension": True,
        "@jupyterlab/fileeditor-extension:language-server": True,
        "@jupyterlab/notebook-extension:language-server": True,
        **HIDDEN,
    }
}

# What a server leaves out, whoever starts it and says where it listens and who may come in.
# `PRIVATE_SERVER` is part of it.
_SERVER: dict[str, Any] = {
    "ServerApp": {
        "terminals_enabled": False,
        "jpserver_extensions": {
            "jupyterlab": True,
            # Hears a browser that asks not to be tracked.
            "dobotkit.lab.signals": True,
            # Tells a page what its own request has said, for lesson 13.
            "dobotkit.lab.request_facts": True,
            # Looks for language servers with npm, which keeps a log in the home folder.
            "jupyter_lsp": False,
            "jupyter_server_terminals": False,
        },
        # Paths and addresses of every request are nobody's business.
        "log_level": "WARN",
    },
    "LabApp": {
        "extension_manager": "readonly",
        "news_url": None,
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "log_level": "WARN",
    },
    # A deleted notebook is gone, and not in the wastebasket of this computer.
    "FileContentsManager": {"delete_to_trash": False},
    "NotebookNotary": {"db_file": ":memory:"},
    # What a notebook says while nobody watches is not kept for later.
    "MappingKernelManager": {"buffer_offline_messages": False},
}


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with all that `more` says; inner dictionaries are merged as well.

    Parameters
    ----------
    base:
        What counts where `more` is silent.
    more:
        What counts in any case.
    """
    both = dict(base)
    for name, value in more.items():
        inner = both.get(name)
        if isinstance(inner, Mapping) and isinstance(value, Mapping):
            both[name] = merged(inner, value)
        else:
            both[name] = value
    return both


# Our own parts, put together.
_ANY_SERVER: dict[str, Any] = functools.reduce(merged, (_SERVER, PRIVATE_SERVER, MENUS, PAGE_RULES))
_LABCONFIG: dict[str, Any] = {
    "labconfig/default_setting_overrides.json": _PAGE_SETTINGS,
    "labconfig/page_config.json": functools.reduce(merged, (_PAGE_CONFIG, PRIVATE_PAGE)),
}

# Files below the prefix of a Python environment, and what they say.
SETTINGS_ANYWHERE: dict[str, dict[str, Any]] = {
    # Jupyter takes only switches of extensions from jupyter_server_config.d.
    "etc/jupyter/jupyter_server_config.json": _ANY_SERVER,
    **{f"etc/jupyter/{name}": data for name, data in _LABCONFIG.items()},
    "etc/ipython/ipython_config.json": IPYTHON,
    # The Python of this environment starts behind its guard; kernels of others do not change.
    f"share/jupyter/kernels/{NAME}/kernel.json": {
        "argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "metadata": {
            "debugger": False,  # it speaks to the page over a connection, which the guard refuses
            "kernel_provisioner": {"provisioner_name": PROVISIONER},
        },
    },
}


def server_settings(scratch: Scratch, *, token: str, port: int | None) -> dict[str, Any]:
    """Return the configuration of the lab's own server, in Jupyter's own words.

    Parameters
    ----------
    scratch:
        The folder the lab lives in.
    token:
        The word that a browser has to show.
    port:
        The port to listen on; None means the first free one from 8888 on.
    """
    ours = {
        "ServerApp": {
            "ip": "127.0.0.1",
            "port": 8888 if port is None else port,
            "port_retries": 50 if port is None else 0,
            "root_dir": str(scratch.work),
            "default_url": f"/lab/tree/{FIRST_PAGE}",
            "open_browser": False,  # the lab does, in a window of its own if it can
            # In a container everybody is root; Jupyter refuses that unless told.
            "allow_root": True,
            # There is no other kernel, whatever a page asks for.
            "kernel_spec_manager_class": "dobotkit.lab.specs.OneKernelSpec",
            "kernel_manager_class": "dobotkit.lab.kernels.Kernels",
        },
        "IdentityProvider": {"token": token},
        "LabApp": {"default_url": f"/lab/tree/{FIRST_PAGE}"},
        "MappingKernelManager": {"default_kernel_name": NAME},
        # Each kernel is locked in, and handed a connection to the keeper.
        "KernelProvisionerFactory": {"default_provisioner_name": PROVISIONER},
    }
    return functools.reduce(merged, (_ANY_SERVER, COOKIES, ours))


def write_settings(scratch: Scratch, *, token: str, port: int | None) -> None:
    """Write all settings into the scratch folder; parameters as for `server_settings`."""
    server = server_settings(scratch, token=token, port=port)
    _write(scratch.config / "jupyter_server_config.json", server)
    for name, data in _LABCONFIG.items():
        _write(scratch.config / name, data)
    _write(scratch.ipython / "profile_default" / "ipython_config.json", IPYTHON)


def environment(
    base: Mapping[str, str],
    scratch: Scratch,
    *,
    arm: str,
    keeper: str,
    mode: Mode = Mode.SCHOOL,
    tier: Tier = Tier.TRIPWIRE,
) -> dict[str, str]:
    """Return `base` with all that leads Jupyter, IPython and `Arm()` to this lab.

    Parameters
    ----------
    base:
        The variables that the lab was started with. Those that would bring
        in the user's own Jupyter settings are left out.
    scratch:
        The folder the lab lives in.
    arm:
        The address that `Arm()` uses in this lab.
    keeper:
        Where the keeper of this lab is, and its key. The server hands each kernel a
        connection instead.
    mode:
        The mode that notebooks show, whatever `base` says.
    tier:
        The guard around every kernel.
    """
    ours = {name: value for name, value in base.items() if not name.startswith("JUPYTER")}
    ours |= {
        "DOBOTKIT_PORT": arm,
        KEEPER: keeper,
        SCRATCH: str(scratch.path),
        TIER: tier.value,
        VARIABLE: mode.value,
        "IPYTHONDIR": str(scratch.ipython),
        "JUPYTER_CONFIG_DIR": str(scratch.config),
        "JUPYTER_DATA_DIR": str(scratch.data),
        # Else the settings in this Python environment would come before ours.
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_RUNTIME_DIR": str(scratch.runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch.preferences),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch.workspaces),
    }
    ours |= WIPING
    return ours | dict.fromkeys(("TEMP", "TMP", "TMPDIR"), str(scratch.temp))


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write `data` as JSON into a new file that only this user can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a Path opens no descriptor
        json.dump(data, file, indent=1)
