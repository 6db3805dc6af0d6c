"""The note's own words with placeholders for its numbers, and particles that follow them made to agree."""

from __future__ import annotations

import re

from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch

_PAIRS = {
    "을": "을/를", "를": "을/를", "은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가",
    "과": "과/와", "와": "과/와", "으로": "으로/로", "로": "으로/로",
}  # fmt: skip
_PARTICLE = re.compile(
    r"(?P<head>(?<!\\)\}\)?\$?)(?P<gap>[^\S\n]*)(?P<particle>으로|로|을|를|은|는|과|와|이|가)(?=[\s,.?)]|$|(?<=[을를은는]))"
)


def template(sketch: Sketch, reading: Reading) -> str:
    """The note's stem with placeholders for its numbers, and particles that follow a number made to agree with it."""
    edits: list[tuple[int, int, str]] = []
    for name, first, last in sketch.places:
        start, end = reading.span(first, last)
        held = (
            start > 0 and end < len(reading.source) and reading.source[start - 1] == "{" and reading.source[end] == "}"
        )
        held = held and not reading.source[:start].endswith("\\dot{")
        edits.append((start, end, name if held else f"{{{name}}}"))
    for first, last in sketch.wrap:
        if not any(reading.fenced[first:last]):
            start, end = reading.span(first, last)
            edits += [(start, start, "$"), (end, end, "$")]
    text = reading.source
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1], edit[2] != "$"), reverse=True):
        text = text[:start] + new + text[end:]
    return agree(text)


def agree(text: str) -> str:
    """Particles behind a placeholder as pairs: `{n}을` becomes `{n}{을/를}`; a copula (`{n}이고`) stays."""
    return _PARTICLE.sub(lambda found: f"{found['head']}{found['gap']}{{{_PAIRS[found['particle']]}}}", text)
