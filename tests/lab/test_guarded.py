"""The kernels of a lab are behind its guard, whoever asks for one, and work together."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from dobotkit.guard import Tier
from dobotkit.guard.tiers import strongest
from tests.browser import END, RunningLab
from tests.lab.wire import Kernel, ask, request

linux = pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")

PLANTED = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Free",
    "language": "python",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A home folder with a kernel that somebody has installed there."""
    home = tmp_path_factory.mktemp("home")
    for folder in (home / ".local/share/jupyter", home / "Library/Jupyter", home / "jupyter"):
        for name in ("free", "python3"):
            (folder / "kernels" / name).mkdir(parents=True)
            (folder / "kernels" / name / "kernel.json").write_text(
                json.dumps(PLANTED), encoding="utf-8"
            )
    return home


@pytest.fixture(scope="module")
def lab(data):
    variables = {"HOME": str(data), "JUPYTER_PATH": str(data / "jupyter")}
    with RunningLab("--arm", "dobotsim://desk?pace=instant", variables=variables) as running:
        yield running


@pytest.fixture(scope="module")
def pair(lab):
    two = Kernel(lab), Kernel(lab)
    yield two
    for one in two:
        one.close()


@linux
def test_the_window_and_the_notebook_say_the_same_tier(lab, pair):
    words = strongest().tier.words
    assert words in " ".join(lab.said)
    assert words in pair[0].run("from dobotkit import lesson; _ = lesson.start()")


@pytest.mark.parametrize("name", ["free", "../kernels/free", "ir", "python3 "])
def test_no_other_kernel_is_started(lab, pair, name):
    before = len(ask(lab, "/api/kernels"))
    for path, body in (
        ("/api/kernels", {"name": name}),
        (
            "/api/sessions",
            {"path": "a.ipynb", "type": "notebook", "name": "", "kernel": {"name": name}},
        ),
    ):
        status, _ = request(lab, path, method="POST", body=body)
        assert status >= 400
    assert len(ask(lab, "/api/kernels")) == before
    del pair  # these two run


def test_a_planted_kernel_of_our_name_is_not_read(lab):
    specs = ask(lab, "/api/kernelspecs")
    assert list(specs["kernelspecs"]) == ["python3"]
    assert specs["kernelspecs"]["python3"]["spec"]["display_name"] == "Python 3"
    assert specs["kernelspecs"]["python3"]["spec"]["metadata"]["debugger"] is False


@linux
def test_kernels_do_not_see_each_other(pair):
    code = (
        "import os, sys; from pathlib import Path\n"
        "lab = Path(os.environ['TMPDIR']).parent\n"
        "def tried(path):\n"
        "    try: return len(os.listdir(path))\n"
        "    except PermissionError: return 'refused'\n"
        "names = '.', 'config', 'data', 'keeper', 'kernels', 'runtime', 'temp'\n"
        "print([tried(lab / name) for name in names])"
    )
    assert pair[0].run(code).strip() == str(["refused"] * 7)
    pid = pair[1].run("import os; print(os.getpid())").strip()
    assert "PermissionError" in pair[0].run(
        f"try: open('/proc/{pid}/cmdline')\nexcept OSError as error: print(type(error).__name__)"
    )


@linux
def test_the_token_is_out_of_a_kernels_reach(lab, pair):
    said = pair[0].run("print(dict(os.environ), open('/proc/self/cmdline').read())")
    assert lab.token not in said
    assert "DOBOTKIT_SCRATCH" not in said


def test_each_notebook_has_a_way_to_the_keeper_of_its_own(pair):
    code = "from dobotkit import Arm; arm = Arm(); arm.move_to({}, 0, 50); print(arm); arm.close()"
    for one, x in zip(pair, (200, 220), strict=True):
        assert f"x={x}.0" in one.run(code.format(x))


def test_what_a_notebook_writes_beside_itself_is_seen_in_the_file_list(lab, pair):
    pair[0].run("open('seen.txt', 'w').write('x')")
    names = {entry["name"] for entry in ask(lab, "/api/contents")["content"]}
    assert "seen.txt" in names


@linux
@pytest.mark.slow
def test_a_refused_kernel_keeps_no_other_from_ending_in_order():
    with RunningLab() as lab:
        kernel = Kernel(lab)
        scratch = kernel.run("import os; print(os.environ['TMPDIR'])").strip()
        assert request(lab, "/api/kernels", method="POST", body={"name": "free"})[0] >= 400
        assert len(ask(lab, "/api/kernels")) == 1
        kernel.start(
            "import time\nprint('runs', flush=True)\n"
            "try: time.sleep(1000)\nexcept KeyboardInterrupt: print('was asked', flush=True)"
        )
        kernel.wait_for("runs")
        lab.process.send_signal(signal.SIGINT)
        # One that is only killed says nothing more.
        assert kernel.wait_for("was asked")
        kernel.close()
        assert lab.process.wait(END) == 0
    assert not Path(scratch).exists()


@pytest.mark.slow
def test_the_tripwire_stops_ordinary_code_and_says_so():
    with RunningLab("--tier", "0") as lab:
        assert any(Tier.TRIPWIRE.words.startswith(line[:40]) for line in lab.said if line)
        kernel = Kernel(lab)
        said = kernel.run(
            "import urllib.request\n"
            "try: urllib.request.urlopen('http://127.0.0.1:1')\n"
            "except OSError as error: print(error)\n"
            "from dobotkit import guard; print(guard.in_force())"
        )
        kernel.close()
    assert "This notebook has no network, and its guard stopped socket." in said
    assert said.endswith("0\n")
