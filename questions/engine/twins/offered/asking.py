"""Questions whose options carry them: what the stem asks of every option (`다음 중 소수인 것은?`)."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from dataclasses import dataclass

from questions.engine.twins.grammar.reading import read_stem

_LEAD = r"(?:\d{1,2}[.)](?=[가-힣]))?(?:다음|아래|보기|주어진)(?:의)?(?:[가-힣]{0,9}?)(?:중에서|중|에서),?"
_TAIL = (
    r"(?:것|수|분수|식|방정식|함수|일차함수|이차함수|부등식|이차방정식|직선|점|단항식|다항식|하나)?(?:은|을|는)?"
    r"(?:고르시오|고르면|고르세요|골라라|찾으시오|무엇인가|어느것인가)?[?.]*(?:\(단,[a-z](?:,[a-z])?(?:≠|>)0(?:이다)?\.?\))?"
)
_BE = r"(?:(?P<no>(?:이|가)?아닌)|인)"
_ON = r"(?:(?P<no>위의점이아닌|위에있지않은|가?지나지않는|위에있는점이아닌|이지나지않는)|위의점인|위에있는|가?지나는|이지나는|위의)"
_MATH = r"[^가-힣?]+?"
_FORMS = tuple(
    (kind, re.compile(_LEAD + pattern + _TAIL))
    for kind, pattern in (
        ("prime", rf"(?P<w>소수|합성수){_BE}"),
        ("multiple", rf"(?P<n>\d{{1,3}})의(?P<w>배수|약수){_BE}"),
        ("prime.to", rf"(?P<n>\d{{1,3}})(?:와|과)서로소{_BE}"),
        ("class", rf"(?P<w>무리수|유리수|정수가아닌유리수|정수|자연수|음의정수|양의정수|음수|양수){_BE}"),
        ("finite", r"(?P<w>유한소수|순환소수)로나타(?:낼수(?:있는|(?P<no>없는))|내어지는)"),
        (
            "holds",
            r"(?:계산(?:결과)?(?:이|가)|등식이|식이|전개(?:한것)?(?:이|가)|인수분해(?:한것)?(?:이|가))?(?:(?P<no>옳지않은|틀린|바르지않은|성립하지않는|잘못된|잘못계산한)|옳은|바른|성립하는|바르게(?:계산|전개|인수분해)한|옳게(?:계산|전개|인수분해)한)",
        ),
        (
            "solved",
            r"(?:(?:해|근)가?(?P<v>[a-z]=-?\d+)인|(?P<u>[a-z]=-?\d+)(?:을|를|이|가)?(?:해|근)(?:로|으로|가)(?:(?P<no>갖지않는|가지지않는|되지않는)|갖는|가지는|되는))",
        ),
        (
            "inside",
            rf"(?:일차방정식|이차방정식|방정식|일차부등식|부등식|이차부등식)?(?P<f>{_MATH}[=<>≤≥]{_MATH})(?:의|을만족하는|를만족하는)(?:해|근|x의값|자연수x|정수x|순서쌍\(x,y\))?(?:(?P<no>(?:이|가)?(?:아닌|될수없는))|인|(?:이|가)?(?:되는|될수있는))",
        ),
        (
            "passes",
            rf"(?:[가-힣]{{0,8}}?)(?P<f>y={_MATH})(?:의그래프|의그래프가)?{_ON}",
        ),
        (
            "through",
            r"(?:그래프가)?점(?P<p>\(-?\d+,-?\d+\))(?:을|를)(?:(?P<no>지나지않는)|지나는)",
        ),
        ("equal", rf"(?P<f>{_MATH})(?:와|과)(?:값이|식이|그값이)?(?:(?P<no>같지않은|다른)|같은)"),
        ("equal", rf"(?:계산결과|값|식의값|계산한값)(?:이|가)(?P<f>{_MATH}){_BE}"),
        ("odd", r"(?:계산결과|값|그값)(?:이|가)(?:나머지(?:넷|셋|네개)과|나머지와)?다른"),
        ("most", r"(?:(?P<w>절댓값|계산결과|값|기울기)(?:이|가))?가장(?P<d>큰|작은)"),
        (
            "roots",
            r"(?P<w>중근을|(?:서로다른)?두(?:개의)?실근을|서로다른두근을|(?:서로다른)?(?:두)?허근을|실근을|근을|해를)(?:(?P<no>갖지않는|가지지않는)|갖는|가지는)",
        ),
        ("parallel", rf"(?:일차함수|직선)?(?P<f>y={_MATH})(?:의그래프)?(?:와|과)(?:서로)?(?:평행한|만나지않는)"),
        ("monotone", r"x의값이증가(?:할때|하면),?y의값(?:은|이|도)(?P<w>감소|증가)하는"),
        ("width", r"그래프의?폭이가장(?P<d>넓은|좁은)"),
        ("opens", r"그래프(?:가|의모양이)(?P<w>아래|위)로볼록한"),
        ("type", rf"(?P<w>일차방정식|이차방정식|일차함수|이차함수|일차부등식|이차부등식|항등식|일차식|이차식){_BE}"),
        ("like", rf"(?P<f>{_MATH})(?:와|과)동류항{_BE}"),
        ("coprime", rf"(?:두수가|두자연수가)?서로소{_BE}"),
    )
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of the options: the kind, whether the right one has the property, and the stem's own parts."""

    kind: str
    wanted: bool
    parts: dict[str, str]


def asked(stem: str) -> Asking | None:
    """What a stem asks of its options; None where it is another kind of question."""
    text = read_stem(stem).text
    for kind, pattern in _FORMS:
        found = pattern.fullmatch(text)
        if found is not None:
            parts = {name: part for name, part in found.groupdict().items() if part is not None}
            return Asking(kind, "no" not in parts, parts)
    return None


def normal_option(option: str) -> str:
    """An option in the normal spelling of the grammars."""
    return read_stem(option).text.rstrip(".")


RELATION = re.compile(r"[=<>≤≥≠]")


def statement(text: str) -> tuple[str, str, str]:
    """An equation or inequality as its left side, its sign and its right side. Raises ValueError for anything else."""
    signs = RELATION.findall(text)
    if len(signs) != 1:
        raise ValueError("no single relation")
    left, right = RELATION.split(text)
    return left, signs[0], right


def pair(text: str) -> tuple[str, str]:
    """The two coordinates of `(2, -1)`, `A(2, -1)` or `8, 15`. Raises ValueError."""
    found = re.fullmatch(r"[A-Z]?\(?([^(),]+),([^(),]+)\)?", text)
    if found is None:
        raise ValueError("no pair")
    return found[1], found[2]
