"""Values of printed expressions with logarithms, by the prime exponents of their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import Shape, kinds_of, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import ChoiceDomain, RangeDomain

_PRIMES = (2, 3, 5, 7, 11, 13)
_ARITHMETIC = {"+", "-", "*", "/", "neg"}
Exponents = dict[int, int]
_WEIGHTS = ({2: 3, 3: 5, 5: 11, 7: 17, 11: 23, 13: 31}, {2: 7, 3: 2, 5: 13, 7: 29, 11: 3, 13: 19})


class _Table:
    """The prime exponents of every number that stands in a logarithm, by slot."""

    def __init__(self, root: Shape) -> None:
        self.slots: dict[int, Exponents] = {}
        self.common = False
        self._collect(root)
        needs(self.slots)

    def _collect(self, node: Shape) -> None:
        if node.kind in ("log", "ln"):
            needs(node.kind == "log")
            self.common = self.common or len(node.parts) == 1 or node.parts[1].value == 10
            for part in node.parts:
                self._numbers(part)
            return
        needs(node.kind in _ARITHMETIC | {"number"})
        for part in node.parts:
            self._collect(part)

    def _numbers(self, node: Shape) -> None:
        if node.kind == "number":
            if node.value != 1:
                self.slots[node.slot] = _factorised(node.value)
            return
        needs(node.kind in ("*", "/", "sqrt", "root", "**"))
        for part in node.parts[: 1 if node.kind in ("root", "**") else 2]:
            self._numbers(part)


def _factorised(value: Fraction) -> Exponents:
    needs(value.denominator == 1 and 1 < value < 100_000)
    number = int(value)
    found: Exponents = {}
    for prime in _PRIMES:
        while number % prime == 0:
            number //= prime
            found[prime] = found.get(prime, 0) + 1
    needs(number == 1)
    return found


def _height(node: Shape, table: Mapping[int, Exponents], weights: Mapping[int, int]) -> Fraction:
    """The logarithm of a number in a system where each prime has a given weight."""
    if node.kind == "number":
        found = table.get(node.slot, {})
        return sum((Fraction(weights[prime] * power) for prime, power in found.items()), Fraction(0))
    if node.kind == "sqrt":
        return _height(node.parts[0], table, weights) / 2
    if node.kind in ("root", "**"):
        exponent = _exponent(node.parts[1])
        inner = _height(node.parts[0], table, weights)
        return inner / exponent if node.kind == "root" else inner * exponent
    one, other = (_height(part, table, weights) for part in node.parts)
    return one + other if node.kind == "*" else one - other


def _exponent(node: Shape) -> Fraction:
    if node.kind == "neg":
        return -_exponent(node.parts[0])
    if node.kind == "/":
        return _exponent(node.parts[0]) / _exponent(node.parts[1])
    needs(node.kind == "number" and node.value)
    return node.value


def _value(node: Shape, table: Mapping[int, Exponents], weights: Mapping[int, int]) -> Fraction:
    if node.kind == "number":
        return node.value
    if node.kind == "log":
        below = _height(node.parts[1], table, weights) if len(node.parts) > 1 else Fraction(weights[2] + weights[5])
        needs(below)
        return _height(node.parts[0], table, weights) / below
    values = [_value(part, table, weights) for part in node.parts]
    if node.kind == "neg":
        return -values[0]
    one, other = values
    needs(node.kind != "/" or other)
    return {"+": one + other, "-": one - other, "*": one * other}.get(node.kind) or (
        one / other if node.kind == "/" else Fraction(0)
    )


def _rational(root: Shape, table: Mapping[int, Exponents]) -> bool:
    """Whether the value is the same whatever the logarithms of the primes are."""
    return len({_value(root, table, weights) for weights in _WEIGHTS}) == 1


def logarithms(reading: Reading, match: Match) -> Sketch | None:
    """The rational value of an expression with logarithms: primes and those exponents that may vary are drawn."""
    text, start = match["f"].rstrip("=?.,"), match.start("f")
    formula = read_formula(text, start)
    needs("log" in kinds_of(formula.root) and not letters_of(formula.root))
    table = _Table(formula.root)
    needs(_rational(formula.root, table.slots))
    sketch = Sketch("고1.지수와 로그.로그", "value.logarithms", keeps_size=False)
    powers = {slot: {prime: str(power) for prime, power in found.items()} for slot, found in table.slots.items()}
    for slot, found in table.slots.items():
        for prime, power in found.items():
            changed = {**table.slots, slot: {**found, prime: power + 1}}
            if _rational(formula.root, changed):
                name = f"e{slot}o{prime}"
                sketch.originals[name] = Fraction(power)
                sketch.domains[name] = RangeDomain(Fraction(1), Fraction(max(power, 6)))
                powers[slot][prime] = name
    _draw_primes(sketch, table)
    for slot, exponents in powers.items():
        parts = [
            f"{_base(table, prime)}**{power}" if power != "1" else _base(table, prime)
            for prime, power in exponents.items()
        ]
        sketch.let.append((f"n{slot}", "*".join(parts) if len(parts) > 1 or "**" in parts[0] else f"{parts[0]} + 0"))
        place = formula.slots[slot]
        sketch.places.append((f"n{slot}", place.first, place.last))
        sketch.where.append(f"n{slot} < {max(1100, 2 * int(place.value))}")
    sketch.let.append(("s", _text(formula.root, powers)))
    needs(sketch.originals)
    sketch.wrong = [
        ("s + 1", "order"), ("s - 1", "order"), ("2*s", "other"), ("-s", "sign"), ("s + 2", "other"),
        ("s/2", "partial"), ("1/s", "order"), ("s + 3", "other"),
    ]  # fmt: skip
    sketch.where += ["s != 0", "abs(s) < 13", *_reduced(formula.root)]
    sketch.say = [
        "진수와 밑을 소인수의 거듭제곱으로 고치고 로그의 성질을 이용한다.",
        "따라서 구하는 값은 ${s}$",
    ]
    sketch.tell = [
        "Write arguments and bases as powers of primes and use the laws of logarithms.",
        "So the value is ${s}$.",
    ]
    return sketch


def _reduced(node: Shape) -> list[str]:
    """Printed fractions of numbers stay in lowest terms."""
    own = []
    if node.kind == "/" and all(part.kind == "number" and part.value > 1 for part in node.parts):
        own = [f"gcd(n{node.parts[0].slot}, n{node.parts[1].slot}) == 1"]
    return own + [one for part in node.parts for one in _reduced(part)] if node.kind != "number" else []


def _base(table: _Table, prime: int) -> str:
    return str(prime) if table.common and prime in (2, 5) else f"p{prime}"


def _draw_primes(sketch: Sketch, table: _Table) -> None:
    names = []
    for prime in sorted({prime for found in table.slots.values() for prime in found}):
        if _base(table, prime) == str(prime):
            continue
        choices = sorted({2, 3, 5, 7, prime} - ({2, 5} if table.common else set()))
        sketch.originals[f"p{prime}"] = Fraction(prime)
        sketch.domains[f"p{prime}"] = ChoiceDomain(tuple(map(str, choices)))
        names.append(f"p{prime}")
    sketch.where += [f"{one} != {other}" for i, one in enumerate(names) for other in names[i + 1 :]]


def _text(node: Shape, powers: Mapping[int, Mapping[int, str]]) -> str:
    """The value as formula text; each prime's own logarithm may be taken as its weight, since it cancels."""
    if node.kind == "number":
        return str(node.value)
    if node.kind == "log":
        below = _height_text(node.parts[1], powers) if len(node.parts) > 1 else str(_WEIGHTS[0][2] + _WEIGHTS[0][5])
        return f"({_height_text(node.parts[0], powers)}/{below})"
    texts = [_text(part, powers) for part in node.parts]
    return f"(-{texts[0]})" if node.kind == "neg" else f"({texts[0]} {node.kind} {texts[1]})"


def _height_text(node: Shape, powers: Mapping[int, Mapping[int, str]]) -> str:
    if node.kind == "number":
        terms = [f"{_WEIGHTS[0][prime]}*{power}" for prime, power in powers.get(node.slot, {}).items()]
        return f"({' + '.join(terms) or 0})"
    inner = _height_text(node.parts[0], powers)
    if node.kind == "sqrt":
        return f"({inner}/2)"
    if node.kind in ("root", "**"):
        return f"({inner} {'/' if node.kind == 'root' else '*'} ({_exponent(node.parts[1])}))"
    other = _height_text(node.parts[1], powers)
    return f"({inner} {'+' if node.kind == '*' else '-'} {other})"
