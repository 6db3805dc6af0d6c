"""Plane and solid measures, from the definitions of area and volume."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions.symbolic import library
from questions.engine.expressions.values import settled, working
from questions.engine.resolving.reading import Resolution, Rule, exactly, number, rule

Sizes = dict[str, Fraction]


def _measured(formula: Callable[[Sizes], Any], method: str) -> Callable[[re.Match[str]], Resolution | None]:
    def solve(found: re.Match[str]) -> Resolution | None:
        sizes = {name: number(text) for name, text in found.groupdict().items() if text and name != "what"}
        if any(size <= 0 for size in sizes.values()):
            return None
        value = formula(sizes)
        return exactly(value if isinstance(value, Fraction) else settled(working(value)), method)

    return solve


def _pi(coefficient: Fraction) -> Any:
    sympy = library()
    return sympy.Rational(coefficient.numerator, coefficient.denominator) * sympy.pi


def _root(square: Fraction) -> Any:
    sympy = library()
    return sympy.sqrt(sympy.Rational(square.numerator, square.denominator))


_U = r"(?:cm|m|mm|km)?"
_S = rf"{_U}(?:이고|이며|,|인)*"
_END = r"(?:을|를|은|는|는몇[a-z²³^\d]+(?:인지)?)?"
RULES: tuple[Rule, ...] = (
    rule(
        rf"밑변(?:의길이)?(?:가|이)?<N:a>{_S}높이(?:가|이)?<N:h>{_U}인삼각형의넓이{_END}",
        _measured(lambda s: s["a"] * s["h"] / 2, "직사각형의 반으로 구했음"),
    ),
    rule(
        rf"밑변(?:의길이)?(?:가|이)?<N:a>{_S}높이(?:가|이)?<N:h>{_U}인평행사변형의넓이{_END}",
        _measured(lambda s: s["a"] * s["h"], "직사각형으로 옮겨 구했음"),
    ),
    rule(
        rf"가로(?:의길이)?(?:가|이)?<N:a>{_S}세로(?:의길이)?(?:가|이)?<N:h>{_U}인직사각형의넓이{_END}",
        _measured(lambda s: s["a"] * s["h"], "가로와 세로를 곱했음"),
    ),
    rule(
        rf"가로(?:의길이)?(?:가|이)?<N:a>{_S}세로(?:의길이)?(?:가|이)?<N:h>{_U}인직사각형의둘레(?:의길이)?{_END}",
        _measured(lambda s: s["a"] + s["h"] + s["a"] + s["h"], "네 변을 더했음"),
    ),
    rule(
        rf"윗변(?:의길이)?(?:가|이)?<N:a>{_S}아랫변(?:의길이)?(?:가|이)?<N:b>{_S}높이(?:가|이)?<N:h>{_U}인사다리꼴의넓이{_END}",
        _measured(lambda s: s["a"] * s["h"] / 2 + s["b"] * s["h"] / 2, "두 삼각형으로 나누었음"),
    ),
    rule(
        rf"두대각선의길이가(?:각각)?<N:a>{_U}(?:,|와|과)<N:b>{_U}인마름모의넓이{_END}",
        _measured(lambda s: s["a"] * s["b"] / 2, "직사각형의 반으로 구했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_U}인원의넓이{_END}",
        _measured(lambda s: _pi(s["r"] ** 2), "원의 넓이의 뜻으로 구했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_U}인원의둘레(?:의길이)?{_END}",
        _measured(lambda s: _pi(s["r"] + s["r"]), "지름과 원주율을 곱했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_S}중심각의크기(?:가|이)<N:d>(?:°|\^\{{?\\circ\}}?|도)인부채꼴의넓이{_END}",
        _measured(lambda s: _pi(s["r"] ** 2 * s["d"] / 360), "원에서 차지하는 몫으로 구했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_S}중심각의크기(?:가|이)<N:d>(?:°|\^\{{?\\circ\}}?|도)인부채꼴의호의길이{_END}",
        _measured(lambda s: _pi(2 * s["r"] * s["d"] / 360), "원에서 차지하는 몫으로 구했음"),
    ),
    rule(
        rf"밑면의반지름의길이(?:가|이)<N:r>{_S}높이(?:가|이)<N:h>{_U}인원기둥의부피{_END}",
        _measured(lambda s: _pi(s["r"] ** 2 * s["h"]), "밑넓이와 높이를 곱했음"),
    ),
    rule(
        rf"밑면의반지름의길이(?:가|이)<N:r>{_S}높이(?:가|이)<N:h>{_U}인원뿔의부피{_END}",
        _measured(lambda s: _pi(s["r"] ** 2 * s["h"] / 3), "같은 원기둥의 셋째 몫으로 구했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_U}인구의부피{_END}",
        _measured(lambda s: _pi(s["r"] ** 3 * 4 / 3), "구의 부피의 뜻으로 구했음"),
    ),
    rule(
        rf"반지름의길이(?:가|이)<N:r>{_U}인구의겉넓이{_END}",
        _measured(lambda s: _pi(s["r"] ** 2 * 4), "구의 겉넓이의 뜻으로 구했음"),
    ),
    rule(
        rf"가로(?:의길이)?(?:가|이)?<N:a>{_S}세로(?:의길이)?(?:가|이)?<N:b>{_S}높이(?:가|이)?<N:h>{_U}인직육면체의부피{_END}",
        _measured(lambda s: s["a"] * s["b"] * s["h"], "세 모서리를 곱했음"),
    ),
    rule(
        rf"가로(?:의길이)?(?:가|이)?<N:a>{_S}세로(?:의길이)?(?:가|이)?<N:b>{_S}높이(?:가|이)?<N:h>{_U}인직육면체의겉넓이{_END}",
        _measured(lambda s: 2 * (s["a"] * s["b"] + s["b"] * s["h"] + s["a"] * s["h"]), "여섯 면을 더했음"),
    ),
    rule(
        rf"한변의길이(?:가|이)<N:a>{_U}인정사각형의넓이{_END}",
        _measured(lambda s: s["a"] * s["a"], "변을 두 번 곱했음"),
    ),
    rule(
        rf"한모서리의길이(?:가|이)<N:a>{_U}인정육면체의부피{_END}",
        _measured(lambda s: s["a"] ** 3, "모서리를 세 번 곱했음"),
    ),
    rule(
        rf"한변의길이(?:가|이)<N:a>{_U}인정삼각형의넓이{_END}",
        _measured(lambda s: _root(s["a"] ** 2 - s["a"] ** 2 / 4) * _root(s["a"] ** 2 / 4), "높이를 구해 넓이를 냈음"),
    ),
    rule(
        rf"직각을낀두변의길이가(?:각각)?<N:a>{_U}(?:,|와|과)<N:b>{_U}인직각삼각형의빗변의길이{_END}",
        _measured(lambda s: _root(s["a"] ** 2 + s["b"] ** 2), "피타고라스 정리로 구했음"),
    ),
    rule(
        r"(?:find|whatis|calculate)theareaofatrianglewithbase<N:a>(?:cm|m)?andheight<N:h>(?:cm|m)?",
        _measured(lambda s: s["a"] * s["h"] / 2, "직사각형의 반으로 구했음"),
    ),
    rule(
        r"(?:find|whatis|calculate)theareaofarectanglewithlength<N:a>(?:cm|m)?andwidth<N:h>(?:cm|m)?",
        _measured(lambda s: s["a"] * s["h"], "가로와 세로를 곱했음"),
    ),
)
_TEXTS: tuple[tuple[str, Callable[[Sizes], Any], str], ...] = (
    (
        rf"(?:직각삼각형의)?빗변의길이(?:가|이)<N:c>{_S}다른한변의길이(?:가|이)<N:a>{_U}(?:일때,나머지한변의길이|인직각삼각형의(?:나머지한변|나머지변)의길이)",
        lambda s: _root(s["c"] ** 2 - s["a"] ** 2),
        "피타고라스 정리로 구했음",
    ),
    (
        rf"두변의길이가(?:각각)?<N:a>{_U}(?:,|와|과)<N:b>{_U}인직각삼각형의빗변의길이",
        lambda s: _root(s["a"] ** 2 + s["b"] ** 2),
        "피타고라스 정리로 구했음",
    ),
    (
        rf"가로(?:의길이)?(?:가|이)?<N:a>{_S}세로(?:의길이)?(?:가|이)?<N:b>{_U}인직사각형의대각선의길이",
        lambda s: _root(s["a"] ** 2 + s["b"] ** 2),
        "피타고라스 정리로 구했음",
    ),
    (
        rf"한변의길이(?:가|이)<N:a>{_U}인정삼각형의높이",
        lambda s: _root(s["a"] ** 2 - (s["a"] / 2) ** 2),
        "피타고라스 정리로 구했음",
    ),
    (rf"한모서리의길이(?:가|이)<N:a>{_U}인정육면체의겉넓이", lambda s: s["a"] * s["a"] * 6, "여섯 면을 더했음"),
    (
        rf"밑면의반지름의길이(?:가|이)<N:r>{_S}모선의길이(?:가|이)<N:l>{_U}인원뿔의겉넓이",
        lambda s: _pi(s["r"] ** 2 + s["r"] * s["l"]),
        "밑면과 옆면을 더했음",
    ),
    (
        rf"밑면의반지름의길이(?:가|이)<N:r>{_S}높이(?:가|이)<N:h>{_U}인원기둥의겉넓이",
        lambda s: _pi(2 * s["r"] ** 2 + 2 * s["r"] * s["h"]),
        "두 밑면과 옆면을 더했음",
    ),
    (
        rf"밑면이한변의길이가<N:a>{_U}인정사각형이고높이(?:가|이)?<N:h>{_U}인(?:정)?사각뿔의부피",
        lambda s: s["a"] ** 2 * s["h"] / 3,
        "같은 기둥의 셋째 몫으로 구했음",
    ),
)
RULES += tuple(rule(pattern, _measured(formula, method)) for pattern, formula, method in _TEXTS)
