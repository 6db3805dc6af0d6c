"""Percent, salt water and speed: balances written out and solved."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.resolving.reading import Resolution, exactly, number, rule

_SALT = "소금의 양과 소금물의 양을 따로 세어 나누었음"


def _mixed(found: re.Match[str]) -> Resolution | None:
    """Salt water with something added, taken away or boiled off."""
    groups = found.groupdict()
    salt = number(found["p"]) * number(found["m"]) / 100
    whole = number(found["m"])
    if groups.get("q"):
        salt += number(groups["q"]) * number(found["w"]) / 100
    if found.groupdict().get("salt"):
        salt += number(found["w"])
    whole += -number(found["w"]) if "증발" in found.string else number(found["w"])
    if whole <= 0 or salt > whole:
        return None
    return exactly(salt / whole * 100, _SALT)


def _salt_amount(found: re.Match[str]) -> Resolution | None:
    return exactly(number(found["p"]) * number(found["m"]) / 100, "농도의 뜻대로 곱했음")


def _concentration(found: re.Match[str]) -> Resolution | None:
    water, salt = number(found["w"]), number(found["s"])
    return exactly(salt * 100 / (water + salt), _SALT) if water + salt else None


def _travel(found: re.Match[str]) -> Resolution | None:
    speed, hours = number(found["v"]), number(found["t"])
    return exactly(speed * hours, "1시간씩 간 거리를 더했음")


def _time(found: re.Match[str]) -> Resolution | None:
    return exactly(number(found["d"]) / number(found["v"]), "거리를 속력으로 나누었음")


def _percent_of(found: re.Match[str]) -> Resolution | None:
    return exactly(number(found["m"]) * number(found["p"]) / Fraction(100), "백분율을 곱했음")


def _discount(found: re.Match[str]) -> Resolution | None:
    price, percent = number(found["m"]), number(found["p"]) / 100
    raised = found["how"] in ("인상", "올린", "이익을붙인", "인상한", "비싸게")
    return exactly(price + price * percent * (1 if raised else -1), "값의 백분율을 더하거나 뺐음")


def _proportion(found: re.Match[str]) -> Resolution | None:
    """a : b = c : x with one letter."""
    parts = [found[k] for k in ("a", "b", "c", "d")]
    letters = [index for index, part in enumerate(parts) if part.isalpha()]
    if len(letters) != 1:
        return None
    known = [Fraction(0) if part.isalpha() else number(part) for part in parts]
    place = letters[0]
    inner, outer = (known[1] * known[2], known[0] * known[3])
    partner = known[3 - place]
    product = inner if place in (0, 3) else outer
    return exactly(product / partner, "외항의 곱과 내항의 곱이 같음을 썼음") if partner else None


def _shared(found: re.Match[str]) -> Resolution | None:
    """A total divided in the ratio a : b; the first or the second share, the larger or the smaller."""
    total, a, b = number(found["t"]), number(found["a"]), number(found["b"])
    shares = (total * a / (a + b), total * b / (a + b))
    which = found["which"]
    picked = {"큰": max(shares), "많은": max(shares), "작은": min(shares), "적은": min(shares)}.get(which)
    return exactly(picked, "전체를 비의 합으로 나누었음") if picked is not None else None


_P = r"(?:농도가)?<N:p>%(?:의|인)소금물<N:m>g"
_RESULT = r"(?:몇%의소금물이되는지|소금물의농도(?:는몇%인지|는몇%가되는지|는몇%|를)?|농도(?:는몇%인지|는몇%|를)?|몇%의소금물이되(?:는가|나)?|몇%가되는지|만든소금물의농도(?:는몇%인지|를)?|(?:이때)?소금물의농도(?:를)?)"
_A = r"(?P<a>[a-z]|\d+(?:\.\d+)?)"
RULES = (
    rule(rf"{_P}에물<N:w>g을?더?(?:넣으면|넣었을때|부으면|넣을때),?{_RESULT}", _mixed),
    rule(rf"{_P}에서물<N:w>g을?(?:증발시키면|증발시켰을때|증발시킬때),?{_RESULT}", _mixed),
    rule(rf"{_P}에(?P<salt>소금)<N:w>g을?더?(?:넣으면|넣었을때|넣을때),?{_RESULT}", _mixed),
    rule(rf"{_P}(?:과|와)(?:농도가)?<N:q>%(?:의|인)소금물<N:w>g을?(?:섞으면|섞었을때|섞을때),?{_RESULT}", _mixed),
    rule(rf"{_P}에(?:들어있는|녹아있는)소금의양(?:은몇g인지|은몇g|을)?", _salt_amount),
    rule(r"물<N:w>g에소금<N:s>g을?(?:넣어|녹여)(?:만든|녹인)소금물의농도(?:는몇%인지|는몇%|를)?", _concentration),
    rule(
        r"시속<N:v>km(?:로|의속력으로)<N:t>시간(?:동안)?(?:달린|간|걸은|이동한|움직인|갔을때)거리(?:는몇km인지|는몇km|를)?",
        _travel,
    ),
    rule(
        r"<N:d>km(?:의거리)?(?:를)?시속<N:v>km(?:로|의속력으로)(?:갈때|달릴때|가는데|가면|달리면|이동할때)걸리는시간(?:은몇시간인지|은몇시간|을)?",
        _time,
    ),
    rule(r"<N:m>(?:원)?의<N:p>%(?:는얼마인지|는얼마|는|를)?", _percent_of),
    rule(r"(?:whatis|find|calculate)<N:p>%of<N:m>", _percent_of),
    rule(
        r"(?:정가가|가격이|원가가)?<N:m>원인(?:물건|상품|[가-힣]{1,4})(?:을|를)<N:p>%(?P<how>할인한|할인하여|인하한|인상한|올린)(?:가격|판매가격|판매할때의?가격|값)(?:은몇원인지|은얼마|을)?",
        _discount,
    ),
    rule(
        rf"(?:비례식)?{_A}:(?P<b>[a-z]|\d+)=(?P<c>[a-z]|\d+):(?P<d>[a-z]|\d+)(?:에서|일때|을만족하는|를만족하는)?,?[a-z]의값(?:을|은)?",
        _proportion,
    ),
    rule(
        r"<N:t>(?:원|개|장|명|g)?(?:을|를)[가-힣,와과이]*<N:a>:<N:b>(?:로|의비로)(?:나눌때|나누면|나누어가질때|비례배분할때),?더?(?P<which>큰|많은|작은|적은)(?:쪽|몫|수)(?:은얼마인지|을|은)?",
        _shared,
    ),
)
