from __future__ import annotations

import getpass
import platform
import re
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from typer.testing import CliRunner

from dobotkit.cli import app
from dobotkit.markers import BOARD, CHECK, CORNERS, DICTIONARY, INKS, MARKER_SHARE, Card
from dobotkit.printing.block_sheets import BLOCK_MM, blocks_pdf
from dobotkit.printing.desk_sheets import board_pdf, markers_pdf
from dobotkit.printing.paper import PAPERS, Paper

# Pixels in a mm; a point of PDF is 1/72 of an inch.
FINE = 4.0
SCALE = FINE * 25.4 / 72
DRAWN = {"board": board_pdf, "markers": markers_pdf, "blocks": blocks_pdf}


def pictures(pdf: bytes) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            np.asarray(page.render(scale=SCALE).to_numpy())[..., :3].copy() for page in document
        ]
    finally:
        document.close()


def markers_on(picture: np.ndarray) -> dict[int, np.ndarray]:
    """What OpenCV's own detector finds, in mm from the middle, y up."""
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, numbers, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(picture)
    middle = (np.array(picture.shape[1::-1]) - 1) / 2
    return {
        int(number): (four.reshape(4, 2) - middle) / FINE * (1, -1)
        for number, four in zip(np.ravel(numbers), corners, strict=True)
    }


def ruler_mm(picture: np.ndarray) -> float:
    """How long the longest thin level line is, from the outer edges of its first and last tick."""
    dark = picture.max(axis=2) < 160
    best = 0
    for row in dark:
        edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(int)))
        if len(edges):
            best = max(best, int((edges[1::2] - edges[::2]).max()))
    return best / FINE


@pytest.fixture(scope="module", params=list(PAPERS))
def paper(request: pytest.FixtureRequest) -> Paper:
    return request.param


@pytest.fixture(scope="module")
def sheets(paper: Paper) -> dict[str, list[np.ndarray]]:
    return {name: pictures(draw(paper)) for name, draw in DRAWN.items()}


def test_the_paper_is_as_large_as_it_is(sheets: dict[str, list[np.ndarray]], paper: Paper):
    for picture in [one for pages in sheets.values() for one in pages]:
        assert picture.shape[1::-1] == pytest.approx(np.multiply(PAPERS[paper], FINE), abs=1.5)


def test_every_ruler_is_100_mm_long(sheets: dict[str, list[np.ndarray]]):
    with_ruler = [sheets["board"][0], sheets["markers"][0], *sheets["blocks"][1:]]
    for picture in with_ruler:
        bottom = picture[int(picture.shape[0] * 0.88) :]
        assert ruler_mm(bottom) == pytest.approx(100.0, abs=0.5)
    assert ruler_mm(sheets["blocks"][0][int(sheets["blocks"][0].shape[0] * 0.8) :]) == (
        pytest.approx(100.0, abs=0.5)
    )


def test_opencv_finds_the_whole_board_at_its_true_size(sheets: dict[str, list[np.ndarray]]):
    found = markers_on(sheets["board"][0])
    assert set(found) == {mark.number for mark in BOARD.marks}
    for mark in BOARD.marks:
        assert found[mark.number] == pytest.approx(np.array(mark.corners_mm), abs=0.15)


def test_the_crosses_are_where_the_arm_will_touch_them(sheets: dict[str, list[np.ndarray]]):
    picture = sheets["board"][0]
    height, width = picture.shape[:2]
    for cross in BOARD.crosses:
        x, y = cross.middle_mm
        column, row = (width - 1) / 2 + x * FINE, (height - 1) / 2 - y * FINE
        window = picture[round(row) - 16 : round(row) + 17, round(column) - 16 : round(column) + 17]
        dark = 255.0 - window.mean(axis=2)
        # A line darkens its whole row and its whole column: their heaviest is its middle.
        assert abs(int(dark.sum(axis=1).argmax()) - 16) <= 1
        assert abs(int(dark.sum(axis=0).argmax()) - 16) <= 1


@pytest.mark.parametrize("card", [*CORNERS, CHECK], ids=lambda card: card.name)
def test_the_cards_have_their_true_size(sheets: dict[str, list[np.ndarray]], card: Card):
    found = markers_on(sheets["markers"][0])
    four = found[card.marks[0].number]
    sides = np.linalg.norm(four - np.roll(four, 1, axis=0), axis=1)
    assert sides == pytest.approx([card.marks[0].size_mm] * 4, abs=0.15)


def test_the_check_card_has_its_colours_where_the_camera_will_measure_them(
    sheets: dict[str, list[np.ndarray]],
):
    picture = sheets["markers"][0]
    at = markers_on(picture)[994].mean(axis=0) - CHECK.marks[0].middle_mm
    for patch in CHECK.patches:
        x, y = at + patch.middle_mm
        column = round((picture.shape[1] - 1) / 2 + x * FINE)
        row = round((picture.shape[0] - 1) / 2 - y * FINE)
        half = round(patch.size_mm / 2 * FINE * 0.8)
        window = picture[row - half : row + half, column - half : column + half]
        # In the order that OpenCV has: blue, green, red.
        assert (abs(window.astype(int) - INKS[patch.colour][::-1]) <= 1).all()


def test_the_stickers_fit_a_block(sheets: dict[str, list[np.ndarray]]):
    found = markers_on(sheets["blocks"][0])
    assert sorted(found) == list(range(1, 33))
    for four in found.values():
        sides = np.linalg.norm(four - np.roll(four, 1, axis=0), axis=1)
        assert sides == pytest.approx([BLOCK_MM * MARKER_SHARE] * 4, abs=0.15)


def test_nets_are_there_in_six_colours_and_six_faces_each(sheets: dict[str, list[np.ndarray]]):
    pages = np.concatenate([page[::2, ::2].reshape(-1, 3) for page in sheets["blocks"][1:]])
    pages = pages.astype(np.int16)
    for name in ("red", "green", "blue", "yellow", "orange", "purple"):
        ours = (abs(pages - INKS[name][::-1]) <= 2).all(axis=1).sum()
        # Their dashed lines and edges take a little of it.
        assert 4 * ours / FINE**2 == pytest.approx(6 * BLOCK_MM**2, rel=0.03)


@pytest.mark.parametrize("name", DRAWN)
def test_the_file_tells_nothing_of_anybody(name: str, paper: Paper):
    pdf = DRAWN[name](paper)
    document = pypdfium2.PdfDocument(pdf)
    about = document.get_metadata_dict()
    pages = len(document)
    text = "".join(document[page].get_textpage().get_text_range() for page in range(pages))
    document.close()
    assert about.pop("Title").startswith("dobotkit: ")
    assert about.pop("Creator") == about.pop("Producer") == "dobotkit"
    assert not any(about.values())
    assert b"Date" not in pdf
    assert b"anonymous" not in pdf
    for mine in (getpass.getuser(), platform.node(), str(Path.home())):
        assert len(mine) < 3 or mine.encode() not in pdf
    assert not re.search(r"\b(19|20)\d\d\b", text)
    assert DRAWN[name](paper) == pdf


def test_the_command_writes_a_file_and_never_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    done = run.invoke(app, ["print", "board", "--paper", "letter"])
    assert done.exit_code == 0
    written = tmp_path / "dobotkit-board-letter.pdf"
    assert written.read_bytes() == board_pdf("letter")
    assert "measure the ruler: 100 mm" in done.output
    written.write_bytes(b"mine")
    again = run.invoke(app, ["print", "board", "--paper", "letter"])
    assert again.exit_code == 1
    assert "stays as it is" in again.output
    assert written.read_bytes() == b"mine"
    other = run.invoke(app, ["print", "markers", "--output", "cards.pdf"])
    assert other.exit_code == 0
    assert (tmp_path / "cards.pdf").read_bytes() == markers_pdf("a4")
    nowhere = run.invoke(app, ["print", "blocks", "--output", str(tmp_path / "no" / "b.pdf")])
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.output
