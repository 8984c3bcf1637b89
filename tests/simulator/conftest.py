import pytest

from .host import Host


@pytest.fixture
def host():
    """A host with an arm at power-on."""
    return Host()


@pytest.fixture
def moving_host():
    """A host with an arm at (200, 0, 50), at 100 mm/s and 100 mm/s²."""
    host = Host()
    host.go(1, 200, 0, 50)
    host.set_speed(100, 100)
    return host
