"""The quantities of a figure, written down once: how each follows from the figure's free sizes.

A chart names the free sizes of a figure and every quantity that follows from them. Which of them a note prints and
which it asks for does not matter: what is printed fixes the free sizes, and these give whatever is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.twins.grammar.family import domains_of, misconceptions
from questions.engine.types import Domain, RangeDomain

SYMBOLS = {"": "", "pi": "\\pi", "sqrt(2)": "\\sqrt{2}", "sqrt(3)": "\\sqrt{3}"}
LARGEST = 2000
TRIPLES = ((3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (15, 8, 17), (7, 24, 25), (24, 7, 25))
TRIPLE_DOMAINS = f"t 1..{len(TRIPLES)}; k 1..20"


@dataclass(frozen=True, slots=True)
class Quantity:
    """`formula` times `symbol` (π or a root, printed behind the number).

    `dimension` is 1, 2 or 3 of a length, `°`, or empty; `say` the line of a worked solution.
    """

    name: str
    formula: str
    symbol: str = ""
    dimension: str = "1"
    say: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """The free sizes of a figure (`base`), their ranges, and its quantities by name.

    A quantity grows or falls strictly with each free size, so that one at most fits what is printed. A `listed` chart
    has only the sizes of its domains, and only the sets of quantities in `fixing` are known to fix them.
    """

    figure: str
    concept: str
    base: tuple[str, ...]
    domains: Mapping[str, Domain]
    quantities: Mapping[str, Quantity]
    where: tuple[str, ...] = ()
    fixing: frozenset[frozenset[str]] = frozenset()

    def sizes(self, printed: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
        """The free sizes behind printed quantities (numbers without the symbol); None where they do not fix them."""
        if not printed.keys() <= self.quantities.keys():
            return None
        found = self._listed(printed) if self.fixing else self._solved(printed)
        return found if found is not None and all(size > 0 for size in found.values()) else None

    def value(self, name: str, sizes: Mapping[str, Fraction]) -> Fraction | None:
        """The number of a quantity at given sizes; None where it is not rational."""
        try:
            found = compile_formula(self.quantities[name].formula)(dict(sizes), ())
        except (ExpressionError, ArithmeticError):
            return None
        return found if isinstance(found, Fraction) else None

    def _listed(self, printed: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
        if frozenset(printed) not in self.fixing:
            return None
        fitting = [
            sizes
            for sizes in self._all_sizes()
            if all(self.value(name, sizes) == size for name, size in printed.items())
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _all_sizes(self) -> Iterator[dict[str, Fraction]]:
        ranges = [
            range(int(one.low), int(one.high) + 1) for one in self.domains.values() if isinstance(one, RangeDomain)
        ]
        for values in product(*ranges):
            yield dict(zip(self.domains, map(Fraction, values), strict=True))

    def _solved(self, printed: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
        known = {name: printed[name] for name in self.base if name in printed}
        if "diameter" in printed and self.base[0] == "radius" and "radius" not in known:
            known["radius"] = printed["diameter"] / 2
        missing = [name for name in self.base if name not in known]
        others = [name for name in printed if name not in known and name != "diameter"]
        if len(missing) != len(others) or len(missing) > 1:
            return None
        if "diameter" in printed and known.get("radius") != printed["diameter"] / 2:
            return None
        if missing:
            size = self._bisected(missing[0], others[0], printed[others[0]], known)
            if size is None:
                return None
            known[missing[0]] = size
        return known

    def _bisected(self, name: str, given: str, aim: Fraction, known: Mapping[str, Fraction]) -> Fraction | None:
        """The size at which a quantity has its printed number, among whole numbers, halves and thirds."""
        for step in (Fraction(1), Fraction(1, 2), Fraction(1, 3)):
            first, second = (self.value(given, {**known, name: size * step}) for size in (10, 11))
            if first is None or second is None:
                return None
            low, high = 0, int(LARGEST / step)
            while high - low > 1:
                middle = (low + high) // 2
                value = self.value(given, {**known, name: middle * step})
                if value is None or value == aim:
                    return None if value is None else middle * step
                low, high = (middle, high) if (value < aim) == (first < second) else (low, middle)
        return None


def quantity(
    name: str, formula: str, say: str = "", *, symbol: str = "", dimension: str = "1", wrong: str = ""
) -> Quantity:
    """A quantity of a chart; `wrong` is read as a family's is, its formulas without the symbol."""
    return Quantity(name, formula, symbol, dimension, say, tuple(misconceptions(wrong)))


def chart(
    figure: str, concept: str, domains: str, quantities: Sequence[Quantity], *, where: str = "", fixing: str = "",
    symbols: Mapping[str, str] | None = None, degrees: str = "", plain: str = "", hidden: str = "",
) -> Chart:  # fmt: skip
    """A chart; the free sizes are the names of `domains` and lengths, but for those of `degrees` and `plain` (numbers).

    `fixing` lists sets of quantities between bars for a listed chart, `hidden` its sizes that are no quantities.
    """
    ranges = domains_of(domains)
    own = [
        Quantity(
            name,
            name,
            (symbols or {}).get(name, ""),
            "°" if name in degrees.split() else "" if name in plain.split() else "1",
        )
        for name in ranges
        if name not in hidden.split()
    ]
    return Chart(
        figure, concept, tuple(ranges), ranges, {one.name: one for one in (*own, *quantities)},
        tuple(part.strip() for part in where.split(";") if part.strip()),
        frozenset(frozenset(part.split()) for part in fixing.split("|") if part.strip()),
    )  # fmt: skip


def leg(place: int) -> str:
    """The formula of a side (0 and 1 the legs, 2 the hypotenuse) of a right triangle of whole sides, by `t` and `k`."""
    chosen = " ".join(f"{triple[place]} if t == {number} else" for number, triple in enumerate(TRIPLES[:-1], 1))
    return f"k*({chosen} {TRIPLES[-1][place]})"
