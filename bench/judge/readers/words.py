"""Word problems of the judge's own: mixtures, journeys, ages, prices, sharing out, numbers and digits."""

from __future__ import annotations

import math
from fractions import Fraction

from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem, exact
from bench.judge.truth import Truth, value

LIQUID = r"(소금물|설탕물)"
HOW_MUCH = r"(?:인가|인지|인지구하시오|인가\?|일까|)"


def mix(stem: Stem) -> Truth | None:
    """Two solutions of known strength are mixed: the strength."""
    found = stem.finds(
        rf"(?:농도가)?#%(?:인|의)?{LIQUID}#g(?:과|와|에),(?:농도가)?#%(?:인|의)?{LIQUID}#g(?:을|를)(?:한데)?섞(?:었을때|으면|을때|어서만든),"
        r"(?:섞은)?(?:소금물|설탕물)?(?:의)?(?:농도(?:는|가))?몇%"
        r"(?:인지구하시오|인가|(?:인|의)(?:소금물|설탕물)이?되는(?:가|지구하시오))"
    )
    if not found:
        return None
    p, m, q, n = exact(found, 1, 3, 4, 6)
    return value((p * m + q * n) / (m + n), "%") if found[2] == found[5] and m + n else None


def evaporate(stem: Stem) -> Truth | None:
    """Water evaporates, or is added, until the strength is another one."""
    start = rf"(?:농도가)?#%(?:인|의){LIQUID}#g(?:이있다\.이{LIQUID})?에서?"
    found = stem.finds(
        start + r"(?:몇g의)?물(?:을)?(?:몇g)?(?:을)?(증발시켜|증발시키면|넣어|더넣어)"
        rf"#%(?:인|의){LIQUID}을만들려(?:면|고한다\.)"
        r"(?:몇g의물을|물을몇g|증발시켜야하는물의양|더넣어야하는물의양|넣어야하는물의양)(?:을|은)?"
        rf"(?:더)?(?:증발시켜야|넣어야)?(?:하는가|하는지구하시오|{ASK})"
    )
    if not found:
        return None
    p, m, q = exact(found, 1, 3, 6)
    if q <= 0:
        return None
    change = p * m / q - m
    return value(-change if found[5].startswith("증발") else change, "g")


def journey(stem: Stem) -> Truth | None:
    """There and back at two speeds in a total time: the distance."""
    found = stem.finds(
        r"두지점A,B사이를왕복하는데,갈때는시속#km(?:으)?로,(?:돌아)?올때는시속#km(?:으)?로(?:걸어서|걸어|달려|달려서|이동하여|갔더니)?(?:모두|총)?#시간이걸렸다\."
        rf"(?:이때,)?두지점A,B사이의거리{ASK}"
    )
    if not found:
        return None
    there, back, hours = exact(found, 1, 2, 3)
    return value(hours * there * back / (there + back), "km")


def pursuit(stem: Stem) -> Truth | None:
    """One leaves later and is faster: when the other is met."""
    found = stem.finds(
        r"([^\d\s]{1,4}?)(?:이|가)집을(?:나선|출발한)지#분후에([^\d\s]{1,4}?)(?:이|가)\1(?:을|를)따라나섰다\.\1(?:은|는)(?:분속|매분)#m(?:의속력으)?로,\3(?:은|는)(?:분속|매분)#m"
        r"(?:의속력으)?로(?:같은길을)?(?:걸을때|걸어갈때|갈때|달릴때),\3(?:은|는)(?:집을)?(?:나선|출발한)지몇분후에\1(?:과|와|을|를)만나는(?:가|지구하시오)"
    )
    if not found:
        return None
    ahead, slow, fast = exact(found, 2, 4, 5)
    return value(slow * ahead / (fast - slow), "분") if fast > slow else None


def train(stem: Stem) -> Truth | None:
    """A train crosses a bridge completely: its speed."""
    found = stem.finds(
        r"길이가#m인기차가일정한속력으로달려(?:서),?길이가#m인(?:다리|터널)(?:을|를)완전히통과하는데#초가걸렸다\.(?:이때,)?이기차의속력은초속몇m"
        + HOW_MUCH
    )
    if not found:
        return None
    train_length, bridge, seconds = exact(found, 1, 2, 3)
    return value((train_length + bridge) / seconds, "m/초")


def ages(stem: Stem) -> Truth | None:
    """In how many years is one k times as old as the other."""
    found = stem.finds(
        r"(?:올해|현재)([^\d\s]{2,3}?)의나이는#(?:세|살)(?:이?고),([^\d\s]{2,3}?)의나이는#(?:세|살)이?다\.\1의나이가\3의나이의#배가되는것은(?:올해로부터)?몇년후인지"
        + ASK
    )
    if not found:
        return None
    older, younger, times = exact(found, 2, 4, 5)
    if times == 1:
        return None
    return value((older - times * younger) / (times - 1), "년")


def sharing(stem: Stem) -> Truth | None:
    """Each gets a, some are left; each gets b, some are missing: how many receive."""
    found = stem.finds(
        r"학생들에게([^\d\s]{1,4}?)(?:을|를)나누어주는데,한(?:학생|명)에게#([^\d\s]{1,2})씩(?:나누어)?주면#\3(?:이|가)남고,#\3씩(?:나누어)?주면#\3(?:이|가)(모자란다|부족하다)\."
        rf"(?:이때,)?학생(?:은모두몇명인지|수|은몇명인지|의수){ASK}"
    )
    if not found:
        return None
    few, left, many, short = exact(found, 2, 4, 5, 6)
    return value((left + short) / (many - few), "명") if many > few else None


def animals(stem: Stem) -> Truth | None:
    """Chickens and rabbits by heads and legs."""
    found = stem.finds(
        r"(?:어느)?농장에닭과토끼가(?:합하여|모두)#마리가?있다\.닭과토끼의다리의수의합이#개일때,(닭|토끼)는몇마리인지"
        + ASK
    )
    if not found:
        return None
    heads, legs = exact(found, 1, 2)
    rabbits = (legs - 2 * heads) / 2
    return value(rabbits if found[3] == "토끼" else heads - rabbits, "마리")


def profit(stem: Stem) -> Truth | None:
    """Cost, mark-up in per cent, discount in 원: the gain."""
    found = stem.finds(
        r"원가가#원인물건에#%의이익을붙여서?정가를정하였다가물건이팔리지않아,?정가에서#원을할인하여팔았다\.이물건한개를팔아서얻은이익(?:은얼마인가|은얼마인지구하시오|을구하시오)"
    )
    if not found:
        return None
    cost, rate, off = exact(found, 1, 2, 3)
    return value(cost * rate / 100 - off, "원")


def budget(stem: Stem) -> Truth | None:
    """The most of a thing that a sum of money buys beside a fixed cost."""
    found = stem.finds(
        r"한([^\d\s]{1,2})에#원(?:인|짜리)([^\d\s]{1,4}?)(?:을|를)사서#원(?:을내고|짜리)(?:포장하려고한다|바구니에담으려고한다|상자에담으려고한다)\.전체비용이#원(?:을넘지않으려면|이하가되게하려면),"
        r"\3(?:을|를)최대몇\1까지살수있는(?:지구하시오|가)"
    )
    if not found:
        return None
    price, fixed, money = exact(found, 2, 4, 5)
    return value(math.floor((money - fixed) / price), found[1])


def buses(stem: Stem) -> Truth | None:
    """Two periods start together: the next time."""
    found = stem.finds(
        r"\D{0,25}#분마다,\D{0,8}#분마다출발한다\.\D{0,14}동시에출발한후,?처음으로다시동시에출발하는것은몇분후인지"
        + ASK
    )
    if not found:
        return None
    first, second = (int(number) for number in exact(found, 1, 2))
    return value(math.lcm(first, second), "분")


def number_riddle(stem: Stem) -> Truth | None:
    """`어떤 수의 a배에서 b를 뺀 수는 그 수의 c배보다 d만큼 크다`."""
    found = stem.finds(
        r"어떤수의#배(?:에서#(?:을|를)뺀|에#(?:을|를)더한)수는그수의#배보다#만큼(크다고한다|크다|작다고한다|작다)\.(?:이때,)?어떤수"
        + ASK
    )
    if not found:
        return None
    times = Fraction(found[1])
    offset = -Fraction(found[2]) if found[2] else Fraction(found[3])
    other, more = exact(found, 4, 5)
    more = more if found[6].startswith("크") else -more
    return value((more - offset) / (times - other)) if times != other else None


def consecutive(stem: Stem) -> Truth | None:
    """Three consecutive (even, odd) numbers with a known sum, searched."""
    found = stem.finds(
        rf"연속하는세(짝수|홀수|자연수|정수)의합이#일때,(?:세(?:짝수|홀수|자연수|정수)중|이중)?가장(큰|작은)(?:수|짝수|홀수|자연수|정수){ASK}"
    )
    if not found:
        return None
    step = 2 if found[1] in ("짝수", "홀수") else 1
    total = exact(found, 2)[0]
    middle = total / 3
    if middle.denominator != 1 or (step == 2 and middle % 2 != (found[1] == "홀수")):
        return None
    return value(middle + step if found[3] == "큰" else middle - step)


def digits(stem: Stem) -> Truth | None:
    """A two-digit number by its digit sum and the change when the digits swap places, searched."""
    found = stem.finds(
        r"각자리의숫자의합이#인두자리의자연수가있다\.이자연수의십의자리의숫자와일의자리의숫자를바꾼수는처음수보다#만큼(크다고할때|작다고할때|크다\.|작다\.),(?:처음수|처음두자리의자연수)"
        + ASK
    )
    if not found:
        return None
    total, change = exact(found, 1, 2)
    change = change if found[3].startswith("크") else -change
    fits = [n for n in range(10, 100) if n // 10 + n % 10 == total and n % 10 * 10 + n // 10 == n + change]
    return value(fits[0]) if len(fits) == 1 else None


def blend(stem: Stem) -> Truth | None:
    """Two strengths make a given amount of a third: how much of one."""
    found = stem.finds(
        rf"#%의{LIQUID}과#%의{LIQUID}을섞어서?#%의{LIQUID}#g을만들었다\.(?:이때,)?(?:섞은)?#%의{LIQUID}(?:은몇g을섞었는가|의양은몇g인가|의양을구하시오|은몇g인지구하시오)"
    )
    if not found:
        return None
    p, q, r, total, asked = exact(found, 1, 3, 5, 7, 8)
    if p == q or asked not in (p, q):
        return None
    other = q if asked == p else p
    return value(total * (r - other) / (asked - other), "g")


READERS = (
    mix, evaporate, journey, pursuit, train, ages, sharing, animals, profit, budget, buses, number_riddle,
    consecutive, digits, blend,
)  # fmt: skip
