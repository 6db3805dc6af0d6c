"""From the bytes a model sent to an object of the schema's shape: strict JSON, then the few safe repairs.

The order is: JSON without duplicate keys, control characters back to the backslash they were, doubled
backslashes before a known command, shape. Every repair here has one possible meaning; anything else is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

MAX_CHARACTERS = 20_000
MAX_DEPTH = 12

_CONTROL = str.maketrans({"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_COMMANDS = [
    "frac",
    "dfrac",
    "tfrac",
    "times",
    "cdot",
    "div",
    "sqrt",
    "left",
    "right",
    "pi",
    "alpha",
    "beta",
    "gamma",
    "theta",
    "omega",
    "sigma",
    "mu",
    "lambda",
    "le",
    "leq",
    "ge",
    "geq",
    "ne",
    "neq",
    "lt",
    "gt",
    "pm",
    "mp",
    "text",
    "mathrm",
    "overline",
    "angle",
    "triangle",
    "sin",
    "cos",
    "tan",
    "log",
    "ln",
    "lim",
    "sum",
    "int",
    "infty",
    "to",
    "circ",
    "quad",
    "begin",
    "end",
    "binom",
    "vec",
    "cap",
    "cup",
    "in",
    "notin",
    "subset",
    "therefore",
    "because",
    "square",
    "parallel",
    "perp",
    "deg",
    "cdots",
    "ldots",
    "dots",
    "degree",
]
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=(?:" + "|".join(sorted(_COMMANDS, key=len, reverse=True)) + r")(?![A-Za-z]))")
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)
_TYPES: Mapping[str, type] = {"object": dict, "array": list, "string": str}


class DuplicateKey(ValueError):
    """An object that names one key twice; which of the two was meant cannot be known."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DuplicateKey(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def load_object(text: str) -> Any:
    """The JSON value of `text` (one surrounding code fence is allowed). Raises ValueError with a sentence."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"longer than {MAX_CHARACTERS} characters")
    fenced = _FENCE.match(text)
    try:
        return json.loads(fenced[1] if fenced else text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def repaired(value: Any, depth: int = 0) -> Any:
    """The same value with damaged LaTeX mended in every text. Raises ValueError when nested too deeply.

    A line holds no control character, so a tab in front of `imes` can only be what JSON made of `\\times`.
    """
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return _DOUBLED.sub(lambda _: "\\", value.translate(_CONTROL))
    if isinstance(value, list):
        return [repaired(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: repaired(item, depth + 1) for key, item in value.items()}
    return value


def violations(value: Any, schema: Mapping[str, Any], path: str = "") -> list[str]:
    """Where the value departs from the schema, as `field: what is wrong: what was expected`.

    Knows the keywords that the wire schemas use: type, properties, required, additionalProperties, items, enum.
    """
    here = path or "answer"
    kind: type = _TYPES[schema["type"]]
    if not isinstance(value, kind):
        return [f"{here}: is {_kind(value)}: {schema['type']} expected"]
    if isinstance(value, str):
        allowed = schema.get("enum")
        return (
            [f"{here}: is {value!r}: one of {', '.join(allowed)} expected"] if allowed and value not in allowed else []
        )
    if isinstance(value, list):
        return [v for i, item in enumerate(value) for v in violations(item, schema["items"], f"{path}[{i}]")]
    return _object_violations(cast("Mapping[str, Any]", value), schema, path)


def _object_violations(value: Mapping[str, Any], schema: Mapping[str, Any], path: str) -> list[str]:
    prefix = f"{path}." if path else ""
    known = schema["properties"]
    found = [f"{prefix}{key}: missing: must be present" for key in schema["required"] if key not in value]
    found += [f"{prefix}{key}: unknown: leave it out" for key in value if key not in known]
    for key, part in known.items():
        if key in value:
            found += violations(value[key], part, prefix + key)
    return found


def _kind(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
