"""The specimens that ICAO Doc 9303 prints, letter for letter, and what they say."""

from __future__ import annotations

from typing import NamedTuple

from dobotkit.mrz import Kind


class Printed(NamedTuple):
    """A specimen of Utopia."""

    where: str
    kind: Kind
    lines: tuple[str, ...]
    number: str
    name: tuple[str, str]
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: str = ""


ERIKSSON = ("ERIKSSON", "ANNA MARIA")
STEVENSON = ("STEVENSON", "PETER JOHN")

PRINTED = (
    Printed(
        "part 5, appendix",
        "TD1",
        (
            "I<UTOD231458907<<<<<<<<<<<<<<<",
            "7408122F1204159UTO<<<<<<<<<<<6",
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        ),
        *("D23145890", ERIKSSON, "UTO", "740812", "F", "120415"),
    ),
    Printed(
        "part 6, appendix",
        "TD2",
        ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
        *("D23145890", ERIKSSON, "UTO", "740812", "F", "120415"),
    ),
    Printed(
        "part 4, appendix",
        "TD3",
        (
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ),
        *("L898902C3", ERIKSSON, "UTO", "740812", "F", "120415", "ZE184226B"),
    ),
    Printed(
        "part 7, appendix",
        "MRV-A",
        (
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
        ),
        *("L8988901C", ERIKSSON, "XXX", "400907", "F", "961210", "6ZE184226B"),
    ),
    Printed(
        "part 7, appendix",
        "MRV-B",
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
        *("L8988901C", ERIKSSON, "XXX", "400907", "F", "961210"),
    ),
    Printed(
        "part 11, appendix D.2, a number of twelve characters",
        "TD1",
        (
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<JOHN<<<<<<<<<",
        ),
        *("D23145890734", STEVENSON, "UTO", "340712", "M", "950712"),
    ),
    Printed(
        "part 11, appendix D.2, a number of twelve characters",
        "TD2",
        ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"),
        *("D23145890734", STEVENSON, "UTO", "340712", "M", "950712"),
    ),
)
