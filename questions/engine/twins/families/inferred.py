"""Values, equations and functions that follow from a few given facts: roots, logarithms, limits, pieces."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import bind, by_degree, monomials, needs, place_term
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, ChoiceDomain, RangeDomain


def prime_powers(reading: Reading, match: Match) -> Sketch | None:
    """A number written by its primes; new numbers have as many primes and about as many factors."""
    number = int(match["n"])
    needs(1 < number < 10_000)
    alike = [
        other
        for other in range(max(4, number // 3), min(3 * number, 9999) + 1)
        if len(str(other)) == len(str(number)) and _alike(other, number)
    ]
    sketch = Sketch("중1.소인수분해", "divisors.factorise", form="prime_factors", keeps_size=False)
    sketch.originals, sketch.texts = {"n": Fraction(number)}, {"n": match["n"]}
    sketch.domains = {"n": ChoiceDomain(tuple(map(str, alike)))}
    sketch.places = [("n", *match.span("n"))]
    sketch.let = [("s", "n + 0")]
    smallest = min(prime_factorisation(number))
    sketch.where = [f"mod(n, {smallest}) == 0"]
    sketch.wrong = misconceptions(f"n/{smallest} | partial; 2*n | other; 3*n | other; 5*n | other; 7*n | other")
    sketch.say = [
        "가장 작은 소수부터 차례로 나누어 몫이 소수가 될 때까지 나눈다.",
        "나눈 소수와 마지막 몫을 모두 곱한 꼴로 나타낸다.",
    ]
    return sketch


def prime_factorisation(number: int) -> dict[int, int]:
    """The exponents of the primes of a natural number."""
    found: dict[int, int] = {}
    prime = 2
    while number > 1:
        while number % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            number //= prime
        prime += 1
    return found


def _alike(one: int, other: int) -> bool:
    mine, theirs = prime_factorisation(one), prime_factorisation(other)
    return (
        len(mine) == len(theirs)
        and abs(sum(mine.values()) - sum(theirs.values())) <= 1
        and max(mine) <= max(13, *theirs)
        and sum(mine.values()) > 1
    )


def coefficient_sum(reading: Reading, match: Match) -> Sketch | None:
    """The sum of the coefficient of x and the constant of an expression of the first degree, once simplified."""
    text, start = match["f"], match.start("f")
    needs(letters_of(read_formula(text).root) == {"x"})
    sketch = Sketch("중1.문자와 식.일차식의 계산", "linear.coefficients", keeps_size=False)
    body = bind(sketch, text, start)
    sketch.let = [("rest", body.text(x="0")), ("s", body.text(x="1")), ("slope", "s - rest")]
    sketch.where = [f"{body.text(x='2')} == slope + s", "slope != 0", "rest != 0", "is_int(s)", "abs(s) < 200"]
    wanted = {("계수", "합"): "s", ("계수", "차"): "abs(slope - rest)", ("계수", "곱"): "slope*rest"}
    sketch.let.append(("value", wanted["계수", match["w"]] + " + 0"))
    sketch.answer = "value"
    sketch.wrong = misconceptions(
        "slope - rest | sign; rest - slope | sign; slope + rest | misread; slope*rest | misread; -value | sign; slope | partial; rest | partial; value + 1 | other"
    )
    sketch.say = ["괄호를 풀어 정리하면 $x$의 계수는 ${slope}$, 상수항은 ${rest}$", "따라서 구하는 값은 ${value}$"]
    return sketch


def powers_of_i(reading: Reading, match: Match) -> Sketch | None:
    """A sum of powers of i: the exponents are drawn, each power follows from its rest by 4."""
    sketch = Sketch("고1.복소수.i의 거듭제곱", "complex.powers", kind=AnswerKind.EXPRESSION, keeps_size=False)
    start, place, real, imaginary = match.start("f"), 0, ["0"], ["0"]
    terms = list(re.finditer(r"(?P<sign>[-+]?)i\^(?:\{(?P<n>\d{1,4})\}|(?P<m>\d))", match["f"]))
    needs(terms)
    for index, term in enumerate(terms):
        needs(term.start() == place and (index == 0 or term["sign"]))
        place, group, name = term.end(), "n" if term["n"] else "m", f"n{index}"
        value = int(term[group])
        sketch.originals[name] = Fraction(value)
        low, high = (2, 9) if value < 10 else (10, 99) if value < 100 else (100, 999 if value < 1000 else 9999)
        sketch.domains[name] = RangeDomain(Fraction(low), Fraction(high))
        sketch.places.append((name, start + term.start(group), start + term.end(group)))
        sign = "-" if term["sign"] == "-" else "+"
        real.append(f"{sign} (1 if mod({name}, 4) == 0 else -1 if mod({name}, 4) == 2 else 0)")
        imaginary.append(f"{sign} (1 if mod({name}, 4) == 1 else -1 if mod({name}, 4) == 3 else 0)")
    needs(place == len(match["f"]))
    sketch.let = [("re", " ".join(real)), ("im", " ".join(imaginary))]
    sketch.where = ["not (re == 0 and im == 0)"] if len(terms) > 1 else []
    sketch.answer, sketch.bounded = "re + im*sqrt(-1)", False
    sketch.wrong = misconceptions(
        "re - im*sqrt(-1) | sign; -re + im*sqrt(-1) | sign; -re - im*sqrt(-1) | sign; im + re*sqrt(-1) | order; re + 1 + im*sqrt(-1) | other; re + (im + 1)*sqrt(-1) | other; re - 1 + im*sqrt(-1) | other"
    )
    sketch.say = ["$i^4 = 1$이므로 지수를 4로 나눈 나머지로 계산한다.", "실수부분은 ${re}$, 허수부분은 ${im}$"]
    return sketch


def piece(reading: Reading, match: Match) -> Sketch | None:
    """The value at a hole of (x² + p x + q)/(x - c) that makes the function continuous."""
    terms = by_degree(monomials(match["f"], match.start("f")), "x")
    needs(terms and max(terms) == 2 and terms[2].sign == terms[2].factor == 1)
    c = Fraction(match["c"]) * (-1 if match["s"] == "+" else 1)
    middle, last = (terms[d].sign * terms[d].factor if d in terms else Fraction(0) for d in (1, 0))
    d = -middle - c
    needs(c * d == last and all(Fraction(match[name]) == c for name in ("c_2", "c_3", "c_4")))
    sketch = Sketch("고2.극한.연속", "continuity.hole", keeps_size=False)
    sketch.originals = {"c": c, "d": d}
    sketch.domains = {name: RangeDomain(Fraction(-7), Fraction(7)) for name in "cd"}
    sketch.let = [("shown", "c + 0" if c > 0 else "-c")]
    sketch.places = [("shown", *match.span("c")), *(("c", *match.span(name)) for name in ("c_2", "c_3", "c_4"))]
    for degree, formula in ((1, "-(c + d)"), (0, "c*d")):
        term = terms.get(degree)
        if term is None:
            sketch.where.append(f"{formula} == 0")
            continue
        sketch.let.append((f"t{degree}", formula if term.sign > 0 else f"-({formula})"))
        place_term(sketch, term, f"t{degree}")
    sketch.let.append(("s", "c - d"))
    sketch.where += ["c != d", "c != 0", "s != 0"]
    sketch.wrong = misconceptions(
        "c + d | sign; d - c | sign; c | misread; 0 | other; -d | partial; s + 1 | other; s - 1 | other"
    )
    sketch.say = [
        "$x = {c}$에서 연속이려면 극한값과 함숫값이 같아야 한다.",
        "분자를 인수분해하여 약분하면 극한값은 ${c} - ({d}) = {s}$",
    ]
    return sketch


_EQUAL_LOG = r"log(?:_\{?10\}?)?"
FAMILIES = (
    Family(
        "divisors.factorise",
        (
            r"<lead>(?:자연수|수)?{n:int}(?:을|를)소인수분해(?:하시오|하여라|하면|하라|하세요|한것은?|한결과는?|하여나타내시오|하여나타내면|하십시오)?<ask>",
            r"<lead>(?:자연수|수)?(?:를|을)?소인수분해(?:하시오|하여라|하라|하세요)[.:]?{n:int}",
        ),
        prime_powers,
        ("소인수분해",),
    ),
    Family(
        "linear.coefficients",
        (
            r"<lead>(?:x에대한)?(?:일차식|다항식|식)?{f:math}(?:을|를)(?:간단히|계산)(?:하였을때|했을때|하면|할때|한식에서|한결과에서),?(?:x의)(?:계수)(?:와|과)상수항의(?P<w>합|차|곱)<ask>",
        ),
        coefficient_sum,
        ("상수항",),
    ),
    Family(
        "complex.powers",
        (
            r"<lead>(?P<f>[-+i^{}0-9]+)(?:~을|의값|을간단히|를간단히|를)?(?:간단히|계산)?(?:하시오|하여라|하면)?(?:의값)?<ask>",
        ),
        powers_of_i,
        ("i^",),
    ),
    Family(
        "continuity.hole",
        (
            r"<lead>함수f\(x\)=⦃?\\frac\{(?P<f>[^{}가-힣]+?)\}\{x(?P<s>[-+])(?P<c>\d+)\},?\(?x≠(?P<c_2>-?\d+)\)?;(?P<v>[ak]),?\(?x=(?P<c_3>-?\d+)\)?⦄?(?:이|가)x=(?P<c_4>-?\d+)에서연속(?:일때|이되도록하는|이되도록|이기위한),?(?:상수|실수)?(?P=v)의값<ask>",
            r"<lead>함수f\(x\)=⦃?\\frac\{(?P<f>[^{}가-힣]+?)\}\{x(?P<s>[-+])(?P<c>\d+)\},?\(?x≠(?P<c_2>-?\d+)\)?;(?P<v>[ak]),?\(?x=(?P<c_3>-?\d+)\)?⦄?(?:이|가)(?:모든실수x에서|모든실수x에대하여|실수전체의집합에서)연속(?:일때|이되도록하는|이되도록|이기위한),?(?:상수|실수)?(?P=v)의값<ask>".replace(
                "(?P<c_3>-?\\d+)", "(?P<c_3>(?P<c_4>-?\\d+))"
            ),
        ),
        piece,
        ("연속",),
    ),
    family(
        "quadratic.from.roots",
        "중3.이차방정식.두 근",
        [
            r"<lead>두근이{p:int}(?:,|과|와){q:int}이고,?x\^\{?2\}?의계수가{m:int}인(?:x에대한)?이차방정식<ask>",
            r"<lead>{p:int}(?:,|과|와){q:int}(?:를|을)두근으로(?:하고|갖고|가지고),?x\^\{?2\}?의계수가{m:int}인(?:x에대한)?이차방정식<ask>",
            r"<lead>x\^\{?2\}?의계수가{m:int}이고,?두근이{p:int}(?:,|과|와){q:int}인(?:x에대한)?이차방정식<ask>",
            r"<lead>x\^\{?2\}?의계수가{m:int}이고,?{p:int}(?:,|과|와){q:int}(?:를|을)두근으로(?:하는|갖는|가지는)(?:x에대한)?이차방정식<ask>",
        ],
        let="b = -m*(p + q); c = m*p*q",
        kind=AnswerKind.EQUATION,
        answer="m*x**2 + b*x + c = 0",
        free="x",
        fixed="m",
        where="p != q; p != 0; q != 0; b != 0; m != 0",
        domains="p -9..9; q -9..9",
        wrong="m*x**2 - b*x + c = 0 | sign; m*x**2 + b*x - c = 0 | sign; m*x**2 - b*x - c = 0 | sign; m*x**2 + c*x + b = 0 | order; m*x**2 + (b + 1)*x + c = 0 | other",
        say=["${m}(x - ({p}))(x - ({q})) = 0$", "전개하면 ${m}x^2 + {b}x + {c} = 0$"],
        keeps_size=False,
        hints="이차방정식",
    ),
    *(
        family(
            "function.unknown.value",
            "중2.일차함수.함숫값",
            [
                rf"<lead>(?:일차)?함수f\(x\)=ax(?P<sg>{sign}){{k:int}}(?:에대하여|에서),?f\({{p:int}}\)={{v:int}}일때,?f\({{r:int}}\)의값<ask>",
            ],
            let=f"c = {minus}k + 0; v = a*p + c; s = a*r + c",
            hidden=f"a = (v - ({minus}k))/p",
            wrong="-s | sign; a*r | partial; a + r | formula; a*r - c | sign; v + r | formula; s + 1 | other; s - 1 | other",
            where="a != 0; p != 0; r != p; s != v; abs(v) < 60; abs(s) < 60; is_int(a)",
            domains="a -7..7; p -6..6; r -6..6; k 1..9",
            say=["$f({p}) = {v}$에서 $a = {a}$", "따라서 $f({r}) = {s}$"],
            keeps_size=False,
            hints="f(x)=ax",
        )
        for sign, minus in ((r"\+", ""), ("-", "-"))
    ),
    family(
        "modulus.integers",
        "고1.부등식.절댓값",
        [
            rf"<lead>부등식\|x{sign}{{c:int}}\|(?P<rel>{rel}){{r:int}}(?:를|을)?(?:만족하는|만족시키는)?(?:를만족하는)?정수x의개수<ask>"
            for sign in ("-", r"\+")
            for rel in ("<",)
        ],
        let="low = c - r; high = c + r; s = 2*r - 1",
        where="r > 1; c > 0",
        domains="r 2..9; c 1..9",
        wrong="2*r + 1 | off_by_one; 2*r | off_by_one; r | partial; r - 1 | partial; high | misread",
        say=[
            "부등식을 풀면 수직선에서 한 점과의 거리가 {r}보다 작은 점이다.",
            "정수는 한가운데의 수와 그 양쪽에 각각 ${r} - 1$개씩 있으므로 모두 ${s}$개",
        ],
        keeps_size=False,
        hints="정수",
    ),
    family(
        "complex.conjugate.product",
        "고1.복소수.켤레복소수",
        [r"<lead>복소수z={a:int}[-+]{b:int}i(?:에대하여|일때),?z(?:·|×)?\\(?:bar|overline)\{?z\}?의값<ask>"],
        let="s = a*a + b*b",
        where="a != 0; b > 1",
        domains="a -9..9; b 2..9",
        wrong="a*a - b*b | sign; a + b | formula; 2*a | misread; 2*(a + b) | formula; s + 1 | other; a*a | partial",
        say=["$z\\bar{z} = {a}^2 + {b}^2 = {s}$"],
        keeps_size=False,
        hints="z i",
    ),
    family(
        "logarithm.in.letters",
        "고2.로그.로그의 성질",
        [
            rf"<lead>{_EQUAL_LOG}(?:\{{)?2(?:\}})?=a(?:이고|,){_EQUAL_LOG}(?:\{{)?3(?:\}})?=b(?:라할때|일때|라고할때|이면|라하면),?{_EQUAL_LOG}(?:\{{)?{{n:int}}(?:\}})?(?:를|을)a(?:,|와|과)b(?:로|를이용하여|를사용하여|에대한식으로|를써서)(?:나타내면)?<ask>",
            rf"<lead>{_EQUAL_LOG}2=a,{_EQUAL_LOG}3=b(?:라할때|일때|라고할때),?{_EQUAL_LOG}{{n:int}}의?값?(?:를|을)a(?:,|와|과)b로(?:나타낸것)?<ask>",
        ],
        let="n = 2**u*3**w",
        hidden="u = sum(1 for i in range(1, 12) if mod(n, 2**i) == 0); w = sum(1 for i in range(1, 8) if mod(n, 3**i) == 0)",
        kind=AnswerKind.EXPRESSION,
        answer="u*a + w*b",
        free="a b",
        where="u > 0; w > 0; u + w > 2; n < 1000",
        domains="u 1..5; w 1..4",
        wrong="w*a + u*b | order; u*a - w*b | sign; a*b*u*w | formula; a**u*b**w | formula; (u + 1)*a + w*b | other; u*a + (w + 1)*b | other",
        say=[
            "${n} = 2^{u} \\times 3^{w}$이므로",
            "$\\log {n} = {u}\\log 2 + {w}\\log 3$이고 구하는 식은 ${u}a + {w}b$",
        ],
        keeps_size=False,
        hints="log",
    ),
    family(
        "exponential.quadratic",
        "고2.지수함수.방정식",
        [
            r"<lead>(?:지수)?방정식{h:int}\^\{?x\}?-{m:int}(?:·|×){b:int}\^\{?x\}?\+{c:int}=0의(?:(?:모든)?(?:실근|두근|근|해|두실근)의합|(?:두근|모든근)의합)<ask>",
        ],
        let="t = b**u; w = b**v; m = t + w; c = t*w; s = u + v",
        hidden="u = log((m - sqrt(m*m - 4*c))/2, b); v = log((m + sqrt(m*m - 4*c))/2, b)",
        fixed="b h",
        where="u < v; m < 300; h == b*b; is_int(u); is_int(v)",
        domains="u 0..3; v 1..4",
        bounded=False,
        wrong="m | misread; c | misread; u*v | misread; t + w | partial; s + 1 | other; s + 2 | other; s + 3 | other",
        say=[
            "${b}^x = X$로 놓으면 $X^2 - {m}X + {c} = 0$이고 $X = {t}$ 또는 $X = {w}$",
            "$x = {u}$ 또는 $x = {v}$이므로 합은 ${s}$",
        ],
        keeps_size=False,
        hints="^",
    ),
    family(
        "limit.root",
        "고2.극한.유리화",
        [
            r"<lead>(?:극한값)?lim_\{x→{c:int}\}\\frac\{√\{x(?P<sg>\+){a:int}\}-{b:int}\}\{x-{c_2:int}\}(?:의값|의극한값|를계산)*<ask>",
        ],
        let="a = b*b - c; s = 1/(2*b)",
        where="c > 0; a > 0",
        domains="b 2..6; c 1..12",
        wrong="1/b | partial; 2*b | order; 1/(b + 1) | formula; 0 | other; 1/(4*b) | other; -s | sign",
        say=["분자의 근호 앞뒤 부호를 바꾼 식을 분자와 분모에 곱하고 약분한다.", "$x = {c}$를 대입하면 ${s}$"],
        keeps_size=False,
        hints="lim √",
    ),
    family(
        "circle.tangent.constant",
        "고1.원의 방정식.접선",
        [
            r"<lead>원x\^\{?2\}?\+y\^\{?2\}?={r:int}(?:과|와|이|가)직선y=-?x\+k(?:가|이|와|과|에)?(?:서로)?접(?:할때|하도록하는|하면),?양수k의값<ask>",
            r"<lead>직선y=-?x\+k(?:가|이)원x\^\{?2\}?\+y\^\{?2\}?={r:int}(?:에|과|와)접(?:할때|하도록하는|하면),?양수k의값<ask>",
        ],
        let="s = sqrt(2*r)",
        where="is_int(s)",
        domains="r 2|8|18|32|50|72|98",
        wrong="s/2 | partial; r | misread; 2*s | formula; s + 1 | other; r/2 | formula; s - 1 | other",
        say=[
            "원의 중심에서 직선까지의 거리 $\\frac{k}{\\sqrt{2}}$가 반지름의 길이 $\\sqrt{r}$와 같다.",
            "따라서 $k = {s}$",
        ],
        keeps_size=False,
        hints="접 양수",
    ),
    *(
        family(
            "root.domain.range",
            "고1.무리함수.정의역과 치역",
            [
                rf"<lead>(?:무리)?함수y=(?P<minus>{outer})√\{{x{inner}{{a:int}}\}}{after}{{b:int}}의정의역(?:과|,)치역<ask>",
            ],
            let=f"low = {'-a' if inner != '-' else 'a + 0'}; edge = {'-b' if after == '-' else 'b + 0'}",
            kind=AnswerKind.EQUATION,
            answer=f"x >= low, y {'<=' if outer else '>='} edge",
            free="x y",
            labels="정의역 치역",
            domains="a 1..9; b 1..9",
            where="a != b",
            wrong="x >= -low, y >= edge | sign; x >= edge, y >= low | order; x <= low, y >= edge | sign; x >= low, y >= -edge | sign; x > low, y > edge | other",
            say=[
                "근호 안이 0 이상이어야 하므로 $x$는 ${low}$ 이상이다.",
                f"근호의 값이 0 이상이므로 $y$는 ${{edge}}$ {'이하' if outer else '이상'}이다.",
            ],
            keeps_size=False,
            hints="정의역 치역",
        )
        for outer in ("", "-")
        for inner in ("-", r"\+")
        for after in ("-", r"\+")
    ),
)
