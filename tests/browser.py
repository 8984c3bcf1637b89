"""What the tests in a real browser share: a browser to find, a lab to start, a page to use."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from dobotkit.lab.browsers import find_browsers

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).parent / "screenshots"

# Chromium as root needs --no-sandbox; the others keep it from calling home.
BROWSER_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]

# Watchdogs, ten times what is expected on a small machine (s, and ms for the browser).
START = 120.0
END = 60.0
PATIENCE = 100_000  # ms; a watchdog, not an estimate
_IS_CONNECTED = """async () => {
    const { baseUrl } = JSON.parse(document.getElementById('jupyter-config-data').textContent);
    const answer = await fetch(`${baseUrl}api/sessions`);
    return answer.ok && (await answer.json()).some(one => one.kernel?.connections > 0);
}"""

_ANY_OUTPUT = ".jp-NotebookPanel .jp-OutputArea-output"


def find_browser() -> str | None:
    """The Chromium, Chrome, Edge or Brave of this computer; DOBOTKIT_BROWSER names another one."""
    return next((browser.path for browser in find_browsers()), None)


class RunningLab:
    """A real ``dobotkit lab`` in a process of its own, by default with ``--no-browser``.

    Attributes
    ----------
    process:
        The command itself; JupyterLab is its child.
    said:
        The lines it has said so far.
    address:
        The address of the first page, with the token.
    """

    def __init__(
        self,
        *options: str,
        browser: bool = False,
        command: tuple[str, ...] = (sys.executable, "-P", "-m", "dobotkit"),
        cwd: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [*command, "lab", *([] if browser else ["--no-browser"]), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, "PYTHONUTF8": "1", **(variables or {})},
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self.address = self._wait_for_address()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def root(self) -> str:
        """The address of the server alone, for example http://127.0.0.1:8888."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    def address_of(self, path: str) -> str:
        """The address of a notebook, for example lessons/01_hello_arm/lesson.ipynb."""
        return f"{self.root}/lab/tree/{path}?token={self.token}"

    def type(self, line: str, answer: str) -> None:
        """Type a line into the window of the lab; wait until it says these words."""
        said = len(self.said)
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        deadline = time.monotonic() + END
        while not any(answer in one for one in self.said[said:]):
            assert time.monotonic() < deadline, self.said[said:]
            time.sleep(0.02)

    def end(self, number: int | None = None) -> int:
        """End the lab with Ctrl-C, or with another signal; return its exit status."""
        if self.process.poll() is None:
            ctrl_c = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)
            self.process.send_signal(ctrl_c if number is None else number)
        try:
            return self.process.wait(END)
        finally:
            self.process.kill()
            self._reader.join(END)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.said.append(line.rstrip("\n"))

    def _wait_for_address(self) -> str:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            for line in self.said:
                if re.fullmatch(r"http://127\.0\.0\.1:\d+/\S+token=\w+", line):
                    return line
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.05)
        self.process.kill()
        self.process.wait(END)
        raise AssertionError("the lab printed no address:\n" + "\n".join(self.said))


def open_notebook(page: Page, lab: RunningLab, path: str) -> None:
    """Open a notebook of the lab, and none else, and wait until its kernel is ready."""
    page.goto(f"{lab.address_of(path)}&reset")  # without what an earlier page had open
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    """Wait until the notebook in front has a kernel, and that has nothing left to do.

    The page alone does not tell: without a kernel its status is "idle" as well, and the name of
    the kernel is there before the kernel is. A cell that is run then is not run, without a word.
    So the server is asked whether a page is connected with one.
    """
    page.wait_for_function(
        """() => {
            const front = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
            const name = front?.querySelector('.jp-Toolbar-kernelName')?.textContent;
            return name && name !== 'No Kernel';
        }""",
        timeout=PATIENCE,
    )
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(_IS_CONNECTED):
        assert time.monotonic() < deadline, "no page is connected with a kernel"
        page.wait_for_timeout(50)
    page.wait_for_function(
        """() => document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)')
            ?.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'""",
        timeout=PATIENCE,
    )


def run_all_cells(page: Page) -> None:
    """Run > Run All Cells in a fresh notebook, as a person would, until nothing runs.

    Cells after one that fails are not run, as in any notebook.
    """
    from playwright.sync_api import TimeoutError as PageTimeoutError  # noqa: PLC0415 - for pages only

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    try:
        page.wait_for_function(
            """() => {
                const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]
                    .map(prompt => prompt.textContent.trim());
                return prompts.some(text => /\\d/.test(text)) && !prompts.includes('[*]:');
            }""",
            timeout=PATIENCE,
        )
    except PageTimeoutError:
        screenshot(page, "not_run")
        raise AssertionError(f"not all cells were run: {_what_is_there(page)}") from None


def _what_is_there(page: Page) -> object:
    """What a page tells of cells that are not run."""
    return page.evaluate(
        """() => ({
            prompts: [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]
                .map(prompt => prompt.textContent.trim()),
            status: [...document.querySelectorAll('.jp-Notebook-ExecutionIndicator')]
                .map(one => one.dataset.status),
            dialogs: [...document.querySelectorAll('.jp-Dialog')].map(one => one.textContent),
            menus: document.querySelectorAll('.lm-Menu').length,
        })"""
    )


def run_whole_lesson(page: Page) -> list[str]:
    """Run all cells of a lesson in front; return what its outputs say when all has been done.

    The last but one cell says how many exercises are solved. It is waited for by its words:
    a picture's answer passes a running cell, and says "idle" as if that had ended.
    """
    run_all_cells(page)
    done = page.locator(_ANY_OUTPUT, has_text="Solved in this notebook:")
    done.first.wait_for(state="attached", timeout=2 * PATIENCE)
    wait_for_kernel(page)
    # Not what is visible: JupyterLab hides what is scrolled away.
    return page.locator(_ANY_OUTPUT).all_text_contents()


def outputs(page: Page) -> list[str]:
    """The text of every output of the notebook in front, from top to bottom."""
    return page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output").all_inner_texts()


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the page in tests/screenshots, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path
