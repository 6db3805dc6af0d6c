"""Expressions to compute, expand, factor, simplify or fill with values."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, equivalent, evaluate, names_in, parse
from questions.engine.expressions.symbolic import library
from questions.engine.resolving.reading import FIND, Resolution, exactly, mathematics, rule


def _compute(found: re.Match[str]) -> Resolution | None:
    value = mathematics(found["m"])
    if isinstance(value, bool | str | tuple) or getattr(value, "free_symbols", None):
        return None
    if not isinstance(value, Fraction) and not getattr(value, "is_number", False):
        return None
    return exactly(value, "식의 값을 직접 계산했음")


def _simplify(found: re.Match[str]) -> Resolution | None:
    value = mathematics(found["m"])
    if isinstance(value, Fraction):
        return exactly(value, "식을 직접 계산했음")
    if not isinstance(value, library().Expr):
        return None
    return Resolution(found["m"], "두 식의 차가 0임을 확인했음", lambda given: equivalent(given, value))


def _expand(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    value = mathematics(found["m"])
    if not isinstance(value, sympy.Expr):
        return None
    wanted = sympy.expand(value)
    return Resolution(
        str(wanted), "식을 전개해 비교했음",
        lambda given: (
            isinstance(given, (sympy.Expr, Fraction))
            and sympy.expand(_lift(given) - wanted) == 0
            and not _has_product_of_sums(_lift(given))
        ),
    )  # fmt: skip


def _factor(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    value = mathematics(found["m"])
    if not isinstance(value, sympy.Expr) or not value.free_symbols:
        return None
    whole = sympy.expand(value)
    _, factors = sympy.factor_list(whole)
    pieces = sum(times for _, times in factors)
    return Resolution(
        str(sympy.factor(whole)), "인수를 다시 곱하고 더 나눌 수 없음을 확인했음",
        lambda given: _is_factored(given, whole, pieces),
    )  # fmt: skip


def _is_factored(given: Value, whole: Any, pieces: int) -> bool | None:
    sympy = library()
    if not isinstance(given, sympy.Expr):
        return None
    if sympy.expand(given - whole) != 0:
        return False
    count = 0
    for factor in sympy.Mul.make_args(given):
        base, times = factor.as_base_exp()
        if base.free_symbols:
            count += int(times) if times.is_Integer and times > 0 else 0
    return bool(count == pieces)


def _has_product_of_sums(value: Any) -> bool:
    return any(
        (part.is_Mul and any(factor.is_Add and factor.free_symbols for factor in part.args))
        or (part.is_Pow and part.base.is_Add and part.exp.is_Integer and part.exp > 1)
        for part in library().preorder_traversal(value)
    )


def _lift(value: Any) -> Any:
    sympy = library()
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def _substitute(found: re.Match[str]) -> Resolution | None:
    names: dict[str, Value] = {}
    for letter, text in re.findall(r"([a-z])=([^,=]+)", found["where"]):
        value = mathematics(text)
        if getattr(value, "free_symbols", None):
            return None
        names[letter] = value
    text = found["m"]
    node = parse(text, "latex" if "\\" in text or "{" in text else "plain")
    if not names or names_in(node) - set(names):
        return None
    return exactly(evaluate(node, names), "문자에 수를 넣어 계산했음")


_EQUALS = r"(?P<where>[a-z]=[^가-힣=,]+?(?:(?:이고|,)[a-z]=[^가-힣=,]+?)*)"
RULES = (
    rule(rf"{_EQUALS}(?:일때|이면|일경우),?(?:식|다항식)?<M:m>의값(?:을|를|은)?", _substitute),
    rule(rf"{FIND}<M:m>(?:when|if|for){_EQUALS}", _substitute),
    rule(r"(?:이차식|다항식|식)?<M:m>(?:을|를)?인수분해(?:하시오|하면|하여라|한것은?|한식은?|하라|하세요)?", _factor),
    rule(r"(?:이차식|다항식|식)?(?:을|를)?인수분해(?:하시오|하여라|하세요)[.:]?<M:m>", _factor),
    rule(
        r"(?:이차식|다항식|식)?<M:m>(?:을|를)?(?:전개|전개하여정리)(?:하시오|하면|하여라|한것은?|한식은?|하라|하세요)?",
        _expand,
    ),
    rule(r"(?:다항식|식)?(?:을|를)?전개(?:하시오|하여라|하세요)[.:]?<M:m>", _expand),
    rule(r"factor(?:ise|ize)?(?:completely)?(?:theexpression)?:?<M:m>(?:completely)?", _factor),
    rule(r"expand(?:andsimplify)?(?:theexpression)?:?<M:m>", _expand),
    rule(r"(?:식|다항식)?<M:m>(?:을|를)?(?:간단히(?:하시오|하면|하여라|한것은?)?)?", _simplify),
    rule(r"(?:식|다항식)?(?:을|를)?간단히(?:하시오|하여라)[.:]?<M:m>", _simplify),
    rule(r"simplify(?:theexpression)?:?<M:m>", _simplify),
    rule(r"(?:식)?(?:을|를)?(?:계산하시오|계산하여라|계산하세요)[.:]?<M:m>", _compute),
    rule(r"(?:식)?<M:m>(?:의값|을계산한값|를계산한값|의계산결과)?(?:을|를|은|는)?(?:계산)?", _compute),
    rule(rf"{FIND}:?<M:m>", _compute),
)
