"""SCH: nothing that the kit has room for is about a person."""

from __future__ import annotations

import json
import re

import pytest

from dobotkit.long_numbers import says_a_number
from dobotkit.session.copying import CopyEntry, CopyFile, CopyRow
from tests.keeper.marks import all_messages
from tests.requirements.id_numbers import numbers
from tests.requirements.promises import ROOT
from tests.requirements.sources import imported, pinned, sources
from tests.requirements.texts import crossing, sent_by_a_notebook, takes

ABOUT_A_PERSON = re.compile(
    r"(sur|first|last|full|nick|user|host)name|birth(day|date)?|born|dob|mother|father|parents?|"
    r"guardian|family|sibling|student|school|gender|sex|religion|nationality|passport|photo|face|"
    r"voice|biometric|fingerprint|seat|e?mail|(tele)?phone|street|city|postcode|address|login|"
    r"account|latitude|longitude|location"
)
FINDS_PLACES = re.compile(
    r"geo(py|coder?|ip2?|lite2?|pandas|fence|location)s?|maxminddb.*|ip2(geotools|location|proxy)|"
    r"ipinfo|ipapi|reverse-geocoder|timezonefinder(l)?|gpsd.*|pynmea2|pygeoip|what3words"
)
PLACES_ON_A_PAGE = re.compile(r"navigator\.geolocation|getCurrentPosition|watchPosition")
# What stands in the memory of a process for one session is in these rooms.
ROOMS = ("keeper/people/", "session/", "lesson/", "widgets/")
HARMLESS = {
    ("lesson/cards/hunting.py", "birth"),  # of a specimen: of nobody, as the next two
    ("lesson/cards/hunting.py", "family"),
    ("lesson/cards/lines.py", "family"),
    ("lesson/desk.py", "_address"),  # of a port, as the next three
    ("lesson/desk.py", "address"),
    ("lesson/leaks/sharing.py", "address"),  # of a made-up picture on a web server
    ("lesson/leaks/plain_folder.py", "parents"),  # of a folder
    ("lesson/pixels.py", "Photo"),  # the covered picture of a table, as the next one
    ("lesson/pixels.py", "photo"),
    ("lesson/on_paper.py", "_PHOTO"),  # a drawn photograph of somebody who does not exist
    ("lesson/on_paper.py", "photo"),
    ("lesson/scene.py", "address"),
    ("widgets/portrait.py", "address"),
    ("widgets/seen.py", "face"),  # a box that was covered
    ("widgets/still.py", "family"),  # of letters
}
# What has a name is a thing or a row, never a person.
CALLED_NAME = {"BoxNow", "CopyRow", "SetScene", "ThingLaid", "ThingTold"}

SIX = "123456"
A_SESSIONS_OWN = re.compile(r".*\.(token|pseudonym|colour)$")
# All that a notebook can send in which six digits in a row have room. The keeper compares
# those of the second group with what it has, and refuses all others.
ROOM_FOR_DIGITS = {
    "OpenArm.options",  # such as seed=123456
    "WriteArm.frames",  # bytes for the arm
} | {
    "Complain.about",
    "AskDesk.arm",
    "AskTable.arm",
    "AskWay.arm",
    "CloseArm.arm",
    "OpenArm.arm",
    "SetScene.arm",
    "StopArm.arm",
    "WatchArm.arm",
    "WriteArm.arm",
}


def is_about_a_person(name):
    return any(ABOUT_A_PERSON.fullmatch(word) for word in name.lower().split("_"))


def kept_names():
    """Every name that code of these rooms gives a type or a value."""
    for path, text in sources().items():
        room = path.removeprefix("dobotkit/")
        if room.startswith(ROOMS):
            code = re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL)
            for name in re.findall(r"\b([A-Za-z_]\w*)[ ]*(?::|=(?!=))", code):
                yield room, name


def test_sch_a_no_field_is_about_a_person():
    models = all_messages() | {CopyFile, CopyRow, CopyEntry}
    fields = {(one.__name__, name) for one in models for name in one.model_fields}
    assert len(fields) > 100
    # Whether somebody who does not exist holds up a drawn photograph.
    assert {one for one in fields if is_about_a_person(one[1])} == {("Invite", "photo")}
    assert {model for model, name in fields if "name" in name.split("_")} == CALLED_NAME
    kept = set(kept_names())
    assert len(kept) > 200
    assert {one for one in kept if is_about_a_person(one[1])} == HARMLESS


def test_sch_a_nothing_asks_who_you_are():
    """Fields stand in these files only: places, numbers, sliders, and the teacher's code."""
    field = re.compile(r'<(?:input|textarea)\b|element\("(?:input|textarea)"')
    pages = [
        path
        for kind in ("*.js", "*.html")
        for path in sorted((ROOT / "dobotkit").rglob(kind))
        if field.search(path.read_text(encoding="utf-8"))
    ]
    assert {path.name for path in pages} == {
        "console.js",
        "page.html",
        "quiz.js",
        "rates.js",
        "seen.js",
        "thresholds.js",
    }
    asks = re.compile(
        r"\b(your|first|last|full|family) name\b|who are you|birth|e-?mail|mother|your address",
        re.IGNORECASE,
    )
    for path in pages:
        assert asks.findall(path.read_text(encoding="utf-8")) == [], path.name
    books = [*(ROOT / "lessons").glob("*/*.ipynb"), *(ROOT / "notebooks").glob("*.ipynb")]
    assert len(books) > 8
    for path in books:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                code = "".join(cell["source"])
                assert not re.search(r"\binput\(|widgets\.(Text|Password|Combobox)", code), path


def test_sch_d_where_a_number_could_be_typed():
    sent = sent_by_a_notebook()
    room = {
        name
        for name, checker in crossing().items()
        if name.partition(".")[0] in sent and takes(checker, SIX)
    }
    assert room == ROOM_FOR_DIGITS


@pytest.mark.parametrize(
    "number", ["123456", "20261122", "AB-1234567", "DE 123 456 789", "078-05-1120", "0612345678"]
)
def test_sch_d_what_a_session_says_has_no_room_for_one(number):
    own = {name: it for name, it in crossing().items() if A_SESSIONS_OWN.fullmatch(name)}
    assert {name.rpartition(".")[2] for name in own} == {"token", "pseudonym", "colour"}
    assert [name for name, checker in own.items() if takes(checker, number)] == []


def test_sch_d_two_hundred_ways_to_write_a_number_find_no_room():
    """In no text but those that are listed; each is tried as it is, and in the midst of words."""
    tried = numbers()
    assert len(tried) >= 200
    sent, every = sent_by_a_notebook(), crossing()
    closed = {
        name: checker
        for name, checker in every.items()
        if name.partition(".")[0] in sent and name not in ROOM_FOR_DIGITS
    }
    assert len(closed) > 15
    for number in tried:
        for text in (number, f"I am {number}"):
            assert [name for name, checker in closed.items() if takes(checker, text)] == [], text


@pytest.mark.parametrize("number", numbers()[::5])
def test_sch_d_a_printed_code_that_says_a_number_is_not_told(number):
    for text in (number, f"pupil {number}.", f"https://x.example/?id={number}"):
        assert says_a_number(text), text
    # Whatever stands between its groups.
    for apart in ("\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{NON-BREAKING HYPHEN}", " - ", "_"):
        assert says_a_number(f"id 1234{apart}56{apart}78"), apart


def test_sch_d_places_and_sizes_are_no_numbers_of_people():
    for text in ("200, 100", "x=200 y=-60 z=-64", "85.6 x 54", "bin 7", "20 30", "v1.2.3", "0-100"):
        assert not says_a_number(text), text


def test_sch_g_no_package_and_no_code_looks_for_places():
    assert [one for one in pinned() if FINDS_PLACES.fullmatch(one)] == []
    modules = {name for names in imported().values() for name in names}
    assert [one for one in modules if FINDS_PLACES.fullmatch(one)] == []
    pages = [*(ROOT / "dobotkit").rglob("*.js"), *(ROOT / "dobotkit").rglob("*.html")]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    assert [text for text in (*texts, *sources().values()) if PLACES_ON_A_PAGE.search(text)] == []
    for one in ("geopy", "geoip2", "ip2location", "timezonefinder", "maxminddb"):
        assert FINDS_PLACES.fullmatch(one)
    assert PLACES_ON_A_PAGE.search("navigator.geolocation.watchPosition(tell)")
