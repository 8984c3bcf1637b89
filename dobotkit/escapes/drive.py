"""The same escapes in a plain kernel, and in a kernel of each tier."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from dobotkit.escapes.kernels import Cells, try_all
from dobotkit.escapes.outside import Outside
from dobotkit.escapes.servers import RealServer
from dobotkit.escapes.tally import Column, Tally, Way
from dobotkit.finding_keeper import VARIABLE as KEEPER
from dobotkit.guard.escapes import ESCAPES, Escape
from dobotkit.guard.tiers import VARIABLE as TIER
from dobotkit.guard.tiers import Tier
from dobotkit.lab.provisioner import register
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.specs import PROVISIONER

__all__ = ["PLAIN", "started", "try_kernels", "try_tier"]

PLAIN = "no wall"
_WAYS = tuple(Way(one.id, one.title, one.family) for one in ESCAPES)


def try_kernels(
    tiers: Sequence[Tier],
    *,
    server: RealServer | None = None,
    on_step: Callable[[str, str], None] = lambda *_: None,
) -> Tally:
    """Try all escapes in a plain kernel first, and then in one of each tier.

    Parameters
    ----------
    tiers:
        Which tiers; each has to work here.
    server:
        The lab's server, whose kernels they are to be; without one nobody can ask it.
    on_step:
        Called with the name of a column and the id of an escape before it is tried.
    """
    plain = try_tier(None, server=server, on_step=on_step)
    columns = [try_tier(tier, server=server, on_step=on_step) for tier in tiers]
    return Tally("kernel", _WAYS, plain, columns)


def try_tier(
    tier: Tier | None,
    *,
    server: RealServer | None = None,
    escapes: Sequence[Escape] = ESCAPES,
    on_step: Callable[[str, str], None] = lambda *_: None,
) -> Column:
    """Try escapes in one real kernel.

    Parameters
    ----------
    tier:
        What guards it, started as the lab starts it; None for a plain one, as JupyterLab
        starts it by itself.
    escapes:
        Which ones.
    """
    name = PLAIN if tier is None else tier.value
    with ExitStack() as stack:
        scratch = stack.enter_context(Scratch()) if server is None else server.scratch
        key = None if server is None else (server.url, server.token)
        outside = stack.enter_context(Outside(scratch, key))
        cells = stack.enter_context(started(tier, scratch, outside.output))
        said = try_all(cells, outside, escapes, lambda step: on_step(name, step))
        out = frozenset(outside.seen())
    return Column(name, out, must_hold=tier not in {None, Tier.TRIPWIRE}, said=said)


@contextmanager
def started(tier: Tier | None, scratch: Scratch, output: Path) -> Iterator[Cells]:
    """Start a real kernel, and end it.

    Parameters
    ----------
    tier:
        As for `try_tier`.
    scratch:
        The folders of its lab.
    output:
        The file for what its program says, and not its cells.
    """
    with (
        output.open("ab") as file,
        _variables(_of_the_lab(scratch, tier)),
        Cells(_manager(guarded=tier is not None), **_launch(scratch, tier, file)) as cells,
    ):
        yield cells


def _manager(*, guarded: bool) -> KernelManager:
    manager = KernelManager(kernel_name="python3")
    # The spec is ours, whatever is installed here: a plain kernel of this very Python.
    provisioner = PROVISIONER if guarded else "local-provisioner"
    manager._kernel_spec = KernelSpec(  # noqa: SLF001 - a spec is only looked up by name else
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python 3",
        language="python",
        metadata={"kernel_provisioner": {"provisioner_name": provisioner}},
    )
    register()
    return manager


def _launch(scratch: Scratch, tier: Tier | None, output: IO[bytes]) -> dict[str, object]:
    about: dict[str, object] = {"cwd": str(scratch.work), "stdout": output, "stderr": output}
    if tier is None:
        home = scratch.tmp / "home"
        home.mkdir(exist_ok=True)
        # A home of its own: what is put there for the next start is gone afterwards.
        about["env"] = {**os.environ, "HOME": str(home), "IPYTHONDIR": str(scratch.ipython)}
    return about


def _of_the_lab(scratch: Scratch, tier: Tier | None) -> dict[str, str | None]:
    # As in a lab, but for the keeper: the kernel is given one to practise with.
    return {
        "DOBOTKIT_SCRATCH": str(scratch.path),
        TIER: tier.value if tier is not None else None,
        KEEPER: None,
        "IPYTHONDIR": str(scratch.ipython),
        "JUPYTER_RUNTIME_DIR": str(scratch.runtime),
    }


@contextmanager
def _variables(these: Mapping[str, str | None]) -> Iterator[None]:
    """Set environment variables of this process, which starts kernels, for a while."""
    before = {name: os.environ.get(name) for name in these}
    try:
        _put(these)
        yield
    finally:
        _put(before)


def _put(these: Mapping[str, str | None]) -> None:
    for name, value in these.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
