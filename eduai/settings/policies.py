"""What a browser may do on our pages: the content security policies and the permissions policy (S-18)."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

# Students' and guardians' pages, and whatever is not named below. Scripts and styles are files of our own, or bear the
# page's nonce; KaTeX sets its styles through the DOM, which no policy forbids.
SITE: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# The panel's theme (Alpine) evaluates expressions that stand in attributes, and writes some styles as attributes.
# Inline scripts and style elements stay forbidden there too.
PANEL = SITE | {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src-attr": [UNSAFE_INLINE]}
# Answers to programs: nothing in them is for a browser.
PROGRAMS: dict[str, Any] = {"default-src": [NONE], "frame-ancestors": [NONE]}

# By the beginning of the path, the first that fits.
BY_PATH: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/admin/", PANEL),
    ("/api/v1/docs", SITE),
    ("/api/", PROGRAMS),
)

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock"),
        *("serial", "usb", "xr-spatial-tracking"),
    )
)
