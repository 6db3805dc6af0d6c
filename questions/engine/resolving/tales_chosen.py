"""Second solutions of tales of bargains, common measures, rows and largest areas: tried one by one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.resolving.reading import few
from questions.engine.twins.grammar.family import printed_number

MOST_TRIED = 100_000


def _numbers(telling: Any) -> dict[str, Fraction]:
    found = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    return {name: value for name, value in found.items() if value is not None}


def _asked(telling: Any) -> str:
    return str(next(kind[1:] for kind in telling.kinds if kind.startswith("?")))


def _group(telling: Any) -> Fraction:
    """The first number of people who pay more one by one than as a group."""
    v = _numbers(telling)
    few(v["G"], MOST_TRIED)
    together = sum((v["P"] - v["P"] * v["D"] / 100 for _ in range(few(v["G"], MOST_TRIED))), Fraction(0))
    for people in range(1, few(v["G"], MOST_TRIED)):
        if people * v["P"] > together:
            return Fraction(people)
    raise ArithmeticError("never better")


def _tiles(telling: Any) -> Fraction:
    v = _numbers(telling)
    few(max(v["A"], v["B"]), MOST_TRIED)
    sides = [
        side for side in range(1, few(min(v["A"], v["B"]), MOST_TRIED) + 1) if v["A"] % side == 0 and v["B"] % side == 0
    ]
    across, down = (int(v[name]) // sides[-1] for name in "AB")
    return Fraction(sides[-1]) if _asked(telling) == "side" else Fraction(sum(across for _ in range(down)))


def _rows(telling: Any) -> Fraction:
    """Row by row."""
    v = _numbers(telling)
    few(v.get("N", v.get("K", Fraction(0))), MOST_TRIED)
    seats, total = v["A"], Fraction(0)
    for _ in range(few(v.get("N", v.get("K", Fraction(0))), MOST_TRIED)):
        total, last, seats = total + seats, seats, seats + v["D"]
    return total if _asked(telling) == "total" else last


def _largest(telling: Any) -> Fraction:
    """Areas at a hundred widths: the largest lies midway between two that are equal."""
    v = _numbers(telling)
    around = v["P"]
    wall = "wall" in telling.kinds

    def area(width: Fraction) -> Fraction:
        return width * ((around - width - width) if wall else (around / 2 - width))

    widths = [around / 200 * step for step in range(1, 100)]
    best = max(widths, key=area)
    if area(best) < max(area(best + around / 1000), area(best - around / 1000)):
        raise ArithmeticError("the largest lies between")
    return area(best)


def _product(telling: Any) -> Fraction:
    """Products of pairs in halves."""
    total = _numbers(telling)["A"]
    few(total, 5000)
    return max(Fraction(halves, 2) * (total - Fraction(halves, 2)) for halves in range(few(2 * total, MOST_TRIED) + 1))


def _poured(telling: Any) -> Fraction:
    """The salt leaves with what is poured out; the water comes back without."""
    v = _numbers(telling)
    salt = v["M"] / 100 * v["P"]
    salt -= v["D"] / v["M"] * salt
    return salt / (v["M"] - v["D"] + v["D"]) * 100


def _whole_width(test: Callable[[Fraction], bool], most: int = 2000) -> Fraction:
    """The only size in quarters that passes."""
    found = [Fraction(quarters, 4) for quarters in range(1, 4 * most) if test(Fraction(quarters, 4))]
    if len(found) != 1:
        raise ArithmeticError("not exactly one size")
    return found[0]


def _path(telling: Any) -> Fraction:
    """The field pushed together over paths of this width."""
    v = _numbers(telling)
    few(max(v["A"], v["B"]), 2000)

    def left(width: Fraction) -> Fraction:
        across, down = v["A"] - width, v["B"] - width
        return across * down if min(across, down) > 0 else Fraction(-1)

    return _whole_width(lambda width: left(width) == v["S"], int(max(v["A"], v["B"])))


def _folded(telling: Any) -> Fraction:
    """Sheets of every size, folded."""
    v = _numbers(telling)
    longer = v.get("D", Fraction(0))

    def holds(down: Fraction) -> bool:
        floor = (down - v["C"] - v["C"], down + longer - v["C"] - v["C"])
        return min(floor) > 0 and floor[0] * floor[1] * v["C"] == v["V"]

    down = _whole_width(holds, 500)
    return down + longer if _asked(telling) == "across" else down


def _thrown(telling: Any) -> Fraction:
    """The height in steps of a tenth of a second."""
    v, asked = _numbers(telling), _asked(telling)
    few(v["A"], 1000)
    aim = v.get("H", Fraction(0))
    times = [Fraction(tenth, 10) for tenth in range(1, few(v["A"], MOST_TRIED) * 2 + 1)]
    hits = [time for time in times if time * v["A"] - 5 * time * time == aim]
    if not hits or (asked == "ground" and len(hits) != 1):
        raise ArithmeticError("never so high")
    return hits[0]


SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.group": _group,
    "tale.tiles": _tiles,
    "tale.rowed": _rows,
    "tale.largest": _largest,
    "tale.poured": _poured,
    "tale.product": _product,
    "tale.path": _path,
    "tale.box": _folded,
    "tale.box.square": _folded,
    "tale.thrown": _thrown,
}
