"""Stories of two unknowns and of shapes that change: ages, prices of several things, points in a test, rectangles."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import PERCENT, G, gap

USE = "중1.일차방정식.활용"
SYSTEM = "중2.연립방정식.활용"
QUADRATIC = "중3.이차방정식.활용"
MOTION = "중1.일차방정식.거리와 속력"
_LEAD = rf"<lead>{G}"
_W = r"[가-힣A-Z]{1,6}?"
_C = r"(?:개|자루|권|장|송이|명|마리|병|봉지|대|그루|잔|인분|켤레)"
_YEARS = r"(?:세|살)"
_BY = gap("합이", "합은", "큰", "작은", "작다", "크고", "많", "적은")


def _ages(later: bool, asked: str) -> Family:
    """Now k times as old, in t years (t years ago) m times."""
    turn, sign = ("(?:후|뒤)", "+") if later else ("전", "-")
    who = "old" if asked == "older" else "kid"
    return family(
        f"age.twice.multiple.{'later' if later else 'before'}.{asked}",
        USE,
        [
            rf"<lead>(?:현재|올해|지금)?(?P<old>{_W})의나이(?:는|가)(?P<kid>{_W})의?나이의{{k:int}}배이?(?:고|다|며)[,.]?{{t:int}}년{turn}(?:에는|에)?(?P=old)의나이(?:는|가)(?P=kid)의?나이의{{m:int}}배{gap('전에', '년전')}(?P={who})의?나이{G}(?:몇{_YEARS}{G})?<ask>"
        ],
        let=f"low = {'k - m' if later else 'm - k'}; up = t*(m - 1); young = up/low; s = {'young*k' if asked == 'older' else 'up/low'}",
        unit="세",
        wrong="young | misread; young*k | misread; up | partial; t/low | formula; young + t | misread",
        where=("k > m" if later else "m > k; young > t")
        + "; m > 1; is_int(young); young > 1; young*k < 80; young*k - young > 15; young*k - young < 50",
        domains="k 2..8; m 2..7; t 2..20",
        say=[
            f"어린 쪽의 나이를 $x$세라 하면 ${{k}}x {sign} {{t}} = {{m}}(x {sign} {{t}})$",
            "$x = {young}$이므로 답은 {s}세",
        ],
        keeps_size=False,
        hints="나이의",
    )


_PAIR = r"(?:두(?:자연수|수|사람의나이|정수))"
_SUMS = tuple(
    family(
        f"pair.sum.multiple.{name}.{asked}",
        SYSTEM,
        [
            rf"{_LEAD}{_PAIR}의?합(?:은|이){{t:int}}(?:이고|이며),?큰수는작은수의{{k:int}}배보다{{d:int}}만큼{word}{_BY}{which}(?:쪽의?)?수<ask>"
        ],
        let=f"low = k + 1; t = low*x {sign} d; rest = low*x; small = rest/low; s = {'t - small' if asked == 'larger' else 'rest/low'}",
        hidden=f"x = (t {'-' if sign == '+' else '+'} d)/(k + 1)",
        wrong="t - s | misread; rest | partial; t/low | formula; s + 1 | other; s - d | sign",
        where="x > d; k > 1; d > 0; is_int(x)",
        domains="x 3..40; k 2..6; d 1..12",
        say=[f"작은 수를 $x$라 하면 $x + ({{k}}x {sign} {{d}}) = {{t}}$", "$x = {small}$이므로 답은 ${s}$"],
        keeps_size=False,
    )
    for name, sign, word in (("more", "+", "(?:크|더크)"), ("less", "-", "(?:작|더작)"))
    for asked, which in (("smaller", "작은"), ("larger", "큰"))
)
_OLD = tuple(
    family(
        f"pair.difference.sum.{asked}",
        SYSTEM,
        [
            rf"<lead>(?:현재|올해)?(?P<old>{_W})(?:과|와)(?P<kid>{_W})의나이(?:의)?차(?:는|가){{d:int}}(?P<y>세|살)(?:이고|이며),?(?:두사람의)?(?:나이의)?합(?:은|이){{t:int}}{_YEARS}{_BY}(?P={who})의나이{G}<ask>",
            rf"<lead>(?:현재|올해)?(?P<old>{_W})(?:과|와)(?P<kid>{_W})의나이(?:의)?합(?:은|이){{t:int}}(?P<y>세|살)(?:이고|이며),?(?P=old)(?:이|가|은|는)(?P=kid)보다{{d:int}}{_YEARS}(?:더)?많{gap('많')}(?P={who})의나이{G}<ask>",
        ],
        let=f"t = 2*x + d; twice = t {sign} d; s = twice/2",
        hidden="x = (t - d)/2",
        unit="{y}",
        wrong="t - s | misread; twice | partial; t/2 | formula; s + d | other",
        where="x > 4; x < 60; d > 0; d < 12",
        domains="x 5..40; d 1..9",
        say=[f"${{t}} {sign} {{d}} = {{twice}}$, 이것은 구하는 나이의 두 배이므로 ${{twice}} \\div 2 = {{s}}$(세)"],
        keeps_size=False,
    )
    for asked, who, sign in (("older", "old", "+"), ("younger", "kid", "-"))
)


def _prices(asked: str) -> Family:
    """m of one thing and n of another cost t, p and q of them cost u: the price of one."""
    mine, back = ("one", "(t*q - u*n)/(m*q - p*n)") if asked == "first" else ("two", "(u*m - t*p)/(m*q - p*n)")
    bought = gap("합하", "합이")
    return family(
        f"prices.two.sums.{asked}",
        SYSTEM,
        [
            rf"{_LEAD}(?P<one>{_W}){{m:count}}{_C}(?:와|과|,|이랑)(?P<two>{_W}){{n:count}}{_C}(?:의(?:값|가격)(?:의합)?(?:은|이)|을사면|를사면|을사고|의값을합하면){bought}{{t:int}}원{bought}(?P=one){{p:count}}{_C}(?:와|과|,|이랑)(?P=two){{q:count}}{_C}(?:의(?:값|가격)(?:의합)?(?:은|이)|을사면|를사면|을사고|의값을합하면){bought}{{u:int}}원{bought}(?P={mine})(?:한{_C}|1{_C})의?(?:값|가격){G}<ask>"
        ],
        let=f"t = m*x + n*y; u = p*x + q*y; det = m*q - p*n; s = {back}",
        hidden="x = (t*q - u*n)/(m*q - p*n); y = (u*m - t*p)/(m*q - p*n)",
        fixed="m n p q",
        unit="원",
        wrong="(t*q - u*n)/det | misread; (u*m - t*p)/det | misread; abs(t - u) | partial; (t + u)/(m + n) | formula; t/(m + n) | formula",
        where="det != 0; x > 0; y > 0; x != y; is_int(x/50); is_int(y/50)",
        domains="x 300..3000 step 100; y 300..3000 step 100",
        say=[
            "한 개의 값을 각각 $x$원, $y$원이라 하면 ${m}x + {n}y = {t}$, ${p}x + {q}y = {u}$",
            "연립하여 풀면 답은 {s}원",
        ],
        keeps_size=False,
        hints="원",
    )


_POINTS = tuple(
    family(
        f"points.in.test.{asked}",
        SYSTEM,
        [
            rf"<lead>{G}(?P<one>{_W})(?:문제)?(?:은|는){{a:int}}점,?(?P<two>(?![가-힣]{{0,5}}(?P=one)(?:문제)?(?:은|는)){_W})(?:문제)?(?:은|는){{b:int}}점{G}{{n:int}}(?:문제|개|골|번|회)(?:를|을)?{G}{{t:int}}점{G}(?P={who})(?:문제)?(?:의)?(?:개수|수|골의수)?(?:는|은|를|을)?{G}(?:몇(?:개|문제){G})?<ask>",
            rf"<lead>{G}{{a:int}}점(?:짜리|인)(?P<one>{_W})(?:문제)?(?:과|와){{b:int}}점(?:짜리|인)(?P<two>(?![가-힣]{{0,5}}(?P=one)(?:문제)?(?:을|를)){_W})(?:문제)?(?:을|를){_BY}{{n:int}}(?:문제|개|골|번)(?:를|을)?{_BY}{{t:int}}점{G}(?P={who})(?:문제)?(?:의)?(?:개수|수)?(?:는|은|를|을)?{G}(?:몇(?:개|문제){G})?<ask>",
        ],
        let=f"t = {mine}*k + {other}*(n - k); all = {other}*n; rest = abs(t - all); gap = abs(a - b); s = rest/gap",
        hidden=f"k = (t - {other}*n)/({mine} - {other})",
        wrong="n - s | misread; rest | partial; n/2 | formula; s + 1 | other; s - 1 | other",
        where="a != b; k > 0; k < n; floor(k) == k; 2*k != n; t <= 100",
        domains="k 1..20; n 5..25; a 2..6; b 2..8",
        say=[
            f"모두 {{{other}}}점짜리라면 ${{{other}}} \\times {{n}} = {{all}}$(점)",
            "실제와의 차를 한 문제의 차로 나누면 ${rest} \\div {gap} = {s}$",
        ],
        keeps_size=False,
        hints="점",
    )
    for asked, who, mine, other in (("first", "one", "a", "b"), ("second", "two", "b", "a"))
)
_PIPE = r"(?:호스|수도꼭지|수도관|관|펌프|밸브|꼭지)"
_WORK = (
    family(
        "work.pipes.together",
        USE,
        [
            rf"<lead>{gap('넣')}(?P<one>[가-힣A-Z]{{1,3}}?)(?:{_PIPE})?(?:로는|로만|로|만으로|는|가|이)(?:하면|채우면|넣으면|받으면)?{G}{{a:int}}(?P<t>시간|분|일){G}(?P<two>[가-힣A-Z]{{1,3}}?)(?:{_PIPE})?(?:로는|로만|로|만으로|는|가|이)(?:하면|채우면|넣으면|받으면)?{G}{{b:int}}(?P=t){gap('넣')}(?:두|A,B두|A와B두|(?P=one)(?:와|과|,)(?P=two)두?){gap('넣')}(?:동시에|모두|함께|같이){gap('넣')}(?:시간|(?:몇|며)(?:시간|분|칠|일){gap('넣')})<ask>"
        ],
        let="product = a*b; total = a + b; s = product/total",
        unit="{t}",
        wrong="total/2 | formula; total | formula; abs(a - b) | sign; product | partial; s + 1 | other",
        where="a != b; is_int(s)",
        domains="a 2..60; b 2..60",
        say=[
            "전체를 1이라 하면 한 단위 시간에 채우는 양은 $\\frac{1}{{a}} + \\frac{1}{{b}}$",
            "$1 \\div \\left(\\frac{1}{{a}} + \\frac{1}{{b}}\\right) = \\frac{product}{total} = {s}$",
        ],
        keeps_size=False,
    ),
)
_GROWN = tuple(
    family(
        f"growth.last.year.{name}",
        USE,
        [
            rf"{_LEAD}(?:올해|금년)(?:의)?(?P<what>[가-힣]{{1,6}}?)(?:는|은|이|가)작년(?:에비해|보다|에비하여){{p:int}}{PERCENT}(?:가|만큼)?{word}{gap('증가', '감소', '늘', '줄')}{{m:int}}(?P<u>명|대|개|원|kg)(?:이|가)?(?:되었|이었|이다|이라|였){G}작년의?(?P=what)<ask>"
        ],
        let=f"m = c*(100 {sign} p)/100; rate = 100 {sign} p; s = m*100/rate",
        hidden=f"c = m*100/(100 {sign} p)",
        unit="{u}",
        wrong=f"m*(100 {'-' if sign == '+' else '+'} p)/100 | formula; m*p/100 | partial; m*(100 {sign} p)/100 | sign; m - p | other",
        where="p < 50; is_int(m)",
        domains="p 2..30; c 100..3000 step 50",
        say=["작년의 수를 $x$라 하면 $\\frac{rate}{100}x = {m}$", "$x = {m} \\times \\frac{100}{rate} = {s}$"],
        keeps_size=False,
    )
    for name, sign, word in (("up", "+", "(?:증가|늘)"), ("down", "-", "(?:감소|줄)"))
)
_SHAPED = gap("넓이", "긴", "길다", "짧", "둘레", "큰", "길고", "길면", "작은")
_SIDES = {
    "width": (r"가로의길이", "w*1"),
    "height": (r"세로의길이", "w - a"),
    "area": (r"넓이", "w*(w - a)"),
}  # fmt: skip
_RECTANGLES = tuple(
    family(
        f"rectangle.around.{name}",
        USE,
        [
            rf"<lead>가로의길이가세로의길이보다{{a:int}}(?P<u>cm|m)(?:만큼)?(?:더)?(?:긴|길고){_SHAPED}둘레의길이가{{t:int}}(?P=u){_SHAPED}{noun}<ask>"
        ],
        let=f"t = 2*(2*x + a); half = t/2; w = (half + a)/2; s = {formula}",
        hidden="x = (t/2 - a)/2",
        unit="{u}" + ("^2" if name == "area" else ""),
        wrong="w*1 | misread; w - a | misread; half | partial; w*w | formula; half*a | formula",
        where="x > 1; x != a",
        domains="x 2..30; a 1..12",
        say=["가로와 세로의 길이의 합은 ${half}$이고 차는 ${a}$이므로 가로는 ${w}$", "따라서 답은 ${s}$"],
        keeps_size=False,
        hints="둘레",
    )
    for name, (noun, formula) in _SIDES.items()
)
_QUADRATIC_SHAPES = (
    *(
        family(
            f"rectangle.by.area.around.{name}",
            QUADRATIC,
            [
                rf"<lead>둘레의길이가{{t:int}}(?P<u>cm|m)인직사각형의넓이가{{m:int}}(?P=u)\^\{{?2\}}?(?:일때|이다\.|이면),?(?:이직사각형의)?{noun}의길이(?:는|를)?<order>\(단,가로의길이(?:가|는)세로의길이보다길다\.?\)"
            ],
            let=f"t = 2*(x + y); m = x*y; s = {formula}",
            hidden="x = (t/2 + sqrt(t*t/4 - 4*m))/2; y = (t/2 - sqrt(t*t/4 - 4*m))/2",
            unit="{u}",
            wrong="x*1 | misread; y*1 | misread; t/4 | formula; t/2 | partial; m/t | formula",
            where="x > y; y > 1; is_int(x)",
            domains="x 3..25; y 2..24",
            say=["한 변의 길이를 $x$라 하면 $x\\left(\\frac{t}{2} - x\\right) = {m}$", "조건에 맞는 답은 ${s}$"],
            keeps_size=False,
        )
        for name, noun, formula in (("width", "가로", "x*1"), ("height", "세로", "y*1"))
    ),
    family(
        "triangle.base.longer",
        QUADRATIC,
        [
            rf"<lead>밑변의길이가높이보다{{d:int}}(?P<u>cm|m)(?:만큼)?(?:더)?긴삼각형의넓이가{{m:int}}(?P=u)\^\{{?2\}}?{_SHAPED}높이<ask>"
        ],
        let="m = x*(x + d)/2; s = x*1",
        hidden="x = (sqrt(d*d + 8*m) - d)/2",
        unit="{u}",
        wrong="x + d | misread; m/d | formula; 2*x | other; x + 1 | other",
        where="x > 1; floor(x) == x; is_int(m)",
        domains="x 2..24; d 1..10",
        say=["높이를 $x$라 하면 $\\frac{1}{2}x(x + {d}) = {m}$", "$x > 0$이므로 $x = {x}$"],
        keeps_size=False,
    ),
    *(
        family(
            f"square.reshaped.{name}",
            QUADRATIC,
            [
                rf"{_LEAD}정사각형의가로의길이(?:를|는){{a:int}}(?P<u>cm|m)(?:만큼)?{one}{_SHAPED}세로의길이(?:를|는){{b:int}}(?P=u)(?:만큼)?{two}{_SHAPED}넓이(?:가|는){{m:int}}(?P=u)\^\{{?2\}}?{_SHAPED}(?:처음)?정사각형의한변의길이<ask>"
            ],
            let=f"m = (x {up} a)*(x {down} b); s = x*1",
            hidden=f"x = (-({up}a {down} b) + sqrt(({up}a {down} b)**2 - 4*(({up}a)*({down}b) - m)))/2",
            unit="{u}",
            wrong="x + a | misread; x - b | misread; x + 1 | other; 2*x | other; x - 1 | other",
            where="x > b + 1; x > a + 1; floor(x) == x; a != b; m > 0",
            domains="x 4..30; a 1..9; b 1..9",
            say=[
                f"처음 한 변의 길이를 $x$라 하면 $(x {up} {{a}})(x {down} {{b}}) = {{m}}$",
                "조건에 맞는 것은 $x = {x}$",
            ],
            keeps_size=False,
        )
        for name, one, up, two, down in (
            ("longer.shorter", "(?:늘|길게)", "+", "(?:줄|짧게)", "-"),
            ("shorter.longer", "(?:줄|짧게)", "-", "(?:늘|길게)", "+"),
            ("both.longer", "(?:늘|길게)", "+", "(?:늘|길게)", "+"),
        )
    ),
    family(
        "number.square.more",
        QUADRATIC,
        [
            rf"<lead>어떤(?:자연수|양수)(?:를|을)제곱한(?:것은|수는|값은)(?:그수|이수|처음수|어떤수)의{{k:int}}배보다{{d:int}}만큼(?:더)?크{gap('제곱', '크')}(?:이|그|어떤)?(?:자연수|양수|수)<ask>",
            rf"<lead>어떤(?:자연수|양수)의제곱은(?:그수|이수|처음수|어떤수)의{{k:int}}배보다{{d:int}}만큼(?:더)?크{gap('제곱', '크')}(?:이|그|어떤)?(?:자연수|양수|수)<ask>",
        ],
        let="d = x*x - k*x; s = x*1",
        hidden="x = (k + sqrt(k*k + 4*d))/2",
        wrong="x - k | sign; d/k | formula; k*1 | misread; x + 1 | other; d - x | formula",
        where="x > k; floor(x) == x; k > 1",
        domains="x 3..30; k 2..12",
        say=["어떤 수를 $x$라 하면 $x^2 = {k}x + {d}$", "$x > 0$이므로 $x = {x}$"],
        keeps_size=False,
        hints="제곱",
    ),
)
_NESTED = tuple(
    family(
        f"number.nested.{one}.{two}",
        USE,
        [
            rf"<lead>어떤수(?:에|에서){{a:int}}(?:을|를)?{word}{gap('더한')}{{b:int}}배(?:하면|한수는|한값은|를하면|하였더니|한것은)(?:그수|처음수|어떤수|원래의수|원래수)의{{c:int}}배보다{{d:int}}(?:만큼)?(?:더)?{more}{gap('크', '작')}(?:어떤|그|처음)?수<ask>"
        ],
        let=f"d = {'' if two == 'more' else '-'}(b*(x {sign} a) - c*x); inner = a*b; s = x*1",
        hidden=f"x = (b*({sign}a) {'-' if two == 'more' else '+'} d)/(c - b)",
        wrong="x + a | other; inner | partial; x - 1 | other; -x | sign; (a + d)/abs(c - b) | formula",
        where="b != c; x > 0; d > 0; is_int(x); c > 1; b > 1",
        domains="x 2..30; a 2..15; b 2..6; c 2..9",
        say=[
            f"어떤 수를 $x$라 하면 ${{b}}(x {sign} {{a}}) = {{c}}x {'+' if two == 'more' else '-'} {{d}}$",
            "$x = {x}$",
        ],
        keeps_size=False,
        hints="어떤수",
    )
    for one, sign, word in (("plus", "+", "더(?:한|하여|해서)"), ("minus", "-", "(?:뺀|빼)"))
    for two, more in (("more", "크"), ("less", "작"))
)
_MINUTES = (
    family(
        "motion.distance.mixed",
        MOTION,
        [rf"<lead>시속{{v1:int}}km(?:의속력으로|로){G}{{h:int}}시간{{n:int}}분(?:동안)?{G}(?:거리|몇km){G}<ask>"],
        let="minutes = 60*h + n; s = v1*minutes/60",
        unit="km",
        wrong="v1*h | partial; v1*(h + n/100) | formula; v1*minutes | formula; v1*h + n | formula",
        where="is_int(s); n < 60",
        domains="v1 12..120 step 6; h 1..5; n 10..50 step 5",
        say=["{h}시간 {n}분은 {minutes}분이므로 ${v1} \\times \\frac{minutes}{60} = {s}$(km)"],
        keeps_size=False,
    ),
)
FAMILIES = (
    *(_ages(later, asked) for later in (True, False) for asked in ("older", "younger")),
    *_SUMS,
    *_OLD,
    _prices("first"),
    _prices("second"),
    *_POINTS,
    *_WORK,
    *_GROWN,
    *_RECTANGLES,
    *_QUADRATIC_SHAPES,
    *_NESTED,
    *_MINUTES,
)
