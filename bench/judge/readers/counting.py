"""Counting by listing every case, and probability as favourable over all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem
from bench.judge.truth import Truth, value

MOST = 200_000
DICE = (
    r"(?:서로다른)?(?:두개의주사위를동시에|주사위두개를동시에|주사위2개를동시에|2개의주사위를동시에|한개의주사위를두번|주사위한개를두번)"
    r"던질때,?(?:처음에?)?나(?:온|오는)(?:두)?(?:눈의수|두눈의수)의(합|차|곱)이(?:가)?"
)
END = rf"(확률|경우의수){ASK}"


def _asked(favourable: int, total: int, what: str) -> Truth:
    return value(Fraction(favourable, total)) if what == "확률" else value(favourable, "가지")


def dice(stem: Stem) -> Truth | None:
    """Two dice: the sum, difference or product is a number, at least, at most, or a multiple of one."""
    flat = stem.flat.replace("차가", "차이").replace("이될", "일").replace("가될", "일")
    found = re.fullmatch(DICE + rf"(\d+)(일|이상일|이하일|의배수일|보다클|보다작을|초과일|미만일){END}", flat)
    if not found:
        return None
    combine: dict[str, Callable[[int, int], int]] = {
        "합": lambda i, j: i + j, "차": lambda i, j: abs(i - j), "곱": lambda i, j: i * j,
    }  # fmt: skip
    bound = int(found[2])
    tests: dict[str, Callable[[int], bool]] = {
        "일": lambda r: r == bound, "이상일": lambda r: r >= bound, "이하일": lambda r: r <= bound,
        "의배수일": lambda r: r % bound == 0, "보다클": lambda r: r > bound, "초과일": lambda r: r > bound,
        "보다작을": lambda r: r < bound, "미만일": lambda r: r < bound,
    }  # fmt: skip
    faces = range(1, 7)
    results = [combine[found[1]](i, j) for i in faces for j in faces]
    return _asked(sum(map(tests[found[3]], results)), 36, found[4])


def balls(stem: Stem) -> Truth | None:
    """Drawing several balls at once: all of one colour, or one of each."""
    flat = stem.flat.replace("모양과크기가같은", "").replace("모양과크기가모두같은", "")
    found = re.fullmatch(
        r"(?:주머니|상자)(?:속)?에([^\d\s]+?)공(?:이)?(\d+)개,?(?:와|과)?([^\d\s]+?)공(?:이)?(\d+)개가들어있다\.(?:이주머니에서|이상자에서|이중에서)?(?:임의로)?"
        rf"(?:공)?(두|세|2|3)개(?:의공)?를동시에꺼낼때,?(모두|둘다)?([^\d\s]+?)공일{END}",
        flat,
    )
    if not found:
        return None
    first, second = int(found[2]), int(found[4])
    drawn = {"두": 2, "세": 3, "2": 2, "3": 3}[found[5]]
    if first + second > 40 or found[7] not in (found[1], found[3]):
        return None
    bag = [found[1]] * first + [found[3]] * second
    draws = list(itertools.combinations(bag, drawn))
    good = sum(all(ball == found[7] for ball in draw) for draw in draws)
    return _asked(good, len(draws), found[8])


def cards(stem: Stem) -> Truth | None:
    """Numbers made from digit cards, listed."""
    found = re.fullmatch(
        r"(\d(?:,\d)+)의?(?:숫자)?(?:가|이)?(?:각각)?(?:하나씩)?적힌(\d+)장의(?:숫자)?카드(?:중에서|에서)(\d+|두|세)장을(?:동시에)?뽑아"
        rf"(두|세|네)자리의?(자연수|정수|짝수|홀수)를만들때,?(?:만들수있는)?(?:자연수|정수|짝수|홀수)?의?개수{ASK}",
        stem.flat,
    )
    if not found:
        return None
    digits = [int(digit) for digit in found[1].split(",")]
    length = {"두": 2, "세": 3, "네": 4}[found[4]]
    drawn = {"두": 2, "세": 3}.get(found[3]) or int(found[3])
    if len(digits) != int(found[2]) or drawn != length or len(set(digits)) != len(digits):
        return None
    parity = {"짝수": 0, "홀수": 1}.get(found[5])
    rows = [row for row in itertools.permutations(digits, length) if row[0]]
    return value(sum(parity is None or row[-1] % 2 == parity for row in rows), "개")


def selection(stem: Stem) -> Truth | None:
    """Choosing r of n different things, without or with order."""
    found = re.fullmatch(
        r"서로다른(?:[^\d\s]{0,6}?)(\d+)(?:개|명|권|송이|종류)(?:의[^\d\s]{1,6}?)?(?:중에서|에서)(\d+)(?:개|명|권|송이|가지)?(?:를|을)"
        rf"(선택하는|고르는|뽑는|택하는|(?:뽑아|골라|택하여)(?:한줄로|일렬로)(?:나열하는|세우는|꽂는))경우의수{ASK}",
        stem.flat,
    )
    if not found:
        return None
    n, r = int(found[1]), int(found[2])
    if n > 25 or r > n:
        return None
    ways = 1
    ordered = found[3].endswith(("나열하는", "세우는", "꽂는"))
    for step in range(r):
        ways = ways * (n - step) if ordered else ways * (n - step) // (step + 1)
    return value(ways, "가지")


def line_up(stem: Stem) -> Truth | None:
    """Standing in a line; certain people stand together."""
    found = re.fullmatch(
        rf"남학생(\d)명과여학생(\d)명(?:을|이)한줄로(?:세울때|설때|서는데),?(남학생|여학생)끼리(?:서로)?이웃하여?(?:서는|세우는|설)경우의수{ASK}",
        stem.flat,
    )
    if not found:
        return None
    boys, girls = int(found[1]), int(found[2])
    if boys + girls > 8:
        return None
    people = ["남"] * boys + ["여"] * girls
    group, size = (("남", boys), ("여", girls))[found[3] == "여학생"]
    return value(
        sum(_together(row, people, group, size) for row in itertools.permutations(range(boys + girls))),
        "가지",
    )


def _together(row: Sequence[int], people: Sequence[str], group: str, size: int) -> bool:
    places = [place for place, person in enumerate(row) if people[person] == group]
    return places[-1] - places[0] == size - 1


READERS = (dice, balls, cards, selection, line_up)
