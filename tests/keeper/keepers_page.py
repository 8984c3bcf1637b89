"""The keeper's page without a browser: the file that leads to it, and its questions."""

from __future__ import annotations

import http.client
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from tests.keeper.wires import wait_until


class KeepersPage:
    """What a browser would do with the file that was printed."""

    def __init__(self, uri: str) -> None:
        self._file = Path(url2pathname(unquote(urlsplit(uri).path)))
        wait_until(self._file.exists)
        found = re.search(r"http://(127\.0\.0\.1:\d+)/#([\w-]+)", self._file.read_text())
        self._host = found[1]
        self._session = ""
        self._session = self.ask("/session", visit=found[2])["session"]

    def ask(self, path, **question):
        headers = {"X-Keeper-Token": self._session, "Content-Type": "application/json"}
        body = json.dumps(question) if question else None
        connection = http.client.HTTPConnection(self._host, timeout=30)
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, told
        return told

    def wait_for(self, words):
        wait_until(lambda: any(words in arm["asks"] for arm in self.ask("/now")["arms"]))
