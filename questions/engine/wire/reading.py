"""From a model's answer to a blueprint: shape, limits, names, formulas, and the proof that it computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from questions.engine.draws.disguises import disguised_constant
from questions.engine.draws.domains import holds, read_domain, read_number
from questions.engine.draws.program import Program
from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.expressions.limits import Spent, within
from questions.engine.grading import grade
from questions.engine.rendering.printing import plain
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Blueprint,
    Derived,
    Distractor,
    Note,
    Parameter,
)
from questions.engine.wire.lines import NAME, RESERVED, clean_formula, read_given_line, with_particles
from questions.engine.wire.problems import WireError, check_shape, read_object

LIMITS = {"given": 8, "derived": 12, "conditions": 10, "stem": 12, "solution": 12, "wrong": 6}
MAX_FORMULA = 300
MAX_LINE = 1000
MAX_UNIT = 20
SECONDS = 1.5
_LETTERED = ("expression", "equation", "interval")


def read_blueprint(text: str, *, note: Note, author: str) -> Blueprint:
    """The blueprint in a model's answer (form E, or E-lines with `given` as lines `a = 3 in 2..9`).

    `note` decides whether options are shown and whether `own` really gives the student's answer; where it does not, the
    wrong answer is kept as `other`. Raises WireError with every problem found at the first stage that has any.
    """
    try:
        with within(SECONDS):
            return _read(text, note, author)
    except Spent as error:
        raise WireError(("derived: the formulas take too long: sums of fewer turns expected",)) from error


def _read(text: str, note: Note, author: str) -> Blueprint:
    value = read_object(text)
    value["given"] = [_given_row(row) for row in value["given"]] if _is_list(value, "given") else value.get("given")
    check_shape(value, "blueprint")
    _raise(_limit_problems(value))
    _raise(_name_problems(value))
    _raise(_formula_problems(value))
    blueprint = _build(value, note, author)
    try:
        program = Program(blueprint)
    except ExpressionError as error:
        raise WireError(
            (f"answer: {error.sentence}: formulas with a value at the question's numbers expected",)
        ) from error
    disguised = disguised_constant(program)
    if disguised:
        raise WireError((f"answer: {disguised}: a formula of the names that the question shows expected",))
    return _with_checked_own(blueprint, program, note)


def _is_list(value: dict[str, Any], key: str) -> bool:
    return isinstance(value.get(key), list)


def _given_row(row: object) -> object:
    if not isinstance(row, str):
        return row
    return read_given_line(row) or row


def _raise(problems: Iterator[str]) -> None:
    found = tuple(problems)
    if found:
        raise WireError(found)


def _limit_problems(value: dict[str, Any]) -> Iterator[str]:
    for key, limit in LIMITS.items():
        if len(value[key]) > limit:
            yield f"{key}: has {len(value[key])} entries: at most {limit} expected"
    for key in ("given", "stem", "solution"):
        if not value[key]:
            yield f"{key}: is empty: at least one entry expected"
    for key in ("stem", "solution"):
        for index, line in enumerate(value[key]):
            if len(line) > MAX_LINE:
                yield f"{key}[{index}]: longer than {MAX_LINE} characters: a shorter line expected"
    if len(value["unit"]) > MAX_UNIT or re.search(r"[{}\n<>]", value["unit"].replace("^{", "^").replace("}", "")):
        yield f"unit: is no unit: at most {MAX_UNIT} characters such as cm or 개 expected"
    for field, formula in _formulas(value):
        if len(formula) > MAX_FORMULA:
            yield f"{field}: longer than {MAX_FORMULA} characters: a shorter formula expected"
    if sum(row["mistake"] == "own" for row in value["wrong"]) > 1:
        yield "wrong: own stands more than once: the student gave one answer"


def _formulas(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for index, line in enumerate(value["derived"]):
        yield f"derived[{index}]", line
    for index, line in enumerate(value["conditions"]):
        yield f"conditions[{index}]", line
    yield "answer", value["answer"]
    for index, row in enumerate(value["wrong"]):
        yield f"wrong[{index}].formula", row["formula"]


def _name_problems(value: dict[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for index, row in enumerate(value["given"]):
        yield from _bad_name(f"given[{index}].name", row["name"].strip(), seen)
        yield from _bad_domain(f"given[{index}]", row)
    for index, line in enumerate(value["derived"]):
        name, equals, _ = line.partition("=")
        if not equals:
            yield f"derived[{index}]: no = in it: name = formula expected"
        else:
            yield from _bad_name(f"derived[{index}]", name.strip(), seen)


def _bad_name(field: str, name: str, seen: set[str]) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield f"{field}: {name!r} is no name: a short lower-case word expected"
    elif name in RESERVED:
        yield f"{field}: {name!r} is reserved: another name expected"
    elif name in seen:
        yield f"{field}: {name!r} stands twice: different names expected"
    seen.add(name)


def _bad_domain(field: str, row: dict[str, str]) -> Iterator[str]:
    if "%" in row["value"]:
        yield f"{field}.value: {row['value']!r} has a %: write the number alone"
        return
    try:
        domain = read_domain(row["range"])
    except ValueError as error:
        yield f"{field}.range: {row['range']!r} is no range: {error}"
        return
    if not holds(domain, row["value"].strip()):
        yield f"{field}.value: {row['value']} is not in {row['range']}: the question's number must be one of its range"


def _formula_problems(value: dict[str, Any]) -> Iterator[str]:
    known = {row["name"].strip() for row in value["given"]}
    lettered = value["kind"] in _LETTERED
    for index, line in enumerate(value["derived"]):
        name, _, formula = line.partition("=")
        yield from _bad_formula(f"derived[{index}]", clean_formula(formula), known)
        known.add(name.strip())
    for index, line in enumerate(value["conditions"]):
        yield from _bad_formula(f"conditions[{index}]", clean_formula(line, condition=True), known)
    answer = clean_formula(value["answer"])
    yield from _bad_formula("answer", answer, known, lettered)
    if read_number(answer) is not None:
        yield f"answer: {answer} is a number: a formula of the names expected"
    for index, row in enumerate(value["wrong"]):
        yield from _bad_formula(f"wrong[{index}].formula", clean_formula(row["formula"]), known, lettered)


def _bad_formula(field: str, text: str, known: set[str], lettered: bool = False) -> Iterator[str]:
    try:
        names = compile_formula(text).names
    except ExpressionError as error:
        yield f"{field}: {text!r}: {error.sentence}: a formula such as 2*a + b expected"
        return
    for name in sorted(names - known):
        if not (lettered and len(name) == 1):
            yield f"{field}: {name!r} is neither given nor derived: only declared names expected"


def _build(value: dict[str, Any], note: Note, author: str) -> Blueprint:
    given = tuple(
        Parameter(row["name"].strip(), row["value"].strip(), read_domain(row["range"])) for row in value["given"]
    )
    derived = tuple(
        Derived(line.partition("=")[0].strip(), clean_formula(line.partition("=")[2])) for line in value["derived"]
    )
    answer = clean_formula(value["answer"])
    wrong = tuple(Distractor(clean_formula(row["formula"]), row["mistake"]) for row in value["wrong"])
    known = {p.name for p in given} | {d.name for d in derived}
    formulas = (answer, *(d.formula for d in wrong))
    letters = frozenset().union(*(compile_formula(text).names for text in formulas)) - known
    return Blueprint(
        concept=value["concept"].strip(),
        parameters=given,
        stem=tuple(with_particles(line) for line in value["stem"]),
        answer=AnswerForm(AnswerKind(value["kind"]), answer, value["unit"].strip()),
        derived=derived,
        conditions=tuple(clean_formula(line, condition=True) for line in value["conditions"]),
        solution=tuple(with_particles(line) for line in value["solution"]),
        distractors=wrong,
        shows_choices=bool(note.choices),
        free=tuple(sorted(letters)),
        author=author,
        readings=("stem",),
        language="ko" if re.search(r"[가-힣]", note.stem) else "en",
    )


def _with_checked_own(blueprint: Blueprint, program: Program, note: Note) -> Blueprint:
    own = next((d for d in blueprint.distractors if d.misconception == "own"), None)
    if own is None or not note.student_answer:
        return blueprint
    computed = next((v for name, v in program.wrong_answers(program.values) if name == "own"), None)
    if computed is not None and _is_students(plain(computed), blueprint, note):
        return blueprint
    relabelled = tuple(Distractor(d.formula, "other") if d.misconception == "own" else d for d in blueprint.distractors)
    return replace(blueprint, distractors=relabelled)


def _is_students(computed: str, blueprint: Blueprint, note: Note) -> bool:
    form = blueprint.answer
    verdict = grade(computed, note.student_answer, kind=str(form.kind), unit=form.unit, choices=note.choices).verdict
    return verdict == "correct"
