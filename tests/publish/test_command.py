"""``dobotkit publish-check`` on the command line, and as a hook before a commit."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from dobotkit.cli import app
from tests.publish.planted import NAME, PNG, as_64, code, notebook, save, shown

ROOT = Path(__file__).resolve().parents[2]
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, ["publish-check", *map(str, arguments)])


@pytest.fixture
def dirty(tmp_path):
    return save(tmp_path / "x.ipynb", notebook(code(f"# {NAME}", shown(image_png=as_64(PNG)))))


@pytest.fixture
def clean(tmp_path):
    return save(tmp_path / "clean.ipynb", notebook())


def test_it_says_where_and_what_and_what_to_do_and_ends_with_1(run, dirty):
    answer = run(dirty, "--any-computer")
    assert answer.exit_code == 1
    assert "  cell 3, output 1: a picture (PNG, 64×48)" in answer.output
    assert "picture: Clear the output" in answer.output
    assert "1 thing to look at in 1 file." in answer.output
    assert "It cannot see: names" in answer.output
    assert "--fix" in answer.output


def test_a_clean_one_ends_with_0_and_still_says_what_it_cannot_see(run, clean):
    answer = run(clean, "--any-computer")
    assert answer.exit_code == 0
    assert "Nothing was found in 1 file." in answer.output
    assert "It cannot see: names" in answer.output
    assert run(clean, "--any-computer", "--quiet").output == ""


def test_a_list_of_names_is_compared_and_not_repeated(run, dirty, tmp_path):
    names = tmp_path / "class.txt"
    names.write_text(f"{NAME}\n", encoding="utf-8")
    answer = run(dirty, "--names", names, "--any-computer")
    assert "cell 3: a name of your list (q…) ?" in answer.output
    assert NAME.split()[1].casefold() not in answer.output.casefold()


def test_kinds_can_be_left_out_and_must_be_known(run, dirty):
    assert run(dirty, "--any-computer", "--allow", "picture").exit_code == 0
    answer = run(dirty, "--allow", "everything")
    assert answer.exit_code == 2
    assert "choose from" in answer.output


def test_json_says_the_same(run, dirty, clean):
    answer = run(dirty, clean, "--any-computer", "--json")
    assert answer.exit_code == 1
    [first, second] = json.loads(answer.output)["files"]
    assert first["finds"] == [
        {
            "place": "cell 3, output 1",
            "kind": "picture",
            "what": "a picture (PNG, 64×48)",
            "sure": True,
        }
    ]
    assert second["finds"] == []


def test_fix_writes_a_copy_and_judges_that(run, dirty):
    before = dirty.read_bytes()
    answer = run(dirty, "--fix", "--any-computer")
    assert answer.exit_code == 0, answer.output
    assert "x-to-share.ipynb" in answer.output
    assert dirty.read_bytes() == before


def test_the_hook_stops_a_commit_with_a_picture_and_lets_a_clean_one_pass(tmp_path):
    """The entry as it is declared, run by git where pre-commit would run it."""
    program = tmp_path / "bin" / "dobotkit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m dobotkit "$@"\n')
    program.chmod(0o755)
    repository = tmp_path / "repository"
    repository.mkdir()
    variables = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def git(*words):
        who = ["-c", "user.name=Qz", "-c", "user.email=qz@example.org"]
        return subprocess.run(
            ["git", *who, *words],
            cwd=repository,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    if git("init", "-q").returncode:
        pytest.skip("needs git")
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    entry = shlex.join([*shlex.split(HOOK["entry"]), *HOOK.get("args", [])])
    hook.write_text(f"#!/bin/sh\ngit diff --cached --name-only -z | xargs -0 {entry}\n")
    hook.chmod(0o755)
    save(repository / "a.ipynb", notebook())
    git("add", "a.ipynb")
    passed = git("commit", "-m", "clean")
    assert passed.returncode == 0, passed.stderr
    save(repository / "b.ipynb", notebook(code("", shown(image_png=as_64(PNG)))))
    git("add", "b.ipynb")
    stopped = git("commit", "-m", "with a picture")
    assert stopped.returncode != 0
    assert "cell 3, output 1: a picture" in stopped.stdout + stopped.stderr
    assert git("log", "--oneline").stdout.count("\n") == 1


def test_the_hook_is_declared_for_what_the_command_reads():
    assert HOOK["id"] == "publish-check"
    assert HOOK["language"] == "python"
    assert set(HOOK["types_or"]) >= {"jupyter", "markdown", "python", "json", "zip"}
    assert shutil.which("sh") is None or HOOK["entry"].startswith("dobotkit publish-check")
