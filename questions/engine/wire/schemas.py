"""The JSON schemas that a model's answer is held to, as bytes that never change between calls.

TGI's grammar cache is keyed by the expression it makes from a schema, so a different key order or a
rebuilt dictionary costs every replica a compilation in its serving path. Nothing per request belongs here.
"""

# ruff: noqa: E501 (the schemas are compared byte for byte, so their lines are not folded)

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

BLUEPRINT_TEXT = """\
{"type": "object", "additionalProperties": false,
 "required": ["reasoning", "concept", "given", "derived", "conditions", "stem", "solution", "kind", "answer", "unit", "wrong"],
 "properties": {
   "reasoning": {"type": "string"},
   "concept": {"type": "string"},
   "given": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "value": {"type": "string"}, "range": {"type": "string"}}, "required": ["name", "value", "range"], "additionalProperties": false}},
   "derived": {"type": "array", "items": {"type": "string"}},
   "conditions": {"type": "array", "items": {"type": "string"}},
   "stem": {"type": "array", "items": {"type": "string"}},
   "solution": {"type": "array", "items": {"type": "string"}},
   "kind": {"type": "string", "enum": ["number", "expression", "equation", "set", "interval", "text"]},
   "answer": {"type": "string"},
   "unit": {"type": "string"},
   "wrong": {"type": "array", "items": {"type": "object", "properties": {"formula": {"type": "string"}, "mistake": {"type": "string", "enum": ["own", "sign", "order", "formula", "partial", "unit", "misread", "other"]}}, "required": ["formula", "mistake"], "additionalProperties": false}}}}"""

DIRECT_ITEM_TEXT = """\
{"type": "object", "additionalProperties": false,
 "required": ["reasoning", "concept", "passage", "stem", "solution", "key", "wrong"],
 "properties": {
   "reasoning": {"type": "string"},
   "concept": {"type": "string"},
   "passage": {"type": "array", "items": {"type": "string"}},
   "stem": {"type": "array", "items": {"type": "string"}},
   "solution": {"type": "array", "items": {"type": "string"}},
   "key": {"type": "string"},
   "wrong": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}, "why": {"type": "string"}}, "required": ["text", "why"], "additionalProperties": false}}}}"""

BLIND_SOLVE_TEXT = """\
{"type": "object", "additionalProperties": false,
 "required": ["working", "answer", "picks", "doubt"],
 "properties": {
   "working": {"type": "array", "items": {"type": "string"}},
   "answer": {"type": "string"},
   "picks": {"type": "array", "items": {"type": "string", "enum": ["1", "2", "3", "4", "5"]}},
   "doubt": {"type": "string", "enum": ["none", "no_answer", "many_answers", "missing", "contradiction", "unreadable"]}}}"""

EXPLANATION_TEXT = """\
{"type": "object", "additionalProperties": false,
 "required": ["diagnosis", "mistake", "steps", "remember"],
 "properties": {
   "diagnosis": {"type": "string"},
   "mistake": {"type": "string", "enum": ["own", "sign", "order", "formula", "partial", "unit", "misread", "other"]},
   "steps": {"type": "array", "items": {"type": "string"}},
   "remember": {"type": "string"}}}"""

SCHEMA_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "blueprint": BLUEPRINT_TEXT,
        "direct_item": DIRECT_ITEM_TEXT,
        "blind_solve": BLIND_SOLVE_TEXT,
        "explanation": EXPLANATION_TEXT,
    }
)
"""Task name to schema, as text."""

SCHEMAS: Mapping[str, Any] = MappingProxyType({name: json.loads(text) for name, text in SCHEMA_TEXTS.items()})
"""The same as objects whose keys stand in the order of the text; for a request body. Do not change them."""

MISTAKES: tuple[str, ...] = tuple(SCHEMAS["blueprint"]["properties"]["wrong"]["items"]["properties"]["mistake"]["enum"])
"""The coarse mistake names of the wire form; `own` is the student's own."""
