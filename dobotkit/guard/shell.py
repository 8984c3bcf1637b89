"""IPython's kernel as it runs behind a guard: no settings of others, and no traces."""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

# A debugger needs the network. Hidden here, it is not offered in the notebook either.
_before = sys.modules.get("debugpy")
sys.modules["debugpy"] = None  # type: ignore[assignment] # None says: there is none

import ipykernel.debugger  # noqa: E402 - looks for it now, and then never again

if _before is None:
    del sys.modules["debugpy"]
else:
    sys.modules["debugpy"] = _before

import ipykernel.zmqshell  # noqa: E402 - after that
import zmq  # noqa: E402 - after that
from ipykernel.ipkernel import IPythonKernel  # noqa: E402 - after that
from ipykernel.kernelapp import IPKernelApp  # noqa: E402 - after that
from traitlets.config import Config  # noqa: E402 - after that

from dobotkit.guard.options import IPYTHON  # noqa: E402 - after that

__all__ = ["GuardedApp", "GuardedIPython", "run_command", "use_pipes"]

_BLOCK = 4096
# A program that was interrupted has so long to end by itself (s).
_FAREWELL_S = 2.0


class GuardedIPython(IPythonKernel):
    """A kernel that cannot look which processes there are, its own children among them."""

    async def _progressively_terminate_all_children(self) -> None:
        """Ask all programs that cells have started to end; the server ends those that do not."""
        if sys.platform == "win32":
            await super()._progressively_terminate_all_children()
            return
        for program in _children():
            with contextlib.suppress(OSError):
                os.kill(program, signal.SIGTERM)


def _children() -> list[int]:
    """The programs that cells have started, as far as Linux keeps such a list."""
    own = os.getpid()
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii")
        return [int(one) for one in text.split()]
    return []


class GuardedApp(IPKernelApp):
    """Runs a kernel with the kit's options, whatever lies in a profile or in the system."""

    def load_config_file(self, *_: object, **__: object) -> None:
        """Read no files; set what the kit wants."""
        self.update_config(Config(IPYTHON))

    def init_crash_handler(self) -> None:
        """Write no report about a crash: it would hold what was typed last."""

    def init_control(self, context: Any) -> None:  # noqa: ANN401 - ZeroMQ's
        """Open what JupyterLab controls a kernel by, and not the debugger's way to it."""
        super().init_control(context)  # type: ignore[no-untyped-call] # ipykernel's
        # Nobody uses it, and behind a wall it could not be opened again.
        with contextlib.suppress(zmq.ZMQError):
            self.debug_shell_socket.disconnect(self.shell_socket.getsockopt(zmq.LAST_ENDPOINT))

    def init_iopub(self, context: Any) -> None:  # noqa: ANN401 - ZeroMQ's
        """Open what a kernel speaks through."""
        with warnings.catch_warnings():
            # What copies of the kernel (os.fork) print came by the network: not behind a wall.
            warnings.filterwarnings("ignore", message="Couldn't bind IOPub Pipe")
            super().init_iopub(context)  # type: ignore[no-untyped-call] # ipykernel's

    def init_shell(self) -> None:
        """Keep in memory what IPython would note in its folder."""
        super().init_shell()  # type: ignore[no-untyped-call] # ipykernel's
        if self.shell is not None:
            self.shell.db = {}

    def _run_startup_files(self) -> None:
        """Run nothing that lies in a profile."""


def run_command(command: str) -> int:
    """Run ``!command`` and print what it says; return its exit status.

    Over pipes: behind a wall there are no terminals.
    """
    program = subprocess.Popen(  # noqa: S602 - a shell is what ! stands for
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode
    try:
        while block := program.stdout.read1(_BLOCK):  # type: ignore[union-attr] # it is a pipe
            sys.stdout.write(decode(block))
            sys.stdout.flush()
        return program.wait()
    except KeyboardInterrupt:
        # It was interrupted as well: both are in one group.
        with contextlib.suppress(subprocess.TimeoutExpired):
            return program.wait(_FAREWELL_S)
        program.kill()
        return program.wait()
    finally:
        if program.stdout is not None:
            program.stdout.close()


def use_pipes() -> None:
    """Let ``!command`` of all shells of this process use `run_command`."""
    setattr(ipykernel.zmqshell, "system", run_command)  # noqa: B010 - a name that it only borrows
