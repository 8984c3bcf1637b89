"""The one kind of kernel that a lab starts, whatever a browser or a file asks for.

A list of allowed names is not enough: Jupyter reads the kernel of that name from a folder,
and a REST request may name another one.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import ipykernel.kernelspec
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

__all__ = ["NAME", "PROVISIONER", "OneKernelSpec"]

NAME = "python3"
PROVISIONER = "dobotkit-guarded"


class OneKernelSpec(KernelSpecManager):
    """Knows the guarded kernel, and reads no folder."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the one name, and the folder with its logo."""
        return {NAME: str(ipykernel.kernelspec.RESOURCES)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the guarded kernel.

        Raises
        ------
        NoSuchKernel
            It is another name.
        """
        if kernel_name != NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec(
            # For those who look at it; the provisioner makes the command itself.
            argv=[sys.executable, "-P", "-m", "dobotkit.guard.kernel", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            resource_dir=str(ipykernel.kernelspec.RESOURCES),
            metadata={"debugger": False, "kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )

    def get_all_specs(self) -> dict[str, Any]:
        """Return the one, as the server sends it to a browser."""
        spec = self.get_kernel_spec(NAME)
        return {NAME: {"resource_dir": spec.resource_dir, "spec": spec.to_dict()}}

    def install_kernel_spec(self, *_: object, **__: object) -> NoReturn:
        """Install none."""
        raise NoSuchKernel("others")

    def remove_kernel_spec(self, name: str) -> NoReturn:
        """Remove none."""
        raise NoSuchKernel(name)
