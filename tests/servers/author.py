"""A small deterministic author for the stand-ins: fills the wire forms for simple linear equations.

It shares no code with the engine. What it cannot do it returns as an empty form, which is valid JSON of the
schema and worth nothing, as a small model's answer often is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Answer = Callable[[dict[str, Any]], str]

EQUATION = re.compile(
    r"(?<![\w^.)])(?P<a>-?\d*)\s*(?P<letter>[xyz])\s*(?P<sign>[+\-−])\s*(?P<b>\d+)\s*=\s*(?P<c>[-−]?\d+)(?![\w.])"
)
FENCE = re.compile(r"<<<data (?P<nonce>\S+)\n(?P<data>.*?)\n>>>data (?P=nonce)", re.DOTALL)
QUESTION = re.compile(
    r"\Aquestion: (?P<stem>.*?)"
    r"(?=\n(?:option \d+|right answer|student's answer|cause|solution|subject|grade|concept): |\Z)",
    re.DOTALL,
)
LABEL = re.compile(r"^\s*(?:문제|문항|질문|question)\s*[:：]\s*")


def mapped(answers: Mapping[str, str | Mapping[str, Any]], otherwise: Answer | None = None) -> Answer:
    """An author that looks for a known text in what was asked, and asks `otherwise` (`small_author`) if
    there is none.

    Keys are texts to find, values answers (objects are written as JSON).
    """

    def author(request: dict[str, Any]) -> str:
        asked = asked_text(request)
        for pattern, answer in answers.items():
            if pattern in asked:
                return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return (otherwise or small_author)(request)

    return author


def small_author(request: dict[str, Any]) -> str:
    """The answer to a chat request: a form of the schema it carries, or a short sentence without one."""
    schema = schema_of(request)
    if schema is None:
        return "네, 확인했습니다."
    found = _stem_with_equation(asked_text(request))
    form = empty_form(schema)
    if found is not None and isinstance(form, dict):
        fields = schema.get("properties", {})
        if "given" in fields and "derived" in fields:
            form.update(_blueprint(*found))
        elif "picks" in fields:
            form.update(_blind_solve(found[1]))
        elif "diagnosis" in fields:
            form.update(_explanation(found[1]))
    return json.dumps(form, ensure_ascii=False)


def asked_text(request: Mapping[str, Any]) -> str:
    """The data that the conversation is about: its last fenced block, else what the user said last.

    A request to repair an answer comes after the data, and worked examples before it.
    """
    texts = [_text(message) for message in request.get("messages") or [] if message.get("role") == "user"]
    for text in reversed(texts):
        fenced = [match["data"] for match in FENCE.finditer(text)]
        if fenced:
            return fenced[-1]
    return texts[-1] if texts else ""


def _text(message: Mapping[str, Any]) -> str:
    """A message's content, which may be a list of parts."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(part.get("text", "") for part in content)
    return content or ""


def schema_of(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The JSON schema in a request's `response_format`, in TGI's spellings or OpenAI's."""
    wanted = request.get("response_format") or {}
    for holder in (wanted.get("value"), wanted.get("json_schema")):
        if isinstance(holder, dict):
            schema = holder.get("schema", holder)
            return schema if isinstance(schema, dict) else None
    return None


def empty_form(schema: Mapping[str, Any]) -> Any:
    """The smallest value that `schema` admits."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: empty_form(part) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [empty_form(schema.get("items", {})) for _ in range(int(schema.get("minItems", 0)))]
    return {"integer": 0, "number": 0, "boolean": False, "null": None}.get(str(kind), "")


def _stem_with_equation(asked: str) -> tuple[str, re.Match[str]] | None:
    """The stem asked about, and the equation in it: the question of a data block, or the last line with
    one."""
    question = QUESTION.search(asked)
    stems = [question["stem"]] if question else [LABEL.sub("", line) for line in reversed(asked.splitlines())]
    for stem in stems:
        match = EQUATION.search(stem)
        if match:
            return stem.strip(), EQUATION.search(stem.strip()) or match
    return None


def _coefficients(match: re.Match[str]) -> tuple[int, int, int]:
    a = {"": 1, "-": -1}.get(match["a"]) or int(match["a"])
    b = int(match["b"]) * (1 if match["sign"] == "+" else -1)
    return a, b, int(match["c"].replace("−", "-"))


def _solved(match: re.Match[str]) -> Fraction | None:
    a, b, c = _coefficients(match)
    return Fraction(c - b, a) if a else None


def _around(value: int, low: int, high: int) -> str:
    return f"{min(value, low)}..{max(value, high)}"


def _blueprint(stem: str, match: re.Match[str]) -> dict[str, Any]:
    a, b, c = _coefficients(match)
    root = _solved(match)
    sign, back = ("+", "-") if b >= 0 else ("-", "+")
    letter = match["letter"]
    equation = f"{{a}}{letter} {sign} {{b}} = {{c}}"
    whole = root is not None and root.denominator == 1
    return {
        "reasoning": f"{abs(b)}를 이항하고 {a}로 나눈다. 해는 {root}이다.",
        "concept": "중1.일차방정식.풀이",
        "given": [
            {"name": "a", "value": str(a), "range": _around(a, 2, 9)},
            {"name": "b", "value": str(abs(b)), "range": _around(abs(b), 1, 20)},
            {"name": "c", "value": str(c), "range": _around(c, 10, 60)},
        ],
        "derived": [f"d = c {back} b", "s = d / a"],
        "conditions": ["a != 0", "b != 0", *(["is_int(s)"] if whole else [])],
        "stem": (stem[: match.start()] + equation + stem[match.end() :]).splitlines(),
        "solution": [
            f"{{b}}를 이항하면 ${{a}}{letter} = {{c}} {back} {{b}}$이므로 ${{a}}{letter} = {{d}}$",
            f"양변을 {{a}}로 나누면 ${letter} = {{s}}$",
        ],
        "kind": "number",
        "answer": "s",
        "unit": "",
        "wrong": [
            {"formula": f"(c {sign} b) / a", "mistake": "sign"},
            {"formula": "d", "mistake": "partial"},
            {"formula": "d - a", "mistake": "order"},
        ],
    }


def _blind_solve(match: re.Match[str]) -> dict[str, Any]:
    root = _solved(match)
    a, b, c = _coefficients(match)
    return {
        "working": [f"{a}{match['letter']} = {c - b}", f"{match['letter']} = {root}"],
        "answer": "" if root is None else str(root),
        "picks": [],
        "doubt": "no_answer" if root is None else "none",
    }


def _explanation(match: re.Match[str]) -> dict[str, Any]:
    a, b, c = _coefficients(match)
    return {
        "diagnosis": "이항할 때 부호를 바꾸지 않았습니다.",
        "mistake": "sign",
        "steps": [f"{c} - ({b}) = {c - b}", f"{c - b} / {a} = {_solved(match)}"],
        "remember": "이항하면 부호가 바뀝니다.",
    }
