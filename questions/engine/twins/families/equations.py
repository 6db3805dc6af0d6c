"""Linear and quadratic equations of one unknown."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import (
    Monomial,
    asks_to_solve,
    bind,
    by_degree,
    in_sum_and_product,
    is_square,
    monomials,
    needs,
    place_term,
    root_formula,
    sides,
    square_root,
)
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import (
    coefficients,
    letters_of,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

LINEAR = "중1.일차방정식.풀이"
QUADRATIC = "중3.이차방정식.풀이"
_NOUN = "(?:[a-zA-Z]에(?:대한|관한))?(?:(?:일차|이차)?방정식|등식)"
_SOLVE_EN = (
    r"(?:solve|find the (?:solution|root)s?(?:of|to)|find the value of {v:letter} (?:if|when|such "
    r"that|satisfying|in))(?:the|following|this)*(?:linear|quadratic)?(?:equation)?:?{f:math}(?"
    r":for{w:letter}|byfactoring|usingthequadraticformula)?"
)


def _one_unknown(match: Match) -> tuple[list[tuple[str, int, str]], str]:
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] == "=" and all(part[0] for part in parts))
    letters = set().union(*(letters_of(read_formula(text).root) for text, _, _ in parts))
    needs(len(letters) == 1)
    letter = letters.pop()
    needs(match.groupdict().get("v") in (None, letter))
    return parts, letter


def _difference(parts: list[tuple[str, int, str]], letter: str) -> dict[int, Fraction]:
    left, right = (coefficients(read_formula(text).root, letter) for text, _, _ in parts)
    return {power: left.get(power, Fraction(0)) - right.get(power, Fraction(0)) for power in {*left, *right, 0, 1, 2}}


def linear(reading: Reading, match: Match) -> Sketch | None:
    """Any equation that is linear once multiplied out: brackets, letters on both sides, fractions, decimals."""
    parts, letter = _one_unknown(match)
    factors = _difference(parts, letter)
    needs(not any(factor for power, factor in factors.items() if power > 1) and factors[1])
    sketch = Sketch(LINEAR, "equation.linear")
    left, right = (bind(sketch, text, place) for text, place, _ in parts)
    at = {
        (name, number): side.text(**{letter: number}) for name, side in (("l", left), ("r", right)) for number in "01"
    }
    sketch.let = [
        ("lc", at["l", "0"]),
        ("rc", at["r", "0"]),
        ("lm", f"{at['l', '1']} - lc"),
        ("rm", f"{at['r', '1']} - rc"),
        ("m", "lm - rm"),
        ("c", "rc - lc"),
        ("s", "c / m"),
    ]
    sketch.where += ["m != 0", "c != 0" if factors[0] else "c == 0"]
    sketch.wrong = [
        ("(rc + lc) / m", "sign"), ("c / (lm + rm)", "sign"), ("-c / m", "sign"),
        ("c", "partial"), ("c - m", "order"), ("m / c", "order"),
    ]  # fmt: skip
    korean = ["항을 옮겨 정리하면 ${m}" + letter + " = {c}$", "양변을 ${m}$로 나누면 $" + letter + " = {s}$"]
    english = [
        "Collecting terms gives ${m}" + letter + " = {c}$.",
        "Dividing both sides by ${m}$ gives $" + letter + " = {s}$.",
    ]
    sketch.say = korean if is_korean(reading.source) else english
    return sketch


def backwards(sketch: Sketch, terms: dict[int, Monomial], factors: dict[int, Fraction]) -> None:
    """Draw (m x - p)(n x - q) and print its expansion: roots `u` and `w`, factors `a`, `b`, `c`, discriminant `dd`.

    A leading minus is carried by the sign that the stem prints; a double root stays double.
    """
    sign = terms[2].sign
    a, b, c = (sign * factors[power] for power in (2, 1, 0))
    root = square_root(b * b - 4 * a * c)
    small, large = (-b - root) / (2 * a), (-b + root) / (2 * a)
    m = Fraction(small.denominator)
    needs((a / m).denominator == 1 and (a / m) % large.denominator == 0)
    n = a / m
    sketch.originals = {"p": small * m} if root == 0 and m == n else {"p": small * m, "q": large * n}
    double = "q" not in sketch.originals
    limit = 9 if max(abs(Fraction(one)) for one in sketch.originals.values()) < 10 else 20
    sketch.domains = {name: _around(limit) for name in sketch.originals}
    if a == 1:
        sketch.let += [("m", "1"), ("n", "1")]
    else:
        sketch.originals |= {"m": m} if double else {"m": m, "n": n}
        sketch.domains |= {name: _positive(6) for name in ("m", "n")}
    sketch.let += [("q", "p")] if double else []
    sketch.let += [("n", "m")] if double and a != 1 else []
    sketch.let += [
        ("a", "m * n"),
        ("b", "-(m*q + n*p)"),
        ("c", "p * q"),
        ("u", "p / m"),
        ("w", "q / n"),
        ("dd", "b*b - 4*a*c"),
    ]
    for power, name in ((2, "a"), (1, "b"), (0, "c")):
        shown = terms[power]
        printed = name if shown.sign == sign else f"-{name}"
        sketch.let.append((f"{name}p", printed))
        if not (power == 2 and a == 1):
            place_term(sketch, shown, f"{name}p")
        if shown.first == shown.last and not (power == 2 and a == 1):
            sketch.wrap.append((min(t.first for t in terms.values()), max(t.last for t in terms.values())))
    sketch.where += ["p != 0", "q != 0", "gcd(p, m) == 1", "gcd(q, n) == 1", "b != 0"]
    sketch.where += [] if double else ["u != w"]
    sketch.where += ["gcd(gcd(a, b), c) == 1"] if a != 1 else []


def _around(limit: int) -> RangeDomain:
    return RangeDomain(Fraction(-limit), Fraction(limit))


def _positive(limit: int) -> RangeDomain:
    return RangeDomain(Fraction(1), Fraction(limit))


def forwards(sketch: Sketch, parts: list[tuple[str, int, str]], letter: str, factors: dict[int, Fraction]) -> None:
    """Draw the printed numbers themselves and keep the discriminant's kind: square, not square, zero."""
    left, right = (bind(sketch, text, place) for text, place, _ in parts)
    at = {
        number: f"{left.text(**{letter: number})} - {right.text(**{letter: number})}" for number in ("0", "1", "(-1)")
    }
    sketch.let = [("c", at["0"]), ("f1", at["1"]), ("f2", at["(-1)"])]
    sketch.let += [("a", "(f1 + f2)/2 - c"), ("b", "(f1 - f2)/2"), ("dd", "b*b - 4*a*c")]
    root = factors[1] ** 2 - 4 * factors[2] * factors[0]
    sketch.where += ["a != 0", "c != 0" if factors[0] else "c == 0", "b != 0" if factors[1] else "b == 0"]
    if is_square(root):
        needs(root.denominator == 1 and root < 120**2)
        sketch.let += [("r", root_formula("dd")), ("u", "(-b - r)/(2*a)"), ("w", "(-b + r)/(2*a)")]
        sketch.where += ["r > 0" if root else "dd == 0"]
    else:
        sketch.let += _reduced_roots(all(factor.denominator == 1 for factor in factors.values()) and 0 < root < 200)
        sketch.where += ["dd > 0", f"{root_formula('dd')} < 0", "dd < 200"] if root > 0 else ["dd < 0"]


def _reduced_roots(whole: bool) -> list[tuple[str, str]]:
    """Both roots by the formula; with whole factors the square comes out of the root and the fraction is reduced."""
    if not whole:
        return [("u", "(-b - sqrt(dd))/(2*a)"), ("w", "(-b + sqrt(dd))/(2*a)")]
    largest = "sum(1 for j in range(i + 1, 15) if is_int(dd/(j*j))) == 0"
    return [
        ("ro", f"sum(i for i in range(1, 15) if is_int(dd/(i*i)) and {largest})"),
        ("ke", "dd/(ro*ro)"),
        ("gf", "gcd(gcd(abs(b), ro), abs(2*a))"),
        ("nb", "-b/gf"), ("nr", "ro/gf"), ("ba", "2*a/gf"),
        ("u", "(nb - nr*sqrt(ke))/ba"), ("w", "(nb + nr*sqrt(ke))/ba"),
    ]  # fmt: skip


def _prepared(match: Match, real: bool = True) -> tuple[Sketch, str, Fraction]:
    parts, letter = _one_unknown(match)
    factors = _difference(parts, letter)
    needs(factors[2] and not any(factor for power, factor in factors.items() if power > 2))
    root = factors[1] ** 2 - 4 * factors[2] * factors[0]
    needs(root >= 0 or not real, "no real root")
    sketch = Sketch(QUADRATIC, "equation.quadratic", keeps_size=False)
    terms = by_degree(monomials(parts[0][0], parts[0][1]), letter)
    if is_square(root) and set(terms) == {0, 1, 2} and parts[1][0] == "0":
        backwards(sketch, terms, factors)
    else:
        forwards(sketch, parts, letter, factors)
    return sketch, letter, root


def quadratic(reading: Reading, match: Match) -> Sketch | None:
    """The real roots of a quadratic equation, as a set."""
    sketch, letter, root = _prepared(match)
    sketch.kind, sketch.answer, sketch.unknown = AnswerKind.SET, "u, w" if root else "u", letter
    sketch.wrong = [
        ("-u, -w", "sign"),
        ("u, -w", "sign"),
        ("-u, w", "sign"),
        ("u", "partial"),
        ("w", "partial"),
    ]
    if not is_square(root):
        pairs = (("(b {} sqrt(dd))/(2*a)", "sign"), ("(-b {} sqrt(dd))/a", "formula"), ("-b {} sqrt(dd)", "partial"),
                 ("(-b {} sqrt(b*b + 4*abs(a*c)))/(2*a)", "sign"), ("(b {} sqrt(dd))/a", "sign"))  # fmt: skip
        sketch.wrong = [(f"{text.format('-')}, {text.format('+')}", why) for text, why in pairs]
    elif not root:
        sketch.wrong = [
            ("-u", "sign"),
            ("u*u", "partial"),
            ("2*u", "formula"),
            ("u + 1", "other"),
            ("u - 1", "other"),
        ]
    korean = is_korean(reading.source)
    head = "판별식은" if korean else "The discriminant is"
    tail = "근의 공식에 대입하면" if korean else "By the quadratic formula,"
    roots = f"${letter} = {{u}}$" + (f", ${letter} = {{w}}$" if root else "")
    if "p" in sketch.originals:
        factors = f"$({{m}}{letter} - {{p}})({{n}}{letter} - {{q}}) = 0$"
        sketch.say = [f"좌변을 인수분해하면 {factors}" if korean else f"Factoring gives {factors}.", roots]
    else:
        sketch.say = [f"{head} ${{b}}^2 - 4 \\times {{a}} \\times {{c}} = {{dd}}$", f"{tail} {roots}"]
    return sketch


def of_roots(reading: Reading, match: Match) -> Sketch | None:
    """Sum, product, or another symmetric expression of the two roots."""
    sketch, _, root = _prepared(match, real=False)
    needs(root != 0)
    asked = match.groupdict().get("g")
    sketch.concept, sketch.family = "중3.이차방정식.근과 계수의 관계", "equation.quadratic.roots"
    sketch.let = [
        (name, text)
        for name, text in sketch.let
        if not (name in ("u", "w", "ro", "ke", "gf", "nb", "nr", "ba") and root != 0 and not is_square(root))
    ]
    word = match.groupdict().get("asked") or ""
    formula = (
        {"합": "sm", "곱": "pr"}[word[0]]
        if word
        else in_sum_and_product((asked or "").replace("\\alpha", "α").replace("\\beta", "β"))
    )
    sketch.let += [("sm", "-b/a"), ("pr", "c/a"), ("s", formula)]
    sketch.wrong = [
        ("-sm", "sign"),
        ("pr", "misread"),
        ("sm", "misread"),
        ("-pr", "sign"),
        ("sm*sm + 2*pr", "sign"),
        ("sm*sm", "partial"),
    ]
    if len(word) > 1:
        first, last = ("sm", "pr") if word[0] == "합" else ("pr", "sm")
        sketch.answer, sketch.labels = f"{first}, {last}", (word[0], word[-1])
        sketch.wrong = [(f"-{first}, {last}", "sign"), (f"{first}, -{last}", "sign"), (f"{last}, {first}", "order")]
        sketch.wrong += [(f"-{first}, -{last}", "sign"), (f"{first} + 1, {last}", "other")]
        sketch.where.append("sm != pr")
    sketch.say = [
        "두 근의 합은 $-\\frac{b}{a} = {sm}$, 두 근의 곱은 $\\frac{c}{a} = {pr}$",
        "따라서 구하는 값은 ${s}$",
    ]
    return sketch


def discriminant(reading: Reading, match: Match) -> Sketch | None:
    """The value of the discriminant, or the number of different real roots."""
    sketch, _, _ = _prepared(match, real=False)
    sketch.concept, sketch.family = "중3.이차방정식.판별식", "equation.quadratic.discriminant"
    counts = match.groupdict().get("count") is not None
    sketch.let += [("s", "(2 if dd > 0 else (1 if dd == 0 else 0))" if counts else "dd")]
    sketch.wrong = [
        ("b*b + 4*a*c", "sign"),
        ("b - 4*a*c", "formula"),
        ("b*b - a*c", "formula"),
        ("b*b", "partial"),
    ]
    sketch.wrong = [(f"{n}", "other") for n in ("0", "1", "2", "3")] if counts else sketch.wrong
    sketch.say = ["판별식은 $D = {b}^2 - 4 \\times {a} \\times {c} = {dd}$", "따라서 답은 {s}"]
    sketch.where = [one for one in sketch.where if not (counts and one.startswith("dd"))]
    return sketch


_TWO_ROOTS = r"<lead>(?:[a-zA-Z]에(?:대한|관한))?(?:이차)?방정식{f:math}의두(?:실)?근"
FAMILIES = (
    Family("equation.linear", (*asks_to_solve(_NOUN), _SOLVE_EN), linear),
    Family("equation.quadratic", (*asks_to_solve(_NOUN, "해|근|x의값|두근"), _SOLVE_EN), quadratic),
    Family(
        "equation.quadratic.roots",
        (
            rf"{_TWO_ROOTS}의(?P<asked>합|곱)<ask>",
            rf"{_TWO_ROOTS}의(?P<asked>합과곱|곱과합)<ask>",
            rf"{_TWO_ROOTS}을(?:각각)?(?:α|\\alpha),(?:β|\\beta)(?:라고?|이라)할때[,.]?(?:이때,?)?{{g:math}}의값<ask>",
            rf"{_TWO_ROOTS}(?:이|가)(?:α|\\alpha),(?:β|\\beta)일때,?{{g:math}}의값<ask>",
        ),
        of_roots,
    ),
    Family(
        "equation.quadratic.discriminant",
        (
            r"<lead>(?:이차)?방정식{f:math}의판별식(?:D)?(?:의값)?<ask>",
            r"<lead>(?:이차)?방정식{f:math}의(?:서로다른)?(?:실근|근|해)의(?P<count>개수|수)<ask>",
        ),
        discriminant,
    ),
)
