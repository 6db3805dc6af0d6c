"""Equations, systems and inequalities in one or two letters, solved as polynomials with exact roots."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

from questions.engine.expressions import Value
from questions.engine.expressions.symbolic import library
from questions.engine.expressions.values import settled, working
from questions.engine.resolving.reading import Resolution, bare, exactly, mathematics, rule

MAX_DEGREE = 4


def _sides(text: str) -> Any:
    """Left minus right of an equation, over one denominator: numerator, denominator and its letters."""
    sympy = library()
    relation = mathematics(text)
    if not getattr(relation, "is_Equality", False):
        return None
    top, bottom = sympy.fraction(sympy.together(relation.lhs - relation.rhs))
    return sympy.expand(top), bottom, sorted(relation.free_symbols, key=str)


def real_roots(text: str) -> tuple[Any, list[Any]] | None:
    """The letter and the different real roots, ascending, of a polynomial or rational equation in one letter."""
    sympy = library()
    sides = _sides(text)
    if sides is None or len(sides[2]) != 1:
        return None
    top, bottom, (letter,) = sides
    if not top.is_polynomial(letter) or not bottom.is_polynomial(letter):
        return None
    polynomial = sympy.Poly(top, letter)
    if not 1 <= polynomial.degree() <= MAX_DEGREE or not all(c.is_Rational for c in polynomial.all_coeffs()):
        return None
    found = sympy.roots(polynomial)
    if sum(found.values()) != polynomial.degree():
        return None
    kept = [root for root in found if root.is_real and bottom.subs(letter, root) != 0]
    return letter, sorted(kept)


def _solve(found: re.Match[str]) -> Resolution | None:
    solved = real_roots(found["m"])
    if solved is None or not solved[1]:
        return None
    letter, roots = solved
    if found.groupdict().get("v") and str(letter) != found["v"]:
        return None
    printed = f"{letter} = {', '.join(map(str, roots))}"
    return Resolution(printed, "방정식을 다항식의 근으로 풀었음", lambda given: _same_roots(given, roots))


def members(value: Value) -> list[Any] | None:
    """The single values of a set, a list, `x = 2 or x = 3`, or one value, as SymPy numbers."""
    sympy = library()
    if isinstance(value, tuple):
        parts = [members(item) for item in value]
        return None if any(p is None for p in parts) else [v for p in parts if p for v in p]
    if isinstance(value, Fraction):
        return [sympy.Rational(value.numerator, value.denominator)]
    if isinstance(value, sympy.FiniteSet):
        return list(value)
    if isinstance(value, sympy.Or):
        return members(tuple(value.args))
    single = bare(value)
    if single is not value:
        return members(single)
    return [value] if isinstance(value, sympy.Expr) and value.is_number else None


def _same_roots(given: Value, roots: list[Any]) -> bool | None:
    sympy = library()
    values = members(given)
    if values is None:
        return None
    if len(values) != len(roots) and len(set(values)) != len(roots):
        return False
    return all(any(sympy.simplify(v - r) == 0 for r in roots) for v in values) and all(
        any(sympy.simplify(v - r) == 0 for v in values) for r in roots
    )


def _root_sum(found: re.Match[str]) -> Resolution | None:
    """Sum, product or difference of both roots, from the roots themselves."""
    sympy = library()
    sides = _sides(found["m"])
    if sides is None or len(sides[2]) != 1:
        return None
    top, _, (letter,) = sides
    roots = [r for r, times in sympy.roots(sympy.Poly(top, letter)).items() for _ in range(times)]
    if len(roots) != 2:
        return None
    first, second = roots
    value = {"합": first + second, "곱": first * second, "차": abs(first - second)}[found["what"]]
    return _number(sympy.simplify(value), "두 근을 구해 계산했음")


def _number(value: Any, method: str) -> Resolution | None:
    return exactly(settled(working(value)), method)


def _split_system(text: str) -> list[str]:
    text = re.sub(r"^\\?\{(?=\\begin)|\.$", "", text)
    cases = re.fullmatch(r"\\begin\{cases\}(.*)\\end\{cases\}|\\begin\{array\}\{[^}]*\}(.*)\\end\{array\}", text)
    inner = (cases[1] or cases[2]) if cases else text
    return [part.replace("&", "").strip(",.{") for part in re.split(r"\\\\|,|;|그리고|and", inner) if part.strip(",. ")]


def _system(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    sides = [_sides(part) for part in _split_system(found["m"])]
    if len(sides) < 2 or any(s is None for s in sides):
        return None
    letters = sorted({letter for s in sides for letter in s[2]}, key=str)
    if len(letters) != len(sides) or not all(sympy.Poly(s[0], *letters).total_degree() == 1 for s in sides):
        return None
    solutions = list(sympy.linsolve([s[0] for s in sides], *letters))
    if len(solutions) != 1 or any(value.free_symbols for value in solutions[0]):
        return None
    solved = dict(zip(letters, solutions[0], strict=True))
    wanted = found.groupdict().get("want")
    if wanted:
        expression = mathematics(wanted)
        if not hasattr(expression, "subs") or not expression.free_symbols <= set(letters):
            return None
        return _number(expression.subs(solved), "연립방정식을 소거법으로 풀었음")
    printed = ", ".join(f"{letter} = {value}" for letter, value in solved.items())
    return Resolution(printed, "연립방정식을 소거법으로 풀었음", lambda given: _same_assignment(given, solved))


def _same_assignment(given: Value, solved: dict[Any, Any]) -> bool | None:
    sympy = library()
    if isinstance(given, sympy.And):
        given = tuple(given.args)
    if not isinstance(given, tuple) or len(given) != len(solved):
        return None
    if all(getattr(item, "is_Equality", False) for item in given):
        stated = {item.lhs: item.rhs for item in given}  # type: ignore[union-attr]
        return set(stated) == set(solved) and all(sympy.simplify(stated[k] - v) == 0 for k, v in solved.items())
    values = [members(item) for item in given]
    return all(v == [w] for v, w in zip(values, solved.values(), strict=True))


def _inequality(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    relation = mathematics(found["m"])
    parts = list(relation.args) if isinstance(relation, sympy.And) else [relation]
    letters: Any = getattr(relation, "free_symbols", set())
    if len(letters) != 1 or not all(getattr(part, "is_Relational", False) for part in parts):
        return None
    (letter,) = letters
    corners: set[Any] = set()
    for part in parts:
        polynomial = sympy.Poly(sympy.expand(part.lhs - part.rhs), letter)
        if not 1 <= polynomial.degree() <= 2:
            return None
        corners |= {root for root in sympy.roots(polynomial) if root.is_real}
    return Resolution(
        f"{found['m']}", "경계값과 구간마다 수를 넣어 확인했음",
        lambda given: _same_set(given, relation, letter, sorted(corners)),
    )  # fmt: skip


def _same_set(given: Value, relation: Any, letter: Any, corners: list[Any]) -> bool | None:
    """Both hold at the same test points: every corner of either, between them, and beyond."""
    if not hasattr(given, "free_symbols") or given.free_symbols != {letter}:
        return None
    sympy = library()
    if not (getattr(given, "is_Boolean", False) or getattr(given, "is_Relational", False)):
        return None
    stated: Any = given
    bounds = {side for one in stated.atoms(sympy.core.relational.Relational) for side in one.args if side.is_number}
    points = sorted({*corners, *(bound for bound in bounds if bound.is_finite)})
    probes = [points[0] - 1, points[-1] + 1, *points] if points else [sympy.Integer(0)]
    probes += [(a + b) / 2 for a, b in pairwise(points)]
    return all(bool(relation.subs(letter, p)) == bool(stated.subs(letter, p)) for p in probes)


_KIND = r"(?:일차|이차|삼차|사차|분수|유리|다항)?"
_SOLVED = r"(?:의모든|의)?(?:실수)?(?:해|근|두근)?(?:을|를|은|는)?"
RULES = (
    rule(rf"{_KIND}방정식<M:m>{_SOLVED}", _solve),
    rule(rf"{_KIND}방정식<M:m>(?:을|를)(?:인수분해|근의공식|완전제곱식)을?(?:이용하여|이용해서|써서)", _solve),
    rule(rf"(?:인수분해|근의공식|완전제곱식)을?(?:이용하여|이용해서|써서){_KIND}방정식<M:m>{_SOLVED}", _solve),
    rule(r"(?:방정식)?<M:m>(?:을|를)(?:만족(?:하는|시키는))(?P<v>[a-z])의값(?:을|를|은)?", _solve),
    rule(rf"{_KIND}방정식(?:을|를)?(?:풀어라|푸시오|풀면)?[.:]?<M:m>", _solve),
    rule(
        r"(?:solve|findthesolutions?(?:of|to)|findtherootsof)(?:for(?P<v>[a-z])[:,]?)?(?:the)?(?:following)?(?:equation)?:?<M:m>",
        _solve,
    ),
    rule(r"solve(?:the)?(?:equation)?:?<M:m>for(?P<v>[a-z])", _solve),
    rule(r"(?:find|whatis)(?:thevalueof)?(?P<v>[a-z])(?:if|when|giventhat|in|suchthat)<M:m>", _solve),
    rule(rf"{_KIND}방정식<M:m>의두(?:근|실근)의(?P<what>합|곱|차)(?:을|를|은)?", _root_sum),
    rule(
        r"연립(?:일차)?방정식<M:m>(?:의해|의해를|을|를)?(?:을|를|은)?(?:\(x,y\)|x,y(?:의값)?)?(?:을|를|은)?",
        _system,
    ),
    rule(
        r"연립(?:일차)?방정식<M:m>(?:의해(?:가|를)?|을|를)(?:\(?[a-z]=?[a-z]?,[a-z]=?[a-z]?\)?)?(?:일때|풀었을때|만족할때|라(?:고)?할때|이라할때),?<M:want>의값(?:을|를|은)?",
        _system,
    ),
    rule(r"<M:m>(?:을|를)만족하는(?:\(x,y\)|x,y의값)(?:을|를)?(?:각각)?", _system),
    rule(r"solvethe(?:system|simultaneousequations)(?:ofequations)?:?<M:m>", _system),
    rule(r"(?:일차|이차|연립|연립일차)?부등식<M:m>(?:의해|의해의범위)?(?:을|를|은)?", _inequality),
    rule(r"(?:일차|이차|연립)?부등식<M:m>(?:을|를)(?:만족하는|만족시키는)x의(?:값의)?범위", _inequality),
    rule(r"(?:solve|findthesolution(?:set)?of)(?:the)?inequality:?<M:m>", _inequality),
)
