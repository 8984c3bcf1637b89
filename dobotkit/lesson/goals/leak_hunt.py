"""The goals of lesson 13, "Leak hunt"."""

from __future__ import annotations

import ast
import base64
import gzip
import json
from collections.abc import Callable, Mapping
from types import FunctionType

from dobotkit.canary import Canary
from dobotkit.guard.escapes import ESCAPES
from dobotkit.lesson.goal import Goal, Missing, first_missing
from dobotkit.lesson.leaks.trying import Attempt
from dobotkit.lesson.question import Question

__all__ = ["GOALS", "HOLES", "QUESTIONS", "WHO", "escape", "holes", "scanner"]

WHO = ("sees your screen", "owns the computer", "writes the code")
"""Who may get through a hole."""

HOLES: Mapping[str, str] = {
    "a photo of the screen": "sees your screen",
    "memory that was written to the disk": "owns the computer",
    "a debugger that looks into the keeper": "owns the computer",
    "Binder runs on a computer of strangers": "owns the computer",
    "a cell sends the page to another address": "writes the code",
    "Windows has a tripwire and no wall": "writes the code",
}
"""Holes that the kit has, and who may get through."""


def scanner(sees: Callable[[bytes], object], canary: Canary) -> Missing | None:
    """A function that finds the name in a text, the picture in a notebook, and both in gzip."""
    name, picture = canary.name.encode(), base64.b64encode(canary.png())
    page = json.dumps({"image/png": picture.decode()}).encode()
    other = Canary.fresh()
    tries = (
        ("the name in a text", b"visitor = '" + name + b"'", True),
        ("a text with another name", b"visitor = '" + other.name.encode() + b"'", False),
        ("a notebook with the picture", page, True),
        ("a notebook with another picture", base64.b64encode(other.png()), False),
        ("the name, packed with gzip", gzip.compress(name), True),
        ("the picture, packed with gzip", gzip.compress(page), True),
        ("another text, packed with gzip", gzip.compress(b"nothing"), False),
    )
    return first_missing(*(_tried(sees, what, data, wanted=wanted) for what, data, wanted in tries))


def _tried(
    sees: Callable[[bytes], object], what: str, data: bytes, *, wanted: bool
) -> Missing | None:
    try:
        found = sees(data)
    except Exception as error:  # noqa: BLE001 - a pupil's function may raise anything
        return Missing(
            f"sees() ended with {type(error).__name__} when it was given {what}.",
            "What is not packed cannot be unpacked: look at the first two bytes before.",
        )
    if bool(found) is wanted:
        return None
    if wanted:
        return Missing(f"sees() overlooks {what}.", "How is it written there? Look for that too.")
    return Missing(f"sees() finds something in {what}.", "Compare with what you are looking for.")


def escape(mine: Attempt) -> Missing | None:
    """An attempt of one's own that got out, or that the system has stopped."""
    if _same_as(mine.code):
        return Missing(
            f"this is the escape “{_same_as(mine.code)}” of the kit.", "Write another way out."
        )
    if "TARGET" not in mine.code:
        return Missing(
            "it does not use TARGET, so nothing of it could reach the receiver.",
            'The addresses stand there: TARGET["tcp"], TARGET["http"] …',
        )
    if mine.arrived or mine.stopped:
        return None
    return Missing(
        "nothing arrived, and nothing stopped it: it has not tried to send anything.",
        'Open a connection: socket.create_connection(TARGET["tcp"]), and send something.',
    )


def _same_as(code: str) -> str | None:
    """Return the title of the kit's escape that has the same code, whatever the spaces say."""
    try:
        tree = ast.dump(ast.parse(code))
    except SyntaxError:
        return None
    for one in ESCAPES:
        if ast.dump(ast.parse(one.code)) == tree:
            return one.title
    return None


def holes(answers: dict[str, object]) -> Missing | None:
    """For each hole, who may get through."""
    for hole in HOLES:
        if answers.get(hole) not in WHO:
            return Missing(
                f"the answer for “{hole}” is {answers.get(hole)!r}.",
                f"Write one of: {', '.join(WHO)}.",
            )
    wrong = [hole for hole, who in HOLES.items() if answers[hole] != who]
    if not wrong:
        return None
    return Missing(
        f"{len(wrong)} answer{'s' * (len(wrong) > 1)} not right yet.",
        "Whose hand is it that does it: the one of who looks, who owns, or who programs?",
    )


GOALS = (
    Goal(
        name="scanner",
        done="your scanner sees what others only think is gone, and cries no wolf.",
        takes=(("sees", FunctionType), ("canary", Canary)),
        missing=scanner,
        hints=(
            "In a notebook a picture is text: base64. Make the text that you look for.",
            "picture = base64.b64encode(canary.png())  and then  picture in data",
            (
                r"Packed data begins with the bytes b'\x1f\x8b'. "
                "If so: data = gzip.decompress(data), before you look."
            ),
        ),
    ),
    Goal(
        name="escape",
        done="you have tried a way out of your own, and know how it ended.",
        takes=(("mine", Attempt),),
        missing=escape,
        hints=(
            "Your code is a text. It knows one name: TARGET, with the receiver's addresses.",
            'A connection: import socket, then socket.create_connection(TARGET["tcp"]).',
            'Others: urllib.request.urlopen(TARGET["http"]), a module for mail, or for files.',
        ),
    ),
    Goal(
        name="holes",
        done="you know which holes there are, and who may get through them.",
        takes=(("answers", dict),),
        missing=holes,
        hints=(
            "Who sees the screen needs no computer at all.",
            "Who owns the computer can look into its memory and its disk. That are three.",
            "What a page or a kernel does, the code in the cells tells it.",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="written",
        text="Open the notebook's file in an editor, and search for the picture. What is seen?",
        answers={
            "the picture": "An editor shows the text of the file. Where is a picture in a text?",
            "many letters and digits": "A picture is written as base64, a text of 64 signs. Who "
            "does not know that it is a picture reads over it.",
            "nothing": "The table says that it is there. How is it written?",
        },
        right="many letters and digits",
    ),
    Question(
        name="deleted",
        text="What does “deleted” mean for a file in the list of files?",
        answers={
            "it is gone": "The hunt has found it.",
            "it is elsewhere": "In the trash, with everything in it. And what was copied before "
            "(history, store) was never touched.",
            "it is encrypted": "It can be read as before.",
        },
        right="it is elsewhere",
    ),
    Question(
        name="control",
        text="Why do we plant something and look whether the scanner finds it?",
        answers={
            "to practise": "Once would be enough for that.",
            "a blind scanner finds nothing too": "“Nothing found” is worth something only from "
            "somebody who can see. This is called a positive control.",
            "to fill the folder": "The file is deleted at once.",
        },
        right="a blind scanner finds nothing too",
    ),
    Question(
        name="judge",
        text="Python says “sent”. Has it arrived?",
        answers={
            "yes": "Python knows that the system took it. It does not know what became of it.",
            "no": "Perhaps it has. Who knows for sure?",
            "ask the receiver": "Only who should have got it can say. That is why the receiver "
            "counts, and not the sender.",
        },
        right="ask the receiver",
    ),
)
