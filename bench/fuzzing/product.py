"""The doors behind the readers of formulas: models' answers put to use, stored objects, prompts, single readings."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from fractions import Fraction
from functools import cache, partial
from io import BytesIO, StringIO
from typing import Any

from bench.fuzzing import texts
from questions.engine import __main__ as command_line
from questions.engine import codec, direct, explaining, prompts
from questions.engine.codec import CodecError
from questions.engine.drawing.faults import faults
from questions.engine.drawing.picture import picture
from questions.engine.drawing.stored import dump_figure, dump_picture, load_figure, shown_texts
from questions.engine.drawing.svg import is_ours
from questions.engine.draws import domains
from questions.engine.expressions import ExpressionError
from questions.engine.figures import Figure
from questions.engine.gates.language import text_fault
from questions.engine.gates.safety import unsafe
from questions.engine.grading.prose import stated
from questions.engine.prompts import examples
from questions.engine.rendering import RenderingError, render
from questions.engine.rendering.filling import with_particle
from questions.engine.resolving.offered import chosen
from questions.engine.texts import matching
from questions.engine.texts.equalities import false_equality
from questions.engine.texts.normalising import normal_text
from questions.engine.texts.separating import separated
from questions.engine.twins import LONGEST
from questions.engine.types import Blueprint, Note
from questions.engine.wire import WireError, read_direct_item, read_explanation
from questions.engine.wire.answers import BlindSolution

NONCE = "8d1f"
_PAIRS = ("을/를", "은/는", "이/가", "과/와", "으로/로")


def own_source(text: str) -> random.Random:
    """Chance that depends on nothing but the text, so that a finding's text is all that is needed to see it again."""
    return random.Random(text.encode("utf-8", "surrogatepass"))


def read_singly(text: str) -> None:
    """Every small reading that takes a text as it comes, of the length of a note."""
    source, text = own_source(text), text[:LONGEST]
    for read in (normal_text, stated, false_equality, unsafe, text_fault, domains.read_number, domains.read_value):
        read(text)
    options = tuple(text.split("§"))
    matching.chosen_options(text, options), matching.printed_number(text, "cm"), matching.without_labels(text)
    separated(Note("single", text, "5", choices=options)), chosen(text, options)
    names = {"a": text, "n": Fraction(7, 3)}
    for write in (
        domains.read_domain,
        partial(render, names=names),
        partial(with_particle, pair=source.choice(_PAIRS)),
    ):
        try:
            write(text)
        except (ValueError, ExpressionError):  # also RenderingError: the text cannot be filled
            continue


def explained(text: str) -> None:
    """A model's explanation, and whether a student may see it."""
    try:
        explaining.problem(read_explanation(text), examples.LINEAR.note)
    except WireError:
        return


def itemised(text: str) -> None:
    """A model's direct item with its certificate, a blind solver agreeing or not."""
    source = own_source(text)
    try:
        item = read_direct_item(text, author="tgi")
    except WireError:
        return
    answer = source.choice((item.key, text, ""))
    picks = (source.randrange(6),) if source.random() < 0.8 else ()
    solution = BlindSolution(answer, picks, source.choice(("none", "none", text[:40])))
    direct.make(examples.TENSE.note, item, solve=lambda stem, choices: solution)


def prompted(text: str) -> None:
    """A note of hostile texts in every prompt: it stays inside its fence."""
    note = Note("prompted", text, text, choices=(text, "2"), solution=text, student_answer=text, subject=text)
    written = (
        partial(prompts.blueprint_messages, note, (text,), NONCE), partial(prompts.explanation_messages, note, NONCE),
        partial(prompts.direct_item_messages, note, (text,), NONCE),
        partial(prompts.blind_solve_messages, text, (text,), NONCE),
    )  # fmt: skip
    for messages in written:
        try:
            asked = messages()
        except ValueError:
            assert NONCE in text
            continue
        assert asked[-1][1].endswith(f">>>data {NONCE}") and asked[-1][1].count(NONCE) == 2
        prompts.repair_messages(asked, text, [prompts.gate_problem(text, text)])


def lined(text: str) -> None:
    """A line of the command line, as grading and as a note: one answer comes out, whatever went in."""
    for command in ("grade", "variants"):
        line = text.replace("\n", " ").encode("utf-8", "surrogatepass")
        out = StringIO()
        with redirect_stdout(out):
            command_line.main([command, *(["--count", "1"] if command == "variants" else [])], BytesIO(line + b"\n"))
        (answer,) = out.getvalue().splitlines()
        assert {"id"} < set(json.loads(answer))


def line(source: random.Random) -> str:
    """A JSON line as a client sends it, one field of it hostile."""
    asked = {"id": "7", "expected": "1/2", "given": "0.5", "stem": "3+4의 값을 구하시오.", "answer": "7"}
    optional = ("kind", "form", "unit", "choices", "solution", "student_answer", "cause", "subject", "grade", "concept")
    for name in source.sample(optional, 2):
        asked[name] = source.choice(("", "1/2", "factored", "cm", "decimal_places:2"))
    field = source.choice((*asked, *optional))
    grammar = source.choice((texts.plain, texts.latex, texts.formula, texts.word_problem))
    value: object = texts.mutated(source, grammar(source), ()) if source.random() < 0.7 else texts.odd(source)
    written = json.dumps({**asked, field: value}, ensure_ascii=source.random() < 0.5)
    return texts.mutated(source, written, ()) if source.random() < 0.2 else written


def reloaded(blueprints: Callable[[], tuple[Blueprint, ...]], text: str) -> None:
    """A stored certificate, item or figure with a part exchanged."""
    source = own_source(text)
    value = source.choice((*_stored(), *map(codec.dump, blueprints()[:9])))
    broken = texts.structure(source, value)
    try:
        codec.load(broken if isinstance(broken, Mapping) else {})
    except CodecError:
        return


@cache
def _stored() -> tuple[dict[str, Any], ...]:
    item = read_direct_item(examples.TENSE.wire, author="tgi")
    batch = direct.make(examples.TENSE.note, item)
    return codec.dump(item), *(codec.dump(one) for one in batch.rejected)


def drawn(blueprints: Callable[[], tuple[Blueprint, ...]], text: str) -> None:
    """A stored figure with a part exchanged, drawn where nothing is found wrong with it."""
    source = own_source(text)
    figures = [one.figure for one in blueprints() if one.figure is not None]
    broken: Any = texts.structure(source, dump_figure(source.choice(figures)), rate=0.02)
    try:
        figure = load_figure(broken)
    except (KeyError, TypeError, ValueError):
        return
    names = frozenset("abcdhklmnrpqst")
    if not any(True for _ in faults(figure, names)):
        _pictured(figure, {name: Fraction(source.randrange(-9, 40), source.choice((1, 1, 3))) for name in names})


def _pictured(figure: Figure, values: dict[str, Any]) -> None:
    try:
        shown = picture(figure, values)
    except (RenderingError, ExpressionError):
        return
    assert not shown.svg or is_ours(shown.svg)
    dump_picture(shown), shown_texts(shown)
