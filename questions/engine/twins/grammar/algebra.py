"""What the formula families share: numbers of a formula as names, monomials in place, usual ways to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.expressions import compile_formula
from questions.engine.twins.grammar.family import Match
from questions.engine.twins.grammar.shape import (
    Formula,
    Shape,
    ShapeError,
    formula_text,
    read_formula,
    value_of,
)
from questions.engine.twins.grammar.sketch import Sketch

_RELATION = re.compile(r"[=<>≤≥≠]")
_MONOMIAL = re.compile(r"(?P<sign>[-+]?)(?P<number>\d*)(?P<letters>(?:[a-zA-Z](?:\^\{?\d\}?)?)*)")
_LETTER = re.compile(r"([a-zA-Z])(?:\^\{?(\d)\}?)?")
SQUARE_TABLE = 120


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula whose printed numbers carry names; `text` gives it in the formula language."""

    formula: Formula
    names: dict[int, str]

    def text(self, **letters: str) -> str:
        """The formula text, with letters replaced by other formula text."""
        return formula_text(self.formula.root, self.names, letters)


@dataclass(frozen=True, slots=True)
class Monomial:
    """A signed term as printed; `first:last` are its factor's digits, empty where a factor 1 is not printed."""

    sign: int
    factor: Fraction
    powers: tuple[tuple[str, int], ...]
    first: int
    last: int

    @property
    def degree(self) -> int:
        return sum(power for _, power in self.powers)


def sides(match: Match, group: str = "f") -> list[tuple[str, int, str]]:
    """The parts of a captured relation as (text, place in the stem, relation sign before it)."""
    text, start = match[group].rstrip(".,"), match.start(group)
    parts, place, sign = [], 0, ""
    for found in _RELATION.finditer(text):
        parts.append((text[place : found.start()], start + place, sign))
        place, sign = found.end(), found.group()
    parts.append((text[place:], start + place, sign))
    return parts


def bind(sketch: Sketch, text: str, offset: int, *, fixed: bool = False) -> Bound:
    """Read a formula and make each of its printed numbers a drawn name (exponents and zeros stay as they are)."""
    formula = read_formula(text, offset)
    names: dict[int, str] = {}
    for index, slot in enumerate(formula.slots):
        if fixed or slot.exponent or slot.value == 0:
            continue
        name = f"k{len(sketch.originals) + 1}"
        names[index] = name
        sketch.originals[name] = slot.value
        sketch.texts[name] = text[slot.first - offset : slot.last - offset]
        sketch.places.append((name, slot.first, slot.last))
    _keep_fractions(sketch, formula.root, names)
    return Bound(formula, names)


def _keep_fractions(sketch: Sketch, node: Shape, names: dict[int, str]) -> None:
    """Printed fractions stay in lowest terms and on their side of one."""
    if node.kind == "/" and all(part.kind == "number" for part in node.parts):
        top, low = (formula_text(part, names) for part in node.parts)
        if node.parts[0].slot in names or node.parts[1].slot in names:
            above, below = node.parts[0].value, node.parts[1].value
            sketch.where += [f"gcd({top}, {low}) == 1", f"{low} > 1"]
            sketch.where += [f"{top} < {low}"] if above < below else []
        return
    for part in node.parts:
        _keep_fractions(sketch, part, names)


def monomials(text: str, offset: int) -> list[Monomial] | None:
    """The terms of a printed sum of monomials with whole factors, or None when it is anything else."""
    terms: list[Monomial] = []
    place = 0
    while place < len(text):
        found = _MONOMIAL.match(text, place)
        if found is None or not (found["number"] or found["letters"]) or (place and not found["sign"]):
            return None
        powers = tuple((letter, int(power or 1)) for letter, power in _LETTER.findall(found["letters"]))
        sign = -1 if found["sign"] == "-" else 1
        terms.append(
            Monomial(
                sign,
                Fraction(found["number"] or 1),
                powers,
                offset + found.start("number"),
                offset + found.end("number"),
            )
        )
        place = found.end()
    return terms or None


def by_degree(terms: list[Monomial] | None, letter: str) -> dict[int, Monomial]:
    """Terms of one letter by degree, each degree once; empty where they are not that."""
    if terms is None or any(name != letter for term in terms for name, _ in term.powers):
        return {}
    found = {term.degree: term for term in terms}
    return found if len(found) == len(terms) else {}


def place_term(sketch: Sketch, term: Monomial, name: str) -> None:
    """Print `name` as this term's factor, also where the note prints none because it is 1."""
    sketch.places.append((name, term.first, term.last))


def needs(condition: object, why: str = "not of this kind") -> None:
    """ShapeError unless the condition holds."""
    if not condition:
        raise ShapeError(why)


def is_square(value: Fraction) -> bool:
    """Whether a rational is the square of a rational."""
    return value >= 0 and _root(value.numerator) is not None and _root(value.denominator) is not None


def _root(number: int) -> int | None:
    guess = int(number**0.5)
    return next((one for one in (guess - 1, guess, guess + 1) if one >= 0 and one * one == number), None)


def square_root(value: Fraction) -> Fraction:
    """The rational square root; ShapeError where there is none."""
    top, low = _root(value.numerator), _root(value.denominator)
    if value < 0 or top is None or low is None:
        raise ShapeError("no rational square root")
    return Fraction(top, low)


def root_formula(formula: str) -> str:
    """The whole square root of a whole number as formula text (-1 where there is none), without radicals."""
    return f"(sum(i + 1 for i in range(0, {SQUARE_TABLE}) if i*i == {formula}) - 1)"


_CANDIDATES = (
    "sm", "pr", "sm*sm - 2*pr", "sm*sm - 4*pr", "sm/pr", "sm*sm*sm - 3*sm*pr", "(sm*sm - 2*pr)/pr",
    "pr + sm + 1", "pr - sm + 1",
    "pr*sm", "sm + pr", "sm - pr", "1/pr", "sm*sm", "pr*pr", "sm*sm - pr", "sm*sm - 3*pr",
    "pr + 2*sm + 4", "pr - 2*sm + 4", "2*sm", "2*pr",
    "pr + 3*sm + 9", "pr - 3*sm + 9", "(sm*sm - 2*pr)/(pr*pr)", "-sm", "-pr",
)  # fmt: skip


def in_sum_and_product(text: str) -> str:
    """A symmetric expression of α and β in their sum `sm` and product `pr`; ShapeError if not listed."""
    node = read_formula(text).root
    samples = [
        (Fraction(2), Fraction(7)),
        (Fraction(-3), Fraction(5)),
        (Fraction(1, 2), Fraction(11)),
        (Fraction(-4), Fraction(-9)),
    ]
    for candidate in _CANDIDATES:
        formula = compile_formula(candidate)
        if all(
            formula({"sm": one + other, "pr": one * other}, ()) == value_of(node, {"α": one, "β": other})
            for one, other in samples
        ):
            return candidate
    raise ShapeError("not a symmetric expression that is known")


def asks_to_solve(noun: str, asked: str = "해|근|x의값|해의값|미지수x의값") -> list[str]:
    """The usual ways to ask for the solution of the relation `{f}`."""
    by = (
        r"(?:(?:인수분해를이용하여|인수분해하여|근의공식을이용하여|근의공식를이용하여|인수분해를?이용하여|완전제곱식를이용하여|제곱근를이용하여|가감법를이용하여|대입법를이용하여|근의공식으로|완전제곱식을이용하여|제곱근을이용하여|가감법으로|대입법으로|가감법을이용하여|"
        r"대입법을이용하여))?"
    )
    return [
        rf"<lead>(?:{noun})?{{f:math}}(?:의(?:{asked}))?(?:~을|~은)?{by}<ask>",
        rf"<lead>{by}(?:{noun})?{{f:math}}(?:의(?:{asked}))?(?:~을|~은)?<ask>",
        rf"<lead>(?:{noun}){{f:math}}(?:~을)?(?:만족시키는|만족하는|참이되게하는|성립하게하는)(?:미지수)?{{v:letter}}의값(?:의범위)?<ask>",
        rf"<lead>(?:{noun})(?:의(?:{asked}))?~을?<order>{{f:math}}",
        r"<lead>{f:math}~을?(?:만족시키는|만족하는)(?:미지수)?{v:letter}의값(?:의범위)?<ask>",
        r"<lead>{f:math}일때,?(?:미지수)?{v:letter}의값(?:의범위)?<ask>",
    ]
