"""Tables of a notebook that a screen reader can read, without colours of their own."""

from __future__ import annotations

import html
from collections.abc import Iterable

__all__ = ["paragraphs", "table"]


def table(head: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """Return a table as HTML; every cell is text."""
    style = 'style="text-align:left"'
    top = "".join(f'<th scope="col" {style}>{html.escape(word)}</th>' for word in head)
    body = "".join(
        f"<tr>{''.join(f'<td {style}>{html.escape(str(cell))}</td>' for cell in line)}</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def paragraphs(text: str) -> str:
    """Return lines of text as paragraphs of HTML."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
