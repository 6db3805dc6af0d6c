"""Values of printed expressions with roots, rational exponents, logarithms and ratios of special angles.

Every number is written by its primes where that is what the question rests on: a radicand is `r*r*p*q`, a power's
base `t**k`, an argument of a logarithm a product of prime powers. New primes and new factors then give a new
question of the same shape whose value is as clean as the note's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.expressions import Value, compile_formula
from questions.engine.twins.families.angles import ANGLES, clean_angles
from questions.engine.twins.families.logarithms import logarithms
from questions.engine.twins.families.surds import Surd, SurdReader, root_text
from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.ranges import domain_of
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import (
    Shape,
    ShapeError,
    changed,
    formula_text,
    kinds_of,
    letters_of,
    node_at,
    paths,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, ChoiceDomain, RangeDomain

_PLAIN = {"number", "+", "-", "*", "/", "**", "neg", "abs"}
_PRIMES = (2, 3, 5, 7, 11, 13)
_WORD = r"(?:식|수식|값|수|복소수)?"
_DONE = (
    r"(?:하시오|하여라|하면|한값|한결과|한것|한식|해라|하세요|하였을때|했을때|할때|하여나타내면|하여나타낸것|"
    r"하여나타내시오|되는것|한수)?"
)
VALUE_ASK = (
    rf"<lead>{_WORD}{{f:math}}(?:의값|의계산결과|의결과)?<ask>",
    rf"<lead>{_WORD}{{f:math}}(?:~을|의값을|의)?(?:간단히계산|전개하여계산|계산|간단히|전개|분모를유리화|유리화)(?:하여간단히)?{_DONE}(?:의값)?<ask>",
    r"<lead>(?:식|것|수식|계산|값|식의값)?~을?(?:간단히|계산)?<order>{f:math}",
    rf"<lead>{_WORD}{{f:math}}~을?(?:계산|간단히|정리)(?:한결과|한값|하면|했을때의값)<ask>",
    r"<find>(?:valueof)?:?{f:math}",
    r"simplify:?{f:math}",
)


@dataclass(slots=True)
class _Writer:
    """Gives every printed number a name and says how it follows from what is drawn."""

    sketch: Sketch
    slots: Sequence[tuple[Fraction, int, int, str]]
    names: dict[int, str] = field(default_factory=dict)
    roots: dict[int, tuple[str, frozenset[str]]] = field(default_factory=dict)

    def place(self, slot: int, name: str, formula: str = "") -> None:
        _, first, last, _ = self.slots[slot]
        self.names[slot] = name
        self.sketch.places.append((name, first, last))
        if formula:
            self.sketch.let.append((name, formula))

    def free(self, node: Shape) -> None:
        """A number drawn on its own."""
        name = f"k{node.slot}"
        self.sketch.originals[name] = node.value
        self.sketch.texts[name] = self.slots[node.slot][3]
        self.sketch.domains[name] = domain_of(node.value, self.slots[node.slot][3])
        self.place(node.slot, name)

    def prime(self, prime: int) -> str:
        name = f"p{prime}"
        if name not in self.sketch.originals:
            self.sketch.originals[name] = Fraction(prime)
            values = sorted({"2", "3", "5", "7", str(prime)}, key=int)
            self.sketch.domains[name] = ChoiceDomain(tuple(values))
        return name

    def radicand(self, node: Shape) -> None:
        """`r*r*p*q`: the square factor and every prime of the kernel are drawn."""
        outside, kernel = split_square(int(node.value))
        parts = [self.prime(prime) for prime in primes_of(kernel)]
        self.roots[node.slot] = (f"r{node.slot}" if outside > 1 else "1", frozenset(parts))
        if outside > 1:
            name = f"r{node.slot}"
            self.sketch.originals[name] = Fraction(outside)
            self.sketch.domains[name] = RangeDomain(Fraction(2), Fraction(max(outside, 6 if kernel > 1 else 12)))
            parts += [name, name]
        needs(parts)
        self.place(node.slot, f"n{node.slot}", "*".join(parts) if len(parts) > 1 else f"{parts[0]} + 0")

    def power_base(self, node: Shape) -> None:
        """`t**k` with the smallest possible `t`, which all powers of the same base share."""
        root, exponent = primitive(int(node.value))
        name = f"t{root}"
        if name not in self.sketch.originals:
            self.sketch.originals[name] = Fraction(root)
            self.sketch.domains[name] = RangeDomain(Fraction(2), Fraction(max(root, 7 if exponent < 3 else 5)))
        self.place(node.slot, f"n{node.slot}", f"{name}**{exponent}")


def split_square(number: int) -> tuple[int, int]:
    """The largest square factor's root, and what remains."""
    needs(1 < number < 5000)
    outside = max(one for one in range(1, 71) if number % (one * one) == 0)
    return outside, number // (outside * outside)


def primes_of(kernel: int) -> list[int]:
    """The different primes of a number without square factors; ShapeError where one is larger than 13."""
    found = [prime for prime in _PRIMES if kernel % prime == 0]
    for prime in found:
        kernel //= prime
    needs(kernel == 1)
    return found


def primitive(number: int) -> tuple[int, int]:
    """`(t, k)` with number = t**k and k as large as possible."""
    needs(1 < number < 5000)
    for root in range(2, 71):
        power, exponent = root, 1
        while power < number:
            power, exponent = power * root, exponent + 1
        if power == number:
            return root, exponent
    return number, 1


def closed(reading: Reading, match: Match) -> Sketch | None:
    """The value of an expression without letters that holds a root, a broken exponent, or a special angle."""
    text, start = match["f"].rstrip("=?.,"), match.start("f")
    formula = read_formula(text, start)
    kinds = kinds_of(formula.root)
    needs(not letters_of(formula.root) and kinds <= _PLAIN | ANGLES | {"sqrt", "root"})
    special = kinds & (ANGLES | {"sqrt", "root"}) or _has_broken_exponent(formula.root)
    needs(special)
    sketch = Sketch("중3.제곱근.근호를 포함한 식의 계산", "value.closed", keeps_size=False)
    slots = [
        (slot.value, slot.first, slot.last, text[slot.first - start : slot.last - start]) for slot in formula.slots
    ]
    writer = _Writer(sketch, slots)
    _name_numbers(writer, formula.root, inside=False)
    needs(sketch.originals)
    sketch.bounded = False
    if "sqrt" in kinds and not kinds & (ANGLES | {"root"}) and not _has_broken_exponent(formula.root):
        _in_normal_form(sketch, formula.root, writer)
    else:
        sketch.let.append(("s", formula_text(formula.root, writer.names)))
        sketch.wrong = [(text, "sign") for text in _flipped(formula.root, writer.names)]
        sketch.wrong += [(text, "misread") for text in _swapped(formula.root, writer.names)]
        _describe(sketch, formula.root)
    _pairwise_different(sketch)
    sketch.say = [_METHOD[sketch.family], "따라서 구하는 값은 ${s}$"]
    sketch.tell = [_MEANS[sketch.family], "So the value is ${s}$."]
    return sketch


def _has_broken_exponent(node: Shape) -> bool:
    if node.kind == "**" and node.parts[0].kind in ("number", "/") and "/" in kinds_of(node.parts[1]):
        return True
    return any(_has_broken_exponent(part) for part in node.parts)


def _name_numbers(writer: _Writer, node: Shape, *, inside: bool) -> None:
    if node.kind == "number":
        if node.value not in (0, 1) or not inside:
            writer.free(node) if node.value else None
        return
    if node.kind in ANGLES:
        return _angle(writer, node)
    if node.kind in ("sqrt", "root") and node.parts[0].kind in ("number", "/"):
        return _root(writer, node)
    if node.kind == "**":
        return _power(writer, node)
    for part in node.parts:
        _name_numbers(writer, part, inside=inside)
    _keep_reduced(writer, node)


def _keep_reduced(writer: _Writer, node: Shape) -> None:
    if node.kind == "/" and all(part.kind == "number" for part in node.parts):
        top, low = (formula_text(part, writer.names) for part in node.parts)
        if low in writer.names.values():
            writer.sketch.where += [f"gcd({top}, {low}) == 1", f"{low} > 1"]


def _angle(writer: _Writer, node: Shape) -> None:
    needs(node.parts[0].kind == "number" and node.parts[0].value in (0, 30, 45, 60, 90))
    name = f"g{node.parts[0].slot}"
    writer.sketch.originals[name] = node.parts[0].value
    outer = ("0", "30", "45", "60", "90") if node.parts[0].value in (0, 90) else ("30", "45", "60")
    writer.sketch.domains[name] = ChoiceDomain(outer[:-1] if node.kind == "tand" and len(outer) > 3 else outer)
    writer.place(node.parts[0].slot, name)


def _root(writer: _Writer, node: Shape) -> None:
    inner = node.parts[0]
    numbers = [inner] if inner.kind == "number" else list(inner.parts)
    needs(all(one.kind == "number" and one.value.denominator == 1 for one in numbers))
    if node.kind == "root":
        needs(node.parts[1].kind == "number" and node.parts[1].value in (2, 3, 4, 5))
    for one in numbers:
        if one.value == 1:
            continue
        if node.kind == "sqrt":
            writer.radicand(one)
        else:
            writer.power_base(one)
    _keep_reduced(writer, inner)


def _power(writer: _Writer, node: Shape) -> None:
    base, exponent = node.parts
    if base.kind == "neg" and base.parts[0].kind == "number":
        base = base.parts[0]
    if base.kind == "number" and base.value.denominator == 1 and base.value > 1 and "/" in kinds_of(exponent):
        writer.power_base(base)
        _exponent(writer, exponent)
        return
    if base.kind == "/" and "/" in kinds_of(exponent) and all(one.kind == "number" for one in base.parts):
        for one in base.parts:
            if one.value != 1:
                writer.power_base(one)
        _exponent(writer, exponent)
        return
    needs(kinds_of(exponent) <= {"number", "neg", "/"})
    _name_numbers(writer, base, inside=False)


def _exponent(writer: _Writer, node: Shape) -> None:
    """The numerator of a broken exponent is drawn; its denominator keeps the power rational."""
    if node.kind == "neg":
        return _exponent(writer, node.parts[0])
    needs(node.kind == "/" and all(part.kind == "number" for part in node.parts))
    top, low = node.parts
    writer.free(top)
    writer.sketch.domains[f"k{top.slot}"] = RangeDomain(Fraction(1), Fraction(max(5, int(top.value))))
    writer.sketch.where.append(f"gcd(k{top.slot}, {low.value}) == 1")


def _pairwise_different(sketch: Sketch) -> None:
    for letters in ("pt", "r"):
        drawn = [name for name in sketch.originals if name[0] in letters]
        sketch.where += [f"{one} != {other}" for i, one in enumerate(drawn) for other in drawn[i + 1 :]]
    sketch.where += [f"{name} < 2000" for name, _ in sketch.let if name[0] == "n"]


def _in_normal_form(sketch: Sketch, root: Shape, writer: _Writer) -> None:
    """The answer as a sum of coefficients times roots; each coefficient stays whole, and stays zero or not zero."""
    reader = SurdReader(writer.names, writer.roots)
    sketch.kind = AnswerKind.EXPRESSION
    terms = _terms(sketch, reader.read(root), "c")
    sketch.let.append(("s", " + ".join(terms)))
    for index, slip in enumerate(_variations(root)):
        try:
            wrong = reader.read(slip)
        except ShapeError:
            continue
        text = " + ".join(f"({coefficient}){root_text(kernel)}" for kernel, coefficient in wrong.items())
        if len(text) <= 280:
            sketch.wrong.append((text, "sign" if index else "formula"))
    sketch.wrong += _near_misses(terms)


def _terms(sketch: Sketch, value: Surd, letter: str) -> list[str]:
    terms = []
    names: dict[str, Value] = dict(sketch.originals)
    for name, text in sketch.let:
        names[name] = compile_formula(text)(names, ())
    for index, (kernel, text) in enumerate(value.items()):
        name = f"{letter}{index}"
        sketch.let.append((name, text))
        now = names[name] = compile_formula(text)(names, ())
        sketch.where.append(f"{name} != 0" if now else f"{name} == 0")
        sketch.where += (
            [f"is_int({name})"]
            if isinstance(now, Fraction) and now.denominator == 1
            else [f"gcd({name}*840, 840) >= 1"]
        )
        sketch.where.append(f"abs({name}) < {200 if kernel else 1000}")
        if now:
            terms.append(f"{name}{root_text(kernel)}")
    return terms or ["0"]


def _variations(root: Shape) -> list[Shape]:
    """What a slip makes of the formula: roots added under one root, a sign exchanged."""
    joined = [path for path in paths(root, ("+", "-")) if all(one.kind == "sqrt" for one in node_at(root, path).parts)]
    return [changed(root, path, _exchanged) for path in paths(root, ("+", "-"))][:3] + [
        changed(root, path, _first_only) for path in joined
    ][:1]


def _first_only(node: Shape) -> Shape:
    return node.parts[0]


def _near_misses(terms: Sequence[str]) -> list[tuple[str, str]]:
    """The answer with one coefficient changed, the way a slip in counting changes it."""
    found: list[tuple[str, str]] = []
    rest = " + ".join(terms[1:])
    tail = f" + {rest}" if rest else ""
    name, _, root = terms[0].partition("*")
    shown = f"*{root}" if root else ""
    for text, why in ((f"(-{name})", "sign"), (f"(2*{name})", "partial"), (f"({name} + 1)", "other"),
                      (f"({name} - 1)", "other"), (f"({name} + 2)", "other"), (f"(3*{name})", "other")):  # fmt: skip
        found.append((f"{text}{shown}{tail}", why))
    if rest:
        found.insert(1, (f"{terms[0]} - ({rest})", "sign"))
    return found


def _describe(sketch: Sketch, root: Shape) -> None:
    names: dict[str, Value] = dict(sketch.originals)
    for name, text in sketch.let:
        names[name] = compile_formula(text)(names, ())
    value, kinds = names["s"], kinds_of(root)
    if kinds & ANGLES:
        sketch.concept, sketch.family, sketch.keeps_kind = "중3.삼각비.특수각", "value.angles", False
        sketch.where += ["is_int(144*s*s)"] if clean_angles(root) >= 5 else []
    else:
        sketch.concept, sketch.family = "고1.지수와 로그.지수", "value.powers"
        needs(isinstance(value, Fraction))
        sketch.where.append("abs(s) < 3000")
    sketch.where += ["s != 0"] if value != 0 else []
    sketch.wrong += [
        ("-s", "sign"), ("2*s", "other"), ("s/2", "partial"), ("3*s", "other"), ("s + 1", "other"), ("s - 1", "other"),
        ("s + 2", "other"), ("s*s", "other"),
    ]  # fmt: skip


_METHOD = {
    "value.closed": "근호 안의 수를 소인수분해하여 근호 밖으로 꺼내고, 같은 근호끼리 계산한다.",
    "value.angles": "특수각의 삼각비의 값을 대입하여 계산한다.",
    "value.powers": "밑을 소수의 거듭제곱으로 고치고 지수법칙을 이용한다.",
}
_MEANS = {
    "value.closed": "Take square factors out of the radicals, then combine like radicals.",
    "value.angles": "Substitute the exact values of the trigonometric ratios.",
    "value.powers": "Write the bases as powers of primes and use the laws of exponents.",
}


def _flipped(node: Shape, names: dict[int, str]) -> list[str]:
    """The expression with one plus or minus exchanged, once for each that stands there (three at most)."""
    found: list[str] = []
    for path in paths(node, ("+", "-")):
        found.append(formula_text(changed(node, path, _exchanged), names))
    return found[:3]


def _exchanged(node: Shape) -> Shape:
    return Shape("-" if node.kind == "+" else "+", node.parts)


def _swapped(node: Shape, names: dict[int, str]) -> list[str]:
    """Sine and cosine taken for each other."""
    other = {"sind": "cosd", "cosd": "sind"}
    return [
        formula_text(changed(node, path, lambda one: Shape(other[one.kind], one.parts)), names)
        for path in paths(node, ("sind", "cosd"))
    ][:2]


FAMILIES = (
    Family("value.closed", VALUE_ASK, closed),
    Family("value.logarithms", VALUE_ASK, logarithms),
)
