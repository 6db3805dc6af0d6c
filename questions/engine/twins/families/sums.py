"""Sums written with Σ over a polynomial, recurring decimals, and powers of letters."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.closed import VALUE_ASK
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import (
    Shape,
    coefficients,
    kinds_of,
    letters_of,
    polynomial,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain


def sigma(reading: Reading, match: Match) -> Sketch | None:
    """Σ of a polynomial of degree at most three, by the formulas for sums of powers."""
    letter, text, place = match["v"], match["f"], match.start("f")
    needs(not _has_open_sum(text) and match["first"] == "1")
    root = read_formula(text).root
    needs(letters_of(root) <= {letter})
    factors = coefficients(root, letter)
    needs(max(factors, default=0) <= 3)
    sketch = Sketch("고1.수열.합의 기호", "sequence.sigma", keeps_size=False)
    body = bind(sketch, text, place)
    count = Fraction(match["n"])
    sketch.originals["n"] = count
    sketch.domains["n"] = RangeDomain(Fraction(4), Fraction(max(20, int(count))))
    sketch.places.append(("n", match.start("n"), match.end("n")))
    at = {name: body.text(**{letter: name}) for name in ("0", "1", "2", "3")}
    sketch.let = [
        ("v0", at["0"]),
        ("v1", f"{at['1']} - v0"),
        ("v2", f"{at['2']} - v0"),
        ("v3", f"{at['3']} - v0"),
    ]
    sketch.let += [
        ("d3", "(v3 - 3*v2 + 3*v1)/6"),
        ("d2", "(v2 - 2*v1)/2 - 3*d3"),
        ("d1", "v1 - d2 - d3"),
        ("s1", "n*(n + 1)/2"),
        ("s2", "n*(n + 1)*(2*n + 1)/6"),
        ("s", "d3*s1*s1 + d2*s2 + d1*s1 + v0*n"),
    ]
    sketch.where += ["abs(s) < 5000", "s != 0"]
    sketch.where += [
        f"{name} != 0" if factors.get(power) else f"{name} == 0" for power, name in ((3, "d3"), (2, "d2"), (1, "d1"))
    ]
    sketch.wrong = [
        ("s - v0*n + v0", "partial"),
        ("d3*s1*s1 + d2*s2 + d1*s1 - v0*n", "sign"),
        ("d3*s1*s1 + d2*s1*s1 + d1*s1 + v0*n", "formula"),
        (body.text(**{letter: "n"}), "misread"),
        ("d3*s1*s1 + d2*s2 + d1*n + v0*n", "formula"),
        (f"s - ({body.text(**{letter: 'n'})})", "order"),
        ("s + n", "other"),
        ("s - n", "other"),
    ]
    sketch.say = ["합의 기호의 성질과 자연수의 거듭제곱의 합의 공식을 이용한다.", "따라서 구하는 값은 ${s}$"]
    sketch.tell = ["Use the rules of sums and the formulas for sums of powers.", "So the value is ${s}$."]
    return sketch


def _has_open_sum(text: str) -> bool:
    """A sum or difference behind the sign without brackets can be read in two ways."""
    bare, depth = text, 0
    for place, letter in enumerate(bare):
        depth += (letter in "({[⦃") - (letter in ")}]⦄")
        if depth == 0 and letter in "+-" and place:
            return True
    return False


_DECIMAL = re.compile(r"(?P<whole>\d*)\.(?P<fixed>\d*?)\\dot\{(?P<first>\d)\}(?:(?P<middle>\d*)\\dot\{(?P<last>\d)\})?")


def recurring(reading: Reading, match: Match) -> Sketch | None:
    """A recurring decimal as a fraction: its digits are drawn one by one."""
    text, start = match["f"], match.start("f")
    found = _DECIMAL.fullmatch(text)
    needs(found is not None)
    assert found is not None
    sketch = Sketch("중2.유리수와 순환소수", "decimal.recurring", kind=AnswerKind.NUMBER, keeps_size=False)
    sketch.keeps_kind = False
    digits = _draw_digits(sketch, found, start)
    whole = found["whole"] or "0"
    fixed = len(found["fixed"])
    cycle = len(digits) - fixed
    number = " + ".join(f"{10 ** (len(digits) - 1 - index)}*{name}" for index, name in enumerate(digits))
    head = " + ".join(f"{10 ** (fixed - 1 - index)}*{name}" for index, name in enumerate(digits[:fixed])) or "0"
    nines = (10**cycle - 1) * 10**fixed
    lead = "w" if whole != "0" else "0"
    sketch.let = [
        ("al", f"({lead})*{10 ** len(digits)} + {number}"),
        ("hd", f"({lead})*{10**fixed} + {head}"),
    ]
    sketch.let += [("top", "al - hd"), ("s", f"top/{nines}")]
    last = digits[fixed:]
    sketch.where += [
        f"{last[-1]} != {last[0]}" if len(set(last)) > 1 else f"{last[0]} != 9",
        f"{digits[0]} + {digits[-1]} > 0",
        f"{last[-1]} > 0",
        "not is_int(s)",
    ]
    sketch.where += [f"{digits[fixed - 1]} != {last[-1]}"] if fixed else []
    sketch.wrong = [
        (f"al/{10 ** len(digits)}", "formula"),
        (f"al/{nines}", "partial"),
        (f"top/{10 ** len(digits)}", "formula"),
        (f"top/{(10 ** len(digits)) - 1}", "formula"),
        (f"(top + 1)/{nines}", "other"),
        (f"(top + 2)/{nines}", "other"),
        (f"(top - 1)/{nines}", "other"),
        (f"(top + 3)/{nines}", "other"),
    ]
    sketch.say = [f"$\\frac{{{{al}}-{{hd}}}}{{{nines}}}$", "기약분수로 나타내면 ${s}$"]
    return sketch


def _draw_digits(sketch: Sketch, found: re.Match[str], start: int) -> list[str]:
    """A name for every digit behind the point, and `w` for the one before it."""
    text, digits = found.string, []
    places = [*range(*found.span("fixed")), found.start("first"), *range(*found.span("middle"))]
    places += [found.start("last")] if found["last"] else []
    for index, place in enumerate(places):
        name = f"d{index}"
        sketch.originals[name], sketch.domains[name] = (
            Fraction(int(text[place])),
            RangeDomain(Fraction(0), Fraction(9)),
        )
        sketch.places.append((name, start + place, start + place + 1))
        digits.append(name)
    if found["whole"] not in ("", "0"):
        needs(len(found["whole"]) == 1)
        sketch.originals["w"] = Fraction(int(found["whole"]))
        sketch.domains["w"] = RangeDomain(Fraction(1), Fraction(9))
        sketch.places.append(("w", start, start + 1))
    return digits


Exponents = dict[str, str]


def letter_powers(reading: Reading, match: Match) -> Sketch | None:
    """Products, quotients and powers of powers of letters without other numbers: the exponents are drawn."""
    text, place = match["f"], match.start("f")
    formula = read_formula(text, place)
    letters = sorted(letters_of(formula.root))
    needs(letters and kinds_of(formula.root) <= {"letter", "*", "/", "**", "number", "neg"} - {"neg"})
    needs(formula.slots and all(slot.exponent for slot in formula.slots) and len(polynomial(formula.root)) == 1)
    sketch = Sketch("중2.단항식의 계산.지수법칙", "power.law.chain", kind=AnswerKind.EXPRESSION, keeps_size=False)
    names: dict[int, str] = {}
    for index, slot in enumerate(formula.slots):
        name = names[index] = f"k{index + 1}"
        sketch.originals[name], sketch.domains[name] = slot.value, RangeDomain(Fraction(2), Fraction(9))
        sketch.places.append((name, slot.first, slot.last))
    exponents = _exponents(formula.root, names)
    now = {letter: power for powers in polynomial(formula.root) for letter, power in powers}
    kept = [letter for letter in letters if now.get(letter)]
    needs(kept)
    for letter in letters:
        sketch.let.append((f"x{letter}", exponents[letter]))
        sketch.where.append(f"x{letter} > 0" if letter in kept else f"x{letter} == 0")
        sketch.where.append(f"x{letter} < 40")
    sketch.free = tuple(kept)
    rest = "".join(f"*{letter}**x{letter}" for letter in kept[1:])
    first = kept[0]
    sketch.answer = f"{first}**x{first}{rest}"
    sketch.wrong = [(f"{first}**(x{first} + {step}){rest}", "other" if step > 0 else "order") for step in (1, -1, 2, 3)]
    sketch.wrong += [
        (f"{first}**({' + '.join(names.values())}){rest}", "formula"),
        (f"2*{first}**x{first}{rest}", "formula"),
    ]
    sketch.wrong += [(f"{first}**({'*'.join(names.values())}){rest}", "formula")] if len(names) < 4 else []
    sketch.where += ["x" + first + " > 1"] if now[first] > 1 else []
    sketch.say = [
        "지수법칙에 따라 같은 문자의 지수끼리 계산한다.",
        f"${''.join(f'{one}^{{x{one}}}' for one in kept)}$",
    ]
    sketch.tell = ["Combine the exponents of the same letter by the laws of exponents.", sketch.say[1]]
    return sketch


def _exponents(node: Shape, names: dict[int, str]) -> Exponents:
    if node.kind == "letter":
        return {node.letter: "1"}
    if node.kind == "**":
        needs(node.parts[1].kind == "number")
        power = names[node.parts[1].slot]
        return {letter: f"({text})*{power}" for letter, text in _exponents(node.parts[0], names).items()}
    needs(node.kind in ("*", "/"))
    one, other = (_exponents(part, names) for part in node.parts)
    sign = "+" if node.kind == "*" else "-"
    return {letter: f"({one.get(letter, '0')} {sign} ({other.get(letter, '0')}))" for letter in sorted({*one, *other})}


_SIGMA = r"Σ_\{(?P<v>[a-z])=(?P<first>\d+)\}"
_UP_TO = (r"\^\{(?P<n>\d+)\}(?P<f>[^가-힣?Σ]+?)", r"\^(?P<n>\d)(?P<f>[^\d가-힣?Σ][^가-힣?Σ]*?)")
_FRACTION = (
    r"(?:를|을)?(?:기약)?분수(?:로|으로)(?:바르게)?(?:나타내|고치|고쳐|바꾸|나타낸것|나타내었을때|나타낼때)?"
    r"(?:시오|어라|면|세요)?"
)
FAMILIES = (
    Family("sequence.sigma", tuple(rf"<lead>(?:합)?{_SIGMA}{up}(?:의값)?(?:~을)?<ask>" for up in _UP_TO), sigma),
    Family(
        "decimal.recurring",
        (
            rf"<lead>(?:순환소수)?(?P<f>\d*\.[\d\\dot{{}}]+?){_FRACTION}<ask>",
            r"<lead>(?:순환소수)(?:를|을)?(?:기약)?분수로<order>(?P<f>\d*\.[\d\\dot{}]+?)",
        ),
        recurring,
    ),
    Family("power.law.chain", VALUE_ASK, letter_powers),
)
