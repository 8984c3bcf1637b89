"""What a text gives away: paths, addresses, devices, hidden pictures, traces of errors."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from dobotkit.publish import pictures
from dobotkit.publish.find import Kind, Mark, Source, masked
from dobotkit.publish.keys import keys_in

__all__ = ["marks_in", "without_data"]

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_DATA_URL = re.compile(
    r"data:(?P<sort>image|audio|video|application/pdf)[\w/+.;=-]{0,80},(?P<body>[^\s\"'<>)]*)"
)
# Long runs of base64, also broken into lines as mail and old notebooks do.
_BASE64 = re.compile(r"[A-Za-z0-9+/]{60,}(?:(?:\\n|\s){1,4}[A-Za-z0-9+/]{40,})*={0,2}")
_BASE64_WITHIN = re.compile(r"iVBORw0KGgo|/9j/[24]")
_HEX = re.compile(r"(?i)(?:89504e470d0a1a0a|ffd8ff[de]|474946383[79]61)(?:[0-9a-f]{2}){20,}")
_ESCAPED = re.compile(r"\\x89PNG|\\xff\\xd8\\xff")
_LONG = 400

# Accounts and folders that are nobody's name, and what guides write instead of a name.
_NOBODY = frozenset(
    (
        "jovyan", "runner", "shared", "public", "default", "all users", "user", "username", "you",
        "your_name", "yourname", "your-name", "name", "me", "student", "pupil", "teacher", "pi",
        "vagrant", "ubuntu", "vsts", "circleci", "nobody", "linuxbrew", "somebody", "...", "…",
    )
)  # fmt: skip
_SEPARATOR = r"(?:/|\\{1,2})"
_HOMES = re.compile(
    rf"(?i)(?<![\w.])(?:[a-z]:|/mnt/[a-z]|/[a-z](?=/Users))?{_SEPARATOR}"
    rf"(?P<sort>home|homes|users|media|export{_SEPARATOR}home|var{_SEPARATOR}home)"
    rf"{_SEPARATOR}(?P<who>[^\s/\\:*?\"'<>|{{}}$%()`,;]+)(?=[/\\\s\"'`,;:)<]|$)"
)
_DOCUMENTS = re.compile(r"(?i)[a-z]:\\{1,2}documents and settings\\{1,2}[^\\\"'\s]+")
_UNC = re.compile(r"(?<![\\\w:])\\{2,4}(?P<server>[A-Za-z0-9][\w.-]{0,62})\\{1,2}[\w$.-]+")
_FILE_URL = re.compile(r"(?i)\bfile:/{2,3}(?=[^\s\"'<>]{4})")
_RUN_USER = re.compile(r"/run/user/\d+|/var/folders/\w\w/[\w+]{10,}")

_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]{1,64})@(?P<where>(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24})\b"
)
_EXAMPLES = re.compile(
    r"(?i)(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid|local(?:host)?)$"
)
_IPV4 = re.compile(r"(?<![\w.=<>~/-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?i)(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])")
_VERSION_BEFORE = re.compile(r"(?i)(?:\bv|version|versions|release|opencv|build)[\s:=\"']{0,3}$")
_MAC = re.compile(r"(?i)(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])")
_SERIAL = re.compile(
    r"(?i)\b(?:serial(?:[ _-]?(?:number|no\.?))?|seriennummer|s/n|ser)\s{0,2}[:=#]\s{0,2}[\"']?"
    r"(?=[\w-]*\d)(?P<number>[A-Za-z0-9-]{6,40})\b"
)
_PORT = re.compile(
    r"(?i)/dev/serial/by-(?:id|path)/[\w.:-]{4,}|"
    r"/dev/(?:cu|tty)\.(?:usbserial|usbmodem|wchusbserial|SLAB_USBtoUART)-?[\w-]{2,}"
)
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|^\s*-{20,}\n\w*(?:Error|Exception)\b|"
    r"^(?:Cell In\[\d+\]|Input In \[\d+\]|File .{1,200}:\d+), (?:line \d+|in )",
    re.MULTILINE,
)
_WIDGET = re.compile(
    r"\b(?:Text|Textarea|Password|Combobox|FileUpload|DatePicker|Image)\((?=[^)]*\bvalue=)"
)


def marks_in(text: str, source: Source) -> Iterator[Mark]:
    """Find what a text gives away, apart from names.

    Parameters
    ----------
    text:
        Where to look.
    source:
        What kind of text it is.
    """
    text = _ANSI.sub("", text)
    yield from _media(text)
    text = without_data(text)
    yield from keys_in(text, source)
    for search in (_paths, _emails, _addresses, _devices):
        yield from search(text)
    if source in {Source.OUTPUT, Source.DATA}:
        yield from _all(_TRACEBACK, Kind.TRACEBACK, "the trace of an error", text)
    if source is Source.OUTPUT:
        yield from _all(_WIDGET, Kind.WIDGET, "what stands in a field to type in", text)


def without_data(text: str) -> str:
    """Return a text in which pictures and other long runs of base64 are cut out."""

    def cut(hit: re.Match[str]) -> str:
        long = len(hit[0]) >= _LONG or pictures.from_base64(hit[0])
        return "(data)" + "\n" * hit[0].count("\n") if long else hit[0]

    return _BASE64.sub(cut, _DATA_URL.sub("(data)", text))


def _all(pattern: re.Pattern[str], kind: Kind, what: str, text: str) -> Iterator[Mark]:
    for hit in pattern.finditer(text):
        yield Mark(kind, what, _line(text, hit.start()))


def _media(text: str) -> Iterator[Mark]:
    for hit in _DATA_URL.finditer(text):
        media = pictures.from_base64(hit["body"])
        what = str(media) if media else f"a {'picture' if hit['sort'] == 'image' else 'file'}"
        yield _media_mark(media, f"{what}, in the text itself", _line(text, hit.start()))
    rest = _DATA_URL.sub(lambda hit: "\n" * hit[0].count("\n"), text)
    for hit in _BASE64.finditer(rest):
        starts = [0, *(found.start() for found in _BASE64_WITHIN.finditer(hit[0]))]
        found = (pictures.from_base64(hit[0][start:]) for start in starts)
        if media := next(filter(None, found), None):
            yield _media_mark(media, f"{media}, in base64", _line(rest, hit.start()))
    for hit in _HEX.finditer(rest):
        media = pictures.recognise(bytes.fromhex(hit[0][: len(hit[0]) // 2 * 2]))
        yield _media_mark(media, f"{media or 'a picture'}, in hex", _line(rest, hit.start()))
    for hit in _ESCAPED.finditer(rest):
        yield Mark(Kind.PICTURE, "a picture, written as bytes", _line(rest, hit.start()))


def _media_mark(media: pictures.Media | None, what: str, line: int) -> Mark:
    kind = Kind.PICTURE if media is None or media.sort == "picture" else Kind.MEDIA
    return Mark(kind, what, line)


def _paths(text: str) -> Iterator[Mark]:
    for hit in _HOMES.finditer(text):
        if hit["who"].casefold() not in _NOBODY:
            what = f"a path with the name of a user ({masked(hit['who'])})"
            yield Mark(Kind.PATH, what, _line(text, hit.start()))
    yield from _all(_DOCUMENTS, Kind.PATH, "a path with the name of a user", text)
    for hit in _UNC.finditer(text):
        yield Mark(Kind.PATH, "a path with the name of a file server", _line(text, hit.start()))
    yield from _all(_FILE_URL, Kind.PATH, "an address of a file on a computer", text)
    yield from _all(_RUN_USER, Kind.PATH, "a folder that belongs to one user", text)


def _emails(text: str) -> Iterator[Mark]:
    if "@" not in text:  # the pattern is slow where there is none
        return
    for hit in _EMAIL.finditer(text):
        if not _EXAMPLES.search(hit["where"]) and hit["who"] not in {"git", "noreply"}:
            what = f"an e-mail address ({masked(hit['who'])}@{masked(hit['where'])})"
            yield Mark(Kind.EMAIL, what, _line(text, hit.start()))


def _addresses(text: str) -> Iterator[Mark]:
    for pattern in (_IPV4, _IPV6):
        for hit in pattern.finditer(text):
            if (what := _address(hit[0])) and not _VERSION_BEFORE.search(
                text[max(0, hit.start() - 12) : hit.start()]
            ):
                yield Mark(Kind.ADDRESS, what, _line(text, hit.start()))


def _address(text: str) -> str:
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return ""
    documentation = any(
        ip in ipaddress.ip_network(network)
        for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
        if ipaddress.ip_network(network).version == ip.version
    )
    # Loopback, "everybody" and those that books use are nobody's; 1.1.0.0 is a version, and
    # ::2 a step of a slice.
    if ip.is_loopback or ip.is_unspecified or ip.is_multicast or ip.is_reserved or documentation:
        return ""
    if text.endswith(".0") or text.startswith(("0.", "::")):
        return ""
    if ip.is_private:
        return "an address of a computer in a local network"
    return "an address of a computer on the internet"


def _devices(text: str) -> Iterator[Mark]:
    for hit in _MAC.finditer(text):
        if len(set(re.split("[:-]", hit[0].casefold()))) > 1:
            yield Mark(Kind.DEVICE, "the address of a network card (MAC)", _line(text, hit.start()))
    yield from _all(_SERIAL, Kind.DEVICE, "a serial number", text)
    yield from _all(_PORT, Kind.DEVICE, "a port with a serial number in its name", text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
