"""Stories of quantities: ages with a later year, growing and shrinking, rates by the minute, shares and scores."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import PERCENT, G, gap

USE = "중1.일차방정식.활용"
SYSTEM = "중2.연립방정식.활용"
LIMIT = "중2.일차부등식.활용"
QUADRATIC = "중3.이차방정식.활용"
LINEAR = "중2.일차함수의 활용"
RATIO = "초6.비와 비율"
_LEAD = rf"<lead>{G}"
_WHO = r"[가-힣A-Z]{1,6}?"
_YEARS = r"(?:세|살)"
_C = r"(?:개|자루|권|장|송이|명|마리|병|대|그루|점|kg|g|L|mL|m|cm|원|쪽|페이지)"
_SUM = gap("합이", "합은", "합을")


def _age_later(kid: bool) -> Family:
    asked = "kid" if kid else "who"
    return family(
        f"age.sum.later.{'younger' if kid else 'older'}",
        SYSTEM,
        [
            rf"<lead>(?:현재|올해|지금)?{G}(?P<who>{_WHO})(?:와|과|이와)(?P<kid>{_WHO})의(?:나이의)?(?:합은|합이|나이를합하면){{t:int}}{_YEARS}{G}{{k:int}}년(?:후|뒤)(?:에는|에|가되면)?,?(?P=who)의나이(?:는|가)(?P=kid)의?나이의{{m:int}}배(?:가|이)?{G}(?P={asked})의?나이(?:는|가|를)?{G}(?:몇{_YEARS}{G})?<ask>"
        ],
        let=f"t = (m + 1)*(x + k) - 2*k; later = t + 2*k; parts = m + 1; young = later/parts - k; s = {'young*1' if kid else 't - young'}",
        hidden="x = (t + 2*k)/(m + 1) - k",
        unit="세",
        wrong=f"t - s | misread; later/parts | partial; t/parts | formula; (t + k)/parts - k | formula; {'later/parts*m' if not kid else 'later/parts + k'} | sign",
        domains="m 2..4; k 2..15; x 3..30",
        where="x > 2; x < 30; m*(x + k) - k > x + 18; m*(x + k) - k < 75; m >= 2",
        say=[
            "{k}년 후의 나이의 합은 ${t} + 2 \\times {k} = {later}$(세)이고 이것은 자녀 나이의 {parts}배이다.",
            "올해의 어린 쪽 나이는 ${later} \\div {parts} - {k} = {young}$(세), 따라서 답은 {s}세",
        ],
        keeps_size=False,
    )


_KINDS = {
    "whole": (r"(?:자연수|정수)", 1, "x > 0"),
    "odd": (r"홀수(?:인자연수)?", 2, "mod(x, 2) == 1; x > 0"),
    "even": (r"짝수(?:인자연수)?", 2, "mod(x, 2) == 0; x > 0"),
}
_RESULTS = {
    "sum": (r"(?:이)?(?:두(?:자연수|수|홀수|짝수|정수)의)합", "2*x + step"),
    "smaller": (r"(?:이)?(?:두(?:자연수|수|홀수|짝수|정수)중에?서?)?작은(?:쪽의?)?(?:수|자연수|홀수|짝수|정수)", "x*1"),
    "larger": (r"(?:이)?(?:두(?:자연수|수|홀수|짝수|정수)중에?서?)?큰(?:쪽의?)?(?:수|자연수|홀수|짝수|정수)", "x + step"),
}  # fmt: skip


def _consecutive(kind: str, told: str, result: str) -> Family:
    """Two consecutive numbers by their product or by the sum of their squares."""
    noun, step, where = _KINDS[kind]
    asked, formula = _RESULTS[result]
    text, value = {"product": ("의곱", "x*(x + step)"), "squares": ("의제곱의합", "x*x + (x + step)**2")}[told]
    root = {"product": "(sqrt(step*step + 4*t) - step)/2", "squares": "(sqrt(2*t - step*step) - step)/2"}[told]
    return family(
        f"numbers.pair.{told}.{kind}.{result}",
        QUADRATIC,
        [
            rf"<lead>연속하는두(?:개의)?{noun}{text}(?:이|은){{t:int}}(?:일때|이다\.(?:이때)?|이면|인),?{asked}(?:은|는|을|를)?{G}<ask>"
        ],
        let=f"step = {step}; t = {value}; s = {formula}",
        hidden=f"x = {root.replace('step', str(step))}",
        wrong="x*1 | misread; x + step | misread; 2*x + step | misread; t - x | formula; -x | sign; 2*x | other",
        where=f"{where}; floor(x) == x; x > 1",
        domains="x 2..30",
        say=[
            f"작은 수를 $x$라 하면 ${'x(x + {step})' if told == 'product' else 'x^2 + (x + {step})^2'} = {{t}}$",
            "조건에 맞는 것은 $x = {x}$이므로 답은 ${s}$",
        ],
        keeps_size=False,
        hints="연속하는두",
    )


_WENT = {"+": r"(?:증가|늘)", "-": r"(?:감소|줄)"}
_CHANGE = gap("감소", "증가", "비하", "많", "적은")


def _population(first: str, total: str, asked: str) -> Family:
    """Last year's t people of two kinds; this year one kind grew by p %, the other shrank by q %, together by d."""
    second = "-" if first == "+" else "+"
    label = f"{'up' if first == '+' else 'down'}.{'more' if total == '+' else 'fewer'}"
    which, year = asked.split(".")
    one = f"({total}d*100 - ({second}q)*t)/({first}p - ({second}q))"
    base = "men" if which == "first" else "t - men"
    rate = f"100 {first} p" if which == "first" else f"100 {second} q"
    formula = base if year == "last" else f"({base})*({rate})/100"
    who = "one" if which == "first" else "two"
    when = r"작년(?:의|에)?" if year == "last" else r"(?:올해|금년)(?:의|에)?"
    return family(
        f"population.{label}.{asked}",
        SYSTEM,
        [
            rf"<lead>{G}작년{_CHANGE}{{t:int}}명{_CHANGE}(?:올해|금년){_CHANGE}(?P<one>[가-힣]{{1,4}}?)(?:은|는|이|수는|의수는)(?:작년에비해서?|작년보다)?{{p:int}}{PERCENT}(?:가|만큼)?{_WENT[first]}{_CHANGE}(?P<two>[가-힣]{{1,4}}?)(?:은|는|이|수는|의수는)(?:작년에비해서?|작년보다)?{{q:int}}{PERCENT}(?:가|만큼)?{_WENT[second]}{_CHANGE}{{d:int}}명(?:이|만큼)?{_WENT[total]}{_CHANGE}{when}(?P={who})(?:의)?(?:학생)?(?:수)?(?:는|은|를)?{G}(?:몇명{G})?<ask>"
        ],
        let=f"men = x*1; d = {'' if total == '+' else '-'}({first}p*x/100 {second} q*(t - x)/100); s = {formula}",
        hidden=f"x = {one}",
        unit="명",
        wrong=f"t - ({base}) | misread; {base} | misread; t/2 | formula; s + d | other; s - d | other; t - s | misread",
        where="x > 0; x < t; d > 0; is_int(d); is_int(p*x/100); is_int(q*(t - x)/100); is_int(s); p < 30; q < 30",
        domains="t 200..2000 step 50; x 100..1500 step 20; p 2..20; q 2..20",
        say=[
            f"앞의 수를 작년에 $x$명이라 하면 ${first.strip('+')}\\frac{{p}}{{100}}x {second} \\frac{{q}}{{100}}({{t}} - x) = {total.strip('+')}{{d}}$",
            "$x = {men}$(명), 따라서 답은 {s}명",
        ],
        keeps_size=False,
        hints="작년 명",
    )


def _rate_story(name: str, head: str, per: str, fall: bool, unit: str, rest: str, back: str) -> tuple[Family, ...]:
    """A quantity that starts at l and changes by r in every unit of time: after x units, or when it is h."""
    sign = "-" if fall else "+"
    times = r"(?P<w>초|분|시간|일|km|g|m)"
    start = rf"<lead>{G}{head}{gap('넣', '추가', '내려', '올라')}(?:1)?{times}(?:가|이)?(?:지날때)?(?:에|마다|씩)?(?:올라갈때마다|높아질때마다|매달때마다|늘어날때마다)?{{r:pos}}{unit}씩{per}{gap('넣', '씩', '남은', '짧', '긴', '올라', '내려', '전에', '작', '크')}"
    letters = rf"(?:{gap('남은')}[a-z](?P=w)(?:후|뒤)?{gap('남은')}[a-z]{unit}(?:라할때|라고할때|이라할때|이라고할때|라하자|라고하자|라하면)[,.]?)?{gap('남은')}"
    start += letters
    let_h = f"h = l {sign} r*x"
    return (
        family(
            f"rate.{name}.after",
            LINEAR,
            [rf"{start}{{x:int}}(?P=w)(?:짜리)?{gap('남은', '올라', '씩', '전에', '작')}{rest}{gap('남은')}<ask>"],
            let=f"part = r*x; s = l {sign} part",
            unit=unit,
            wrong="part | partial; l - part | sign; l + part | sign; l - r | partial; l*r | formula",
            where="s > 0; x > 1; part != l",
            say=["변화량은 ${r} \\times {x} = {part}$", f"따라서 ${{l}} {sign} {{part}} = {{s}}$"],
        ),
        family(
            f"rate.{name}.when",
            LINEAR,
            [
                rf"{start}{back.format(h='{h:pos}')}{gap('남은', '전에', '짧')}몇(?P=w)(?:후|뒤)?{G}<ask>",
                rf"{start}{gap('남은')}몇(?P=w)(?:후|뒤)(?:에)?{gap('남은')}{back.format(h='{h:pos}')}(?:가|이)?{G}<ask>",
            ],
            let=f"{let_h}; part = abs(l - h); s = part/r",
            hidden="x = abs(l - h)/r",
            unit="{w}",
            wrong="h/r | misread; l/r | misread; part | partial; (l + h)/r | sign; part*r | formula",
            where="h > 0; x > 1; floor(x) == x",
            domains="x 2..60",
            say=[f"$x$만큼 지난 후라 하면 ${{l}} {sign} {{r}}x = {{h}}$", "$x = {part} \\div {r} = {s}$"],
        ),
    )


_RATES = (
    *_rate_story(
        "candle",
        r"(?:길이가)?{l:pos}cm인(?:양)?초",
        r"(?:짧|줄|타)",
        True,
        "cm",
        r"(?:양초|초)의길이",
        r"(?:양초|초)의길이가{h}cm",
    ),
    *_rate_story(
        "heated", r"(?:온도가)?{l:pos}°C인물", r"(?:올라|높아|상승|증가)", False, "°C", r"물의온도", r"물의온도가{h}°C"
    ),
    *_rate_story(
        "cooled", r"(?:온도가)?{l:pos}°C인물", r"(?:내려|낮아|떨어|식)", True, "°C", r"물의온도", r"물의온도가{h}°C"
    ),
    *_rate_story(
        "drained",
        r"{l:pos}L의물이(?:들어)?있는(?:물통|물탱크|수조)",
        r"(?:흘러나|빠져나|나오|새|줄|내보)",
        True,
        "L",
        r"물의양",
        r"물의양이{h}L",
    ),
    *_rate_story(
        "filled",
        r"{l:pos}L의물이(?:들어)?있는(?:물통|물탱크|수조)",
        r"(?:채|들어|넣|늘|받)",
        False,
        "L",
        r"물의양",
        r"물의양이{h}L",
    ),
    *_rate_story(
        "spring",
        r"(?:길이가)?{l:pos}cm인용수철",
        r"(?:늘어|길어)",
        False,
        "cm",
        r"용수철의길이",
        r"용수철의길이가{h}cm",
    ),
)
_SCORES = tuple(
    family(
        f"score.needed.{count}",
        LIMIT,
        [
            rf"{_LEAD}{points}(?:이다\.|이었다\.|일때,?|을받았다\.|을받았을때,?|이고,?|였다\.){G}(?:{told}번째|다음|마지막|기말){G}몇점이상{gap('평균', '이상', '받')}평균(?:이|점수가)?{{m:int}}점이상{gap('이상', '평균')}<ask>",
            rf"{_LEAD}{points}(?:이다\.|이었다\.|일때,?|을받았다\.|을받았을때,?|이고,?|였다\.){gap('평균')}평균(?:이|점수가)?{{m:int}}점이상{gap('이상', '평균')}(?:{told}번째|다음|마지막|기말)?{gap('이상')}몇점이상{gap('이상', '받')}<ask>",
        ],
        let=f"had = {' + '.join(names)}; wanted = {count + 1}*m; s = wanted - had",
        unit="점",
        wrong=f"m | misread; wanted - had - 1 | order; wanted - had + 1 | order; {count}*m - had | formula; had/{count} | misread",
        where="s > 40; s < 100; m < 98; s != m; " + "; ".join(f"{one} > 40; {one} < 100" for one in names),
        domains="; ".join(f"{one} 60..98" for one in (*names, "m")),
        say=[f"점수를 $x$라 하면 ${{had}} + x \\ge {count + 1} \\times {{m}} = {{wanted}}$", "$x \\ge {wanted} - {had} = {s}$(점)"],
        keeps_size=False,
        hints="점 평균",
    )
    for count, names, told in ((2, ("a", "b"), "(?:세|3)"), (3, ("a", "b", "c"), "(?:네|4)"), (4, ("a", "b", "c", "d"), "(?:다섯|5)"))
    for points in (r"점,?(?:와|과)?".join(f"{{{one}:int}}" for one in names) + "점",)
)  # fmt: skip
_SHARES = (
    *(
        family(
            f"share.parts.{name}",
            RATIO,
            [
                rf"<lead>{gap('넓이', '부피')}{{m:pos}}(?P<u>cm\^2|m\^2|{_C[3:-1]})(?:인|의|짜리|을|를|이|가){gap('나누')}{{a:int}}:{{b:int}}(?:의비)?(?:로|가되도록){gap('나누', '나눈')}(?:나누|나눈|나뉘){gap('나누', '나눈', '긴', '짧', '큰', '작은', '많', '적은', '넓')}{word}(?:쪽|것|부분|도막|조각|사람|막대|끈){gap('넓이', '많', '적')}<ask>"
            ],
            let=f"parts = a + b; m = parts*one; s = one*{pick}(a, b)",
            hidden="one = m/(a + b)",
            unit="{u}",
            wrong="m - s | misread; one | partial; m/a | formula; m/b | formula; m/2 | other",
            where="a != b; gcd(a, b) == 1",
            domains="a 1..9; b 1..9; one 2..60",
            say=["전체를 ${a} + {b} = {parts}$로 나누면 ${m} \\div {parts} = {one}$", "따라서 답은 ${s}$"],
            hints=":",
        )
        for name, word, pick in (
            ("smaller", r"(?:더)?(?:작은|짧은|적은|좁은)", "min"),
            ("larger", r"(?:더)?(?:큰|긴|많은|넓은)", "max"),
        )
    ),
    family(
        "percent.share",
        RATIO,
        [
            rf"{_LEAD}{{n:int}}(?P<u>{_C[3:-1]})(?:의[가-힣]+)?(?:중|중에서|중에|가운데){G}{{k:int}}(?P=u){gap('비율')}(?:전체(?:의|에서)?)?{gap('비율')}몇{PERCENT}{G}<ask>"
        ],
        let="s = 100*k/n",
        unit="%",
        wrong="100*n/k | order; k*n/100 | formula; 100 - s | misread; k | partial",
        where="k < n; is_int(s); 2*k != n",
        domains="n 20..400 step 5; k 3..200",
        say=["$\\frac{k}{n} \\times 100 = {s}$(%)"],
        keeps_size=False,
    ),
    family(
        "percent.whole",
        RATIO,
        [
            rf"{_LEAD}{{p:int}}{PERCENT}(?:가|는|인|에해당하는){G}{{k:int}}(?P<u>{_C[3:-1]})(?:일때|이면|이다\.|이라면|이라고할때){G}전체{G}(?:몇(?P=u){G})?<ask>"
        ],
        let="k = w*p/100; s = k*100/p",
        hidden="w = k*100/p",
        unit="{u}",
        wrong="k*p/100 | formula; k*100/(100 - p) | misread; k + p | other; k*p | formula",
        where="p < 100; is_int(k)",
        domains="w 20..800 step 10; p 5..90 step 5",
        say=["전체를 $x$라 하면 $\\frac{p}{100}x = {k}$", "$x = {s}$"],
        keeps_size=False,
    ),
    family(
        "frequency.relative",
        "중1.통계.상대도수",
        [
            rf"{_LEAD}(?:도수의총합|도수의합|전체도수|총도수|전체학생수)(?:이|가){{n:int}}(?:명)?{G}도수(?:가|는){{k:int}}(?:명)?{G}상대도수<ask>",
            rf"{_LEAD}(?:도수의총합|도수의합|전체도수|총도수|전체학생수)(?:이|가){{n:int}}(?:명)?{G}계급의도수(?:가|는){{k:int}}(?:명)?(?:일때|이면|인){G}상대도수<ask>",
        ],
        let="s = k/n",
        wrong="n/k | order; k/100 | formula; (n - k)/n | misread; 1/n | partial",
        where="k < n; is_int(100*k/n)",
        domains="n 20..200 step 5; k 2..90",
        say=["$\\frac{k}{n} = {s}$"],
        keeps_size=False,
        hints="상대도수",
    ),
    family(
        "frequency.from.relative",
        "중1.통계.상대도수",
        [
            rf"{_LEAD}(?:도수의총합|도수의합|전체도수|총도수|전체학생수)(?:이|가){{n:int}}(?:명)?{G}상대도수(?:가|는){{r:pos}}{G}(?:의)?(?:도수|학생수)<ask>",
            rf"{_LEAD}상대도수(?:가|는){{r:pos}}{G}(?:도수의총합|도수의합|전체도수|총도수|전체학생수)(?:이|가){{n:int}}(?:명)?{G}(?:의)?(?:도수|학생수)<ask>",
        ],
        let="s = n*r",
        wrong="n/r | formula; n*(1 - r) | misread; n*r/10 | formula; n - s | misread",
        where="r > 0; r < 1; is_int(s)",
        domains="n 20..400 step 10",
        say=["${n} \\times {r} = {s}$"],
        keeps_size=False,
        hints="상대도수",
    ),
    family(
        "frequency.total",
        "중1.통계.상대도수",
        [
            rf"{_LEAD}도수(?:가|는){{k:int}}(?:명)?{G}상대도수(?:가|는){{r:pos}}{G}(?:도수의총합|도수의합|전체도수|총도수|전체학생수)<ask>"
        ],
        let="k = n*r; s = k/r",
        hidden="n = k/r",
        wrong="k*r | formula; k/(1 - r) | misread; k*100 | formula; k + n | other",
        where="r > 0; r < 1; is_int(k)",
        domains="n 20..400 step 10",
        say=["${k} \\div {r} = {s}$"],
        keeps_size=False,
        hints="상대도수",
    ),
)
FAMILIES = (
    _age_later(True),
    _age_later(False),
    *(_consecutive(kind, told, result) for kind in _KINDS for told in ("product", "squares") for result in _RESULTS),
    *(
        _population(first, total, f"{which}.{year}")
        for first in "+-"
        for total in "+-"
        for which in ("first", "second")
        for year in ("last", "this")
    ),
    *_RATES,
    *_SCORES,
    *_SHARES,
)
