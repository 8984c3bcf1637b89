import pytest

from dobotkit.arm.link import Link
from tests.arm.bench import Cable, fresh_address, stock_pydobot


@pytest.fixture
def cable():
    return Cable(fresh_address())


@pytest.fixture
def link(cable):
    """The kit's link on a cable that can be damaged."""
    link = Link(cable)
    yield link
    cable.unplugged = False
    cable.damage = lambda answer: [(0.0, answer)]
    link.close()


@pytest.fixture
def stock(monkeypatch):
    """pydobot 1.3.2 as it comes, on a cable of its own."""
    dobot = stock_pydobot(monkeypatch)
    yield dobot
    dobot.ser.close()
