"""Every door through which outside text enters the engine: how a text for it is made, and what may come out.

A door makes its text from a random source and passes it through; only the errors that the door's reader names are
caught here, so that whatever else comes out is a finding.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from bench.engine_parts import families
from bench.fuzzing import grammars, product, texts
from questions.engine import codec, variants
from questions.engine.codec import CodecError
from questions.engine.expressions import (
    ExpressionError,
    equivalent,
    evaluate,
    names_in,
    node_to_latex,
    node_to_plain,
    parse,
    to_latex,
    to_plain,
)
from questions.engine.grading import grade, units
from questions.engine.prompts import examples
from questions.engine.rendering.filling import pieces
from questions.engine.resolving import resolve
from questions.engine.texts.pointing import missing_figure
from questions.engine.twins import author
from questions.engine.twins.words.arithmetic import Unreadable
from questions.engine.twins.words.programs import program_steps
from questions.engine.twins.words.solutions import NoSteps, steps_of
from questions.engine.types import Blueprint, Note, Refusal
from questions.engine.wire import WireError, read_blind_solution, read_blueprint
from questions.importing import InvalidFile, read_notes

KINDS = ("", "number", "expression", "equation", "set", "interval", "choice", "text")
FORMS = (
    "",
    "",
    "",
    "factored",
    "expanded",
    "lowest_terms",
    "ordered",
    "improper",
    "prime_factors",
    "unit_required",
    "same",
    "decimal_places:2",
    "decimal",
    "mixed",
    "rationalised",
    "simplified",
)
UNITS = ("", "", "cm", "개", "m²", "시간", "%")
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Door:
    """`make` gives a text; `enter` passes it through and raises what nobody has named."""

    make: Callable[[random.Random], str]
    enter: Callable[[str], object]


@cache
def notes() -> tuple[Note, ...]:
    """The valid notes from which broken ones are made: the samples and the families' own."""
    return tuple(families.notes())


@cache
def stems() -> tuple[str, ...]:
    return tuple(note.stem for note in notes())


@cache
def answers() -> tuple[str, ...]:
    return tuple(note.answer for note in notes())


def _nearly(grammar: texts.Grammar, valid: Callable[[], tuple[str, ...]]) -> texts.Grammar:
    """A text of the grammar, a valid text, or either after an accident."""

    def make(source: random.Random) -> str:
        text = grammar(source) if source.random() < 0.5 else source.choice(valid())
        return texts.mutated(source, text, valid()) if source.random() < 0.6 else text

    return make


def _parsed(spelling: str) -> Callable[[str], object]:
    def enter(text: str) -> None:
        try:
            node = parse(text, spelling)  # type: ignore[arg-type]
            _printed(node_to_plain, node)
            _printed(node_to_latex, node)
            value = evaluate(node, free=names_in(node))
            to_plain(value), to_latex(value)
        except ExpressionError:
            return

    return enter


def _printed(write: Callable[..., str], node: object) -> None:
    try:
        write(node)
    except TypeError as error:
        if "not printed" not in str(error):  # a loop or a condition has no writing for people
            raise


def _compared(text: str) -> None:
    left, _, right = text.partition("§")
    try:
        equivalent(parse(left, "plain"), parse(right or left, "plain"))
    except ExpressionError:
        return


def _graded(text: str) -> None:
    expected, _, given = text.partition("§")
    source = random.Random(text.encode("utf-8", "surrogatepass"))
    choices = ("1", given, "3") if source.random() < 0.1 else ()
    asked = {"kind": source.choice(KINDS), "form": source.choice(FORMS), "unit": source.choice(UNITS)}
    for first, second in ((expected, given), (given, expected)):
        grade(first, second, choices=choices, **asked)


def _two(grammar: texts.Grammar) -> texts.Grammar:
    def make(source: random.Random) -> str:
        first = grammar(source)
        second = texts.mutated(source, first, answers()) if source.random() < 0.5 else grammar(source)
        return f"{first}§{second}"

    return make


def _units(text: str) -> None:
    units.read_unit(text)
    units.split(text)


def _steps(text: str) -> None:
    for read, refused in ((steps_of, NoSteps), (program_steps, Unreadable)):
        try:
            read(text)
        except refused:
            continue


def _wired(text: str) -> None:
    with contextlib.suppress(WireError):
        read_blind_solution(text)
    product.explained(text), product.itemised(text)
    note = examples.LINEAR.note
    try:
        blueprint = read_blueprint(text, note=note, author="tgi")
    except WireError:
        return
    variants.make(note, blueprint, count=1)


def _wire(source: random.Random) -> str:
    known = [one.wire for one in vars(examples).values() if isinstance(one, examples.Example)]
    return texts.wire(source, known)


def _stored(text: str) -> None:
    source = random.Random(text.encode("utf-8", "surrogatepass"))
    broken = texts.structure(source, codec.dump(source.choice(_written())))
    try:
        blueprint = codec.load_blueprint(broken if isinstance(broken, Mapping) else {})
    except CodecError:
        return
    variants.make(examples.LINEAR.note, blueprint, count=1)


@cache
def _written() -> tuple[Blueprint, ...]:
    found = (author(note) for note in notes()[::12])
    return tuple(one for one in found if isinstance(one, Blueprint))


def _authored(text: str) -> None:
    """The text in one field of a note, the others from a valid one; its stem alone is read by the second solver too."""
    source = random.Random(text.encode("utf-8", "surrogatepass"))
    note = source.choice(notes())
    field = source.choice(("stem", "stem", "stem", "answer", "solution", "student_answer", "choices"))
    note = replace(note, **{field: tuple(text.split("§")) if field == "choices" else text})
    missing_figure(note.stem), pieces(note.stem, frozenset({"a", "n"}))
    resolve(note.stem)
    written = author(note)
    if not isinstance(written, Refusal):
        variants.make(note, written, count=1, seed=source.randrange(9))


def _pumped(text: str) -> None:
    """As stem, as solution and as both sides of an answer; each by itself, so that the time is one reader's."""
    note = Note("pumped", text, "5", solution=text)
    for place in (note, replace(note, stem=notes()[0].stem)):
        missing_figure(place.stem), pieces(place.stem, frozenset({"a", "n"})), resolve(place.stem)
        author(place)
    grade("5 cm", text), grade(text, text)


def _problem(source: random.Random) -> str:
    grammar = source.choice((texts.word_problem, texts.table, texts.steps))
    return _nearly(grammar, stems)(source)


def _resized(source: random.Random) -> str:
    return texts.resized(source, source.choice(stems()))


def _filed(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    source = random.Random(content)
    name = source.choice(("a.csv", "a.csv", "a.xlsx", "a.txt"))
    try:
        read_notes(
            name=name, content=b"student,stem,answer,choices\n" * source.randrange(2) + content, most_bytes=MOST_BYTES
        )
    except InvalidFile:
        return


def _number(source: random.Random) -> str:
    return str(source.random())


def _either(source: random.Random) -> str:
    return source.choice((_answer, _problem, _resized, grammars.text_for))(source)


def _programmed(text: str) -> None:
    """As a solution, and as the solution of a note whose numbers it uses."""
    _steps(text)
    note = Note("program", "사과가 8개 있었는데 3개를 먹었습니다. 남은 사과는 몇 개입니까?", "5", solution=text)
    written = author(note)
    if not isinstance(written, Refusal):
        variants.make(note, written, count=1)


def _answer(source: random.Random) -> str:
    return _nearly(source.choice((texts.plain, texts.latex)), answers)(source)


DOORS: dict[str, Door] = {
    "formula": Door(_nearly(texts.formula, answers), _parsed("formula")),
    "plain": Door(_nearly(texts.plain, answers), _parsed("plain")),
    "latex": Door(_nearly(texts.latex, answers), _parsed("latex")),
    "compare": Door(_two(texts.plain), _compared),
    "grade": Door(_two(_answer), _graded),
    "unit": Door(_nearly(texts.word_problem, lambda: texts.UNITS), _units),
    "solution": Door(_nearly(texts.steps, stems), _steps),
    "wire": Door(_wire, _wired),
    "stored": Door(_number, _stored),
    "note": Door(_problem, _authored),
    "grammar": Door(grammars.text_for, _pumped),
    "numbers": Door(_resized, _pumped),
    "single": Door(_either, product.read_singly),
    "program": Door(texts.program, _programmed),
    "prompt": Door(_either, product.prompted),
    "line": Door(product.line, product.lined),
    "codec": Door(_number, partial(product.reloaded, _written)),
    "figure": Door(_number, partial(product.drawn, _written)),
    "file": Door(_nearly(texts.table, stems), _filed),
}
