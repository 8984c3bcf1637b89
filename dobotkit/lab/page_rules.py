"""What the lab's pages may do: rules that every answer of the server carries as headers.

A cell can put HTML and scripts into the page it is shown in. No wall around a kernel sees
those: it is the browser that would send, so it is the browser that is told not to.
What headers cannot forbid in any browser: that a page leaves for another address, with
something written into that address, and WebRTC. A window of our own closes these two.
"""

from __future__ import annotations

from typing import Any

from dobotkit.page_headers import CLOSED, PERMISSIONS

__all__ = ["COOKIES", "HEADERS", "PAGE_RULES"]

# Another port of this computer is somebody else: 'self' means this scheme, host and port.
_CONTENT = {
    "default-src": "'none'",
    # JupyterLab and ipywidgets make code from text; anywidget loads its modules as blob:.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    # Also WebSocket, beacons, and pings of links.
    "connect-src": "'self' data: blob:",
    # No worker from an address: a service worker would outlive the page, and the lab.
    "worker-src": "blob:",
    "frame-src": "'self' blob: data:",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    # No new windows, and no frame that leads the whole page away. Downloads are how a
    # pupil keeps their work.
    "sandbox": "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads",
}

# Jupyter appends to this text: "sandbox allow-scripts" for files, "default-src 'none'" for
# its API. A directive that was there before would win. Behind a comma begins a second
# policy; a browser obeys both, so what Jupyter appends can only forbid more.
_OPEN_END = ", frame-ancestors 'self'"

HEADERS: dict[str, str] = {
    "Content-Security-Policy": "; ".join(f"{name} {what}" for name, what in _CONTENT.items())
    + _OPEN_END,
    # The rest: Copy in JupyterLab's menus, and its full screen.
    "Permissions-Policy": f"{PERMISSIONS}, clipboard-write=(self), fullscreen=(self)",
    **CLOSED,
}
"""Name and value of each header, the same for every answer."""

PAGE_RULES: dict[str, Any] = {"ServerApp": {"tornado_settings": {"headers": HEADERS}}}
"""The same in Jupyter's words, to be merged into a server's settings."""

# A cookie is gone when the browser is closed, and no other site can make use of it.
_COOKIE = {"expires_days": None, "samesite": "Strict"}

COOKIES: dict[str, Any] = {
    "ServerApp": {"tornado_settings": {"xsrf_cookie_kwargs": _COOKIE | {"path": "/"}}},
    "IdentityProvider": {"cookie_options": _COOKIE},
}
"""What a server of our own says about its two cookies; a hub passes users on in its own way."""
