"""Sequences by a rule: from term to term, by the sum of the first n, by two terms; their limits and infinite sums."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import bind, by_degree, monomials, needs, place_term
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

SEQUENCE = "고1.수열"
_NAME = r"(?:⦃a_\{n\}⦄|\{a_\{n\}\})?"
_SMALL = RangeDomain(Fraction(-9), Fraction(9))
_MOST_STEPS = 9


def step_by_step(reading: Reading, match: Match) -> Sketch | None:
    """A term of a sequence given by its first term and a_{n+1} = f(a_n), or f(a_n, n), linear in a_n."""
    text, start = match["f"].replace("a_{n}", "a"), match.start("f")
    needs(letters_of(read_formula(text).root) <= {"a", "n"})
    sketch = Sketch(f"{SEQUENCE}.귀납적 정의", "sequence.recurrence", keeps_size=False)
    last = int(match["k"])
    needs(2 < last <= _MOST_STEPS)
    first = bind(sketch, match["p"], match.start("p")).text()
    body = _bound(sketch, match["f"], start)
    sketch.let = [("t1", first)]
    for index in range(1, last):
        sketch.let.append((f"t{index + 1}", body.replace("TERM", f"t{index}").replace("PLACE", str(index))))
    sketch.let.append(("s", f"t{last} + 0"))
    sketch.where += ["abs(s) < 3000", "t2 != t1", "s != t1"]
    sketch.wrong = misconceptions(
        f"t{last - 1} | order; s + t1 | other; -s | sign; s + 1 | other; s - 1 | other; s + 2 | other"
    )
    sketch.wrong.insert(1, (body.replace("TERM", "s").replace("PLACE", str(last)), "order"))
    shown = ", ".join(f"$a_{{{index}}} = {{t{index}}}$" for index in range(2, last + 1))
    sketch.say = ["주어진 식에 $n$의 값을 1부터 차례로 대입한다.", shown]
    return sketch


def _bound(sketch: Sketch, text: str, start: int) -> str:
    """The rule as formula text with TERM and PLACE; its printed numbers become names."""
    pieces = text.replace("a_{n}", "a")
    hidden = {place for found in re.finditer(r"_\{n\}", text) for place in range(*found.span())}
    places = [index for index in range(len(text)) if index not in hidden]
    formula = read_formula(pieces)
    before = len(sketch.places)
    bound = bind(sketch, pieces, 0)
    needs(all(sum(p for name, p in powers if name == "a") <= 1 for powers in polynomial(formula.root)))
    sketch.places[before:] = [
        (name, start + places[first], start + places[last - 1] + 1) for name, first, last in sketch.places[before:]
    ]
    return bound.text(a="TERM", n="PLACE")


def general_from_sum(reading: Reading, match: Match) -> Sketch | None:
    """a_n, or one term, from S_n = a n^2 + b n."""
    terms = by_degree(monomials(match["f"], match.start("f")), "n")
    needs(terms and max(terms) == 2 and set(terms) <= {1, 2} | ({0} if match.groupdict().get("k") else set()))
    sketch = Sketch(f"{SEQUENCE}.합과 일반항", "sequence.from.sum", keeps_size=False)
    names = {}
    for degree, term in terms.items():
        names[degree] = f"b{degree}"
        if term.first == term.last:
            sketch.let.append((f"b{degree}", "1"))
        else:
            sketch.originals[f"b{degree}"] = term.factor
            sketch.domains[f"b{degree}"] = RangeDomain(Fraction(2), Fraction(9))
            place_term(sketch, term, f"b{degree}")
    signed = {degree: f"{'-' if term.sign < 0 else ''}b{degree}" for degree, term in terms.items()}
    sketch.let += [("lead", signed[2]), ("mid", signed.get(1, "0")), ("low", signed.get(0, "0"))]
    if match.groupdict().get("k"):
        needs(int(match["k"]) >= 2)
        sketch.originals["k"] = Fraction(match["k"])
        sketch.domains["k"] = RangeDomain(Fraction(3), Fraction(20))
        sketch.places.append(("k", *match.span("k")))
        sketch.let += [
            ("top", "lead*k*k + mid*k + low"), ("under", "lead*(k - 1)*(k - 1) + mid*(k - 1) + low"), ("s", "top - under"),
        ]  # fmt: skip
        sketch.family = "sequence.term.from.sum"
        sketch.wrong = misconceptions(
            "top | misread; top + under | sign; under | partial; s + 2*lead | order; s + 1 | other"
        )
        sketch.say = [
            "제{k}항은 첫째항부터 제{k}항까지의 합에서 그 앞까지의 합을 뺀 값이다.",
            "${top} - {under} = {s}$",
        ]
        return sketch
    needs(sketch.originals)
    sketch.kind, sketch.free = AnswerKind.EXPRESSION, ("n",)
    sketch.let += [("twice", "2*lead"), ("rest", "mid - lead")]
    sketch.answer = "twice*n + rest"
    sketch.wrong = misconceptions(
        "twice*n + mid + lead | order; twice*n + mid | formula; lead*n + rest | formula; twice*n - rest | sign; lead*n + mid | misread"
    )
    sketch.where += ["rest != 0"] if names else []
    sketch.say = [
        "$n \\ge 2$일 때 $a_n = S_n - S_{n-1}$이고, $a_1 = S_1$도 이 식을 만족한다.",
        "$a_n = {twice}n + {rest}$",
    ]
    return sketch


def limit_of_quotient(reading: Reading, match: Match) -> Sketch | None:
    """lim of a quotient of polynomials of the same degree as n (or x) grows without bound."""
    letter = match["v"]
    found = re.fullmatch(r"\\frac\{(?P<top>(?:[^{}]|\{\d\})+)\}\{(?P<low>(?:[^{}]|\{\d\})+)\}", match["f"])
    needs(found is not None)
    assert found is not None
    sides = {
        part: by_degree(monomials(found[part], match.start("f") + found.start(part)), letter) for part in ("top", "low")
    }
    needs(all(sides.values()))
    degrees = {part: max(terms) for part, terms in sides.items()}
    needs(0 < degrees["top"] == degrees["low"] and len(sides["top"]) + len(sides["low"]) > 2)
    sketch = Sketch("고3.수열의 극한", "limit.infinite", keeps_size=False)
    lead = {}
    for part, terms in sides.items():
        for degree, term in terms.items():
            name = f"{part}{degree}"
            if term.first == term.last:
                sketch.let.append((name, "1"))
            else:
                sketch.originals[name] = term.factor
                place_term(sketch, term, name)
        top = terms[degrees[part]]
        lead[part] = f"{'-' if top.sign < 0 else ''}{part}{degrees[part]}"
    needs(any(name in sketch.originals for name in (lead["top"].lstrip("-"), lead["low"].lstrip("-"))))
    sketch.let.append(("s", f"{lead['top']}/({lead['low']})"))
    sketch.wrong = misconceptions("1/s | order; -s | sign; 0 | other; 1 | other; s + 1 | other; 2*s | other")
    power = f"{letter}^{degrees['low']}" if degrees["low"] > 1 else letter
    sketch.say = (
        [f"분모와 분자를 각각 ${power}$으로 나누면 최고차항의 계수의 비만 남는다.", "따라서 극한값은 ${s}$"]
        if is_korean(reading.source)
        else [f"Divide the numerator and the denominator by ${power}$.", "The limit is ${s}$."]
    )
    return sketch


def endless_sum(reading: Reading, match: Match) -> Sketch | None:
    """The sum of an infinite geometric series written with Σ: a·(p/q)^n or a·(p/q)^{n-1}."""
    sketch = Sketch("고3.급수.등비급수", "series.geometric.sigma", keeps_size=False)
    p, q = Fraction(match["p"]), Fraction(match["q"])
    needs(0 < p < q)
    sketch.originals = {"p": p, "q": q}
    sketch.domains = {"p": RangeDomain(Fraction(1), Fraction(5)), "q": RangeDomain(Fraction(2), Fraction(9))}
    sketch.places = [("p", *match.span("p")), ("q", *match.span("q"))]
    factor, negative = "1", bool(match["sign"])
    if match.groupdict().get("a"):
        sketch.originals["a"] = Fraction(match["a"])
        sketch.places.append(("a", *match.span("a")))
        factor = "a"
    sketch.let = [("r", f"{'-' if negative else ''}p/q")]
    sketch.let += [("first", f"{factor}*r" if match["e"] == "n" else f"{factor}*1"), ("s", "first/(1 - r)")]
    sketch.where += ["p < q", "gcd(p, q) == 1"]
    sketch.wrong = misconceptions(
        "first/(1 + r) | sign; s*r | order; s/r | order; first | partial; 1/(1 - r) | partial; r | misread; s + 1 | other"
    )
    sketch.say = [
        "첫째항이 ${first}$, 공비가 ${r}$인 등비급수이고 공비의 절댓값이 1보다 작다.",
        "합은 첫째항을 $1 - ({r})$으로 나눈 ${s}$",
    ]
    return sketch


def _terms(symbol: bool, word: str, asked: str) -> list[str]:
    def given(place: str, value: str) -> str:
        index = rf"a_\{{?{{{place}:int}}\}}?" if symbol else rf"제?{{{place}:int}}(?:번째)?항"
        return rf"{index}(?:=|이|은){{{value}:int}}"

    both = rf"{given('m', 'p')}(?:이고|이며|,)*{given('n', 'q')}"
    tail = rf"(?:이|그)?(?:등차|등비)?(?:수열)?{_NAME}(?:의)?{asked}<ask>"
    return [
        rf"<lead>{word}{_NAME}(?:에서|에대하여|이|의|은)*,?{both}(?:일때|이면|라할때),?{tail}",
        rf"<lead>{both}인{word}{_NAME}(?:의|에서)?{asked}<ask>",
    ]


_STEP = "sum(i for i in range(2, 8) if p*i**(n - m) == q)"
_RULE = r"a_\{n\+1\}=(?P<f>[^가-힣?=,()]+?)(?:\((?:단,)?n=1,2,3,(?:…|⋯|\\cdots|\\ldots|\.\.\.|···)\)|\(n≥1\))?"
_STARTS = r"(?:a_\{1\}=(?P<p>-?\d+))"
_DEFINED = r"(?:(?:으로|로|과같이)?(?:귀납적으로)?(?:정의될때|정의된|정의되는|정의할때|나타날때)|(?:을|를)만족(?:시킬때|할때|시키는|하는)|일때|인)?,?(?:이때)?"
_S = r"첫째항부터제n항까지의합(?:을|를|이|은)?(?:S_\{n\}(?:이?라할때|이?라고할때|이?라하면)?,?)?(?:S_\{n\}=)?"
_QUOTIENT = r"(?P<f>\\frac\{(?:[^{}가-힣]|\{\d\})+\}\{(?:[^{}가-힣]|\{\d\})+\})"

FAMILIES = (
    Family(
        "sequence.recurrence",
        (
            rf"<lead>(?:수열{_NAME}(?:이|가|에서|에대하여|을|를)?,?)?{_STARTS}(?:이고|,|이며)*{_RULE}{_DEFINED}(?:수열{_NAME}(?:의|에서|에대하여)?)?,?a_\{{(?P<k>\d)\}}(?:의값)?<ask>",
            rf"<lead>(?:수열{_NAME}(?:이|가|에서|에대하여|을|를)?,?)?{_STARTS}(?:이고|,|이며)*{_RULE}{_DEFINED}(?:수열{_NAME}(?:의|에서|에대하여)?)?,?제(?P<k>\d)항(?:의값)?<ask>",
        ),
        step_by_step,
        ("a_{n+1}",),
    ),
    Family(
        "sequence.from.sum",
        (
            rf"<lead>(?:수열{_NAME}(?:의|에서|에대하여)?,?)?{_S}(?P<f>[^가-힣?=,]+?)(?:인|일때|로나타날때|로나타나는|이면|라할때)?,?(?:수열)?{_NAME}(?:의)?일반항(?:a_\{{n\}})?<ask>",
            rf"<lead>(?:수열{_NAME}(?:의|에서|에대하여)?,?)?{_S}(?P<f>[^가-힣?=,]+?)(?:인|일때|로나타날때|이면|라할때),?(?:수열)?{_NAME}(?:의|에서|에대하여)?,?a_\{{n\}}<ask>",
        ),
        general_from_sum,
        ("까지의합",),
    ),
    Family(
        "sequence.term.from.sum",
        (
            rf"<lead>(?:수열{_NAME}(?:의|에서|에대하여)?,?)?{_S}(?P<f>[^가-힣?=,]+?)(?:인|일때|로나타날때|이면|라할때)?,?(?:수열)?{_NAME}(?:의|에서|에대하여)?,?(?:a_\{{(?P<k>\d+)\}})(?:의값)?<ask>",
            rf"<lead>(?:수열{_NAME}(?:의|에서|에대하여)?,?)?{_S}(?P<f>[^가-힣?=,]+?)(?:인|일때|로나타날때|이면|라할때)?,?(?:수열)?{_NAME}(?:의|에서|에대하여)?,?제(?P<k>\d+)항<ask>",
        ),
        general_from_sum,
        ("까지의합",),
    ),
    Family(
        "limit.infinite",
        (
            rf"<lead>(?:극한값|극한)?lim_\{{(?P<v>[nx])→∞\}}{_QUOTIENT}(?:의극한값|의값|의극한)?<ask>",
            rf"<find>lim_\{{(?P<v>[nx])→∞\}}{_QUOTIENT}",
        ),
        limit_of_quotient,
        ("→∞",),
    ),
    Family(
        "series.geometric.sigma",
        (
            r"<lead>(?:무한|등비)?(?:급수)?Σ_\{n=1\}\^\{?∞\}?(?:(?P<a>\d+)(?:×|·)?)?\((?P<sign>-?)\\frac\{(?P<p>\d+)\}\{(?P<q>\d+)\}\)\^\{?(?P<e>n|n-1)\}?(?:의합|의값)?<ask>",
        ),
        endless_sum,
        ("∞",),
    ),
    family(
        "geometric.ratio.by.two.terms",
        f"{SEQUENCE}.등비수열",
        [text for symbol in (True, False) for text in _terms(symbol, "(?:모든항이양수인)?등비수열", "공비(?:r)?")],
        let="p = first*r**(m - 1); q = first*r**(n - 1); ratio = q/p; span = n - m; s = r*1",
        hidden=f"r = {_STEP}; first = p/({_STEP})**(m - 1)",
        wrong="ratio | partial; ratio/span | formula; r + 1 | other; -r | sign; first | misread; r*r | order",
        where="n > m; r > 1; mod(n - m, 2) == 1",
        domains="m 1..3; n 3..6; r 2..5; first 1..6",
        say=["${r}^{{span}} = \\frac{q}{p} = {ratio}$이므로 공비는 ${s}$"],
        tell=["${r}^{{span}} = \\frac{q}{p} = {ratio}$, so the ratio is ${s}$."],
        keeps_size=False,
        hints="등비 공비",
    ),
    family(
        "arithmetic.both.by.two.terms",
        f"{SEQUENCE}.등차수열",
        [text for symbol in (True, False) for text in _terms(symbol, "등차수열", "첫째항(?:과|,)공차")],
        let="p = first + (m - 1)*d; q = first + (n - 1)*d; rise = q - p; span = n - m",
        hidden="d = (q - p)/(n - m); first = p - (m - 1)*d",
        answer="first, d",
        labels="첫째항 공차",
        wrong="first + d, d | order; first, -d | sign; d, first | order; p, d | misread; first, rise | partial",
        where="n > m + 1; d != 0; is_int(d); first != d; first != 0",
        domains="m 2..6; n 5..12; d -6..9; first -20..30",
        say=["공차는 $\\frac{rise}{span} = {d}$", "첫째항은 ${p} - ({m} - 1) \\times ({d}) = {first}$"],
        tell=["The difference is $\\frac{rise}{span} = {d}$, the first term ${first}$."],
        keeps_size=False,
        hints="등차 공차 첫째항",
    ),
    family(
        "arithmetic.difference.by.two.terms",
        f"{SEQUENCE}.등차수열",
        [text for symbol in (True, False) for text in _terms(symbol, "등차수열", "공차(?:d)?")],
        let="p = first + (m - 1)*d; q = first + (n - 1)*d; rise = q - p; span = n - m; s = d*1",
        hidden="d = (q - p)/(n - m); first = p - (m - 1)*d",
        wrong="rise | partial; rise/(span + 1) | order; -d | sign; d + 1 | other; first | misread; rise/(span - 1) | order",
        where="n > m + 1; d != 0; is_int(d)",
        domains="m 2..6; n 5..12; d -6..9; first -20..30",
        say=["공차는 $\\frac{rise}{span} = {s}$"],
        tell=["The difference is $\\frac{rise}{span} = {s}$."],
        keeps_size=False,
        hints="등차 공차",
    ),
)
