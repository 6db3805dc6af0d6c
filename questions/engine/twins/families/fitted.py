"""Numbers that fit a condition: coefficients of an expansion, mirrored points, moved graphs, equal complex numbers."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.complexes import Complex, parts_of
from questions.engine.twins.families.identified import ask_constants
from questions.engine.twins.grammar.algebra import Bound, bind, monomials, needs, place_term
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import (
    Shape,
    coefficients,
    kinds_of,
    letters_of,
    polynomial,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch, values_of
from questions.engine.types import AnswerKind, RangeDomain

_SMALL = RangeDomain(Fraction(-9), Fraction(9))
_TERM = re.compile(r"([xy])(?:\^\{?(\d)\}?)?")
_PLAIN = {"number", "letter", "+", "-", "*", "**", "neg"}


def weights(degree: int, places: int) -> list[Fraction]:
    """What each of a polynomial's values at 0, 1, …, places counts in its coefficient of that degree (Lagrange)."""
    found = []
    for place in range(places + 1):
        product = [Fraction(1)]
        for other in range(places + 1):
            if other != place:
                shifted = [Fraction(0), *product]
                product = [
                    (a - other * b) / (place - other) for a, b in zip(shifted, [*product, Fraction(0)], strict=True)
                ]
        found.append(product[degree])
    return found


def coefficient(reading: Reading, match: Match) -> Sketch | None:
    """A coefficient of a product that is to be multiplied out, from its values at small whole numbers."""
    root = read_formula(match["f"]).root
    needs(kinds_of(root) <= _PLAIN and letters_of(root) <= {"x", "y"} and letters_of(root))
    term = {letter: int(power or 1) for letter, power in _TERM.findall(match["w"].split("의")[0])}
    needs(set(term) <= letters_of(root))
    sketch = Sketch("중3.다항식의 곱셈.계수", "polynomial.coefficient", keeps_size=False)
    body = bind(sketch, match["f"], match.start("f"))
    powers = polynomial(root)
    most = {letter: max(dict(one).get(letter, 0) for one in powers) for letter in sorted(letters_of(root))}
    needs(all(term.get(letter, 0) <= count <= 4 for letter, count in most.items()))
    sketch.let.append(("s", _weighed(body, list(most.items()), term)))
    now = powers.get(tuple(sorted(term.items())), Fraction(0))
    needs(now)
    sketch.where = ["s != 0", "abs(s) < 300"]
    sketch.wrong = misconceptions("-s | sign; s + 1 | other; s - 1 | other; 2*s | other; s + 2 | other; s - 2 | other")
    sketch.say = ["전개하여 그 항이 나오는 부분만 모아 더한다.", "따라서 구하는 값은 ${s}$"]
    return sketch


def _weighed(body: Bound, most: list[tuple[str, int]], term: dict[str, int]) -> str:
    rows: list[tuple[Fraction, dict[str, str]]] = [(Fraction(1), {})]
    for letter, count in most:
        shares = weights(term.get(letter, 0), count)
        rows = [
            (w * share, {**at, letter: str(place)}) for w, at in rows for place, share in enumerate(shares) if share
        ]
    needs(len(rows) <= 16)
    return " + ".join(f"({weight.numerator}/{weight.denominator})*{body.text(**at)}" for weight, at in rows)


def mirrored(reading: Reading, match: Match) -> Sketch | None:
    """Two points that mirror each other in an axis or the origin, each with one coordinate that is a letter."""
    sketch = Sketch("중1.좌표평면.대칭", "points.mirrored", keeps_size=False)
    turned = {"x축": (1, -1), "y축": (-1, 1), "원점": (-1, -1)}[match["axis"]]
    letters = []
    for sign, (one, other) in zip(turned, (("p", "r"), ("q", "s")), strict=True):
        shown, asked = (one, other) if re.fullmatch(r"-?\d+", match[one]) else (other, one)
        needs(re.fullmatch(r"-?\d+", match[shown]) and re.fullmatch("[a-z]", match[asked]))
        name = f"k{shown}"
        sketch.originals[name], sketch.domains[name] = Fraction(match[shown]), _SMALL
        sketch.places.append((name, *match.span(shown)))
        sketch.let.append((f"u{match[asked]}", f"{'-' if sign < 0 else ''}{name}*1"))
        letters.append(match[asked])
        sketch.where.append(f"{name} != 0")
    needs(len(set(letters)) == 2)
    sketch.where.append(f"u{letters[0]} != u{letters[1]}")
    ask_constants(sketch, match, sorted(letters), True)
    _no_stray(sketch, "u" + letters[0], "u" + letters[1])
    word = {"x축": "$y$좌표", "y축": "$x$좌표", "원점": "$x$좌표와 $y$좌표"}[match["axis"]]
    sketch.say[0] = f"대칭인 두 점은 {word}의 부호만 서로 다르다."
    return sketch


def _no_stray(sketch: Sketch, one: str, other: str) -> None:
    """Wrong answers of the comparing family name its coefficients; here they are the constants themselves."""
    sketch.wrong = [(text.replace("q0", one).replace("q1", other), why) for text, why in sketch.wrong]


def complex_equation(reading: Reading, match: Match) -> Sketch | None:
    """Real x and y of an equation between complex numbers: they are drawn, the right side follows."""
    root = read_formula(match["f"]).root
    needs(letters_of(root) == {"x", "y", "i"} and kinds_of(root) <= _PLAIN)
    needs(all(power <= 1 for one in polynomial(root) for name, power in one if name in "xy"))
    sketch = Sketch("고1.복소수.서로 같은 복소수", "complex.equation", keeps_size=False)
    body = bind(sketch, match["f"], match.start("f"))
    real, imaginary = _parts(body.formula.root, body.names)
    shown = _printed_complex(match)
    values = _real_solution(root, *(sign * value for sign, value, _, _ in shown))
    for letter, value in zip("xy", values, strict=True):
        needs(value.denominator == 1)
        sketch.originals[f"u{letter}"], sketch.domains[f"u{letter}"] = value, _SMALL
    sketch.let = [("re", real), ("im", imaginary)]
    for name, (sign, value, first, last) in zip(("re", "im"), shown, strict=True):
        sketch.let.append((f"{name}p", name if sign > 0 else f"-{name}"))
        sketch.places.append((f"{name}p", first, last))
        sketch.where.append(f"abs({name}) < 60")
        sketch.where += [f"{name}p > 1"] if first != last and value > 1 else []
    sketch.where += ["ux != 0", "uy != 0", "ux != uy"]
    ask_constants(sketch, match, ["x", "y"], True)
    _no_stray(sketch, "ux", "uy")
    sketch.say[0] = "좌변을 정리하여 실수부분은 실수부분끼리, 허수부분은 허수부분끼리 비교한다."
    return sketch


def _parts(root: Shape, names: dict[int, str]) -> Complex:
    """Real and imaginary part with x and y as the real numbers drawn for them."""
    if root.kind == "letter" and root.letter in "xy":
        return f"u{root.letter}", "0"
    if root.kind in ("+", "-", "*"):
        from questions.engine.twins.families.complexes import product_of, sum_of

        one, other = (_parts(part, names) for part in root.parts)
        return product_of(one, other) if root.kind == "*" else sum_of(one, other, root.kind)
    if root.kind == "neg":
        real, imaginary = _parts(root.parts[0], names)
        return f"(-({real}))", f"(-({imaginary}))"
    return parts_of(root, names)


def _printed_complex(match: Match) -> list[tuple[int, Fraction, int, int]]:
    """`7 + 4i` as its two printed parts: sign, factor and the digits' place."""
    terms = monomials(match["h"], match.start("h"))
    needs(terms is not None and [term.powers for term in terms] == [(), (("i", 1),)])
    return [(term.sign, term.factor, term.first, term.last) for term in terms or []]


def _real_solution(root: Shape, real: Fraction, imaginary: Fraction) -> tuple[Fraction, Fraction]:
    """x and y by Cramer's rule from the parts that belong to x, y and neither."""
    rows: dict[str, list[Fraction]] = {name: [Fraction(0), Fraction(0)] for name in ("x", "y", "")}
    for powers, factor in polynomial(root).items():
        inside = dict(powers)
        turns = inside.pop("i", 0)
        name = "".join(inside)
        needs(name in rows)
        rows[name][turns % 2] += factor * (-1 if turns % 4 > 1 else 1)
    (a, c), (b, d), (e, f) = rows["x"], rows["y"], rows[""]
    low = a * d - b * c
    needs(low)
    right, other = real - e, imaginary - f
    return (right * d - b * other) / low, (a * other - right * c) / low


def conjugates(reading: Reading, match: Match) -> Sketch | None:
    """An expression in z and its conjugate for a printed z = a + bi."""
    terms = monomials(match["f"], match.start("f"))
    needs(terms is not None and [term.powers for term in terms] in ([(), (("i", 1),)], [(("i", 1),), ()]))
    by_kind = {bool(term.powers): term for term in terms or []}
    sketch = Sketch("고1.복소수.켤레복소수", "complex.conjugates", keeps_size=False)
    for name, term in (("m", by_kind[False]), ("n", by_kind[True])):
        sketch.originals[name], sketch.domains[name] = term.factor, RangeDomain(Fraction(1), Fraction(9))
        place_term(sketch, term, name)
        needs(term.first != term.last)
        sketch.let.append((f"z{name}", f"{'-' if term.sign < 0 else ''}{name}*1"))
    text = re.sub(r"\\bar\{?z\}?", "w", match["g"])
    root = read_formula(text).root
    needs(letters_of(root) <= {"z", "w", "i"} and "w" in letters_of(root) and kinds_of(root) <= _PLAIN | {"/"})
    real, imaginary = _in_conjugates(root)
    sketch.let += [("re", real), ("im", imaginary)]
    whole = values_of(sketch)["im"] == 0
    sketch.where = ["im == 0" if whole else "im != 0", "m > 0", "n > 1"]
    sketch.answer, sketch.kind = ("re", AnswerKind.NUMBER) if whole else ("re + im*sqrt(-1)", AnswerKind.EXPRESSION)
    sketch.wrong = misconceptions(
        "m*m - n*n | sign; m + n | formula; 2*m | misread; 2*n | misread; -re | sign; re + 1 | other; re + 2 | other"
    )
    if not whole:
        sketch.wrong = misconceptions(
            "re - im*sqrt(-1) | sign; -re + im*sqrt(-1) | sign; im + re*sqrt(-1) | order; re + 1 + im*sqrt(-1) | other; re + (im + 1)*sqrt(-1) | other"
        )
    sketch.say = [
        "켤레복소수는 허수부분의 부호만 바꾼 수이므로 대입하여 계산한다.",
        "실수부분은 ${re}$, 허수부분은 ${im}$",
    ]
    return sketch


def _in_conjugates(node: Shape) -> Complex:
    from questions.engine.twins.families.complexes import product_of, sum_of

    if node.kind == "letter" and node.letter in "zw":
        return "zm", "zn" if node.letter == "z" else "(-zn)"
    if node.kind in ("+", "-", "*"):
        one, other = (_in_conjugates(part) for part in node.parts)
        return product_of(one, other) if node.kind == "*" else sum_of(one, other, node.kind)
    if node.kind == "**":
        needs(node.parts[1].kind == "number" and node.parts[1].value == 2)
        base = _in_conjugates(node.parts[0])
        return product_of(base, base)
    if node.kind == "/":
        one, (c, d) = (_in_conjugates(part) for part in node.parts)
        real, imaginary = product_of(one, (c, f"(-({d}))"))
        below = f"(({c})**2 + ({d})**2)"
        return f"({real})/{below}", f"({imaginary})/{below}"
    return parts_of(node, {})


def moved_point(reading: Reading, match: Match) -> Sketch | None:
    """The unknown height of a point through which a moved line or parabola passes."""
    factors = coefficients(read_formula(match["f"]).root, "x")
    needs(1 <= max(factors) <= 2)
    sketch = Sketch("중2.일차함수.평행이동", "graph.moved.point", keeps_size=False)
    body = bind(sketch, match["f"], match.start("f"))
    for name in ("h", "t", "r"):
        if match.groupdict().get(name):
            sketch.originals[name], sketch.domains[name] = Fraction(match[name]), _SMALL
            sketch.places.append((name, *match.span(name)))
            sketch.where.append(f"{name} != 0")
    over, up = ("h" if "h" in sketch.originals else "0"), ("t" if "t" in sketch.originals else "0")
    sketch.let = [("s", f"{body.text(x=f'(r - {over})')} + {up}")]
    sketch.where.append("abs(s) < 100")
    sketch.wrong = [(f"{body.text(x=f'(r + {over})')} + {up}", "sign"), (f"{body.text(x='r')} - {up}", "sign")]
    sketch.wrong += [
        (body.text(x="r"), "partial"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("s + 2", "other"),
    ]
    sketch.say = ["평행이동한 그래프의 식에 점의 $x$좌표를 대입한다.", "따라서 구하는 값은 ${s}$"]
    return sketch


_MOVED = r"(?:(?:한그래프|하였을때|하면|한직선|한포물선|하였더니|했더니|하니|한것)(?:이|가|은|는)?,?)"
_PASSES = r"점(?:[A-Z])?\((?P<r>-?\d+),(?P<v>[a-z])\)(?:를|을)(?:지날때|지난다\.|지났다\.|지나면|지나게되었다\.|지나는|지난다고할때),?(?:이때,?)?(?:상수)?(?P=v)의값<ask>"
_Y = r"<lead>(?:일차함수|이차함수|함수|직선|포물선)?y=(?P<f>[^가-힣?=,]+?)(?:의그래프)?(?:을|를)"
_UNIT = r"(?:단위)?만큼"
_ON = r"(?:x좌표|y좌표)"
FAMILIES = (
    Family(
        "polynomial.coefficient",
        (
            r"<lead>(?:다항식|식)?(?P<f>[^가-힣?=]+?)(?:을|를)(?:전개|간단히|계산|정리)(?:하였을때|했을때|하면|한식에서|한식의|할때|한결과에서|하여간단히하면|하여정리하였을때|하여정리했을때),?(?P<w>[xy\d^{}]+의계수|상수항)(?:의값)?<ask>",
            r"<lead>(?:다항식|식)?(?P<f>[^가-힣?=]+?)의전개식에서,?(?P<w>[xy\d^{}]+의계수|상수항)(?:의값)?<ask>",
        ),
        coefficient,
    ),
    Family(
        "points.mirrored",
        (
            r"<lead>(?:두)?점[A-Z]?\((?P<p>-?\d+|[a-z]),(?P<q>-?\d+|[a-z])\)(?:과|와|,)(?:점)?[A-Z]?\((?P<r>-?\d+|[a-z]),(?P<s>-?\d+|[a-z])\)(?:가|이)(?P<axis>x축|y축|원점)에대하여(?:서로)?대칭(?:일때|이다\.이때|이면|인),?(?:상수[a-z],[a-z]에대하여,?)?(?:상수)?(?P<g>[^가-힣?=]+?)(?:의값)?<ask>",
            r"<lead>점[A-Z]?\((?P<p>-?\d+|[a-z]),(?P<q>-?\d+|[a-z])\)(?:과|와)(?P<axis>x축|y축|원점)에대하여(?:서로)?대칭인점(?:의좌표)?(?:이|가)(?:점)?[A-Z]?\((?P<r>-?\d+|[a-z]),(?P<s>-?\d+|[a-z])\)일때,?(?:상수[a-z],[a-z]에대하여,?)?(?P<g>[^가-힣?=]+?)(?:의값)?<ask>",
        ),
        mirrored,
        ("대칭",),
    ),
    Family(
        "complex.equation",
        (
            r"<lead>(?:등식)?(?P<f>[^가-힣?=]+?)=(?P<h>[^가-힣?=]+?)(?:(?:을|를)만족(?:하는|시키는)|를만족하는|일때|(?:이|가)성립할때|(?:이|가)성립하도록하는|이성립하는),?(?:두)?(?:실수)?(?:x,y에대하여,?)?(?P<g>[^가-힣?=]+?)(?:의값)?<ask>",
        ),
        complex_equation,
        ("i",),
    ),
    Family(
        "complex.conjugates",
        (
            r"<lead>(?:복소수)?z=(?P<f>[^가-힣?=]+?)(?:(?:의켤레복소수(?:을|를))\\bar\{z\}(?:라할때|일때)|에대하여|일때),?(?P<g>[^가-힣?=]*\\bar\{z\}[^가-힣?=]*?)의값(?:\(단,\\bar\{z\}(?:는|은)z의켤레복소수(?:이다)?\.?\))?<ask>",
        ),
        conjugates,
        ("\\bar",),
    ),
    Family(
        "graph.moved.point",
        (
            rf"{_Y}y축의?방향으로(?P<t>-?\d+){_UNIT}평행이동{_MOVED}{_PASSES}",
            rf"{_Y}x축의?방향으로(?P<h>-?\d+){_UNIT},?y축의?방향으로(?P<t>-?\d+){_UNIT}평행이동{_MOVED}{_PASSES}",
            rf"{_Y}x축의?방향으로(?P<h>-?\d+){_UNIT}평행이동{_MOVED}{_PASSES}".replace("(?P<r>", "(?P<t>)(?P<r>"),
        ),
        moved_point,
        ("평행이동",),
    ),
    *(
        family(
            "root.between",
            "중3.제곱근.대소 관계",
            [
                rf"<lead>(?:부등식)?{{p:int}}(?P<r1>{first})√(?:\{{)?{{m:int}}?x(?:\}})?(?P<r2>{second}){{q:int}}(?:을|를)?(?:만족(?:하는|시키는)|를만족하는|일때,?)(?:모든)?자연수x(?:의값)?의(?P<w>{word})<ask>".replace(
                    "(?P<m>-?(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+))?", "(?P<m>\\d+)?"
                ),
            ],
            let=f"s = sum({body} for i in range(1, 400) if p*p {'<=' if first == '≤' else '<'} {times}i and {times}i {'<=' if second == '≤' else '<'} q*q)",
            where="q > p; p > 0; s > 1" + ("; m > 1" if times else ""),
            domains="p 1..6; q 3..9; m 2..5",
            wrong="s + 1 | off_by_one; s - 1 | off_by_one; s + 2 | off_by_one; q*q - p*p | partial; q - p | formula; s - 2 | other",
            say=["각 변을 제곱하여 $x$의 값의 범위를 구한다.", "조건에 맞는 자연수를 세면 ${s}$"],
            keeps_size=False,
            hints="√ 자연수",
        )
        for word, body in (("개수", "1"), ("합", "i"))
        for first in "<≤"
        for second in "<≤"
        for times in ("", "m*")
    ),
    family(
        "decimal.finite.least",
        "중2.유리수와 순환소수.유한소수",
        [
            r"<lead>(?:분수)?\\frac\{(?P<k>\d+)\}\{(?P<n>\d+)\}(?:×|에)(?:a|x|어떤자연수)(?:를|을|가|이)?(?:곱하여|곱하면|곱해서|소수로나타내면)?,?(?:유한소수(?:가|로))(?:될때|되도록하는|되게하는|되도록할때|나타낼수있을때|나타내어질때|나타낼수있도록하는|나타내어지도록하는|만들려고할때,?곱해야할|되도록하려고할때,?곱해야하는),?(?:가장작은)자연수[ax]?(?:의값)?<ask>",
        ],
        let="low = n/gcd(n, k); s = low/gcd(low, 10**9)",
        hidden="",
        where="s > 1; n > k; gcd(low, 10) > 1",
        domains="n 12..180; k 1..30",
        bounded=False,
        wrong="n | misread; low | partial; 2*s | other; 3*s | other; s + 1 | other; 5*s | other",
        say=[
            "기약분수로 고친 분모 ${low}$의 소인수가 2나 5뿐이어야 한다.",
            "따라서 곱해야 하는 가장 작은 자연수는 ${s}$",
        ],
        keeps_size=False,
        hints="유한소수",
    ),
    family(
        "decimal.finite.least",
        "중2.유리수와 순환소수.유한소수",
        [
            r"<lead>분수\\frac\{a\}\{{n:int}\}(?:를|을|가|이)(?:소수로나타내면|소수로나타내었을때|소수로나타낼때|소수로나타냈을때)?,?유한소수(?:가|로)(?:될때|되도록하는|되게하는|되도록할때|나타낼수있을때|나타내어질때|나타낼수있도록하는|나타내어지도록하는|되는),?(?:a의값중)?(?:가장작은)자연수a?(?:의값)?<ask>".replace(
                "{n:int}", "(?P<n>\\d+)"
            ),
        ],
        let="low = n + 0; s = low/gcd(low, 10**9)",
        hidden="",
        where="s > 1; s < n; gcd(n, 10) > 1",
        domains="n 12..180",
        bounded=False,
        wrong="n | misread; low | partial; 2*s | other; 3*s | other; s + 1 | other; 5*s | other",
        say=[
            "기약분수로 고친 분모 ${low}$의 소인수가 2나 5뿐이어야 한다.",
            "따라서 곱해야 하는 가장 작은 자연수는 ${s}$",
        ],
        keeps_size=False,
        hints="유한소수",
    ),
)
