"""What short conditions leave open: whole numbers between bounds, equal solutions, points on an axis, composed functions."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.lists import STATISTICS
from questions.engine.twins.grammar.algebra import bind, needs, sides
from questions.engine.twins.grammar.family import Family, Match, family, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import coefficients, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch, values_of
from questions.engine.types import AnswerKind, RangeDomain

_SMALL = RangeDomain(Fraction(-9), Fraction(9))
_NEAR = misconceptions("-s | sign; s + 1 | other; s - 1 | other; s + 2 | other; 2*s | other")


def composed_function(reading: Reading, match: Match) -> Sketch | None:
    """The formula of a composed function: the inner function put into the outer."""
    sketch = Sketch("고1.함수.합성함수", "function.composed", kind=AnswerKind.EXPRESSION, free=("x",), keeps_size=False)
    needs(match["o"] != match["i"])
    for name in "fg":
        needs(letters_of(read_formula(match[name]).root) == {"x"})
        needs(max(coefficients(read_formula(match[name]).root, "x")) <= 2)
    bodies = {name: bind(sketch, match[name], match.start(name)) for name in "fg"}
    outer, inner = bodies[match["o"]], bodies[match["i"]]
    needs(len(sketch.originals) > 1)
    degree = max(coefficients(outer.formula.root, "x")) * max(coefficients(inner.formula.root, "x"))
    needs(degree <= 2)
    for letter, (one, other) in (("q", (outer, inner)), ("r", (inner, outer))):
        heights = [f"{one.text(x=f'({other.text(x=str(at))})')}" for at in range(3)]
        sketch.let += [(f"{letter}{at}h", height) for at, height in enumerate(heights)]
        sketch.let += [
            (f"{letter}0", f"{letter}0h + 0"),
            (f"{letter}1", f"(-3*{letter}0h + 4*{letter}1h - {letter}2h)/2"),
            (f"{letter}2", f"({letter}0h - 2*{letter}1h + {letter}2h)/2"),
        ]
    sketch.answer = "q2*x**2 + q1*x + q0"
    sketch.where = ["q0 != 0", "q1 != 0", "abs(q0) < 200", "abs(q1) < 200"]
    sketch.wrong = misconceptions(
        "r2*x**2 + r1*x + r0 | order; q2*x**2 + q1*x - q0 | sign; q2*x**2 - q1*x + q0 | sign; q2*x**2 + q1*x + q0 + 1 | other; q2*x**2 + q1*x + q0 - 1 | other"
    )
    sketch.say = [f"${match['o']}(x)$의 $x$ 대신 ${match['i']}(x)$를 대입하여 정리한다."]
    return sketch


def same_solution(reading: Reading, match: Match) -> Sketch | None:
    """A constant of a linear equation that has the solution of another one."""
    sketch = Sketch("중1.일차방정식.해가 같은 방정식", "equations.same.solution", keeps_size=False)
    pairs = [[(text, place) for text, place, _ in sides(match, group)] for group in "fh"]
    needs(all(len(pair) == 2 for pair in pairs))
    known = [set().union(*(letters_of(read_formula(text).root) for text, _ in pair)) for pair in pairs]
    unknown = match["v"]
    needs(sorted(map(len, known)) == [1, 2] and {"x"} in known and {"x", unknown} in known)
    plain, holder = pairs if known[0] == {"x"} else pairs[::-1]
    left, right = (bind(sketch, text, place) for text, place in plain)
    other, across = (bind(sketch, text, place) for text, place in holder)
    at = {name: f"({left.text(x=name)} - {right.text(x=name)})" for name in "012"}
    gap = {n: f"({other.text(x='rt', **{unknown: n})} - {across.text(x='rt', **{unknown: n})})" for n in "012"}
    sketch.let = [("c0", at["0"]), ("c1", f"{at['1']} - c0"), ("rt", "-c0/c1"), ("g0", gap["0"])]
    sketch.let += [("g1", f"{gap['1']} - g0"), ("s", "-g0/g1")]
    sketch.where = [
        f"{at['2']} == c0 + 2*c1",
        f"{gap['2']} == g0 + 2*g1",
        "c1 != 0",
        "g1 != 0",
        "is_int(rt)",
        "rt != 0",
        "abs(s) < 30",
    ]
    sketch.wrong = [*_NEAR, ("rt", "misread")]
    sketch.say = ["상수가 없는 방정식을 풀면 $x = {rt}$", "이를 다른 방정식에 대입하여 풀면 ${s}$"]
    return sketch


def on_axis(reading: Reading, match: Match) -> Sketch | None:
    """The constant of a point whose coordinates hold it, on an axis: the other coordinate is nothing."""
    group, unknown = ("q" if match["axis"] == "x" else "p"), match["v"]
    rows = polynomial(read_formula(match[group]).root)
    needs(set(rows) <= {(), ((unknown, 1),)} and ((unknown, 1),) in rows and () in rows)
    sketch = Sketch("중1.좌표평면.좌표축 위의 점", "points.on.axis", keeps_size=False)
    bodies = {name: bind(sketch, match[name], match.start(name)) for name in "pq"}
    body = bodies[group]
    sketch.let = [("g0", body.text(**{unknown: "0"})), ("g1", f"{body.text(**{unknown: '1'})} - g0"), ("s", "-g0/g1")]
    other = bodies["p" if group == "q" else "q"].text(**{unknown: "s"})
    sketch.where = ["g1 != 0", "abs(s) < 20", f"{other} != 0"]
    sketch.wrong = [*_NEAR, ("g0", "partial")]
    word = "$y$좌표" if group == "q" else "$x$좌표"
    sketch.say = [f"${match['axis']}$축 위의 점은 {word}가 $0$이다.", f"따라서 ${unknown} = {{s}}$"]
    return sketch


def spread_with_a_hole(reading: Reading, match: Match) -> Sketch | None:
    """The variance or standard deviation of data one of which follows from the printed mean."""
    items = re.split("[,、]", match["l"])
    needs(sum(item.isalpha() for item in items) == 1 and 4 <= len(items) <= 8)
    needs(not match.groupdict().get("n") or int(match["n"]) == len(items))
    sketch = Sketch(STATISTICS, "statistics.hole.spread", keeps_size=False)
    place, names = match.start("l"), list[str]()
    for item in items:
        names.append("hole" if item.isalpha() else f"d{len(names)}")
        if not item.isalpha():
            sketch.originals[names[-1]] = Fraction(item)
            sketch.places.append((names[-1], place, place + len(item)))
        place += len(item) + 1
    sketch.originals["m"] = Fraction(match["m"])
    sketch.places.append(("m", *match.span("m")))
    known = " + ".join(name for name in names if name != "hole")
    squares = " + ".join(f"({name} - m)**2" for name in names)
    sketch.let = [("hole", f"{len(items)}*m - ({known})"), ("va", f"({squares})/{len(items)}")]
    sketch.let.append(("s", "va + 0" if match["w"] == "분산" else "sqrt(va)"))
    most = int(max(Fraction(item) for item in items if not item.isalpha()))
    sketch.domains = dict.fromkeys(sketch.originals, RangeDomain(Fraction(1), Fraction(most + 2)))
    sketch.where = ["hole > 0", f"hole <= {most + 4}", "va > 0"]
    whole = isinstance(values_of(sketch)["va"], Fraction) and Fraction(values_of(sketch)["va"]).denominator == 1  # type: ignore[arg-type]
    sketch.where += ["is_int(va)"] if whole else []
    sketch.keeps_kind = match["w"] == "분산"
    sketch.kind = AnswerKind.NUMBER if match["w"] == "분산" else AnswerKind.EXPRESSION
    sketch.wrong = misconceptions(
        f"{'sqrt(va)' if match['w'] == '분산' else 'va'} | misread; {len(items)}*va | partial; m | misread; hole | misread; s + 1 | other; 2*s | other"
    )
    sketch.say = [
        "평균을 이용하여 모르는 변량을 구하면 ${hole}$",
        "편차의 제곱의 평균인 분산은 ${va}$",
        "따라서 구하는 값은 ${s}$",
    ]
    return sketch


_LIST = r"(?P<l>(?:-?\d+|[a-z])(?:[,、](?:-?\d+|[a-z]))+)"
_BELOW = {"less": ("보다작은|미만인", "<"), "most": ("이하인|보다크지않은|보다작거나같은", "<=")}
_EQ = r"(?:x에대한)?(?:일차방정식|방정식)?"
FAMILIES = (
    Family(
        "function.composed",
        (
            r"<lead>(?:두)?함수f\(x\)=(?P<f>[^가-힣?=,]+?),g\(x\)=(?P<g>[^가-힣?=,]+?)(?:에대하여|일때),?(?:합성함수)?\((?P<o>[fg])(?:∘|\\circ|°)(?P<i>[fg])\)\(x\)<ask>",
        ),
        composed_function,
    ),
    Family(
        "equations.same.solution",
        (
            rf"<lead>(?:x에대한)?(?:두)?(?:일차방정식|방정식)(?P<f>[^가-힣?]+?)(?:과|와|,){_EQ}(?P<h>[^가-힣?]+?)(?:의해가|의해는)(?:서로)?같(?:을때|다\.이때|도록하는),?(?:상수)?{{v:letter}}의값<ask>",
        ),
        same_solution,
        ("같",),
    ),
    Family(
        "points.on.axis",
        (
            r"<lead>점[A-Z]?\((?P<p>[^가-힣(),]+),(?P<q>[^가-힣(),]+)\)(?:이|가)(?P<axis>[xy])축위(?:의점일때|에있을때|의점이다\.이때|에있는점일때|의점이되도록하는),?(?:상수)?{v:letter}의값<ask>",
        ),
        on_axis,
        ("축위",),
    ),
    Family(
        "statistics.hole.spread",
        (
            rf"<lead>(?:(?P<n>\d|다섯|네)개의)?(?:변량|자료|수)(?:가)?{_LIST}의평균이(?P<m>-?\d+)일때,?(?:이자료의)?(?P<w>분산|표준편차)<ask>",
        ),
        spread_with_a_hole,
        ("평균",),
    ),
    *(
        family(
            f"integers.absolute.{name}",
            "중1.정수와 유리수.절댓값",
            [rf"<lead>절댓값이{{n:num}}(?:{words})정수(?:의개수|는모두몇개)<ask>"],
            let=f"s = sum(1 for i in range(-400, 401) if abs(i) {sign} n)",
            where="n > 1; n < 100",
            wrong="s - 1 | off_by_one; s + 1 | off_by_one; (s - 1)/2 | partial; (s + 1)/2 | partial; s + 2 | off_by_one; s - 2 | off_by_one",
            say=["수직선에서 원점과의 거리를 따져 음의 정수, 0, 양의 정수를 모두 세면 ${s}$개"],
            keeps_size=False,
            hints="절댓값 정수",
        )
        for name, (words, sign) in _BELOW.items()
    ),
    *(
        family(
            f"modulus.integers.{name}.{'less' if sign == '<' else 'most'}",
            "고1.부등식.절댓값",
            [
                rf"<lead>(?:부등식)?\|x{side}{{c:int}}\|(?P<rel>{'<' if sign == '<' else '≤'}){{r:int}}(?:를|을)?(?:만족하는|만족시키는|를만족하는)(?:모든)?정수x의(?:값의)?{word}<ask>"
            ],
            let=f"centre = {'c + 0' if side == '-' else '-c'}; s = sum({body} for i in range(-60, 61) if abs(i - centre) {sign} r)",
            where="r > 1; c > 0; r < 20; c < 20",
            domains="r 2..9; c 1..9",
            wrong="-s | sign; s + 1 | off_by_one; s - 1 | off_by_one; 2*r | partial; s + 2 | other; 2*s | other",
            say=["부등식을 풀어 $x$의 값의 범위를 구하고 그 안의 정수를 모두 찾는다.", "따라서 구하는 값은 ${s}$"],
            keeps_size=False,
            hints="정수",
        )
        for name, word, body in (("count", "개수", "1"), ("total", "합", "i"))
        for sign in ("<", "<=")
        for side in ("-", r"\+")
    ),
    family(
        "root.natural.least",
        "중3.제곱근.자연수가 되는 조건",
        [
            r"<lead>√\{?{n:int}x\}?(?:가|이)자연수가(?:되도록하는|되게하는|될때),?(?:x의값중)?가장작은자연수x(?:의값)?<ask>",
        ],
        let="s = min(i for i in range(1, n + 1) if is_int(sqrt(n*i)))",
        where="s > 1; s < n",
        domains="n 12..150",
        bounded=False,
        wrong="n | misread; 4*s | other; s + 1 | other; 2*s | other; s*s | formula; 9*s | other",
        say=["근호 안의 수를 소인수분해하여 소인수의 지수가 모두 짝수가 되게 한다.", "따라서 가장 작은 자연수는 ${s}$"],
        keeps_size=False,
        hints="√ 자연수",
    ),
)
