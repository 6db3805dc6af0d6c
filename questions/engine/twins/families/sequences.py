"""Arithmetic and geometric sequences and series."""

from questions.engine.twins.grammar.family import family

ARITHMETIC = "고1.수열.등차수열"
GEOMETRIC = "고1.수열.등비수열"
_NAME = r"(?:⦃a_\{?n\}?⦄|\{?a_\{?n\}?\}?)?"
_AR = rf"(?:등차수열|수열){_NAME}"
_GE = rf"등비수열{_NAME}"
_FIRST = r"(?:(?:첫째항|첫번째항|초항|제1항|a_\{?1\}?)(?:은|는|이|가|=)?{a})"
_DIFF = r"공차(?:은|는|이|가|=)?(?:d=)?{d}"
_RATIO = r"공비(?:은|는|이|가|=)?(?:r=)?{r:int}"
_TERM = r"(?:제?{n:int}(?:번째)?항|a_\{?{n_2:int}\}?)"
_NTH = r"(?:제{n:int}항|{n:int}번째항|a_\{?{n:int}\}?)"


def _nth(prefix: str) -> list[str]:
    tails = (r"(?:제?{n:int}(?:번째)?항)", r"a_\{?{n:int}\}?")
    return [rf"{prefix}(?:의|에서|에대하여|일때|,)*{tail}<ask>" for tail in tails]


def _sums(prefix: str) -> list[str]:
    tails = (
        r"(?:첫째항부터|첫째항에서|처음부터)제?{n:int}(?:번째)?항까지의합(?:S_\{?\d+\}?)?",
        r"(?:처음|첫)?{n:int}개?항의합",
        r"S_\{?{n:int}\}?",
    )
    return [
        rf"{prefix}(?:의|에서|에대하여|일때|첫째항부터제n항까지의합~을S_\{{?n\}}?(?:이)?라(?:고)?할때|,)*{tail}<ask>"
        for tail in tails
    ]


_GIVEN_A = rf"<lead>{_FIRST}<and>{_DIFF}<and>{_AR}"
_GIVEN_A2 = rf"<lead>{_AR}(?:의|에서|이|가|은|는)*{_FIRST}<and>{_DIFF}<and>"
_GIVEN_G = rf"<lead>{_FIRST}<and>{_RATIO}<and>{_GE}"
_GIVEN_G2 = rf"<lead>{_GE}(?:의|에서|이|가|은|는)*{_FIRST}<and>{_RATIO}<and>"
_LIST_A = rf"<lead>{_AR}{{a}},{{b}},{{c}},(?:{{e4}},)?(?:…|\.\.\.|⋯|\\cdots|\\ldots|···)"

FAMILIES = (
    family(
        "arithmetic.term",
        ARITHMETIC,
        [
            *_nth(_GIVEN_A),
            *_nth(_GIVEN_A2),
            "<find> {n:int}(?:th|st|nd|rd)term(?:of|in) (?:the|an)? arithmetic sequence with first term {a} "
            "and common difference {d}",
        ],
        let="m = n - 1; s = a + m*d",
        wrong="a + n*d | order; a + (n - 2)*d | order; a*d*(n - 1) | formula; n*d | partial; n*(a + s)/2 | misread",
        where="n >= 3",
        say=["등차수열의 일반항은 $a_n = a_1 + (n-1)d$", "제{n}항은 ${a} + {m} \\times {d} = {s}$"],
        tell=["The nth term is $a_n = a_1 + (n-1)d$.", "So it is ${a} + {m} \\times {d} = {s}$."],
    ),
    family(
        "arithmetic.sum",
        ARITHMETIC,
        [
            *_sums(_GIVEN_A),
            *_sums(_GIVEN_A2),
            "<find> sum of the first {n:int} terms of (?:the|an) arithmetic (?:sequence|series) with first "
            "term {a} and common difference {d}",
        ],
        let="m = n - 1; last = a + m*d; s = n*(a + last)/2",
        wrong="n*(a + a + n*d)/2 | order; n*(a + last) | formula; last | partial; n*(a + d)/2 | formula",
        where="n >= 3",
        say=["제{n}항은 ${a} + {m} \\times {d} = {last}$", "합은 $\\frac{{n}({a} + {last})}{2} = {s}$"],
        tell=["The last term is ${a} + {m} \\times {d} = {last}$.", "The sum is $\\frac{{n}({a} + {last})}{2} = {s}$."],
    ),
    family(
        "arithmetic.list.term",
        ARITHMETIC,
        [
            rf"{_LIST_A}(?:의|에서)(?:제?{{n:int}}(?:번째)?항|a_\{{?{{k:int}}\}}?)<ask>",
        ],
        let="b = a + d; c = a + 2*d; e4 = a + 3*d; m = n - 1; s = a + m*d",
        hidden="d = b - a",
        wrong="a + n*d | order; a + (n - 2)*d | order; n*d | partial",
        where="n >= 5; d != 0",
        say=["공차는 ${b} - ({a}) = {d}$", "제{n}항은 ${a} + {m} \\times {d} = {s}$"],
    ),
    family(
        "arithmetic.two.terms",
        ARITHMETIC,
        [
            rf"<lead>(?:{_AR}(?:에서|의|에대하여|이)?)제?{{m:int}}항(?:이|은){{p}}<and>제?{{n:int}}항(?:이|은){{q}}(?:일때|이고|"
            rf"이면|인|등차수열|의|,)*(?:이수열의)?공차<ask>",
            rf"<lead>제?{{m:int}}항(?:이|은){{p}}<and>제?{{n:int}}항(?:이|은){{q}}(?:인)?{_AR}의공차<ask>",
            rf"<lead>{_AR}(?:에서|에대하여)a_\{{?{{m:int}}\}}?={{p}},a_\{{?{{n:int}}\}}?={{q}}(?:일때|이면),?공차d?<ask>",
        ],
        let="p = first + (m - 1)*d; q = first + (n - 1)*d; gap = n - m; rise = q - p; s = d",
        hidden="d = (q - p)/(n - m); first = p - (m - 1)*d",
        wrong="rise | partial; (q + p)/gap | sign; rise/n | order; rise/(gap + 1) | order",
        where="n - m >= 2; d != 0",
        say=[
            "두 항의 차는 ${q} - ({p}) = {rise}$, 항의 번호의 차는 ${n} - {m} = {gap}$",
            "공차는 $\\frac{rise}{gap} = {s}$",
        ],
    ),
    family(
        "geometric.term",
        GEOMETRIC,
        [
            *_nth(_GIVEN_G),
            *_nth(_GIVEN_G2),
            "<find> {n:int}(?:th|st|nd|rd)term(?:of|in) (?:the|a)? geometric sequence with first term {a} and "
            "common ratio {r:int}",
        ],
        let="m = n - 1; s = a*r**m",
        domains="n 3..7; a 2..9",
        wrong="a*r**n | order; a*r*m | formula; a + m*r | formula; r**m | partial; a*r**(n - 2) | order",
        where="abs(r) >= 2; abs(r) <= 5; abs(s) < 10000",
        say=["등비수열의 일반항은 $a_n = a_1 r^{n-1}$", "제{n}항은 ${a} \\times {r}^{{m}} = {s}$"],
        tell=["The nth term is $a_n = a_1 r^{n-1}$.", "So it is ${a} \\times {r}^{{m}} = {s}$."],
        keeps_size=False,
    ),
    family(
        "geometric.sum",
        GEOMETRIC,
        [*_sums(_GIVEN_G), *_sums(_GIVEN_G2)],
        let="top = r**n - 1; low = r - 1; s = a*top/low",
        domains="n 3..10; a 1..9",
        wrong="a*(r**(n - 1) - 1)/(r - 1) | order; a*r**n/(r - 1) | formula; a*(r**n - 1) | partial; a*r**(n "
        "- 1) | misread",
        where="abs(r) >= 2; abs(r) <= 5; abs(s) < 20000",
        say=["합은 $\\frac{{a}({r}^{{n}} - 1)}{{r} - 1}$", "$= \\frac{{a} \\times {top}}{low} = {s}$"],
        keeps_size=False,
    ),
    family(
        "geometric.infinite",
        "고2.급수.등비급수",
        [
            r"<lead>첫째항(?:이|은){a}<and>공비(?:이|가|는){r}인(?:등비급수|등비수열의(?:모든항의)?|무한등비급수)의?(?:합|의합)?<ask>",
        ],
        let="rest = 1 - r; s = a/rest",
        wrong="a/(1 + r) | sign; a*r/(1 - r) | order; a*(1 - r) | formula; 1/(1 - r) | partial",
        where="abs(r) < 1; r != 0",
        say=["공비의 절댓값이 1보다 작으므로 합은 $\\frac{a}{1-r}$ 꼴로 구한다.", "${a} \\div {rest} = {s}$"],
        keeps_size=False,
    ),
    family(
        "geometric.mean",
        GEOMETRIC,
        [
            r"<lead>(?:세수|세양수)?{a:int},x,{b:int}(?:이|가)(?:이|차례로|순서대로)*등비수열(?:을이룰|을이루는|일|이될)때,?양수x의값<ask>",
            r"<lead>(?:세수|세양수){a:int},x,{b:int}(?:이|가)(?:이|차례로|순서대로)*등비수열(?:을이룰|을이루는|일|이될)때,?x의값<ask>"
            r"\(단,x>0\)",
        ],
        let="a = g*u*u; b = g*v*v; square = a*b; s = g*u*v",
        hidden="g = gcd(a, b); u = sqrt(a/g); v = sqrt(b/g)",
        wrong="(a + b)/2 | formula; square | partial; square/2 | formula; b - a | formula",
        where="u != v; gcd(u, v) == 1; u > 0; v > 0",
        domains="u 1..5; v 1..6; g 1..6",
        say=["등비중항의 성질에서 $x^2 = {a} \\times {b} = {square}$", "$x$는 양수이므로 $x = {s}$"],
    ),
    family(
        "arithmetic.mean",
        ARITHMETIC,
        [
            r"<lead>(?:세수)?{a:int},x,{b:int}(?:이|가)(?:이|차례로|순서대로)*등차수열(?:을이룰|을이루는|일|이될)때,?x의값<ask>",
        ],
        let="total = a + b; s = total/2",
        where="a != b",
        wrong="total | partial; (b - a)/2 | sign; b - a | formula",
        say=["등차중항의 성질에서 $2x = {a} + {b} = {total}$", "따라서 $x = {s}$"],
    ),
    family(
        "sum.of.linear",
        "고1.수열.합의 기호",
        [
            r"<lead>Σ_\{k=1\}\^\{?{n:int}\}?(?:\({p:int}k\+{q:int}\)|\{?\({p:int}k\+{q:int}\)\}?)<ask>",
        ],
        let="half = n*(n + 1)/2; first = p*half; second = q*n; s = first + second",
        wrong="first + q | formula; p*half*2 + second | formula; p*n + q | misread; first - second | sign",
        say=[
            "$\\sum k = \\frac{{n}({n} + 1)}{2} = {half}$",
            "${p} \\times {half} + {q} \\times {n} = {first} + {second} = {s}$",
        ],
    ),
)
