"""Which browsers are found, on each system, and which of them can have a window of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dobotkit.lab.browsers import Browser, find_browsers
from dobotkit.lab.own_profile import downloads_folder, flags, make_profile, variables

posix = pytest.mark.skipif(os.name == "nt", reason="its programs are shell scripts")


def program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@posix
def test_on_linux_programs_are_looked_for_by_name(tmp_path):
    for name in ("brave", "google-chrome", "firefox"):
        program(tmp_path / name)
    found = list(find_browsers({"PATH": str(tmp_path)}, "linux"))
    assert [browser.name for browser in found] == ["Chrome", "Brave"]


@posix
def test_on_windows_programs_are_looked_for_in_its_folders(tmp_path):
    places = {"PROGRAMFILES": tmp_path / "programs", "LOCALAPPDATA": tmp_path / "mine"}
    # As paths are written there; here it is one long name.
    program(places["LOCALAPPDATA"] / r"Google\Chrome\Application\chrome.exe")
    program(places["PROGRAMFILES"] / r"Microsoft\Edge\Application\msedge.exe")
    found = list(find_browsers({name: str(place) for name, place in places.items()}, "win32"))
    assert [browser.name for browser in found] == ["Chrome", "Edge"]


@posix
def test_the_one_that_is_named_is_the_only_one(tmp_path):
    program(tmp_path / "chromium")
    mine = program(tmp_path / "my-msedge")
    found = list(find_browsers({"PATH": str(tmp_path), "DOBOTKIT_BROWSER": str(mine)}, "linux"))
    assert found == [Browser("my-msedge", str(mine))]
    nowhere = {"PATH": str(tmp_path), "DOBOTKIT_BROWSER": str(tmp_path / "none")}
    assert list(find_browsers(nowhere, "linux")) == []


@posix
@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ('#!/bin/sh\nexec /snap/bin/chromium "$@"\n', True),
        ("#!/bin/sh\nexec flatpak run org.chromium.Chromium\n", True),
        ('#!/bin/sh\nexec /usr/lib/chromium/chromium "$@"\n', False),
        ("\x7fELF /snap/ flatpak run", False),
    ],
)
def test_a_snap_or_flatpak_is_seen(tmp_path, text, packed):
    path = program(tmp_path / "chromium", text)
    assert Browser("Chromium", str(path)).is_packed_away is packed


@posix
def test_a_link_to_snap_is_one(tmp_path):
    (tmp_path / "chromium").symlink_to(program(tmp_path / "snap"))
    assert Browser("Chromium", str(tmp_path / "chromium")).is_packed_away


def test_flags_name_one_port_and_no_other_address(tmp_path):
    said = flags(Browser("Chromium", "c"), tmp_path, 8123, as_root=False)
    assert "--proxy-bypass-list=<-loopback>;127.0.0.1:8123" in said
    assert "--host-resolver-rules=MAP 127.0.0.1:8123 127.0.0.1:8123 , MAP * ~NOTFOUND" in said
    assert "--incognito" in said
    assert "--no-sandbox" not in said
    assert "--no-sandbox" in flags(Browser("Chromium", "c"), tmp_path, 8123, as_root=True)
    assert "--inprivate" in flags(Browser("Edge", "e"), tmp_path, 8123, as_root=False)


def test_a_profile_is_private_and_asks_where_a_download_goes(tmp_path):
    make_profile(tmp_path / "profile", tmp_path / "mine")
    text = (tmp_path / "profile" / "Default" / "Preferences").read_text(encoding="utf-8")
    assert '"prompt_for_download": true' in text
    assert os.name == "nt" or (tmp_path / "profile").stat().st_mode & 0o777 == 0o700


def test_a_browser_is_given_no_secrets_and_no_other_orders(tmp_path):
    base = {
        "PATH": "p",
        "HOME": "h",
        "DISPLAY": ":0",
        "CHROMIUM_FLAGS": "--proxy-auto-detect",
        "GOOGLE_API_KEY": "k",
        "SSLKEYLOGFILE": "f",
        "DOBOTKIT_KEEPER": "a#b",
        "JUPYTER_TOKEN": "t",
    }
    given = variables(base, tmp_path, system="linux")
    assert {name: given[name] for name in ("PATH", "HOME", "DISPLAY")} == {
        "PATH": "p",
        "HOME": "h",
        "DISPLAY": ":0",
    }
    assert not set(base) - {"PATH", "HOME", "DISPLAY"} & set(given)
    places = [given[name] for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR")]
    assert all(Path(place).is_relative_to(tmp_path) and Path(place).is_dir() for place in places)


def test_downloads_go_where_this_user_has_them(tmp_path):
    assert downloads_folder(tmp_path) == tmp_path
    (tmp_path / "Downloads").mkdir()
    assert downloads_folder(tmp_path) == tmp_path / "Downloads"
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(
        'XDG_DESKTOP_DIR="$HOME/Tisch"\nXDG_DOWNLOAD_DIR="$HOME/Geholt"\n', encoding="utf-8"
    )
    assert downloads_folder(tmp_path) == tmp_path / "Geholt"
