"""An arm stops when its program ends, is interrupted, or its kernel goes.

The arm stands outside: the simulator serves a pseudo-terminal from this
process, and the program under test is another process that opens it.
"""

import os
import signal
import struct
import subprocess
import sys
import textwrap
import time

import pytest
from jupyter_client.manager import KernelManager

from dobotkit.arm.wire import QUEUED, encode
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

PATIENCE_S = 60
# 200 mm at 10 mm/s: whoever lets it run will see it moving for long.
SETUP = """
from dobotkit import Arm
arm = Arm({address!r})
arm.speed(10)
arm.move_to(200, 100, 50, wait=False)
print("moving", flush=True)
"""


@pytest.fixture
def firmware():
    firmware = Firmware(clock=clock_for_pace("instant"))
    firmware.receive(encode(84, QUEUED, struct.pack("<B4f", 1, 200, -100, 50, 0)))
    firmware.use_clock(clock_for_pace("real", start=firmware.time))
    return firmware


@pytest.fixture
def address(firmware):
    with PtyServer(Line(firmware)) as server:
        yield server.address


def came_to_rest(firmware):
    """Whether the arm stopped before it had reached its target."""
    deadline = time.monotonic() + 2
    while not firmware.idle and time.monotonic() < deadline:
        time.sleep(0.02)
    return firmware.idle and firmware.pose()[1] < 90


def start_program(address, rest):
    program = textwrap.dedent(SETUP).format(address=address) + textwrap.dedent(rest)
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "moving\n", process.stderr.read()
    return process


def end(process):
    with process:
        process.wait(PATIENCE_S)
        return process.returncode


def test_the_end_of_a_program_stops_the_arm(firmware, address):
    process = start_program(address, "")
    assert end(process) == 0
    assert came_to_rest(firmware)


def test_an_error_in_a_program_stops_the_arm(firmware, address):
    process = start_program(address, "1 / 0")
    assert end(process) == 1
    assert came_to_rest(firmware)


@pytest.mark.parametrize("line", ["import time; time.sleep(60)", "arm.wait(60_000)"])
def test_ctrl_c_stops_the_arm(firmware, address, line):
    process = start_program(address, line)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert end(process) != 0
    assert came_to_rest(firmware)


def test_without_an_end_the_arm_goes_on(firmware, address):
    """Positive control: what the others stop would go on by itself."""
    process = start_program(address, "import os; os._exit(0)")
    end(process)
    assert not came_to_rest(firmware)


@pytest.fixture
def kernel():
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE_S)
    yield manager, client
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def run(client, code):
    """Run code in the kernel; its reply."""
    return client.execute_interactive(code, timeout=PATIENCE_S, output_hook=lambda _message: None)


def test_interrupting_a_cell_stops_an_unwaited_move(firmware, address, kernel):
    manager, client = kernel
    assert run(client, SETUP.format(address=address))["content"]["status"] == "ok"
    message = client.execute("import time; time.sleep(60)")
    time.sleep(0.5)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=PATIENCE_S)
    while reply["parent_header"]["msg_id"] != message:
        reply = client.get_shell_msg(timeout=PATIENCE_S)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert came_to_rest(firmware)


def test_shutting_a_kernel_down_stops_the_arm(firmware, address, kernel):
    manager, client = kernel
    assert run(client, SETUP.format(address=address))["content"]["status"] == "ok"
    manager.shutdown_kernel()
    assert came_to_rest(firmware)


def test_restarting_a_kernel_stops_the_arm_and_frees_the_port(firmware, address, kernel):
    manager, client = kernel
    assert run(client, SETUP.format(address=address))["content"]["status"] == "ok"
    manager.restart_kernel()
    client.wait_for_ready(timeout=PATIENCE_S)
    assert came_to_rest(firmware)
    assert run(client, SETUP.format(address=address))["content"]["status"] == "ok"
