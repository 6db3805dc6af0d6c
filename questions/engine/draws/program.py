"""A blueprint made ready to run: formulas parsed once, conditions placed at the first moment they can fail.

Rules enforced on every run beside the blueprint's own conditions: nothing is undefined; what was an integer, a
rational or positive at the note's values stays so; a decimal keeps its places; a number of the stem that was not
zero does not become zero. A name whose own domain reaches zero or below may change its sign, and so may whatever
depends on it: its author said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from questions.engine.draws.domains import read_value
from questions.engine.expressions import ExpressionError, Formula, Value, compile_formula
from questions.engine.rendering import placeholders
from questions.engine.rendering.printing import Style, style_of
from questions.engine.types import AnswerKind, Blueprint, ChoiceDomain, Parameter

MAX_DENOMINATOR = 10_000
MAX_SIZE = 10**12


class Unsatisfied(Exception):
    """The values do not make a question of this family; the text says which rule they break."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One action of a run: give `name` its value (or, without a name, check that the formula is true)."""

    formula: Formula
    text: str
    name: str = ""


_DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")


class Program:
    """One blueprint's formulas in the order in which they run. Raises ExpressionError for one that cannot be read.

    `values` are the values at the note's numbers; `reach` says for each name which parameters it depends on.
    """

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.answer = compile_formula(blueprint.answer.formula)
        self.distractors = tuple(compile_formula(d.formula) for d in blueprint.distractors)
        self.reach = _reach(blueprint)
        self.shown = _shown(blueprint, self.reach)
        self.styles: Mapping[str, Style] = {p.name: style_of(p.original) for p in blueprint.parameters}
        printed = [style_of(number) for line in blueprint.stem for number in _DECIMAL.findall(line)]
        decimals = (style.places for style in (*self.styles.values(), *printed))
        self.decimal_places = max(decimals, default=0) or blueprint.answer.places
        self._steps = _ordered(blueprint)
        self._signed = _signed(blueprint, self.reach)
        self._angular = _angular(blueprint)
        self.values: dict[str, Value] = {p.name: read_value(p.original) for p in blueprint.parameters}
        for step in self._steps:
            if step.name:
                self.values[step.name] = self._evaluate(step.formula, self.values)
        self.original_answer = self.answer_at(self.values)
        self._guards = {name: self._guard(name, value) for name, value in self.values.items()}
        self._answer_guard = self._guard("", self.original_answer)

    def run(self, given: Mapping[str, Value], *, original: bool = False) -> tuple[dict[str, Value], Value]:
        """All names' values and the answer's, from the parameters' values; exact.

        Raises Unsatisfied with the broken rule. `original=True` runs the blueprint's own conditions only.
        """
        values = dict(given)
        if not original:
            for parameter in self.blueprint.parameters:
                self._keep(parameter.name, values[parameter.name])
        for step in self._steps:
            value = self._attempt(step, values)
            if not step.name:
                if value is not True:
                    raise Unsatisfied(step.text)
                continue
            values[step.name] = value
            if not original:
                self._keep(step.name, value)
        answer = self._answer(values)
        if not original:
            self._answer_guard.check("answer", answer)
        return values, answer

    def unchecked(self, given: Mapping[str, Value]) -> tuple[dict[str, Value], Value]:
        """All values and the answer without any condition. Raises Unsatisfied where one is undefined."""
        values = dict(given)
        for step in self._steps:
            if step.name:
                values[step.name] = self._attempt(step, values)
        return values, self._answer(values)

    def answer_at(self, values: Mapping[str, Value]) -> Value:
        """The answer for all names' values, in the shape that the blueprint asks for. Raises ExpressionError."""
        return shaped(self._evaluate(self.answer, values), self.blueprint.answer.form)

    def wrong_answers(self, values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """Each distractor that has a value here, with its misconception, in the blueprint's order."""
        for distractor, formula in zip(self.blueprint.distractors, self.distractors, strict=True):
            try:
                yield (
                    distractor.misconception,
                    shaped(self._evaluate(formula, values), self.blueprint.answer.form),
                )
            except ExpressionError:
                continue

    def _answer(self, values: Mapping[str, Value]) -> Value:
        try:
            return self.answer_at(values)
        except ExpressionError as error:
            raise Unsatisfied(f"{self.blueprint.answer.formula}: {error.sentence}") from error

    def _attempt(self, step: _Step, values: Mapping[str, Value]) -> Value:
        try:
            return self._evaluate(step.formula, values)
        except ExpressionError as error:
            raise Unsatisfied(f"{step.text}: {error.sentence}") from error

    def _evaluate(self, formula: Formula, values: Mapping[str, Value]) -> Value:
        return formula(values, self.blueprint.free)

    def _keep(self, name: str, value: Value) -> None:
        self._guards[name].check(name, value)

    def _guard(self, name: str, value: Value) -> _Guard:
        if not isinstance(value, Fraction) or isinstance(value, bool) or name in self._angular:
            return _Guard(rational=False)
        if not name and self.answer.names & self._angular:
            return _Guard(rational=False)
        style = self.styles.get(name)
        signed = name in self._signed if name else bool(self._answer_reach() & self._signed)
        return _Guard(
            rational=True,
            integer=value.denominator == 1,
            positive=value > 0 and not signed,
            nonzero=value != 0 and (name in self.shown or style is not None),
            places=style.places if style else None,
            terminating=bool(self.decimal_places) and _terminates(value),
        )

    def _answer_reach(self) -> frozenset[str]:
        return frozenset().union(*(self.reach.get(n, frozenset()) for n in self.answer.names))


@dataclass(frozen=True, slots=True)
class _Guard:
    """What must stay true of a value because it was true at the note's numbers."""

    rational: bool
    integer: bool = False
    positive: bool = False
    nonzero: bool = False
    places: int | None = None
    terminating: bool = False

    def check(self, name: str, value: Value) -> None:
        if not isinstance(value, Fraction):
            if self.rational:
                raise Unsatisfied(f"{name}: no longer a rational number")
            return
        if not self.rational:
            return
        if self.integer and value.denominator != 1:
            raise Unsatisfied(f"{name}: no longer an integer")
        if self.positive and value <= 0:
            raise Unsatisfied(f"{name}: no longer positive")
        if self.nonzero and value == 0:
            raise Unsatisfied(f"{name}: has become zero")
        if value.denominator > MAX_DENOMINATOR or abs(value) > MAX_SIZE:
            raise Unsatisfied(f"{name}: too long a number")
        if self.places and (value * 10**self.places).denominator != 1:
            raise Unsatisfied(f"{name}: more decimal places than in the note")
        if self.places and (value * 10 ** (self.places - 1)).denominator == 1:
            raise Unsatisfied(f"{name}: fewer decimal places than in the note")
        if self.terminating and not _terminates(value):
            raise Unsatisfied(f"{name}: no longer a finite decimal")


def shaped(value: Value, form: str) -> Value:
    """The value in the asked shape: `expanded` multiplies out, `factored` factors over the rationals."""
    expression: Any = value
    if form not in ("expanded", "factored") or not getattr(expression, "free_symbols", None):
        return value
    if form == "expanded":
        return cast("Value", expression.expand()) if hasattr(expression, "expand") else value
    return cast("Value", expression.factor()) if getattr(expression, "is_Add", False) else value


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _reach(blueprint: Blueprint) -> dict[str, frozenset[str]]:
    reach = {p.name: frozenset({p.name}) for p in blueprint.parameters}
    for derived in blueprint.derived:
        names = compile_formula(derived.formula).names
        reach[derived.name] = frozenset().union(*(reach.get(name, frozenset()) for name in names))
    return reach


def _shown(blueprint: Blueprint, reach: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The names that the question prints: in its stem and, where the options carry the question, in those."""
    shown = frozenset(name for line in blueprint.stem for name in placeholders(line, frozenset(reach)))
    if blueprint.answer.kind is not AnswerKind.CHOICE:
        return shown
    options = (blueprint.answer.formula, *(one.formula for one in blueprint.distractors))
    return shown.union(*(compile_formula(text).names for text in options))


def _signed(blueprint: Blueprint, reach: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The names that may change their sign: those that depend on a parameter whose domain reaches zero."""
    loose = frozenset(p.name for p in blueprint.parameters if _reaches_zero(p))
    return frozenset(name for name, parents in reach.items() if parents & loose)


def _angular(blueprint: Blueprint) -> frozenset[str]:
    """The names that come from a sine, cosine or tangent: rational at one special angle, a root at another."""
    found: set[str] = set()
    for derived in blueprint.derived:
        if re.search(r"(?:sin|cos|tan)\(", derived.formula) or compile_formula(derived.formula).names & found:
            found.add(derived.name)
    return frozenset(found)


def _reaches_zero(parameter: Parameter) -> bool:
    domain = parameter.domain
    if isinstance(domain, ChoiceDomain):
        return any(isinstance(v, Fraction) and v <= 0 for v in map(read_value, domain.values))
    return domain.low <= 0


def _ordered(blueprint: Blueprint) -> tuple[_Step, ...]:
    """Derived names in their order, every condition as soon as its names have values."""
    known = {p.name for p in blueprint.parameters}
    waiting = [_Step(compile_formula(text), text) for text in blueprint.conditions]
    steps: list[_Step] = []

    def release() -> None:
        for step in [s for s in waiting if s.formula.names - set(blueprint.free) <= known]:
            waiting.remove(step)
            steps.append(step)

    release()
    for derived in blueprint.derived:
        steps.append(_Step(compile_formula(derived.formula), derived.formula, derived.name))
        known.add(derived.name)
        release()
    return (*steps, *waiting)
