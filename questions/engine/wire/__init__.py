"""The wire form: the JSON a language model fills in to author a blueprint, read strictly and forgiven cheaply.

    blueprint = read_blueprint(answer_text, note=note, author="tgi")
    text = write_blueprint(blueprint)

`SCHEMAS` are sent with the request, the same bytes for every server and every call.
"""

from __future__ import annotations

from questions.engine.wire.answers import (
    BlindSolution,
    Explanation,
    read_blind_solution,
    read_direct_item,
    read_explanation,
)
from questions.engine.wire.problems import WireError
from questions.engine.wire.reading import read_blueprint
from questions.engine.wire.schemas import MISTAKES, SCHEMA_TEXTS, SCHEMAS
from questions.engine.wire.writing import write_blueprint, write_direct_item, write_written

__all__ = [
    "MISTAKES",
    "SCHEMAS",
    "SCHEMA_TEXTS",
    "BlindSolution",
    "Explanation",
    "WireError",
    "read_blind_solution",
    "read_blueprint",
    "read_direct_item",
    "read_explanation",
    "write_blueprint",
    "write_direct_item",
    "write_written",
]
