"""Second answers for proportions, whole solutions, systems with constants, symmetric values and lines, by SymPy."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions.limits import MAX_EXPONENT
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only
from questions.engine.resolving.reading import few

_HOLDS = {
    "<": lambda gap: gap < 0,
    ">": lambda gap: gap > 0,
    "≤": lambda gap: gap <= 0,
    "≥": lambda gap: gap >= 0,
}


def _proportion(match: re.Match[str]) -> Any:
    """The letter at which both ratios are the same quotient."""
    sympy = computer_algebra()
    a, b, c, d = (mathematics(text) for text in re.split("[:=]", match["f"]))
    letter = only(sorted((a + b * 2 + c * 3 + d * 5).free_symbols, key=str))
    return exact(only(sympy.solve(sympy.together(a / b - c / d), letter)))


def _whole(match: re.Match[str]) -> Any:
    """By trying every whole number near zero."""
    left, sign, right = re.split("([<>≤≥])", match["f"])
    gap = mathematics(left) - mathematics(right)
    letter = only(sorted(gap.free_symbols, key=str))
    solving = [one for one in range(-150, 151) if bool(_HOLDS[sign](gap.subs(letter, one)))]
    what = match["what"]
    natural = [one for one in solving if one > 0]
    if what in ("개수", "합"):
        if 150 in natural:
            raise ArithmeticError("no end")
        return Fraction(len(natural) if what == "개수" else sum(natural))
    chosen = natural if "자연수" in what else solving
    end = max(chosen) if "큰" in what else min(chosen)
    if abs(end) == 150:
        raise ArithmeticError("no end")
    return Fraction(end)


def _leading(match: re.Match[str]) -> Any:
    """The only constant for which trying numbers beside the bound gives the printed solution."""
    left, sign, right = re.split("([<>≤≥])", match["f"])
    gap = mathematics(left) - mathematics(right)
    _, wanted, bound = re.split("([<>≤≥])", match["g"])
    unknown = next(one for one in gap.free_symbols if str(one) == match["v"])
    x, at = letter_of("x"), mathematics(bound)
    value = only(computer_algebra().solve(gap.subs(x, at), unknown))
    for near in (at - 1, at, at + 1):
        if bool(_HOLDS[sign](gap.subs({unknown: value, x: near}))) != bool(_HOLDS[wanted](near - at)):
            raise ArithmeticError("another solution")
    return exact(value)


def _double(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    left, right = match["f"].split("=")
    gap = mathematics(left) - mathematics(right)
    unknown = next(one for one in gap.free_symbols if str(one) == match["v"])
    found = sympy.solve(sympy.discriminant(gap, letter_of("x")), unknown)
    return exact(only([one for one in found if one.is_positive]))


def _symmetric(match: re.Match[str]) -> Any:
    """From the two numbers themselves."""
    sympy = computer_algebra()
    first, second = re.split("이고,?|이며,?|,", match["l"])
    (one, one_value), (two, two_value) = (text.split("=") for text in (first, second))
    x, y = letter_of(one[0]), letter_of(one[2])
    gaps = [mathematics(one) - mathematics(one_value), x * y - mathematics(two_value)]
    if {two[0], two[1]} != {one[0], one[2]}:
        raise ArithmeticError("other letters")
    body = mathematics(match["f"])
    values = {sympy.simplify(body.subs(found)) for found in sympy.solve(gaps, [x, y], dict=True)}
    return exact(only(list(values)))


def _constants(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    at = {letter_of("x"): mathematics(match["p"]), letter_of("y"): mathematics(match["q"])}
    gaps = []
    for text in re.split("[;,]", match["f"].strip("⦃⦄{")):
        if text:
            left, right = text.split("=")
            gaps.append((mathematics(left) - mathematics(right)).subs(at))
    asked = mathematics(match["g"])
    found = only(sympy.solve(gaps, sorted(asked.free_symbols, key=str), dict=True))
    return exact(asked.subs(found))


def _on_graph(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    point = {letter_of("x"): mathematics(match["p"]), letter_of("y"): mathematics(match["q"])}
    gap = (letter_of("y") - mathematics(match["f"])).subs(point)
    return exact(only(sympy.solve(gap, letter_of(match["v"]))))


def _part(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    left, right = match["f"].split("=")
    gap = mathematics(left) - mathematics(right)
    if match["part"] == "기울기":
        line = only(sympy.solve(gap, y))
        return exact(line.subs(x, 1) - line.subs(x, 0))
    letter, other = (x, y) if match["part"] == "x절편" else (y, x)
    return exact(only(sympy.solve(gap.subs(other, 0), letter)))


def _through(match: re.Match[str]) -> Any:
    """From the point and a second one, a step along (or across) the printed line away."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    left, right = match["f"].split("=")
    gap = mathematics(left) - mathematics(right)
    normal = (sympy.diff(gap, x), sympy.diff(gap, y))
    step = normal if match["how"] == "수직" else (-normal[1], normal[0])
    at = mathematics(match["p"]), mathematics(match["q"])
    return sympy.Eq(y, sympy.expand(at[1] + step[1] / step[0] * (x - at[0])))


def _one_root(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    left, right = match["f"].split("=")
    roots = sympy.Poly(mathematics(left) - mathematics(right), letter_of("x")).real_roots()
    return exact(max(roots) if match["which"] in ("큰", "양수인") else min(roots))


def _form(match: re.Match[str]) -> Any:
    """Half the sum of the roots, and the square of half their difference."""
    sympy = computer_algebra()
    left, right = match["f"].split("=")
    one, other = sympy.Poly(mathematics(left) - mathematics(right), letter_of("x")).real_roots()
    below = int(match.groupdict().get("n") or 1)
    named = {
        letter_of(match["one"]): sympy.expand((one + other) * below / 2),
        letter_of(match["two"]): sympy.expand(((one - other) * below / 2) ** 2),
    }
    return exact(mathematics(match["g"]).subs(named))


def _logarithmic(match: re.Match[str]) -> Any:
    """The number whose logarithm, taken anew, is the printed one."""
    sympy = computer_algebra()
    found = re.fullmatch(r"log_\{(\d+)\}(?:\((.+)\)|(x))=(\d+)", match["f"])
    if found is None:
        raise ArithmeticError("another equation")
    inside = mathematics(found[2] or found[3])
    root = only(sympy.solve(inside - int(found[1]) ** few(int(found[4]), MAX_EXPONENT), letter_of("x")))
    if sympy.log(inside.subs(letter_of("x"), root), int(found[1])) != int(found[4]):
        raise ArithmeticError("not a root")
    return exact(root)


SOLVERS: dict[str, Solver] = {
    "equation.proportion": _proportion,
    "equation.quadratic.one": _one_root,
    "equation.quadratic.form": _form,
    "logarithm.linear": _logarithmic,
    "inequality.whole": _whole,
    "inequality.leading": _leading,
    "equation.quadratic.double.shifted": _double,
    "identity.symmetric": _symmetric,
    "system.constants": _constants,
    "graph.point": _on_graph,
    "line.implicit": _part,
    "line.through": _through,
}
