"""Ways to write a text down as bytes, and what of each can be looked for."""

from __future__ import annotations

import base64
import codecs
import html.entities
import json
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["SPELLINGS", "Spelling", "base64_at", "base64_pieces"]


@dataclass(frozen=True)
class Spelling:
    """One way to write a text.

    Attributes
    ----------
    id, title:
        For programs, and for people.
    write:
        Writes any text that way.
    pieces:
        What the bytes must contain if a word stands in such a text, whatever is around it.
    """

    id: str
    title: str
    write: Callable[[str], bytes]
    pieces: Callable[[str], Iterable[bytes]]


def base64_at(offset: int, data: bytes, alphabet: bytes = b"+/") -> bytes:
    """Return what of `data` stays in base64 that begins `offset` bytes before it, 0 to 2.

    Three bytes become four letters: which ones depends on where a word begins. Letters that
    are shared with what is before or after are left out.
    """
    letters = base64.b64encode(bytes(offset) + data, alphabet)
    first = (offset * 8 + 5) // 6
    last = (offset + len(data)) * 8 // 6
    return letters[first:last]


def base64_pieces(data: bytes) -> tuple[bytes, ...]:
    """Return the three things that `data` may look like within any base64."""
    return tuple(base64_at(offset, data) for offset in range(3))


def _simple(id_: str, title: str, write: Callable[[str], bytes]) -> Spelling:
    return Spelling(id_, title, write, lambda word: [write(word)])


def _in(id_: str, title: str, codec: str) -> Spelling:
    return _simple(id_, title, lambda text: text.encode(codec, "xmlcharrefreplace"))


def _base64(offset: int) -> Spelling:
    def write(text: str) -> bytes:
        return base64.b64encode(b"."[:1] * offset + text.encode())

    return Spelling(
        f"base64-{offset}",
        f"base64, the word {offset} after a multiple of three",
        write,
        lambda word: [base64_at(offset, word.encode())],
    )


def _base64_url(text: str) -> bytes:
    # Enough of a stir before it that + and / would come up.
    return base64.urlsafe_b64encode(b"\xfb\xef\xbe" + text.encode("utf-16-le"))


def _base64_url_pieces(word: str) -> Iterable[bytes]:
    data = word.encode("utf-16-le")
    for offset in range(3):
        yield base64_at(offset, data, b"-_")
        yield base64_at(offset, data)
        yield base64_at(offset, word.encode(), b"-_")


def _base32(text: str) -> bytes:
    return base64.b32encode(text.encode())


def _base32_pieces(word: str) -> Iterable[bytes]:
    data = word.encode()
    for offset in range(5):
        letters = base64.b32encode(bytes(offset) + data)
        yield letters[(offset * 8 + 4) // 5 : (offset + len(data)) * 8 // 5]


def _json(text: str) -> bytes:
    return json.dumps(text)[1:-1].encode()


def _json_twice(text: str) -> bytes:
    return json.dumps(json.dumps(text))[3:-3].encode()


def _each(pattern: str) -> Callable[[str], bytes]:
    """Every byte of the UTF-8 by a pattern of its own."""
    return lambda text: "".join(pattern.format(byte) for byte in text.encode()).encode()


def _named_entities(text: str) -> bytes:
    names = html.entities.codepoint2name
    return "".join(f"&{names[ord(one)]};" if ord(one) in names else one for one in text).encode()


def _numbered_entities(pattern: str) -> Callable[[str], bytes]:
    return lambda text: "".join(
        one if one.isascii() else pattern.format(ord(one)) for one in text
    ).encode()


def _quoted_printable(text: str) -> bytes:
    return codecs.encode(text.encode(), "quopri").replace(b"=20", b" ")


def _hex(pattern: str) -> Callable[[str], bytes]:
    return _each(pattern)


SPELLINGS: tuple[Spelling, ...] = (
    _in("utf-8", "plain text", "utf-8"),
    _in(
        "utf-16-le", "plain text, two bytes a letter (as Windows and browsers keep it)", "utf-16-le"
    ),
    _in("utf-16-be", "the same, other byte first", "utf-16-be"),
    _in("utf-32-le", "plain text, four bytes a letter (as Python keeps it)", "utf-32-le"),
    _in("utf-32-be", "the same, other byte first", "utf-32-be"),
    _in("latin-1", "plain text, one byte a letter (Western Europe)", "latin-1"),
    _simple(
        "utf-8-twice",
        "plain text that was encoded twice (ë has become Ã«)",
        lambda text: text.encode().decode("latin-1").encode(),
    ),
    _simple(
        "accents-apart",
        "letters and accents apart (as macOS names files)",
        lambda text: unicodedata.normalize("NFD", text).encode(),
    ),
    _simple("capitals", "in capitals", lambda text: text.upper().encode()),
    _simple("small-letters", "in small letters", lambda text: text.lower().encode()),
    _base64(0),
    _base64(1),
    _base64(2),
    Spelling("base64-url", "base64 for addresses", _base64_url, _base64_url_pieces),
    Spelling("base32", "base32", _base32, _base32_pieces),
    _simple("hex-small", "hexadecimal, small letters", _hex("{:02x}")),
    _simple("hex-capitals", "hexadecimal, capitals", _hex("{:02X}")),
    _simple("hex-spaced", "hexadecimal, with spaces", _hex("{:02x} ")),
    _simple("url", "in an address (%C3%AB)", lambda text: urllib.parse.quote(text).encode()),
    _simple("url-whole", "in an address, every letter (%41)", _each("%{:02X}")),
    _simple("json", "JSON (\\u00eb)", _json),
    _simple("json-in-json", "JSON within JSON (\\\\u00eb)", _json_twice),
    _simple(
        "python-bytes",
        "as Python shows bytes (\\xc3\\xab)",
        lambda text: repr(text.encode())[2:-1].encode(),
    ),
    _simple(
        "python-ascii",
        "as Python shows it in ASCII (\\xeb)",
        lambda text: ascii(text)[1:-1].encode(),
    ),
    _simple("html-names", "HTML (&euml;)", _named_entities),
    _simple("html-numbers", "HTML (&#235;)", _numbered_entities("&#{};")),
    _simple("html-hex", "HTML (&#xeb;)", _numbered_entities("&#x{:x};")),
    _simple("quoted-printable", "as in e-mails (=C3=AB)", _quoted_printable),
    _simple("rot13", "ROT13", lambda text: codecs.encode(text, "rot13").encode()),
    _simple("backwards", "backwards", lambda text: text[::-1].encode()),
)
"""Every way of writing that the scanner reads by itself."""
