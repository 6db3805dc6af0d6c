"""Linear and quadratic inequalities, and systems of two linear equations."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import (
    asks_to_solve,
    bind,
    is_square,
    needs,
    sides,
)
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
_SHOWN = {"<": "<", ">": ">", "<=": "\\le", ">=": "\\ge"}


def _parts(match: Match) -> tuple[list[tuple[str, int, str]], str, dict[int, Fraction]]:
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] in _SIGNS and all(part[0] for part in parts))
    letters = set().union(*(letters_of(read_formula(text).root) for text, _, _ in parts))
    needs(len(letters) == 1 and match.groupdict().get("v") in (None, *letters))
    letter = letters.pop()
    left, right = (coefficients(read_formula(text).root, letter) for text, _, _ in parts)
    return (
        parts,
        letter,
        {power: left.get(power, Fraction(0)) - right.get(power, Fraction(0)) for power in {*left, *right, 0, 1, 2}},
    )


def linear(reading: Reading, match: Match) -> Sketch | None:
    """A linear inequality; dividing by a negative number turns the sign, and the note's case is kept."""
    parts, letter, factors = _parts(match)
    needs(not any(factor for power, factor in factors.items() if power > 1) and factors[1])
    sign = _SIGNS[parts[1][2]]
    sketch = Sketch("중2.일차부등식", "inequality.linear", kind=AnswerKind.INTERVAL, free=(letter,), keeps_size=False)
    left, right = (bind(sketch, text, place) for text, place, _ in parts)
    sketch.let = [
        ("lc", left.text(**{letter: "0"})), ("rc", right.text(**{letter: "0"})),
        ("m", f"{left.text(**{letter: '1'})} - lc - ({right.text(**{letter: '1'})} - rc)"),
        ("c", "rc - lc"), ("s", "c/m"),
    ]  # fmt: skip
    turned = sign if factors[1] > 0 else _FLIP[sign]
    bound = -factors[0] / factors[1]
    sketch.where += ["m > 0" if factors[1] > 0 else "m < 0", "abs(s) <= 30"]
    sketch.where += ["is_int(s)"] if bound.denominator == 1 else []
    sketch.where += ["s != 0"] if bound else []
    sketch.answer = f"{letter} {turned} s"
    sketch.wrong = [
        (f"{letter} {_FLIP[turned]} s", "sign"),
        (f"{letter} {turned} -s", "sign"),
        (f"{letter} {_FLIP[turned]} -s", "sign"),
        (f"{letter} {turned} (rc + lc)/m", "sign"),
        (f"{letter} {turned} c", "partial"),
    ]
    sketch.say = [f"항을 옮겨 정리하면 ${{m}}{letter} {_SHOWN[sign]} {{c}}$"]
    sketch.say += [f"양변을 ${{m}}$로 나누면 ${letter} {_SHOWN[turned]} {{s}}$"]
    sketch.tell = [f"Collecting terms gives ${{m}}{letter} {_SHOWN[sign]} {{c}}$."]
    sketch.tell += [f"Dividing both sides by ${{m}}$ gives ${letter} {_SHOWN[turned]} {{s}}$."]
    return sketch


def quadratic(reading: Reading, match: Match) -> Sketch | None:
    """A quadratic inequality with two rational roots: between them, or outside."""
    parts, letter, factors = _parts(match)
    needs(factors[2] and not any(factor for power, factor in factors.items() if power > 2))
    root = factors[1] ** 2 - 4 * factors[2] * factors[0]
    needs(root > 0 and is_square(root) and root.denominator == 1)
    sign = _SIGNS[parts[1][2]] if factors[2] > 0 else _FLIP[_SIGNS[parts[1][2]]]
    sketch = Sketch(
        "고1.부등식.이차부등식", "inequality.quadratic", kind=AnswerKind.INTERVAL, free=(letter,), keeps_size=False
    )
    from questions.engine.twins.families.equations import backwards, forwards
    from questions.engine.twins.grammar.algebra import by_degree, monomials

    terms = by_degree(monomials(parts[0][0], parts[0][1]), letter)
    if set(terms) == {0, 1, 2} and parts[1][0] == "0":
        backwards(sketch, terms, factors)
    else:
        forwards(sketch, parts, letter, factors)
    sketch.let += [("lo", "min(u, w)"), ("hi", "max(u, w)")]
    inside = sign in ("<", "<=")
    between = f"lo {sign} {letter} {sign} hi"
    sketch.answer = between if inside else f"{letter} {_FLIP[sign]} lo or {letter} {sign} hi"
    other = sign if inside else _FLIP[sign]
    sketch.wrong = [(f"-hi {other} {letter} {other} -lo", "sign")]
    sketch.wrong += (
        [(f"{letter} {sign} lo or {letter} {_FLIP[sign]} hi", "sign")]
        if inside
        else [(f"lo {_FLIP[sign]} {letter} {_FLIP[sign]} hi", "sign")]
    )
    sketch.wrong += [(f"{letter} {sign} hi", "partial"), (f"{letter} {sign} lo", "partial")]
    shown = _SHOWN[sign]
    sketch.say = ["이차방정식의 두 근은 ${lo}$, ${hi}$"]
    sketch.say += [
        f"${{lo}} {shown} {letter} {shown} {{hi}}$"
        if inside
        else f"${letter} {_SHOWN[_FLIP[sign]]} {{lo}}$ 또는 ${letter} {shown} {{hi}}$"
    ]
    sketch.tell = ["The roots of the equation are ${lo}$ and ${hi}$.", f"{sketch.say[1].replace('또는', 'or')}."]
    return sketch


def system(reading: Reading, match: Match) -> Sketch | None:
    """Two linear equations in two letters, solved by Cramer's rule; the solution stays whole where it was."""
    relations = _relations(match)
    letters = sorted(set().union(*(letters_of(read_formula(text).root) for pair in relations for text, _ in pair)))
    needs(len(letters) == 2 and set(letters) <= set("xyab"))
    one, other = letters
    for pair in relations:
        for text, _ in pair:
            needs(all(sum(power for _, power in name) <= 1 for name in polynomial(read_formula(text).root)))
    sketch = Sketch("중2.연립방정식", "system.linear", free=(), kind=AnswerKind.EQUATION)
    drawn = _whole_solution(relations, letters)
    if drawn is not None:
        sketch.originals = {"u": drawn[0], "w": drawn[1]}
        sketch.domains = {name: RangeDomain(Fraction(-9), Fraction(9)) for name in "uw"}
    _bind_relations(sketch, relations, letters, drawn=drawn is not None)
    sketch.let.append(("det", "a1*b2 - a2*b1"))
    if drawn is None:
        sketch.let += [("u", "(c1*b2 - c2*b1)/det"), ("w", "(a1*c2 - a2*c1)/det")]
    sketch.where += ["det != 0", "is_int(u)", "is_int(w)", "abs(u) <= 12", "abs(w) <= 12", "u != w", "u != 0", "w != 0"]
    sketch.answer, sketch.free, sketch.keeps_size = f"{one} = u, {other} = w", (one, other), False
    sketch.wrong = [
        (f"{one} = w, {other} = u", "order"),
        (f"{one} = -u, {other} = w", "sign"),
        (f"{one} = u, {other} = -w", "sign"),
        (f"{one} = -u, {other} = -w", "sign"),
    ]
    sketch.say = [f"한 문자를 없애면 ${one} = {{u}}$", f"이를 대입하면 ${other} = {{w}}$"]
    sketch.tell = [f"Eliminating one letter gives ${one} = {{u}}$.", f"Substituting it gives ${other} = {{w}}$."]
    return sketch


Side = tuple[str, int]


def _bind_relations(sketch: Sketch, relations: list[tuple[Side, Side]], letters: list[str], *, drawn: bool) -> None:
    """a, b and c of each equation; with a `drawn` solution the right side follows from it."""
    one, other = letters
    shared = relations[0][1] == relations[1][1]
    for number, ((text, start), (other_text, other_start)) in enumerate(relations, 1):
        left = bind(sketch, text, start)
        right = bind(sketch, other_text, other_start, fixed=drawn)
        gap = [
            f"{left.text(**{one: p, other: q})} - ({right.text(**{one: p, other: q}) if not drawn else 0})"
            for p, q in (("0", "0"), ("1", "0"), ("0", "1"))
        ]
        sketch.let += [
            (f"c{number}", f"-({gap[0]})"),
            (f"a{number}", f"{gap[1]} + c{number}"),
            (f"b{number}", f"{gap[2]} + c{number}"),
        ]
        if drawn:
            sketch.let.append((f"r{number}", left.text(**{one: "u", other: "w"})))
            zero = other_text == "0"
            sketch.where.append(
                "r1 == r2" if shared and number == 2 else f"r{number} == 0" if zero else f"r{number} != 0"
            )
            if not (zero or (shared and number == 2)):
                sketch.places.append((f"r{number}", other_start, other_start + len(other_text)))


def _relations(match: Match) -> list[tuple[Side, Side]]:
    """The two printed equations by their sides: listed, or A = B = C as A = C and B = C."""
    texts = [
        part
        for part in match["f"]
        .replace("⦃", "")
        .replace("⦄", "")
        .replace("\\{", "")
        .split(";" if ";" in match["f"] else ",")
        if part
    ]
    if len(texts) == 1 and texts[0].count("=") == 2:
        return _chain(match, texts[0])
    needs(len(texts) == 2)
    place = match.start("f") + match["f"].index(texts[0])
    relations = []
    for text in texts:
        start = match.start("f") + match["f"].index(text, place - match.start("f"))
        left, _, right = text.partition("=")
        needs(right and "=" not in right)
        relations.append(((left, start), (right, start + len(left) + 1)))
        place = start + len(text)
    return relations


def _chain(match: Match, text: str) -> list[tuple[Side, Side]]:
    start = match.start("f") + match["f"].index(text)
    first, second, last = text.split("=")
    needs(re.fullmatch(r"-?[1-9]\d*", last))
    end = (last, start + len(first) + len(second) + 2)
    return [((first, start), end), ((second, start + len(first) + 1), end)]


def _whole_solution(relations: list[tuple[Side, Side]], letters: list[str]) -> tuple[Fraction, Fraction] | None:
    """The whole solution of two equations whose right sides are plain numbers; None where they are anything else."""
    rows = []
    for (text, _), (right, _) in relations:
        if re.fullmatch(r"0|-?[1-9]\d*", right) is None:
            return None
        factors = polynomial(read_formula(text).root)
        needs(() not in factors)
        rows.append((*(factors.get(((letter, 1),), Fraction(0)) for letter in letters), Fraction(right)))
    (a, b, c), (d, e, f) = rows
    if a * e == b * d:
        return None
    u, w = (c * e - b * f) / (a * e - b * d), (a * f - c * d) / (a * e - b * d)
    return (u, w) if u.denominator == w.denominator == 1 else None


def _asked_of_system(reading: Reading, match: Match) -> Sketch | None:
    """The same system, of which a sum, difference or product of the unknowns is asked."""
    sketch = system(reading, match)
    if sketch is None:
        return None
    one, other = sketch.free
    asked = read_formula(match["g"]).root
    letters = sorted(letters_of(asked))
    needs(letters in ([one, other], ["a", "b"], ["p", "q"]))
    from questions.engine.twins.grammar.shape import formula_text

    sketch.let.append(("s", formula_text(asked, {}, {letters[0]: "u", letters[1]: "w"})))
    sketch.answer, sketch.kind, sketch.free = "s", AnswerKind.NUMBER, ()
    sketch.wrong = [
        ("u - w", "sign"),
        ("u + w", "sign"),
        ("u*w", "misread"),
        ("u", "partial"),
        ("w", "partial"),
        ("-s", "sign"),
    ]
    sketch.say.append("따라서 구하는 값은 ${s}$")
    return sketch


_INEQUALITY = "(?:[a-zA-Z]에(?:대한|관한))?(?:일차|이차)?부등식"
_SYSTEM = "(?:[a-zA-Z],[a-zA-Z]에(?:대한|관한))?(?:연립|연립일차|일차연립)?방정식"
_SOLVE = r"solve(?:the|following|this)*(?:linear|quadratic)?(?:inequality)?:?{f:math}(?:for{w:letter})?"
FAMILIES = (
    Family("inequality.linear", (*asks_to_solve(_INEQUALITY, "해|해의범위|x의값의범위|x의범위"), _SOLVE), linear),
    Family("inequality.quadratic", (*asks_to_solve(_INEQUALITY, "해|해의범위|x의값의범위|x의범위"), _SOLVE), quadratic),
    Family(
        "system.linear",
        (
            *asks_to_solve(_SYSTEM, "해"),
            rf"<lead>{_SYSTEM}{{f:math}}의해를?(?:순서쌍)?(?:\(x,y\)로)?<ask>",
            rf"<lead>(?:{_SYSTEM})?{{f:math}}(?:~을)?(?:만족시키는|만족하는)x,y의값<ask>",
            r"solvethesystem(?:of(?:linear)?equations)?:?{f:math}(?:forxandy)?",
        ),
        system,
    ),
    Family(
        "system.linear.asked",
        (
            rf"<lead>{_SYSTEM}{{f:math}}의해(?:가|를)(?:x=[ap],y=[bq]|\([ap],[bq]\))(?:일때|라할때|라고할때|이라할때),?"
            rf"{{g:math}}의값<ask>",
            rf"<lead>(?:{_SYSTEM})?{{f:math}}(?:을|를)?(?:만족시키는|만족하는)x,y에대하여,?{{g:math}}의값<ask>",
            rf"<lead>{_SYSTEM}{{f:math}}(?:의해를?구하여)?(?:에서|일때),?{{g:math}}의값<ask>",
        ),
        _asked_of_system,
    ),
)
