"""Constants that conditions determine: points of a graph, values of a function, roots, divisors, extremes.

Every condition says that something is nothing, and is linear in the constants: what it is at (0, 0), (1, 0) and (0, 1)
gives its row, and the rows are solved. One builder serves every mixture of conditions and every expression asked.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from questions.engine.twins.families.identified import ask_constants
from questions.engine.twins.families.rules import derivative_text
from questions.engine.twins.grammar.algebra import Bound, bind, needs, sides
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import letters_of
from questions.engine.twins.grammar.sketch import Sketch, values_of
from questions.engine.types import RangeDomain

_SMALL = RangeDomain(Fraction(-9), Fraction(9))
At = dict[str, str]
Condition = Callable[[At], str]
"""What is nothing, as formula text, with the constants replaced."""


def determined(reading: Reading, match: Match) -> Sketch | None:
    """One or two constants of a printed formula, from as many conditions."""
    sketch = Sketch("고1.미정계수", "constants.determined", keeps_size=False)
    parts = sides(match)
    needs(1 <= len(parts) <= 2)
    bound = [bind(sketch, text, place) for text, place, _ in parts]
    conditions = list(_of_equation(sketch, match, *bound) if len(bound) == 2 else _of_graph(sketch, match, bound[0]))
    letters = sorted(set().union(*(letters_of(one.formula.root) for one in bound)) - {"x"})
    needs(1 <= len(letters) <= 2 and len(conditions) == len(letters))
    rows = [_row(sketch, condition, letters, place) for place, condition in enumerate(conditions)]
    if len(letters) == 1:
        ((rest, one),) = rows
        sketch.let.append((f"u{letters[0]}", f"-{rest}/{one}"))
        sketch.where.append(f"{one} != 0")
    else:
        _crossed(sketch, rows, letters)
    values = values_of(sketch)
    for letter in letters:
        needs(isinstance(values[f"u{letter}"], Fraction))
        sketch.where += [f"is_int(u{letter})", f"abs(u{letter}) <= 30"]
        sketch.where += [f"u{letter} != 0"] if values[f"u{letter}"] else []
    _turning(sketch, match, bound[0], letters)
    ask_constants(sketch, match, letters, True)
    names = [f"u{letter}" for letter in letters]
    sketch.wrong = [(one.replace("q0", names[0]).replace("q1", names[-1]), why) for one, why in sketch.wrong]
    sketch.say[0] = "주어진 조건을 식에 대입하여 상수에 대한 방정식을 세우고 푼다."
    return sketch


def _row(sketch: Sketch, condition: Condition, letters: list[str], place: int) -> tuple[str, ...]:
    """The names of the constant part and of each letter's factor; a check that nothing else is there."""
    zero = dict.fromkeys(letters, "0")
    names = [f"e{place}0"]
    sketch.let.append((names[0], condition(zero)))
    for number, letter in enumerate(letters, 1):
        names.append(f"e{place}{number}")
        sketch.let.append((names[-1], f"{condition({**zero, letter: '1'})} - {names[0]}"))
    tried = {letter: str(number + 2) for number, letter in enumerate(letters)}
    linear = " + ".join(
        [names[0], *(f"{tried[letter]}*{name}" for letter, name in zip(letters, names[1:], strict=True))]
    )
    sketch.where.append(f"{condition(tried)} == {linear}")
    return tuple(names)


def _crossed(sketch: Sketch, rows: list[tuple[str, ...]], letters: list[str]) -> None:
    """Cramer's rule."""
    (c, a, b), (f, d, e) = rows
    sketch.let += [
        ("det", f"{a}*{e} - {b}*{d}"),
        (f"u{letters[0]}", f"({b}*{f} - {c}*{e})/det"),
        (f"u{letters[1]}", f"({c}*{d} - {a}*{f})/det"),
    ]
    sketch.where.append("det != 0")


def _number(sketch: Sketch, match: Match, name: str) -> str:
    """A printed number of a condition, drawn on its own."""
    found = match[name]
    if name not in sketch.originals:
        sketch.originals[name], sketch.domains[name] = Fraction(found), _SMALL
        sketch.places.append((name, *match.span(name)))
    return name


def _of_equation(sketch: Sketch, match: Match, left: Bound, right: Bound) -> Iterator[Condition]:
    for name in ("p1", "p2"):
        yield _gap(left, right, _number(sketch, match, name))


def _gap(left: Bound, right: Bound, at: str) -> Condition:
    return lambda letters: f"({left.text(x=at, **letters)} - {right.text(x=at, **letters)})"


def _of_graph(sketch: Sketch, match: Match, body: Bound) -> Iterator[Condition]:
    groups = match.groupdict()
    for place in "123":
        if not groups.get(f"p{place}"):
            continue
        at, value = _number(sketch, match, f"p{place}"), "0"
        if groups.get(f"q{place}"):
            value = _number(sketch, match, f"q{place}")
        mark = groups.get(f"i{place}") or ""
        if "-1" in mark:
            at, value = value, at
        yield _slope(body, at, value) if mark == "'" else _height(body, at, value)
    if groups.get("turn"):
        yield _slope(body, "p1", "0")
    if groups.get("divisor"):
        for number, found in enumerate(re.finditer(r"x([-+])(\d+)", match["divisor"])):
            name, first = f"r{number}", match.start("divisor")
            sketch.originals[name], sketch.domains[name] = Fraction(found[2]), RangeDomain(Fraction(1), Fraction(6))
            sketch.places.append((name, first + found.start(2), first + found.end(2)))
            rest = _number(sketch, match, "rest") if groups.get("rest") else "0"
            yield _height(body, f"(-{name})" if found[1] == "+" else name, rest)


def _height(body: Bound, at: str, value: str) -> Condition:
    return lambda letters: f"({body.text(x=at, **letters)} - {value})"


def _slope(body: Bound, at: str, value: str) -> Condition:
    return lambda letters: f"({derivative_text(body.formula.root, body.names, {'x': at, **letters})} - {value})"


def _turning(sketch: Sketch, match: Match, body: Bound, letters: list[str]) -> None:
    """A largest or smallest value has the curve bend the right way there: the slope before it and behind it."""
    turn = match.groupdict().get("turn")
    if not turn:
        return
    here = {letter: f"u{letter}" for letter in letters}
    above, below = (
        derivative_text(body.formula.root, body.names, {"x": at, **here}) for at in ("(p1 + 1)", "(p1 - 1)")
    )
    sketch.let.append(("bend", f"{above} - {below}"))
    sketch.where.append({"극솟값": "bend > 0", "극댓값": "bend < 0"}.get(turn, "bend != 0"))


_N = r"-?\d+"
_CONST = r"(?:두)?(?:상수|실수|정수)?(?:[a-eg-wk](?:,[a-eg-wk])*에대하여,?)?(?:두)?(?:상수|실수|정수)?"
_ASK = rf"{_CONST}(?P<g>[^가-힣?=]+?)(?:의값)?(?:의합)?<ask>"
_CURVE = r"(?:일차함수|이차함수|삼차함수|다항함수|함수|직선|포물선|곡선|정비례관계|반비례관계)?(?:y|f\(x\))=(?P<f>[^가-힣?=]+?)(?:의그래프)?"
_PASS = rf"(?:이|가)(?:두)?점(?:[A-Z])?\((?P<p1>{_N}),(?P<q1>{_N})\)(?:(?:,|과|와)(?:점)?(?:[A-Z])?\((?P<p2>{_N}),(?P<q2>{_N})\))?(?:을|를)(?:모두)?(?:지날때|지나고|지난다\.|지나면|지나도록하는)(?:이때)?,?"
_WHEN = r"(?:일때|이다\.|이고|을만족하는|를만족하는|이면|을만족할때|를만족시키는|라할때),?(?:이때)?,?"
_F = r"(?P<i{0}>\^\{{?-1\}}?|')?\((?P<p{0}>-?\d+)\)=(?P<q{0}>-?\d+)"
_VALUES = rf"(?:에대하여|에서|가|이),?f{_F.format(1)}(?:(?:,|이고,?)f{_F.format(2)})?{_WHEN}"
_TURN = rf"(?:이|가|은|는)x=(?P<p1>{_N})에서(?P<turn>극댓값|극솟값|극값)(?P<q1>{_N})(?:을|를)(?:가질때|갖는다\.|가진다\.|가지면|갖도록하는|가지도록하는|갖고),?(?:이때)?,?"
_FACTOR = r"(?P<divisor>\(?x[-+]\d+\)?(?:\(x[-+]\d+\))?)"
_POLY = r"(?:x에대한)?(?:다항식|식)?(?:f\(x\)=|P\(x\)=)?(?P<f>[^가-힣?=]+?)"
_EQ = r"(?:x에대한)?(?:이차방정식|삼차방정식|방정식)(?P<f>[^가-힣?=]+?=0)"
FAMILIES = (
    Family(
        "constants.determined",
        (
            rf"<lead>{_CURVE}{_PASS}{_ASK}",
            rf"<lead>{_CURVE}{_VALUES}{_ASK}",
            rf"<lead>{_CURVE}{_TURN}{_ASK}",
            rf"<lead>{_POLY}(?:이|가){_FACTOR}(?:으로|로)나누어떨어(?:질때|지도록하는|지면|진다\.),?(?:이때)?,?{_ASK}",
            rf"<lead>{_POLY}(?:이|가){_FACTOR}(?:을|를)인수로(?:가질때|갖도록하는|가지도록하는|갖는다\.|가지면),?(?:이때)?,?{_ASK}",
            rf"<lead>{_EQ}의두근이(?:x=)?(?P<p1>{_N})(?:,|과|와)(?:x=)?(?P<p2>{_N}){_WHEN}{_ASK}",
        ),
        determined,
    ),
)
