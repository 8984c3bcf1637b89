"""What a pupil does with a camera: look, compare, watch, make a mistake, be cut off in the middle.

Invented people stand before the virtual camera, and the planted card lies on its table. In adult
mode the planted photograph stands in for a real camera, and somebody with a card in the middle of
it for a real person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from dobotkit.audit.cards_day import Cuts, leave_open, show_card
from dobotkit.audit.day import Driver
from dobotkit.audit.planted_card import PlantedCard
from dobotkit.errors import AuditError

__all__ = ["Counted", "cut_off", "meet_people", "meet_visitor"]

Counted = dict[str, int | None]
"""What the keeper says: how many ``faces`` it has found and ``templates`` it has had, and how many
copies of these are in its memory ``before`` it forgets them and ``after``; None where nobody can
count."""

_COUNT: Final = "templates in memory: "

_SESSION = """\
%xmode Verbose
from dobotkit import Arm, Camera, Session, lesson, show
session = Session()
"""
_CAMERA = 'camera = Camera(session, why="see who is there")'
_TABLE = 'arm = Arm()\nlesson.start(scene="blocks")'
_INVITE = "camera.invite(12, 30)"
_LOOK = """\
scene = camera.look()
print(scene, scene.faces)
scene.picture
"""
# A view, and the pictures that it would get; in a page it shows some by itself as well.
_LIVE = """\
view = show(camera)
for _ in range(3):
    live = camera.look_live()
display(view, live.picture)
"""
_VISITORS = f"""\
import json
with camera.visitors(why="see whether somebody comes back") as visitors:
    before, again = visitors.look(), visitors.look()
    print(before, again)
    display(again)
    gone = visitors.forget()
    print({_COUNT!r} + json.dumps(
        {{"faces": len(scene.faces), "templates": gone.templates,
         "before": gone.found_before, "after": gone.found_after}}))
"""
# With all that a traceback shows of the variables in it.
_MISTAKE = """\
with camera.visitors(why="make a mistake") as visitors:
    found, scene = visitors.look(), camera.look()
    raise ValueError(found, scene, visitors)
"""
_OPEN = """\
block = camera.visitors(why="be cut off")
visitors = block.__enter__()
print(visitors.look())
"""
_KILL_KERNEL = "import os\nos.kill(os.getpid(), 9)"
_AWAY = "view.close()\ncamera.close()\nsession.end()"


def meet_people(
    driver: Driver, cuts: Cuts, card: PlantedCard, say: Callable[[str], None]
) -> Counted:
    """Meet invented people and a card with the virtual camera; return what the keeper has counted.

    Raises
    ------
    AuditError
        Nobody was seen, or no card read.
    """
    say("meet invented people")
    for code in (_SESSION, _TABLE, _CAMERA, _INVITE):
        driver.run(code)
    counted = _steps(driver, say)
    show_card(driver, cuts, card, say, virtual=True)
    driver.run(_AWAY)
    return counted


def meet_visitor(
    driver: Driver, cuts: Cuts, card: PlantedCard, say: Callable[[str], None]
) -> Counted:
    """Meet somebody with a card, with a camera that counts as real, and die of kill -9 in between.

    Raises as `meet_people` does.
    """
    driver.new_notebook()
    driver.run(_SESSION)
    driver.run(_CAMERA)
    counted = _steps(driver, say)
    show_card(driver, cuts, card, say, virtual=False)
    say("kill -9 the notebook's program while it compares visitors and has a card read")
    driver.run(_OPEN)
    leave_open(driver)
    driver.crash(_KILL_KERNEL)
    return counted


def cut_off(driver: Driver, kill_keeper: Callable[[], None], say: Callable[[str], None]) -> None:
    """Compare visitors, read a card, kill the keeper in the middle of it; save what there is."""
    for code in (_SESSION, _CAMERA, _LIVE):
        driver.run(code)
    driver.run(_OPEN)
    leave_open(driver)
    say("kill -9 the keeper while it compares visitors and reads cards")
    kill_keeper()
    driver.run(_LOOK)
    driver.save()


def _steps(driver: Driver, say: Callable[[str], None]) -> Counted:
    counted: Counted | None = None
    for what, code in _cells():
        say(what)
        told = driver.run(code)
        counted = _count_in(told) or counted
    # Where nobody was seen, nothing could be kept, and that would prove nothing.
    if counted is None or not (counted["faces"] and counted["templates"]):
        raise AuditError(
            "The private lab saw no face where one was planted, or compared none.",
            "Try `dobotkit doctor` and `dobotkit models verify`, then the audit again.",
        )
    return counted


def _cells() -> Iterator[tuple[str, str]]:
    yield "look at faces", _LOOK
    yield "a live picture of faces", _LIVE
    yield "compare visitors", _VISITORS
    yield "an error while visitors are compared", _MISTAKE


def _count_in(told: str) -> Counted | None:
    found = re.search(re.escape(_COUNT) + r"(\{.*?\})", told)
    if found is None:
        return None
    counted: Counted = json.loads(found[1])
    return counted
