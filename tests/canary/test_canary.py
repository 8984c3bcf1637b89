"""A canary is found in every form, and nothing is taken for one that is none."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from dobotkit.canary import FORMS, Canary, Scanner, copies, scan, search
from dobotkit.canary.memory import masked
from dobotkit.errors import WrongValue


@pytest.fixture(scope="module")
def canary() -> Canary:
    return Canary.fresh()


@pytest.fixture(scope="module")
def scanner(canary) -> Scanner:
    return Scanner(canary)


@pytest.fixture(scope="module")
def stranger() -> Scanner:
    """Looks for another canary, which is nowhere."""
    return Scanner(Canary.fresh())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_each_form_is_found_and_nothing_of_another_canary(form, canary, scanner, stranger):
    example = form.encode(canary)
    assert form.seen_by(scanner.scan(example))
    assert stranger.scan(example) == ()


def test_other_texts_can_take_the_place_of_its_own(canary):
    other = canary.with_words(number=("XUT000012",), name=("Mira Example",))
    assert other.words == {"number": ("XUT000012",), "name": ("Mira Example",)}
    assert {find.what for find in scan(b"came: MIRA EXAMPLE", other)} == {"name"}
    packed = gzip.compress(b"number: XUT000012, seen at the door")
    assert {find.what for find in scan(packed, other)} == {"number"}
    assert {find.what for find in scan(canary.png(), other)} == {"picture"}
    assert not {"name", "number"} & {find.what for find in scan(canary.name.encode(), other)}


def test_what_is_too_short_to_be_found_is_not_taken(canary):
    with pytest.raises(WrongValue, match="A number of this canary is shorter than 8") as caught:
        canary.with_words(name=("Mira Example",), number=("XUT0012",))
    assert "XUT0012" not in str(caught.value)


def test_files_of_other_canaries_have_nothing_in_common(scanner, stranger):
    for _ in range(12):
        png = Canary.fresh().png()
        assert scanner.scan(png) == stranger.scan(png) == ()


def test_there_are_many_forms_and_each_has_its_own_example(canary):
    assert len(FORMS) >= 18
    assert len({form.id for form in FORMS}) == len(FORMS)
    assert len({form.encode(canary) for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize("forms", ["name", "number", "mark"])
def test_every_word_is_found_not_only_the_name(forms, canary, scanner):
    word = canary.words[forms][0]
    for data in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
        assert forms in {find.what for find in scanner.scan(b"abc" + data)}


def test_half_a_picture_is_found_and_a_hopelessly_small_one_is_not(canary, scanner):
    half = np.ascontiguousarray(canary.picture[:, :128])
    assert scanner.scan(cv2.imencode(".jpg", half)[1].tobytes())
    tiny = cv2.resize(canary.picture, (10, 8), interpolation=cv2.INTER_AREA)
    # Of ten by eight squares nobody could say what they were, and so should it not.
    assert not scanner.scan(cv2.imencode(".png", tiny)[1].tobytes())


@pytest.mark.parametrize("shape", [(240, 320), (64, 64), (360, 480, 3)])
def test_plain_areas_and_noise_are_no_picture(shape, scanner):
    random = np.random.default_rng(7)
    noise = random.integers(0, 256, shape, dtype=np.uint8)
    squares = np.kron(
        random.integers(0, 2, [length // 16 for length in shape[:2]], dtype=np.uint8) * 255,
        np.ones((16, 16), np.uint8),
    )
    for picture in (np.full(shape, 200, np.uint8), noise, noise // 64, squares):
        assert not scanner.scan(cv2.imencode(".png", picture)[1].tobytes())


def test_chance_is_nothing(scanner):
    assert not scanner.scan(os.urandom(1 << 20))
    assert not scanner.scan(bytes(1 << 20))
    assert not scanner.scan(Path(sys.executable).read_bytes()[: 1 << 20])
    for broken in (b"", b"x", b"\x89PNG\r\n\x1a\n", b"BM" * 50, b"PK\x03\x04", b"RIFF" * 9):
        assert not scanner.scan(broken)


def test_a_bomb_is_cut_off(scanner):
    import zlib  # noqa: PLC0415 - only here

    bomb = zlib.compress(zlib.compress(bytes(40 << 20)))
    assert not scanner.scan(bomb)


def test_a_search_reads_names_links_large_files_and_says_what_it_could_not(
    tmp_path, canary, scanner
):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / f"{canary.name}.txt").write_text("nothing")
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.seek((32 << 20) - 5)  # across two pieces that are read
        file.write(canary.number.encode())
    if hasattr(os, "symlink") and os.name == "posix":
        (tmp_path / "link").symlink_to(f"/nowhere/{canary.mark}")
        (tmp_path / "round").symlink_to(tmp_path)
    report = search([tmp_path, tmp_path / "is not there"], canary, scanner=scanner)
    found = report.by_file
    assert found.pop(f"deep/{canary.name}.txt") == ("name",)
    assert found.pop("large.bin") == ("number",)
    assert found.pop("link", ("mark",)) == ("mark",)
    assert not found
    assert report.files == 2
    assert "Found in" in str(report)
    assert str(tmp_path) not in repr(report)


def test_a_search_can_leave_out_what_is_older(tmp_path, canary, scanner):
    old = tmp_path / "old"
    old.write_text(canary.name)
    later = old.stat().st_ctime + 10
    assert search([tmp_path], canary, scanner=scanner).finds
    assert not search([tmp_path], canary, scanner=scanner, since=later).finds


def test_a_database_with_its_log_beside_it_is_read(tmp_path, canary, scanner):
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (?)", (canary.encoded(".jpg"),))
    connection.commit()
    connection.close()
    found = search([tmp_path], canary, scanner=scanner)
    assert {one.find.inside for one in found.finds} >= {("sqlite",)}


def test_copies_in_memory_are_counted_and_the_question_is_none():
    other = Canary.fresh()
    question = masked(other)
    assert not scan(question.encode(), other)
    if sys.platform != "linux":
        assert copies(question) is None
        return
    hidden = masked(other)
    more = [other.picture.copy() for _ in range(10)]
    held = copies(hidden)["picture"]
    assert held >= 10
    for picture in more:
        picture[:] = 0
    # What was left lying about when it was made is there still, or has been written over.
    assert held - copies(hidden)["picture"] >= 9


def test_a_text_stays_in_memory_after_it_was_let_go_of(canary):
    if sys.platform != "linux":
        pytest.skip("only Linux lets a program look into its own memory")
    hidden = masked(canary)
    word = canary.name.split()[1]
    kept = [[f"{number:4} {word}", f"{number:4} of others"] for number in range(1000)]
    for pair in kept:
        del pair[0]
    # Python keeps the room for the next texts, and what stands there is still to be read.
    assert copies(hidden)["name"] > 100


def _masked_bytes(data: bytes) -> bytes:
    return bytes(byte ^ 0x3C for byte in data)


@pytest.mark.parametrize(
    "hide",
    [
        lambda one: _masked_bytes(one.png() + one.name.encode()),
        lambda one: "-".join(one.name).encode(),
        lambda one: one.picture.mean(axis=(0, 1)).tobytes(),
    ],
    ids=["encrypted", "letter by letter", "a few numbers about it"],
)
def test_what_is_in_no_known_form_is_not_found(hide, canary, scanner):
    assert scanner.scan(hide(canary)) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda one: ", ".join(f"{number:.4f}" for number in one).encode(),
        lambda one: one[::-1].copy().astype("<f4")[:, None].repeat(2, axis=1).tobytes(),
        lambda one: (one * np.float32(1.01)).tobytes(),
        lambda one: _masked_bytes(one.tobytes()),
        lambda one: json.dumps(one[:12].tolist()).encode(),
    ],
    ids=["four digits", "mixed", "longer", "encrypted", "a tenth of it"],
)
def test_a_template_that_was_changed_is_not_found(change, canary, scanner):
    assert {one.what for one in scanner.scan(canary.templates[0].tobytes())} == {"template"}
    assert scanner.scan(change(canary.templates[0])) == ()


def test_a_template_that_is_told_is_found_and_stands_before_the_canarys_own(canary):
    told = np.linspace(-1, 1, 128, dtype=np.float32)
    knowing = canary.with_templates(told)
    assert np.array_equal(knowing.templates[0], told)
    assert knowing.png() == canary.png()
    found = Scanner(knowing).scan(told.astype(np.float64).tobytes())
    assert {(one.what, one.form) for one in found} == {("template", "template-f8")}
    assert scan(told.tobytes(), canary) == ()


def test_numbers_of_a_file_are_no_template(scanner):
    random = np.random.default_rng(3)
    many = json.dumps(random.normal(scale=0.1, size=200_000).tolist()).encode()
    assert scanner.scan(many) == ()
    assert scanner.scan(random.normal(size=100_000).astype(np.float32).tobytes()) == ()


def test_faces_are_looked_for_if_somebody_can_tell_them(canary):
    asked = []

    def has_face(picture):
        asked.append(picture.shape)
        return True

    watching = Scanner(canary, has_face=has_face)
    png = cv2.imencode(".png", np.full((60, 80, 3), 7, np.uint8))[1].tobytes()
    assert [one.what for one in watching.scan(png)] == ["face"]
    assert [one.what for one in watching.scan(b"once more" + png)] == ["face"]
    # The same picture is looked at once, and an icon not at all.
    icon = cv2.imencode(".png", np.full((16, 16, 3), 7, np.uint8))[1].tobytes()
    assert watching.scan(icon) == ()
    assert asked == [(60, 80, 3)]


def test_a_canary_tells_nothing_of_itself_by_accident(canary, scanner):
    assert not scanner.scan(repr(canary).encode())
    assert Canary(5).png() == Canary(5).png() != Canary(6).png()


def test_opencv_leaves_no_mark_on_programs_that_are_started_later():
    program = (
        "import os; before = dict(os.environ)\n"
        "from dobotkit.opencv import cv2; cv2.resize\n"
        "print(dict(os.environ) == before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"True"]
