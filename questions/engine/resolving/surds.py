"""Sums of square roots, which SymPy writes in one way: nothing is left to simplify in them."""

from __future__ import annotations

from typing import Any

from questions.engine.expressions import symbolic


def is_plain(found: Any) -> bool:
    """Whether a SymPy number is a sum of rational multiples of square roots of whole numbers: written in one way."""
    sympy = symbolic.library()
    for term in sympy.Add.make_args(found):
        _, rest = term.as_coeff_Mul(rational=True)
        is_root = rest.is_Pow and rest.exp == sympy.S.Half and rest.base.is_Integer and rest.base > 0
        if not (is_root or rest == 1):
            return False
    return True


def rationalised(found: Any) -> Any:
    """A SymPy number multiplied out, without roots below a bar; one with functions or letters as it is."""
    sympy = symbolic.library()
    if found.free_symbols or found.atoms(sympy.Function):
        return found
    return sympy.expand(sympy.radsimp(found))
