"""The parts of a blueprint's figure: formulas of the blueprint's names as coordinates, templates as labels and cells.

A label or a cell is a text with `{name}` placeholders. Coordinates are in the question's own units; y grows upwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A named place that other parts refer to; it is marked only where it has a label."""

    name: str
    x: str
    y: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """The straight line between two named points, perhaps with its length written beside it."""

    start: str
    end: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Corner:
    """The mark of a right angle at a point, between the directions to two others."""

    at: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A circle's arc round a point, counter-clockwise from one point to another at the same distance.

    With `radius` (a formula) it is drawn that far from the centre, as the mark of an angle is.
    """

    center: str
    start: str
    end: str
    radius: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """The coordinate plane from (low_x, low_y) to (high_x, high_y)."""

    low_x: str
    high_x: str
    low_y: str
    high_y: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph of a formula of the letter, inside the axes."""

    formula: str
    letter: str = "x"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of one length; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


Part = Point | Segment | Corner | Arc | Axes | Graph | Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What a stem shows beside its words. `alt` says it in words, as a template; a table stands alone."""

    alt: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure at one draw's values: the words, and an SVG document or a table's cells as plain text."""

    alt: str
    svg: str = ""
    table: tuple[tuple[str, ...], ...] = ()
