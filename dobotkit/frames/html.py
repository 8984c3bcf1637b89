"""Frames as HTML, for notebooks.

Tables with captions and headings, which a screen reader knows. Colours are the
page's own, light or dark; two hues mark a checksum, and words say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dobotkit.frames.frame import Frame, Part, Piece, Stray
from dobotkit.frames.text import MOST_LINES, WHO, lines_of, rest_of, title_of

__all__ = ["piece_as_html", "reading_as_html"]

# Both keep 3 : 1 on white and on black; they are lines, never letters.
_RIGHT, _WRONG = "5px solid #009e73", "5px double #d55e00"
_NEITHER = "5px solid transparent"

_MONO = "font-family: var(--jp-code-font-family, monospace)"
_LINE = "1px solid var(--jp-border-color1, #767676)"
_LEFT = "text-align: left; vertical-align: top; padding: 2px 10px"
_CAPTION = (
    "caption-side: top; text-align: left; font-weight: bold; padding: 0 0 4px; "
    "color: var(--jp-content-font-color1, inherit)"
)
_TABLE = "border-collapse: collapse; margin: 4px 0 10px 0; max-width: 100%"


def piece_as_html(piece: Piece) -> str:
    """Write all bytes of a frame: a strip of them, and a table with one row for each part."""
    if isinstance(piece, Stray):
        return f"<p>No frame ({escape(piece.why)}): {_code(piece.raw)}</p>"
    rows = "".join(
        _row(
            [_mono(line.bytes), escape(line.name), _text(part, line.text), escape(line.meaning)],
            _edge(piece) if part.name == "checksum" else _NEITHER,
        )
        for part, line in zip(piece.parts, lines_of(piece), strict=True)
    )
    table = _table(title_of(piece), ["bytes", "part", "value", "meaning"], rows)
    remark = f"<p>{escape(piece.remark)}</p>" if piece.remark else ""
    return f"{_strip(piece)}{table}{remark}"


def reading_as_html(pieces: Sequence[Piece]) -> str:
    """Write one frame in full, or a table with one row for each of several."""
    if not pieces:
        return "<p>No bytes.</p>"
    if len(pieces) == 1:
        return piece_as_html(pieces[0])
    rows = "".join(_summary(i, piece) for i, piece in enumerate(pieces[:MOST_LINES]))
    headings = ["number", "direction", "command", "values", "checksum", "bytes"]
    what = "frames" if all(isinstance(piece, Frame) for piece in pieces) else "pieces"
    table = _table(f"{len(pieces)} {what} on the wire", headings, rows)
    return table + "".join(f"<p>{escape(line)}</p>" for line in rest_of(pieces))


def _summary(number: int, piece: Piece) -> str:
    who = _unbroken(WHO[piece.sent_by])
    if isinstance(piece, Stray):
        return _row([str(number), who, "no frame", escape(piece.why), "", _code(piece.raw)])
    what = f"{_unbroken(f'{piece.id} {piece.name}')}<br>{escape(piece.access)}"
    values = [_unbroken(f"{part.name} {part.text}") for part in piece.fields]
    if piece.remark:
        values.append(escape(piece.remark))
    return _row(
        [str(number), who, what, "<br>".join(values), _verdict(piece), _groups(piece)],
        _edge(piece),
    )


def _strip(frame: Frame) -> str:
    """The bytes in their order, with the name of each part below; the table says it again."""
    boxes = "".join(
        '<span style="display: inline-block; vertical-align: top; margin: 0 3px 4px 0; '
        f'padding: 1px 5px; border: {_LINE}; text-align: center{_mark(frame, part)}">'
        f"{_mono(part.raw.hex(' ').upper())}<br><small>{escape(part.name)}</small></span>"
        for part in frame.parts
    )
    return f'<div aria-hidden="true" style="margin: 4px 0">{boxes}</div>'


def _mark(frame: Frame, part: Part) -> str:
    return f"; border-bottom: {_edge(frame)}" if part.name == "checksum" else ""


def _groups(frame: Frame) -> str:
    """The bytes, with a bar where one part ends and the next begins."""
    return " | ".join(_mono(part.raw.hex(" ").upper()) for part in frame.parts)


def _table(caption: str, headings: Sequence[str], rows: str) -> str:
    heads = "".join(
        f'<th scope="col" style="{_LEFT}; border-bottom: {_LINE}">{heading}</th>'
        for heading in headings
    )
    return (
        f'<table style="{_TABLE}"><caption style="{_CAPTION}">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(cells: Sequence[str], edge: str = _NEITHER) -> str:
    first = f"; border-left: {edge}"
    return "<tr>{}</tr>".format(
        "".join(
            f'<td style="{_LEFT}{first if i == 0 else ""}">{cell}</td>'
            for i, cell in enumerate(cells)
        )
    )


def _text(part: Part, text: str) -> str:
    if part.name != "checksum":
        return escape(text)
    sign = "✘" if text.startswith("WRONG") else "✔"
    return f'<strong><span aria-hidden="true">{sign}</span> {_unbroken(text)}</strong>'


def _verdict(frame: Frame) -> str:
    return _text(frame.parts[-1], frame.checksum_text)


def _edge(frame: Frame) -> str:
    return _RIGHT if frame.valid else _WRONG


def _unbroken(text: str) -> str:
    return f'<span style="white-space: nowrap">{escape(text)}</span>'


def _mono(text: str) -> str:
    return f'<span style="{_MONO}; white-space: nowrap">{escape(text)}</span>'


def _code(raw: bytes) -> str:
    return f'<span style="{_MONO}">{raw.hex(" ").upper()}</span>'
