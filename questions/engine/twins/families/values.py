"""Values of printed expressions without letters: arithmetic, radicals, special angles."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt

from questions.engine.twins.families.closed import VALUE_ASK
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import kinds_of, read_formula, value_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import ChoiceDomain, RangeDomain

_RATIONAL = {"number", "+", "-", "*", "/", "**", "neg", "abs"}
_SURD = re.compile(r"(?P<sign>[-+]?)(?P<factor>\d*)√\{?(?P<inside>\d+)\}?")


def arithmetic(reading: Reading, match: Match) -> Sketch | None:
    """A rational calculation: every printed number is drawn, the result keeps its kind."""
    formula = read_formula(match["f"].rstrip("=?."), match.start("f"))
    needs(kinds_of(formula.root) <= _RATIONAL and len(formula.slots) >= (1 if "abs" in kinds_of(formula.root) else 2))
    value = value_of(formula.root)
    sketch = Sketch("중1.정수와 유리수.계산", "value.arithmetic")
    body = bind(sketch, match["f"].rstrip("=?."), match.start("f"))
    needs(sketch.originals)
    sketch.let = [("s", body.text())]
    sketch.where += [] if value.denominator == 1 else ["not is_int(s)", f"abs(s) < {max(10, 3 * abs(int(value)))}"]
    sketch.wrong = [
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("2*s", "other"),
        ("s/2", "other"),
    ]
    sketch.say = ["차례로 계산하면 ${s}$"]
    sketch.tell = ["Working in order gives ${s}$."]
    return sketch


def _kernel(number: int) -> tuple[int, int]:
    outside = max((one for one in range(1, isqrt(number) + 1) if number % (one * one) == 0), default=1)
    return outside, number // (outside * outside)


def surds(reading: Reading, match: Match) -> Sketch | None:
    """A sum of multiples of roots that all reduce to one root: √12 + √27 - √3."""
    text, start = match["f"], match.start("f")
    terms, place = [], 0
    while place < len(text):
        found = _SURD.match(text, place)
        if found is None or (place and not found["sign"]):
            return None
        terms.append(found)
        place = found.end()
    needs(len(terms) >= 2)
    kernels = [_kernel(int(term["inside"])) for term in terms]
    if len({kernel for _, kernel in kernels}) != 1 or kernels[0][1] == 1:
        return None
    sketch = Sketch("중3.제곱근.근호를 포함한 식의 계산", "value.surds", keeps_size=False)
    sketch.originals["m"] = Fraction(kernels[0][1])
    sketch.domains["m"] = ChoiceDomain(("2", "3", "5", "6", "7"))
    sums = []
    for index, (term, (outside, _)) in enumerate(zip(terms, kernels, strict=True), 1):
        if outside != 1:
            sketch.originals[f"r{index}"] = Fraction(outside)
            sketch.domains[f"r{index}"] = RangeDomain(Fraction(2), Fraction(6))
            sketch.let.append((f"n{index}", f"r{index}*r{index}*m"))
        else:
            sketch.let.append((f"n{index}", "m + 0"))
        sketch.places.append((f"n{index}", start + term.start("inside"), start + term.end("inside")))
        factor = ""
        if term["factor"]:
            sketch.originals[f"c{index}"] = Fraction(int(term["factor"]))
            sketch.places.append((f"c{index}", start + term.start("factor"), start + term.end("factor")))
            factor = f"c{index}*"
        sums.append(f"{'-' if term['sign'] == '-' else '+'} {factor}{f'r{index}' if outside != 1 else 1}")
    sketch.let += [("total", " ".join(sums).lstrip("+ ")), ("s", "total*sqrt(m)")]
    sketch.where += ["total != 0"] + [
        f"r{i} != r{j}"
        for i in range(1, 6)
        for j in range(i + 1, 6)
        if f"r{i}" in sketch.originals and f"r{j}" in sketch.originals
    ]
    sketch.where.append("total > 1")
    sketch.wrong = [
        ("total*m", "partial"),
        ("sqrt(total*m)", "formula"),
        ("sqrt(" + " + ".join(f"n{i + 1}" for i in range(len(terms))) + ")", "formula"),
        ("(total + 1)*sqrt(m)", "other"),
        ("-s", "sign"),
    ]
    sketch.say = ["각 근호를 $\\sqrt{m}$의 배수로 고치면 계수의 합은 ${total}$", "따라서 ${s}$"]
    sketch.tell = ["The multiples of $\\sqrt{m}$ add up to ${total}$.", "So the value is ${s}$."]
    return sketch


def roots_product(reading: Reading, match: Match) -> Sketch | None:
    """A product or quotient of two (multiples of) roots: 3√2 × 2√6, √18 ÷ √2."""
    found = re.fullmatch(r"(\d*)√\{?(\d+)\}?([×÷])(\d*)√\{?(\d+)\}?", match["f"])
    if found is None:
        return None
    start = match.start("f")
    sketch = Sketch("중3.제곱근.곱셈과 나눗셈", "value.roots.product", keeps_size=False)
    one, other, divided = int(found[2]), int(found[5]), found[3] == "÷"
    needs(not divided or (one % other == 0 and not found[1] and not found[4]))
    sketch.originals = {"q": Fraction(one // other)} if divided else {"a": Fraction(one)}
    sketch.originals["b"] = Fraction(other)
    factors = []
    for group, name in ((1, "c"), (4, "d")):
        if found[group]:
            sketch.originals[name] = Fraction(int(found[group]))
            sketch.places.append((name, start + found.start(group), start + found.end(group)))
            factors.append(name)
    front = "*".join([*factors, ""])
    sketch.let = [("a", "q*b"), ("s", "sqrt(q)")] if divided else [("product", "a*b"), ("s", f"{front}sqrt(product)")]
    inside = "q" if divided else "product"
    sketch.wrong = [
        (f"{front}{inside}", "partial"),
        (f"{front}sqrt(a + b)", "formula"),
        (f"{front}(a + b)", "formula"),
        ("2*s", "other"),
    ]
    sketch.domains = {
        "b": RangeDomain(Fraction(2), Fraction(20)),
        ("q" if divided else "a"): RangeDomain(Fraction(2), Fraction(20)),
    }
    sketch.where += ["a != b"] + ([] if divided else ["a*b < 400"])
    sketch.places += [
        ("a", start + found.start(2), start + found.end(2)),
        ("b", start + found.start(5), start + found.end(5)),
    ]
    sketch.say = ["근호 안의 수끼리, 근호 밖의 수끼리 계산하면 ${s}$"]
    sketch.tell = ["Working inside and outside the radicals apart gives ${s}$."]
    return sketch


FAMILIES = (
    Family("value.arithmetic", VALUE_ASK, arithmetic),
    Family("value.surds", VALUE_ASK, surds),
    Family("value.roots.product", VALUE_ASK, roots_product),
)
