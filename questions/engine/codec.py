"""Blueprints, direct items and certificates as versioned JSON objects for the database, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from questions.engine.drawing.stored import dump_figure, load_figure
from questions.engine.expressions import Value
from questions.engine.rendering.printing import plain
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Blueprint,
    Certificate,
    CertificateResult,
    ChoiceDomain,
    Derived,
    DirectItem,
    Distractor,
    Domain,
    GateResult,
    Parameter,
    RangeDomain,
    Verdict,
    WrongOption,
)

VERSION = 1
Stored = Blueprint | DirectItem | Certificate
_RATIONAL = re.compile(r"(-?\d{1,200})(?:/(0*[1-9]\d{0,200}))?")


class CodecError(ValueError):
    """A stored object that this version cannot read; the sentence says why."""


def dump(value: Stored) -> dict[str, Any]:
    """A JSON object with `type` and `version`; `load` gives the equal value back."""
    if isinstance(value, Blueprint):
        return {"type": "blueprint", "version": VERSION, **_dump_blueprint(value)}
    if isinstance(value, DirectItem):
        return {"type": "direct_item", "version": VERSION, **_dump_item(value)}
    return {"type": "certificate", "version": VERSION, **_dump_certificate(value)}


def load(stored: Mapping[str, Any]) -> Stored:
    """The value of a stored object.

    Raises CodecError for another type or version, a missing part, and a part that this version does not know: what
    it meant would be lost without a word.
    """
    readers: dict[str, Callable[[Mapping[str, Any]], Stored]] = {
        "blueprint": _load_blueprint,
        "direct_item": _load_item,
        "certificate": _load_certificate,
    }
    reader = readers.get(str(stored.get("type")))
    if reader is None:
        raise CodecError(f"an object of type {stored.get('type')!r} is not known")
    if stored.get("version") != VERSION:
        raise CodecError(f"version {stored.get('version')!r} is not readable; this is version {VERSION}")
    try:
        value = reader(stored)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CodecError(f"a stored {stored['type']} is damaged: {error}") from error
    unknown = _unknown_parts(stored, dump(value))
    if unknown:
        raise CodecError(f"a stored {stored['type']} has parts that are not known: {', '.join(unknown)}")
    return value


def _unknown_parts(stored: Any, known: Any, path: str = "") -> list[str]:
    """The keys of a stored object, and of the objects in it, that writing it again would not give."""
    if isinstance(stored, Mapping) and isinstance(known, Mapping):
        lost = [f"{path}{key}" for key in stored if key not in known]
        return lost + [k for key in stored if key in known for k in _unknown_parts(stored[key], known[key], str(key))]
    if isinstance(stored, list) and isinstance(known, list):
        return [k for one, other in zip(stored, known, strict=False) for k in _unknown_parts(one, other, f"{path}.")]
    return []


def load_blueprint(stored: Mapping[str, Any]) -> Blueprint:
    """As `load`, for a blueprint only. Raises CodecError."""
    value = load(stored)
    if not isinstance(value, Blueprint):
        raise CodecError("a blueprint was expected")
    return value


def load_written(stored: Mapping[str, Any]) -> Blueprint | DirectItem:
    """As `load`, for what an author wrote: a blueprint or a direct item. Raises CodecError."""
    value = load(stored)
    if isinstance(value, Certificate):
        raise CodecError("a blueprint or a direct item was expected")
    return value


def load_certificate(stored: Mapping[str, Any]) -> Certificate:
    """As `load`, for a certificate only. Raises CodecError."""
    value = load(stored)
    if not isinstance(value, Certificate):
        raise CodecError("a certificate was expected")
    return value


def dump_values(values: Mapping[str, object]) -> dict[str, str]:
    """Each name's value in the plain spelling (`-3`, `1/2`, `x^2 + 1`)."""
    return {name: plain(cast("Value", value)) for name, value in values.items()}


def _places(answer: Mapping[str, Any]) -> int:
    places = answer.get("places", 0)
    if type(places) is not int or not 0 <= places <= 12:
        raise ValueError("places is a whole number from 0 to 12")
    return places


def _dump_blueprint(blueprint: Blueprint) -> dict[str, Any]:
    return {
        "concept": blueprint.concept,
        "parameters": [
            {"name": p.name, "original": p.original, "domain": _dump_domain(p.domain)} for p in blueprint.parameters
        ],
        "derived": [{"name": d.name, "formula": d.formula} for d in blueprint.derived],
        "conditions": list(blueprint.conditions),
        "stem": list(blueprint.stem),
        "answer": {
            "kind": str(blueprint.answer.kind),
            "formula": blueprint.answer.formula,
            "unit": blueprint.answer.unit,
            "form": blueprint.answer.form,
            **({"places": blueprint.answer.places} if blueprint.answer.places else {}),
        },
        "solution": list(blueprint.solution),
        "distractors": [{"formula": d.formula, "misconception": d.misconception} for d in blueprint.distractors],
        "shows_choices": blueprint.shows_choices,
        "free": list(blueprint.free),
        "figure": None if blueprint.figure is None else dump_figure(blueprint.figure),
        "author": blueprint.author,
        "family": blueprint.family,
        "readings": list(blueprint.readings),
        "language": blueprint.language,
        "blueprint_version": blueprint.version,
    }


def _load_blueprint(stored: Mapping[str, Any]) -> Blueprint:
    answer = stored["answer"]
    return Blueprint(
        concept=_text(stored["concept"]),
        parameters=tuple(
            Parameter(_text(p["name"]), _text(p["original"]), _load_domain(p["domain"])) for p in stored["parameters"]
        ),
        stem=_texts(stored["stem"]),
        answer=AnswerForm(
            AnswerKind(answer["kind"]),
            _text(answer["formula"]),
            _text(answer["unit"]),
            _text(answer["form"]),
            _places(answer),
        ),
        derived=tuple(Derived(_text(d["name"]), _text(d["formula"])) for d in stored["derived"]),
        conditions=_texts(stored["conditions"]),
        solution=_texts(stored["solution"]),
        distractors=tuple(Distractor(_text(d["formula"]), _text(d["misconception"])) for d in stored["distractors"]),
        shows_choices=bool(stored["shows_choices"]),
        free=_texts(stored["free"]),
        figure=None if stored["figure"] is None else load_figure(stored["figure"]),
        author=_text(stored["author"]),
        family=_text(stored["family"]),
        readings=_texts(stored["readings"]),
        language=_text(stored["language"]),
        version=int(stored["blueprint_version"]),
    )


def _dump_item(item: DirectItem) -> dict[str, Any]:
    return {
        "concept": item.concept,
        "passage": list(item.passage),
        "stem": list(item.stem),
        "solution": list(item.solution),
        "key": item.key,
        "wrong": [{"text": option.text, "why": option.why} for option in item.wrong],
        "author": item.author,
        "item_version": item.version,
    }


def _load_item(stored: Mapping[str, Any]) -> DirectItem:
    return DirectItem(
        concept=_text(stored["concept"]),
        passage=_texts(stored["passage"]),
        stem=_texts(stored["stem"]),
        solution=_texts(stored["solution"]),
        key=_text(stored["key"]),
        wrong=tuple(WrongOption(_text(option["text"]), _text(option["why"])) for option in stored["wrong"]),
        author=_text(stored["author"]),
        version=int(stored["item_version"]),
    )


def _dump_domain(domain: Domain) -> dict[str, Any]:
    if isinstance(domain, ChoiceDomain):
        return {"values": list(domain.values)}
    return {"low": str(domain.low), "high": str(domain.high), "step": str(domain.step)}


def _load_domain(stored: Mapping[str, Any]) -> Domain:
    if "values" in stored:
        return ChoiceDomain(_texts(stored["values"]))
    low, high, step = (_rational(stored[part]) for part in ("low", "high", "step"))
    if step <= 0:
        raise ValueError("a step above 0 was expected")
    return RangeDomain(low, high, step)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a list of texts was expected, not {type(value).__name__}")
    return tuple(map(_text, value))


def _rational(value: object) -> Fraction:
    """A rational as `dump` writes it: a sign, digits and perhaps a denominator, never an exponent."""
    found = _RATIONAL.fullmatch(_text(value))
    if found is None:
        raise ValueError("a rational number was expected")
    return Fraction(int(found[1]), int(found[2] or 1))


def _dump_certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "result": str(certificate.result),
        "gates": [
            {
                "gate": g.gate,
                "verdict": str(g.verdict),
                "evidence": g.evidence,
                "milliseconds": round(g.milliseconds, 3),
            }
            for g in certificate.gates
        ],
    }


def _load_certificate(stored: Mapping[str, Any]) -> Certificate:
    return Certificate(
        CertificateResult(stored["result"]),
        tuple(
            GateResult(g["gate"], Verdict(g["verdict"]), g["evidence"], float(g["milliseconds"]))
            for g in stored["gates"]
        ),
    )
