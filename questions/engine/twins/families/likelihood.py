"""Events and their probabilities, independent trials, binomial and normal distributions."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, gap

CONDITIONAL = "고2.확률과통계.조건부확률"
EVENTS = "고2.확률과통계.확률의 덧셈정리"
INDEPENDENT = "고2.확률과통계.독립시행"
BINOMIAL = "고2.확률과통계.이항분포"
NORMAL = "고2.확률과통계.정규분포"
_AND = r"(?:,|이고|이며|고|며)*"
_WHEN = r"(?:일때|이면|라할때|라고할때|이라할때|이다)?[,.]?(?:이때,?)?"
_TWO = r"<lead>(?:두)?(?:사건A(?:,|와|과)B)?(?:에대하여|에서|가|에대해)?,?"
_A, _B = r"P\(A\)={p:pos}", r"P\(B\)={q:pos}"
_BOTH, _EITHER = r"P\(A∩B\)={r:pos}", r"P\(A∪B\)={r:pos}"
_BAR = r"(?:\||\\mid|│|∣)"
_ASKED = {
    "both": (r"P\(A∩B\)", "both", "A \\cap B"),
    "either": (r"P\(A∪B\)", "p + q - both", "A \\cup B"),
    "b.given.a": (rf"P\(B{_BAR}A\)", "both/p", "B \\mid A"),
    "a.given.b": (rf"P\(A{_BAR}B\)", "both/q", "A \\mid B"),
    "neither": (r"P\(A\^\{?[Cc]\}?∩B\^\{?[Cc]\}?\)", "1 - (p + q - both)", "A^C \\cap B^C"),
}
_SOUND = "p > 0; p < 1; q > 0; q < 1; both > 0; both < p; both < q; p + q - both < 1; both != p*q"
_WRONG = "both | partial; p*q | formula; p + q | formula; both/p | misread; both/q | misread; p + q - both | misread; 1 - both | other"


def _event(told: str, asked: str) -> Family:
    """P(A), P(B) and one of P(A∩B), P(A∪B) are told; another probability is asked for."""
    given, both = (_BOTH, "r*1") if told == "both" else (_EITHER, "p + q - r")
    pattern, formula, sign = _ASKED[asked]
    return family(
        f"events.{told}.{asked}",
        EVENTS if asked in ("both", "either", "neither") else CONDITIONAL,
        [
            rf"{_TWO}{_A}{_AND}{_B}{_AND}{given}{_WHEN}{pattern}<ask>",
            rf"{_TWO}{_A}{_AND}{given}{_AND}{_B}{_WHEN}{pattern}<ask>",
        ],
        let=f"both = {both}; s = {formula}",
        wrong=_WRONG,
        where=f"{_SOUND}; s > 0; s < 1",
        say=["$P(A \\cap B) = {both}$이므로", f"$P({sign}) = {{s}}$"],
        keeps_size=False,
        hints="P(A)",
    )


_TELL = [(told, asked) for told in ("both", "either") for asked in _ASKED if told != asked]
_PAIR = r"<lead>(?:두)?사건A(?:,|와|과)B(?:가|는|에대하여)?(?:서로)?"
_APART = (
    family(
        "events.conditional.alone",
        CONDITIONAL,
        [rf"{_TWO}{_A}{_AND}{_BOTH}{_WHEN}P\(B{_BAR}A\)<ask>"],
        let="s = r/p",
        wrong="p*r | formula; r | partial; p - r | sign; p/r | order",
        where="p > 0; p < 1; r > 0; r < p",
        say=["$P(B \\mid A) = \\frac{P(A \\cap B)}{P(A)} = {s}$"],
        keeps_size=False,
        hints="P(A)",
    ),
    family(
        "events.product.rule",
        CONDITIONAL,
        [rf"{_TWO}{_A}{_AND}P\(B{_BAR}A\)={{r:pos}}{_WHEN}P\(A∩B\)<ask>"],
        let="s = p*r",
        wrong="r/p | formula; p + r | formula; abs(p - r) | sign; p/r | order",
        where="p > 0; p < 1; r > 0; r < 1; p != r",
        say=["$P(A \\cap B) = P(A)P(B \\mid A) = {s}$"],
        keeps_size=False,
        hints="P(A)",
    ),
    *(
        family(
            f"events.{kind}.{asked}",
            CONDITIONAL if kind == "independent" else EVENTS,
            [rf"{_PAIR}{word}(?:사건)?{_AND}{_A}{_AND}{_B}{_WHEN}{_ASKED[asked][0]}<ask>"],
            let=f"both = {both}; s = {_ASKED[asked][1]}",
            wrong="p + q | formula; p*q | misread; p + q - p*q | misread; abs(p - q) | sign; 1 - p*q | other",
            where="p > 0; p < 1; q > 0; q < 1; s > 0; s < 1; p != q",
            say=["$P(A \\cap B) = {both}$이므로", f"$P({_ASKED[asked][2]}) = {{s}}$"],
            keeps_size=False,
            hints="P(A)",
        )
        for kind, word, both, asks in (
            ("independent", "독립(?:이고|인|이며)?", "p*q", ("both", "either", "neither")),
            ("exclusive", "배반(?:사건)?(?:이고|인|이며)?", "0*p", ("either", "neither")),
        )
        for asked in asks
    ),
)
_DONE = r"(?:명중|성공|합격|맞힐|맞히|이길|비가올|당첨될)"
_WILL = r"(?:명중할|성공할|합격할|맞힐|이길|당첨될)확률"
_HIT = rf"<lead>{G}(?:명중률|명중할확률|성공률|성공할확률|합격할확률|맞힐확률|이길확률|자유투성공률)(?:이|은)?(?:각각)?{{p:pos}}(?:,|와|과){{q:pos}}{gap('적어도', '못', '않', '씩')}"
_ALL = r"(?:두(?:사람|선수|학생)(?:이|은)?(?:모두|다)|모두|둘다)"
_LEAD = rf"<lead>{G}"
_SHOTS = tuple(
    family(
        f"trials.two.{name}",
        INDEPENDENT,
        [
            rf"{_HIT}{asked}확률<ask>",
            rf"{_LEAD}(?P<one>[가-힣A-Z]{{1,4}}?)(?:이|가){G}{_WILL}(?:은|이)(?:각각)?{{p:pos}}(?:이고|이며)?,?(?P<two>[가-힣A-Z]{{1,4}}?)(?:이|가){G}{_WILL}(?:은|이){{q:pos}}{gap('적어도', '씩')}{asked}확률<ask>",
        ],
        let=f"s = {formula}",
        wrong="p*q | misread; p + q - p*q | misread; p + q - 2*p*q | misread; (1 - p)*(1 - q) | misread; p + q | formula",
        where="p > 0; p < 1; q > 0; q < 1; p != q",
        say=[f"두 시행은 서로 독립이므로 구하는 확률은 ${{s}}$ ({told})"],
        keeps_size=False,
    )
    for name, asked, formula, told in (
        ("both", rf"{_ALL}{G}{_DONE}{gap('씩')}", "p*q", "두 확률의 곱"),
        (
            "least",
            rf"적어도한(?:사람|명|선수|학생)(?:은|이){gap('씩')}",
            "1 - (1 - p)*(1 - q)",
            "모두 실패할 확률을 1에서 뺀 값",
        ),
        ("only", rf"한(?:사람|명|선수|학생)만{gap('씩')}", "p*(1 - q) + q*(1 - p)", "한쪽만 일어나는 두 경우의 합"),
        (
            "none",
            rf"{_ALL}{G}(?:명중|성공|합격|맞히|이기|당첨)[가-힣]{{0,3}}못할",
            "(1 - p)*(1 - q)",
            "두 실패 확률의 곱",
        ),
    )
)
_X = r"(?:확률변수)?X"
_BIN = r"<lead>확률변수X가이항분포B\({n:int},{p:pos}\)~을따를때,?(?:이때,?)?"
_NOUNS = {
    "mean": (rf"(?:{_X}의(?:평균|기댓값)|E\(X\))", "n*p", "np"),
    "variance": (rf"(?:{_X}의분산|V\(X\))", "n*p*(1 - p)", "np(1 - p)"),
    "deviation": (rf"(?:{_X}의표준편차|σ\(X\)|\\sigma\(X\))", "sqrt(n*p*(1 - p))", "\\sqrt{np(1 - p)}"),
}
_THROWS = {
    "coin": (r"(?:한개의|1개의)?동전(?:한개|1개)?를{n:int}(?:번|회)던(?:질|져)(?:때|서)?,?앞면이나오는", "1/2"),
    "die.one": (
        r"(?:한개의|1개의)?주사위(?:한개|1개)?를{n:int}(?:번|회)던(?:질|져)(?:때|서)?,?[1-6]의눈이나오는",
        "1/6",
    ),
    "die.threes": (
        r"(?:한개의|1개의)?주사위(?:한개|1개)?를{n:int}(?:번|회)던(?:질|져)(?:때|서)?,?3의배수의눈이나오는",
        "1/3",
    ),
    "die.even": (
        r"(?:한개의|1개의)?주사위(?:한개|1개)?를{n:int}(?:번|회)던(?:질|져)(?:때|서)?,?(?:짝수|홀수)의?눈이나오는",
        "1/2",
    ),
}
_DISTRIBUTED = (
    *(
        family(
            f"binomial.{name}",
            BINOMIAL,
            [rf"{_BIN}{noun}<ask>"],
            let=f"s = {formula}",
            wrong="n*p | misread; n*p*(1 - p) | misread; n*p*p | formula; sqrt(n*p) | formula; n*(1 - p) | sign",
            where="p > 0; p < 1; is_int(n*p); is_int(s); s > 0; p != 1/2"
            if name != "mean"
            else "p > 0; p < 1; is_int(n*p); p != 1/2",
            domains="n 10..500",
            say=[f"${told} = {{s}}$"],
            keeps_size=False,
            hints="이항분포",
        )
        for name, (noun, formula, told) in _NOUNS.items()
    ),
    *(
        family(
            f"binomial.{thrown}.{name}",
            BINOMIAL,
            [rf"<lead>{told}횟수(?:를|을)(?:확률변수)?X(?:라할때|라고할때|라하자\.?(?:이때)?),?{noun}<ask>"],
            let=f"p = {chance}; s = {formula}",
            wrong="n*p | misread; n*p*(1 - p) | misread; n/3 | other; n*p*p | formula; n*(1 - p) | sign; n/4 | other",
            where="is_int(n*p); s > 0" + ("; is_int(s)" if name == "deviation" else ""),
            domains="n 12..720",
            say=["한 번 던질 때의 확률은 ${p}$", f"${law} = {{s}}$"],
            keeps_size=False,
        )
        for thrown, (told, chance) in _THROWS.items()
        for name, (noun, formula, law) in _NOUNS.items()
    ),
)
_TABLE = r"\(단,(?:Z가표준정규분포를따르는확률변수일때,?)?P\(0≤Z≤{z:pos}\)={t:pos}(?:이다|로계산한다|임)?\.?\)"
_NORMAL = r"<lead>확률변수X가정규분포N\({m:int},{d:int}\^\{?2\}?\)~을따를때,?"
_NORMALS = tuple(
    family(
        f"normal.{name}",
        NORMAL,
        [rf"{_NORMAL}P\({event}\)(?:의값)?~을<order>{_TABLE}", rf"{_NORMAL}P\({event}\)(?:의값)?(?:은|는)?\??{_TABLE}"],
        let=f"z = 1 if t == 3413/10000 else 2 if t == 4772/10000 else 3; {told}; s = {formula}",
        wrong="t | partial; 2*t | misread; 1/2 + t | misread; 1/2 - t | misread; 1 - 2*t | other",
        domains="m 20..150; d 2..20; t 0.3413|0.4772|0.4987",
        where="(t - 3413/10000)*(t - 4772/10000)*(t - 4987/10000) == 0; m - z*d > 0",
        say=[
            "표준화하면 $Z = \\frac{X - {m}}{{d}}$이고 표에서 $P(0 \\le Z \\le {z}) = {t}$",
            "따라서 구하는 확률은 ${s}$",
        ],
        keeps_size=False,
        hints="정규분포",
    )
    for name, event, told, formula in (
        ("between", r"{a:int}≤X≤{b:int}", "a = m - z*d; b = m + z*d", "2*t"),
        ("above.mean", r"{a:int}≤X≤{b:int}", "a = m*1; b = m + z*d", "t*1"),
        ("below.mean", r"{a:int}≤X≤{b:int}", "a = m - z*d; b = m*1", "t*1"),
        ("least.above", r"X≥{a:int}", "a = m + z*d", "1/2 - t"),
        ("least.below", r"X≥{a:int}", "a = m - z*d", "1/2 + t"),
        ("most.above", r"X≤{a:int}", "a = m + z*d", "1/2 + t"),
        ("most.below", r"X≤{a:int}", "a = m - z*d", "1/2 - t"),
    )
)
FAMILIES = (*(_event(told, asked) for told, asked in _TELL), *_APART, *_SHOTS, *_DISTRIBUTED, *_NORMALS)
