"""What a model says about itself is read from its bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.errors import ModelBroken
from dobotkit.models import load
from dobotkit.models.onnx_notes import note
from tests.models.test_onnx_edit import block, number


def noted(key: str, text: bytes) -> bytes:
    return block(14, block(1, key.encode()) + block(2, text))


def test_the_note_with_that_key_is_told():
    content = number(1, 8) + noted("shape", b"48") + noted("character", "ä\n字".encode())
    assert note(content, "character") == "ä\n字"


@pytest.mark.parametrize(
    "content", [b"", noted("shape", b"48"), noted("character", b"\xff"), b"\x72\xff"]
)
def test_a_file_without_it_is_not_taken_for_one_that_has_none(content):
    with pytest.raises(ModelBroken):
        note(content, "character")


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_it_ends_with_a_text_or_a_clear_error(content):
    with contextlib.suppress(ModelBroken):
        assert isinstance(note(content, "character"), str)


def test_the_reader_names_its_characters():
    characters = note(load("ppocr"), "character").split("\n")
    assert len(characters) == 18_708
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") <= set(characters)
