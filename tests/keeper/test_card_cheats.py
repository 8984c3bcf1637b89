"""Programs that try to get at what is written on a card: in messages of their own."""

from __future__ import annotations

import datetime as dt
import json
import os

import numpy as np
import pytest

from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.messages import LARGEST_MESSAGE, Refused, read_answer
from dobotkit.opencv import cv2
from dobotkit.scene import CARD_ASKS
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph
from tests.keeper.test_reading_cards import Lab
from tests.keeper.wires import PATIENCE_S, RawNotebook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

BEGIN = {"kind": "begin_cards", "purpose": "read-card", "asks": list(CARD_ASKS)}
LOOK = {"kind": "look_for_cards", "purpose": "read-card"}
# What a notebook says that wants more than it is given. Each is refused as a whole.
WANTED = {
    "a name": BEGIN | {"asks": ["name"]},
    "a whole number": BEGIN | {"asks": ["number"]},
    "the lines": BEGIN | {"asks": ["mrz"]},
    "an age in another year": BEGIN | {"today": "2040-01-01"},
    "an age of its own": BEGIN | {"asks": ["over 15"]},
    "a birth date by many ages": BEGIN | {"asks": [f"over {years}" for years in range(10, 20)]},
    "any card": BEGIN | {"specimens_only": False},
    "another state": BEGIN | {"issuer": "D"},
    "another purpose": BEGIN | {"purpose": "marketing"},
    "that for faces": BEGIN | {"purpose": "same-visitor"},
    "the text": LOOK | {"text": True},
    "the picture of a card": LOOK | {"crop": True},
    "a look without covers": LOOK | {"covered": False},
    "a picture of its own": LOOK | {"pixels": [0] * 300},
    "a card of its own": LOOK | {"corners": [[0, 0], [9, 0], [9, 9], [0, 9]]},
    "more than its block": LOOK | {"asks": list(CARD_ASKS)},
    "a live look that reads": {"kind": "look", "live": True, "read": True},
    "a plain look that reads": {"kind": "look", "asks": ["valid"]},
    "the process that reads": {"kind": "read_card"},
}


class Mallory(RawNotebook):
    """A notebook with every permission there is, which keeps each byte that it is sent."""

    def __init__(self, lab: Lab) -> None:
        super().__init__(lab.arms, lab.people, lab.cameras, lab.mode)
        lab.notebooks.append(self)
        self.heard: list[bytes] = []
        self.token = self.ask(kind="open_session").token
        for name in ("camera", "same-visitor", "read-card"):
            lab.switch(self, "take_permission", name)

    def answer(self):
        assert self.connection.poll(PATIENCE_S), "no answer"
        self.heard.append(self.connection.recv_bytes(LARGEST_MESSAGE))
        return read_answer(self.heard[-1])


@pytest.fixture(scope="module")
def specimen():
    return Specimen(12, on=dt.datetime.now(tz=dt.UTC).date())


@pytest.fixture
def lab(specimen):
    lab = Lab()
    lab.camera.stand(photograph(draw(specimen), seed=3, size=(960, 720), fill=0.8)[0])
    yield lab
    for notebook in lab.notebooks:
        if not notebook.has_ended:
            notebook.end()
    lab.arms.close()


def written(specimen: Specimen) -> list[bytes]:
    """Everything that is written on a card, but what is in every text or may be told."""
    texts = [*specimen.lines, specimen.code_text, *specimen.fields.values()]
    texts += [part for line in specimen.lines for part in line.split("<")]
    return [one.upper().encode() for one in set(texts) if len(one) > 4]


@pytest.mark.slow
def test_who_asks_for_more_than_may_be_said_gets_nothing(lab, specimen):
    mallory = Mallory(lab)
    mallory.ask(**BEGIN)
    told = mallory.ask(**LOOK)
    [card] = told.cards
    assert card.claims.valid is True
    assert card.claims.number_ends == specimen.document_number[-2:]
    for what, wish in WANTED.items():
        before = mallory.service.refused
        mallory.send(**wish)
        assert mallory.ask(kind="ask_camera").source == "usb", what
        assert mallory.service.refused == before + 1, what
    secrets = written(specimen)
    assert len(secrets) > 8
    for heard in mallory.heard:
        assert not [one for one in secrets if one in heard.upper()]
    # In the picture there is a cover, and nothing to be read or found again.
    shown = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), 1)
    assert find_cards(shown) == []
    # The positive control: a message that had it would be seen.
    assert any(one in json.dumps(specimen.lines).upper().encode() for one in secrets)


def test_blocks_of_others_are_nobodys_business(lab):
    anna, mallory = Mallory(lab), Mallory(lab)
    anna.ask(**(BEGIN | {"asks": ["valid"]}))
    # Without a block of her own she asks in vain, and she does not end or widen Anna's.
    told = mallory.ask(**LOOK)
    assert isinstance(told, Refused)
    assert told.error == "CardsClosed"
    mallory.ask(kind="end_cards")
    mallory.ask(**BEGIN)
    mallory.end()
    assert anna.service._sight._cards._asks == ("valid",)
    assert len(lab.cameras.card_readers._blocks) == 1
