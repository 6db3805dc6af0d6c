"""What a page consists of: its tags with their attributes, and where it leads."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

LEADING = ("href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href")


class Parts(HTMLParser):
    """`tags` are pairs of a tag and one attribute's name (empty: the tag alone); `away` are addresses that lead off."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[tuple[str, str]] = set()
        self.away: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        for name, value in attrs:
            if name in LEADING and not _stays(value or ""):
                self.away.add(f"{tag} {name} {value}")


def _stays(address: str) -> bool:
    parts = urlsplit(address.strip())
    return not parts.scheme and not parts.netloc
