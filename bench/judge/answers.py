"""Printed answers: read with the judge's own reader and compared, exactly, with the truth."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp

from bench.judge.notation import Expr, relation
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth
from bench.judge.units import scale, split_unit

LETTERS = re.compile(r"\\(?:mathrm|text|textrm|rm)\s*\{([^{}]*)\}")
NO_SOLUTION = re.compile(r"없다|없음|불능")
ALL = re.compile(r"모든실수|해(?:가|는)무수히많다")
TUPLE = re.compile(r"^(?:[A-Z]\s*)?\((?P<inner>.*)\)$", re.S)
SPELLINGS = {
    r"\,": " ", r"\;": " ", r"\ ": " ", r"\%": "%", "㎝": "cm", "㎞": "km", "㎡": "m^2", "㎤": "cm^3",
    "㎠": "cm^2", "\N{SUPERSCRIPT TWO}": "^2", "\N{SUPERSCRIPT THREE}": "^3", "{}": "",
}  # fmt: skip


def plain(text: str) -> str:
    """A printed answer without `$`, spacing commands and fonts."""
    text = LETTERS.sub(r"\1", text.replace("$", " "))
    text = re.sub(r"\\(?:left|right)(?![a-zA-Z])", "", text)
    for spelling, meant in SPELLINGS.items():
        text = text.replace(spelling, meant)
    text = re.sub(r"\^\s*\{\s*(\d|\\circ)\s*\}", r"^\1", text)
    text = re.sub(r"\^\s*\\circ|도$", "°", text)
    return re.sub(r"\s+", " ", text).strip().rstrip(".")


def agrees(truth: Truth, printed: str) -> bool | None:
    """True where the printed answer is the truth, False where it is not, None where it cannot be read."""
    try:
        return _COMPARE[truth.kind](truth, plain(printed))
    except (Unreadable, NotImplementedError, TypeError, ValueError, RecursionError):
        return None


def same(a: Expr, b: Expr) -> bool:
    """Exact equality; raises Unreadable where SymPy cannot decide."""
    difference = sp.simplify(sp.expand(a - b))
    if difference == 0:
        return True
    if difference.is_number:
        decided = difference.equals(0)
        if decided is None:
            raise Unreadable("undecided")
        return bool(decided)
    return False


def sides_of(text: str) -> list[Expr]:
    """Every value that `±` stands for, of one formula; a leading `x =` is left off."""
    variants = [text]
    if "±" in text or r"\pm" in text:
        text = text.replace("±", r"\pm")
        variants = [text.replace(r"\pm", "+"), text.replace(r"\pm", "-")]
    values = []
    for variant in variants:
        sides, marks = relation(variant)
        if len(sides) == 2 and marks == ["="] and (sides[0].is_Symbol or not sides[1].free_symbols):
            sides = sides[1:]
        if len(sides) != 1:
            raise Unreadable("more than a value")
        values.append(sides[0])
    return values


def _value(truth: Truth, printed: str) -> bool:
    if "또는" in printed or re.search(r",(?!\d{3})|±|\\pm", printed):
        return False
    text, unit = split_unit(printed)
    factor = scale(unit, truth.unit)
    if factor is None:
        return False
    (found,) = sides_of(text)
    if unit and not truth.unit:
        factor = sp.Integer(1)
    return same(found * factor, _expression(truth.value))


def _expression(found: object) -> Expr:
    if not isinstance(found, sp.Basic):
        raise Unreadable("no expression")
    return found


def _parts(printed: str) -> list[str]:
    return [part.strip() for part in re.split(r"또는|,|이고|그리고", printed) if part.strip()]


def _roots(truth: Truth, printed: str) -> bool:
    wanted: Any = truth.value
    squeezed = printed.replace(" ", "")
    if NO_SOLUTION.search(squeezed):
        return not wanted
    printed = re.sub(r"\(\s*중근\s*\)", "", printed)
    found = [value for part in _parts(printed) for value in sides_of(part)]
    if any(value.free_symbols for value in found):
        return False
    hit = all(any(same(value, root) for value in found) for root in wanted)
    return hit and all(any(same(value, root) for root in wanted) for value in found) and len(found) == len(wanted)


def _point(truth: Truth, printed: str) -> bool:
    wanted: Any = truth.value
    found = TUPLE.match(printed)
    if not found:
        raise Unreadable("no pair")
    values = [value for part in _parts(found["inner"]) for value in sides_of(part)]
    return len(values) == len(wanted) and all(same(a, b) for a, b in zip(values, wanted, strict=True))


def _assignment(truth: Truth, printed: str) -> bool:
    wanted: Any = truth.value
    if TUPLE.match(printed):
        return _point(Truth("point", tuple(number for _, number in sorted(wanted))), printed)
    found: dict[str, Expr] = {}
    for part in _parts(printed):
        sides, marks = relation(part)
        if marks != ["="] or not sides[0].is_Symbol or sides[0].name in found:
            raise Unreadable("not letter = number")
        found[sides[0].name] = sides[1]
    return found.keys() == dict(wanted).keys() and all(same(found[name], number) for name, number in wanted)


def _region(truth: Truth, printed: str) -> bool:
    return region_of(printed) == truth.value


def region_of(printed: str) -> sp.Set:
    """The real numbers that an inequality, or several joined by 또는 or commas, describes."""
    squeezed = printed.replace(" ", "")
    if ALL.search(squeezed):
        outside = re.match(r"(.*)(?:를제외한|이아닌|가아닌)모든실수", squeezed)
        return sp.S.Reals - sp.FiniteSet(*sides_of(outside[1].replace("≠", "="))) if outside else sp.S.Reals
    if NO_SOLUTION.search(squeezed):
        return sp.S.EmptySet
    return sp.Union(*(_one_region(part) for part in re.split("또는", printed)))


def _one_region(text: str) -> sp.Set:
    region: sp.Set = sp.S.Reals
    for part in re.split(r",|이고|그리고", text):
        sides, marks = relation(part)
        if not marks:
            raise Unreadable("no inequality")
        for left, mark, right in zip(sides, marks, sides[1:], strict=False):
            region = region.intersect(solution_set(left, mark, right))
    return region


RELATION = {"<": sp.Lt, ">": sp.Gt, "<=": sp.Le, ">=": sp.Ge, "=": sp.Eq, "!=": sp.Ne}


def solution_set(left: Expr, mark: str, right: Expr) -> sp.Set:
    """The real solutions of one (in)equality in one letter, or all or none of the reals without a letter."""
    letters = (left - right).free_symbols
    if len(letters) > 1:
        raise Unreadable("more than one letter")
    found = RELATION[mark](left, right)
    if found in (sp.true, sp.false):
        return sp.S.Reals if found == sp.true else sp.S.EmptySet
    return sp.solveset(found, next(iter(letters)), sp.S.Reals)


def _line(truth: Truth, printed: str) -> bool:
    sides, marks = relation(printed)
    if marks != ["="]:
        raise Unreadable("no equation")
    wanted = sp.expand(_expression(truth.value))
    found = sp.expand(sides[0] - sides[1])
    if found.free_symbols != wanted.free_symbols:
        return False
    ratio = sp.cancel(found / wanted)
    return bool(ratio.is_number and ratio != 0)


def _factored(truth: Truth, printed: str) -> bool:
    found = sides_of(printed)[0]
    if not same(found, _expression(truth.value)):
        return False
    wanted = sum(power for _, power in sp.factor_list(_expression(truth.value))[1])
    return sum(_degree(factor) for factor in sp.Mul.make_args(found)) >= wanted


def _degree(factor: Expr) -> int:
    """How many factors with a letter one factor of a product counts for."""
    if not factor.free_symbols:
        return 0
    return int(factor.exp) if factor.is_Pow and factor.exp.is_Integer and factor.exp > 0 else 1


def _expanded(truth: Truth, printed: str) -> bool:
    found = sides_of(printed)[0]
    return same(found, _expression(truth.value)) and found == sp.expand(found)


_COMPARE = {
    "value": _value,
    "roots": _roots,
    "point": _point,
    "assignment": _assignment,
    "region": _region,
    "line": _line,
    "factored": _factored,
    "expanded": _expanded,
}
