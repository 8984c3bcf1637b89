"""What a pupil does with a notebook in a lesson: all that may leave something behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dobotkit.audit.planted import TEMPLATE_BYTES, Planted
from dobotkit.canary import Canary
from dobotkit.canary.memory import masked

__all__ = ["Driver", "first_half", "in_short", "second_half"]

_PICTURE = "face.png"
_AGAIN = "again.jpg"
_COUNT = "copies in memory: "


class Driver(Protocol):
    """Somebody at a lab: through a browser, or without one."""

    browser: bool

    def upload(self, name: str, data: bytes) -> None:
        """Put a file into the list of files."""

    def new_notebook(self) -> None:
        """Make a notebook and start its kernel."""

    def run(self, code: str) -> str:
        """Run a cell; return the text of its answer."""

    def crash(self, code: str) -> None:
        """Run a cell of which the kernel dies; wait until there is a new one."""

    def save(self) -> None:
        """Save the notebook."""

    def rename(self, name: str) -> None:
        """Call the notebook otherwise."""

    def delete(self, name: str) -> None:
        """Delete a file from the list of files."""


def first_half(
    driver: Driver,
    planted: Planted,
    say: Callable[[str], None],
    more: Iterable[tuple[str, str]] = (),
) -> dict[str, dict[str, float] | None]:
    """Do everything up to the notebook that is saved, and named after its owner.

    Parameters
    ----------
    more:
        What is done besides, and its code.

    Returns
    -------
    dict
        How many copies of picture, name and template were in the kernel's memory while they
        were used (``before``) and after they were deleted (``after``); None where nobody can
        count.
    """
    canary = planted.canary
    driver.new_notebook()
    driver.upload(_PICTURE, planted.photo)
    for what, code in (*_cells(canary), *more):
        say(what)
        driver.run(code)
    before = _count(driver, canary)
    say("delete the picture in the program")
    driver.run("del picture, small, name, number, template, text_box, picture_box")
    after = _count(driver, canary)
    say("save, and save again")
    driver.save()
    driver.run("1 + 1")
    driver.save()
    say("rename the notebook")
    driver.rename(f"{canary.name}.ipynb")
    return {"before": before, "after": after}


def second_half(driver: Driver, planted: Planted, say: Callable[[str], None]) -> None:
    """Crash the kernel while it holds the picture, then delete what can be deleted."""
    canary = planted.canary
    say("a crash while the picture is loaded")
    driver.run(_load(canary))
    driver.crash("import ctypes; ctypes.string_at(0)")
    driver.run(_load(canary))
    driver.save()
    say("delete notebook and picture")
    driver.delete(f"{canary.name}.ipynb")
    driver.delete(_PICTURE)


def in_short(driver: Driver, planted: Planted) -> None:
    """Leave picture and name in a kernel, in a file and in a notebook, and delete nothing."""
    driver.new_notebook()
    driver.upload(_PICTURE, planted.photo)
    driver.run(_load(planted.canary))
    driver.run(_SHOW)
    driver.save()


def _load(canary: Canary) -> str:
    return (
        f'import cv2, numpy\npicture = cv2.imread("{_PICTURE}")\n'
        f'data = open("{_PICTURE}", "rb").read()[-{TEMPLATE_BYTES}:]\n'
        f'template = numpy.frombuffer(data, "<f4").copy()\ndel data\n'
        f"name, number = {canary.name!r}, {canary.number!r}"
    )


_SHOW = f'from IPython.display import Image\nImage("{_PICTURE}")'
_PLOT = """\
try:
    import matplotlib.pyplot as plt
    plt.imshow(picture[..., ::-1])
    plt.title(name)
    plt.show()
except ImportError:
    from IPython.display import Image, display
    small = cv2.resize(picture, None, fx=1.4, fy=1.4)
    display(Image(data=cv2.imencode(".jpg", small)[1].tobytes(), format="jpeg"))
small = cv2.resize(picture, None, fx=0.5, fy=0.5)
"""
_WIDGETS = f"""\
import ipywidgets as widgets
text_box = widgets.Text(value=name, description="I am")
picture_box = widgets.Image(value=open("{_PICTURE}", "rb").read())
display(text_box, picture_box)
"""
_FILES = f"""\
import pickle, tempfile
cv2.imwrite("{_AGAIN}", picture)
with tempfile.NamedTemporaryFile(delete=False) as file:
    pickle.dump({{"me": name, "face": picture}}, file)
numpy.save("visitors.npy", template)
"""


def _cells(canary: Canary) -> Iterator[tuple[str, str]]:
    yield "load a picture", _load(canary)
    yield "show it", _SHOW
    yield "plot it", _PLOT
    yield "look at its numbers", "picture"
    yield "print what a program makes of a face", "template.tolist()"
    yield "type a name", f'print("I am", name, "and my number is", number, {canary.mark!r})'
    yield "an error with the name in it", 'raise ValueError(f"{name} is not allowed here")'
    yield "widgets with name and picture", _WIDGETS
    yield "files of its own", _FILES
    yield "%store", "%store name\n%store template"
    yield "%history", "%history -n"


def _count(driver: Driver, canary: Canary) -> dict[str, float] | None:
    code = (
        "import json\nfrom dobotkit.canary import copies\n"
        f"print({_COUNT!r} + json.dumps(copies({masked(canary)!r})))"
    )
    found = re.search(re.escape(_COUNT) + r"(\{.*?\}|null)", driver.run(code))
    if found is None:
        return None
    counts: dict[str, float] | None = json.loads(found.group(1))
    return counts
