"""The engine from the command line: JSON lines in, JSON lines out, no database, no network.

python -m questions.engine variants [--count N] [--seed S]
python -m questions.engine grade
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

from questions.engine import codec, variants
from questions.engine.drawing.stored import dump_picture
from questions.engine.grading import forms, grade
from questions.engine.twins import author
from questions.engine.types import Batch, Note, Refusal, Variant

MAX_LINE_BYTES = 200_000
MAX_COUNT = 1000
_NOTE_TEXTS = ("solution", "student_answer", "cause", "subject", "grade", "concept")
_VARIANT_FIELDS = frozenset({"id", "stem", "answer", "choices", *_NOTE_TEXTS})


class Malformed(ValueError):
    """A line that is not as the contract asks; the sentence names the field."""


def main(arguments: list[str] | None = None, source: BinaryIO | None = None) -> int:
    """Runs one command over standard input; 0 also when lines were refused."""
    options = _arguments(arguments)
    lines = source or sys.stdin.buffer
    if options.command == "grade":
        _run(lines, _graded, _grade_refused)
    else:
        _run(lines, lambda row: _variants(row, options.count, options.seed), _variants_refused)
    return 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m questions.engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("variants", help="similar questions for notes")
    making.add_argument("--count", type=_whole, default=3, help="variants a note (default 3)")
    making.add_argument("--seed", type=int, default=0, help="the same seed gives the same variants")
    commands.add_parser("grade", help="verdicts on answers")
    return parser.parse_args(arguments)


def _whole(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_COUNT:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MAX_COUNT} expected")
    return int(text)


def _run(
    lines: Iterable[bytes],
    answer: Callable[[Mapping[str, Any]], dict[str, Any]],
    refuse: Callable[[object, str], dict[str, Any]],
) -> None:
    for line in lines:
        identity: object = None
        try:
            row = _row(line)
            identity = _identity(row)
            result = answer(row)
        except Malformed as fault:
            result = refuse(identity, str(fault))
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _row(line: bytes) -> Mapping[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise Malformed(f"the line is longer than {MAX_LINE_BYTES} bytes")
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("the line is not one JSON object in UTF-8") from error
    if not isinstance(row, dict):
        raise Malformed("the line is not a JSON object")
    return row


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _identity(row: Mapping[str, Any]) -> object:
    identity = row.get("id")
    if isinstance(identity, str):
        return _clean("id", identity)
    if isinstance(identity, int) and not isinstance(identity, bool):
        return identity
    raise Malformed("id: a text or a whole number expected")


def _text(row: Mapping[str, Any], field: str, *, required: bool = False) -> str:
    value = row.get(field)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{field}: {'missing' if value is None else 'not a text'}, a text expected")
    if required and not value.strip():
        raise Malformed(f"{field}: is empty, a text expected")
    return _clean(field, value)


def _clean(field: str, value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed(f"{field}: contains half a character") from error
    return value


def _texts(row: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Malformed(f"{field}: a list of texts expected")
    return tuple(_clean(field, item) for item in value)


def _variants(row: Mapping[str, Any], count: int, seed: int) -> dict[str, Any]:
    identity = _identity(row)
    note = Note(
        id=str(identity),
        stem=_text(row, "stem", required=True),
        answer=_text(row, "answer", required=True),
        choices=_texts(row, "choices"),
        **{field: value for field in _NOTE_TEXTS if (value := _text(row, field))},
    )
    written = author(note)
    if isinstance(written, Refusal):
        return _variants_refused(identity, written.reason)
    return {"id": identity, **_shown(variants.make(note, written, count=count, seed=seed))}


def _shown(batch: Batch) -> dict[str, Any]:
    return {
        "blueprint": codec.dump(batch.blueprint) if batch.blueprint else None,
        "variants": [_shown_variant(variant) for variant in batch.variants],
        "refused": batch.refused.reason if batch.refused else None,
    }


def _shown_variant(variant: Variant) -> dict[str, Any]:
    draw, certificate = variant.draw, variant.certificate
    stored = codec.dump(certificate)
    return {
        "stem": draw.stem,
        "answer": draw.answer,
        "expected": draw.expected,
        "choices": list(draw.choices),
        "solution": draw.solution,
        "figure": dump_picture(draw.figure),
        "parameters": codec.dump_values(draw.values),
        "certificate": {"result": stored["result"], "gates": stored["gates"]},
    }


def _variants_refused(identity: object, reason: str) -> dict[str, Any]:
    return {"id": identity, "blueprint": None, "variants": [], "refused": reason}


def _graded(row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        form = forms.known(_text(row, "form"))
    except forms.UnknownForm as error:
        raise Malformed(f"form: {error}") from error
    result = grade(
        _text(row, "expected", required=True),
        _text(row, "given"),
        kind=_text(row, "kind"),
        form=form,
        unit=_text(row, "unit"),
        choices=_texts(row, "choices"),
    )
    return {"id": _identity(row), "verdict": str(result.verdict), "reason": result.reason}


def _grade_refused(identity: object, reason: str) -> dict[str, Any]:
    return {"id": identity, "verdict": "unreadable", "reason": reason}


if __name__ == "__main__":
    sys.exit(main())
