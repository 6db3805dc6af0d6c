"""Notes read statement by statement: figures, points and data, in any order and with any schoolbook connective.

A stem is lexed into terms, values and figures; whatever is left over must be a connective of a closed list. The facts
are then looked up in tables, one entry of which serves every phrasing.
"""

from __future__ import annotations

from collections.abc import Iterator

from questions.engine.twins.facts.measuring import measured
from questions.engine.twins.facts.scenes import drawn_scenes
from questions.engine.twins.facts.variables import drawn_variables
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch

__all__ = ["drawn_scenes", "drawn_variables", "measured", "sketches"]


def sketches(reading: Reading) -> Iterator[Sketch]:
    """What each reader understands of the whole stem; nothing where a single character is left unread."""
    for reader in (measured, drawn_scenes, drawn_variables):
        yield from reader(reading)
