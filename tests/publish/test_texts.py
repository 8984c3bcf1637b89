"""What is found in a text, and what looks like it and is none."""

from __future__ import annotations

import secrets

import pytest

from dobotkit.publish.find import Kind, Source
from dobotkit.publish.names import Names, announced, read_list
from dobotkit.publish.texts import marks_in


def kinds(text, source=Source.CODE):
    return [mark.kind for mark in marks_in(text, source)]


# Put together here, so that no scanner takes this file for a leak.
KEYS = [
    "http://127.0.0.1:8888/lab?token=" + "0a1b2c3d" * 6,
    "ghp_" + "aB1" * 12,
    "github_pat_" + "11ABCDEFG0" * 8,
    "glpat-" + "x1Y2" * 5,
    "hf_" + "aBcD" * 9,
    "sk-ant-api03-" + "aB1-" * 20,
    "sk-proj-" + "aB1_" * 12,
    "sk-" + "aB1x" * 12,
    "AIza" + "Sy0_-" * 7,
    "AKIA" + "QWERTYUI12345678",
    "xoxb-" + "123456789012-abcdefgh",
    "https://hooks.slack.com/services/" + "T000/B000/" + "x1" * 12,
    "123456789:AA" + "x1y" * 11,
    "sk_live_" + "4eC39HqLyjWDarjt",
    "pypi-AgE" + "IcHlwaS5vcmc" * 6,
    "npm_" + "a1b2" * 9,
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + "c2lnbmF0dXJl",
    "-----BEGIN OPENSSH PRIVATE KEY" + "-----",
    "https://quirina:" + "pa55word@school.net/x",
    '{"key": "x", "signature_scheme": "hmac-sha256"}',
    'password = "correcthorse"',
    "os.environ['API_KEY'] = 'f00ba4f00ba4'",
    '"auth_token": "9f8e7d6c5b4a"',
    "Authorization: Bearer abcdefghijklmnop",
]


@pytest.mark.parametrize("text", KEYS, ids=range(len(KEYS)))
def test_a_key_is_found_once_and_not_repeated(text):
    marks = [
        mark
        for mark in marks_in(f"first line\n{text}\nlast", Source.CODE)
        if mark.kind is not Kind.EMAIL  # as which a password before an address may be read
    ]
    assert [(mark.kind, mark.line) for mark in marks] == [(Kind.KEY, 2)]
    secret = max(text.replace("=", " ").replace("'", " ").replace('"', " ").split(), key=len)
    assert secret[6:] not in marks[0].what


@pytest.mark.parametrize(
    "text",
    [
        'password = ""',
        'password = "your password"',
        "token = 'xxxxxxxxxxxx'",
        'password = "<secret>"',
        'token = "${TOKEN}"',
        "password = getpass()",
        "token = os.environ['TOKEN']",
        "sk-learn",
        "skip-" + "x" * 40,
        'token_file = "token.txt"',
        "the password is not told",
        "passwords: 12345678",
        "1.2.3.0",
        "opencv-python==5.0.0.93",
        "version 5.0.0.93",
        "v1.2.3.4",
        "127.0.0.1",
        "::1",
        "x[::2]",
        "0.0.0.0",  # noqa: S104 - a text to look at
        "192.0.2.7",
        "12:34:56",
        "a[1:2:3]",
        "10.5.3.2.1",
        "name@example.org",
        "git@github.com",
        "@property",
        "a @ b.c",
        "x@y",
        "/home/jovyan/work",
        "/home/you/x",
        "C:\\Users\\Public\\x",
        "/Users/Shared/x",
        "/home/<name>/x",
        "/home/{name}/x",
        "https://school.net/users/list",
        "lessons/home/x",
        r"\n\t\d+\w",
        r"\\alpha \beta",
        "aa aa 02 0a 00 f6",
        "00:00:00:00:00:00",
        "serial = 1",
        "a serial number",
        "/dev/ttyUSB0",
        "COM3",
        "0123456789abcdef" * 30,
        "SGVsbG8gd29ybGQ=" * 3,
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("open('/home/quirina/x.csv')", Kind.PATH),
        ("open('/Users/quirina/x.csv')", Kind.PATH),
        (r"open('C:\\Users\\quirina\\x.csv')", Kind.PATH),
        (r"open(r'C:\Users\quirina\x.csv')", Kind.PATH),
        ("C:/Users/quirina", Kind.PATH),
        ("/mnt/c/Users/quirina/x", Kind.PATH),
        ("/media/quirina/STICK/x", Kind.PATH),
        (r"C:\Documents and Settings\quirina\x", Kind.PATH),
        (r"open(r'\\server7\pupils$\x')", Kind.PATH),
        ("file:///srv/lessons/x.ipynb", Kind.PATH),
        ("/run/user/1000/jupyter", Kind.PATH),
        ("quirina.z@school.net", Kind.EMAIL),
        ("listening on 192.168.178.44:8888", Kind.ADDRESS),
        ("from 8.8.4.4", Kind.ADDRESS),
        ("fe80:1:2:3:4:5:6:7", Kind.ADDRESS),
        ("ether 9c:b6:d0:12:34:56", Kind.DEVICE),
        ("9C-B6-D0-12-34-56", Kind.DEVICE),
        ("serial number: DT2305-7731", Kind.DEVICE),
        ("SER=DT23057731", Kind.DEVICE),
        ("/dev/serial/by-id/usb-1a86_DT2305-if00", Kind.DEVICE),
        ("/dev/cu.usbserial-DT2305", Kind.DEVICE),
    ],
)
def test_paths_addresses_and_devices_are_found(text, kind):
    for source in Source:
        assert kinds(text, source) == [kind]


def test_names_of_a_list_are_found_in_any_spelling():
    names = Names(read_list("\ufeffZoë Müller;7b\n# a remark\nNguyễn\n张伟\n4711023\n"), here=())
    for text in (
        "zoe",
        "ZOË",
        "muller_7.py",
        "mueller, Müller",
        "nguyen7",
        "我叫张伟",
        "no. 4711023",
    ):
        assert [mark.kind for mark in names.find(text)] == [Kind.NAME], text
    for text in ("zoetrope", "Mullerian", "47110231", "7", "7bis"):
        assert list(names.find(text)) == [], text


def test_a_name_of_this_computer_is_a_hint_and_a_common_one_is_said_to_be_left_out():
    names = Names(
        here=[("the name of this computer's user", "qzorblax"), ("this computer's name", "pi")]
    )
    [mark] = names.find("saved by QZorblax")
    assert (mark.what, mark.sure) == ("the name of this computer's user (q…)", False)
    assert names.skipped == ("this computer's name",)
    assert list(names.find("pi = 3.14")) == []


@pytest.mark.parametrize(
    "text",
    ["my name is Quirina", "Ich heiße Özlem.", "Je m'appelle Zoé", "author: Quirina", "我叫张伟"],
)
def test_what_announces_a_name_is_a_hint(text):
    [mark] = announced(f"x\n{text}")
    assert (mark.kind, mark.line, mark.sure) == (Kind.NAME, 2, False)


@pytest.mark.parametrize(
    "text", ["my name is", "name: str", "name=robot", "the name is long", "author"]
)
def test_what_announces_none_is_left_alone(text):
    assert list(announced(text)) == []


@pytest.mark.timeout(60)
def test_no_text_makes_it_slow():
    """A pattern that tries everything in everything would take minutes for one of these."""
    for piece in (
        "a.",
        "A",
        "a@",
        "\\\\a",
        "0:",
        "1.",
        "/home/",
        "password",
        "data:image",
        '="',
        "-",
        " ",
    ):
        text = piece * 4_000
        list(marks_in(text, Source.OUTPUT))
        list(announced(text))


def test_random_bytes_in_base64_are_no_keys():
    text = "\n".join(secrets.token_urlsafe(48) for _ in range(300))
    assert set(kinds(text, Source.PROSE)) <= {Kind.DEVICE}
