"""Tales of things drawn: balls from a bag, people elected, one of each kind, likings in a class."""

from __future__ import annotations

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.counted import Case, counted

CHANCE = "중2.확률"
CASES = "중2.경우의 수"
_COLOUR = r"(?:흰|검은|빨간|파란|노란|초록|붉은|푸른|흰색|검은색|빨간색|파란색|노란색|초록색)"
_BALL = r"(?:공|구슬|바둑돌|탁구공)"
_BAG = r"(?:주머니|상자|바구니|통)"
_FIRST = rf"(?P<one>{_COLOUR}){_BALL}"
_SECOND = rf"(?P<two>{_COLOUR}){_BALL}"
_IN = rf"(?:이|가)?(?:들어)?(?:있다|있을때|있는데|있는{_BAG}(?:속|안)?(?:에서|가있다))"
_OPEN = rf"(?:{_BAG}(?:속|안)?에(?:는)?)?(?:모양과크기가(?:모두)?같은)?"
_PULL = r"(?:꺼낼때|뽑을때|꺼내었을때|꺼냈을때|꺼내면|꺼내는시행에서)"
_FROM = rf"(?:이)?(?:{_BAG})?(?:속|안)?(?:에서)?(?:임의로)?"
_OUT = r"(?:일|이나올|을꺼낼|이뽑힐)확률<q>"
_ALL = r"(?:꺼낸공이|꺼낸구슬이)?(?:(?:2|두|3|세)(?:개|번)(?:의공이)?|둘)?(?:모두|다)"
_BALLS = {
    "box": (rf"{_OPEN}{_FIRST}(?:이)?{{A}}개(?:와|,|과)?{_SECOND}(?:이)?{{B}}개{_IN}",),
    "box3": (
        rf"{_OPEN}{_FIRST}(?:이)?{{A}}개(?:와|,)?{_SECOND}(?:이)?{{B}}개(?:와|,)?(?P<third>{_COLOUR})"
        rf"{_BALL}(?:이)?{{C}}개{_IN}",
    ),
    "one": (rf"{_FROM}(?:한개의{_BALL}|{_BALL}(?:을)?(?:한|1)개|1개의{_BALL}|한개|1개)(?:를|을)?(?:임의로)?{_PULL}",),
    "some": (
        rf"{_FROM}(?:동시에)?(?P<R>2|3|두|세)개의{_BALL}을(?:임의로)?(?:동시에)?{_PULL}",
        rf"{_FROM}{_BALL}(?:을)?(?P<R>2|3|두|세)개(?:를)?(?:임의로)?(?:동시에)?{_PULL}",
    ),
    "back": (
        rf"{_FROM}(?:{_BALL}(?:을)?(?:한|1)개(?:를)?|(?:한|1)개의{_BALL}을)꺼내(?:어)?(?:색을확인하고|확인"
        rf"하고|색을확인한(?:후|다음|뒤))?다시넣(?:은(?:후|다음|뒤)|고)(?:다시|또)?(?:{_BALL}(?:을)?)?(?:("
        rf"?:한|1)개(?:의{_BALL})?(?:를|을)?)?(?:더)?{_PULL}",
    ),
    "turns": (
        rf"{_FROM}(?:{_BALL}(?:을)?)?(?:차례로|연속하여|연속해서)(?:{_BALL}(?:을)?)?(?:(?:한|1)개씩(?:두번"
        rf"|2번|2개를)|(?:두|2)개(?:의{_BALL})?(?:를|을)|두번)(?:차례로|연속하여)?{_PULL}",
    ),
    "kept": (rf"(?:한번)?꺼낸{_BALL}은다시넣지않는다",),
    "returned": (rf"(?:한번)?꺼낸{_BALL}은다시넣는다",),
    "?first": (rf"(?:그것이|그{_BALL}이|꺼낸{_BALL}이)?{_FIRST}{_OUT}",),
    "?second": (rf"(?:그것이|그{_BALL}이|꺼낸{_BALL}이)?{_SECOND}{_OUT}",),
    "?third": (rf"(?:그것이|꺼낸{_BALL}이)?(?P<third>{_COLOUR}){_BALL}{_OUT}",),
    "?not first": (rf"(?:꺼낸{_BALL}이)?{_FIRST}이(?:아닐|나오지않을)확률<q>",),
    "?not second": (rf"(?:꺼낸{_BALL}이)?{_SECOND}이(?:아닐|나오지않을)확률<q>",),
    "?not third": (rf"(?:꺼낸{_BALL}이)?(?P<third>{_COLOUR}){_BALL}이(?:아닐|나오지않을)확률<q>",),
    "?all first": (rf"{_ALL}{_FIRST}{_OUT}",),
    "?all second": (rf"{_ALL}{_SECOND}{_OUT}",),
    "?least first": (rf"적어도(?:한|1)(?:개|번)(?:는|은|가)?{_FIRST}{_OUT}",),
    "?least second": (rf"적어도(?:한|1)(?:개|번)(?:는|은|가)?{_SECOND}{_OUT}",),
    "?different": (
        rf"(?:두{_BALL}(?:의색)?이|꺼낸두{_BALL}이)?서로다른색(?:의{_BALL})?{_OUT}",
        rf"{_FIRST}(?:과|,)?{_SECOND}이(?:각각)?(?:한|1)개씩나올확률<q>",
    ),
    "?same": (rf"(?:두{_BALL}(?:의색)?이|꺼낸두{_BALL}이)?(?:서로)?같은색(?:의{_BALL})?{_OUT}",),
}


def _ball_cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for box, whole in (("box", "(a + b)"), ("box3", "(a + b + c)")):
        for name, part in (("first", "a"), ("second", "b"), ("third", "c")):
            if box == "box3" or part != "c":
                cases[f"{box}+one+?{name}"] = Case(part, whole[1:-1])
                cases[f"{box}+one+?not {name}"] = Case(f"{whole} - {part}", whole[1:-1])
    two = {
        "some": ("comb(a + b, r)", "comb({0}, r)", "r == 2", "a*b"),
        "back": ("(a + b)**2", "{0}**2", "", "2*a*b"),
        "turns+kept": ("(a + b)*(a + b - 1)", "{0}*({0} - 1)", "", "2*a*b"),
        "turns+returned": ("(a + b)**2", "{0}**2", "", "2*a*b"),
    }
    for draw, (whole, way, pair, unlike) in two.items():
        for name, own, other in (("first", "a", "b"), ("second", "b", "a")):
            cases[f"box+{draw}+?all {name}"] = Case(way.format(own), whole)
            cases[f"box+{draw}+?least {name}"] = Case(f"{whole} - {way.format(other)}", whole)
        cases[f"box+{draw}+?different"] = Case(unlike, whole, pair)
        cases[f"box+{draw}+?same"] = Case(f"{way.format('a')} + {way.format('b')}", whole, pair)
    return cases


_ROLE = r"(?:대표|대의원|위원|선수|당번|청소당번|임원|반장|계주선수|봉사자)"
_PEOPLE = r"(?:학생|회원|사람|후보|선수|위원|후보자)"
_AMONG = r"(?:중(?:에서)?|가운데(?:에서)?|이있다|이있을때|이있는(?:모임|동아리|반)에서)"
_WAYS = r"(?:경우|방법)의수<q>"
_ELECTED = {
    "people": (
        rf"(?:(?:어느|어떤)?(?:모임|반|동아리|학급|학교)의?)?{{N}}명의{_PEOPLE}{_AMONG}",
        rf"(?:(?:어느|어떤)?(?:모임|반|동아리|학급|학교)의?)?{_PEOPLE}{{N}}명{_AMONG}",
    ),
    "both": (
        r"(?:(?:어느|어떤)?(?:모임|반|동아리|학급)의?)?남학생{A}명(?:과|,|,과)?여학생{B}명(?:중(?:에서)?|"
        r"가운데(?:에서)?|이있다|이있을때)",
    ),
    "team": (
        rf"{_ROLE}?{{R:count}}명(?:을|를)?(?:뽑(?:을때|는|으려고한다|으려고할때)|선출(?:할때|하는))",
        rf"{{R:count}}명의{_ROLE}(?:을|를)?(?:뽑(?:을때|는|으려고한다|으려고할때)|선출(?:할때|하는))",
    ),
    "?ways": (_WAYS,),
    "?least girl": (
        r"적어도(?:한|1)명(?:은|의|이)?여학생(?:이)?(?:뽑힐|포함될|일)확률<q>",
        r"여학생이적어도(?:한|1)명(?:이상)?(?:뽑힐|포함될)확률<q>",
    ),
    "?least boy": (
        r"적어도(?:한|1)명(?:은|의|이)?남학생(?:이)?(?:뽑힐|포함될|일)확률<q>",
        r"남학생이적어도(?:한|1)명(?:이상)?(?:뽑힐|포함될)확률<q>",
    ),
    "?all girls": (r"(?:(?:2|두|3|세)명)?모두여학생(?:이)?(?:뽑힐|일)확률<q>",),
    "?all boys": (r"(?:(?:2|두|3|세)명)?모두남학생(?:이)?(?:뽑힐|일)확률<q>",),
}
_ELECTED_CASES = {
    "people+team+?ways": Case("comb(n, r)", where="n > r"),
    "both+team+?ways": Case("comb(a + b, r)"),
    "both+team+?least girl": Case("comb(a + b, r) - comb(a, r)", "comb(a + b, r)", "r < a + b"),
    "both+team+?least boy": Case("comb(a + b, r) - comb(b, r)", "comb(a + b, r)", "r < a + b"),
    "both+team+?all girls": Case("comb(b, r)", "comb(a + b, r)", "r <= b"),
    "both+team+?all boys": Case("comb(a, r)", "comb(a + b, r)", "r <= a"),
}

_LIKES = r"(?P<likes>좋아하는|기르는|신청한|가입한|푼|읽은|선택한|다녀온|이용하는)"
_DENIED = (
    r"(?:좋아하지않는|기르지않는|신청하지않은|가입하지않은|풀지못한|읽지않은|선택하지않은|다녀오지않은|이용하지않는)"
)
_IS_COUNT = r"(?:<be>|,)"
_LIKINGS = {
    "class": (
        r"(?:(?:어느|어떤)?(?:반|학급|학교|모임)(?:의)?)?(?:전체)?학생{U}명(?:을대상으로조사하였더니|을조"
        r"사하였더니|을조사한결과|을대상으로조사한결과|중(?:에서)?|가운데)?",
    ),
    "first": (rf"{{one:word}}%을{_LIKES}학생(?:이|은|수는|의수는){{A}}명{_IS_COUNT}",),
    "second": (rf"{{two:word}}%을{_LIKES}학생(?:이|은|수는|의수는){{B}}명{_IS_COUNT}",),
    "all": (
        rf"(?:{{one:word}}%과{{two:word}}(?:을|를)?)?(?:둘다|모두|둘을모두){_LIKES}학생(?:이|은|수는|의수"
        rf"는){{C}}명{_IS_COUNT}",
    ),
    "none": (
        rf"(?:{{one:word}}%과{{two:word}}(?:을|를)?)?(?:둘다|모두){_DENIED}학생(?:이|은|수는|의수는){{D}}명{_IS_COUNT}",
    ),
    "?either": (
        rf"{{one:word}}또는{{two:word}}%을{_LIKES}학생(?:의)?(?:수)?<q>",
        rf"{{one:word}}(?:이)?나{{two:word}}%을{_LIKES}학생(?:의)?(?:수)?<q>",
    ),
    "?all": (
        rf"{{one:word}}%과{{two:word}}%을(?:모두|둘다){_LIKES}학생(?:의)?(?:수)?<q>",
        rf"(?:둘다|모두){_LIKES}학생(?:의)?(?:수)?<q>",
    ),
    "?none": (
        rf"{{one:word}}도{{two:word}}도(?:모두)?{_DENIED}학생(?:의)?(?:수)?<q>",
        rf"(?:{{one:word}}%과{{two:word}}%을)?(?:둘다|모두){_DENIED}학생(?:의)?(?:수)?<q>",
    ),
    "?only first": (rf"{{one:word}}만{_LIKES}학생(?:의)?(?:수)?<q>",),
    "?only second": (rf"{{two:word}}만{_LIKES}학생(?:의)?(?:수)?<q>",),
}
_SOUND = "c < a; c < b"
_WITHIN = "c < a; c < b; a + b - c < u"
_LIKINGS_CASES = {
    **{
        f"{told}first+second+all+?{asked}": Case(part, where=_WITHIN if told else _SOUND, unit="명")
        for told in ("", "class+")
        for asked, part in (("either", "a + b - c"), ("only first", "a - c"), ("only second", "b - c"))
    },
    "class+first+second+all+?none": Case("u - (a + b - c)", where=_WITHIN, unit="명"),
    "class+first+second+none+?all": Case("a + b - (u - d)", where="a < u - d; b < u - d; a + b > u - d", unit="명"),
    "class+first+second+none+?either": Case("u - d", where="a < u - d; b < u - d; a + b > u - d", unit="명"),
}

FAMILIES: tuple[Family, ...] = (
    counted("tale.balls", CHANCE, _BALLS, _ball_cases(), domains="a 2..9; b 2..9; c 2..9", hints="확률"),
    counted("tale.elected", CASES, _ELECTED, _ELECTED_CASES, domains="a 3..8; b 3..8", hints="명"),
    counted("tale.likings", "고1.집합", _LIKINGS, _LIKINGS_CASES, domains="u 20..45", hints="학생 명"),
)
