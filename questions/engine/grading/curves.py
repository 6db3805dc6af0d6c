"""Tells two equations apart by a real point that satisfies the one and clearly not the other. It never confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Relation, names_in, walk
from questions.engine.expressions.sampling import NoSample, sample

_SETTINGS: Final = ((0.6180339, 0.4142135), (1.7320508, -0.5772156), (-1.2599210, 2.2360679))
_STEPS: Final = 48
_REACH: Final = 6.1
_HALVINGS: Final = 40
_MOST_LETTERS: Final = 3
_NEAR: Final = 1e-4
_CLEAR: Final = 1e-3

_Curve = Callable[[float], float | None]


def apart(first: Relation, second: Relation) -> bool:
    """Whether some point lies on one of two curves and off the other; False where none was found."""
    letters = sorted(names_in(first) | names_in(second))
    both_equations = first.operators == second.operators == ("=",)
    if not both_equations or not 1 <= len(letters) <= _MOST_LETTERS or _names_functions(first, second):
        return False
    for setting in _SETTINGS if len(letters) > 1 else _SETTINGS[:1]:
        for letter in letters:
            point = dict(zip([other for other in letters if other != letter], setting, strict=False))
            mine, theirs = _curve(first, letter, point), _curve(second, letter, point)
            for one, other in ((mine, theirs), (theirs, mine)):
                if any(_misses(other, root) for root in _roots(one)):
                    return True
    return False


def _names_functions(*relations: Relation) -> bool:
    """Whether an unknown f(x) stands in one, which has no values."""
    parts = (part for relation in relations for part in walk(relation) if isinstance(part, Call))
    return any(len(part.function.strip("'").partition("_")[0]) == 1 for part in parts)


def _curve(relation: Relation, letter: str, point: dict[str, float]) -> _Curve:
    gap = Arithmetic("-", relation.operands[0], relation.operands[1])

    def value(at: float) -> float | None:
        try:
            found = sample(gap, {**point, letter: at})
        except NoSample:
            return None
        return found.real if abs(found.imag) < 1e-12 else None

    return value


def _roots(curve: _Curve) -> Iterator[float]:
    """Places where the curve crosses zero, by bisection; jumps and poles are left out."""
    places = [_REACH * (2 * step / _STEPS - 1) for step in range(_STEPS + 1)]
    heights = [curve(place) for place in places]
    for place in range(_STEPS):
        low, high = heights[place], heights[place + 1]
        if low is None or high is None or low * high >= 0:
            continue
        root = _halved(curve, places[place], places[place + 1], low)
        height = None if root is None else curve(root)
        if root is not None and height is not None and abs(height) < 1e-6 * max(abs(low), abs(high)):
            yield root


def _halved(curve: _Curve, low: float, high: float, height: float) -> float | None:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = curve(middle)
        if found is None:
            return None
        low, high = (middle, high) if found * height > 0 else (low, middle)
    return (low + high) / 2


def _misses(curve: _Curve, place: float) -> bool:
    """Whether the curve is clear of zero at a place and on both sides of it."""
    heights = [curve(place + step) for step in (-_NEAR, 0.0, _NEAR)]
    known = [height for height in heights if height is not None]
    return len(known) == len(heights) and (min(known) > _CLEAR or max(known) < -_CLEAR)
