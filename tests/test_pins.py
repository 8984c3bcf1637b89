"""No package that is known to be bad comes in: not by a pin, a requirement or an installation."""

from __future__ import annotations

import importlib.metadata
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
BAD = {
    Requirement(one["requirement"]): one["why"]
    for one in tomllib.loads((ROOT / "tests/data/bad_pins.toml").read_text("utf-8"))["bad"]
}
LATEST = "99999"


def _bad_among(requirements: Iterable[str]) -> list[str]:
    """Say which requirements let a bad version in; markers do not excuse them."""
    found = []
    for text in requirements:
        asked = Requirement(text)
        for bad, why in BAD.items():
            if canonicalize_name(asked.name) != canonicalize_name(bad.name):
                continue
            # Ranges meet at one of their ends, or nowhere; just above an end counts too.
            ends = [one.version.rstrip(".*") for one in (*asked.specifier, *bad.specifier)]
            tries = [LATEST, *ends, *(f"{end}.1" for end in ends)]
            if any(one in asked.specifier and one in bad.specifier for one in tries):
                found.append(f"{text}: {why}")
    return found


def test_no_pin_is_bad():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert _bad_among(pins) == []


def test_no_requirement_lets_a_bad_one_in():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    assert project["dependencies"]
    assert _bad_among([*project["dependencies"], *extras]) == []


def test_nothing_bad_is_installed():
    here = [
        f"{one.metadata['Name']}=={one.version.partition('+')[0]}"
        for one in importlib.metadata.distributions()
        if one.metadata["Name"]
    ]
    assert any(line.startswith("jupyterlab==") for line in here)
    assert _bad_among(here) == []


@pytest.mark.parametrize(
    "requirement",
    [
        "onnxruntime",
        "onnxruntime==1.29.0",
        "onnxruntime>=1.20,<1.30 ; sys_platform == 'win32'",
        "MediaPipe==0.10.22",
        "mediapipe>0.10.21",
        "OpenCV_Python.Headless==5.0.0.93",
        "presidio-analyzer[server]",
    ],
)
def test_a_bad_one_is_found(requirement):
    assert len(_bad_among([requirement])) == 1


@pytest.mark.parametrize(
    "requirement", ["onnxruntime<1.29", "mediapipe==0.10.21", "opencv-python>=5,<6"]
)
def test_a_good_one_is_not_taken_for_bad(requirement):
    assert _bad_among([requirement]) == []
