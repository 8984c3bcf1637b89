"""Scenes by name, by file, or by their text."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

from dobotkit.errors import SceneError
from dobotkit.simulator.scene.checking import check_scene
from dobotkit.simulator.scene.reading import read_scene
from dobotkit.things import TableScene

__all__ = ["load_scene", "shipped_scene", "shipped_scenes"]

_LARGEST = 65536  # bytes of a file


@cache
def shipped_scenes() -> tuple[str, ...]:
    """Return the names of the scenes that come with the kit."""
    folder = files("dobotkit.simulator") / "scenes"
    return tuple(
        sorted(
            one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")
        )
    )


@cache
def shipped_scene(name: str) -> TableScene:
    """Return a scene that comes with the kit.

    Raises
    ------
    SceneError
        There is none of this name.
    """
    names = shipped_scenes()
    if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise SceneError(
            f"There is no scene called {name!r}.", f"{hint}There are: {', '.join(names)}."
        )
    text = (files("dobotkit.simulator") / "scenes" / f"{name}.toml").read_text("utf-8")
    return read_scene(text, f"scene {name}")


def load_scene(scene: str | Path | TableScene) -> TableScene:
    """Return a scene.

    Parameters
    ----------
    scene:
        The name of one that comes with the kit, the text of a ``table.toml``, the path of one
        (as a :class:`~pathlib.Path`), or a scene as data, which is checked.

    Raises
    ------
    SceneError
        There is none, or it cannot be laid.
    """
    if isinstance(scene, TableScene):
        check_scene(scene)
        return scene
    if isinstance(scene, Path):
        return _from_file(scene)
    if not isinstance(scene, str):
        raise SceneError(
            f"A scene is a name, a text or a Path, not {scene!r}.",
            f"Names are: {', '.join(shipped_scenes())}.",
        )
    if "\n" in scene or "=" in scene:
        return read_scene(scene, "the scene")
    if scene.endswith(".toml"):
        raise SceneError(
            f"{scene!r} is the name of a file, and names are for the scenes of the kit.",
            f'Say that it is a file: Path("{scene}"), after: from pathlib import Path',
        )
    return shipped_scene(scene)


def _from_file(path: Path) -> TableScene:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        text = data.decode("utf-8")
    except OSError as error:
        raise SceneError(
            f"The scene {path.name} cannot be read: {error.strerror}.",
            "Look whether the file is there, and whether its name is spelt like that.",
        ) from None
    except UnicodeDecodeError:
        raise SceneError(
            f"The scene {path.name} is not plain text.", "Save it as plain text (UTF-8)."
        ) from None
    if len(data) > _LARGEST:
        raise SceneError(
            f"The scene {path.name} has more than {_LARGEST} bytes.", "Is it the right file?"
        )
    return read_scene(text, path.name)
