"""Short questions of the upper school years: rates of change, motion, vectors, ratios of angles, sums by their rules."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, ChoiceDomain, RangeDomain

_A = r"(?:vec\{?a\}?|\\vec\{?a\}?|a)"
_B = r"(?:vec\{?b\}?|\\vec\{?b\}?|b)"
_TRIPLES = ("3/5", "4/5", "5/13", "12/13", "8/17", "15/17", "7/25", "24/25")
_SYMBOL = r"(?:⦃a_\{n\}⦄|\{a_\{n\}\}|a_\{n\})?"
_LIST = r"{a:int},{b:int},{c:int},(?:{f4:int},)?(?:…|\.\.\.|⋯|\\cdots|\\ldots|···)"


def mean_rate(reading: Reading, match: Match) -> Sketch | None:
    """The mean rate of change of a printed polynomial between two places."""
    text = match["f"]
    root = read_formula(text).root
    needs(letters_of(root) == {"x"} and max(coefficients(root, "x")) in (2, 3))
    sketch = Sketch("고2.미분.평균변화율", "rate.mean", keeps_size=False)
    body = bind(sketch, text, match.start("f"))
    low, high = (bind(sketch, match[name], match.start(name)).text() for name in "pq")
    sketch.let = [
        ("lo", low),
        ("hi", high),
        ("fl", body.text(x="lo")),
        ("fh", body.text(x="hi")),
        ("rise", "fh - fl"),
        ("run", "hi - lo"),
        ("s", "rise/run"),
    ]
    sketch.where += ["run > 0", "rise != 0", "run != 1", "abs(s) < 300", "is_int(s)"]
    sketch.wrong = misconceptions(
        "rise | partial; run/rise | order; -s | sign; (fh + fl)/run | sign; (fh + fl)/2 | formula; s + 1 | other"
    )
    sketch.say = ["양 끝에서의 함숫값은 ${fl}$, ${fh}$", "$\\frac{rise}{run} = {s}$"]
    return sketch


def motion(reading: Reading, match: Match) -> Sketch | None:
    """Velocity or acceleration at a time, from the place as a polynomial of the time."""
    text = match["f"]
    root = read_formula(text).root
    needs(letters_of(root) == {"t"})
    factors = coefficients(root, "t")
    needs(max(factors) in (2, 3))
    sketch = Sketch("고2.미분.속도와 가속도", "motion.derivative", keeps_size=False, keeps_kind=False)
    body = bind(sketch, text, match.start("f"))
    at = bind(sketch, match["p"], match.start("p")).text()
    sketch.let = [("at", at)]
    sketch.let += [
        (name, body.text(t=f"({place})")) for name, place in (("f0", "0"), ("f1", "1"), ("f2", "-1"), ("f3", "2"))
    ]
    sketch.let += [
        ("c2", "(f1 + f2)/2 - f0"), ("odd", "(f1 - f2)/2"), ("c3", "(f3 - f0 - 4*c2 - 2*odd)/6"), ("c1", "odd - c3"),
        ("vel", "3*c3*at*at + 2*c2*at + c1"), ("acc", "6*c3*at + 2*c2"),
    ]  # fmt: skip
    fast = match["what"] == "속도"
    sketch.let.append(("s", "vel + 0" if fast else "acc + 0"))
    sketch.let.append(("place", body.text(t="(at)")))
    sketch.where += ["at > 0", "abs(s) < 100"]
    sketch.wrong = misconceptions(
        ("acc" if fast else "vel")
        + " | misread; place | misread; -s | sign; place/at | formula; s + 1 | other; s - 1 | other"
    )
    sketch.say = ["위치를 미분하면 속도, 속도를 미분하면 가속도이다.", "$t = {at}$을 대입하면 ${s}$"]
    return sketch


def combination(reading: Reading, match: Match) -> Sketch | None:
    """2a - b and the like of two vectors by their parts."""
    found = re.fullmatch(rf"(-?\d*){_A}([+-]\d*){_B}", match["g"])
    needs(found is not None)
    assert found is not None
    sketch = Sketch("고3.벡터.성분", "vector.combination", keeps_size=False)
    parts = [bind(sketch, match[name], match.start(name)).text() for name in "abcd"]
    factors = []
    for index, name in ((1, "m"), (2, "n")):
        digits = found[index].lstrip("+-")
        sign = "-" if found[index].startswith("-") else ""
        if digits:
            sketch.originals[name] = Fraction(digits)
            sketch.domains[name] = RangeDomain(Fraction(2), Fraction(5))
            last = match.start("g") + found.end(index)
            sketch.places.append((name, last - len(digits), last))
        else:
            sketch.let.append((name, "1"))
        factors.append(f"({sign}{name})")
    sketch.let += [
        ("u", f"{factors[0]}*{parts[0]} + {factors[1]}*{parts[2]}"),
        ("w", f"{factors[0]}*{parts[1]} + {factors[1]}*{parts[3]}"),
    ]
    sketch.answer = "(u, w)"
    sketch.where += ["u != w", "u != 0", "w != 0"]
    sketch.wrong = [
        ("(w, u)", "order"),
        (
            f"({factors[0]}*{parts[0]} - {factors[1]}*{parts[2]}, {factors[0]}*{parts[1]} - {factors[1]}*{parts[3]})",
            "sign",
        ),
        ("(u, -w)", "sign"),
        ("(-u, w)", "sign"),
        ("(u + 1, w)", "other"),
    ]
    sketch.say = ["성분끼리 계산하면 $({u}, {w})$"]
    return sketch


def _quadrant(match: Match) -> int:
    """The quadrant told by its number or by the bounds of the angle; 0 where there is none."""
    quadrant = int(match.groupdict().get("q") or 0)
    span = (match.groupdict().get("lo") or "", match.groupdict().get("hi") or "")
    if not quadrant:
        half, right = r"\frac{π}{2}", r"\frac{3}{2}π"
        quadrant = {
            ("0", half): 1,
            (half, "π"): 2,
            ("π", right): 3,
            ("π", r"\frac{3π}{2}"): 3,
            (right, "2π"): 4,
            (r"\frac{3π}{2}", "2π"): 4,
        }.get(span, 0)
    return quadrant


def other_ratio(reading: Reading, match: Match) -> Sketch | None:
    """sin, cos or tan of an angle from another of them, by the quadrant in which it lies."""
    given, asked = match["one"], match["two"]
    quadrant = _quadrant(match)
    needs(quadrant and given != asked and given in ("sin", "cos"))
    number = re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", match["v"])
    needs(number is not None)
    assert number is not None
    value = Fraction(int(number[1] + number[2]), int(number[3]))
    signs = {"sin": 1 if quadrant < 3 else -1, "cos": 1 if quadrant in (1, 4) else -1}
    needs(str(abs(value)) in _TRIPLES and (value > 0) == (signs[given] > 0))
    sketch = Sketch("고2.삼각함수.상호 관계", "trigonometric.other", keeps_size=False)
    sketch.originals, sketch.domains = {"r": abs(value)}, {"r": ChoiceDomain(_TRIPLES)}
    sketch.let = [("up", "numerator(r)"), ("low", "denominator(r)")]
    start = match.start("v")
    sketch.places = [
        ("up", start + number.start(2), start + number.end(2)),
        ("low", start + number.start(3), start + number.end(3)),
    ]
    sketch.let += [
        ("rest", "low*low - up*up"),
        ("side", "sum(i for i in range(1, 30) if i*i == rest)"),
        ("other", f"{'-' if signs['sin' if given == 'cos' else 'cos'] < 0 else ''}side/low"),
    ]
    first = f"{'-' if signs[given] < 0 else ''}r"
    formulas = {given: first, "sin" if given == "cos" else "cos": "other"}
    formulas["tan"] = f"({formulas['sin']})/({formulas['cos']})"
    sketch.let.append(("s", formulas[asked]))
    sketch.wrong = [
        ("-s", "sign"),
        ("1/s", "order"),
        ("r", "misread"),
        ("1 - r", "formula"),
        ("side/up", "formula"),
        ("rest/low", "partial"),
    ]
    sketch.say = [
        "$\\sin^2\\theta + \\cos^2\\theta = 1$이고 각이 있는 사분면에서 부호를 정한다.",
        "따라서 구하는 값은 ${s}$",
    ]
    return sketch


def sum_rules(reading: Reading, match: Match) -> Sketch | None:
    """Σ(m a_k + n b_k + c) from Σ a_k and Σ b_k over the same places."""
    found = re.fullmatch(r"\(?(-?\d*)a_\{k\}([+-]\d*)b_\{k\}([+-]\d+)?\)?", match["g"])
    needs(found is not None)
    assert found is not None
    sketch = Sketch("고1.수열.합의 기호", "series.rules", keeps_size=False)
    for name in "pq":
        sketch.originals[name] = Fraction(match[name])
        sketch.places.append((name, *match.span(name)))
    places = [match.span(name) for name in ("n", "n_2", "n_3")]
    sketch.originals["n"] = Fraction(match["n"])
    sketch.domains["n"] = RangeDomain(Fraction(5), Fraction(20))
    sketch.places += [("n", *place) for place in places]
    terms = []
    for index, name, total in ((1, "u", "p"), (2, "w", "q"), (3, "c", "n")):
        text = found[index]
        if text is None:
            continue
        digits, sign = text.lstrip("+-"), "-" if text.startswith("-") else ""
        if digits:
            sketch.originals[name] = Fraction(digits)
            sketch.domains[name] = (
                RangeDomain(Fraction(2), Fraction(5)) if name != "c" else RangeDomain(Fraction(1), Fraction(6))
            )
            last = match.start("g") + found.end(index)
            sketch.places.append((name, last - len(digits), last))
        else:
            sketch.let.append((name, "1"))
        terms.append(f"({sign}{name})*{total}")
    sketch.let.append(("s", " + ".join(terms)))
    constant = terms[2].split("*")[0] if len(terms) > 2 else "0"
    once = f"{terms[0]} + {terms[1]} + {constant}"
    sketch.wrong = [
        (once, "formula"),
        ("p + q", "partial"),
        (f"{terms[0]} - ({terms[1]})", "sign"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s + n", "other"),
    ]
    sketch.say = ["합의 기호의 성질을 이용하여 나누어 계산하면 ${s}$"]
    return sketch


def radians(reading: Reading, match: Match) -> Sketch | None:
    """A sum of ratios of π/3, π/4 and π/6."""
    sketch = Sketch("고2.삼각함수.값", "value.radians", kind=AnswerKind.EXPRESSION, keeps_size=False)
    start, formula, place = match.start("f"), "", 0
    pieces = list(re.finditer(r"(?P<sign>[-+]?)(?P<m>\d*)(?P<fn>sin|cos|tan)\\frac\{π\}\{(?P<d>[346])\}", match["f"]))
    needs(len(pieces) >= 2)
    names = []
    for index, piece in enumerate(pieces):
        needs(piece.start() == place and (index == 0 or piece["sign"]))
        place = piece.end()
        name = f"d{index}"
        names.append(f"{piece['fn']}{name}")
        sketch.originals[name] = Fraction(piece["d"])
        sketch.domains[name] = ChoiceDomain(("3", "4", "6"))
        sketch.places.append((name, start + piece.start("d"), start + piece.end("d")))
        factor = ""
        if piece["m"]:
            sketch.originals[f"m{index}"] = Fraction(piece["m"])
            sketch.places.append((f"m{index}", start + piece.start("m"), start + piece.end("m")))
            factor = f"m{index}*"
        formula += f" {piece['sign'] or '+'} {factor}{piece['fn']}(pi/{name})"
    needs(place == len(match["f"]))
    sketch.let, sketch.keeps_kind = [("s", f"0{formula}")], False
    sketch.wrong = misconceptions("-s | sign; s + 1 | other; s - 1 | other; 2*s | other; s/2 | other; s + 2 | other")
    sketch.say = ["특수각의 삼각비의 값을 대입하여 계산하면 ${s}$"]
    return sketch


_F = r"<lead>(?:함수)?(?:y|f\(x\))={f:math}(?:에서|에대하여|의)?,?"
_POINT = r"<lead>(?:수직선위를)?(?:원점을출발하여)?(?:수직선위를)?(?:움직이는|운동하는)?점P의(?:시각)?t(?:초)?(?:에서|에서의|초후의|일때)*(?:위치)?(?:x|f\(t\)|x\(t\))?(?:가|는|를)?(?:x=|f\(t\)=|x\(t\)=)"
_SIGMA = r"Σ_\{?k=1\}?\^\{?"
FAMILIES = (
    Family(
        "rate.mean",
        (
            rf"{_F}x의값이(?P<p>-?\d+)에서(?P<q>-?\d+)까지변할때의?(?:함수f\(x\)의|f\(x\)의)?평균변화율<ask>",
            rf"{_F}(?:닫힌)?구간\[(?P<p>-?\d+),(?P<q>-?\d+)\]에서의?평균변화율<ask>",
        ),
        mean_rate,
        ("평균변화율",),
    ),
    Family(
        "motion.derivative",
        (
            rf"{_POINT}(?P<f>[^가-힣?=]+?)(?:일때|로주어질때|이라할때|라할때|로나타내어질때|으로주어질때),?(?:시각)?t=(?P<p>\d+)(?:에서의|일때의?|일때,?점P의|에서의?점P의|에서점P의)(?P<what>속도|가속도)<ask>",
        ),
        motion,
        ("속도",),
    ),
    Family(
        "vector.combination",
        (
            rf"<lead>(?:두)?(?:평면)?벡터{_A}=\({{a:int}},{{b:int}}\),{_B}=\({{c:int}},{{d:int}}\)(?:에대하여|일때|의|에서)*,?(?:벡터)?(?P<g>-?\d*{_A}[+-]\d*{_B})(?:를|을)?(?:성분으로)?<ask>",
        ),
        combination,
    ),
    Family(
        "trigonometric.other",
        (
            r"<lead>(?P<one>sin|cos)(?:θ|\\theta)=(?P<v>-?\\frac\{\d+\}\{\d+\})이고,?(?:각)?(?:θ|\\theta)(?:가|는)제(?P<q>[1-4])사분면의각(?:일때|이다\.),?(?P<two>sin|cos|tan)(?:θ|\\theta)(?:의값)?<ask>",
            r"<lead>(?:각)?(?:θ|\\theta)(?:가|는)제(?P<q>[1-4])사분면의각이고,?(?P<one>sin|cos)(?:θ|\\theta)=(?P<v>-?\\frac\{\d+\}\{\d+\})일때,?(?P<two>sin|cos|tan)(?:θ|\\theta)(?:의값)?<ask>",
            r"<lead>(?P<lo>0|π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)<(?:θ|\\theta)<(?P<hi>π|2π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)(?:이고|일때|인θ에대하여),?(?P<one>sin|cos)(?:θ|\\theta)=(?P<v>-?\\frac\{\d+\}\{\d+\})일때,?(?P<two>sin|cos|tan)(?:θ|\\theta)(?:의값)?<ask>",
            r"<lead>(?P<one>sin|cos)(?:θ|\\theta)=(?P<v>-?\\frac\{\d+\}\{\d+\})일때,?(?P<two>sin|cos|tan)(?:θ|\\theta)(?:의값)?<ask>[?.]*\(단,(?P<lo>0|π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)<(?:θ|\\theta)<(?P<hi>π|2π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)\)",
            r"<lead>(?P<one>sin|cos)(?:θ|\\theta)=(?P<v>-?\\frac\{\d+\}\{\d+\})일때,?(?P<two>sin|cos|tan)(?:θ|\\theta)(?:의값)?<order>[?.]*\(단,(?P<lo>0|π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)<(?:θ|\\theta)<(?P<hi>π|2π|\\frac\{\d?π\}\{2\}|\\frac\{3\}\{2\}π)\)",
        ),
        other_ratio,
        ("일때",),
    ),
    Family(
        "series.rules",
        (
            rf"<lead>{_SIGMA}{{n:int}}\}}?a_\{{k\}}={{p:int}},{_SIGMA}{{n_2:int}}\}}?b_\{{k\}}={{q:int}}(?:일때|이면),?{_SIGMA}{{n_3:int}}\}}?(?P<g>\([^가-힣?()]+\))(?:의값)?<ask>",
        ),
        sum_rules,
        ("Σ",),
    ),
    Family(
        "value.radians",
        (
            r"<lead>(?:식)?{f:math}(?:의값)?(?:~을)?(?:계산)?(?:하시오|하면|하여라)?<ask>",
            r"<lead>(?:식)?(?:의값)?~을?(?:계산)?<order>{f:math}",
        ),
        radians,
        ("π",),
    ),
    family(
        "vector.perpendicular",
        "고3.벡터.내적",
        [
            rf"<lead>(?:두)?(?:평면)?벡터{_A}=\(x,{{b:int}}\),{_B}=\({{c:int}},{{d:int}}\)(?:이|가)?서로수직일때,?(?:실수|상수)?x의값<ask>",
            rf"<lead>(?:두)?(?:평면)?벡터{_A}=\({{c:int}},{{d:int}}\),{_B}=\(x,{{b:int}}\)(?:이|가)?서로수직일때,?(?:실수|상수)?x의값<ask>",
        ],
        let="product = b*d; s = -product/c",
        where="c != 0; s != 0; is_int(s); abs(s) < 20",
        wrong="-s | sign; b*c/d | formula; product | partial; s + 1 | other; s - 1 | other; -c/product | order",
        say=["내적이 0이므로 ${c}x + ({product}) = 0$", "따라서 $x = {s}$"],
        keeps_size=False,
        hints="수직",
    ),
    family(
        "arithmetic.general",
        "고1.수열.등차수열",
        [
            rf"<lead>등차수열{_LIST}의일반항(?:a_\{{n\}})?<ask>",
            rf"<lead>첫째항이{{a:int}}(?:이고|,),?공차가{{d:int}}인등차수열{_SYMBOL}의일반항(?:a_\{{n\}})?<ask>",
        ],
        let="b = a + d; c = a + 2*d; f4 = a + 3*d; rest = a - d",
        hidden="d = b - a",
        kind=AnswerKind.EXPRESSION,
        answer="d*n + rest",
        free="n",
        where="d != 0; rest != 0; is_int(d)",
        domains="a -9..20; d -6..9",
        wrong="d*n + a | order; a*n + d | misread; d*n - rest | sign; d*n + a + d | order; -d*n + rest | sign",
        say=["$a_n = {a} + (n - 1) \\times ({d}) = {d}n + {rest}$"],
        keeps_size=False,
        hints="등차 일반항",
    ),
    family(
        "absolute.both",
        "중1.정수와 유리수.절댓값",
        [r"<lead>절댓값이{a:int}인(?:두)?(?:수|정수)(?:를|을)?(?:모두)?<ask>"],
        let="z = -a",
        answer="z, a",
        kind=AnswerKind.SET,
        where="a > 0",
        domains="a 2..20",
        wrong="a | partial; z | partial; z, 0 | other; 0, a | other",
        say=["원점에서 거리가 {a}인 수는 ${z}$, ${a}$"],
        keeps_size=False,
        hints="절댓값",
    ),
)
