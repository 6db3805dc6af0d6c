"""A blueprint or a direct item in the wire form: for a prompt, a repair, or a row of training data."""

from __future__ import annotations

import json
from typing import Any

from questions.engine.draws.domains import write_domain
from questions.engine.types import AnswerKind, Blueprint, DirectItem
from questions.engine.wire.schemas import MISTAKES


def write_blueprint(blueprint: Blueprint, reasoning: str = "") -> str:
    """The wire JSON (form E), keys in the schema's order, not escaped beyond JSON's need.

    A misconception that the wire form has no name for is written `other`; what the wire form does not carry
    (figure, form, readings, author) is left out.
    """
    kind = AnswerKind.TEXT if blueprint.answer.kind is AnswerKind.CHOICE else blueprint.answer.kind
    value: dict[str, Any] = {
        "reasoning": reasoning,
        "concept": blueprint.concept,
        "given": [{"name": p.name, "value": p.original, "range": write_domain(p.domain)} for p in blueprint.parameters],
        "derived": [f"{d.name} = {d.formula}" for d in blueprint.derived],
        "conditions": list(blueprint.conditions),
        "stem": list(blueprint.stem),
        "solution": list(blueprint.solution),
        "kind": str(kind),
        "answer": blueprint.answer.formula,
        "unit": blueprint.answer.unit,
        "wrong": [
            {"formula": d.formula, "mistake": d.misconception if d.misconception in MISTAKES else "other"}
            for d in blueprint.distractors
        ],
    }
    return json.dumps(value, ensure_ascii=False)


def write_written(written: Blueprint | DirectItem) -> str:
    """The wire JSON of what an author wrote, whichever it is."""
    return write_direct_item(written) if isinstance(written, DirectItem) else write_blueprint(written)


def write_direct_item(item: DirectItem, reasoning: str = "") -> str:
    """The wire JSON of a direct item, keys in the schema's order."""
    value: dict[str, Any] = {
        "reasoning": reasoning,
        "concept": item.concept,
        "passage": list(item.passage),
        "stem": list(item.stem),
        "solution": list(item.solution),
        "key": item.key,
        "wrong": [{"text": option.text, "why": option.why} for option in item.wrong],
    }
    return json.dumps(value, ensure_ascii=False)
