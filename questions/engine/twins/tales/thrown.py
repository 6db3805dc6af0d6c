"""Tales of dice and coins: what is thrown, and what is asked of it, as ways or as a chance."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from collections.abc import Mapping

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.counted import Case, counted

CASES = "중2.경우의 수"
CHANCE = "중2.확률"
_THROWN = r"(?:던질때|던졌을때|던지면|던져서|던진다)"
_SHOWN = r"(?:나오는|나온)?(?:두)?(?:눈의수(?:의)?|눈의)"
_HAS = r"(?:나오는|나올|일|이되는|이될|인|가되는|가될)?"
_WAYS, _CHANCE = r"(?:경우|방법)의수<q>", r"확률<q>"
# wording, ways with two dice, where
_TWO: Mapping[str, tuple[str, str, str]] = {
    "sum": (rf"{_SHOWN}합이{{A}}", "6 - abs(a - 7)", "a > 1; a < 13"),
    "sums": (rf"{_SHOWN}합이{{A}}(?:또는|이거나){{B}}", "12 - abs(a - 7) - abs(b - 7)", "a > 1; a < 13; b > 1; b < 13; a < b"),
    "gap": (rf"{_SHOWN}차(?:가|는){{A}}", "2*(6 - a)", "a > 0; a < 6"),
    "gaps": (rf"{_SHOWN}차(?:가|는){{A}}(?:또는|이거나){{B}}", "24 - 2*a - 2*b", "a > 0; b < 6; a < b"),
}  # fmt: skip
_DICE_TOLD = {
    "two": (
        rf"(?:서로다른)?(?:두개의|두|2개의)주사위(?:A,B|A와B)?(?:를|을)?(?:동시에|한번)?{_THROWN}",
        rf"주사위(?:두|2)개를(?:동시에)?{_THROWN}",
        rf"(?:한개의)?주사위(?:한개|1개|하나)?(?:를|을)?(?:연속하여|연속해서)?(?:두|2)번(?:연속하여|연속으로|연속해서)?{_THROWN}",
        rf"(?:주사위한개|한개의주사위)를(?:연속하여)?두번{_THROWN}",
    ),
}  # fmt: skip


def _dice() -> tuple[dict[str, tuple[str, ...]], dict[str, Case]]:
    told: dict[str, tuple[str, ...]] = dict(_DICE_TOLD)
    cases: dict[str, Case] = {}
    for name, (wording, ways, where) in _TWO.items():
        told[f"?{name}"] = (rf"{wording}{_HAS}{_WAYS}",)
        told[f"?{name} chance"] = (rf"{wording}{_HAS}{_CHANCE}",)
        cases[f"two+?{name}"] = Case(
            ways, where=where, keeps_size=False, say=("두 눈의 수를 순서쌍으로 나열하여 센다.", "따라서 ${s}$")
        )
        cases[f"two+?{name} chance"] = Case(ways, "36", where)
    return told, cases


_COINS = {
    "coins": (
        rf"(?:서로다른)?(?:\d+원짜리)?(?:동전|100원짜리동전)(?:을|를)?{{N:count}}개(?:를|을)?(?:동시에)?{_THROWN}",
        rf"(?:서로다른)?(?:동전)?{{N:count}}개의동전을(?:동시에)?{_THROWN}",
        rf"(?:한개의)?동전(?:한개|1개|하나)?(?:을|를)?(?:연속하여)?{{N:count}}번(?:연속하여)?{_THROWN}",
    ),
    "?heads": (rf"(?:앞면|뒷면)(?:이)?{{K:count}}(?:개|번)(?:가|이|만)?(?:나오는|나올)?{_WAYS}",),
    "?heads chance": (rf"(?:앞면|뒷면)(?:이)?{{K:count}}(?:개|번)(?:가|이|만)?(?:나올)?{_CHANCE}",),
    "?all chance": (rf"모두(?:앞면|뒷면)(?:이)?(?:나올)?{_CHANCE}",),
}  # fmt: skip
_COIN_CASES = {
    "coins+?heads": Case("comb(n, k)", where="k < n; n < 9", keeps_size=False, say=("앞면이 나오는 동전을 고르는 방법의 수이다.", "따라서 ${s}$")),
    "coins+?heads chance": Case("comb(n, k)", "2**n", "k < n; n < 9"),
    "coins+?all chance": Case("1", "2**n", "n < 9"),
}  # fmt: skip
_TOLD, _DICE_CASES = _dice()

FAMILIES: tuple[Family, ...] = (
    counted("tale.dice", CASES, _TOLD, _DICE_CASES, domains="a 2..9; b 3..12", hints="주사위"),
    counted("tale.coins", CHANCE, _COINS, _COIN_CASES, domains="n 2..6; k 1..4", hints="동전 면"),
)
