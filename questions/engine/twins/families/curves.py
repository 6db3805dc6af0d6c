"""Extreme values of cubics, areas between a parabola and a line, sums by the sign Σ, terms of sequences by two others."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import (
    Monomial,
    by_degree,
    monomials,
    needs,
    place_term,
    square_root,
)
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients as factors_of
from questions.engine.twins.grammar.shape import read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.grammar.wording import THEN, G
from questions.engine.types import RangeDomain

_LEAD = rf"<lead>{G}"
_CURVE = r"(?:y|f\(x\))=(?P<f>[^가-힣?=,]+?)"


def terms_of(match: Match, group: str = "f") -> tuple[dict[int, Monomial], dict[int, Fraction]]:
    """The printed terms in x by degree and their signed factors; ShapeError where it is another formula."""
    terms = by_degree(monomials(match[group], match.start(group)), "x")
    needs(terms)
    factors = factors_of(read_formula(match[group]).root, "x")
    return terms, factors


def print_terms(sketch: Sketch, match: Match, terms: dict[int, Monomial], formulas: dict[int, str]) -> None:
    """Every printed factor of the terms is printed from a formula; a term that is not there stays away."""
    for degree, formula in formulas.items():
        term = terms.get(degree)
        if term is None:
            sketch.where.append(f"{formula} == 0")
            continue
        sketch.let += [
            (f"c{degree}", formula),
            (f"c{degree}p", f"c{degree}" if term.sign > 0 else f"-c{degree}"),
        ]
        place_term(sketch, term, f"c{degree}p")
        if term.first == term.last:
            sketch.wrap.append(match.span("f"))


_WANTED = {
    "greatest": ("극댓값", "high"), "least": ("극솟값", "low"),
    "sum": ("극댓값과극솟값의합", "high + low"), "difference": ("극댓값과극솟값의차", "high - low"),
    "both": ("극댓값과극솟값", "high, low"),
}  # fmt: skip


_SPACED = {
    "greatest": "극댓값은", "least": "극솟값은", "sum": "극댓값과 극솟값의 합은", "difference": "극댓값과 극솟값의 차는",
    "both": "극댓값과 극솟값은",
}  # fmt: skip


def _extreme(name: str) -> Family:
    word, answer = _WANTED[name]
    alone = "" if "의" in word else r"(?![과와의,])" if name != "both" else "(?!의)"

    def build(reading: Reading, match: Match) -> Sketch | None:
        terms, factors = terms_of(match)
        needs(max(factors) == 3)
        lead, square, linear = factors[3], factors.get(2, Fraction(0)), factors.get(1, Fraction(0))
        total, product = -2 * square / (3 * lead), linear / (3 * lead)
        root = square_root(total * total - 4 * product)
        needs(root > 0)
        sketch = Sketch("고2.미분.극대와 극소", f"calculus.extreme.{name}", keeps_size=False)
        draw_cubic(sketch, terms, ((total - root) / 2, (total + root) / 2), lead, factors)
        print_terms(sketch, match, terms, {2: "-3*ld*(p + q)/2", 1: "3*ld*p*q", 0: "k"})
        third = terms[3]
        sketch.let += [("ldp", "ld" if third.sign > 0 else "-ld")]
        if third.first != third.last:
            place_term(sketch, third, "ldp")
        for end, at in (("fp", "p"), ("fq", "q")):
            sketch.let.append((end, f"ld*{at}**3 - 3*ld*(p + q)/2*{at}**2 + 3*ld*p*q*{at} + k"))
        sketch.let += [("high", "max(fp, fq)"), ("low", "min(fp, fq)")]
        sketch.where += ["p < q", "abs(high) < 200", "abs(low) < 200"]
        sketch.wrong = [
            *((text, "misread") for text in ("high", "low", "high + low", "high - low") if text != answer),
            ("k", "misread"), ("-s", "sign"), ("p", "partial"), ("q", "partial"), ("s + 1", "other"),
        ]  # fmt: skip
        shown = _both(sketch) if name == "both" else "${s}$"
        sketch.let += [("s", answer)] if name != "both" else []
        sketch.say = [
            "$f'(x) = 0$의 두 근은 $x = {p}$, $x = {q}$이고 그 점의 함숫값은 각각 ${fp}$, ${fq}$",
            f"따라서 {_SPACED[name]} {shown}",
        ]
        return sketch

    return Family(
        f"calculus.extreme.{name}",
        (
            rf"{_LEAD}{_CURVE}{THEN}{word}{alone}{G}<ask>",
            rf"{_LEAD}{_CURVE}{G}(?:을|를)?가질때,?{word}{alone}{G}<ask>",
            *((rf"{_LEAD}{_CURVE}{THEN}극솟값과극댓값의{word[-1]}{G}<ask>",) if "의" in word else ()),
        ),
        build,
        ("극",),
    )  # fmt: skip


def _both(sketch: Sketch) -> str:
    """The largest and the smallest value as one answer; how the solution prints them."""
    sketch.answer, sketch.labels = "high, low", ("극댓값", "극솟값")
    sketch.wrong = misconceptions(
        "low, high | order; p, q | misread; -low, -high | sign; high + 1, low | other; high, low + 1 | other"
    )
    return "${high}$, ${low}$"


def draw_cubic(
    sketch: Sketch,
    terms: dict[int, Monomial],
    ends: tuple[Fraction, Fraction],
    lead: Fraction,
    factors: dict[int, Fraction],
) -> None:
    """The two places of the extremes and the constant are drawn; the leading factor stays as it is."""
    low, high = ends
    needs(low.denominator == high.denominator == 1 and abs(low) < 8 and abs(high) < 8)
    wide = RangeDomain(Fraction(-5), Fraction(5))
    sketch.originals = {"q": high}
    sketch.domains = {"q": wide, "p": wide}
    sketch.let = [("ld", f"({lead})")]
    if low == -high:
        sketch.let.append(("p", "-q"))
    elif low == 0:
        sketch.let.append(("p", "0"))
    elif high == 0:
        sketch.originals = {"p": low}
        sketch.let.append(("q", "0"))
    else:
        sketch.originals["p"] = low
    if 0 in terms:
        sketch.originals["k"] = factors[0]
        sketch.domains["k"] = RangeDomain(Fraction(-12), Fraction(12))
        sketch.where.append("k != 0")
    else:
        sketch.let.append(("k", "0"))


def area_to_axis(reading: Reading, match: Match) -> Sketch | None:
    """The area between y = l·(x - p)(x - q) and the x-axis."""
    terms, factors = terms_of(match)
    needs(max(factors) == 2)
    lead, linear, last = factors[2], factors.get(1, Fraction(0)), factors.get(0, Fraction(0))
    root = square_root(linear * linear - 4 * lead * last)
    ends = sorted(((-linear - root) / (2 * lead), (-linear + root) / (2 * lead)))
    needs(root > 0 and all(end.denominator == 1 and abs(end) < 10 for end in ends))
    sketch = Sketch("고2.적분.넓이", "calculus.area.axis", keeps_size=False)
    wide = RangeDomain(Fraction(-6), Fraction(6))
    sketch.originals, sketch.domains = {"q": ends[1], "p": ends[0]}, {"p": wide, "q": wide}
    if 0 not in terms:
        name, other = ("p", "q") if ends[0] == 0 else ("q", "p")
        sketch.originals = {other: sketch.originals[other]}
        sketch.let = [(name, "0")]
    elif 1 not in terms:
        sketch.originals = {"q": ends[1]}
        sketch.let = [("p", "-q")]
    sketch.let.append(("ld", f"({lead})"))
    print_terms(sketch, match, terms, {1: "-ld*(p + q)", 0: "ld*p*q"})
    sketch.let += [("width", "q - p"), ("s", "abs(ld)*width**3/6")]
    sketch.where += ["p < q", "width < 13"]
    if 1 in terms:
        sketch.where.append("c1 != 0")
    sketch.wrong = [
        ("abs(ld)*width**3/3", "formula"), ("-s", "sign"), ("abs(ld)*width**2/6", "formula"),
        ("abs(ld)*width**3/12", "formula"), ("s + 1", "other"), ("2*s + 1", "other"),
    ]  # fmt: skip
    sketch.say = ["곡선은 $x$축과 $x = {p}$, $x = {q}$에서 만난다.", "그 사이를 적분하면 넓이는 ${s}$"]
    return sketch


def sum_of_terms(reading: Reading, match: Match) -> Sketch | None:
    """Σ from k = 1 of a polynomial in k of degree at most two."""
    text, start = match["f"], match.start("f")
    letter = match["v"]
    terms = by_degree(monomials(text, start), letter)
    needs(terms and max(terms) in (1, 2))
    sketch = Sketch("고1.수열.합의 기호", "series.sigma", keeps_size=False)
    sketch.originals = {"n": Fraction(int(match["n"]))}
    sketch.domains = {"n": RangeDomain(Fraction(4), Fraction(20))}
    sketch.places = [("n", *match.span("n"))]
    parts = []
    for degree, term in sorted(terms.items()):
        name = f"k{degree}"
        if term.first != term.last:
            sketch.originals[name] = term.factor
            sketch.domains[name] = RangeDomain(Fraction(1 if degree == 0 else 2), Fraction(9))
            place_term(sketch, term, name)
        else:
            sketch.let.append((name, "1"))
        parts.append((degree, f"{'-' if term.sign < 0 else ''}{name}"))
    sums = {0: "n", 1: "n*(n + 1)/2", 2: "n*(n + 1)*(2*n + 1)/6"}
    sketch.let += [(f"s{degree}", f"({factor})*({sums[degree]})") for degree, factor in parts]
    sketch.let.append(("s", " + ".join(f"s{degree}" for degree, _ in parts)))
    last = " + ".join(f"({factor})*n**{degree}" for degree, factor in parts)
    once = " + ".join(f"({factor})" if degree == 0 else f"s{degree}" for degree, factor in parts)
    sketch.wrong = [
        (last, "misread"), (once, "formula"), (f"s - ({last})", "order"), (f"n*({last})", "formula"),
        ("s + n", "other"), ("-s", "sign"),
    ]  # fmt: skip
    sketch.where = ["abs(s) < 6000", "s != 0"]
    shown = " + ".join(f"({{s{degree}}})" for degree, _ in reversed(parts))
    sketch.say = ["항마다 따로 더한다.", f"${shown} = {{s}}$"]
    return sketch


def _two_terms(symbol: bool) -> list[str]:
    def given(place: str, value: str) -> str:
        index = rf"a_\{{?{{{place}:int}}\}}?" if symbol else rf"제?{{{place}:int}}(?:번째)?항"
        return rf"{index}(?:=|이|은){{{value}:int}}"

    asked = r"a_\{?{k:int}\}?(?:의값)?" if symbol else r"제?{k:int}(?:번째)?항"
    return [
        rf"{_LEAD}KIND(?:⦃a_\{{?n\}}?⦄|\{{a_\{{?n\}}?\}})?{G}{given('m', 'p')}{THEN}{given('n', 'q')}{G}{asked}{G}<ask>",
        rf"{_LEAD}{given('m', 'p')}{THEN}{given('n', 'q')}{G}KIND(?:⦃a_\{{?n\}}?⦄|\{{a_\{{?n\}}?\}})?{G}{asked}{G}<ask>",
    ]


_PATTERNS = [text for symbol in (True, False) for text in _two_terms(symbol)]
_REAL = r"(?:\(단,(?:공비(?:는|가)?|모든항은|모든항이)?(?:실수|양수)(?:이다|임)?\.?\))?"
_STEP = "sum(i for i in range(2, 8) if p*i**(n - m) == q)"

FAMILIES = (
    *(_extreme(name) for name in _WANTED),
    Family(
        "calculus.area.axis",
        (
            rf"{_LEAD}(?:곡선|포물선|이차함수)?{_CURVE}(?:의그래프)?(?:과|와)x축(?:으로|에의해|으로만)?둘러싸인(?:부분|도형|영역)?(?:의)?넓이{G}<ask>",
        ),
        area_to_axis,
        ("둘러싸인",),
    ),
    Family(
        "series.sigma",
        (
            r"<lead>Σ_\{?(?-i:(?P<v>[kni]))=1\}?\^\{?(?P<n>\d{1,2})\}?(?:\((?P<f>[^가-힣?()]+?)\))(?:의값)?<ask>",
            r"<lead>Σ_\{?(?-i:(?P<v>[kni]))=1\}?\^\{?(?P<n>\d{1,2})\}?(?P<f>\d*(?-i:[kni])(?:\^\{?2\}?)?)(?:의값)?<ask>",
        ),
        sum_of_terms,
        ("Σ",),
    ),
    family(
        "arithmetic.by.two.terms",
        "고1.수열.등차수열",
        [text.replace("KIND", "(?:등차)수열") for text in _PATTERNS],
        let="p = first + (m - 1)*d; q = first + (n - 1)*d; rise = q - p; span = n - m; s = p + (k - m)*d",
        hidden="d = (q - p)/(n - m); first = p - (m - 1)*d",
        wrong="s + d | order; s - d | order; d | partial; p + k*d | order; first | misread",
        where="n > m; d != 0; k != m; k != n; is_int(d)",
        domains="m 2..6; n 5..12; k 8..30; d -6..9; first -20..30",
        say=["공차는 $\\frac{rise}{span} = {d}$", "제{m}항에서 ${k} - {m}$번 더하면 ${s}$"],
        keeps_size=False,
        hints="등차",
    ),
    family(
        "geometric.by.two.terms",
        "고1.수열.등비수열",
        [text.replace("KIND", "(?:등비수열|모든항이양수인등비수열)") + _REAL for text in _PATTERNS],
        let="p = first*r**(m - 1); q = first*r**(n - 1); ratio = q/p; span = n - m; s = p*r**(k - m)",
        hidden=f"r = {_STEP}; first = p/({_STEP})**(m - 1)",
        wrong="s*r | order; s/r | order; p + (k - m)*(q - p)/span | formula; q*r**k | order; first | misread",
        where="n > m; r > 1; k != m; k != n; k > m; s < 20000",
        domains="m 1..3; n 3..6; k 4..9; r 2..4; first 1..6",
        say=["${r}^{{span}} = \\frac{q}{p} = {ratio}$이므로 공비는 ${r}$", "제{m}항에 공비를 ${k} - {m}$번 곱하면 ${s}$"],
        keeps_size=False,
        hints="등비",
    ),
)  # fmt: skip
