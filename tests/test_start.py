"""The start script, on a tiny project that needs nothing from the internet.

The project has what start.py looks for (``dobotkit``, ``cv2``, ``ipykernel``
and ``pytest``, which say what they were asked) and a build backend of its
own, so that a real .venv is made and a real pip or uv installs it.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[1] / "start.py"
TOO_LONG = 110
PROGRAM = ("Scripts" if os.name == "nt" else "bin", "dobotkit")
_VERSION = ".".join(platform.python_version_tuple()[:2])
HERE = f"{platform.system()} {platform.machine()} {_VERSION}"

BACKEND = """
import pathlib, time, zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(folder, config_settings=None, metadata_directory=None):
    root = pathlib.Path.cwd()
    if (root / "fail").exists():
        raise RuntimeError("this cannot be built")
    if (root / "slow").exists():
        (root / "building").touch()
        time.sleep(100)
    name = "dobotkit_classroom-0.1-py3-none-any.whl"
    info = "dobotkit_classroom-0.1.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("dobotkit_classroom.pth", str(root / "modules"))
        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: dobotkit-classroom\\n"
            "Version: 0.1\\nProvides-Extra: test\\n")
        wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\n"
            "Root-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "/RECORD", "")
    return name
"""

PROJECT = """
[project]
name = "dobotkit-classroom"
version = "0.1"
[project.optional-dependencies]
test = []
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

MODULES = {
    "cv2.py": "",
    "ipykernel.py": "",
    "dobotkit/__init__.py": "",
    "dobotkit/__main__.py": "import os, sys; print('lab:', sys.argv[1:], os.getcwd())\n"
    "if 'models' in sys.argv and os.path.exists(__file__.replace('__main__.py', 'offline')):\n"
    "    sys.exit('The model yunet was not fetched.\\nIs this computer online?')",
    "pytest.py": "import sys; print('tests:', sys.argv[1:]); sys.exit(3)",
}


class Project:
    """A folder with start.py in it, on a computer with or without uv."""

    def __init__(self, root: Path, *, uv: bool) -> None:
        self.root = root
        shutil.copy(START, root / "start.py")
        (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        (root / "backend.py").write_text(BACKEND, encoding="utf-8")
        (root / "constraints.txt").write_text("", encoding="utf-8")
        for name, code in MODULES.items():
            path = root / "modules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
        self.variables = {
            name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PATH"}
        }
        # Another environment is active in this terminal.
        self.variables["VIRTUAL_ENV"] = str(root / "another")
        self.variables["PATH"] = os.pathsep.join(
            folder
            for folder in os.environ.get("PATH", "").split(os.pathsep)
            if uv or not shutil.which("uv", path=folder)
        )

    def popen(self, *arguments: str, **options: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(self.root / "start.py"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=self.variables,
            **options,
        )

    def start(self, *arguments: str) -> tuple[int, str]:
        with self.popen(*arguments, cwd=self.root.parent) as process:
            said, _ = process.communicate(timeout=TOO_LONG)
        return process.returncode, said


@pytest.fixture
def project(tmp_path):
    # Spaces, an apostrophe and letters that not every encoding has.
    root = tmp_path / "Zoë's kit żółw"
    root.mkdir()
    return Project(root, uv=False)


@pytest.fixture
def start():
    """The start script as a module."""
    spec = importlib.util.spec_from_file_location("start", START)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_first_start_installs_and_the_second_does_not(project):
    status, said = project.start("--port", "8123")
    assert "Making .venv" in said
    assert "Installing" in said
    assert "lab: ['models', 'fetch', '--sys-prefix']" in said
    assert f"lab: ['lab', '--port', '8123'] {project.root.parent}" in said
    assert status == 0

    status, said = project.start("--no-browser")
    assert said.splitlines() == [f"lab: ['lab', '--no-browser'] {project.root.parent}"]
    assert status == 0
    assert not (project.root / "another").exists()


def test_tests_are_one_more_installation_and_their_status_is_passed_on(project):
    project.start()
    status, said = project.start("test", "-k", "arm")
    assert "Making" not in said
    assert "Installing" in said
    # Of two that contradict each other pytest takes the last, here the user's.
    two = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    assert f"tests: {[*two, '-k', 'arm']}" in said
    assert status == 3

    # What the tests needed includes what the lab needs.
    assert "Installing" not in project.start()[1]
    status, said = project.start("test", "--dobot-port=COM3")
    assert said.splitlines() == ["tests: ['--dobot-port=COM3']"]  # one arm, one process


@pytest.mark.slow
def test_models_are_fetched_with_the_kit_and_a_failure_is_one_line(project):
    asked = "lab: ['models', 'fetch', '--sys-prefix']"
    offline = project.root / "modules" / "dobotkit" / "offline"
    offline.touch()
    status, said = project.start()
    assert status == 0
    assert said.count(asked) == 1
    (line,) = (line for line in said.splitlines() if "was not fetched" in line)
    assert line.endswith(f"To try again: {Path('.venv', *PROGRAM)} models fetch")
    assert "Is this computer online?" not in said
    assert "lab: ['lab']" in said

    # A lab starts again without asking; tests need them, and ask.
    assert asked not in project.start()[1]
    assert project.start("test")[1].count(asked) == 1
    offline.unlink()
    assert project.start("test")[1].count(asked) == 1
    for arguments in ((), ("test",)):
        assert asked not in project.start(*arguments)[1]


@pytest.mark.slow
def test_another_list_of_models_is_fetched_into_the_same_environment(project):
    project.start()
    models = project.root / "dobotkit" / "models" / "models.toml"
    models.parent.mkdir(parents=True)
    models.write_text("[another]\n", encoding="utf-8")
    status, said = project.start()
    assert "lab: ['models', 'fetch', '--sys-prefix']" in said
    assert "Installing" not in said
    assert status == 0


@pytest.mark.slow
@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_a_changed_project_is_installed_again_into_the_same_environment(project, file):
    project.start()
    with (project.root / file).open("a", encoding="utf-8") as more:
        more.write("\n# changed\n")
    status, said = project.start()
    assert "Making" not in said
    assert "Installing" in said
    assert status == 0


@pytest.mark.slow
def test_a_half_made_environment_is_made_again(project):
    project.start()
    (project.root / ".venv" / "dobotkit-stamp").unlink()
    assert "Making" in project.start()[1]


@pytest.mark.slow
def test_a_broken_environment_is_made_again(project):
    project.start()
    for path in (project.root / ".venv").rglob("dobotkit_classroom.pth"):
        path.unlink()
    status, said = project.start()
    assert "Making" in said
    assert status == 0


@pytest.mark.slow
def test_a_folder_that_was_moved_gets_a_new_environment(project):
    project.start()
    project.root = project.root.rename(project.root.with_name("moved"))
    status, said = project.start()
    assert "Making" in said
    assert status == 0


@pytest.mark.slow
def test_a_failed_installation_shows_why_and_is_not_taken_for_done(project):
    (project.root / "fail").touch()
    status, said = project.start()
    assert status == 1
    assert "this cannot be built" in said
    assert "HTTPS_PROXY" in said.splitlines()[-1]
    assert said.splitlines()[-2] == "The kit could not be set up: the lines above say why."
    assert not (project.root / ".venv" / "dobotkit-stamp").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C to a process group")
def test_ctrl_c_ends_quietly(project):
    (project.root / "slow").touch()
    with project.popen(start_new_session=True) as process:
        deadline = time.monotonic() + TOO_LONG
        while not (project.root / "building").exists():
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=TOO_LONG)
    assert process.returncode == 1
    assert said.endswith("\nStopped.\n")
    assert "Traceback" not in said


@pytest.mark.slow
def test_uv_is_used_where_it_is(project):
    if shutil.which("uv") is None:
        pytest.skip("there is no uv on this computer")
    with_uv = Project(project.root, uv=True)
    status, said = with_uv.start("--port", "8123")
    assert status == 0
    assert "lab: ['lab', '--port', '8123']" in said
    made_by = (project.root / ".venv" / "pyvenv.cfg").read_text(encoding="utf-8")
    assert "uv = " in made_by
    assert with_uv.start()[1].splitlines() == [f"lab: ['lab'] {project.root.parent}"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="libraries of the system, as Linux has them")
@pytest.mark.parametrize("root", [True, False])
def test_a_missing_system_library_is_installed_or_the_line_to_type_is_shown(project, root):
    # An OpenCV that lacks a library until apt-get, a small one of our own, has brought it.
    library = project.root / "libGL.so.1"
    missing = "libGL.so.1: cannot open shared object file: No such file or directory"
    (project.root / "modules" / "cv2.py").write_text(
        f"import pathlib\nif not pathlib.Path({str(library)!r}).exists():\n"
        f"    raise ImportError({missing!r})\n",
        encoding="utf-8",
    )
    tools = project.root / "tools"
    tools.mkdir()
    (tools / "apt-get").write_text(
        f'#!/bin/sh\nout="{project.root}"\necho "$@" >> "$out/asked"\n'
        'case "$*" in *"install -y libgl1"*) touch "$out/libGL.so.1";; esac\n',
        encoding="utf-8",
    )
    (tools / "apt-get").chmod(0o755)
    project.variables["PATH"] = f"{tools}{os.pathsep}{project.variables['PATH']}"
    # Who runs this is decided here and not by who runs the tests.
    script = project.root / "start.py"
    code = script.read_text(encoding="utf-8")
    user = f"os.geteuid = lambda: {0 if root else 1000}\n"
    script.write_text(code.replace("ROOT = Path", user + "ROOT = Path", 1), encoding="utf-8")

    status, said = project.start()
    if root:
        asked = (project.root / "asked").read_text(encoding="utf-8").splitlines()
        assert asked == ["-qq update", "install -y libgl1 libglib2.0-0"]
        assert "lab: ['lab']" in said
        assert status == 0
    else:
        assert not (project.root / "asked").exists()
        assert said.splitlines()[-1] == "sudo apt-get install -y libgl1 libglib2.0-0"
        assert status == 1
        # The line was typed: the next start has nothing to install again.
        library.touch()
        said = project.start()[1].splitlines()
        assert [line.partition("]")[0] for line in said] == [
            "lab: ['models', 'fetch', '--sys-prefix'",
            "lab: ['lab'",
        ]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (None, "was not made by dobotkit bundle"),
        ("damaged", "was not made by dobotkit bundle"),
        ('{"for": []}', "is for nothing, for it was not finished"),
        ('{"for": ["Amiga m68k 3.12", "Amiga m68k 3.13"]}', "is for Amiga m68k 3.12 and Amiga"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused_before_anything_is_made(project, note, reason):
    folder = project.root / "stick"
    folder.mkdir()
    if note:
        (folder / "bundle.json").write_text(note, encoding="utf-8")
    status, said = project.start("--no-browser", "--from", str(folder))
    what, advice = said.splitlines()
    assert what.startswith(f"{folder} {reason}")
    assert advice.endswith("dobotkit bundle --help")
    assert status == 1
    assert not (project.root / ".venv").exists()


def test_a_start_script_without_its_folder_says_so(project):
    (project.root / "pyproject.toml").unlink()
    (project.root / "constraints.txt").unlink()
    status, said = project.start()
    assert said.splitlines()[0] == f"{project.root} was not made by dobotkit bundle."
    assert status == 1


@pytest.mark.slow
def test_a_bundle_is_installed_where_it_lies_and_made_anew_when_it_changes(project):
    # The project's own backend makes the wheel, which is then all there is.
    code = "import backend, sys; backend.build_editable(sys.argv[1])"
    wheels = project.root / "wheels"
    wheels.mkdir()
    subprocess.run([sys.executable, "-c", code, wheels], cwd=project.root, check=True)
    (project.root / "pyproject.toml").unlink()
    note = {"kit": "one", "for": [HERE]}
    (project.root / "bundle.json").write_text(json.dumps(note), encoding="utf-8")
    status, said = project.start("--no-browser")
    assert "Making .venv" in said
    assert (
        f"['models', 'fetch', '--sys-prefix', '--from', {str(project.root / 'models')!r}]" in said
    )
    assert f"lab: ['lab', '--no-browser'] {project.root.parent}" in said
    assert status == 0
    assert "Making" not in project.start()[1]

    (project.root / "bundle.json").write_text(json.dumps({**note, "kit": "two"}), encoding="utf-8")
    assert "Making .venv" in project.start()[1]


@pytest.mark.slow
def test_a_bundle_that_lacks_a_wheel_is_copied_again(project):
    (project.root / "pyproject.toml").unlink()
    (project.root / "bundle.json").write_text(json.dumps({"for": [HERE]}), encoding="utf-8")
    status, said = project.start()
    assert status == 1
    assert said.splitlines()[-1] == "Is the folder whole? Copy it here again, and then start again."


@pytest.mark.skipif(os.name == "nt", reason="Debian takes Python apart, Windows does not")
def test_a_python_without_venv_names_the_package_that_is_missing(start, monkeypatch, tmp_path):
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "UV", None)
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        start.make_environment()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert str(ended.value).endswith(f"\nsudo apt-get install -y python{version}-venv")


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 15, 0)])
def test_another_python_is_told_in_two_lines(version):
    code = f"import runpy, sys\nsys.version_info = {version}\nrunpy.run_path({str(START)!r})\n"
    tried = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=TOO_LONG,
        check=False,
    )
    assert tried.returncode == 1
    what, advice = tried.stderr.splitlines()
    assert f"This is Python 3.{version[1]};" in what
    assert "start.py" in advice


def test_a_python_3_6_can_read_it():
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_pins_are_names_and_versions_only():
    lines = (START.parent / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    for line in lines:
        requirement, _, marker = line.partition(" ; ")
        name, _, version = requirement.partition("==")
        assert name.replace("-", "").replace(".", "").isalnum(), line
        assert version.replace(".", "").isalnum(), line
        assert "://" not in marker
