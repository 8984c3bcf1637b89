"""A pupil's day in a real browser: typed, clicked, and waited for as a person would."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from dobotkit.audit.home import Home
from dobotkit.audit.labs import Lab
from dobotkit.audit.own_window import OwnWindow
from dobotkit.errors import AuditError
from dobotkit.lab import browsers

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, FilePayload, Page, Playwright, Response

__all__ = ["InBrowser", "find_browser"]

# A watchdog for one step (ms).
_PATIENCE = 120_000

# The kernel in front is there, and has nothing left to do.
_IDLE = """() => {
    const front = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
    const name = front?.querySelector('.jp-Toolbar-kernelName')?.textContent;
    const state = front?.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status;
    return name && name !== 'No Kernel' && state === 'idle';
}"""
# What the cell above the last, empty one has answered; false until it is this one, and done.
_ANSWER = """code => {
    const cells = [...document.querySelectorAll('.jp-NotebookPanel .jp-CodeCell')];
    const [cell, empty] = cells.slice(-2);
    const said = one => one?.querySelector('.cm-content')?.innerText ?? '';
    const done = /\\d/.test(cell?.querySelector('.jp-InputArea-prompt')?.textContent ?? '');
    return done && !said(empty).trim() && said(cell).startsWith(code) &&
        {text: cell.querySelector('.jp-Cell-outputArea')?.textContent ?? ''};
}"""
# Once a notebook is saved, its tab has no dot any more.
_ASKED_OR_SAVED = """() =>
    document.querySelector('.jp-Dialog') || !document.querySelector('.lm-TabBar-tab.jp-mod-dirty')
"""


class InBrowser:
    """Drives a lab through the pages of JupyterLab.

    Parameters
    ----------
    lab:
        The lab; its address is opened.
    home:
        Where the browser has its profile.
    program:
        The browser: Chromium, Chrome or Edge.
    window:
        The window that the lab opens; by default, a browser of its own is started.
    """

    browser = True

    def __init__(self, lab: Lab, home: Home, program: str, window: OwnWindow | None = None) -> None:
        self._window = window
        self._lab = lab
        self._home = home
        self._program = program
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with self._told():
            try:
                self._open()
            except BaseException:
                self._stack.close()
                raise
        return self

    def __exit__(self, kind: object, error: BaseException | None, where: object) -> None:
        with self._told():
            self._stack.close()
            if error is not None:
                raise error

    def _open(self) -> None:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra, and slow

        playwright = self._stack.enter_context(sync_playwright())
        if self._window is None:
            context = self._stack.enter_context(_profile(playwright, self._program, self._home))
            self._page: Page = (context.pages or [context.new_page()])[0]
            self._page.set_default_timeout(_PATIENCE)
        else:
            browser = playwright.chromium.connect_over_cdp(self._window.entrance())
            self._page = next(page for one in browser.contexts for page in one.pages)
            self._page.set_default_timeout(_PATIENCE)
            # On its own way to the lab it would leave any other page.
            self._page.locator(".jp-NotebookPanel").first.wait_for()
        # The launcher, and nothing that was open before.
        self._page.goto(f"{self._lab.root}/lab?reset&token={self._lab.token}")
        self._page.locator('.jp-LauncherCard[data-category="Notebook"]').first.wait_for()

    @staticmethod
    @contextmanager
    def _told() -> Iterator[None]:
        """Say what goes wrong in a browser as what it is: an audit that breaks off."""
        from playwright.sync_api import Error  # noqa: PLC0415 - an extra, and slow

        try:
            yield
        except Error as error:
            what = error.message.partition("\n")[0]
            raise AuditError(
                f"The browser did not get through a step of the audit: {what}",
                "Close other programs and try again, or `dobotkit audit --without-browser`.",
            ) from error

    def upload(self, name: str, data: bytes) -> None:
        """Choose a file with the button above the list of files, and a small one with it.

        A single one would be shown at once by some versions, in front of the notebook.
        """
        button = self._page.locator('.jp-FileBrowser-toolbar [data-jp-item-name="uploader"]')
        with self._answer("PUT"), self._page.expect_file_chooser() as chooser:
            button.locator("jp-button, button").first.click()
            files: list[FilePayload] = [
                {"name": name, "mimeType": "image/png", "buffer": data},
                {"name": "colours.txt", "mimeType": "text/plain", "buffer": b"red, green\n"},
            ]
            chooser.value.set_files(files)
        for one in (name, "colours.txt"):
            self._page.locator(".jp-DirListing-item", has_text=one).wait_for()

    def new_notebook(self) -> None:
        """Click on the card of a notebook, and wait for its kernel."""
        self._page.locator('.jp-LauncherCard[data-category="Notebook"]').first.click()
        self._page.locator(".jp-NotebookPanel .jp-Cell .cm-content").first.click()
        self._page.wait_for_function(_IDLE)

    def run(self, code: str) -> str:
        """Type a cell into the last one and run it; return the text below it."""
        self._type(code)
        begin = code.partition("\n")[0][:60]
        self._page.wait_for_function(_ANSWER, arg=begin)
        self._page.wait_for_function(_IDLE)
        return str(self._page.evaluate(_ANSWER, begin)["text"])

    def crash(self, code: str) -> None:
        """Run a cell of which the kernel dies; answer what the page says about that."""
        self._type(code)
        dialogue = self._page.locator(".jp-Dialog")
        dialogue.wait_for()
        dialogue.locator(".jp-mod-accept").click()
        dialogue.wait_for(state="detached")
        self._page.wait_for_function(_IDLE)

    def save(self) -> None:
        """Press Ctrl-S; wait until the server has the notebook, and its safety copy."""
        with self._answer("PUT"), self._answer("POST"):
            self._page.keyboard.press("ControlOrMeta+s")
            self._page.wait_for_function(_ASKED_OR_SAVED)
            question = self._page.locator(".jp-Dialog .jp-mod-accept")
            if question.is_visible():  # how the notebook is to be called; as it is
                question.click()

    def rename(self, name: str) -> None:
        """File > Rename Notebook."""
        self._choose("File", "Rename Notebook…")
        box = self._page.locator(".jp-Dialog input")
        box.fill(name)
        with self._answer("PATCH"):
            box.press("Enter")

    def delete(self, name: str) -> None:
        """Delete a file with the menu of its line in the list."""
        line = self._page.locator(".jp-DirListing-item", has_text=name)
        line.click(button="right")
        # Its name says where the file goes, which is not the same everywhere.
        self._page.locator('.lm-Menu-item[data-command="filebrowser:delete"]').click()
        with self._answer("DELETE"):
            self._page.locator(".jp-Dialog .jp-mod-accept").click()

    def _type(self, code: str) -> None:
        self._page.locator(".jp-NotebookPanel .jp-Cell .cm-content").last.click()
        keyboard = self._page.keyboard
        # As if it were pasted: typed letter by letter, brackets would be closed by the page.
        keyboard.insert_text(code)
        keyboard.press("Shift+Enter")

    def _choose(self, menu: str, item: str) -> None:
        self._page.get_by_role("menuitem", name=menu, exact=True).click()
        self._page.get_by_role("menuitem", name=item, exact=True).click()

    @contextmanager
    def _answer(self, method: str) -> Iterator[None]:
        """Wait for the server's answer to a request for a file that is made meanwhile."""

        def fits(response: Response) -> bool:
            return "/api/contents" in response.url and response.request.method == method

        with self._page.expect_response(fits):
            yield


@contextmanager
def _profile(playwright: Playwright, program: str, home: Home) -> Iterator[BrowserContext]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    context = playwright.chromium.launch_persistent_context(
        home.home / ".config" / "chromium",
        executable_path=program,
        headless=True,
        chromium_sandbox=not root,  # as root, Chromium has none
        args=["--disable-gpu", "--no-first-run", "--disable-component-update"],
        env=dict(home.variables(os.environ)),
        viewport={"width": 1280, "height": 1000},
    )
    try:
        yield context
    finally:
        context.close()


def find_browser() -> str | None:
    """Return the browser to use; None if there is none, or it cannot be driven here."""
    if importlib.util.find_spec("playwright") is None or not OwnWindow.possible:
        return None
    found = browsers.find_browser()
    return None if found is None else found.path
