"""The kernels in which escapes are tried."""

from __future__ import annotations

import sys

import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from dobotkit.errors import GuardError
from dobotkit.escapes import kernels
from dobotkit.escapes.kernels import Cells


@pytest.mark.parametrize("program", ["pass", "import time; time.sleep(1000)"])
def test_one_that_does_not_start_is_said_to_and_nothing_of_it_is_left(monkeypatch, program):
    monkeypatch.setattr(kernels, "_START_S", 0.5)
    manager = KernelManager(kernel_name="python3")
    manager._kernel_spec = KernelSpec(
        argv=[sys.executable, "-c", program],
        metadata={"kernel_provisioner": {"provisioner_name": "local-provisioner"}},
    )
    before = set(psutil.Process().children())
    with pytest.raises(GuardError, match="does not start"):
        Cells(manager)
    assert set(psutil.Process().children()) <= before
