"""Where a request comes from, as far as our own proxies vouch for it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Who asks: the peer, or, behind as many proxies as EDUAI_PROXIES says, whom the outermost of them saw.

    What a visitor writes into X-Forwarded-For stands before what our proxies add, and is never read. Empty where
    neither is an address, as behind a socket file.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.EDUAI_PROXIES
    if 0 < proxies <= len(seen) and (told := _address(seen[-proxies])):
        return told
    return _address(str(request.META.get("REMOTE_ADDR", "")))


def _address(text: str) -> str:
    """The address in one spelling, without the port that some proxies add; empty where the text is none."""
    host = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
