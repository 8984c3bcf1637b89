"""Models are found, and what comes out is what the list says, or nothing."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dobotkit.errors import DobotKitError, ModelBroken, ModelMissing
from dobotkit.models import MODELS, find, is_there, load
from dobotkit.models.finding import of_this_python, places
from dobotkit.models.registry import Wheel
from dobotkit.opencv import cv2

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def whole():
    """The files of the models as they were published, or words on how to get them."""
    found = {name: find(name) for name in MODELS}
    missing = sorted(name for name, path in found.items() if path is None)
    if missing:
        pytest.fail(f"The tests need the models {missing}: python -m dobotkit models fetch")
    return {name: path.read_bytes() for name, path in found.items()}


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """Three empty folders in place of the real ones: named, of this Python, of this user."""
    folders = [tmp_path / name for name in ("named", "python", "user")]
    monkeypatch.setenv("DOBOTKIT_MODELS", str(folders[0]))
    monkeypatch.setattr(sys, "prefix", str(folders[1]))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: folders[2])
    there = [place.folder for place in places()]
    for folder in there:
        folder.mkdir(parents=True)
    return there


def test_the_bytes_are_those_of_the_list(whole):
    for name, content in whole.items():
        assert hashlib.sha256(content).hexdigest() == MODELS[name].sha256
    assert load("yunet") == whole["yunet"]
    edited = load("sface")
    assert len(edited) == MODELS["sface"].edit.bytes
    assert hashlib.sha256(edited).hexdigest() == MODELS["sface"].edit.sha256
    assert edited != whole["sface"]


@pytest.mark.usefixtures("whole")
def test_an_edit_with_another_result_is_a_fault_of_the_kit(monkeypatch):
    model = MODELS["sface"]
    other = replace(model, edit=replace(model.edit, sha256=model.sha256))
    monkeypatch.setattr("dobotkit.models.loading.MODELS", {"sface": other})
    with pytest.raises(ModelBroken, match="edited model sface"):
        load("sface")


@pytest.mark.usefixtures("whole")
def test_opencv_takes_them_from_memory():
    empty = np.array([], np.uint8)
    finder = cv2.FaceDetectorYN.create(
        "onnx", np.frombuffer(load("yunet"), np.uint8), empty, (64, 64)
    )
    assert finder.detect(np.zeros((64, 64, 3), np.uint8))[1] is None
    comparer = cv2.FaceRecognizerSF.create("onnx", np.frombuffer(load("sface"), np.uint8), empty)
    embedding = comparer.feature(np.full((112, 112, 3), 90, np.uint8))
    assert embedding.shape == (1, 128)
    assert np.isfinite(embedding).all()
    # A path in place of bytes: OpenCV takes Python's own for one.
    reader = cv2.dnn.readNetFromONNX(np.frombuffer(load("ppocr"), np.uint8))
    assert not reader.empty()


@pytest.mark.parametrize("at", range(3))
def test_each_folder_is_looked_in(whole, nowhere, at):
    assert not is_there("yunet")
    path = nowhere[at] / MODELS["yunet"].file
    path.write_bytes(whole["yunet"])
    assert find("yunet") == path
    assert load("yunet") == whole["yunet"]


@pytest.mark.usefixtures("nowhere")
def test_a_missing_model_is_one_clear_line():
    with pytest.raises(ModelMissing, match="not on this computer") as caught:
        load("yunet")
    assert "dobotkit models fetch" in caught.value.advice
    assert isinstance(caught.value, LookupError)


def spoil(content: bytes, how: str) -> bytes:
    return {
        "one bit": content[:1000] + bytes([content[1000] ^ 1]) + content[1001:],
        "torn": content[:-1],
        "longer": content + b"x",
        "empty": b"",
        "a pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:8f\nsize 9\n",
    }[how]


@pytest.mark.parametrize("how", ["one bit", "torn", "longer", "empty", "a pointer"])
def test_a_file_that_is_not_right_is_never_used(whole, nowhere, how):
    wrong = nowhere[0] / MODELS["yunet"].file
    wrong.write_bytes(spoil(whole["yunet"], how))
    assert is_there("yunet") == (how == "one bit")  # the size alone is cheap, and says so
    with pytest.raises(ModelBroken, match="the folder that DOBOTKIT_MODELS names") as caught:
        load("yunet")
    # A path can name a person.
    assert str(nowhere[0]) not in str(caught.value)
    # A whole file further on is used, for it has the same hash.
    (nowhere[2] / MODELS["yunet"].file).write_bytes(whole["yunet"])
    assert load("yunet") == whole["yunet"]


def test_a_folder_in_place_of_a_file_is_told_apart_from_nothing(nowhere):
    (nowhere[0] / MODELS["yunet"].file).mkdir()
    with pytest.raises(ModelBroken, match="cannot be read"):
        load("yunet")


@pytest.mark.usefixtures("nowhere")
def test_an_empty_variable_names_no_folder(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_MODELS", "")
    assert next(places()) == of_this_python()


@pytest.mark.parametrize("ask", [load, find, is_there])
def test_an_unknown_model_is_answered_with_those_there_are(ask):
    with pytest.raises(ModelMissing, match="no model 'retina'") as caught:
        ask("retina")
    assert "yunet" in caught.value.advice


def test_a_card_says_all_that_it_has_to():
    assert set(MODELS) >= {"yunet", "sface", "ppocr"}
    for model in MODELS.values():
        assert re.fullmatch("[0-9a-f]{64}", model.sha256)
        assert len(model.limits) >= 3
        for words in (model.made_for, model.used_for, model.trained_on, model.origin):
            assert words.endswith(".")
        assert model.licence in {"MIT", "Apache-2.0"}
        # A mirror of the package index, its proxy and its certificates come first.
        assert isinstance(model.sources[0], Wheel)
    for name in ("sface", "ppocr"):
        assert "Unknown" in MODELS[name].trained_on


def test_asking_whether_a_model_is_there_loads_nothing_heavy():
    code = (
        "import sys; from dobotkit import models; models.is_there('yunet'); "
        "print(sorted({'numpy', 'cv2', 'ssl', 'socket', 'urllib.request'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert said.stdout.strip() == "[]"


def test_its_errors_belong_to_the_tree_of_the_kit():
    assert issubclass(ModelMissing, DobotKitError)
    assert issubclass(ModelBroken, ValueError)
