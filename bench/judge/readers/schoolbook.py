"""Short stems of the schoolbook, each with the formula that it asks for: a table of ways of saying and functions.

`#` stands for a number (signed where the stem signs it); blanks and dollar signs are gone. Every pattern must fit the
whole stem. The formulas are those of the school syllabus, written without regard to any other code.
"""

# ruff: noqa: E501 (a row of a table is one line)

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from bench.judge.stem import Stem, exact
from bench.judge.truth import Truth, rational, value

Made = Callable[..., Truth | None]
X, Y = sp.symbols("x y", real=True)
ASK = r"(?:은|는|을|를|의값을|의값은)?(?:구하시오|구하여라|구하라|구하면|얼마인가|인가|)"
MEASURE = r"(cm|m|mm|km|)"
PAIR = r"\(#,#\)"
SALT = r"(?:소금물|설탕물)"
MANY = rf"(?:경우의수|수|자연수의개수|개수){ASK}"
CHANCE = rf"확률{ASK}"
TWO_DICE = r"(?:서로다른)?(?:두개의주사위|두주사위|주사위두개|주사위2개)를?동시에던질때,(?:나오는)?두?눈의수의"
BALLS = r"[가-힣\s]*?(?:주머니(?:속)?에)?([가-힣]+?)(?:공|구슬|바둑돌)#개(?:와|,|과)([가-힣]+?)(?:공|구슬|바둑돌)#개(?:가|이)?"


def _whole(*numbers: Fraction) -> tuple[int, ...]:
    if any(number.denominator != 1 for number in numbers):
        raise ValueError("should be whole")
    return tuple(int(number) for number in numbers)


def _count(function: Callable[..., int], unit: str = "") -> Made:
    return lambda *numbers: value(function(*_whole(*numbers)), unit)


def _plain(function: Callable[..., Fraction], unit: str = "") -> Made:
    return lambda *numbers: value(Fraction(function(*numbers)), unit)


def _line_through(a: Fraction, b: Fraction, slope: Fraction) -> Truth:
    return Truth("line", Y - rational(b) - rational(slope) * (X - rational(a)))


def _least_square_factor(number: int) -> int:
    return next(k for k in range(1, number + 1) if math.isqrt(k * number) ** 2 == k * number)


def _neighbours(men: int, women: int) -> int:
    people = [("m", i) for i in range(men)] + [("w", i) for i in range(women)]
    if len(people) > 8:
        return math.factorial(men + 1) * math.factorial(women)
    return sum(_together(row, women) for row in itertools.permutations(people))


def _together(row: tuple[tuple[str, int], ...], women: int) -> bool:
    places = [place for place, (kind, _) in enumerate(row) if kind == "w"]
    return places[-1] - places[0] == women - 1


def _midpoint(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> Truth:
    return Truth("point", (rational((a + c) / 2), rational((b + d) / 2)))


def _divided(a: Fraction, b: Fraction, c: Fraction, d: Fraction, m: Fraction, n: Fraction) -> Truth:
    return Truth("point", (rational((m * c + n * a) / (m + n)), rational((m * d + n * b) / (m + n))))


def _radical(square: Fraction, factor: object = 1) -> Truth:
    return Truth("value", sp.sqrt(rational(square)) * factor)


def _circle(a: Fraction, b: Fraction, r: Fraction) -> Truth:
    return Truth("line", (X - rational(a)) ** 2 + (Y - rational(b)) ** 2 - rational(r) ** 2)


def _both_dice(good: Callable[[int, int, int], bool], chance: bool) -> Made:
    def made(number: Fraction) -> Truth:
        (wanted,) = _whole(number)
        found = sum(good(a, b, wanted) for a in range(1, 7) for b in range(1, 7))
        return value(Fraction(found, 36)) if chance else value(found)

    return made


TABLE: tuple[tuple[str, Made], ...] = (
    (rf"#%의?{SALT}#g에물#g을?(?:더)?넣으면몇%의{SALT}이?되는(?:지구하시오|가)", _plain(lambda p, m, w: p * m / (m + w), "%")),
    (rf"농도가#%인{SALT}#g에물#g을넣었을때,{SALT}의농도{ASK}", _plain(lambda p, m, w: p * m / (m + w), "%")),
    (rf"#%의{SALT}#g에서물#g을증발시키면몇%의{SALT}이?되는(?:지구하시오|가)", _plain(lambda p, m, w: p * m / (m - w), "%")),
    (rf"#%의{SALT}#g에서물#g을증발시켰다\.이{SALT}의농도{ASK}", _plain(lambda p, m, w: p * m / (m - w), "%")),
    (rf"#%의{SALT}#g에들어있는(?:소금|설탕)의양{ASK}(?:몇g인가)?", _plain(lambda p, m: p * m / 100, "g")),
    (rf"#%의?{SALT}#g에(?:소금|설탕)#g을?더넣으면몇%의{SALT}이?되는(?:지구하시오|가)",
     _plain(lambda p, m, s: (p * m / 100 + s) / (m + s) * 100, "%")),
    (r"#명의#%는몇명인(?:가|지구하시오)", _plain(lambda n, p: n * p / 100)),
    (rf"정가가#원인[가-힣]+을#%할인하여판매할때,판매가격{ASK}", _plain(lambda n, p: n * (100 - p) / 100, "원")),
    (rf"원가가#원인[가-힣]+에#%의이익을붙여정가를정하였다\.정가{ASK}", _plain(lambda n, p: n * (100 + p) / 100, "원")),
    (rf"비례식#:#=#:x에서x{ASK}", _plain(lambda a, b, c: b * c / a)),
    (rf"#명을한줄로세우는{MANY}", _count(math.factorial)),
    (rf"#명의학생이한줄로서는{MANY}", _count(math.factorial)),
    (rf"#명의(?:학생|후보)중에서회장1명(?:과|,)부회장1명을뽑는{MANY}", _count(lambda n: n * (n - 1))),
    (rf"#명중에서대표#명을뽑는{MANY}", _count(math.comb)),
    (rf"서로다른책#권중에서#권을뽑아책꽂이에일렬로꽂는{MANY}", _count(math.perm)),
    (r"_#P_#의값을구하시오", _count(math.perm)),
    (r"_#C_#의값을구하시오", _count(math.comb)),
    (rf"남학생#명과여학생#명을한줄로세울때,여학생끼리이웃하는{MANY}", _count(_neighbours)),
    (rf"#개의팀이서로한번씩경기를할때,전체경기{MANY}", _count(lambda n: math.comb(n, 2))),
    (rf"서로다른동전#개와주사위#개를동시에던질때,일어나는모든{MANY}", _count(lambda c, d: 2**c * 6**d)),
    (rf"{TWO_DICE}차가#인{MANY}", _both_dice(lambda a, b, k: abs(a - b) == k, False)),
    (rf"{TWO_DICE}합이#이상일{CHANCE}", _both_dice(lambda a, b, k: a + b >= k, True)),
    (rf"동전#개를동시에던질때,적어도한개는앞면이나올{CHANCE}", _plain(lambda n: 1 - Fraction(1, 2 ** int(n)))),
    (rf"제#항이#이?고제#항이#인등차수열의공차{ASK}", _plain(lambda i, a, j, b: (b - a) / (j - i))),
    (rf"등차수열#,#,#,#,…의제#항{ASK}", _plain(lambda a, b, c, d, n: a + (n - 1) * (b - a))),
    (rf"등비수열#,#,#,#,…의제#항{ASK}", _plain(lambda a, b, c, d, n: a * (b / a) ** int(n - 1))),
    (rf"a_1=#,공비가#인등비수열에서제#항{ASK}", _plain(lambda a, r, n: a * r ** int(n - 1))),
    (rf"두점{PAIR},{PAIR}(?:을|를)지나는직선의방정식{ASK}",
     lambda a, b, c, d: _line_through(a, b, (d - b) / (c - a)) if a != c else None),
    (rf"기울기가#이?고점{PAIR}(?:을|를)지나는직선의방정식{ASK}", lambda s, a, b: _line_through(a, b, s)),
    (rf"기울기가#이?고y절편이#인직선의방정식{ASK}", lambda s, b: _line_through(Fraction(0), b, s)),
    (rf"점{PAIR}(?:을|를)지나고직선y=#x#에평행한직선의방정식{ASK}", lambda a, b, s, _: _line_through(a, b, s)),
    (rf"일차함수y=#x#의그래프를y축의방향으로#만큼평행이동한그래프의식{ASK}",
     lambda s, b, up: _line_through(Fraction(0), b + up, s)),
    (rf"일차함수y=#x#의그래프의기울기{ASK}", _plain(lambda s, b: s)),
    (rf"일차함수y=#x#의그래프의x절편{ASK}", _plain(lambda s, b: -b / s)),
    (rf"일차함수y=ax#의그래프가점{PAIR}(?:을|를)지날때,상수a{ASK}", _plain(lambda b, x, y: (y - b) / x)),
    (rf"함수f\(x\)=ax#에대하여f\(#\)=#일때,상수a{ASK}", _plain(lambda b, x, y: (y - b) / x)),
    (rf"함수f\(x\)=#x#에대하여f\^\{{?-1\}}?\(#\){ASK}", _plain(lambda s, b, y: (y - b) / s)),
    (rf"두점A{PAIR},B{PAIR}(?:을|를)이은선분의중점의좌표{ASK}", _midpoint),
    (rf"두점A{PAIR},B{PAIR}에대하여선분AB(?:를|을)#:#로내분하는점의좌표{ASK}", _divided),
    (rf"원점과점{PAIR}사이의거리{ASK}", lambda a, b: _radical(a**2 + b**2)),
    (rf"중심이{PAIR}이?고반지름의길이가#인원의방정식{ASK}", _circle),
    (rf"점{PAIR}(?:과|와)직선#x#y#=0사이의거리{ASK}",
     lambda x, y, a, b, c: _radical((a * x + b * y + c) ** 2 / (a**2 + b**2))),
    (r"n\(A\)=#,n\(B\)=#,n\(A\\capB\)=#일때,n\(A\\cupB\)의값을구하시오", _plain(lambda a, b, c: a + b - c)),
    (rf"두벡터\\vec\{{a\}}={PAIR},\\vec\{{b\}}={PAIR}에대하여\\vec\{{a\}}\\cdot\\vec\{{b\}}{ASK}",
     _plain(lambda a, b, c, d: a * c + b * d)),
    (rf"행렬\\begin\{{pmatrix\}}#&#\\\\#&#\\end\{{pmatrix\}}의행렬식{ASK}", _plain(lambda a, b, c, d: a * d - b * c)),
    (rf"정#각형의한내각의크기{ASK}", _plain(lambda n: 180 - 360 / n, "°")),
    (rf"내각의크기의합이#°인다각형의변의개수{ASK}", _plain(lambda s: s / 180 + 2)),
    (rf"삼각형의세내각의크기의비가#:#:#일때,가장큰내각의크기{ASK}",
     _plain(lambda a, b, c: 180 * max(a, b, c) / (a + b + c), "°")),
    (rf"집에서학교까지가는데시속#km로걸어가면시속#km로자전거를타고가는것보다#시간더걸린다\.집에서학교까지의거리{ASK}",
     _plain(lambda slow, fast, more: more / (1 / slow - 1 / fast), "km")),
    (rf"시속#km로#시간동안이동한거리{ASK}", _plain(lambda v, t: v * t, "km")),
    (rf"#km를시속#km로갈때걸리는시간{ASK}", _plain(lambda s, v: s / v, "시간")),
    (rf"길이가#m인기차가초속#m의속력으로길이가#m인다리를완전히통과하는데걸리는시간{ASK}",
     _plain(lambda a, v, b: (a + b) / v, "초")),
    (rf"어떤수의#배에#를더한수는그수의#배에서#을뺀수와같다\.어떤수{ASK}".replace("#를", "#[을를]").replace("#을", "#[을를]"),
     _plain(lambda a, b, c, d: (b + d) / (c - a))),
    (r"한개에#원인[가-힣]+(?:와|과)한개에#원인[가-힣]+(?:를|을)합하여#개를사고#원을지불하였다\.[가-힣]+는몇개샀는가",
     _plain(lambda p, q, n, total: (q * n - total) / (q - p))),
    (rf"가로의길이가세로의길이보다#cm더긴직사각형의둘레의길이가#cm일때,세로의길이{ASK}",
     _plain(lambda more, round_: (round_ / 2 - more) / 2, "cm")),
    (r"닭과토끼가모두#마리있고다리의수의합이#개일때,토끼는몇마리인가", _plain(lambda n, legs: (legs - 2 * n) / 2)),
    (r"어떤일을하는데A가혼자하면#일,B가혼자하면#일이걸린다\.이일을A와B가함께하면며칠이걸리는가",
     _plain(lambda a, b: a * b / (a + b), "일")),
    (rf"전체#명의학생중수학을좋아하는학생이#명,영어를좋아하는학생이#명,둘다좋아하는학생이#명일때,수학또는영어를좋아하는학생{MANY}",
     _plain(lambda n, a, b, c: a + b - c)),
    (rf"함수y=x\^2에서x의값이#에서#까지변할때의평균변화율{ASK}", _plain(lambda a, b: a + b)),
    (rf"세수#,#,x의평균이#일때,x{ASK}", _plain(lambda a, b, m: 3 * m - a - b)),
    (rf"#을가능한한작은자연수를곱하여어떤자연수의제곱이되도록할때,곱해야하는가장작은자연수{ASK}".replace("#을", "#[을를]"),
     _count(_least_square_factor)),
)  # fmt: skip


def schoolbook(stem: Stem) -> Truth | None:
    """The first row of the table that fits the whole stem."""
    for pattern, made in TABLE:
        found = stem.finds(pattern)
        if found:
            return made(*exact(found))
    return None


def measured(stem: Stem) -> Truth | None:
    """Circles, cones, cuboids and the like, whose lengths share one unit."""
    for pattern, power, made in MEASURES:
        found = stem.finds(pattern)
        if not found:
            continue
        numbers = [rational(Fraction(text)) for text in found.groups()[::2]]
        units = set(found.groups()[1::2])
        if len(units) != 1:
            return None
        (unit,) = units
        return Truth("value", made(*numbers), f"{unit}^{power}" if unit and power > 1 else unit)
    return None


SIZE = rf"#{MEASURE}"
END = r"(?:은|는|을|를)?(?:구하시오|구하여라|구하면|몇(?:cm|m)\^?[23]?인가|)"
MEASURES: tuple[tuple[str, int, Callable[..., sp.Expr]], ...] = (
    (rf"반지름의길이가{SIZE}인원의넓이{END}", 2, lambda r: sp.pi * r**2),
    (rf"반지름의길이가{SIZE}인원의둘레의길이{END}", 1, lambda r: 2 * sp.pi * r),
    (rf"두대각선의길이가각각{SIZE},{SIZE}인마름모의넓이{END}", 2, lambda a, b: a * b / 2),
    (rf"가로의길이가{SIZE},세로의길이가{SIZE},높이가{SIZE}인직육면체의겉넓이{END}", 2, lambda a, b, c: 2 * (a * b + b * c + c * a)),
    (rf"한모서리의길이가{SIZE}인정육면체의겉넓이{END}", 2, lambda a: 6 * a**2),
    (rf"밑면의반지름의길이가{SIZE}이?고모선의길이가{SIZE}인원뿔의겉넓이{END}", 2, lambda r, s: sp.pi * r * (r + s)),
    (rf"밑면이한변의길이가{SIZE}인정사각형이?고높이가{SIZE}인사각뿔의부피{END}", 3, lambda a, h: a**2 * h / 3),
    (rf"한변의길이가{SIZE}인정삼각형의넓이{END}", 2, lambda a: sp.sqrt(3) * a**2 / 4),
    (rf"한변의길이가{SIZE}인정삼각형의높이{END}", 1, lambda a: sp.sqrt(3) * a / 2),
    (rf"가로의길이가{SIZE},세로의길이가{SIZE}인직사각형의대각선의길이{END}", 1, lambda a, b: sp.sqrt(a**2 + b**2)),
    (rf"직각삼각형의빗변의길이가{SIZE}이?고다른한변의길이가{SIZE}일때,나머지한변의길이{END}", 1,
     lambda c, a: sp.sqrt(c**2 - a**2)),
)  # fmt: skip

READERS = (schoolbook, measured)
