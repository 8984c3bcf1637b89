"""A name that is looked up says something by itself: which names a page makes a browser ask for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.browser import START

APART = ["unshare", "--user", "--map-root-user", "--net", "--mount"]


@pytest.fixture
def apart() -> list[str]:
    """The beginning of a command that runs with a network and files of its own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        pytest.skip("only Linux has networks of one's own")
    if subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer gives nobody a network of their own")
    return APART


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_only_in_a_window_of_our_own_no_name_is_asked_for(apart, tmp_path):
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\n", encoding="utf-8")
    script = (
        f'mount --bind "{tmp_path}/resolv.conf" /etc/resolv.conf && '
        f'exec "{sys.executable}" -m tests.lab.names "{tmp_path}"'
    )
    ran = subprocess.run(
        [*apart, "sh", "-c", script], capture_output=True, text=True, timeout=START, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert {"img", "prefetch", "dns-prefetch", "preconnect", "location"} <= set(found["plain"])
    # Headers keep a page from loading; the look-up comes first in some ways.
    assert not {"img", "prefetch"} & set(found["rules"])
    assert {"preconnect", "location"} <= set(found["rules"])
    assert found["own"] == []
