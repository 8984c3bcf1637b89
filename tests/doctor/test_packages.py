"""Packages that are missing, too old, doubled, or somebody else's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import dobotkit
from dobotkit.doctor.packages import (
    check_content,
    check_kit,
    check_namesake,
    check_needs,
    check_opencv_twins,
    installed_on,
    needs_of,
)
from dobotkit.doctor.python import check_python

PACKAGE = Path(dobotkit.__file__).parent


@pytest.fixture
def kit(tmp_path) -> Path:
    """A checkout of its own, to be damaged."""
    for name in ("lessons", "notebooks"):
        shutil.copytree(PACKAGE.parent / name, tmp_path / "kit" / name)
    shutil.copy(PACKAGE.parent / "pyproject.toml", tmp_path / "kit")
    package = tmp_path / "kit" / "dobotkit"
    package.mkdir()
    return package


@pytest.mark.parametrize(
    ("version", "bits", "implementation", "state", "says"),
    [
        ((3, 11, 0), 64, "CPython", "good", "3.11.0, 64 bit"),
        ((3, 14, 2), 64, "CPython", "good", "3.14.2"),
        ((3, 10, 9), 64, "CPython", "bad", "3.11 or newer"),
        ((3, 15, 0), 64, "CPython", "warning", "3.11 to 3.14"),
        ((3, 12, 1), 32, "CPython", "warning", "32 bit"),
        ((3, 11, 9), 64, "PyPy", "warning", "PyPy"),
    ],
)
def test_python(version, bits, implementation, state, says):
    finding = check_python(version, bits=bits, implementation=implementation)
    assert finding.state == state
    assert says in f"{finding.what} {finding.why}"
    assert bool(finding.advice) == (state != "good")


def test_a_kit_that_is_not_installed(site):
    finding = check_kit(installed_on([str(site)]), PACKAGE)
    assert finding.state == "warning"
    assert "not installed" in finding.what
    assert "start.py" in finding.advice


def test_an_editable_kit(site, install, kit):
    origin = {"url": kit.parent.as_uri(), "dir_info": {"editable": True}}
    install("dobotkit-classroom", "0.1.0", direct_url__json=json.dumps(origin))
    finding = check_kit(installed_on([str(site)]), kit)
    assert (finding.state, finding.what) == (
        "good",
        "dobotkit-classroom 0.1.0 (editable, from a folder).",
    )


def test_a_kit_in_a_wheel_and_one_that_a_virus_scanner_visited(site, install):
    files = ("dobotkit/__init__.py", "dobotkit/arm/wire.py")
    install("dobotkit-classroom", "0.1.0", files=files)
    assert "from a wheel" in check_kit(installed_on([str(site)]), site / "dobotkit").what

    (site / "dobotkit" / "arm" / "wire.py").unlink()
    finding = check_kit(installed_on([str(site)]), site / "dobotkit")
    assert finding.state == "bad"
    assert "1 file of it gone, for example dobotkit/arm/wire.py" in finding.what
    assert "virus scanner" in finding.why


def test_a_kit_that_another_package_has_overwritten(site, install):
    info = install("dobotkit-classroom", "0.1.0", files=("dobotkit/__init__.py",))
    # The digest of an empty file, in the alphabet of RECORD.
    digest = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    (info / "RECORD").write_text(f"dobotkit/__init__.py,{digest},0\n")
    assert check_kit(installed_on([str(site)]), site / "dobotkit").state == "good"

    (site / "dobotkit" / "__init__.py").write_text("from .magician import Magician\n")
    finding = check_kit(installed_on([str(site)]), site / "dobotkit")
    assert finding.state == "warning"
    assert "1 file of it changed since it was installed, for example dobotkit/" in finding.what
    assert "overwritten" in finding.why


def test_another_kit_in_use_than_the_one_installed(site, install):
    install("dobotkit-classroom", "0.1.0", files=("dobotkit/__init__.py",))
    finding = check_kit(installed_on([str(site)]), PACKAGE)
    assert finding.state == "warning"
    assert "another one" in finding.what
    assert "PYTHONPATH" in finding.advice


def test_lessons_of_this_kit_are_whole():
    finding = check_content(PACKAGE)
    assert finding.state == "good"
    assert "lesson" in finding.what


@pytest.mark.parametrize(
    "lost",
    [
        "lessons/01_hello_arm/lesson.ipynb",
        "lessons/01_hello_arm/lesson.toml",
        "notebooks/start_here.ipynb",
    ],
)
def test_a_lesson_that_is_lost_or_cut_short(kit, lost):
    assert check_content(kit).state == "good"
    file = kit.parent / lost
    file.write_bytes(file.read_bytes()[:40])
    damaged = check_content(kit)
    file.unlink()
    for finding in (damaged, check_content(kit)):
        assert finding.state == "bad"
        assert lost in finding.what


def test_no_lessons_at_all(kit):
    shutil.rmtree(kit.parent / "lessons")
    finding = check_content(kit)
    assert finding.state == "bad"
    assert "missing" in finding.what


def test_needs_come_from_the_metadata_or_from_the_checkout(site, install, kit):
    assert any("jupyterlab" in need for need in needs_of(installed_on([str(site)]), kit))
    install("dobotkit-classroom", "0.1.0", "one>=1")
    assert needs_of(installed_on([str(site)]), kit) == ["one>=1"]


def test_needs_that_are_met_down_to_the_last(site, install):
    install("One", "1.5", "two_b>=2; python_version > '3'", 'never>=1; sys_platform == "amiga"')
    install("two.b", "2.0", 'dear; extra == "gold"')
    finding = check_needs(installed_on([str(site)]), ["one>=1"])
    assert (finding.state, finding.what) == ("good", "2 packages, all in fitting versions.")


def test_a_need_too_old_and_one_that_is_missing(site, install):
    install("one", "1.5", "two[gold]>=2")
    install("two", "1.0", 'dear; extra == "gold"')
    finding = check_needs(installed_on([str(site)]), ["one>=1"])
    assert finding.state == "bad"
    assert "two is 1.0, one needs >=2" in finding.what
    assert "dear is missing (two needs it)" in finding.what
    assert finding.advice


def test_the_other_project_of_that_name(site, install):
    assert check_namesake(installed_on([str(site)])).state == "good"
    install("dobotkit", "0.2.0")
    finding = check_namesake(installed_on([str(site)]))
    assert finding.state == "bad"
    assert "dobotkit 0.2.0" in finding.what
    assert "dobotkit-classroom" in finding.why
    assert "pip uninstall dobotkit " in finding.advice


@pytest.mark.parametrize(("version", "state"), [("5.0.0.93", "warning"), ("4.10.0.84", "bad")])
@pytest.mark.parametrize("twin", ["opencv-python-headless", "opencv-contrib-python"])
def test_two_builds_of_opencv(site, install, twin, version, state):
    install("opencv-python", "5.0.0.93")
    assert check_opencv_twins(installed_on([str(site)])).state == "good"
    install(twin, version)
    finding = check_opencv_twins(installed_on([str(site)]))
    assert finding.state == state
    assert f"{twin} {version}" in finding.what
    assert f"pip uninstall opencv-python {twin} " in finding.advice
