"""What every notebook is made of: metadata, names, tags, bites of code, checked outputs.

Each rule is a function that looks at one notebook and yields findings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from dobotkit.lesson_tools.finding import Finding
from dobotkit.lesson_tools.notebook import CELL_METADATA, METADATA, Cell, Notebook
from dobotkit.simulator.scene import shipped_scenes

__all__ = ["FORM_RULES", "SET_UP", "TAGS", "Rule", "is_set_up"]

Rule = Callable[[Notebook], Iterator[Finding]]

SET_UP = "from dobotkit import Arm, lesson, show\n\nlesson.start()\narm = Arm()\nshow(arm)"
# A lesson about things says what stands on the table; that alone may differ.
_SCENE = re.compile(r'(?<=lesson\.start\()scene="([a-z][a-z0-9_]*)"(?=\))')

# nbval ignores a tag that it does not know without a word, and knows only this
# spelling of its own. keep_output is how nbstripout spells it.
TAGS = frozenset(
    {
        "exercise",
        "keep_output",
        "nbval-check-output",
        "nbval-ignore-output",
        "nbval-skip",
        "raises-exception",
        "solution",
        "teacher-note",
    }
)
_MOST_LINES = 8
_ID = re.compile(r"[a-z][a-z0-9-]+")
_MARKER = re.compile(r"^\s*#\s*(NBVAL_\w+|PYTEST_VALIDATE_\w+)", re.MULTILINE)


def metadata(notebook: Notebook) -> Iterator[Finding]:
    """Say nothing about an author, a computer or a run; no state of widgets."""
    version = (notebook.data["nbformat"], notebook.data["nbformat_minor"])
    if version != (4, 5):
        yield notebook.finding(
            None,
            f"the notebook format is {version[0]}.{version[1]}, not 4.5.",
            "Save it with a JupyterLab of today.",
        )
    if notebook.data["metadata"] != METADATA:
        more = ", ".join(sorted(set(notebook.data["metadata"]) - set(METADATA)))
        yield notebook.finding(
            None,
            f"its metadata has {more}, which running leaves behind."
            if more
            else "its metadata says more or less than: Python 3, named python3.",
            "Run  dobotkit lessons refresh  to clean it.",
        )
    for cell in notebook.cells:
        extra = sorted(set(cell.data["metadata"]) - CELL_METADATA)
        if extra:
            yield notebook.finding(
                cell,
                f"its metadata has {', '.join(extra)}, which running leaves behind.",
                "Run  dobotkit lessons refresh  to clean it.",
            )


def ids(notebook: Notebook) -> Iterator[Finding]:
    """Give every cell a name that lasts, so that changes can be followed."""
    seen: set[str] = set()
    for cell in notebook.cells:
        cell_id = cell.data.get("id", "")
        if cell_id in seen:
            yield notebook.finding(cell, "another cell has the same id.", "Choose another one.")
        seen.add(cell_id)
        if not _ID.fullmatch(cell_id) or _is_random(cell_id):
            yield notebook.finding(
                cell,
                f"its id {cell_id!r} does not say what the cell is about.",
                "Choose words in lower case with hyphens, for example first-move.",
            )


def _is_random(cell_id: str) -> bool:
    """Whether JupyterLab made it up: eight or more hexadecimal digits, as in 3f2a90bc."""
    return bool(re.fullmatch(r"[0-9a-f-]{8,}", cell_id) and re.search(r"\d", cell_id))


def tags(notebook: Notebook) -> Iterator[Finding]:
    """Use known tags only, in the one spelling that is understood."""
    for cell in notebook.cells:
        for tag in sorted(cell.tags - TAGS):
            alike = [known for known in TAGS if _folded(known) == _folded(tag)]
            yield notebook.finding(
                cell,
                f"the tag {tag!r} is not known, so it would do nothing.",
                f"Write {alike[0]}." if alike else f"There are: {', '.join(sorted(TAGS))}.",
            )
        if "teacher-note" in cell.tags and cell.is_code:
            yield notebook.finding(
                cell,
                "code is tagged teacher-note, so the pupils' copy lacks it.",
                "Tag text only, or use the tag solution.",
            )


def _folded(tag: str) -> str:
    return tag.casefold().replace("_", "-").replace(" ", "-")


def code(notebook: Notebook) -> Iterator[Finding]:
    """One idea in a cell: prose first, then at most eight lines that Python can read."""
    before: Cell | None = None
    for cell in notebook.cells:
        if cell.is_code:
            yield from _code_cell(
                notebook, cell, after_prose=before is not None and not before.is_code
            )
        before = cell


def _code_cell(notebook: Notebook, cell: Cell, *, after_prose: bool) -> Iterator[Finding]:
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if not lines:
        yield notebook.finding(cell, "the cell is empty.", "Write something in it, or delete it.")
    if len(lines) > _MOST_LINES:
        yield notebook.finding(
            cell,
            f"{len(lines)} lines of code; at most {_MOST_LINES} are allowed.",
            "Cut it into two cells with prose between, or put the details into the kit.",
        )
    if not after_prose:
        yield notebook.finding(
            cell,
            "no prose stands before this code.",
            "Say first what the cell does and what to watch for.",
        )
    marker = _MARKER.search(cell.source)
    if marker:
        yield notebook.finding(
            cell,
            f"the comment {marker[1]} is an order to nbval that pupils see.",
            "Use a tag of the cell: nbval-skip, nbval-check-output …",
        )
    if "raises-exception" in cell.tags:
        return
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield notebook.finding(
            cell,
            f"Python cannot read it: {error.msg} in line {error.lineno}.",
            "Correct it; if it is wrong on purpose, tag the cell raises-exception.",
        )
        return
    if any(isinstance(node, ast.Name) and node.id == "input" for node in ast.walk(tree)):
        yield notebook.finding(
            cell,
            "input() waits for a person, and CI has none.",
            "Let the pupil change a value in the cell, or use lesson.quiz.",
        )


def outputs(notebook: Notebook) -> Iterator[Finding]:
    """Keep text that is checked, and no other output."""
    for cell in notebook.code:
        kept = "keep_output" in cell.tags
        checked = "nbval-check-output" in cell.tags
        if kept != checked:
            there, missing = ("keep_output", "nbval-check-output")[:: 1 if kept else -1]
            yield notebook.finding(
                cell,
                f"the tag {there} stands without {missing}.",
                "Add the other one: what is kept is checked, and the other way round.",
            )
        if not kept and (cell.outputs or cell.data["execution_count"] is not None):
            yield notebook.finding(
                cell,
                "an output or a number of execution is kept.",
                "Run  dobotkit lessons refresh . To keep and check a text, tag the cell "
                "keep_output and nbval-check-output.",
            )
        if kept and checked and (not cell.outputs or cell.data["execution_count"] is None):
            yield notebook.finding(
                cell,
                "the output to check, or its number of execution, is missing.",
                "Run  dobotkit lessons refresh .",
            )
        if any(
            output["output_type"] != "stream" or output.get("name") != "stdout"
            for output in cell.outputs
        ):
            yield notebook.finding(
                cell,
                "its output is not plain text that print() wrote.",
                "Print what is to be compared, rounded, and nothing else.",
            )


def is_set_up(source: str) -> bool:
    """Whether a cell is the set-up cell, with a scene of the kit or without one."""
    scenes = _SCENE.findall(source)
    return _SCENE.sub("", source, count=1) == SET_UP and set(scenes) <= set(shipped_scenes())


def arm_is_opened_and_closed(notebook: Notebook) -> Iterator[Finding]:
    """Open the arm with the one set-up cell, and set it free in the last cell."""
    if not notebook.code:
        yield notebook.finding(None, "there is no code in it.", "A text needs no notebook.")
        return
    first, last = notebook.code[0], notebook.code[-1]
    if "Arm()" in first.source and not is_set_up(first.source):
        yield notebook.finding(
            first,
            "this is not the set-up cell that all notebooks share.",
            f"Write it letter for letter: {SET_UP!r}. Only a scene may be added.",
        )
    opens = re.compile(r"\b(Arm|Desk)\(")
    closes = re.compile(r"^\w+\.close\(\)$", re.MULTILINE)
    if any(opens.search(cell.source) for cell in notebook.code) and not closes.search(last.source):
        yield notebook.finding(
            last,
            "the last cell with code does not close the arm.",
            "End with a cell  arm.close() , so that another notebook can have it.",
        )


FORM_RULES: tuple[Rule, ...] = (metadata, ids, tags, code, outputs, arm_is_opened_and_closed)
