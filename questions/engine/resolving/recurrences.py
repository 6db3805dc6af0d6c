"""Second answers for sequences by a rule: term by term in plain arithmetic, or by SymPy's own limits and sums."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions.limits import MAX_EXPONENT
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only
from questions.engine.resolving.reading import few


def _recurrence(match: re.Match[str]) -> Any:
    """The linear rule a → c a + d (d may hold n) solved backwards from the asked term."""
    sympy = computer_algebra()
    a, n = letter_of("a"), letter_of("n")
    rule = mathematics(match["f"].replace("a_{n}", "(a)"))
    wanted: Any = a
    for place in range(few(int(match["k"]), 100) - 1, 0, -1):
        wanted = sympy.expand(wanted.subs(a, rule.subs(n, place)))
    return exact(wanted.subs(a, int(match["p"])))


def _from_sum(match: re.Match[str]) -> Any:
    """The line through the second and the third term, which the first and the fourth must meet."""
    sympy = computer_algebra()
    body, n = mathematics(match["f"]), letter_of("n")
    terms = [body.subs(n, place) - (body.subs(n, place - 1) if place > 1 else 0) for place in range(1, 5)]
    if match.groupdict().get("k"):
        k = int(match["k"])
        return exact(body.subs(n, k) - (body.subs(n, k - 1) if k > 1 else 0))
    line = sympy.interpolate([(2, terms[1]), (3, terms[2])], n)
    if line.subs(n, 1) != terms[0] or line.subs(n, 4) != terms[3]:
        raise ArithmeticError("the first term does not follow the rule")
    return sympy.expand(line)


def _limit(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body = mathematics(match["f"])
    return exact(sympy.limit(body, only(sorted(body.free_symbols, key=str)), sympy.oo))


def _series(match: re.Match[str]) -> Any:
    """From the first two terms: what is left of the sum without the first term is the sum times the ratio."""
    ratio = Fraction(int(match["sign"] + match["p"]), int(match["q"]))
    terms = [
        ((match["a"] and int(match["a"])) or 1) * ratio ** (place if match["e"] == "n" else place - 1)
        for place in (1, 2)
    ]
    total = terms[0] * terms[0] / (terms[0] - terms[1])
    return Fraction(total)


def _step(match: re.Match[str], *, ratio: bool) -> Any:
    m, n, p, q = (int(match[name]) for name in "mnpq")
    sympy = computer_algebra()
    r = sympy.Symbol("r", positive=True)
    few(abs(n - m), MAX_EXPONENT)
    gap = p * r ** (n - m) - q if ratio else p + (n - m) * sympy.Symbol("d") - q
    roots = [one for one in sympy.solve(gap, *gap.free_symbols) if one.is_real]
    if ratio and (n - m) % 2 == 0 and "양수" not in match.string:
        raise ArithmeticError("two ratios fit")
    return exact(only(roots))


def _line_of_terms(match: re.Match[str]) -> Any:
    """The straight line through both terms, at the first place and its slope."""
    sympy = computer_algebra()
    m, n, p, q = (int(match[name]) for name in "mnpq")
    k = sympy.Symbol("k")
    line = sympy.interpolate([(m, p), (n, q)], k)
    return exact(line.subs(k, 1)), exact(sympy.diff(line, k))


SOLVERS: dict[str, Solver] = {
    "sequence.recurrence": _recurrence,
    "sequence.from.sum": _from_sum,
    "sequence.term.from.sum": _from_sum,
    "limit.infinite": _limit,
    "series.geometric.sigma": _series,
    "geometric.ratio.by.two.terms": lambda match: _step(match, ratio=True),
    "arithmetic.both.by.two.terms": _line_of_terms,
    "arithmetic.difference.by.two.terms": lambda match: _step(match, ratio=False),
}
