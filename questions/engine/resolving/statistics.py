"""Mean, median, mode, range, variance and standard deviation of a printed list."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from questions.engine.expressions.symbolic import library
from questions.engine.expressions.values import settled, working
from questions.engine.resolving.reading import Resolution, exactly, numbers, rule


def _measure(found: re.Match[str]) -> Resolution | None:
    values = sorted(numbers(found["l"]))
    what = _NAMES[found["what"].lower()]
    count = len(values)
    mean = sum(values, Fraction(0)) / count
    if what == "mean":
        return exactly(mean, "자료를 모두 더해 개수로 나누었음")
    if what == "median":
        middle = values[count // 2] if count % 2 else (values[count // 2 - 1] + values[count // 2]) / 2
        return exactly(middle, "자료를 크기순으로 늘어놓았음")
    if what == "mode":
        (first, times), *rest = Counter(values).most_common()
        return exactly(first, "가장 많이 나온 값을 세었음") if not rest or rest[0][1] < times else None
    if what == "range":
        return exactly(values[-1] - values[0], "가장 큰 값에서 가장 작은 값을 뺐음")
    variance = sum((v * v for v in values), Fraction(0)) / count - mean * mean
    if what == "variance":
        return exactly(variance, "제곱의 평균에서 평균의 제곱을 뺐음")
    sympy = library()
    root = sympy.sqrt(sympy.Rational(variance.numerator, variance.denominator))
    return exactly(settled(working(root)), "분산의 제곱근을 구했음")


_NAMES = {
    "평균": "mean", "중앙값": "median", "최빈값": "mode", "범위": "range", "분산": "variance", "표준편차": "deviation",
    "mean": "mean", "average": "mean", "median": "median", "mode": "mode", "range": "range", "variance": "variance",
    "standarddeviation": "deviation",
}  # fmt: skip
_WHAT = r"(?P<what>평균|중앙값|최빈값|범위|분산|표준편차)"
_OF = r"(?:자료|수|변량|(?:\d+개의?|다섯|네|여섯|일곱|여덟)(?:개의?)?(?:수|변량|자료))?"
_ENGLISH_WHAT = r"(?P<what>mean|average|median|mode|range|variance|standarddeviation)"
RULES = (
    rule(rf"{_OF}<L:l>의{_WHAT}(?:을|를|은|는)?", _measure),
    rule(rf"자료의{_WHAT}(?:을|를|은|는)?(?:구하시오|구하여라)[.:]?<L:l>", _measure),
    rule(rf"{_OF}<L:l>(?:에대하여|에서|일때|가있을때),?(?:이자료의)?{_WHAT}(?:을|를|은|는)?", _measure),
    rule(rf"(?:findthe|whatisthe|calculatethe){_ENGLISH_WHAT}of(?:thenumbers|thedata|thedataset)?:?<L:l>", _measure),
)
