from __future__ import annotations

import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper.code import Code, set_code


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "settings" / "teacher-code.json"
    set_code("correct horse", path)
    return path


def test_only_the_right_code_matches(path):
    code = Code(path)
    assert code.is_set
    assert code.matches("correct horse")
    assert not code.matches("correct horsf")
    assert not code.matches("")


def test_the_code_itself_is_nowhere(path):
    assert "correct" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_two_hashes_of_one_code_differ(path, tmp_path):
    set_code("correct horse", tmp_path / "other")
    assert (tmp_path / "other").read_text() != path.read_text()


def test_nobody_may_try_all_codes(path):
    code = Code(path)
    for guess in range(5):
        assert not code.matches(str(guess))
    with pytest.raises(DeskError, match="Too many"):
        code.matches("correct horse")


def test_a_right_code_sets_the_count_back(path):
    code = Code(path)
    for _ in range(3):
        for guess in range(4):
            assert not code.matches(str(guess))
        assert code.matches("correct horse")


def test_a_short_code_and_a_damaged_file_are_said(path):
    with pytest.raises(
        DeskError, match="A code of 3 characters is too short: at least 4"
    ) as caught:
        set_code("123", path)
    assert "dobotkit keeper --set-code" in caught.value.advice
    with pytest.raises(DeskError, match="A code of 1 character is too short"):
        set_code("1", path)
    assert Code(path).matches("correct horse")
    path.write_text("{}")
    with pytest.raises(DeskError, match="cannot be read"):
        Code(path).matches("correct horse")
    assert not Code(path.with_name("none")).is_set
