"""What a notebook keeps, and what is found in it before it is shared."""

from __future__ import annotations

import json

import pytest

from dobotkit.publish import Kind, Names, check
from tests.publish import planted
from tests.publish.planted import NAME, NUMBER, PNG, as_64, code, notebook, prose, save, shown

NOBODY = Names(here=())
OUT = "cell 3, output 1"
A_PICTURE = "a picture (PNG, 64×48)"
A_USER = "a path with the name of a user (q…)"
ELSEWHERE = "something that is loaded from another computer"
TRACE = {
    "output_type": "error",
    "ename": "ValueError",
    "evalue": NAME,
    "traceback": [
        "\x1b[31m---------------------------------------------------------------------------\x1b[0m",
        f"\x1b[31mValueError\x1b[39m: no pupil {NAME} in /home/quirina/class.csv",
    ],
}
VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}
STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture
def finds(tmp_path):
    def look(data, names=NOBODY, name="lesson.ipynb"):
        path = save(tmp_path / name, data)
        [found] = check([path], names).values()
        return [(find.place, find.kind, find.what) for find in found]

    return look


def test_a_clean_notebook_with_text_outputs_is_clean(finds):
    assert finds(notebook()) == []


@pytest.mark.parametrize(
    ("cell", "place", "kind", "what"),
    [
        (code("show()", shown(image_png=as_64(PNG))), OUT, Kind.PICTURE, A_PICTURE),
        (
            code("", shown(image_png=[as_64(PNG)[:76] + "\n", as_64(PNG)[76:]])),
            OUT,
            Kind.PICTURE,
            A_PICTURE,
        ),
        (
            code("", shown(image_jpeg=as_64(planted.JPEG_WITH_PLACE))),
            OUT,
            Kind.PICTURE,
            "a picture (JPEG, 40×30, with the place where it was taken)",
        ),
        (
            code("", shown(image_svg__xml="<svg><path d='M0 0'/></svg>")),
            OUT,
            Kind.PICTURE,
            "a picture (SVG)",
        ),
        (
            code("", shown(text_html=f"<b>you</b><img src='data:image/png;base64,{as_64(PNG)}'>")),
            OUT,
            Kind.PICTURE,
            "a picture (PNG, 64×48), in the text itself",
        ),
        (
            code(f"face = '{as_64(PNG)}'\nshow(face)"),
            "cell 3, line 1",
            Kind.PICTURE,
            "a picture (PNG, 64×48), in base64",
        ),
        (
            code(f"x = 1\nface = bytes.fromhex('{PNG.hex()}')"),
            "cell 3, line 2",
            Kind.PICTURE,
            "a picture (PNG, 64×48), in hex",
        ),
        (code(r"face = b'\x89PNG\r\n'"), "cell 3", Kind.PICTURE, "a picture, written as bytes"),
        (
            prose("![me](attachment:me.png)", **{"me.png": {"image/png": as_64(PNG)}}),
            "cell 3, attachment 1",
            Kind.PICTURE,
            A_PICTURE,
        ),
        (
            prose(f"Me:\n![me](data:image/png;base64,{as_64(PNG)})"),
            "cell 3, line 2",
            Kind.PICTURE,
            "a picture (PNG, 64×48), in the text itself",
        ),
        (code("", TRACE), OUT, Kind.TRACEBACK, "the trace of an error"),
        (code("", TRACE), "cell 3, output 1, line 2", Kind.PATH, A_USER),
        (
            code(
                "",
                {
                    "output_type": "stream",
                    "name": "stderr",
                    "text": "Traceback (most recent call last):\n x\n",
                },
            ),
            "cell 3, output 1, line 1",
            Kind.TRACEBACK,
            "the trace of an error",
        ),
        (
            code("", {"output_type": "display_data", "data": VIEW}),
            OUT,
            Kind.WIDGET,
            "a widget; what stands in it may be kept elsewhere too",
        ),
        (
            code("box", shown(text_plain=f"Text(value='{NAME}', description='You')")),
            OUT,
            Kind.WIDGET,
            "what stands in a field to type in",
        ),
        (
            code("", shown(application_pdf=as_64(b"%PDF-1.7 ..."))),
            OUT,
            Kind.MEDIA,
            "a document (PDF)",
        ),
        (
            code("", shown(text_html="<img src=http://pixel.school.net/i.gif>")),
            OUT,
            Kind.OUTSIDE,
            ELSEWHERE,
        ),
        (
            code("", shown(text_html="<div style=\"background: url('//pixel.school.net/i')\">")),
            OUT,
            Kind.OUTSIDE,
            ELSEWHERE,
        ),
        (
            code("", shown(text_html="<script>fetch('https://a.school.net')</script>")),
            OUT,
            Kind.SCRIPT,
            "a program for the page, in its HTML",
        ),
        (
            code("", shown(application_javascript="navigator.sendBeacon('https://a.school.net')")),
            OUT,
            Kind.OUTSIDE,
            ELSEWHERE,
        ),
        (prose("![](https://pixel.school.net/i.gif)"), "cell 3", Kind.OUTSIDE, ELSEWHERE),
        (
            code("", execution={"iopub.execute_input": "2026-11-22T10:00:00Z"}),
            "cell 3, metadata",
            Kind.TIME,
            "when this was run",
        ),
        (
            code("", executionInfo={"user": {"displayName": NAME, "userId": "07"}}),
            "cell 3, metadata",
            Kind.NAME,
            "who has written or run this",
        ),
        (
            code("", seat="window"),
            "cell 3, metadata",
            Kind.METADATA,
            "something that the page does not show (seat)",
        ),
        (code("", tags=["/home/quirina/x"]), "cell 3, metadata", Kind.PATH, A_USER),
    ],
)
def test_what_is_in_a_cell_is_found(finds, cell, place, kind, what):
    assert (place, kind, what) in finds(notebook(cell))


@pytest.mark.parametrize(
    ("metadata", "kind"),
    [
        ({"widgets": {STATE: {"state": {"a": {"state": {"value": NAME}}}}}}, Kind.WIDGET),
        ({"authors": [{"name": NAME}]}, Kind.NAME),
        ({"kernelspec": {"name": "python3", "display_name": "quirinas-thesis"}}, Kind.ENVIRONMENT),
        ({"kernelspec": {"name": "python3", "path": "/x"}}, Kind.ENVIRONMENT),
        ({"papermill": {"start_time": "2026-11-22T10:00:00", "input_path": "/x"}}, Kind.TIME),
        ({"colab": {"provenance": [], "name": "x.ipynb"}}, Kind.METADATA),
    ],
)
def test_what_is_in_the_metadata_is_found(finds, metadata, kind):
    assert kind in [one for _, one, _ in finds(notebook(**metadata))]


def test_shr_05_a_planted_picture_name_and_number_are_found_wherever_jupyter_keeps_them(finds):
    """Outputs, widgets' state, attachments and traces, each with the list of a class."""
    hidden = {"model": {"state": {"value": f"{NAME} {NUMBER}", "src": as_64(PNG)}}}
    data = notebook(
        code("1", shown(image_png=as_64(PNG), text_plain=f"{NAME} {NUMBER}")),
        prose(
            "![x](attachment:x.png)",
            **{f"{NAME}.png": {"image/png": as_64(PNG), "text/plain": NUMBER}},
        ),
        code("3", TRACE | {"evalue": f"{NAME} {NUMBER} data:image/png;base64,{as_64(PNG)}"}),
        widgets={STATE: {"state": hidden}},
    )
    found = finds(data, Names([NAME, NUMBER], here=()))
    for place in (
        OUT,
        "cell 4, attachment 1",
        "cell 5, output 1",
        "notebook's metadata",
    ):
        here = {(kind, what) for where, kind, what in found if where.startswith(place)}
        assert Kind.PICTURE in {kind for kind, _ in here}, place
        said = {what for kind, what in here if kind is Kind.NAME}
        assert {"a name of your list (q…)", "a name of your list (7…)"} <= said, place
    # None of them is repeated by what tells of them.
    report = json.dumps(found)
    assert not [word for word in (*NAME.split(), NUMBER, as_64(PNG)[:20]) if word in report]


def test_old_notebooks_are_looked_through_too(finds):
    output = {"output_type": "display_data", "png": as_64(PNG)}
    sheet = {"cells": [{"cell_type": "code", "input": "x", "outputs": [output]}]}
    found = finds({"nbformat": 3, "metadata": {}, "worksheets": [sheet]})
    assert ("cell 1, output 1", Kind.PICTURE, A_PICTURE) in found


@pytest.mark.parametrize(
    "data", [{}, {"cells": 3}, {"cells": [7, None], "metadata": []}, {"nbformat": 4}]
)
def test_what_is_no_notebook_does_no_harm(finds, data):
    assert {kind for _, kind, _ in finds(data)} <= {Kind.UNREAD}
