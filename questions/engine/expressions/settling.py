"""The worker's side of `equality`: SymPy asked whether two values are the same."""

from __future__ import annotations

import math
from typing import Any

from questions.engine.expressions import symbolic
from questions.engine.expressions.evaluation import evaluate
from questions.engine.expressions.nodes import names_in
from questions.engine.expressions.written import read_plain


def settle_with_sympy(payload: dict[str, Any]) -> dict[str, Any]:
    """A worker's operation: `{"left", "right"}` in the plain spelling to `{"equal": True | False | None}`."""
    sympy = symbolic.library()
    sides = []
    for name in ("left", "right"):
        node = read_plain(str(payload[name]))
        sides.append(symbolic.lift(evaluate(node, free=names_in(node))))
    gap = sides[0] - sides[1]
    if gap == 0 or sympy.simplify(gap) == 0 or _half_angles(gap) == 0:
        return {"equal": True}
    if not gap.free_symbols and abs(sympy.N(gap, 60, maxn=400)) > sympy.Float("1e-40"):
        return {"equal": False}
    return {"equal": True if gap.equals(0) is True else None}


def _half_angles(gap: Any) -> Any:
    """The gap in sines and cosines of the smallest angle in it: sin x / (1 + cos x) meets tan(x/2)."""
    sympy = symbolic.library()
    angles = [f.args[0] for f in gap.atoms(sympy.sin, sympy.cos, sympy.tan)]
    factors = [c for a in angles if a.free_symbols for c in sympy.Poly(a, *a.free_symbols).coeffs() if c.is_Rational]
    parts = math.lcm(*(int(factor.q) for factor in factors))
    if parts == 1:
        return gap
    whole = gap.subs({letter: parts * letter for letter in gap.free_symbols}, simultaneous=True)
    return sympy.simplify(sympy.expand_trig(whole))
