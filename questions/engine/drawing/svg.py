"""Draws a figure as an SVG document: one colour that follows the page's text, so that it is right in light and dark.

At most 320 wide and high, so that it fits a telephone of 360 pixels (a long label makes it wider, and the page then
scales it); every text is escaped; the words for those who do not see stand in <title>.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from questions.engine.figures import Arc, Axes, Corner, Figure, Graph, Point, Segment

LARGEST, SMALLEST_DRAWING, LARGEST_DRAWING = 320.0, 120.0, 220.0
NARROWEST_MARGIN = 44.0
NEAREST = 10.0
LONGEST_ALT = 300
_FONT = 15
Place = tuple[float, float]


class Page:
    """Turns the question's coordinates into places on the page; one scale for both ways unless axes frame it."""

    def __init__(self, places: Sequence[Place], *, framed: bool, margin: float = NARROWEST_MARGIN) -> None:
        self.margin = margin
        size = max(SMALLEST_DRAWING, min(LARGEST_DRAWING, LARGEST - 2 * margin))
        self.low_x, self.high_x = min(x for x, _ in places), max(x for x, _ in places)
        self.low_y, self.high_y = min(y for _, y in places), max(y for _, y in places)
        wide, high = self.high_x - self.low_x, self.high_y - self.low_y
        one = size / (max(wide, high) or 1)
        self.scale_x, self.scale_y = (size / wide, size / high) if framed else (one, one)
        self.width, self.height = wide * self.scale_x + 2 * margin, high * self.scale_y + 2 * margin
        self.middle = self.at(((self.low_x + self.high_x) / 2, (self.low_y + self.high_y) / 2))

    def at(self, place: Place) -> Place:
        x, y = place
        return self.margin + (x - self.low_x) * self.scale_x, self.margin + (self.high_y - y) * self.scale_y

    def holds(self, place: Place) -> bool:
        return self.low_x <= place[0] <= self.high_x and self.low_y <= place[1] <= self.high_y


def width_of(text: str) -> float:
    """How wide a label is printed at most, in pixels: wide characters fill their square."""
    return sum(_FONT if ord(letter) >= 0x1100 else 0.65 * _FONT for letter in text)


def margin_for(labels: Iterable[str]) -> float:
    """The space around the drawing in which every label stands whole: its distance from a line, and half of it beyond
    its middle."""
    return max((16 + 4 * len(label) + width_of(label) / 2 for label in labels), default=0.0)


def document(
    figure: Figure,
    page: Page,
    places: Mapping[str, Place],
    lengths: Mapping[Any, float],
    curves: Mapping[Graph, Sequence[Place]],
    filled: Callable[[str], str],
    alt: str,
) -> str:
    """The whole SVG; `filled` puts values into labels, `lengths` are arcs' own radii, `curves` the graphs' points."""
    on_page = {name: page.at(place) for name, place in places.items()}
    shapes: list[str] = []
    for part in figure.parts:
        match part:
            case Segment():
                shapes += _segment(on_page[part.start], on_page[part.end], filled(part.label), page.middle)
            case Corner():
                shapes.append(_corner(on_page[part.at], on_page[part.one], on_page[part.other]))
            case Arc():
                ends = on_page[part.center], on_page[part.start], on_page[part.end]
                shapes += _arc(*ends, lengths.get(part, 0.0) * page.scale_x, filled(part.label))
            case Axes():
                shapes += _axes(page)
            case Graph():
                shapes += [_path(run) for run in _runs(curves[part], page)]
            case Point() if part.label:
                shapes += _point(on_page[part.name], filled(part.label), page.middle)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {page.width:.0f} {page.height:.0f}" '
        f'width="{page.width:.0f}" height="{page.height:.0f}" fill="none" stroke="currentColor" stroke-width="1.6" '
        f'stroke-linejoin="round" font-size="{_FONT}" font-family="inherit">'
    )
    return f"{head}<title>{escape(alt[:LONGEST_ALT])}</title>{''.join(shapes)}</svg>"


def _text(place: Place, text: str) -> str:
    x, y = place
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" dominant-baseline="central" stroke="none" '
        f'fill="currentColor">{escape(text)}</text>'
    )


def _path(places: Sequence[Place]) -> str:
    return '<path d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + '"/>'


def _towards(start: Place, end: Place, length: float) -> Place:
    whole = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * length / whole, start[1] + (end[1] - start[1]) * length / whole


def _segment(start: Place, end: Place, label: str, middle: Place) -> list[str]:
    drawn = [_path((start, end))]
    if label:
        half = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        across = end[1] - start[1], start[0] - end[0]
        away = 1 if (half[0] - middle[0]) * across[0] + (half[1] - middle[1]) * across[1] >= 0 else -1
        far = 12 + 4 * len(label) * abs(across[0]) / (math.hypot(*across) or 1)
        drawn.append(_text(_towards(half, (half[0] + away * across[0], half[1] + away * across[1]), far), label))
    return drawn


def _corner(at: Place, one: Place, other: Place) -> str:
    first, second = _towards(at, one, 11), _towards(at, other, 11)
    return _path((first, (first[0] + second[0] - at[0], first[1] + second[1] - at[1]), second))


def _arc(center: Place, start: Place, end: Place, radius: float, label: str) -> list[str]:
    length = radius or math.dist(center, start)
    first = math.atan2(center[1] - start[1], start[0] - center[0])
    turn = (math.atan2(center[1] - end[1], end[0] - center[0]) - first) % math.tau
    one, other = _round(center, first, length), _round(center, first + turn, length)
    large = int(turn > math.pi)
    drawn = [
        f'<path d="M{one[0]:.1f} {one[1]:.1f}A{length:.1f} {length:.1f} 0 {large} 0 {other[0]:.1f} {other[1]:.1f}"/>'
    ]
    if label:
        drawn.append(_text(_round(center, first + turn / 2, length + 8 + 4 * len(label)), label))
    return drawn


def _round(center: Place, angle: float, length: float) -> Place:
    return center[0] + length * math.cos(angle), center[1] - length * math.sin(angle)


def _axes(page: Page) -> list[str]:
    x, y = page.at((max(page.low_x, min(0.0, page.high_x)), max(page.low_y, min(0.0, page.high_y))))
    margin = page.margin
    right, top = page.width - margin / 2, margin / 2
    lines = [_path(((margin / 2, y), (right, y))), _path(((x, page.height - margin / 2), (x, top)))]
    ahead = _path(((right - 6, y - 4), (right, y), (right - 6, y + 4)))
    up = _path(((x - 4, top + 6), (x, top), (x + 4, top + 6)))
    return [*lines, ahead, up, _text((right, y + 14), "x"), _text((x - 14, top), "y"), _text((x - 10, y + 12), "O")]


def _runs(curve: Sequence[Place], page: Page) -> list[list[Place]]:
    """The stretches of a graph that lie inside the axes, each of two places or more."""
    runs: list[list[Place]] = [[]]
    for place in curve:
        if page.holds(place):
            runs[-1].append(page.at(place))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _point(place: Place, label: str, middle: Place) -> list[str]:
    beside = _towards(place, (2 * place[0] - middle[0], 2 * place[1] - middle[1] - 0.01), 8 + 4 * len(label))
    dot = f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="2.5" fill="currentColor" stroke="none"/>'
    return [dot, _text(beside, label)]


_NUMBER = r"-?\d+(?:\.\d+)?"
_SHAPE = (
    rf'<path d="[MLA\d. -]+"/>|<circle cx="{_NUMBER}" cy="{_NUMBER}" r="2\.5" fill="currentColor" stroke="none"/>|'
    rf'<text x="{_NUMBER}" y="{_NUMBER}" text-anchor="middle" dominant-baseline="central" stroke="none" '
    r'fill="currentColor">[^<>]*</text>'
)
_OURS = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" role="img" viewBox="0 0 \d+ \d+" width="\d+" height="\d+" fill="none" '
    r'stroke="currentColor" stroke-width="1\.6" stroke-linejoin="round" font-size="15" font-family="inherit">'
    rf"<title>[^<>]*</title>(?:{_SHAPE})*</svg>"
)


def is_ours(svg: str) -> bool:
    """Whether a stored document is one that `document` writes, so that it may stand in a page as it is."""
    return _OURS.fullmatch(svg) is not None
