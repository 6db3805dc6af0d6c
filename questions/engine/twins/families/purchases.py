"""Two kinds of things with a count and a sum, and how many one can at most buy, save or carry."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, gap

SYSTEM = "중2.연립방정식.활용"
LIMIT = "중2.일차부등식.활용"
_LEAD = rf"<lead>{G}"
_C = r"(?:개|자루|권|장|송이|명|마리|병|봉지|대|그루|잔|인분|켤레|알|문제)"
_W = r"[가-힣]{1,6}?"
_PAID = gap("남", "넘")


def _two_kinds(place: int) -> Family:
    """n things of two prices that cost t together: how many of the first (second) kind."""
    mine, other = ("a", "b") if place == 1 else ("b", "a")
    name = "one" if place == 1 else "two"
    asked = rf"(?P={name})(?:을|를|은|는|이|가|의)?(?:수|개수)?(?:은|는|를)?{G}(?:몇{_C}{G})?<ask>"
    kinds = [
        rf"(?P<one>{_W})(?:은|는|의입장료는|의요금은|한{_C}의값은|의가격은)(?:한{_C}에)?{{a:int}}원{G}(?P<two>{_W})(?:은|는|의입장료는|의요금은|의가격은)(?:한{_C}에)?{{b:int}}원",
        rf"{{a:int}}원(?:짜리|하는|인)?(?P<one>{_W})(?:과|와|,|이랑){G}{{b:int}}원(?:짜리|하는|인)?(?P<two>{_W})(?:을|를|이|가)",
        rf"(?P<one>{_W})(?:과|와)(?P<two>{_W})(?:의)?(?:가격|값|입장료|요금)?(?:이|은|는|가)?(?:각각)?{{a:int}}원,{{b:int}}원",
    ]
    body = rf"{_PAID}{{n:int}}{_C}{_PAID}{{t:int}}원{_PAID}"
    again = rf"(?:(?P<{mine}_2>(?P={mine}))원(?:짜리|하는)?)?"
    return family(
        f"two.prices.{'first' if place == 1 else 'second'}",
        SYSTEM,
        [rf"{_LEAD}{kind}{body}{again}{asked}" for kind in kinds],
        let=f"t = {mine}*k + {other}*(n - k); all = {other}*n; rest = abs(t - all); gap = abs({mine} - {other}); s = rest/gap",
        hidden=f"k = (t - {other}*n)/({mine} - {other})",
        wrong="n - s | misread; rest | partial; n/2 | formula; s + 1 | other; s - 1 | other",
        where="a != b; k > 0; k < n; floor(k) == k; 2*k != n",
        domains="k 1..40; n 5..60",
        say=[
            f"모두 {{{other}}}원짜리라면 ${{{other}}} \\times {{n}} = {{all}}$(원)",
            "실제와의 차를 한 개의 차로 나누면 ${rest} \\div {gap} = {s}$",
        ],
        keeps_size=False,
        hints="원",
    )


def _legs(first: tuple[str, int], second: tuple[str, int], asked: str) -> Family:
    few, many = (first[1], second[1])
    wheels = first[0].startswith("(?:두") or (many == 4 and "자동차" in second[0])
    legs = "바퀴" if wheels else "다리"
    counter = "대" if wheels else "마리"
    most = asked == second[0]
    answer = f"(t - {few}*n)/({many} - {few})"
    return family(
        f"legs.{'wheels' if wheels else 'animals'}{many if wheels else ''}.{'many' if most else 'few'}",
        SYSTEM,
        [
            rf"{_LEAD}(?:{first[0]}(?:와|과){second[0]}|{second[0]}(?:와|과){first[0]}){G}{{n:int}}{counter}{gap('합이', '합은')}{legs}{gap('합이', '합은')}{{t:int}}개{G}{asked}{G}(?:몇{counter}{G})?<ask>"
        ],
        let=f"t = {few}*n + {many - few}*r; base = {few}*n; rest = t - base; big = rest/{many - few}; s = {'big*1' if most else 'n - big'}",
        hidden=f"r = {answer}",
        unit=counter,
        wrong="n - s | misread; t/4 | partial; rest | partial; t/2 | partial; s + 1 | other",
        where="r > 0; r < n; floor(r) == r; 2*r != n",
        domains="n 8..60; r 2..50",
        say=[
            f"모두 {legs}가 {few}개라면 ${few} \\times {{n}} = {{base}}$(개), 모자라는 것은 ${{t}} - {{base}} = {{rest}}$(개)",
            f"한 {counter}마다 {many - few}개씩 많으므로 ${{rest}} \\div {many - few} = {{big}}$, 따라서 {{s}}{counter}",
        ],
        keeps_size=False,
    )


_FEW, _MANY = ("(?:닭|오리|타조)", 2), ("(?:토끼|돼지|소|염소|양|강아지)", 4)
_WHEEL, _CAR = ("(?:두발자전거|오토바이|자전거)", 2), ("(?:세발자전거|삼륜자전거)", 3)
_CYCLE, _FOUR = ("(?:오토바이|이륜차|자전거|두발자전거)", 2), ("(?:자동차|승용차|사륜차|택시|트럭|승합차)", 4)
_B = gap("이하", "이내", "넘", "최대", "초과", "많", "않", "합하", "합쳐")
_MOST = rf"(?:최대)?(?:한)?(?:몇{_C}(?:까지)?|최대(?:개수|수))"
_UNDER = r"(?:이하|이내|을넘지|를넘지|까지|을초과하지|를초과하지|으로)"
_LIMITS = (
    family(
        "limit.with.fixed.cost",
        LIMIT,
        [
            rf"{_LEAD}(?:한{_C}에)?{{a:int}}원{G}{{c:int}}원{_B}{{t:int}}원{_B}{_MOST}{_B}<ask>",
            rf"{_LEAD}{{t:int}}kg까지{_B}{{c:int}}kg{_B}{{a:int}}kg{_B}{_MOST}{_B}<ask>",
            rf"{_LEAD}(?:무게(?:가)?)?{{a:int}}kg{G}{{c:int}}kg{_B}{{t:int}}kg{_B}{_MOST}{_B}<ask>",
        ],
        let="rest = t - c; s = floor(rest/a)",
        wrong="s + 1 | order; s - 1 | order; floor(t/a) | partial; floor((t + c)/a) | sign",
        where="c < t; a < t; s > 2; c != a",
        say=[
            "개수를 $x$라 하면 ${a}x + {c} \\le {t}$",
            "${a}x \\le {rest}$을 만족하는 가장 큰 자연수는 ${s}$",
        ],
        keeps_size=False,
    ),
    family(
        "limit.two.prices.dearer",
        LIMIT,
        [
            rf"{_LEAD}(?:한{_C}에)?{{a:int}}원(?:짜리|하는|인)?(?P<one>{_W})(?:과|와|,){G}{{b:int}}원(?:짜리|하는|인)?(?P<two>{_W})(?:을|를){_B}{{n:int}}{_C}{_B}{{t:int}}원{_UNDER}{_B}(?P=two)(?:은|는|을|를)?{_B}{_MOST}{_B}<ask>",
            rf"{_LEAD}(?:한{_C}에)?{{b:int}}원(?:짜리|하는|인)?(?P<two>{_W})(?:과|와|,){G}{{a:int}}원(?:짜리|하는|인)?(?P<one>{_W})(?:을|를){_B}{{n:int}}{_C}{_B}{{t:int}}원{_UNDER}{_B}(?P=two)(?:은|는|을|를)?{_B}{_MOST}{_B}<ask>",
        ],
        let="base = a*n; rest = t - base; gap = b - a; s = floor(rest/gap)",
        wrong="n - s | misread; s + 1 | order; s - 1 | order; floor(t/b) | partial",
        where="b > a; s > 0; s < n",
        domains="n 8..40",
        say=[
            "비싼 것을 $x$개 사면 ${b}x + {a}({n} - x) \\le {t}$",
            "${gap}x \\le {rest}$을 만족하는 가장 큰 자연수는 ${s}$",
        ],
        keeps_size=False,
        hints="원",
    ),
    family(
        "limit.savings",
        LIMIT,
        [
            rf"{_LEAD}{gap('원가')}{{c:int}}원{G}{{d:int}}원{G}(?:매달|매월|매주|매일|한달에|다음달부터){G}{{a:int}}원씩{G}{{b:int}}원씩{gap('많', '초과', '씩')}(?:많아|많게|초과|넘){gap('많', '초과', '넘')}몇(?P<w>개월|달|주|일)(?:후|뒤)?{G}<ask>",
            rf"{_LEAD}{{c:int}}원{G}{{d:int}}원{G}{{a:int}}원씩{G}{{b:int}}원씩{G}몇(?P<w>개월|달|주|일)(?:후|뒤)(?:부터)?{gap('많')}(?:많아|많게){gap('많')}<ask>",
        ],
        let="first = min(c, d); lead = abs(d - c); fast = abs(a - b); s = floor(lead/fast) + 1",
        wrong="s - 1 | order; s + 1 | order; ceil(lead/(a + b)) | sign; lead/fast + 1/2 | other",
        where="(d - c)*(a - b) > 0; s > 2; s < 60",
        unit="{w}",
        say=[
            "처음의 차는 ${lead}$원이고 한 번에 ${fast}$원씩 줄어든다.",
            "${fast}x > {lead}$을 만족하는 가장 작은 자연수는 ${s}$",
        ],
        keeps_size=False,
        hints="원",
    ),
    family(
        "limit.wholesale",
        LIMIT,
        [
            rf"{_LEAD}{_B}{{a:int}}원{_B}{{b:int}}원{gap('왕복', '이익')}{{c:int}}원{gap('왕복', '이상', '이익')}(?:몇{_C}이상|최소몇{_C}|적어도몇{_C}){gap('이상', '이익', '경우')}<ask>"
        ],
        let="gap = a - b; s = floor(c/gap) + 1",
        wrong="s - 1 | order; s + 1 | order; floor(c/a) | formula; floor(c/b) | formula",
        where="a > b; s > 2; c > a",
        say=["$x$개를 산다고 하면 ${a}x > {b}x + {c}$", "${gap}x > {c}$을 만족하는 가장 작은 자연수는 ${s}$"],
        keeps_size=False,
        hints="원",
    ),
)
FAMILIES = (
    _two_kinds(1),
    _two_kinds(2),
    _legs(_FEW, _MANY, _MANY[0]),
    _legs(_FEW, _MANY, _FEW[0]),
    _legs(_WHEEL, _CAR, _CAR[0]),
    _legs(_WHEEL, _CAR, _WHEEL[0]),
    _legs(_CYCLE, _FOUR, _FOUR[0]),
    _legs(_CYCLE, _FOUR, _CYCLE[0]),
    *_LIMITS,
)  # fmt: skip
