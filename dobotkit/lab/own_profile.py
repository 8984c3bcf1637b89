"""A fresh profile for one window: what the browser is told, and where it may write.

Three walls, each of which alone is enough for what can be asked over TCP: a proxy where
nobody listens, for every address but one; names and addresses that are all unknown, but
for that one; and no UDP past the proxy, which is WebRTC's way out.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dobotkit.lab.browsers import Browser

__all__ = ["downloads_folder", "flags", "make_profile", "variables"]

# No program listens at the port that is meant for throwing things away.
_NOWHERE = "127.0.0.1:9"

_NO_FEATURES = (
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "DialMediaRouteProvider",
    "InterestFeedContentSuggestions",
    "MediaRouter",  # it looks for televisions in the house
    "OptimizationHints",
    "SafetyTip",
    "Translate",
)
# Nothing that a browser does by itself, and no question that it would ask.
_QUIET = (
    "--test-type",  # no bar that warns of the flags below
    "--window-size=1280,900",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--no-service-autorun",
    "--disable-background-mode",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-quic",
    "--disable-save-password-bubble",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--password-store=basic",  # and not the keyring of the desktop
    "--use-mock-keychain",  # the same on macOS
    f"--disable-features={','.join(_NO_FEATURES)}",
)
_PLACES = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")

_PREFERENCES: dict[str, Any] = {
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False, "exit_type": "Normal"},
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
    "browser": {"enable_spellchecking": False, "check_default_browser": False},
    "net": {"network_prediction_options": 2},
    "safebrowsing": {"enabled": False},
    "search": {"suggest_enabled": False},
    "translate": {"enabled": False},
    "webrtc": {"ip_handling_policy": "disable_non_proxied_udp"},
}


def flags(browser: Browser, profile: Path, port: int, *, as_root: bool | None = None) -> list[str]:
    """Return the flags of a window that reaches ``127.0.0.1:port`` and nothing else.

    Parameters
    ----------
    browser:
        Which browser is to be told.
    profile:
        The folder that `make_profile` has made.
    port:
        The one port.
    as_root:
        Whether the browser runs as root, which it refuses while it has its sandbox.
        By default, whether this program does.
    """
    ours = f"127.0.0.1:{port}"
    if as_root is None:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        f"--user-data-dir={profile}",
        f"--proxy-server={_NOWHERE}",
        # Without the first part, every address of this computer is let past the proxy.
        f"--proxy-bypass-list=<-loopback>;{ours}",
        f"--host-resolver-rules=MAP {ours} {ours} , MAP * ~NOTFOUND",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        # Nothing of a page is written, also where the lab's folder lies on a disk.
        "--inprivate" if "edge" in browser.name.casefold() else "--incognito",
        *_QUIET,
        *(["--no-sandbox"] if as_root else []),
    ]


def make_profile(profile: Path, downloads: Path) -> None:
    """Make a fresh profile that asks where each download is to go.

    Parameters
    ----------
    profile:
        A folder that is not there yet.
    downloads:
        The folder that it offers first: one that outlives the lab.
    """
    first = profile / "Default"
    first.mkdir(mode=0o700, parents=True)
    profile.chmod(0o700)
    ours = _PREFERENCES | {
        "download": {"default_directory": str(downloads), "prompt_for_download": True},
        "savefile": {"default_directory": str(downloads)},
    }
    (first / "Preferences").write_text(json.dumps(ours), encoding="utf-8")


def variables(
    base: Mapping[str, str], folder: Path, *, system: str = sys.platform
) -> dict[str, str]:
    """Return `base` without what would give the browser other orders, and with our places.

    ``HOME`` stays: where a pupil saves a download has to be theirs. On Windows and macOS
    a browser takes its places from the system and not from variables.

    Parameters
    ----------
    base:
        The variables of this program.
    folder:
        Where the browser may write what it likes to.
    system:
        As ``sys.platform`` names it.
    """
    told = ("CHROM", "GOOGLE_", "JUPYTER", "DOBOTKIT_", "SSLKEYLOGFILE")
    ours = {name: value for name, value in base.items() if not name.startswith(told)}
    if system in {"win32", "darwin"}:
        return ours
    places = {name: folder / name.casefold() for name in _PLACES}
    for place in places.values():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The names of Documents and Downloads in this user's language, for a file dialog.
    theirs = Path(base.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "user-dirs.dirs"
    if theirs.is_file():
        (places["XDG_CONFIG_HOME"] / theirs.name).write_bytes(theirs.read_bytes())
    ours |= {name: str(place) for name, place in places.items()}
    # What a file dialog remembers of itself is forgotten.
    return ours | {"GSETTINGS_BACKEND": "memory"}


def downloads_folder(home: Path | None = None) -> Path:
    """Return where downloads of this user usually go.

    Parameters
    ----------
    home:
        The user's home folder, if it is not that of this program.
    """
    home = home or Path.home()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        names = (home / ".config" / "user-dirs.dirs").read_text(encoding="utf-8")
        if found := re.search(r'^XDG_DOWNLOAD_DIR="\$HOME/([^"]+)"', names, re.MULTILINE):
            return home / found[1]
    usual = home / "Downloads"
    return usual if usual.is_dir() else home
