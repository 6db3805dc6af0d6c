"""Values of printed expressions without letters: arithmetic, radicals, special angles."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.closed import VALUE_ASK
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import kinds_of, read_formula, value_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import RangeDomain

_RATIONAL = {"number", "+", "-", "*", "/", "**", "neg", "abs"}


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
    Family("value.roots.product", VALUE_ASK, roots_product),
)
