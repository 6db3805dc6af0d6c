"""Sets whose elements are listed: unions, intersections, differences and complements, and what their elements add to."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_SET = r"[⦃{]\d{1,2}(?:,\d{1,2})+[⦄}]"
_TWO_SETS = rf"A=(?P<one>{_SET}),B=(?P<two>{_SET})(?:에대하여|일때|에서),?"
_WHOLE = rf"<lead>전체집합U=(?P<all>{_SET})의두부분집합{_TWO_SETS}"
_RESULT = r"(?:집합)?(?P<op>[AB()∪∩^{}cC-]{2,24}?)"
_COUNT = r"(?:(?:의|에속하는)?(?:모든)?원소의(?P<w>합))?"
_MARKS = re.compile(r"[AB()∪∩-]|\^\{?[cC]\}?")
_COMMON: tuple[str, ...] = ("A∪B", "A∩B", "A-B", "B-A", "A^C", "B^C")


def combined(text: str, one: set[int], two: set[int], whole: set[int]) -> set[int]:
    """The set that an expression in A, B, ∪, ∩, −, C and brackets describes; from left to right, no sign binds closer.

    ShapeError where an expression mixes ∪ and ∩ without brackets, or is none.
    """
    marks = _MARKS.findall(text)
    needs("".join(marks) == text and marks)
    found, rest = _chain(marks, {"A": one, "B": two}, whole)
    needs(not rest)
    return found


def _chain(marks: list[str], named: dict[str, set[int]], whole: set[int]) -> tuple[set[int], list[str]]:
    found, marks = _operand(marks, named, whole)
    used: set[str] = set()
    while marks and marks[0] in "∪∩-":
        sign = marks[0]
        other, marks = _operand(marks[1:], named, whole)
        found = found | other if sign == "∪" else found & other if sign == "∩" else found - other
        used.add(sign)
    needs(len(used) < 2)
    return found, marks


def _operand(marks: list[str], named: dict[str, set[int]], whole: set[int]) -> tuple[set[int], list[str]]:
    needs(marks and marks[0] in "AB(")
    if marks[0] == "(":
        found, marks = _chain(marks[1:], named, whole)
        needs(marks and marks[0] == ")")
    else:
        found = named[marks[0]]
    marks = marks[1:]
    while marks and marks[0].startswith("^"):
        needs(whole)
        found, marks = whole - found, marks[1:]
    return found, marks


def sets(reading: Reading, match: Match) -> Sketch | None:
    """A set made of two listed sets, its elements, how many they are or their sum."""
    sketch = Sketch("고1.집합.연산", "sets.listed", kind=AnswerKind.SET, keeps_size=False, keeps_kind=False)
    lists = {name: _elements(match, name) for name in ("one", "two", "all") if match.groupdict().get(name)}
    values = sorted({value for elements in lists.values() for value, _, _ in elements})
    for before, value in pairwise([0, *values]):
        sketch.originals[f"gap{value}"] = Fraction(value - before)
        sketch.domains[f"gap{value}"] = RangeDomain(Fraction(1), Fraction(max(3, value - before)))
        sketch.let.append((f"e{value}", f"e{before} + gap{value}" if before else f"gap{value} + 0"))
    sketch.places = [(f"e{value}", first, last) for elements in lists.values() for value, first, last in elements]
    one, two, whole = ({value for value, _, _ in lists.get(name, [])} for name in ("one", "two", "all"))
    result = combined(match["op"], one, two, whole)
    needs(not whole or one | two <= whole)
    needs(len({*values}) <= 12 and all(len({v for v, _, _ in e}) == len(e) for e in lists.values()))
    others = [combined(name, one, two, whole) for name in _COMMON if whole or "^" not in name]
    others = [other for other in others if other != result]
    needs(len(result) > 1)
    _ask_elements(sketch, match.groupdict().get("w") or "", result, [*others, one, two])
    return sketch


def _elements(match: Match, name: str) -> list[tuple[int, int, int]]:
    start = match.start(name)
    return [(int(f.group()), start + f.start(), start + f.end()) for f in re.finditer(r"\d+", match[name])]


def _ask_elements(sketch: Sketch, word: str, result: set[int], others: list[set[int]]) -> None:
    if word == "합":
        sketch.let += [("s", " + ".join(f"e{value}" for value in sorted(result)))]
        sketch.wrong = [(" + ".join(f"e{value}" for value in sorted(other)), "misread") for other in others if other]
        sketch.wrong += misconceptions("s + 1 | other; s - 1 | other; s + 2 | other")
        sketch.kind = AnswerKind.NUMBER
        sketch.say = ["조건에 맞는 원소를 모두 찾아 더하면 ${s}$"]
        return
    needs(not word)
    sketch.answer = _listed(result)
    sketch.wrong = [(_listed(other), "misread") for other in others if len(other) > 1 and other != result]
    rest = sorted(result)
    sketch.wrong += [(_listed(set(rest[1:])), "partial"), (_listed(set(rest[:-1])), "partial")] if len(rest) > 2 else []
    sketch.say = ["조건에 맞는 원소를 모두 찾으면 " + ", ".join(f"${{e{value}}}$" for value in rest)]


def _listed(elements: set[int]) -> str:
    return ", ".join(f"e{value}" for value in sorted(elements))


FAMILIES = (
    Family(
        "sets.listed",
        (
            rf"<lead>(?:두)?집합{_TWO_SETS}{_RESULT}{_COUNT}(?:를|을)?(?:원소나열법으로)?<ask>",
            rf"<lead>전체집합U=(?P<all>{_SET})의두부분집합A,B(?:에대하여|가),?{_TWO_SETS}{_RESULT}{_COUNT}(?:를|을)?(?:원소나열법으로)?<ask>",
            rf"{_WHOLE}{_RESULT}{_COUNT}(?:를|을)?(?:원소나열법으로)?<ask>",
        ),
        sets,
        ("집합",),
    ),
)
