"""The shape of every lesson and notebook; that they run is nbval's part."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from dobotkit.lesson.goals import goals_of

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = sorted(path for path in (ROOT / "lessons").iterdir() if path.is_dir())
LESSONS = [folder / "lesson.ipynb" for folder in FOLDERS]
NOTEBOOKS = [*LESSONS, *sorted((ROOT / "notebooks").glob("*.ipynb"))]

# nbval ignores a tag in upper case without a word, so no other spelling may be here.
# keep_output is how nbstripout spells it.
KNOWN_TAGS = {
    "exercise",
    "keep_output",
    "nbval-check-output",
    "nbval-ignore-output",
    "nbval-skip",
    "raises-exception",
    "solution",
}
TOML_KEYS = {"title", "minutes", "ages", "needs", "prior", "idea", "standards", "collects"}
SET_UP = "from dobotkit import Arm, lesson, show\n\nlesson.start()\narm = Arm()\nshow(arm)"
SHAPE = re.compile(
    r"Q question, L learn, C collects, S set-up(, step \d+)+"
    r"(, your turn \d+, check \d+)+, key points, goodbye"
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def cells(path: Path, kind: str | None = None) -> list[dict]:
    every = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in every:
        cell["source"] = "".join(cell["source"])
        cell["tags"] = set(cell["metadata"].get("tags", ()))
    return [cell for cell in every if kind in (None, cell["cell_type"])]


def headings(path: Path) -> list[str]:
    """Second-level headings, in order and in short."""
    text = "\n".join(cell["source"] for cell in cells(path, "markdown"))
    short = {
        "the question": "Q question",
        "what you will learn": "L learn",
        "what this lesson collects": "C collects",
        "set up": "S set-up",
    }
    found = (line.lower() for line in re.findall(r"^## (.+)$", text, re.MULTILINE))
    return [short.get(heading, heading.partition(":")[0]) for heading in found]


def section(path: Path, heading: str) -> str:
    text = "\n".join(cell["source"] for cell in cells(path, "markdown"))
    return text.partition(f"## {heading}\n")[2].partition("\n#")[0].strip()


def test_there_are_lessons_and_notebooks():
    assert LESSONS
    assert len(NOTEBOOKS) > len(LESSONS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
class TestNotebook:
    def test_is_valid_and_says_nothing_about_its_author(self, path):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        nbformat.validate(notebook)
        assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
        assert notebook["metadata"] == {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }

    def test_cells_have_names_that_last(self, path):
        ids = [cell["id"] for cell in cells(path)]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z][a-z0-9-]+", cell_id) for cell_id in ids)

    def test_tags_are_known(self, path):
        for cell in cells(path):
            assert cell["tags"] <= KNOWN_TAGS, cell["id"]

    def test_code_comes_in_bites_and_after_prose(self, path):
        before = None
        for cell in cells(path):
            if cell["cell_type"] == "code":
                lines = [line for line in cell["source"].splitlines() if line.strip()]
                assert 1 <= len(lines) <= 8, cell["id"]
                assert before == "markdown", cell["id"]
            before = cell["cell_type"]

    def test_only_checked_text_is_kept(self, path):
        for cell in cells(path, "code"):
            kept = "keep_output" in cell["tags"]
            assert kept == ("nbval-check-output" in cell["tags"]), cell["id"]
            assert kept == bool(cell["outputs"]), cell["id"]
            assert kept == (cell["execution_count"] is not None), cell["id"]
            for output in cell["outputs"]:
                assert output["output_type"] == "stream", cell["id"]

    def test_loads_nothing_from_elsewhere(self, path):
        for cell in cells(path):
            text = cell["source"]
            assert not re.search(r"<(script|iframe|img|link|object|embed)\b", text, re.IGNORECASE)
            assert not re.search(r"!\[[^\]]*\]\(\s*(https?:)?//", text), cell["id"]
            assert "attachments" not in cell

    def test_pictures_have_words(self, path):
        for cell in cells(path, "markdown"):
            for words in re.findall(r"!\[([^\]]*)\]\(", cell["source"]):
                assert len(words) >= 10, cell["id"]

    def test_links_lead_somewhere(self, path):
        for cell in cells(path, "markdown"):
            for target in re.findall(r"\]\(([^)#]+)\)", cell["source"]):
                assert (path.parent / target).exists(), target

    def test_begins_with_the_set_up_cell_and_ends_by_closing_the_arm(self, path):
        code = cells(path, "code")
        assert code[0]["source"] == SET_UP
        assert code[-1]["source"] == "arm.close()"

    def test_the_arm_moves_within_three_cells_and_few_words(self, path):
        moving = next(
            i for i, cell in enumerate(cells(path, "code")) if "move_to" in cell["source"]
        )
        assert moving <= 2
        words = 0
        for cell in cells(path):
            if cell["cell_type"] == "code" and "arm.home" in cell["source"]:
                break
            words += len(cell["source"].split())
        # A slow reader manages 200 words in a minute.
        assert words <= 230

    def test_nobody_is_asked_to_type_an_answer(self, path):
        for cell in cells(path, "code"):
            assert "input(" not in cell["source"]


@pytest.mark.parametrize("path", LESSONS, ids=name)
class TestLesson:
    def test_has_the_shape(self, path):
        assert SHAPE.fullmatch(", ".join(headings(path))), headings(path)
        assert cells(path)[0]["source"].startswith("# ")

    def test_has_at_most_three_objectives(self, path):
        objectives = re.findall(r"^- ", section(path, "What you will learn"), re.MULTILINE)
        assert 1 <= len(objectives) <= 3

    def test_says_what_it_collects_as_its_toml_does(self, path):
        toml = tomllib.loads((path.parent / "lesson.toml").read_text(encoding="utf-8"))
        assert set(toml) == TOML_KEYS
        assert section(path, "What this lesson collects") == toml["collects"]
        assert cells(path)[0]["source"].startswith(f"# {toml['title']}\n")
        assert "\n" not in toml["collects"]
        assert isinstance(toml["minutes"], int)
        assert all(isinstance(entry, str) for entry in toml["standards"])

    def test_has_a_checked_output(self, path):
        assert any("nbval-check-output" in cell["tags"] for cell in cells(path, "code"))

    def test_every_exercise_has_a_folded_solution_and_a_check(self, path):
        code = cells(path, "code")
        checks = [i for i, cell in enumerate(code) if "lesson.check(" in cell["source"]]
        assert checks
        for i in checks:
            turn, solution, check = code[i - 2 : i + 1]
            assert turn["tags"] == {"exercise"}
            assert solution["tags"] == {"solution"}
            assert solution["metadata"]["jupyter"] == {"source_hidden": True}
            assert check["tags"] == {"exercise"}
        tagged = [cell for cell in code if cell["tags"] & {"exercise", "solution"}]
        assert len(tagged) == 3 * len(checks)

    def test_checks_are_those_of_the_kit(self, path):
        text = "\n".join(cell["source"] for cell in cells(path))
        slug = path.parent.name.partition("_")[2]
        asked = re.findall(r'lesson\.check\("(\w+)"', text)
        assert asked == list(goals_of(slug))
        assert set(re.findall(r'lesson\.hint\("(\w+)"', text)) == set(asked)

    def test_has_notes_for_the_teacher(self, path):
        notes = (path.parent / "teacher.md").read_text(encoding="utf-8")
        for heading in ("Safety", "Steps", "One arm and thirty", "Common mistakes", "Answers"):
            assert f"\n## {heading}" in notes
        assert "\n## To discuss" in notes
        assert "**Aim.**" in notes

    def test_the_steps_of_the_notes_fill_the_lesson(self, path):
        toml = tomllib.loads((path.parent / "lesson.toml").read_text(encoding="utf-8"))
        notes = (path.parent / "teacher.md").read_text(encoding="utf-8")
        times = re.findall(r"^\| (\d+)–(\d+) \|", notes, re.MULTILINE)
        assert times[0][0] == "0"
        assert int(times[-1][1]) == toml["minutes"]
        assert [end for _, end in times[:-1]] == [start for start, _ in times[1:]]

    def test_is_in_the_table_of_the_readme(self, path):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        toml = tomllib.loads((path.parent / "lesson.toml").read_text(encoding="utf-8"))
        number = path.parent.name[:2]
        rows = [line for line in readme.splitlines() if line.startswith("|")]
        start, end = f"| {number} [{toml['title']}]({name(path)}) |", f"| {toml['minutes']} |"
        assert any(row.startswith(start) and row.endswith(end) for row in rows)

    def test_every_code_cell_can_be_read_by_python(self, path):
        for cell in cells(path, "code"):
            ast.parse(cell["source"])


def run_nbval(notebook: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    environment["DOBOTKIT_PORT"] = "dobotsim://desk?pace=instant"
    environment["PYTHONPATH"] = str(ROOT)
    command = [
        *(sys.executable, "-m", "pytest", "-p", "nbval", "-p", "no:cacheprovider"),
        *("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60", "-q", "-c", os.devnull),
        *("--rootdir", str(notebook.parent), *options, str(notebook)),
    ]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=notebook.parent,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_wrong_checked_output_is_found(path, tmp_path):
    """The check of outputs is worth something: a copy with one wrong number fails, just there."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    number, cell = next((i, cell) for i, cell in enumerate(code) if cell["outputs"])
    text = "".join(cell["outputs"][0]["text"])
    cell["outputs"][0]["text"] = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), text, count=1)
    # In a folder of the same name, with what stands beside the notebook.
    folder = tmp_path / path.parent.name
    folder.mkdir()
    (folder / "lesson.toml").write_bytes((path.parent / "lesson.toml").read_bytes())
    copy = folder / path.name
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    result = run_nbval(copy)
    assert result.returncode == 1, result.stdout
    assert re.findall(r"^FAILED .*::Cell (\d+)", result.stdout, re.MULTILINE) == [str(number)]
    assert f"{len(code) - 1} passed" in result.stdout
