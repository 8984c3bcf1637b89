"""The kernels of a lab's server: one that was refused keeps the lab from nothing."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

__all__ = ["Kernels"]


class Kernels(AsyncMappingKernelManager):
    """Forgets a kernel that did not start.

    Jupyter goes on counting it among those that are about to start. Ending a lab then fails
    at the first of them, and the others are not asked to end.
    """

    async def start_kernel(  # type: ignore[override] # as Jupyter itself does there
        self,
        **kwargs: Any,  # noqa: ANN401 - Jupyter's
    ) -> str:
        """Start a kernel; return its number, or raise what kept it from starting."""
        try:
            number: str = await super().start_kernel(**kwargs)
        except Exception:
            for pending, task in tuple(self._pending_kernels.items()):
                if task.done() and pending not in self._kernels:
                    self._pending_kernels.pop(pending)
            raise
        return number
