"""What no page of the kit may do, as headers: the lab's pages and the keeper's say it alike."""

from __future__ import annotations

__all__ = ["CLOSED", "PERMISSIONS"]

# What a page could ask a browser for. The kit's camera is the keeper's, not the page's.
_NOT_FOR_PAGES = (
    "accelerometer",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)

PERMISSIONS: str = ", ".join(f"{name}=()" for name in _NOT_FOR_PAGES)
"""A Permissions-Policy: none of it for the page, nor for any frame in it."""

CLOSED: dict[str, str] = {
    # No look-up of names that stand in a page: the name itself could be the message.
    "X-DNS-Prefetch-Control": "off",
    "Referrer-Policy": "no-referrer",
    # No other page keeps a hand on this one, shares its process, or shows what is in it.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
}
"""Headers that close what no page of ours needs."""
