"""How a kernel is started: behind a guard, with a connection to the keeper of its own.

The server makes the connection, and the kernel inherits it: it needs no key. There is one
for each start of a kernel. When a kernel ends or is restarted its connection ends, and the
keeper stops the arms of this notebook.

In a lab the kernel works in the lab's folder. Elsewhere (nbval, Binder) it gets a folder of
its own, with a copy of the notebook's folder in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
from importlib.metadata import EntryPoint
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from dobotkit.finding_keeper import VARIABLE, knock
from dobotkit.guard.tiers import VARIABLE as TIER
from dobotkit.guard.tiers import Tier, strongest, tier_of
from dobotkit.lab.kernel_environment import kernel_environment
from dobotkit.lab.kernel_folder import KernelFolder
from dobotkit.lab.kernel_refused import KernelRefused
from dobotkit.lab.orphans import end_orphans
from dobotkit.lab.own_scratch import OwnScratch
from dobotkit.lab.specs import PROVISIONER

__all__ = ["GuardedKernel", "register"]

# A watchdog, not an estimate: a slow computer, whose virus scanner reads every file (s).
_START_S = 120.0


class GuardedKernel(LocalProvisioner):
    """A local kernel process that locks itself in before it runs anything.

    Attributes
    ----------
    tier:
        What the kernel that runs now has proved; None as long as it has not.
    folder:
        The folder of this kernel, with its sockets; None before its first start.
    """

    tier: Tier | None = None
    folder: Path | None = None
    _group: int | None = None
    _number: int | None = None
    _place: KernelFolder | None = None
    _programs: tuple[psutil.Process, ...] = ()
    _own: OwnScratch | None = None
    _handed_on: Connection | None = None
    _reading: int | None = None
    _writing: int | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Jupyter's
        """Make its folder, its command and its way to the keeper."""
        self._let_go()
        self.tier = None
        wanted = await asyncio.to_thread(_wanted)
        if self._own is None:
            self._own = OwnScratch()
        scratch = self._own.path
        if self._place is None:
            self._place = KernelFolder(scratch)
        self.folder = self._place.path
        self._place.lead(self.parent)
        kwargs = await super().pre_launch(**kwargs)
        kwargs["cwd"] = str(self._own.place_for(kwargs.get("cwd")))
        kwargs["env"] = kernel_environment(kwargs["env"], scratch) | {TIER: wanted.value}
        kwargs["cmd"] = [
            *(sys.executable, "-P", "-m", "dobotkit.guard.kernel", "--tier", wanted.value),
            *("--scratch", str(scratch), "--kernel", str(self.folder)),
            *("-f", str(self.folder / "c.json")),
        ]
        where = os.environ.get(VARIABLE, "")
        if sys.platform == "win32":  # there the kernel connects itself
            if where:
                kwargs["env"][VARIABLE] = where
        else:
            kwargs["pass_fds"] = await self._open_ways(where, kwargs)
        return kwargs

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - Jupyter's
        """Start the process, and wait until it says that its guard stands.

        Raises
        ------
        KernelRefused
            The guard does not stand: then there is no kernel.
        """
        try:
            info = await super().launch_kernel(cmd, **kwargs)
        finally:
            # Or the keeper would not learn that the kernel has ended.
            self._let_go(reading=False)
        if self.pid is not None:
            self._number = self.pid
            _kernels.add(self.pid)
        self._group = self.pgid if self.pgid == self.pid else None  # never our own
        if self._reading is None:
            self.tier = Tier.TRIPWIRE
            return info
        said = await asyncio.to_thread(_line, self._reading)
        self._let_go()
        promised = kwargs.get("env", {}).get(TIER, "")
        if said != promised:
            await self.kill()
            await self.wait()
            raise _no_wall(promised, said)
        self.tier = Tier(said)
        return info

    async def shutdown_requested(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - Jupyter's
        """Note which programs its cells have started, as long as it can be told."""
        self._note_programs()
        await super().shutdown_requested(restart=restart)

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - Jupyter's
        """End it at once."""
        self._note_programs()
        await super().kill(restart=restart)

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - Jupyter's
        """Remove its folder once it will not start again."""
        await super().cleanup(restart=restart)
        self._let_go()
        self._end_programs()
        if not restart and self._place is not None:
            self._place.remove()
            self._place = self.folder = None
            if self._own is not None:
                self._own.close()
                self._own = None

    def _note_programs(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return  # its number may be another's by now, or, where there is none, mean us
        with contextlib.suppress(psutil.Error):
            self._programs += tuple(psutil.Process(self.pid).children(recursive=True))

    def _end_programs(self) -> None:
        """End what its cells have started, and what did not end with it."""
        if sys.platform != "win32" and self._group is not None:
            with contextlib.suppress(OSError):
                os.killpg(self._group, signal.SIGKILL)
            self._group = None
        # Some have left the group. None is meant that has got its number since.
        for program in self._programs:
            with contextlib.suppress(psutil.Error):
                program.kill()
        self._programs = ()
        # Where the kernel has died by itself, nobody could note them.
        end_orphans(_kernels)
        _kernels.discard(self._number or 0)

    async def _open_ways(self, where: str, kwargs: dict[str, Any]) -> tuple[int, ...]:
        """Make what the kernel inherits: its way to the keeper, and one to say that it stands."""
        self._reading, self._writing = os.pipe()
        kwargs["cmd"] += ["--report", str(self._writing)]
        if not where:
            return (self._writing,)
        try:
            # Waits while a keeper that has died is started again.
            self._handed_on = await asyncio.to_thread(knock, where)
        except BaseException:
            self._let_go()  # nobody else would: there will be no kernel
            raise
        number = self._handed_on.fileno()
        kwargs["env"][VARIABLE] = f"fd:{number}"
        return (number, self._writing)

    def _let_go(self, *, reading: bool = True) -> None:
        """Close what only the kernel is to hold; and what it says, if nobody listens any more."""
        if self._handed_on is not None:
            self._handed_on.close()
            self._handed_on = None
        if self._writing is not None:
            os.close(self._writing)
            self._writing = None
        if reading and self._reading is not None:
            os.close(self._reading)
            self._reading = None


_found: Tier | None = None
# The kernels that run in this process's care.
_kernels: set[int] = set()


def _wanted() -> Tier:
    """The tier that the lab has chosen, else the strongest one; found once for this process."""
    global _found  # noqa: PLW0603 - one for the process
    try:
        asked = tier_of(os.environ)
    except ValueError as error:
        raise KernelRefused(
            f"There is no guard tier {os.environ[TIER]!r}.",
            f"Set {TIER} to 0, 1 or 1+2, or leave it away for the strongest.",
        ) from error
    if asked is not None:
        return asked
    if _found is None:
        _found = strongest().tier
    return _found


def _line(number: int) -> str:
    """Return the first line that comes, what there is of it at the end, or nothing in time."""
    said = b""
    while not said.endswith(b"\n") and select.select([number], [], [], _START_S)[0]:
        block = os.read(number, 512)
        if not block:
            break
        said += block
    return said.decode("utf-8", "replace").strip()


def _no_wall(tier: str, said: str) -> KernelRefused:
    why = said.removeprefix("!") or "its process ended"
    return KernelRefused(
        f"The notebook's kernel was not started: its guard of tier {tier} does not stand ({why}).",
        "Restart the lab: it looks again what this computer can do. dobotkit doctor says more.",
    )


def register() -> None:
    """Make the name known to Jupyter in this process, also where the kit is not installed."""
    group = KernelProvisionerFactory.GROUP_NAME
    entry = EntryPoint(PROVISIONER, f"{__name__}:{GuardedKernel.__name__}", group)
    KernelProvisionerFactory.provisioners[PROVISIONER] = entry
