"""A notebook in which somebody does all there is to do with a session, and looks at all of it.

The typed canaries are in variables, so that no cell spells them: what is found afterwards was
put there by the kit.
"""

from __future__ import annotations

__all__ = ["CELLS", "LEAKY", "PLACES", "PROBE", "first_cell"]

PLACES = (
    "answers of the keeper",
    "reprs",
    "tables in HTML",
    "log records",
    "what is held about me",
    "ledger",
    "crash report",
    "objects of the notebook's side",
)
"""What the probe looks at from inside; the rest is looked at from outside."""


def first_cell(typed: dict[str, str]) -> str:
    """The cell that plants what is typed; it is no part of the saved notebook."""
    return f"""
import logging, io
TYPED = {typed!r}
NAME, BORN, MAIL = TYPED["name"], TYPED["birth date"], TYPED["e-mail"]
SEAT, LABEL = TYPED["seat"], TYPED["arm's label"]
HEARD = io.StringIO()
logging.getLogger("dobotkit").addHandler(logging.StreamHandler(HEARD))
logging.getLogger("dobotkit").setLevel(logging.DEBUG)
"""


CELLS = (
    "from dobotkit import Arm, Session, lesson, show\nlesson.start()\nsession = Session()\nsession",
    'with session.permission("camera", why=f"{NAME} {SEAT}"):\n    arm = Arm("keeper://desk")',
    "arm",
    'with session.permission("class-table", why=f"{BORN} {MAIL}"):\n    pass',
    "session.permission(SEAT[:3], why=NAME * 9)",
    "Session(token=NAME)",
    "Session(token=MAIL)",
    'with session.permission("location", why=BORN):\n    pass',
    "Arm(LABEL)",
    "%tb",
    "Arm()",
    "%tb",
    "arm.move_to(9999, 0, 0)",
    'with session.permission("camera", why=BORN):\n    arm.move_to(None, 0, 0)',
    "report = lesson.crash_report()\nreport",
    "report.keep()",
    "session.rights.access()",
    'session.rights.correct("pseudonym")',
    'session.rights.withdraw("camera")',
    'session.rights.complain("kept")',
    "session.rights.copy()",
    "session.rights.explain()",
    "show(session)",
    "session.ledger",
)

PROBE = """
import gc, json, sys
from dobotkit.client import client
from dobotkit.memory_search import search
from dobotkit.messages import Arms, AskArms, Tell, WatchArm
from dobotkit.desk_messages import AskDesk
from dobotkit.table_messages import AskTable
from dobotkit.people_messages import AskHeld, AskLedger, AskLog, AskSession, LogEvent
from dobotkit.rights_messages import AskComplaints
from dobotkit.session import session as room
from typing import get_args
token = session._mine.opened.token
asks = [AskArms(), WatchArm(arm="desk"), AskDesk(arm="desk"), AskTable(arm="desk"),
        AskSession(token=token),
        AskLedger(token=token), AskHeld(token=token),
        *(AskComplaints(numbers=tuple(range(n, n + 50))) for n in range(1000, 9999, 50)),
        *(AskLog(event=event, purpose=purpose) for event in get_args(LogEvent)
          for purpose in ("teaching", "safety", "stability", "rights"))]
answers = []
for ask in asks:
    try:
        answers.append(client().ask(ask, object))
    except Exception as error:
        answers.append(f"{error!r} {error} {getattr(error, 'used', '')}")
things = [session, session._mine, session.now, session.ledger, arm, report,
          session.permission("class-table", why="look"), session.rights,
          session.rights.access(), session.rights.permissions(), session.rights.explain()]
error = sys.last_value
_, objects = search([room._here, session], TYPED.values())
print("PROBE", json.dumps({
    "answers of the keeper": list(map(str, answers)),
    "reprs": list(map(repr, things)),
    "tables in HTML": [one._repr_html_() for one in things if hasattr(one, "_repr_html_")],
    "log records": [HEARD.getvalue()],
    "what is held about me": [str(entry) for entry in session.rights.access().entries],
    "ledger": [str(line) for line in session.ledger.lines],
    "crash report": [report.text, report.why()],
    "objects of the notebook's side": [str(one) for one in objects],
    "asked": len(asks),
}))
"""

LEAKY = """
import logging, os, pathlib
print(*TYPED.values(), os.environ["USER"], os.environ["HOSTNAME"], os.getcwd())
logging.getLogger("dobotkit.test").warning(" ".join(TYPED.values()))
pathlib.Path("notes.txt").write_text(" ".join(TYPED.values()) + str(dict(os.environ)))
"""
"""What the kit does not do: the positive control."""
