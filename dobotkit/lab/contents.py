"""The server's way to the files of a lab: no outputs, no second copies, no way around.

Whoever has the page's token can ask the server to read and write, a kernel's page script
included; so the server does less here than Jupyter's does. A fault on the way refuses the
save: Jupyter's own hooks would note it in the log and save everything.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final, NoReturn

from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.services.contents.checkpoints import AsyncCheckpoints
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

from dobotkit import plain_notebook

__all__ = ["NoCheckpoints", "NoWayAroundHandler", "PrivateContents"]

_BROKEN: Final = (
    "This was not saved: the part of the lab that leaves out pictures and outputs did not work, "
    "and without it nothing is saved. Your work is still here: copy what you need, and tell your "
    "teacher."
)
_NO_NOTEBOOK: Final = (
    "This was not saved. {what} Only notebooks can have a name that ends in .ipynb: "
    "choose another ending."
)
_TOO_BIG: Final = (
    "This notebook was not loaded: it is so big that it holds pictures or outputs, and those are "
    "not kept here. Clear its outputs where it comes from, then load it again."
)
_NOT_HERE: Final = (
    "This is not one of the lab's own files: it leads somewhere else, has a second name, or its "
    "name begins with a dot. The lab neither reads nor writes such files. Make a copy of what you "
    "need in a cell, under a name of its own."
)
_NOTHING_KEPT: Final = (
    "There is no earlier copy: the lab keeps none. What is in the notebook now is all there is."
)


class NoCheckpoints(AsyncCheckpoints):
    """Keeps no second copy of anything: where Jupyter asks for one, it gets none."""

    async def create_checkpoint(self, _manager: object, _path: str) -> dict[str, Any]:
        """Make no copy; JupyterLab asks for one with each save, and wants an answer."""
        return {"id": "none", "last_modified": dt.datetime.now(dt.UTC)}

    async def list_checkpoints(self, _path: str) -> list[dict[str, Any]]:
        """There are none."""
        return []

    async def restore_checkpoint(self, _manager: object, _number: str, _path: str) -> NoReturn:
        """There is none.

        Raises
        ------
        HTTPError
            Always; it says so.
        """
        raise HTTPError(404, _NOTHING_KEPT)

    async def rename_checkpoint(self, _number: str, _old: str, _new: str) -> None:
        """There is none."""

    async def delete_checkpoint(self, _number: str, _path: str) -> None:
        """There is none."""


class NoWayAroundHandler(AuthenticatedFileHandler):
    """Serves a file as it is, if it is one of the lab's own."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        """Refuse what the contents manager refuses."""
        _refuse_ways_out(Path(root), Path(absolute_path))
        return super().validate_absolute_path(root, absolute_path)


class PrivateContents(AsyncLargeFileManager):
    """Files below one folder; of notebooks only what people typed.

    All ways to write end in `save`, and all ways to a file in `_get_os_path`.
    A link that is put in place between the look and the use would be followed: under the
    wall a kernel can make none, and without it has no need of the server for that.
    """

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save what people typed of `model`.

        Raises
        ------
        HTTPError
            It cannot be saved, or what leaves out the rest does not work; nothing is
            written then.
        """
        ours = _typed(model, path)
        saved: dict[str, Any] = await super().save(ours, path)
        return saved

    def run_pre_save_hooks(self, model: dict[str, Any], path: str, **kwargs: object) -> None:
        """Run what others have registered; a fault in it refuses the save.

        What they put in is not taken for typed.
        """
        hooks = [hook for hook in (self.pre_save_hook, *self._pre_save_hooks) if hook is not None]
        for hook in hooks:
            try:
                hook(model=model, path=path, contents_manager=self, **kwargs)
            except HTTPError:
                raise
            except Exception as error:
                raise HTTPError(500, _BROKEN) from error
        if hooks:
            model.update(_typed(model, path))

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Rename a file; one that becomes a notebook is first saved as one."""
        old, new = old_path.strip("/"), new_path.strip("/")
        if _called_notebook(new) and not _called_notebook(old) and await self.file_exists(old):
            # As a notebook: a text that is none is refused.
            model = await self.get(old, type="file", format="text")
            whole = _typed({**model, "type": "file"}, new)
            await self.save(whole, old)
        await super().rename_file(old_path, new_path)

    async def _dir_model(self, path: str, content: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - Jupyter's
        """List a folder without what does not belong to the lab."""
        model: dict[str, Any] = await super()._dir_model(path, content=False)
        if content:
            model["content"] = [one async for one in self._entries(path)]
            model["format"] = "json"
        return model

    async def _entries(self, path: str) -> AsyncIterator[dict[str, Any]]:
        with os.scandir(self._get_os_path(path)) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            if not self.should_list(name):
                continue
            try:
                yield await self.get(f"{path}/{name}", content=False)
            except (HTTPError, OSError):
                continue  # a way out, a pipe or a device; or it has just been deleted

    async def _copy_dir(
        self, from_path: str, to_path_original: str, to_name: str, to_path: str
    ) -> dict[str, Any]:
        """Copy a folder, if all in it is the lab's own: links in it would be followed."""
        start = self._get_os_path(from_path.strip("/"))
        for folder, folders, files in os.walk(start):
            for name in (*folders, *files):
                _refuse_ways_out(Path(folder), Path(folder, name))
        copied: dict[str, Any] = await super()._copy_dir(
            from_path, to_path_original, to_name, to_path
        )
        return copied

    def _get_os_path(self, path: str) -> str:
        """Return where a file lies, if it is one of the lab's own."""
        found: str = super()._get_os_path(path)
        _refuse_ways_out(Path(self.root_dir), Path(found))
        return found

    def _files_handler_class_default(self) -> type[AuthenticatedFileHandler]:
        return NoWayAroundHandler

    def _checkpoints_class_default(self) -> type[AsyncCheckpoints]:
        return NoCheckpoints


def _called_notebook(path: str) -> bool:
    return path.lower().endswith(".ipynb")


def _typed(model: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a model with what people typed; whatever goes wrong refuses the save.

    Jupyter would note any other error in the log, and save everything.
    """
    try:
        return _left_out(model, path)
    except plain_notebook.NotANotebook as error:
        raise HTTPError(400, _NO_NOTEBOOK.format(what=error)) from error
    except HTTPError:
        raise
    except Exception as error:
        raise HTTPError(500, _BROKEN) from error


def _left_out(model: dict[str, Any], path: str) -> dict[str, Any]:
    """A part of a file that comes in several is left as it is: none of them is a notebook."""
    kind, content = model.get("type"), model.get("content")
    if model.get("chunk") is not None:
        # On Windows a name may have more at its end that means nothing.
        if kind != "file" or ".ipynb" in path.rpartition("/")[2].lower():
            raise HTTPError(400, _TOO_BIG)
        return model
    if content is None or kind == "directory":
        return model
    if kind == "notebook":
        return {**model, "content": plain_notebook.as_typed(content)}
    content, form = plain_notebook.file_as_typed(path, content, model.get("format"))
    return {**model, "content": content, "format": form}


def _refuse_ways_out(root: Path, path: Path) -> None:
    """Raise `HTTPError` if a step from `root` to `path` is a link, or its name is hidden.

    A file with a second name is refused as well: the other one may lie anywhere.
    """
    root, path = Path(os.path.abspath(root)), Path(os.path.abspath(path))  # noqa: PTH100 - no link is followed
    if path == root or not path.is_relative_to(root):
        return  # Jupyter itself refuses what is outside
    step = root
    for name in path.relative_to(root).parts:
        step /= name
        if name.startswith("."):
            raise HTTPError(404, _NOT_HERE)
        # What Jupyter writes beside a file, and copies into, while it saves that.
        for one in (step, step.with_name(f".~{name}")):
            if _leads_out(one):
                raise HTTPError(404, _NOT_HERE)


def _leads_out(path: Path) -> bool:
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return False  # nothing there; whoever uses it says so
    if stat.S_ISREG(found.st_mode):
        return found.st_nlink > 1
    # On Windows, a folder that is another one ("junction") is no link to Python.
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    tag = getattr(found, "st_reparse_tag", 0)
    return not stat.S_ISDIR(found.st_mode) or (junction is not None and tag == junction)
