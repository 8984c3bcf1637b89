"""A lab that somebody works in for a day, and what is on this computer's disk before and after."""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path

import pytest

from dobotkit.guard.tiers import Tier, strongest
from dobotkit.keeper.code import code_file, set_code
from dobotkit.temporary import TemporaryFolder
from tests.browser import RunningLab
from tests.keeper.keepers_page import KeepersPage
from tests.lab.wire import Kernel, ask, request

ROOT = Path(__file__).resolve().parents[2]
PICTURE = base64.b64encode(bytes(range(256)) * 4).decode()


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A user's folders before the lab starts, each with something in it."""
    base = tmp_path_factory.mktemp("computer")
    names = ("home", "temporary", "config", "cache", "data", "state", "roaming")
    for name in names:
        (base / name).mkdir()
        (base / name / "mine.txt").write_text("mine")
    return {name: base / name for name in names}


@pytest.fixture(scope="module")
def variables(places):
    return {
        "HOME": str(places["home"]),
        "USERPROFILE": str(places["home"]),
        "APPDATA": str(places["roaming"]),
        "LOCALAPPDATA": str(places["roaming"]),
        "XDG_CONFIG_HOME": str(places["config"]),
        "XDG_CACHE_HOME": str(places["cache"]),
        "XDG_DATA_HOME": str(places["data"]),
        "XDG_STATE_HOME": str(places["state"]),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(places["temporary"])),
    }


def on_disk(places):
    """All files and folders of these, and of those that the lab copies."""
    return {
        path: path.stat().st_mtime_ns if path.is_file() else "folder"
        for folder in (*places.values(), ROOT / "lessons", ROOT / "notebooks")
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


def put(lab, path, content, **more):
    model = {"type": "notebook", "format": "json", "content": content, **more}
    return request(lab, f"/api/contents/{path}", method="PUT", body=model)


def seen(notebook, code):
    """The notebook as a page has it when this cell was run, with a picture below it."""
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PICTURE}}
    notebook["cells"][-1] |= {"cell_type": "code", "source": code, "outputs": [output]}
    notebook["cells"][-1]["execution_count"] = 5
    return notebook


WORK = """
import os, tempfile
from pathlib import Path
import cv2, ipywidgets, numpy
from dobotkit import Arm, lesson, show
arm = Arm()
show(arm)
arm.close()
ipywidgets.Text("Mwajuma")
cv2.imwrite("picture.png", numpy.zeros((9, 9, 3), numpy.uint8))
Path(tempfile.mkdtemp(), "kept.txt").write_text("Mwajuma")
Path.home().joinpath(".note").write_text("Mwajuma")
print(get_ipython().history_manager.enabled)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the settings folder is moved with XDG")
def test_after_a_day_of_lessons_the_disk_holds_the_desk_and_nothing_else_that_is_new(
    places, variables
):
    code = places["config"] / "dobotkit" / code_file().name
    set_code("open sesame", code)
    before = on_disk(places)
    with RunningLab(variables=variables) as lab:
        scratch = Path(ask_scratch(lab))
        for entry in ask(lab, "/api/contents/lessons")["content"][:2]:
            path = f"{entry['path']}/lesson.ipynb"
            kernel = Kernel(lab)
            assert "False" in kernel.run(WORK)
            notebook = ask(lab, f"/api/contents/{path}")["content"]
            for _ in range(2):  # saved, and saved again
                assert put(lab, path, seen(notebook, WORK))[0] == 200
                request(lab, f"/api/contents/{path}/checkpoints", method="POST")
            body = {"path": f"{entry['path']}/mine.ipynb"}
            assert request(lab, f"/api/contents/{path}", method="PATCH", body=body)[0] == 200
            request(lab, f"/api/contents/{body['path']}", method="DELETE")
            kernel.start("import os; os.kill(os.getpid(), 9)")
            kernel.close()
        for path in ("/lab", "/lab/api/settings", "/lab/api/workspaces"):
            assert request(lab, path)[0] == 200
        # The teacher sets up the desk, on the keeper's page.
        lab.type("page", "file://")
        page = KeepersPage(next(line for line in lab.said if line.startswith("file://")))
        form = page.ask("/desk")["form"]
        page.ask("/desk/save", desk={**form, "speed": "90"}, code="open sesame")
        assert lab.end() == 0
    after = on_disk(places)
    assert after.pop(code.with_name("desk.toml"))
    assert after == before
    assert not list(scratch.parent.glob(f"{scratch.name}*"))  # nor its lock


@pytest.fixture(scope="module")
def lab(places, variables):
    """A lab that starts where one was killed, and another one goes on."""
    dead = places["temporary"] / "dobotkit-0a1b2c3d"
    dead.mkdir()
    dead.with_name(f"{dead.name}.lock").touch()
    with TemporaryFolder(places["temporary"]), RunningLab(variables=variables) as running:
        yield running


def test_it_deletes_what_a_killed_lab_has_left_says_so_and_touches_no_live_one(lab, places):
    # More than one, where others on this computer were killed as well.
    assert any(" did not end properly: what " in line for line in lab.said)
    left = [path for path in places["temporary"].glob("dobotkit-*") if path.is_dir()]
    assert len(left) == 1
    assert left[0].name != "dobotkit-0a1b2c3d"


def test_the_server_saves_no_picture_and_says_why_it_saves_no_such_file(lab):
    path = "notebooks/start_here.ipynb"
    notebook = ask(lab, f"/api/contents/{path}")["content"]
    status, _ = put(lab, path, seen(notebook, "x = 1"))
    assert status == 200
    _, saved = request(lab, f"/files/{path}")
    assert "x = 1" in saved
    assert PICTURE not in saved
    status, said = put(lab, "notebooks/a.ipynb", "no notebook", type="file", format="text")
    assert status == 400
    assert json.loads(said)["message"].startswith("This was not saved. It is no notebook")


def test_it_keeps_no_second_copy_and_offers_none(lab):
    path = "/api/contents/notebooks/start_here.ipynb/checkpoints"
    assert request(lab, path, method="POST")[0] == 201
    assert ask(lab, path) == []
    status, said = request(lab, f"{path}/none", method="POST")
    assert (status, "keeps none" in said) == (404, True)


def test_it_exports_nothing(lab):
    assert ask(lab, "/api/nbconvert") == {}
    for path in ("/nbconvert/html/notebooks/start_here.ipynb", "/nbconvert/script"):
        status, said = request(lab, path, method="POST" if path.endswith("t") else "GET")
        assert (status, "switched off" in said) == (404, True)
    assert request(lab, "/nbconvert/html/a.ipynb", token="")[0] in {302, 403}


def test_no_page_makes_it_fetch_or_change_jupyterlab_itself(lab):
    """A build asks npm's registry, and what is switched off stays so after the lab."""
    assert ask(lab, "/lab/api/build")["status"] == "stable"
    assert ask(lab, "/lab/api/extensions") == []
    assert ask(lab, "/lab/api/plugins")["allLocked"]
    for path in ("build", "extensions", "plugins"):
        status, said = request(lab, f"/lab/api/{path}", method="POST")
        assert (status, "Nothing has been changed" in said) == (404, True)
        assert request(lab, f"/lab/api/{path}", method="POST", token="")[0] in {302, 403}


@pytest.mark.skipif(os.name == "nt", reason="on Windows links need special rights")
def test_no_link_leads_out_of_the_work_of_a_lab(lab, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    work = Path(ask_scratch(lab)) / "work" / "notebooks"
    (work / "link.txt").symlink_to(secret)
    (work / "all").symlink_to(tmp_path)
    for path in ("link.txt", "all/secret.txt"):
        for start in ("/api/contents", "/files"):
            status, said = request(lab, f"{start}/notebooks/{path}")
            assert (status, "secret" in said.replace("secret.txt", "")) == (404, False)
    names = {one["name"] for one in ask(lab, "/api/contents/notebooks")["content"]}
    assert not names & {"link.txt", "all"}


def ask_scratch(lab):
    """The folder of a lab, as the server's command line names it."""
    import psutil  # noqa: PLC0415 - here only

    for child in psutil.Process(lab.process.pid).children():
        if "dobotkit.lab.tethered" in child.cmdline():
            return child.cmdline()[-1]
    raise LookupError


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux shows limits of others")
def test_server_and_command_write_no_core_dumps_and_show_nobody_their_memory(lab):
    import psutil  # noqa: PLC0415 - here only

    for one in (psutil.Process(lab.process.pid), *psutil.Process(lab.process.pid).children()):
        limits = Path(f"/proc/{one.pid}/limits").read_text()
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]
        # What is not dumpable belongs to root; and what root starts does already.
        assert Path(f"/proc/{one.pid}/mem").stat().st_uid == 0


def test_memory_that_is_let_go_of_is_wiped_in_server_and_kernels(lab):
    kernel = Kernel(lab)
    said = kernel.run("import os; print(os.environ['MALLOC_PERTURB_'])")
    kernel.close()
    assert said.strip() == "165"


LOOKS = """
import pathlib
for path in {paths!r}:
    try:
        list(pathlib.Path(path).iterdir()) if path.endswith("/") else open(path, "rb").read()
        print("read", path)
    except OSError:
        pass
print("looked")
"""


def test_pass_keys_and_log_lie_where_no_notebook_can_read_them(lab):
    if strongest().tier is Tier.TRIPWIRE:
        pytest.skip("tier 0 hides no file")
    scratch = Path(ask_scratch(lab))
    secret = [path for path in scratch.rglob("*") if path.is_file() and names_it(lab, path)]
    assert {path.parent.name for path in secret} >= {"config", "runtime"}
    paths = [str(path) for path in secret] + [f"{scratch}.lock", str(scratch / "server.log")]
    paths += [f"{scratch / name}/" for name in ("config", "runtime", "keeper", "temp")]
    kernel = Kernel(lab)
    said = kernel.run(LOOKS.format(paths=paths))
    kernel.close()
    assert said.split() == ["looked"]


def names_it(lab, path) -> bool:
    return lab.token.encode() in path.read_bytes()
