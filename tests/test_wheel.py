"""The wheel is whole: installed in an empty environment, away from here, it opens the lab."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import psutil
import pytest

from dobotkit.escapes.marks import MARK, mark_of, new_run
from tests.browser import RunningLab
from tests.lab.wire import Kernel, ask

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[1]
UV = shutil.which("uv")
FOLDERS = {"dobotkit": "dobotkit", "lessons": "dobotkit/content/lessons"}
FOLDERS["notebooks"] = "dobotkit/content/notebooks"


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, timeout=600)


def _build(folder: Path, *options: str) -> Path:
    installer = ["--installer", "uv"] if UV else []
    _run(sys.executable, "-m", "build", *installer, *options, "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return _build(tmp_path_factory.mktemp("wheel"), "--wheel")


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An empty environment, and the wheel in it."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    what = [wheel, "--constraint", ROOT / "constraints.txt"]
    if UV:
        _run(UV, "venv", "--quiet", "--python", sys.executable, venv)
        _run(UV, "pip", "install", "--quiet", "--python", python, *what)
    else:
        _run(sys.executable, "-m", "venv", venv)
        _run(python, "-m", "pip", "install", "--quiet", *what)
    return venv


def _passes(path: Path) -> bool:
    """What another test tries to write into the kit's folder is there for a moment."""
    return MARK.match(path.name.encode()) is not None


def test_every_file_of_the_kit_is_in_it(wheel):
    contents = _contents(wheel)
    for folder, place in FOLDERS.items():
        files = [
            path
            for path in (ROOT / folder).rglob("*")
            if not _passes(path)
            and path.is_file()
            and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
        ]
        assert files
        for path in files:
            name = f"{place}/{path.relative_to(ROOT / folder).as_posix()}"
            assert contents[name] == path.read_bytes(), name
    assert contents["dobotkit/content/LIMITS.md"] == (ROOT / "LIMITS.md").read_bytes()


def test_what_an_escape_writes_meanwhile_is_not_in_it(tmp_path):
    mark = ROOT / "dobotkit" / f"{mark_of(new_run(), 'kit')}.txt"
    mark.write_text("an escape was here", encoding="utf-8")
    try:
        assert not [name for name in _contents(_build(tmp_path, "--wheel")) if mark.name in name]
    finally:
        mark.unlink()


def test_no_trained_model_is_in_it_nor_in_the_repository(wheel):
    weights = (".onnx", ".tflite", ".pb", ".pt", ".safetensors", ".caffemodel", ".part")
    contents = _contents(wheel)
    assert not [name for name in contents if name.endswith(weights)]
    large = {name: len(content) for name, content in contents.items() if len(content) > 1 << 20}
    assert large == {}
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    assert len(files) > 100
    assert not [name for name in files if name.endswith(weights)]


def test_nothing_else_is_in_it(wheel):
    tops = {name.split("/")[0] for name in _contents(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dobotkit"}


def test_the_source_distribution_gives_the_same_wheel(wheel, tmp_path):
    assert _contents(_build(tmp_path)) == _contents(wheel)


def test_the_lab_of_the_installed_wheel_is_whole(environment, tmp_path):
    command = environment / ("Scripts/dobotkit.exe" if os.name == "nt" else "bin/dobotkit")
    with RunningLab(command=(str(command),), cwd=tmp_path, variables={"PYTHONPATH": ""}) as lab:
        lessons = {entry["name"] for entry in ask(lab, "/api/contents/lessons")["content"]}
        assert lessons == {path.name for path in (ROOT / "lessons").iterdir()}
        notebooks = {entry["name"] for entry in ask(lab, "/api/contents/notebooks")["content"]}
        assert "start_here.ipynb" in notebooks

        kernel = Kernel(lab)
        said = json.loads(
            kernel.run(
                "import dobotkit, json, os\n"
                "arm = dobotkit.Arm()\n"
                "arm.close()\n"
                "temporary = os.environ['TMPDIR']\n"
                "print(json.dumps([dobotkit.__file__, arm.address, temporary]))\n"
            )
        )
        kernel.close()
        children = psutil.Process(lab.process.pid).children(recursive=True)
        assert children
        assert lab.end() == 0

    module, address, temporary = said
    assert Path(module).is_relative_to(environment)
    assert address == "keeper://desk"
    assert not [child for child in children if _runs(child)]
    assert not Path(temporary).parent.exists()


def _runs(process: psutil.Process) -> bool:
    """Who has ended may wait a while until the system takes note of it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
