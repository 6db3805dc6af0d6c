"""Figures as JSON objects and back: `{"alt": …, "parts": [{"part": "point", …}]}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from html import unescape
from typing import Any

from questions.engine.figures import Arc, Axes, Corner, Figure, Graph, Part, Picture, Point, Segment, Table

_KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Point, Segment, Corner, Arc, Axes, Graph, Table)
}


def dump_figure(figure: Figure) -> dict[str, Any]:
    return {"alt": figure.alt, "parts": [_dump_part(part) for part in figure.parts]}


def load_figure(stored: Mapping[str, Any]) -> Figure:
    """The figure of a stored object. Raises KeyError, TypeError or ValueError for one that this version cannot read."""
    if set(stored) != {"alt", "parts"} or not isinstance(stored["alt"], str) or not isinstance(stored["parts"], list):
        raise ValueError("a figure with alt and parts was expected")
    return Figure(stored["alt"], tuple(_load_part(part) for part in stored["parts"]))


def dump_picture(picture: Picture | None) -> dict[str, Any] | None:
    """`{"alt", "svg", "table"}`: one of the two is empty; None for no figure."""
    if picture is None:
        return None
    return {"alt": picture.alt, "svg": picture.svg, "table": [list(row) for row in picture.table]}


def shown_texts(picture: Picture | None) -> tuple[str, ...]:
    """Every text that the picture shows or says."""
    if picture is None:
        return ()
    labels = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)
    return (picture.alt, *map(unescape, labels), *(cell for row in picture.table for cell in row))


def _dump_part(part: Part) -> dict[str, Any]:
    if isinstance(part, Table):
        return {"part": "table", "rows": [list(row) for row in part.rows]}
    return {"part": type(part).__name__.lower(), **asdict(part)}


def _load_part(stored: Mapping[str, Any]) -> Part:
    kind = _KINDS[stored["part"]]
    given = {name: value for name, value in stored.items() if name != "part"}
    if kind is Table:
        given["rows"] = tuple(tuple(row) for row in given["rows"])
        texts = [cell for row in given["rows"] for cell in row]
    else:
        texts = list(given.values())
    if set(given) != {one.name for one in fields(kind)} or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"a {stored['part']} has other parts than its own, or one that is no text")
    part: Part = kind(**given)
    return part
