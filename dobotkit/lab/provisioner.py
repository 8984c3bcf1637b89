"""How the lab starts a kernel: with a connection to the keeper of its own.

The server makes it, and the kernel inherits it: it needs no key. There is one for
each start of a kernel. When a kernel ends or is restarted its connection ends, and
the keeper stops the arms of this notebook.
"""

from __future__ import annotations

import asyncio
import os
import sys
from importlib.metadata import EntryPoint
from multiprocessing.connection import Connection
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from dobotkit.finding_keeper import VARIABLE, knock
from dobotkit.lab.settings import PROVISIONER
from dobotkit.no_tracking import VARIABLE as NO_TRACKING
from dobotkit.no_tracking import no_tracking

__all__ = ["KeptKernel", "register"]


class KeptKernel(LocalProvisioner):
    """A local kernel process that is handed a connection to the keeper."""

    _handed_on: Connection | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Jupyter's
        """Connect to the keeper; the kernel gets that connection and nothing else of it."""
        kwargs = await super().pre_launch(**kwargs)
        if no_tracking(os.environ):  # also where a kernel is started again
            kwargs["env"][NO_TRACKING] = "1"
        command = kwargs["cmd"]
        kwargs["cmd"] = [
            *(sys.executable, "-P", "-X", "frozen_modules=off", "-m", "dobotkit.lab.kernel"),
            *command[command.index("-f") :],
        ]
        if sys.platform != "win32":  # there the kernel connects itself
            where = os.environ[VARIABLE]
            self._let_go()
            # Waits while a keeper that has died is started again.
            self._handed_on = await asyncio.to_thread(knock, where)
            number = self._handed_on.fileno()
            kwargs["env"][VARIABLE] = f"fd:{number}"
            kwargs["pass_fds"] = (number,)
        return kwargs

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - Jupyter's
        """Start the process; this one keeps no copy of its connection."""
        try:
            return await super().launch_kernel(cmd, **kwargs)
        finally:
            # Or the keeper would not learn that the kernel has ended.
            self._let_go()

    def _let_go(self) -> None:
        if self._handed_on is not None:
            self._handed_on.close()
            self._handed_on = None


def register() -> None:
    """Make the name known to Jupyter, in this process."""
    group = KernelProvisionerFactory.GROUP_NAME
    entry = EntryPoint(PROVISIONER, f"{__name__}:{KeptKernel.__name__}", group)
    KernelProvisionerFactory.provisioners[PROVISIONER] = entry
