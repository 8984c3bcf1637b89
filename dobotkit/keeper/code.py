"""The teacher's code, of which only a hash is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from pathlib import Path

from platformdirs import user_config_path

from dobotkit.errors import DeskError

__all__ = ["Code", "code_file", "set_code"]

# Interactive use, by OWASP's table for scrypt: 16 MB and some tenths of a second.
_N, _R, _P = 2**14, 8, 5
_SHORTEST = 4
_TRIES, _MINUTE = 5, 60.0


def code_file() -> Path:
    """Return where the hash lies: in this user's settings folder."""
    return user_config_path("dobotkit", appauthor=False) / "teacher-code.json"


def set_code(code: str, path: Path | None = None) -> None:
    """Keep the hash of a new code.

    Raises
    ------
    DeskError
        It is shorter than four characters.
    """
    if len(code) < _SHORTEST:
        raise DeskError(
            f"A code of {_characters(len(code))} is too short: at least {_SHORTEST} are needed.",
            "Nothing has changed. Choose a longer one: dobotkit keeper --set-code",
        )
    path = path or code_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    salt = secrets.token_bytes(16)
    words = {"scrypt": _text(_hash(code, salt)), "salt": _text(salt)}
    # Replaced as a whole, so that a full disk leaves the old one.
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(words, file)
    new.replace(path)


class Code:
    """Asks for the code, and lets nobody try too often.

    Parameters
    ----------
    path:
        Where the hash lies.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or code_file()
        self._tries: list[float] = []
        self._lock = threading.Lock()

    @property
    def is_set(self) -> bool:
        """Whether there is a code."""
        return self._path.exists()

    def check(self, code: str) -> None:
        """Let go on who has typed the code.

        Raises
        ------
        DeskError
            The code is wrong, or there is none; or as ``matches``.
        """
        if not self.is_set:
            raise DeskError(
                "No teacher's code is set on this computer.",
                "Set one: dobotkit keeper --set-code. Arms are let move in the lab's window too.",
            )
        if not code:
            raise DeskError("The teacher's code is missing.", "Type it first.")
        if not self.matches(code):
            raise DeskError("This is not the teacher's code.", "Try again.")

    def matches(self, code: str) -> bool:
        """Whether this is the code.

        Raises
        ------
        DeskError
            Too many tries in the last minute, or the file is damaged.
        """
        with self._lock:
            now = time.monotonic()
            self._tries = [moment for moment in self._tries if now - moment < _MINUTE]
            if len(self._tries) >= _TRIES:
                raise DeskError("Too many wrong codes.", "Wait a minute, then try again.")
            self._tries.append(now)
        try:
            words = json.loads(self._path.read_text(encoding="ascii"))
            salt, kept = (base64.b64decode(words[name]) for name in ("salt", "scrypt"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DeskError(
                "The teacher's code cannot be read.", "Set it again: dobotkit keeper --set-code"
            ) from error
        right = hmac.compare_digest(_hash(code, salt), kept)
        if right:
            with self._lock:
                self._tries.clear()
        return right


def _hash(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=64 * 2**20)


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
