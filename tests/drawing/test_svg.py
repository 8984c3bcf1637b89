"""SVG files: what is drawn, in which size and which way up, and what is not."""

import math
import socket
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import Drawing
from dobotkit.drawing.thin import distance
from dobotkit.errors import NotDrawable

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
MM = 'width="100mm" height="50mm" viewBox="0 0 100 50"'


def svg(content, size=MM):
    return Drawing.from_svg(f"{HEAD} {size}>{content}</svg>")


def rounded(drawing):
    return [[(round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in s] for s in drawing.strokes]


class TestSizeAndPlace:
    def test_up_is_forward_and_right_is_right(self):
        # 30 mm to the right and 10 mm down from the upper left corner
        assert rounded(svg('<path d="M 0 0 L 30 10"/>')) == [[(0, 0), (-10, -30)]]

    @pytest.mark.parametrize(
        ("size", "length"),
        [
            (MM, 10),
            ('width="10cm" height="5cm" viewBox="0 0 100 50"', 10),
            ('width="200mm" height="100mm" viewBox="0 0 100 50"', 20),
            ('width="1in" height="1in" viewBox="0 0 100 100"', 2.54),
            ('width="96" height="96"', 10 * 25.4 / 96),  # px, of which an inch has 96
            ("", 10 * 25.4 / 96),
            ('viewBox="0 0 100 50"', 10 * 25.4 / 96),
        ],
    )
    def test_units_and_view_box(self, size, length):
        drawing = svg('<line x1="5" y1="5" x2="15" y2="5"/>', size)
        assert drawing.length == pytest.approx(length, rel=1e-3)

    def test_groups_with_transforms(self):
        drawing = svg(
            '<g transform="translate(10 0)"><g transform="rotate(90)">'
            '<path d="M 0 0 L 10 0" transform="scale(2)"/></g></g>'
        )
        assert rounded(drawing) == [[(0, -10), (-20, -10)]]

    def test_clones_and_what_is_hidden(self):
        drawing = svg(
            '<defs><line id="a" x2="10"/></defs><use xlink:href="#a" y="5"/>'
            '<g style="display:none"><line x2="9"/></g><line x2="8" visibility="hidden"/>'
        )
        assert rounded(drawing) == [[(-5, 0), (-5, -10)]]


class TestShapes:
    @pytest.mark.parametrize(
        ("element", "length", "strokes"),
        [
            ('<line x1="0" y1="0" x2="3" y2="4"/>', 5, 1),
            ('<rect width="10" height="5"/>', 30, 1),
            ('<polyline points="0,0 10,0 10,10"/>', 20, 1),
            ('<polygon points="0,0 30,0 30,40"/>', 120, 1),
            ('<circle cx="20" cy="20" r="10"/>', 20 * math.pi, 1),
            ('<ellipse cx="20" cy="20" rx="10" ry="10"/>', 20 * math.pi, 1),
            ('<path d="M0 0h10v10h-10z"/>', 40, 1),
            ('<path d="M0 0h10 m5 0h10 M0 5h1"/>', 21, 3),
            ('<path d="M0 0h10z m0 20h10"/>', 30, 2),
            ('<path d="M10,10 a 10,10 0 1 0 20,0 a 10,10 0 1 0 -20,0"/>', 20 * math.pi, 1),
            ('<path d="M0 0 Q 5 0 10 0 T 20 0"/>', 20, 1),
            ('<path d="M0 0 C 3 0 6 0 10 0 S 17 0 20 0"/>', 20, 1),
        ],
    )
    def test_lengths(self, element, length, strokes):
        drawing = svg(element)
        assert drawing.length == pytest.approx(length, rel=2e-3)
        assert len(drawing.strokes) == strokes

    def test_rounded_corners(self):
        drawing = svg('<rect width="20" height="20" rx="5"/>')
        assert drawing.length == pytest.approx(40 + 10 * math.pi, rel=2e-3)

    @settings(deadline=None, max_examples=30)
    @given(
        st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50)), min_size=3, max_size=3),
        st.sampled_from([0.02, 0.1, 1.0]),
    )
    def test_curves_are_met_to_the_tolerance(self, controls, tolerance):
        (ax, ay), (bx, by), (cx, cy) = controls
        text = f'{HEAD} {MM}><path d="M 0 0 C {ax} {ay} {bx} {by} {cx} {cy} L 0 50"/></svg>'
        [stroke] = Drawing.from_svg(text, tolerance=tolerance).strokes

        def curve(t):
            s = 1 - t
            u = 3 * s * s * t * ax + 3 * s * t * t * bx + t**3 * cx
            v = 3 * s * s * t * ay + 3 * s * t * t * by + t**3 * cy
            return -v, -u

        def off(spot):
            return min(distance(spot, a, b) for a, b in pairwise(stroke))

        assert max(off(curve(k / 50)) for k in range(51)) <= tolerance * 1.6

    def test_an_inkscape_file(self):
        drawing = Drawing.from_svg(INKSCAPE)
        assert [len(stroke) for stroke in drawing.strokes] == [4, 5]
        assert drawing.left_out == ("text (in Inkscape: Path → Object to Path)",)
        assert "Not drawn: text" in repr(drawing)
        assert drawing.box == pytest.approx((-80, -10, -90, -20), abs=0.01)


# As Inkscape 1.x writes it, with its layer, its own elements and its text.
INKSCAPE = """\ufeff<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg1"
   inkscape:version="1.3.2" sodipodi:docname="picture.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview1" pagecolor="#ffffff" inkscape:zoom="0.7"/>
  <defs id="defs1"><rect x="1" y="1" width="9" height="9" id="rect9"/></defs>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1"
     transform="translate(10,-10)">
    <path style="fill:none;stroke:#000000;stroke-width:0.264583" id="path1"
       d="m 10,20 h 70 v 70 z" sodipodi:nodetypes="cccc"/>
    <rect style="fill:#ff0000" id="rect1" width="20" height="10" x="20" y="50"/>
    <text xml:space="preserve" style="font-size:10.5833px" x="30" y="120" id="text1"><tspan
         sodipodi:role="line" id="tspan1" x="30" y="120">Hello</tspan></text>
  </g>
</svg>
"""


class TestWhatIsLeftOut:
    def test_text_and_pictures_are_named(self):
        drawing = svg(
            '<line x2="10"/><text x="1" y="2">a</text><text>b</text>'
            '<image href="http://example.org/a.png" width="5" height="5"/>'
        )
        assert drawing.left_out == (
            "2 × text (in Inkscape: Path → Object to Path)",
            "a picture made of dots",
        )
        assert drawing.moved(x=1).fit(x=(0, 1), y=(0, 1)).left_out == drawing.left_out

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (f"{HEAD}></svg>", "no line to draw"),
            (f"{HEAD}><text>a</text></svg>", r"no line to draw in this SVG. It has: text"),
            (f"{HEAD}><path d='M 1 1'/></svg>", "no line to draw"),
            (f"{HEAD}><path d=''/></svg>", "no line to draw"),
            (f"{HEAD}><path", "This is no SVG"),
            ("<html><body/></html>", "This is no SVG: its outermost"),
            (f"{HEAD}><path d='M 0 0 L 1e999 0'/></svg>", "a point that is no place"),
            (f"{HEAD}><circle r='5' transform='what(1)'/></svg>", None),
            ("<svg>&nothing;</svg>", "This is no SVG"),
            ("<" + "a" * 5_000_001, r"has 5\.0 MB"),
        ],
    )
    def test_what_is_no_drawing(self, text, words):
        if words is None:  # read as well as can be, and never a traceback
            assert Drawing.from_svg(text).strokes
            return
        with pytest.raises(NotDrawable, match=words):
            Drawing.from_svg(text)

    @settings(deadline=None, max_examples=30)
    @given(st.text("MmLlHhVvCcSsQqTtAaZz0123456789.,-+e \n", max_size=60))
    def test_nonsense_never_ends_in_another_error(self, path):
        escaped = path.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        try:
            drawing = Drawing.from_svg(f'{HEAD}><path d="M 0 0 L 5 5 {escaped}"/></svg>')
        except NotDrawable:
            return
        assert drawing.strokes


class TestFiles:
    def test_by_name(self, tmp_path):
        path = tmp_path / "line.svg"
        path.write_text(f'{HEAD} {MM}><line x2="10"/></svg>', encoding="utf-8")
        assert Drawing.from_svg(path) == Drawing.from_svg(str(path))

    def test_a_name_that_is_not_there(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(NotDrawable, match=r"There is no file cat\.svg") as caught:
            Drawing.from_svg("cat.svg")
        assert "folder of this notebook" in caught.value.advice
        (tmp_path / "leaf.svg").touch()
        with pytest.raises(NotDrawable) as caught:
            Drawing.from_svg("cat.svg")
        assert caught.value.advice == "Here are: leaf.svg."

    def test_a_folder_and_an_impossible_name(self, tmp_path):
        for source in (tmp_path, "a\0b"):
            with pytest.raises(NotDrawable, match="cannot be read"):
                Drawing.from_svg(source)


class TestNothingIsFetched:
    @pytest.fixture(autouse=True)
    def _no_network(self, monkeypatch):
        def refuse(*_args, **_kwargs):
            raise AssertionError("somebody asked for the network")

        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        monkeypatch.setattr(socket.socket, "connect", refuse)

    def test_entities_from_elsewhere(self, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("M 0 0 L 77 0")
        text = (
            f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            f'{HEAD} {MM}><line x2="1"/><text>&x;</text></svg>'
        )
        with pytest.raises(NotDrawable, match="This is no SVG"):
            Drawing.from_svg(text)

    def test_style_sheets_pictures_and_document_types(self):
        drawing = Drawing.from_svg(
            '<?xml-stylesheet href="http://example.org/a.css"?>'
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
            '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
            f"{HEAD} {MM}><style>@import url(http://example.org/b.css);</style>"
            '<image xlink:href="http://example.org/c.png" width="5" height="5"/>'
            '<use xlink:href="http://example.org/d.svg#a"/><line x2="10"/></svg>'
        )
        assert len(drawing.strokes) == 1

    def test_entities_that_blow_up(self):
        lol = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
        text = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{lol}]>{HEAD}><text>&l9;</text></svg>'
        with pytest.raises(NotDrawable, match="This is no SVG"):
            Drawing.from_svg(text)
