"""Where the lessons are found."""

from __future__ import annotations

import pytest

from dobotkit.errors import LessonError
from dobotkit.shipped import FOLDERS, find_content


def _make(folder):
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    return folder


def test_those_of_this_installation_are_found():
    content = find_content()
    assert (content / "lessons").is_dir()
    assert (content / "notebooks" / "start_here.ipynb").is_file()


def test_in_a_wheel_they_are_inside_the_package(tmp_path):
    inside = _make(tmp_path / "site-packages" / "dobotkit" / "content")
    assert find_content(tmp_path / "site-packages" / "dobotkit") == inside


def test_in_a_checkout_they_are_beside_the_package(tmp_path):
    _make(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    assert find_content(tmp_path / "dobotkit") == tmp_path


def test_lessons_of_another_distribution_do_not_count(tmp_path):
    _make(tmp_path)
    with pytest.raises(LessonError, match="missing"):
        find_content(tmp_path / "dobotkit")


@pytest.mark.parametrize("missing", FOLDERS)
def test_half_of_them_is_an_error(tmp_path, missing):
    content = _make(tmp_path / "content")
    (content / missing).rmdir()
    with pytest.raises(LessonError, match="content"):
        find_content(tmp_path)
