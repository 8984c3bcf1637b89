"""Binder: what it would build, and its steps one after the other in an empty environment.

Docker is not needed. Two things differ from Binder: the packages of its base
image come from the package index here, and the libraries of apt.txt are those
of this computer.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from dobotkit.guard.tiers import strongest
from dobotkit.lab.settings import SETTINGS_ANYWHERE
from dobotkit.models import MODELS
from tests.browser import END, START, open_notebook, outputs, run_all_cells
from tests.lab.wire import Kernel, ask, request

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / "binder"
# What the base image of Binder brings for Python 3.11.
BASE = ("jupyterlab==4.4.*", "notebook==7.4.*")
TOKEN = "open-sesame"  # noqa: S105 - opens nothing but the server of this test

linux = pytest.mark.skipif(sys.platform != "linux", reason="Binder runs on Linux")


def _lines(name: str) -> list[str]:
    lines = (BINDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_asks_for_the_same_packages_as_the_kit():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert _lines("requirements.txt") == project["dependencies"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_scripts_can_be_run(name):
    assert os.access(BINDER / name, os.X_OK)


@pytest.fixture(scope="module")
def dockerfile():
    """What repo2docker makes of this checkout."""
    rendered = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", ROOT],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return rendered.stdout + rendered.stderr


@linux
@pytest.mark.slow
class TestDockerfile:
    def test_base_is_ubuntu_24_04_with_python_3_11(self, dockerfile):
        # The names in apt.txt are those of 24.04.
        assert re.search(r"^FROM \S*buildpack-deps:24\.04$", dockerfile, re.MULTILINE)
        assert "Building conda environment for python=3.11" in dockerfile

    def test_system_packages_are_installed(self, dockerfile):
        assert f"--no-install-recommends {' '.join(_lines('apt.txt'))} " in dockerfile

    def test_packages_come_before_the_lessons_so_that_their_layer_is_kept(self, dockerfile):
        install = dockerfile.index('-r "binder/requirements.txt"')
        copy = dockerfile.index(" src/ ${REPO_DIR}/")
        build = dockerfile.index("RUN ./binder/postBuild")
        assert install < copy < build

    def test_every_server_goes_through_start(self, dockerfile):
        assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile


class BuiltImage:
    """The steps of the Dockerfile that are ours, done on this computer.

    Attributes
    ----------
    repository:
        The copy of the checkout, which is the home folder as well, as on Binder.
    prefix:
        The environment with the packages.
    """

    def __init__(self, folder: Path) -> None:
        self.repository, self.prefix = folder / "jovyan", folder / "notebook"
        ignored = shutil.ignore_patterns(".*", "__pycache__", "tests", "benchmarks")
        shutil.copytree(ROOT, self.repository, ignore=ignored)
        subprocess.run([sys.executable, "-m", "venv", self.prefix], check=True, timeout=120)
        self.run("pip", "install", "--quiet", "--no-compile", *BASE, "nbval", "-r", _REQUIREMENTS)
        self.said = self.run("binder/postBuild")

    @property
    def variables(self) -> dict[str, str]:
        foreign = ("JUPYTER", "PYTHON", "DOBOTKIT", "BINDER", "IPYTHON", "VIRTUAL_ENV")
        ours = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        path = f"{self.prefix / 'bin'}{os.pathsep}{ours['PATH']}"
        # What a visitor leaves goes with the container, here with the folder of the test.
        temporary = self.repository.parent / "tmp"
        temporary.mkdir(exist_ok=True)
        return {**ours, "PATH": path, "HOME": str(self.repository), "TMPDIR": str(temporary)}

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=self.repository,
            env=self.variables,
        )

    def run(self, *command: str) -> str:
        with self.start(*command) as process:
            said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return said


_REQUIREMENTS = "binder/requirements.txt"


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return BuiltImage(tmp_path_factory.mktemp("binder"))


class BinderServer:
    """The server as Binder starts it for a visitor: its port, its token, through binder/start."""

    def __init__(self, image: BuiltImage) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.root = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.token, self.address = TOKEN, f"{self.root}/lab?token={TOKEN}"
        self._process = image.start(
            *("binder/start", "jupyter", "notebook", "--no-browser", "--allow-root"),
            *("--ip", "127.0.0.1", "--port", self.root.rpartition(":")[2]),
            f"--IdentityProvider.token={TOKEN}",
        )
        deadline = time.monotonic() + START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("no server:\n" + self.end())
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return request(self, "/api/status")[0] == 200
        except OSError:
            return False

    def address_of(self, path: str) -> str:
        return f"{self.root}/lab/tree/{path}?token={self.token}"

    def end(self) -> str:
        """End the server; return what it said."""
        self._process.terminate()
        try:
            return self._process.communicate(timeout=END)[0]
        finally:
            self._process.kill()


@pytest.fixture(scope="module")
def server(image):
    server = BinderServer(image)
    yield server
    # A kernel that is ended in the middle of something may complain about that.
    said = server.end().partition("received signal")[0]
    assert "not recognized" not in said
    assert "Traceback" not in said


@linux
@pytest.mark.slow
@pytest.mark.timeout(900)
class TestSteps:
    def test_settings_are_written_into_the_environment(self, image):
        for name in SETTINGS_ANYWHERE:
            assert f"Written: {image.prefix / name}" in image.said

    def test_models_are_beside_the_python_of_all_visitors(self, image):
        there = image.prefix / "share" / "dobotkit" / "models"
        assert {path.name for path in there.iterdir()} == {one.file for one in MODELS.values()}
        assert "asking" in image.said or "copied" in image.said

    def test_first_lesson_passes(self, image):
        said = image.run(
            # Without waiting for the arm; below, it moves as Binder's visitors see it.
            *("binder/start", "env", "DOBOTKIT_PORT=keeper://desk?pace=instant"),
            *("python", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", os.devnull, "--rootdir", "lessons", "--nbval-lax", "--nbval-current-env"),
            *("--nbval-cell-timeout=60", "lessons/01_hello_arm/lesson.ipynb"),
        )
        assert re.search(r"^\d+ passed", said, re.MULTILINE), said

    def test_address_and_token_stay_those_of_binder_and_the_work_is_a_copy(self, server, image):
        assert request(server, "/api/contents", token="")[0] == 403
        names = {entry["name"] for entry in ask(server, "/api/contents")["content"]}
        assert names == {"lessons", "notebooks"}
        kernel = Kernel(server)
        kernel.run("from pathlib import Path; Path('of_a_cell.txt').write_text('x')")
        kernel.close()
        names = {entry["name"] for entry in ask(server, "/api/contents")["content"]}
        assert "of_a_cell.txt" in names
        assert not list(image.repository.rglob("of_a_cell.txt"))

    def test_what_a_cell_showed_is_not_saved(self, server):
        path = "/api/contents/notebooks/start_here.ipynb"
        notebook = ask(server, path)["content"]
        cell = {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": 1}
        output = {"output_type": "stream", "name": "stdout", "text": "shown to nobody else"}
        notebook["cells"].append({**cell, "outputs": [output], "id": "one"})
        body = {"type": "notebook", "content": notebook}
        assert request(server, path, method="PUT", body=body)[0] == 200
        _, saved = request(server, "/files/notebooks/start_here.ipynb")
        assert "shown to nobody else" not in saved

    def test_the_lab_s_own_settings_are_in_force(self, server):
        assert request(server, "/api/terminals")[0] == 404
        assert request(server, "/lsp/status")[0] == 404
        plugins = {plugin["id"]: plugin for plugin in ask(server, "/lab/api/settings")["settings"]}
        for plugin, values in SETTINGS_ANYWHERE[
            "etc/jupyter/labconfig/default_setting_overrides.json"
        ].items():
            properties = plugins[plugin]["schema"]["properties"]
            assert {name: properties[name]["default"] for name in values} == values

    def test_a_kernel_is_private_knows_its_arm_and_says_where_it_is(self, server, image):
        kernel = Kernel(server)
        said = kernel.run(
            "import json, os\n"
            "import dobotkit, jupyterlab, sys\n"
            "dobotkit.lesson.start()\n"
            "shell = get_ipython()\n"
            "print(json.dumps([jupyterlab.__version__, sys.prefix,\n"
            "    os.environ['DOBOTKIT_PORT'], shell.history_manager.enabled, shell.cache_size,\n"
            "    'store' in shell.magics_manager.magics['line']]))\n"
        )
        kernel.close()
        *told, report = said.splitlines()
        assert told[0].startswith("This runs on a server of Binder, not on your computer.")
        assert told[1] == "This lab is in school mode."
        assert told[2] == strongest().tier.words
        version, prefix, *rest = json.loads(report)
        assert version.startswith("4.4.")
        assert prefix == str(image.prefix)
        assert rest == ["keeper://desk", False, 0, False]

    @pytest.mark.browser
    def test_first_page_says_where_it_runs_and_asks_nothing(self, server, page):
        open_notebook(page, server, "notebooks/start_here.ipynb")
        assert page.locator(".Toastify__toast").count() == 0
        run_all_cells(page)
        assert outputs(page)[0].startswith("This runs on a server of Binder")

    def test_no_history_is_left(self, server, image):
        kernel = Kernel(server)
        kernel.run("planted = 'a line of code'")
        kernel.close()
        assert not list(image.repository.rglob("history.sqlite"))
