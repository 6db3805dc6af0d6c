"""Ages, things shared out with a rest, benches, savings, work done together."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, either, gap

USE = "중1.일차방정식.활용"
SYSTEM = "중2.연립방정식.활용"
_LEAD = rf"<lead>{G}"
_YEARS = r"(?:세|살)"
_WHO = r"[가-힣A-Z]{1,6}?"
_OLD = rf"(?P<who>{_WHO})(?:의나이|의연세)?(?:는|은|가|이)?(?:현재|올해|지금)?{{a:int}}{_YEARS}{G}(?P<kid>{_WHO})(?:의나이|의연세)?(?:는|은|가|이)?(?:현재|올해|지금)?{{b:int}}{_YEARS}{G}"
_TIMES = rf"(?P=who)(?:의)?(?:나이|연세)가{G}(?P=kid)(?:의)?(?:나이|연세)의{{k:int}}배(?:가|이|로|만큼|였|와)?"


def _ages(later: bool) -> Family:
    turn = "(?:후|뒤)" if later else "전"
    gap_of = "a - k*b" if later else "k*b - a"
    when = rf"(?:올해|현재|지금|금년)?(?:로|으로)?(?:부터)?(?:앞으로)?몇년{turn}"
    back = G if later else gap("년전", "전에")
    return family(
        f"age.multiple.{'after' if later else 'before'}",
        USE,
        [
            rf"{_LEAD}{_OLD}{_TIMES}{back}{when}{back}<ask>",
            rf"{_LEAD}{_OLD}{when}{back}{_TIMES}{back}<ask>",
        ],
        let=(f"a = k*(b + {'t' if later else '(-t)'}) - {'t' if later else '(-t)'}; gap = {gap_of}; rest = k - 1; s = gap/rest"),
        hidden=f"t = ({gap_of})/(k - 1)",
        unit="년",
        wrong="gap | partial; abs(a - b)/k | formula; (a + b)/k | sign; gap/k | order; gap/(k + 1) | sign",
        where="k >= 2; a < 90; b < a; t > 0; b - t > 0; abs(a - b) < 50; abs(a - b) < 12" if not later else "k >= 2; a < 90; b < a; t > 0; abs(a - b) > 15; abs(a - b) < 12; abs(a - b) < 50",
        domains="k 2..5; t 1..20; b 3..30" if later else "k 2..5; t 1..15; b 6..40",
        say=[
            f"$x$년 {'후라' if later else '전이라'} 하면 " + ("${a} + x = {k}({b} + x)$" if later else "${a} - x = {k}({b} - x)$"),
            "정리하면 ${rest}x = {gap}$이므로 $x = {s}$",
        ],
        keeps_size=False,
        hints="배",
    )  # fmt: skip


def _age_sum(name: str, asked: str, answer: str) -> Family:
    return family(
        f"age.sum.{name}",
        USE,
        [
            rf"{_LEAD}(?P<who>{_WHO})(?:와|과)(?P<kid>{_WHO})의나이의합(?:이|은)?{{t:int}}{_YEARS}{G}(?P=who)(?:의)?나이(?:가|는){G}(?P=kid)(?:의)?나이의{{k:int}}배{gap('배이', '배인', '배가')}(?P={asked})(?:의)?나이{G}(?:몇살|몇세)?{G}<ask>"
        ],
        let=f"rate = k + 1; t = rate*c; young = t/rate; s = {answer}",
        hidden="c = t/(k + 1)",
        unit="세",
        domains="k 2..5; c 5..20",
        wrong="t - s | misread; t/k | formula; t/2 | formula; s + 1 | other; young + {0} | other".replace("; young + {0} | other", ""),
        where="t < 110; t - young - young > 15",
        say=["나이가 적은 쪽을 $x$세라 하면 $x + {k}x = {t}$, $x = {young}$", "따라서 구하는 나이는 {s}세"],
        keeps_size=False,
    )  # fmt: skip


_GIVE = gap("나누", "나눈", "씩", "남", "모자라", "모자란", "모자랄", "부족")
_C = r"(?:개|권|자루|장|송이|마리|알|병|봉지|명|원)"
_EACH = rf"{{a:int}}{_C}씩{_GIVE}{{p:int}}{_C}(?:가|이|은|는)?"
_EACH2 = rf"{{b:int}}{_C}씩{_GIVE}{{q:int}}{_C}(?:가|이|은|는)?"
_LEFT, _SHORT = r"(?:남)[가-힣]*?[.,]?", r"(?:모자라|모자란|모자랄|부족)[가-힣]*?[.,]?"
_PEOPLE = r"(?:학생|사람|아이|어린이|친구|회원|인원|동아리회원|학생들|아이들|모둠원)"
_THINGS = r"(?:사탕|공책|연필|귤|사과|초콜릿|빵|구슬|볼펜|쿠키|젤리|배|감|색종이|책|과자|떡|딱지|밤|호두|물건|지우개|스티커|복숭아|선물|음료수|달걀|카드|꽃|장미|쿠폰)"


def _shared(kind: str, first: str, second: str, signs: tuple[int, int], order: str) -> tuple[Family, Family]:
    """a each leaves (lacks) p, b each leaves (lacks) q; people or things asked."""
    one, two = signs
    lead = rf"{_LEAD}{_GIVE}{_EACH}{first}{_GIVE}{_EACH2}{second}{_GIVE}"
    people = either(
        rf"{_PEOPLE}(?:들)?(?:의)?(?:수|인원)?(?:는|은|를|이)?(?:모두|총)?(?:몇명)?{_GIVE}<ask>",
        rf"몇명{_GIVE}<ask>",
    )
    things = rf"{_THINGS}(?:의)?(?:개수|수|장수|권수)?(?:는|은|를|이|가)?(?:모두|총)?(?:몇{_C})?{G}<ask>"
    change = f"({one})*p - ({two})*q"
    signed = {1: "+", -1: "-"}
    hidden = f"n = ({change})/(b - a)"
    where = f"a != b; n > 2; p > 0; q > 0; floor(n) == n; {order}"
    let = f"q = ({two})*(n*(a - b) + ({one})*p); total = abs({change}); gap = abs(b - a); people = total/gap"
    equation = f"학생 수를 $x$라 하면 ${{a}}x {signed[one]} {{p}} = {{b}}x {signed[two]} {{q}}$"
    other = "p + q" if one == two else "abs(q - p)"
    asks_people = family(
        f"share.{kind}.people", USE, [lead + people], let=f"{let}; s = people*1", unit="명",
        wrong=f"total | partial; ({other})/gap | sign; total/(a + b) | sign; a*s + ({one})*p | misread; s + 1 | other",
        say=[equation, "${gap}x = {total}$이므로 $x = {s}$"], domains="a 2..12; b 2..12; n 4..60",
        keeps_size=False, hints="씩", hidden=hidden, where=where,
    )  # fmt: skip
    asks_things = family(
        f"share.{kind}.things", USE, [lead + things], let=f"{let}; s = a*people + ({one})*p",
        wrong=f"people | misread; a*people | partial; s - ({one})*2*p | sign; total | partial; s + 1 | other",
        say=[equation + "이므로 $x = {people}$", f"${{a}} \\times {{people}} {signed[one]} {{p}} = {{s}}$"],
        domains="a 2..12; b 2..12; n 4..60", keeps_size=False, hints="씩", hidden=hidden, where=where,
    )  # fmt: skip
    return asks_people, asks_things


_SIT = gap("씩", "못", "않", "남", "모자라", "부족")
_BENCH = r"(?:의자|벤치|텐트|방|보트|모둠|객실|책상)"


def _benches(name: str, rest: str, extra: str, asked: str, answer: str, say: str) -> Family:
    """a to a bench leaves p people standing; b to a bench `rest`: how many benches (people)."""
    return family(
        name,
        USE,
        [
            rf"{_LEAD}{gap('긴')}{{a:int}}명씩{_SIT}{{p:int}}명(?:이|은)?{_SIT}(?:못|남|않){_SIT}{{b:int}}명씩{_SIT}{rest}{_SIT}{asked}"
        ],
        let=f"p = (b - a)*n - ({extra}); gap = b - a; total = p + ({extra}); benches = total/gap; s = {answer}",
        hidden=f"n = (p + ({extra}))/(b - a)",
        unit="" if answer == "benches" else "명",
        wrong="total | partial; benches + 1 | order; benches - 1 | order; a*benches + p | misread; benches | misread; b*benches | partial",
        where="b > a; n > 2; p > 0; floor(n) == n",
        domains="a 2..9; b 3..12; n 4..60",
        say=[
            f"의자의 수를 $x$라 하면 ${{a}}x + {{p}} = {say}$",
            "${gap}x = {total}$이므로 $x = {benches}$",
            "따라서 답은 ${s}$",
        ],
        keeps_size=False,
        hints="씩",
    )


_NUMBER_OF_BENCHES = rf"{_BENCH}(?:의)?(?:개수|수)?(?:는|은|를)?(?:모두)?(?:몇개)?{_SIT}<ask>"
_NUMBER_SEATED = rf"(?:학생|사람|회원)(?:들)?(?:의)?(?:수)?(?:는|은|를)?(?:모두)?(?:몇명)?{_SIT}<ask>"
_FULL = rf"(?:모두차고남는학생이없|모두앉을수있|꼭맞|딱맞|남거나모자라지않|남는의자가없|남는자리없이|빠짐없이모두앉|정확히){gap('없', '남')}"
_WORK = (
    family(
        "work.together.free",
        USE,
        [
            rf"{_LEAD}{{a:int}}(?P<t>일|시간|분){G}{{b:int}}(?P=t){G}(?:함께|같이|둘이){G}(?:며칠|몇(?P=t)){G}<ask>",
        ],
        unit="{t}",
        let="product = a*b; total = a + b; s = product/total",
        wrong="total/2 | formula; total | formula; abs(a - b) | sign; product | partial; s + 1 | other",
        where="a != b",
        say=[
            "전체 일의 양을 1이라 하면 하나의 단위 시간에 하는 일은 각각 $\\frac{1}{{a}}$, $\\frac{1}{{b}}$이므로",
            "$1 \\div \\left(\\frac{1}{{a}} + \\frac{1}{{b}}\\right) = \\frac{product}{total} = {s}$",
        ],
        domains="a 2..60; b 2..60",
    ),
)  # fmt: skip

FAMILIES = (
    _ages(True),
    _ages(False),
    _age_sum("older", "who", "k*young"),
    _age_sum("younger", "kid", "young*1"),
    *_shared("left.short", _LEFT, _SHORT, (1, -1), "b > a"),
    *_shared("short.left", _SHORT, _LEFT, (-1, 1), "a > b"),
    *_shared("both.left", _LEFT, _LEFT, (1, 1), "(p - q)*(b - a) > 0"),
    *_shared("both.short", _SHORT, _SHORT, (-1, -1), "(q - p)*(b - a) > 0"),
    _benches("benches.full", _FULL, "0", _NUMBER_OF_BENCHES, "benches", "{b}x"),
    _benches("benches.full.people", _FULL, "0", _NUMBER_SEATED, "b*benches", "{b}x"),
    *_WORK,
)
