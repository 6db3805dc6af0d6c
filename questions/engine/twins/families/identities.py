"""Prime factorisation, powers of integers, radicals in products, values from sum and product."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Build, Family, Match, family
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_PRIMES = (2, 3, 5, 7, 11, 13)
IDENTITY = "중3.다항식의 곱셈.곱셈 공식의 변형"
RADICAL = "중3.제곱근"
_SM = r"(?:x\+y=|a\+b=){p:num}(?:,|이고|이며)(?:xy=|ab=){q:num}(?:일때|이면)?,?"
_GIVEN = r"(?:일때|이면),?"


def _powers(text: str, offset: int) -> list[tuple[int, int, int, int]] | None:
    """A printed product of prime powers as (prime, exponent, place of the exponent)."""
    factors, place = [], 0
    for part in re.finditer(r"(?:^|[×·])(?P<base>\d+)(?:\^\{?(?P<power>\d)\}?)?", text):
        if part.start() != place or int(part["base"]) not in _PRIMES:
            return None
        place = part.end()
        found = part.span("power") if part["power"] else (-1, -1)
        factors.append((int(part["base"]), int(part["power"] or 1), offset + found[0], offset + found[1]))
    return factors if place == len(text) else None


def common(which: str) -> Build:
    """Greatest common divisor or least common multiple of two printed products of prime powers."""

    def build(reading: Reading, match: Match) -> Sketch | None:
        sketch = Sketch("중1.최대공약수와 최소공배수", f"divisors.powers.{which}", keeps_size=False)
        tables: list[dict[int, str]] = []
        for group in ("f", "g"):
            factors = _powers(match[group], match.start(group))
            needs(factors is not None and len({one[0] for one in factors}) == len(factors))
            table: dict[int, str] = {}
            for prime, power, first, last in factors or []:
                if last < match.start(group):
                    table[prime] = "1"
                    continue
                name = f"k{len(sketch.originals) + 1}"
                sketch.originals[name], sketch.domains[name] = Fraction(power), RangeDomain(Fraction(2), Fraction(4))
                sketch.places.append((name, first, last))
                table[prime] = name
            tables.append(table)
        needs(sketch.originals)
        one, other = tables
        if which == "gcd":
            parts = [f"{prime}**min({one[prime]}, {other[prime]})" for prime in one if prime in other]
            swapped = [f"{prime}**max({one[prime]}, {other[prime]})" for prime in one if prime in other]
        else:
            parts = [
                f"{prime}**max({one.get(prime, '0')}, {other.get(prime, '0')})" for prime in sorted({*one, *other})
            ]
            swapped = [f"{prime}**min({one[prime]}, {other[prime]})" for prime in one if prime in other]
        sketch.let = [("s", "*".join(parts) or "1")]
        sketch.where += ["s < 20000"]
        sketch.wrong = [("*".join(swapped) or "1", "misread"), ("2*s", "other"), ("s/2", "partial"), ("s*3", "other")]
        sketch.say = [
            "공통인 소인수의 지수를 비교하여 곱하면 ${s}$"
            if which == "gcd"
            else "모든 소인수의 지수 가운데 큰 것을 택하여 곱하면 ${s}$"
        ]
        return sketch

    return build


def conjugates(reading: Reading, match: Match) -> Sketch | None:
    """(√a + √b)(√a - √b) and the sides in either order."""
    found = re.fullmatch(
        r"\((\d*)√?\{?(\d+)\}?([+-])(√?)\{?(\d+)\}?\)\((\d*)√?\{?(\d+)\}?([+-])(√?)\{?(\d+)\}?\)", match["f"]
    )
    if found is None or found[1] or found[6] or match["f"][1] != "√":
        return None
    needs(found[2] == found[7] and found[5] == found[10] and found[3] != found[8] and found[4] == found[9])
    start = match.start("f")
    sketch = Sketch(f"{RADICAL}.곱셈 공식", "radical.conjugates", keeps_size=False)
    sketch.originals = {"a": Fraction(int(found[2])), "b": Fraction(int(found[5]))}
    sketch.places = [
        ("a", start + found.start(2), start + found.end(2)),
        ("a", start + found.start(7), start + found.end(7)),
    ]
    sketch.places += [
        ("b", start + found.start(5), start + found.end(5)),
        ("b", start + found.start(10), start + found.end(10)),
    ]
    squared = "b" if found[4] else "b*b"
    sketch.let = [("t", squared), ("s", f"a - {squared}")]
    sketch.where += ["a != b", "s != 0", "sum(1 for i in range(1, 30) if i*i == a) == 0"]
    sketch.domains = {"a": RangeDomain(Fraction(2), Fraction(30)), "b": RangeDomain(Fraction(1), Fraction(9))}
    sketch.wrong = [("a + t", "sign"), ("a*a - t*t", "formula"), ("a - 2*t", "other"), ("t - a", "sign")]
    sketch.say = ["합과 차의 곱이므로 ${a} - {t} = {s}$"]
    return sketch


_AND = r"(?:,|와|과)"
_PRODUCT = r"[\d^{}×·]+"
FAMILIES = (
    Family(
        "divisors.powers.gcd",
        (rf"<lead>(?:두수|두자연수)?(?P<f>{_PRODUCT}){_AND}(?P<g>{_PRODUCT})의최대공약수<ask>",),
        common("gcd"),
    ),
    Family(
        "divisors.powers.lcm",
        (rf"<lead>(?:두수|두자연수)?(?P<f>{_PRODUCT}){_AND}(?P<g>{_PRODUCT})의최소공배수<ask>",),
        common("lcm"),
    ),
    Family(
        "radical.conjugates",
        (r"<lead>{f:math}(?:의값|을간단히한값)?<ask>", r"<lead>(?:식|것)?~을?<order>{f:math}"),
        conjugates,
    ),
    family(
        "divisors.make.square",
        "중1.소인수분해",
        [
            r"<lead>{n:int}(?:을|를|에)(?:가능한한|되도록)?(?:가장)?(?:작은)?(?:자연수)?(?:을|를|a를|x를)?곱하여어떤자연수의제곱이되(?:도록(?"
            r":하려고한다|할때|하려고할때)|게하려고한다|게할때)[.,]?(?:이때)?,?(?:곱할수있는|곱해야하는|곱해야할)(?:가장작은자연수|가장작은수|가장작은자연수x의값)<ask>",
        ],
        let="n = m*k*k; s = m*1",
        hidden="k = max(1, sum(i for i in range(1, 40) if is_int(n/(i*i)) and sum(1 for j in range(i + 1, 40) "
        "if is_int(n/(j*j))) == 0)); m = n/k**2",
        where="sum(1 for i in range(2, 12) if is_int(m/(i*i))) == 0; m > 1; k > 1; n < 1000",
        domains="k 2..8; m 2..30",
        wrong="k | misread; m*k | partial; n | partial; 2*m | other",
        say=["{n}에서 제곱인 인수 ${k}^2$을 빼고 남는 인수는 ${s}$"],
        keeps_size=False,
    ),
    family(
        "identity.square.sum",
        IDENTITY,
        [rf"<lead>{_SM}(?:x\^\{{?2\}}?\+y\^\{{?2\}}?|a\^\{{?2\}}?\+b\^\{{?2\}}?)의값<ask>"],
        let="square = p*p; twice = 2*q; s = square - twice",
        wrong="square | partial; square + twice | sign; square - q | formula; p - twice | order",
        where="square - 4*q >= 0; s > 0",
        say=["합의 제곱에서 곱의 두 배를 빼면 ${p}^2 - 2 \\times ({q}) = {s}$"],
        keeps_size=False,
    ),
    family(
        "identity.square.difference",
        IDENTITY,
        [rf"<lead>{_SM}(?:\(x-y\)\^\{{?2\}}?|\(a-b\)\^\{{?2\}}?)의값<ask>"],
        let="square = p*p; four = 4*q; s = square - four",
        wrong="square - 2*q | formula; square + four | sign; square | partial; p - four | order",
        where="s > 0",
        say=["합의 제곱에서 곱의 네 배를 빼면 ${p}^2 - 4 \\times ({q}) = {s}$"],
        keeps_size=False,
    ),
    family(
        "identity.reciprocal",
        IDENTITY,
        [
            rf"<lead>x\+\\frac\{{1\}}\{{x\}}={{p:int}}{_GIVEN}x\^\{{?2\}}?\+\\frac\{{1\}}\{{x\^\{{?2\}}?\}}의값<ask>",
            rf"<lead>x\+1/x={{p:int}}{_GIVEN}x\^2\+1/x\^2의값<ask>",
        ],
        let="square = p*p; s = square - 2",
        wrong="square | partial; square + 2 | sign; square - 1 | order; 2*p | formula",
        where="p >= 3",
        say=["양변을 제곱하면 ${p}^2 = {square}$, 여기서 2를 빼면 ${s}$"],
        keeps_size=False,
    ),
    family(
        "identity.reciprocal.minus",
        IDENTITY,
        [rf"<lead>x-\\frac\{{1\}}\{{x\}}={{p:int}}{_GIVEN}x\^\{{?2\}}?\+\\frac\{{1\}}\{{x\^\{{?2\}}?\}}의값<ask>"],
        let="square = p*p; s = square + 2",
        wrong="square | partial; square - 2 | sign; square + 1 | order; 2*p | formula",
        say=["양변을 제곱하면 ${p}^2 = {square}$, 여기에 2를 더하면 ${s}$"],
        keeps_size=False,
    ),
    family(
        "radical.rationalise.difference",
        f"{RADICAL}.분모의 유리화",
        [
            r"<lead>\\frac\{1\}\{√\{?{a:int}\}?-√\{?{b:int}\}?\}(?:의)?(?:분모를?)?(?:~을)?유리화(?:하시오|하여라|하면|한것)?<ask>"
        ],
        let="low = a - b; s = (sqrt(a) + sqrt(b))/low",
        kind=AnswerKind.EXPRESSION,
        wrong="(sqrt(a) - sqrt(b))/low | sign; sqrt(a) + sqrt(b) + 1 | other; (sqrt(a) + sqrt(b))/(a + b) | "
        "sign; sqrt(a - b) | formula",
        where="a > b; sum(1 for i in range(1, 30) if i*i == a or i*i == b) == 0",
        say=["분모와 분자에 $\\sqrt{a} + \\sqrt{b}$를 곱하면 분모는 ${low}$이므로 ${s}$"],
        keeps_size=False,
    ),
    family(
        "power.sum.squares",
        "고1.수열.합의 기호",
        [r"<lead>Σ_\{k=1\}\^\{?{n:int}\}?k\^\{?2\}?(?:의값)?<ask>"],
        let="product = n*(n + 1)*(2*n + 1); s = product/6",
        wrong="(n*(n + 1)/2)**2 | formula; n*(n + 1)/2 | misread; n*n | partial; product/3 | formula",
        say=["$\\frac{{n}({n}+1)(2 \\times {n}+1)}{6} = {s}$"],
        domains="n 4..15",
        keeps_size=False,
    ),
    family(
        "power.sum.first",
        "고1.수열.합의 기호",
        [r"<lead>Σ_\{k=1\}\^\{?{n:int}\}?k(?:의값)?<ask>", r"<lead>1부터{n:int}까지의자연수의합<ask>"],
        let="s = n*(n + 1)/2",
        wrong="n*n/2 | formula; n*(n - 1)/2 | order; n*(n + 1) | partial; n | misread",
        say=["$\\frac{{n}({n}+1)}{2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "power.rational",
        "고1.지수와 로그.지수",
        [
            r"<lead>{m:int}\^\{\\frac\{{p:int}\}\{{q:int}\}\}(?:의값)?<ask>",
            r"<lead>{m:int}\^\{{p:int}/{q:int}\}(?:의값)?<ask>",
        ],
        let="m = t**q; s = t**p",
        hidden="t = sum(i for i in range(2, 60) if i**q == m)",
        where="t > 1; gcd(p, q) == 1; q > 1; m < 1300; s < 2000; p > 0",
        domains="t 2..9; p 1..4; q 2..4",
        wrong="m*p/q | formula; t | partial; t**p*2 | other; m | partial",
        say=["${m} = {t}^{{q}}$이므로 ${t}^{{p}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "root.nth",
        "고1.지수와 로그.거듭제곱근",
        [r"<lead>√\[{q:int}\]\{{m:int}\}(?:의값)?<ask>"],
        let="m = t**q; s = sum(i for i in range(2, 60) if i**q == m)",
        hidden="t = sum(i for i in range(2, 60) if i**q == m)",
        where="t > 1; m < 3000",
        fixed="q",
        domains="t 2..9",
        wrong="m/q | formula; t*q | other; t + 1 | other; m - q | formula",
        say=["${s}^{{q}} = {m}$이므로 값은 ${s}$"],
        keeps_size=False,
    ),
)
