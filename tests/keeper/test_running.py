"""Whether a cell is running: as IPython says it, and as a kernel does it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dobotkit.running import Cells

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def seen(shell):
    """The running cells of this process, as a list of what was told about them."""
    told: list[bool] = []
    cells = Cells(lambda: told.append(cells.running))
    shell.user_ns.update(cells=cells, told=told)
    # As in a notebook, where this is made by a cell: that cell ends.
    shell.run_cell("pass")
    shell.events.trigger("post_run_cell", None)
    told.clear()
    yield cells, told
    cells.close()


def test_a_program_without_ipython_runs_always(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    assert Cells(lambda: None).running


def test_ipython_is_not_loaded_for_it():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from dobotkit.running import Cells; "  # noqa: ISC004 - one program
            "print(Cells(print).running, 'IPython' in sys.modules)",
        ],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert said.stdout.split() == ["True", "False"]


def test_a_cell_is_told_when_it_begins_and_when_it_ends(shell, seen):
    cells, told = seen
    assert not cells.running
    assert shell.run_cell("inside = cells.running").success
    assert shell.user_ns["inside"]
    assert not cells.running
    assert told == [True, False]


@pytest.mark.parametrize("line", ["1 / 0", "raise KeyboardInterrupt", "this is no Python", " "])
def test_a_cell_that_fails_has_ended(shell, seen, line, capsys):
    cells, _ = seen
    shell.run_cell(line)
    assert not cells.running
    capsys.readouterr()


def test_a_cell_that_runs_another_one_goes_on_after_it(shell, seen):
    cells, told = seen
    shell.run_cell("get_ipython().run_cell('1 + 1'); inside = cells.running")
    assert shell.user_ns["inside"]
    assert not cells.running
    assert told == [True, False]


def test_the_cell_in_which_the_connection_is_made_runs_until_it_ends(shell):
    shell.user_ns.update(Cells=Cells, told=[])
    shell.run_cell("cells = Cells(lambda: told.append(cells.running)); first = cells.running")
    cells = shell.user_ns["cells"]
    assert shell.user_ns["first"]
    assert not cells.running
    assert shell.user_ns["told"] == [False]
    cells.close()


def test_after_the_end_of_a_connection_nothing_is_told(shell, seen):
    cells, told = seen
    cells.close()
    cells.close()
    shell.run_cell("pass")
    assert not told


def test_one_that_is_made_between_two_cells_of_a_kernel(shell, monkeypatch):
    """A button's function, for example: no cell runs, and the next one has another number."""

    class Kernel:
        number = "a button"

        def get_parent(self):
            return {"header": {"msg_id": self.number}}

    kernel = Kernel()
    monkeypatch.setattr(shell, "kernel", kernel, raising=False)
    cells = Cells(lambda: None)
    assert cells.running  # nobody can know
    kernel.number = "a cell"
    shell.run_cell("pass")
    assert not cells.running
    cells.close()


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_copy_of_a_notebook_says_nothing_for_it():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(
                """
                import os
                from IPython.core.interactiveshell import InteractiveShell
                shell = InteractiveShell.instance()
                from dobotkit import Arm
                arm = Arm("keeper://desk?pace=instant")
                child = os.fork()
                if child == 0:
                    shell.run_cell("1 + 1")
                    os._exit(0)
                os.waitpid(child, 0)
                shell.run_cell("2 + 2")
                print(arm.pose() is not None)
                """
            ),
        ],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "DOBOTKIT_KEEPER"}
        | {"PYTHONPATH": str(ROOT)},
    )
    assert said.stdout.split()[-1] == "True"
