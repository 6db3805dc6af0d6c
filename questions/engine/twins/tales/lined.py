"""Tales of orders: people in a line or round a table, offices given, things shared out."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from collections.abc import Mapping

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.counted import Case, counted

CASES = "중2.경우의 수"
ORDERS = "고1.경우의 수"
SHARED = "고2.중복조합"
_WHOM = r"(?:의(?:학생|사람|가족|회원|어린이|친구|문자|인형)?)?(?:을|를|이|가|들이)?(?:모두)?"
_STANDS = (
    r"(?:세울때|세우려고할때|설때|서려고할때|나열할때|배열할때|앉을때|앉힐때|꽂을때|놓을때|줄을설때|서서사진을찍을때)"
)
_STANDING = r"(?:세우는|서는|나열하는|배열하는|앉는|앉히는|꽂는|놓는)"
_PAIR = r"(?:(?P<pa>[A-Z])(?:와|과|,)(?P<pb>[A-Z])(?:두사람|두명|2명)?|부모님?|아버지와어머니|어머니와아버지|특정한(?:두|2)(?:명|권|사람)(?:의(?:책|학생|사람))?)"
_TRIPLE = r"(?P<pa>[A-Z]),(?P<pb>[A-Z]),(?P<pc>[A-Z])(?:세사람|세명|3명)?"
_ONE = r"(?P<pa>[A-Z])"
_OTHER = r"(?P<pb>[A-Z])"
_P = r"(?:이|가|은|는|을|를)?"
_SO = rf"(?:{_STANDING}|서게되는|앉게되는|세우는|되는|있는|되도록(?:하는|{_STANDING})?)?"
_NEAR = r"(?:서로)?(?:이웃하여|이웃하게|이웃하도록|이웃해서|이웃하는|이웃하며|이웃할|이웃하게될)"
_APART = r"(?:서로)?(?:이웃하지않게|이웃하지않도록|이웃하지않고|이웃하지않는|이웃하지아니하게|이웃하지않을|떨어져)"
_WAYS = rf"{_SO}(?:경우|방법)의수<q>"
_CHANCE = r"(?:설|앉을|서게될|앉게될|서있을|되도록설)?확률<q>"
_ENDS = r"(?:양끝에|양쪽끝에|맨앞과맨뒤에)"
_LINE = {
    "named": (rf"(?P<names>[A-Z](?:,[A-Z])+)(?:의)?(?:{{N:count}}(?:명|개))?{_WHOM}",),
    "people": (
        rf"(?:서로다른)?(?:부모님?(?:을|를)포함한|부모님?(?:과|와)자녀(?:로이루어진|로된)?)?{{N}}명{_WHOM}",
        rf"(?:부모님?(?:을|를)포함한)?(?:학생|사람|가족){{N}}명{_WHOM}",
        r"서로다른(?:책|소설책|그림책){N}권(?:을|를)",
        r"서로다른{N}권의책(?:을|를)",
    ),
    "both": (rf"남(?:학생|자){{A}}명(?:과|,|과,)?여(?:학생|자){{B}}명{_WHOM}", rf"여(?:학생|자){{B}}명(?:과|,)?남(?:학생|자){{A}}명{_WHOM}"),
    "line": (rf"(?:책꽂이에)?(?:한|일)(?:줄로|렬로)(?:나란히)?{_STANDS}", r"(?:책꽂이에)?(?:한|일)(?:줄로|렬로)(?:나란히)?(?=(?:세우|서|나열|배열|앉|꽂)[가-힣]{1,2}(?:경우|방법)의수)"),
    "round": (rf"(?:원탁|원형(?:의)?(?:탁자|식탁))에(?:둘러|빙둘러)?{_STANDS}", r"(?:원탁|원형(?:의)?(?:탁자|식탁))에(?:둘러|빙둘러)?(?=앉[가-힣]{1,2}(?:경우|방법)의수)"),
}  # fmt: skip
# What is asked of the order: its wording, its number of ways in a line and round a table (n people), where it holds.
_OF_PEOPLE: Mapping[str, tuple[str, str, str, str]] = {
    "all": (r"", "factorial(n)", "factorial(n - 1)", ""),
    "near": (rf"{_PAIR}{_P}{_NEAR}", "2*factorial(n - 1)", "2*factorial(n - 2)", "n > 2"),
    "apart": (rf"{_PAIR}{_P}{_APART}", "factorial(n) - 2*factorial(n - 1)", "factorial(n - 1) - 2*factorial(n - 2)", "n > 3"),
    "near three": (rf"{_TRIPLE}{_P}(?:모두)?{_NEAR}", "6*factorial(n - 2)", "6*factorial(n - 3)", "n > 4"),
    "ends": (rf"{_PAIR}{_P}{_ENDS}", "2*factorial(n - 2)", "", "n > 2"),
    "front": (rf"{_ONE}{_P}(?:맨앞에|맨뒤에|맨앞에서|가장앞에|맨처음에|맨왼쪽에|맨오른쪽에|첫번째에|세번째에|두번째에)", "factorial(n - 1)", "", "n > 3"),
    "middle": (rf"{_ONE}{_P}(?:한가운데에|정가운데에|가운데에)", "factorial(n - 1)", "", "n > 3; n % 2 == 1"),
    "either end": (rf"{_ONE}{_P}(?:맨앞(?:에)?또는맨뒤에|맨앞이나맨뒤에|양끝중한곳에)", "2*factorial(n - 1)", "", "n > 3"),
    "both ends": (rf"{_ONE}{_P}(?:맨앞에(?:서고|오고)?|맨앞에서고)[,]?{_OTHER}{_P}(?:맨뒤에)", "factorial(n - 2)", "", "n > 3"),
    "not front": (rf"{_ONE}{_P}(?:맨앞에|맨뒤에)(?:서|오)지않(?:게|도록)?(?:는)?", "factorial(n) - factorial(n - 1)", "", "n > 3"),
    "before": (rf"{_ONE}{_P}{_OTHER}보다(?:항상)?앞에", "factorial(n)/2", "", "n > 3"),
    "facing": (rf"{_PAIR}{_P}(?:서로)?마주(?:보고|보게|보도록|보며)", "", "factorial(n - 2)", "n > 3; n % 2 == 0"),
}  # fmt: skip
_OF_BOTH: Mapping[str, tuple[str, str, str, str]] = {
    "boys near": (r"남학생(?:\d명)?(?:이|끼리|은|을)?(?:모두)?" + _NEAR, "factorial(b + 1)*factorial(a)", "factorial(b)*factorial(a)", "a > 1"),
    "girls near": (r"여학생(?:\d명)?(?:이|끼리|은|을)?(?:모두)?" + _NEAR, "factorial(a + 1)*factorial(b)", "factorial(a)*factorial(b)", "b > 1"),
    "girls apart": (r"여학생(?:\d명)?(?:이|끼리|은|을)?(?:어느)?(?:두명도)?" + _APART, "factorial(a)*perm(a + 1, b)", "factorial(a - 1)*perm(a, b)", "b > 1; b <= a"),
    "boys apart": (r"남학생(?:\d명)?(?:이|끼리|은|을)?" + _APART, "factorial(b)*perm(b + 1, a)", "factorial(b - 1)*perm(b, a)", "a > 1; a <= b"),
    "each near": (r"남학생(?:은|이)?남학생끼리[,]?여학생(?:은|이)?여학생끼리(?:각각)?" + _NEAR, "2*factorial(a)*factorial(b)", "", "a > 1; b > 1"),
    "in turn": (r"(?:남학생과여학생|여학생과남학생|남녀|남자와여자|여자와남자)(?:이|가)?(?:서로)?(?:교대로|번갈아(?:가며)?|번갈아가면서)", "(2 if a == b else 1)*factorial(a)*factorial(b)", "", "abs(a - b) < 2"),
    "boys ends": (r"(?:양끝에남학생(?:이)?|남학생(?:이|을)?양끝에)", "a*(a - 1)*factorial(a + b - 2)", "", "a > 1"),
    "girls ends": (r"(?:양끝에여학생(?:이)?|여학생(?:이|을)?양끝에)", "b*(b - 1)*factorial(a + b - 2)", "", "b > 1"),
}  # fmt: skip


def _orders() -> tuple[dict[str, tuple[str, ...]], dict[str, Case]]:
    told: dict[str, tuple[str, ...]] = dict(_LINE)
    cases: dict[str, Case] = {}
    for table, groups, whole in ((_OF_PEOPLE, ("named", "people"), "n"), (_OF_BOTH, ("both",), "(a + b)")):
        for name, (wording, line, round_, where) in table.items():
            told[f"?{name}"] = (
                (wording + _WAYS,)
                if name != "all"
                else (rf"{_STANDING}(?:경우|방법)의수<q>", r"(?:일어날수있는)?(?:모든)?(?:경우|방법)의수<q>")
            )
            if name != "all":
                told[f"?{name} chance"] = (wording + _CHANCE,)
            for shape, ways, all_ways in (
                ("line", line, f"factorial({whole})"),
                ("round", round_, f"factorial({whole} - 1)"),
            ):
                for group in groups:
                    if ways:
                        limit = f"{where or f'{whole} > 2'}; {whole} < 9" + (
                            "; n > 3" if shape == "round" and whole == "n" else ""
                        )
                        cases[f"{group}+{shape}+?{name}"] = Case(
                            ways, where=limit, keeps_size=False, say=_say(shape, name), tell=_say(shape, name)
                        )
                        cases[f"{group}+{shape}+?{name} chance"] = Case(ways, all_ways, limit)
    return told, cases


_RULES = {
    "near": "이웃하는 사람을 한 묶음으로 보고 나열한 다음, 묶음 안에서 자리를 바꾼다.",
    "apart": "이웃해도 되는 사람을 먼저 세우고 그 사이와 양 끝에 나머지를 세운다. 전체에서 이웃하는 경우를 빼도 된다.",
    "ends": "양 끝에 설 사람을 먼저 정하고 나머지를 나열한다.",
}  # fmt: skip


def _say(shape: str, name: str) -> tuple[str, ...]:
    first = (
        "원형으로 앉는 방법은 한 사람의 자리를 고정하고 센다."
        if shape == "round"
        else "한 줄로 서는 방법은 앞에서부터 한 자리씩 센다."
    )
    rule = next((text for word, text in _RULES.items() if word in name), "")
    return (*((first + " " + rule).strip(),), "따라서 구하는 경우의 수는 ${s}$")


_TOLD, _ORDER_CASES = _orders()

_OFFICE = r"(?:회장|부회장|총무|반장|부반장|서기|의장|조장|부조장|주장|대표|기록이|발표자|시장|은메달|금메달)"
_EACH = r"(?:각각)?(?:을|를)?(?:각각)?(?:한|1)명씩"
_PICK = r"(?:을|를)?(?:각각)?(?:뽑는|뽑을때|선출하는|선출할때|정하는|정할때|뽑으려고할때|뽑으려고한다)"
_MEMBERS = {
    "members": (
        r"(?:(?:회원|학생|후보|사람)(?:이|수가)?{N}명(?:인|으로이루어진)(?:어느|어떤)?(?:동아리|모임|반|학급|위원회|모둠|단체)(?:에서)?)",
        r"{N}명의(?:회원|학생|후보|사람|위원)(?:중(?:에서)?|이있는(?:동아리|모임|반)에서|으로이루어진(?:동아리|모임|반|학급)에서|가운데(?:에서)?)",
        r"(?:후보|학생|회원){N}명(?:중(?:에서)?|가운데(?:에서)?)",
        r"(?P<names>[A-Z](?:,[A-Z])+)(?:의)?(?:{N}명)?(?:의(?:학생|후보|회원))?중에서",
    ),
    "two offices": (
        rf"(?P<first>{_OFFICE})(?:1명|한명)?(?:,|과|와)(?P<second>{_OFFICE})(?:1명|한명)?{_PICK}",
        rf"(?P<first>{_OFFICE})(?:,|과|와)(?P<second>{_OFFICE})(?:을|를)?{_EACH}{_PICK}",
    ),
    "three offices": (
        rf"(?P<first>{_OFFICE})(?:1명|한명)?(?:,|과|와)(?P<second>{_OFFICE})(?:1명|한명)?(?:,|과|와)(?P<third>{_OFFICE})(?:1명|한명)?{_PICK}",
        rf"(?P<first>{_OFFICE})(?:,|과|와)(?P<second>{_OFFICE})(?:,|과|와)(?P<third>{_OFFICE})(?:을|를)?{_EACH}{_PICK}",
    ),
    "office and team": (rf"(?P<first>{_OFFICE})(?:1명|한명)(?:,|과|와)(?P<second>{_OFFICE}|대의원|위원){{R:count}}명{_PICK}",),
    "?ways": (r"(?:경우|방법)의수<q>",),
}  # fmt: skip
_MIXED = {
    "both": (r"(?:(?:어느|어떤)?(?:반|모임|동아리|학급)의?)?남(?:학생|자|자회원)?{A}명(?:과|,|,과)?여(?:학생|자|자회원)?{B}명(?:으로(?:이루어진|구성된)(?:반|모임|동아리|모둠))?(?:중(?:에서)?|가운데(?:에서)?|에서|이있다)",),
    "team": (r"(?:대표|선수|위원|대의원|학생){T:count}명(?:을|를)(?:뽑을때|선출할때)",),
    "?mixed": (
        r"남(?:학생|자)?(?:대표)?{C:count}명(?:과|,|,과)?여(?:학생|자)?(?:대표)?{D:count}명(?:을|를|이)?(?:뽑는|뽑히는|뽑힐|선출하는|선출되는|대표로뽑는)(?:경우|방법)의수<q>",
        r"남(?:학생|자)?(?:중에서)?{C:count}명[,]?여(?:학생|자)?(?:중에서)?{D:count}명(?:을|를|의대표를)?(?:뽑는|뽑히는)(?:경우|방법)의수<q>",
    ),
}  # fmt: skip
_MIXED_CASES = {
    key: Case(
        "comb(a, c)*comb(b, d)",
        let=let,
        where="c < a + 1; d < b + 1; c + d > 1; c + d < a + b",
        keeps_size=False,
        say=("남학생을 뽑는 방법의 수와 여학생을 뽑는 방법의 수를 곱한다.", "따라서 ${s}$"),
        wrong="comb(a, c) + comb(b, d) | formula; comb(a + b, c + d) | misread",
    )
    for key, let in (("both+?mixed", ""), ("both+team+?mixed", "t = c + d"))
}
_PERM = "순서가 있으므로 앞에서부터 차례로 뽑는다: "
_MEMBER_CASES = {
    "members+two offices+?ways": Case("n*(n - 1)", where="n > 2", say=(_PERM + r"${n} \times ({n} - 1) = {s}$",)),
    "members+three offices+?ways": Case("n*(n - 1)*(n - 2)", where="n > 3", say=(_PERM + r"${n} \times ({n} - 1) \times ({n} - 2) = {s}$",)),
    "members+office and team+?ways": Case("n*comb(n - 1, r)", where="n > r + 1; r > 1", say=("한 사람을 먼저 뽑고 남은 사람 중에서 나머지를 뽑는다: ${s}$",)),
}  # fmt: skip
_THING = r"(?:사탕|초콜릿|공|구슬|연필|사과|귤|과자|빵|볼펜|공책|쿠키|꽃|음료수|우유|탁구공)"
_GIVES = (
    r"(?:남김없이)?(?:모두)?(?:나누어|나눠)(?:주는|줄때|넣는|담는|주려고(?:한다|할때)|넣으려고(?:한다|할때)|줄수있는)"
)
_SHARING = {
    "share": (
        rf"(?:서로)?(?:똑같은|같은종류의|같은){_THING}{{N}}(?:개|자루|권|송이|병)를(?:서로다른)?{{K:count}}명(?:의(?:학생|어린이|사람|아이))?에게{_GIVES}",
        rf"{{K:count}}명의(?:학생|어린이|사람|아이)에게(?:똑같은|같은종류의|같은){_THING}{{N}}(?:개|자루|권|송이|병)를{_GIVES}",
        rf"(?:똑같은|같은종류의|같은){_THING}{{N}}(?:개|자루)를서로다른{{K:count}}개의(?:상자|바구니|주머니|그릇)에(?:남김없이)?(?:나누어)?(?:넣는|담는|넣을때)",
    ),
    "each": (
        r"(?:각|한)?(?:학생|어린이|사람|아이)(?:들)?(?:이|은|에게|에게는)?(?:각각)?(?:적어도(?:한|1)(?:개|자루|권|송이|병)(?:씩)?(?:은|는)?)(?:받|주|나누어주)(?:도록|을때|는다|는)?",
        r"빈(?:상자|바구니|주머니|그릇)(?:가|이)?없(?:도록|이|다)",
    ),
    "any": (
        rf"(?:{_THING}(?:을|를)?)?(?:하나도|한개도|한자루도)?받지못하는(?:학생|어린이|사람|아이)(?:이|가)있을수(?:도)?있다",
        rf"(?:{_THING}(?:을|를)?)?(?:하나도|한개도)?받지않는(?:학생|어린이|사람|아이)(?:이|가)있을수(?:도)?있다",
        r"빈(?:상자|바구니|주머니|그릇)(?:가|이)?있을수(?:도)?있다",
    ),
    "?ways": (rf"(?:{_GIVES})?(?:경우|방법)의수<q>",),
}  # fmt: skip
_ANY = Case(
    "comb(n + k - 1, n)", where="k > 1; n > 2", keeps_size=False,
    say=(r"서로 다른 ${k}$개에서 ${n}$개를 택하는 중복조합의 수이다.", "따라서 ${s}$"), wrong="comb(n - 1, k - 1) | misread; k**n | misread",
)  # fmt: skip
_LEAST_ONE = Case(
    "comb(n - 1, k - 1)", where="k > 1; n > k", keeps_size=False,
    say=(r"먼저 하나씩 나누어 주고 나머지를 나눈다. ${k}$개에서 $({n} - {k})$개를 택하는 중복조합의 수이다.", "따라서 ${s}$"), wrong="comb(n + k - 1, n) | misread; k**n | misread",
)  # fmt: skip
_SHARING_CASES = {"share+?ways": _ANY, "any+share+?ways": _ANY, "each+share+?ways": _LEAST_ONE}
_SUMS = {
    "three": (r"(?:방정식|등식)?x\+y\+z={N}(?:을|를)?(?:만족시키는|만족하는|의해중|에대하여|의)?",),
    "four": (r"(?:방정식|등식)?x\+y\+z\+w={N}(?:을|를)?(?:만족시키는|만족하는|의해중|에대하여|의)?",),
    "": (r"[xyzw,]+(?:가|이)?(?:모두)?(?=음이아닌|자연수|양의)",),
    "?any": (r"(?:[xyzw,]+(?:가|이)?(?:모두)?)?음이아닌정수(?:해|인해|[xyzw,]+)?(?:의(?:모든)?(?:순서쌍(?:\([xyzw,]+\))?)?(?:의)?)?개수<q>",),
    "?each": (r"(?:[xyzw,]+(?:가|이)?(?:모두)?)?(?:양의정수|자연수)(?:해|인해|[xyzw,]+)?(?:의(?:모든)?(?:순서쌍(?:\([xyzw,]+\))?)?(?:의)?)?개수<q>",),
}  # fmt: skip
_SUM_CASES = {
    f"{many}+?{how}": Case(
        part, where=where, keeps_size=False, say=("같은 것을 나누어 가지는 수와 같으므로 중복조합으로 센다.", "따라서 ${s}$"), wrong=wrong
    )
    for many, k in (("three", 3), ("four", 4))
    for how, part, where, wrong in (
        ("any", f"comb(n + {k - 1}, {k - 1})", "n > 2", f"comb(n - 1, {k - 1}) | misread"),
        ("each", f"comb(n - 1, {k - 1})", f"n > {k}", f"comb(n + {k - 1}, {k - 1}) | misread"),
    )
}  # fmt: skip

FAMILIES: tuple[Family, ...] = (
    counted("tale.orders", ORDERS, _TOLD, _ORDER_CASES, domains="n 3..7; a 2..4; b 2..4"),
    counted("tale.offices", CASES, _MEMBERS, _MEMBER_CASES, domains="n 4..12", hints="수"),
    counted("tale.mixed.team", CASES, _MIXED, _MIXED_CASES, domains="a 3..8; b 3..8; c 1..3; d 1..3", hints="남 여 뽑"),
    counted("tale.sharing", SHARED, _SHARING, _SHARING_CASES, domains="n 4..10", hints="경우의수 에"),
    counted("tale.sums", SHARED, _SUMS, _SUM_CASES, domains="n 5..12", hints="x+y+z"),
)
