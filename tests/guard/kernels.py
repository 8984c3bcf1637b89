"""A guarded kernel outside a lab, started as nbval starts one, and code to run in it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from dobotkit.guard import Tier
from dobotkit.lab.provisioner import register
from dobotkit.lab.specs import PROVISIONER

# Watchdog, ten times what is expected on a small machine (s).
PATIENCE = 60.0


class Started:
    """A kernel that runs.

    Attributes
    ----------
    manager, client:
        Jupyter's own.
    """

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code: str, answer: str = "") -> str:
        """Run code; return what it printed and what it is worth. An error ends with its words."""
        said: list[str] = []

        def hear(message: Mapping) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            elif message["msg_type"] in {"execute_result", "display_data"}:
                said.append(content["data"].get("text/plain", ""))
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}")

        self.client.execute_interactive(
            code,
            output_hook=hear,
            stdin_hook=lambda _: self.client.input(answer),
            # Or what is asked next may be thrown away when this fails.
            stop_on_error=False,
            timeout=PATIENCE,
        )
        return "".join(said).strip()

    def restart(self) -> None:
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=PATIENCE)

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel()


@contextlib.contextmanager
def kernel(tier: Tier, folder: Path, monkeypatch, **variables: str) -> Iterator[Started]:
    """A kernel of this tier, whose notebook would lie in this folder."""
    register()
    # The factory is one for the process, and may be there already. First what it would take
    # without us: that is what it gets back.
    from jupyter_client.provisioning import KernelProvisionerFactory as Factory  # noqa: PLC0415

    monkeypatch.setattr(Factory.instance(), "default_provisioner_name", PROVISIONER)
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", PROVISIONER)
    monkeypatch.setenv("DOBOTKIT_TIER", tier.value)
    for name in ("DOBOTKIT_KEEPER", "DOBOTKIT_SCRATCH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=_Native())
    manager.start_kernel(cwd=str(folder))
    started = Started(manager)
    try:
        yield started
    finally:
        started.end()


class _Native(KernelSpecManager):
    """Knows the kernel of this Python, whatever is installed."""

    def get_kernel_spec(self, kernel_name: str):
        assert kernel_name == "python3"
        return self.kernel_spec_class(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
        )
