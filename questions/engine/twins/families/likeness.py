"""Similar figures, right triangles by their sides, circles and lines on the plane, sets by their sizes, seats at tables."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.family import Family, Match, family
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.grammar.wording import THEN, G, gap
from questions.engine.types import AnswerKind, RangeDomain

SIMILAR = "중2.도형의 닮음"
RIGHT = "중2.피타고라스 정리"
TRIGONOMETRY = "중3.삼각비"
CIRCLE = "고1.원의 방정식"
LINE = "고1.직선의 방정식"
VECTOR = "고2.기하.벡터"
SETS = "고1.집합"
SEATS = "고1.순열과 조합"
_LEAD = rf"<lead>{G}"
_U = r"(?:cm|m)"
_BODY = r"(?:두)?(?:닮은|서로닮은)?(?:두)?[가-힣]{1,6}?"
_KINDS = {
    "length": (r"(?:높이|모선의길이|둘레의길이|반지름의길이|밑면의반지름의길이|한변의길이|한모서리의길이)", 1, "", gap("둘레")),
    "area": (r"(?:넓이|겉넓이|옆넓이|밑넓이)", 2, r"\^2", gap("넓이", "겉넓이")),
    "volume": (r"(?:부피)", 3, r"\^3", gap("부피")),
}  # fmt: skip
_NAMED = (
    ("smaller", r"작은(?:것|쪽)?(?:[가-힣]{1,5}?)?", "a", "b", r"큰(?:것|쪽)?(?:[가-힣]{1,5}?)?"),
    ("larger", r"큰(?:것|쪽)?(?:[가-힣]{1,5}?)?", "b", "a", r"작은(?:것|쪽)?(?:[가-힣]{1,5}?)?"),
)


def _similar(kind: str, told: tuple[str, str, str, str, str], round_: bool) -> Family:
    """The ratio of two similar figures and a size of one of them; the same size of the other."""
    noun, power, unit, words = _KINDS[kind]
    name, one, mine, other, two = told
    pi = "π" if round_ else ""
    space = gap("큰", "작은", "넓이", "겉넓이", "부피", "둘레", "비율")
    return family(
        f"similar.{kind}.{name}{'.round' if round_ else ''}",
        SIMILAR,
        [
            rf"{_LEAD}닮음비(?:가|는){{a:int}}:{{b:int}}(?:인|이고|일때|이다){space}{one}의?{words}{noun}(?:가|이|는){{v:int}}{pi}(?P<u>{_U}{unit}){space}{two}의?{words}{noun}{G}<ask>",
        ],
        let=f"v = k*{mine}**{power}; s = k*{other}**{power}",
        answer="s*pi" if round_ else "s",
        hidden=f"k = v/{mine}**{power}",
        unit="{u}",
        wrong="; ".join(
            f"{formula}{'*pi' if round_ else ''} | {why}"
            for formula, why in (
                (f"v*{other}/{mine}" if power > 1 else f"v*{other}**2/{mine}**2", "formula"),
                (f"v*{other}**{2 if power == 3 else 3}/{mine}**{2 if power == 3 else 3}", "formula"),
                (f"v*{mine}/{other}", "order"),
                (f"v*{mine}**2/{other}**2", "order"),
            )
        ),
        where="a < b; gcd(a, b) == 1; a > 0; is_int(v)",
        domains="a 1..4; b 2..6; k 1..30",
        say=[
            f"{'부피' if power == 3 else '넓이' if power == 2 else '길이'}의 비는 ${{a}}^{power} : {{b}}^{power}$",
            "따라서 답은 " + ("${s}\\pi$" if round_ else "${s}$"),
        ],
        keeps_size=False,
        hints="닮음비",
    )


_CORNERS = (("AB", "DE"), ("BC", "EF"), ("CA|AC", "FD|DF"))


def _corresponding(first: int, second: int, back: bool) -> Family:
    """△ABC∽△DEF with two corresponding sides and a third side; its partner."""
    (x, y), (p, q) = _CORNERS[first], _CORNERS[second]
    if back:
        x, y, p, q = y, x, q, p
    sides = [rf"(?:{x})={{a:int}}{_U}?", rf"(?:{y})={{b:int}}{_U}?", rf"(?:{p})={{c:int}}(?P<u>{_U})?"]
    orders = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 0, 1))
    return family(
        f"similar.triangles.{first}{second}{'.back' if back else ''}",
        SIMILAR,
        [
            rf"<lead>(?:두삼각형)?(?:△ABC(?:와|과)△DEF(?:에서|가)|△ABC∽△DEF|△ABC\\simDEF|△ABC\\sim△DEF){THEN}(?:서로닮음{THEN}|△ABC∽△DEF{THEN})?"
            + THEN.join(sides[i] for i in order)
            + rf"{THEN}(?:변)?(?:{q})의길이{G}<ask>"
            for order in orders
        ],
        let="b = k*b0; a = k*a0; c = a0*m; s = c*b/a",
        hidden="k = gcd(a, b); a0 = a/gcd(a, b); b0 = b/gcd(a, b); m = c*gcd(a, b)/a",
        unit="{u}",
        wrong="c*a/b | order; c + b - a | formula; a*b/c | formula; c | misread",
        where="a0 != b0; is_int(s); s > 0; a < 60; b < 60; c < 60; m > 0; gcd(a0, b0) == 1",
        domains="k 1..6; a0 1..6; b0 1..6; m 1..12",
        say=["대응하는 변의 길이의 비가 같으므로 ${a} : {b} = {c} : x$", "$x = \\frac{{c} \\times {b}}{a} = {s}$"],
        keeps_size=False,
        hints="△ABC",
    )


_RIGHT_UNKNOWN = tuple(
    family(
        f"right.triangle.unknown.{name}",
        RIGHT,
        [
            rf"<lead>(?:삼각형의)?세변의길이가(?:각각)?{{p:int}}{_U}?,{{q:int}}{_U}?,x{_U}?인삼각형이직각삼각형(?:일때|이되도록하는|이될때),?x의값~을<order>\(단,x{sign}{bound}\)",
        ],
        let=f"total = {formula}; s = sqrt(total)",
        wrong="total | partial; p + q | formula; abs(p - q) | formula; sqrt(q*q - p*p) | sign; sqrt(p*p + q*q) | sign",
        where="q > p",
        domains="p 3..24; q 4..40",
        say=[f"$x^2 = {told} = {{total}}$", "$x = {s}$"],
        keeps_size=False,
    )
    for name, sign, bound, formula, told in (
        ("longest", ">", "(?P<q_2>(?P=q))", "p*p + q*q", "{p}^2 + {q}^2"),
        ("leg", "<", "(?P<q_2>(?P=q))", "q*q - p*p", "{q}^2 - {p}^2"),
    )
)
_SIDE = r"(?P<{name}>AB|BA|BC|CB|CA|AC)"
_RATIO = (
    rf"<lead>(?:∠(?P<r>[ABC])=90°인직각삼각형ABC|직각삼각형ABC에서∠(?P<r2>[ABC])=90°|삼각형ABC에서∠(?P<r3>[ABC])=90°)(?:에서|의)?{THEN},?"
    rf"(?:(?:변)?{_SIDE.format(name='one')})={{a:int}}{_U}?{THEN}(?:(?:변)?{_SIDE.format(name='two')})={{b:int}}{_U}?(?:에서|의)?{THEN},?"
    r"(?:이때,?)?(?P<f>sin|cos|tan)(?P<q>[ABC])(?:의값)?<ask>"
)


def _ratio(reading: Reading, match: Match) -> Sketch | None:
    """sin, cos or tan of an acute corner of a right triangle, two sides of which are printed."""
    right = match["r"] or match["r2"] or match["r3"]
    at = match["q"].upper()
    sides = {name: "".join(sorted(match[name].upper())) for name in ("one", "two")}
    needs(at != right and sides["one"] != sides["two"])
    long = "".join(sorted(set("ABC") - {right}))
    near = "".join(sorted((right, at)))
    far = "".join(sorted(set("ABC") - {at}))
    squares = {side: f"{name}*{name}" for name, side in (("a", sides["one"]), ("b", sides["two"]))}
    missing = next(side for side in (long, near, far) if side not in squares)
    known = [squares[side] for side in (long, near, far) if side in squares]
    squares[missing] = f"{known[0]} + {known[1]}" if missing == long else f"{known[0]} - {known[1]}"
    up, low = {"sin": (far, long), "cos": (near, long), "tan": (far, near)}[match["f"].lower()]
    others = {"sin": (near, long), "cos": (far, long), "tan": (near, far)}[match["f"].lower()]
    sketch = Sketch(TRIGONOMETRY, "trigonometry.right", keeps_size=False, keeps_kind=False, bounded=False)
    for name in "ab":
        sketch.originals[name] = Fraction(match[name].replace(",", ""))
        sketch.places.append((name, *match.span(name)))
        sketch.domains[name] = RangeDomain(Fraction(2), Fraction(41), Fraction(1))
    sketch.let = [("missing", f"sqrt({squares[missing]})"), ("s", f"sqrt({squares[up]})/sqrt({squares[low]})")]
    sketch.where = [f"{squares[missing]} > 0", f"is_int(sqrt({squares[missing]}))", "a != b"]
    sketch.wrong = [
        (f"sqrt({squares[others[0]]})/sqrt({squares[others[1]]})", "misread"),
        (f"sqrt({squares[low]})/sqrt({squares[up]})", "order"),
        (f"sqrt({squares[far]})/sqrt({squares[near]})", "misread"),
        (f"sqrt({squares[near]})/sqrt({squares[far]})", "other"),
    ]
    sketch.say = [
        "피타고라스 정리에 의하여 나머지 한 변의 길이는 ${missing}$",
        f"$\\{match['f'].lower()} {at} = {{s}}$",
    ]
    return sketch


_LINES = tuple(
    family(
        f"point.line.distance.{one}.{two}",
        LINE,
        [
            rf"<lead>점(?:[A-Z])?\({{p:int}},{{q:int}}\)(?:과|와|에서)직선{{a:int}}x{sb}{{b:int}}y{sc}{{c:int}}=0(?:사이의|까지의|에이르는)거리<ask>"
        ],
        let=f"low = a*a + b*b; long = sqrt(low); up = abs(a*p {plus} b*q {more} c); s = up/long",
        wrong=f"up | partial; up/low | formula; abs(a*p {plus} b*q)/sqrt(low) | partial; up/(a + b) | formula",
        where="up > 0; a > 0; b > 0; c > 0; is_int(long)",
        say=["분자는 ${up}$, 분모는 $\\sqrt{low}$이므로 ${s}$"],
        keeps_size=False,
    )
    for one, sb, plus in (("plus", r"\+", "+"), ("minus", "-", "-"))
    for two, sc, more in (("plus", r"\+", "+"), ("minus", "-", "-"))
    if (one, two) != ("plus", "minus")
)
_CIRCLES = (
    family(
        "circle.through.point",
        CIRCLE,
        [
            r"<lead>중심(?:이|의좌표가)(?:점)?(?:[A-Z])?\({a:int},{b:int}\)(?:이고|이며|인원이),?점(?:[A-Z])?\({c:int},{d:int}\)~을지나는원의방정식<ask>",
            r"<lead>점(?:[A-Z])?\({a:int},{b:int}\)~을중심으로하고,?점(?:[A-Z])?\({c:int},{d:int}\)~을지나는원의방정식<ask>",
        ],
        let="square = (c - a)**2 + (d - b)**2",
        kind=AnswerKind.EQUATION,
        answer="(x - a)**2 + (y - b)**2 = square",
        free="x y",
        wrong="(x + a)**2 + (y + b)**2 = square | sign; (x - c)**2 + (y - d)**2 = square | misread; (x - a)**2 - (y - b)**2 = square | formula",
        where="a != 0; b != 0; square > 1",
        domains="a -9..9; b -9..9; c -9..9; d -9..9",
        say=["반지름의 제곱은 $({c} - ({a}))^2 + ({d} - ({b}))^2 = {square}$"],
        keeps_size=False,
        hints="원의방정식",
    ),
    family(
        "circle.on.diameter",
        CIRCLE,
        [
            r"<lead>두점[A-Z]?\({a:int},{b:int}\),[A-Z]?\({c:int},{d:int}\)~을(?:지름의양끝점으로하는|양끝으로하는선분을지름으로하는|이은선분을지름으로하는|지름의양끝으로하는)원의방정식<ask>"
        ],
        let="h = (a + c)/2; k = (b + d)/2; square = ((c - a)**2 + (d - b)**2)/4",
        kind=AnswerKind.EQUATION,
        answer="(x - h)**2 + (y - k)**2 = square",
        free="x y",
        wrong="(x + h)**2 + (y + k)**2 = square | sign; (x - h)**2 + (y - k)**2 = 4*square | formula; (x - a)**2 + (y - b)**2 = square | misread",
        where="h != 0; k != 0; is_int(h); is_int(k); is_int(square)",
        domains="a -9..9; b -9..9; c -9..9; d -9..9",
        say=["중심은 $({h}, {k})$이고 반지름의 제곱은 ${square}$"],
        keeps_size=False,
        hints="원의방정식",
    ),
    family(
        "circle.tangent.line",
        CIRCLE,
        [
            r"<lead>원x\^\{?2\}?\+y\^\{?2\}?={t:int}(?:과|와|에)직선y={m:int}x\+k(?:가|이)접(?:할때|하도록하는|하게하는),?(?:양수|양의실수)k의?(?:값)?<ask>",
            r"<lead>직선y={m:int}x\+k(?:가|이)원x\^\{?2\}?\+y\^\{?2\}?={t:int}(?:과|와|에)접(?:할때|하도록하는|하게하는),?(?:양수|양의실수)k의?(?:값)?<ask>",
        ],
        let="all = t*(m*m + 1); s = sqrt(all)",
        wrong="all | partial; t*sqrt(m*m + 1) | formula; sqrt(t)*m | formula; sqrt(t*(m + 1)) | formula",
        where="t > 0; m > 0",
        domains="m 1..4; t 1..40",
        say=["중심과 직선 사이의 거리가 반지름과 같으므로 $k^2 = {t}({m}^2 + 1) = {all}$", "$k = {s}$"],
        keeps_size=False,
    ),
)  # fmt: skip
_COSINES = {30: "sqrt(3)/2", 45: "sqrt(2)/2", 60: "1/2", 120: "-1/2", 135: "-sqrt(2)/2", 150: "-sqrt(3)/2"}
_VECTORS = tuple(
    family(
        f"vector.dot.angle.{angle}",
        VECTOR,
        [
            rf"<lead>\|(?:a|\\veca)\|={{p:int}},\|(?:b|\\vecb)\|={{q:int}}{THEN}두벡터(?:a|\\veca),(?:b|\\vecb)(?:가|이)이루는각의크기(?:가)?{angle}°{THEN},?(?:두벡터의내적)?(?:a|\\veca)·(?:b|\\vecb)(?:의값)?<ask>",
            rf"<lead>두벡터a,b에대하여\|a\|={{p:int}},\|b\|={{q:int}}{THEN}(?:두벡터)?(?:a,b(?:가|이))?이루는각의크기(?:가)?{angle}°{THEN},?a·b(?:의값)?<ask>",
        ],
        let=f"s = p*q*({cosine})",
        wrong="p*q | partial; -p*q/2 | sign; p*q*sqrt(3)/2 | misread; p*q/2 | misread; p*q*sqrt(2)/2 | misread; -p*q | sign",
        domains="p 1..12; q 1..12",
        say=[f"${{p}} \\times {{q}} \\times \\cos {angle}^\\circ = {{s}}$"],
        keeps_size=False,
        hints="벡터",
    )
    for angle, cosine in _COSINES.items()
)
_N = r"n\(U\)={u:int},?"
_SIZES = r"n\(A\)={a:int},?n\(B\)={b:int},?(?:이고)?n\(A∩B\)={c:int}"
_WHOLE = r"<lead>(?:전체집합U의(?:두)?부분집합A(?:,|와)B(?:에대하여|가)?,?)?"
_C = r"\^\{?[Cc]\}?"
_COUNTED = tuple(
    family(
        f"sets.sizes.{name}",
        SETS,
        [rf"{_WHOLE}{_N}{_SIZES}{THEN}n\({asked}\)(?:의값)?<ask>"],
        let=f"both = a + b - c; s = {formula}",
        wrong="both | partial; u - a - b | formula; a + b + c | sign; u - c | misread; u - both | misread; a - c | misread; b - c | misread",
        where="c > 0; c < a; c < b; both < u; s > 0",
        domains="u 20..100; a 5..60; b 5..60; c 2..30",
        say=["$n(A \\cup B) = {a} + {b} - {c} = {both}$", "따라서 답은 ${s}$"],
        keeps_size=False,
        hints="n(U)",
    )
    for name, asked, formula in (
        ("neither", rf"(?:\(A∪B\){_C}|A{_C}∩B{_C})", "u - both"),
        ("not.both", rf"(?:\(A∩B\){_C}|A{_C}∪B{_C})", "u - c"),
        ("only.a", rf"(?:A-B|A∩B{_C})", "a - c"),
        ("only.b", rf"(?:B-A|B∩A{_C})", "b - c"),
        ("either", r"A∪B", "both*1"),
    )
)
_ROUND = r"(?:원형의?|둥근|원모양의)?(?:탁자|식탁|테이블|원탁)(?:의둘레)?에(?:둘러)?(?:앉|앉히)"
_WAYS = r"(?:경우|방법)(?:의)?수(?:는|를)?"
_SEATED = (
    family(
        "seats.round",
        SEATS,
        [rf"{_LEAD}{{n:int}}명(?:의[가-힣]+)?(?:이|을|가)?{G}{_ROUND}{G}{_WAYS}<ask>"],
        let="low = n - 1; s = factorial(low)",
        wrong="factorial(n) | formula; factorial(n)/2 | formula; n*low | formula; factorial(low)/2 | other; factorial(n - 2) | order",
        domains="n 4..8",
        say=["원형으로 앉는 방법의 수는 $({n} - 1)! = {s}$"],
        keeps_size=False,
    ),
    family(
        "rows.alternate",
        SEATS,
        [
            rf"{_LEAD}(?:남학생|남자|남자아이){{a:int}}명(?:,|과|이랑)(?:여학생|여자|여자아이)(?P<a_2>(?P=a))명(?:이|을|의학생이)?{G}(?:한줄로|일렬로){G}(?:남녀가|남학생과여학생이|남자와여자가|여학생과남학생이)?(?:서로)?(?:교대로|번갈아){gap('교대로', '번갈아')}{_WAYS}<ask>"
        ],
        let="one = factorial(a); s = 2*one*one",
        wrong="one*one | partial; factorial(2*a) | misread; 2*one | partial; one*one/2 | other",
        domains="a 2..4",
        say=["남녀가 각각 ${one}$가지이고 누가 먼저 서는지가 2가지이므로 $2 \\times {one} \\times {one} = {s}$"],
        keeps_size=False,
    ),
)
FAMILIES = (
    *(_similar(kind, told, round_) for kind in _KINDS for told in _NAMED for round_ in (False, True)),
    *(_corresponding(one, two, back) for one in range(3) for two in range(3) if one != two for back in (False, True)),
    *_RIGHT_UNKNOWN,
    Family("trigonometry.right", (_RATIO,), _ratio, ("90°",)),
    *_LINES,
    *_CIRCLES,
    *_VECTORS,
    *_COUNTED,
    *_SEATED,
)
