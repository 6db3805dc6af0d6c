"""Graphs given by their equations: where two lines meet, intercepts together, moved parabolas, sums of values."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import Bound, bind, needs
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import (
    coefficients,
    formula_text,
    letters_of,
    polynomial,
    read_formula,
)
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain


def line_terms(sketch: Sketch, text: str, place: int) -> dict[str, str]:
    """A printed linear relation of x and y as a·x + b·y = c, in formula text."""
    left, _, right = text.partition("=")
    needs(left and right and "=" not in right)
    both: list[Bound] = []
    for part, start in ((left, place), (right, place + len(left) + 1)):
        root = read_formula(part).root
        needs(letters_of(root) <= {"x", "y"})
        needs(all(sum(power for _, power in powers) <= 1 for powers in polynomial(root)))
        both.append(bind(sketch, part, start))
    at = {
        (x, y): f"({both[0].text(x=x, y=y)} - ({both[1].text(x=x, y=y)}))"
        for x, y in (("0", "0"), ("1", "0"), ("0", "1"))
    }
    constant = at["0", "0"]
    return {"c": f"-{constant}", "a": f"{at['1', '0']} - {constant}", "b": f"{at['0', '1']} - {constant}"}


def crossing(reading: Reading, match: Match) -> Sketch | None:
    """Where two printed lines meet, as a point or as the value of an expression in its coordinates."""
    sketch = Sketch("중2.일차함수와 일차방정식.교점", "line.crossing", keeps_size=False)
    for number, group in ((1, "f"), (2, "g")):
        found = line_terms(sketch, match[group], match.start(group))
        sketch.let += [(f"{name}{number}", found[name]) for name in ("a", "b", "c")]
    sketch.let += [("det", "a1*b2 - a2*b1"), ("u", "(c1*b2 - c2*b1)/det"), ("w", "(a1*c2 - a2*c1)/det")]
    sketch.where += ["det != 0", "is_int(u)", "is_int(w)", "abs(u) <= 12", "abs(w) <= 12", "u != w"]
    asked = match.groupdict().get("h")
    if asked is None:
        sketch.answer = "(u, w)"
        sketch.wrong = misconceptions(
            "(w, u) | order; (-u, w) | sign; (u, -w) | sign; (-u, -w) | sign; (u + 1, w) | other; (u, w + 1) | other"
        )
        sketch.say = ["두 식을 연립하여 풀면 $x = {u}$, $y = {w}$"]
        return sketch
    root = read_formula(asked).root
    pair = [match["p"], match["q"]] if match.groupdict().get("p") else ["x", "y"]
    needs(letters_of(root) == set(pair))
    sketch.let.append(("s", formula_text(root, {}, {pair[0]: "u", pair[1]: "w"})))
    sketch.wrong = misconceptions(
        "u - w | sign; u + w | sign; u*w | misread; u | partial; w | partial; -s | sign; s + 1 | other"
    )
    sketch.say = ["두 식을 연립하여 풀면 $x = {u}$, $y = {w}$", "따라서 구하는 값은 ${s}$"]
    return sketch


def intercepts(reading: Reading, match: Match) -> Sketch | None:
    """An expression in the slope and the intercepts of one printed line."""
    sketch = Sketch("중2.일차함수.절편", "line.parts", keeps_size=False)
    text = match["f"] if "=" in match["f"] else f"y={match['f']}"
    needs(text == match["f"])
    found = line_terms(sketch, text, match.start("f"))
    sketch.let = [(f"l{name}", found[name]) for name in ("a", "b", "c")]
    sketch.let += [("sl", "-la/lb"), ("xi", "lc/la"), ("yi", "lc/lb")]
    names = {"기울기": "sl", "x절편": "xi", "y절편": "yi"}
    letters: dict[str, str] = {}
    for part, letter in re.findall(r"(기울기|[xy]절편)(?:을|를|은|는|이|가)?(?:각각)?([a-zA-Z])", match["l"]):
        letters[letter] = names[part]
    listed = re.fullmatch(
        r"((?:기울기|[xy]절편)(?:와|과|,)?)+(?:을|를)?(?:각각|차례로)?([a-zA-Z](?:,[a-zA-Z])+)", match["l"]
    )
    if listed is not None:
        parts = re.findall(r"기울기|[xy]절편", match["l"])
        marks = listed[2].split(",")
        needs(len(parts) == len(marks))
        letters = {mark: names[part] for mark, part in zip(marks, parts, strict=True)}
    asked = match["g"]
    if asked in ("합", "곱"):
        inside = re.findall(r"기울기|[xy]절편", match["l"])
        needs(len(inside) == 2 and listed is None and not letters)
        sketch.let.append(("s", f" {'+' if asked == '합' else '*'} ".join(names[one] for one in inside)))
        letters = {str(index): names[one] for index, one in enumerate(inside)}
    else:
        root = read_formula(asked).root
        needs(letters and letters_of(root) == set(letters))
        sketch.let.append(("s", formula_text(root, {}, letters)))
    one, other = (list(letters.values()) * 2)[:2]
    sketch.where += ["la != 0", "lb != 0", "lc != 0"] + [f"is_int({name})" for name in dict.fromkeys(letters.values())]
    sketch.where += [f"abs({name}) <= 20" for name in ("xi", "yi")]
    sketch.wrong = [
        (f"{one} - {other}", "sign"),
        (f"{one} + {other}", "sign"),
        (f"-{one} + {other}", "sign"),
        (one, "partial"),
        (other, "partial"),
        (f"{one}*{other}", "misread"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
    ]
    sketch.say = ["$y = 0$일 때 $x = {xi}$이고 $x = 0$일 때 $y = {yi}$", "따라서 구하는 값은 ${s}$"]
    return sketch


def moved_parabola(reading: Reading, match: Match) -> Sketch | None:
    """y = a x^2 (or y = a x^2 + c) moved along the axes."""
    text, place = match["f"].removeprefix("y="), match.start("f") + 2
    needs(match["f"].startswith("y=") and (match.groupdict().get("p") or match.groupdict().get("q")))
    factors = coefficients(read_formula(text).root, "x")
    needs(set(factors) <= {0, 2} and factors.get(2))
    sketch = Sketch(
        "중3.이차함수.평행이동", "parabola.moved", kind=AnswerKind.EQUATION, free=("x", "y"), keeps_size=False
    )
    body = bind(sketch, text, place)
    moves = {}
    for name in ("p", "q"):
        moves[name] = bind(sketch, match[name], match.start(name)).text() if match.groupdict().get(name) else "0"
    sketch.let = [
        ("c", body.text(x="0")),
        ("a", f"{body.text(x='1')} - c"),
        ("p", moves["p"]),
        ("q", f"c + ({moves['q']})"),
    ]
    sketch.where += ["a != 0"] + (["p != 0"] if moves["p"] != "0" else [])
    if match.groupdict().get("vertex"):
        sketch.kind, sketch.free, sketch.family, sketch.answer = (
            AnswerKind.NUMBER,
            (),
            "parabola.moved.vertex",
            "(p, q)",
        )
        sketch.where += ["p != q", "q != 0"]
        sketch.wrong = misconceptions(
            "(-p, q) | sign; (p, -q) | sign; (-p, -q) | sign; (q, p) | order; (p, a) | misread; (p + 1, q) | other"
        )
        sketch.say = ["꼭짓점 $(0, {c})$도 같은 만큼 옮겨지므로 $({p}, {q})$"]
        return sketch
    sketch.answer = "y = a*(x - p)**2 + q"
    sketch.wrong = misconceptions(
        "y = a*(x + p)**2 + q | sign; y = a*(x - p)**2 - q | sign; y = a*(x + p)**2 - q | sign; "
        "y = -a*(x - p)**2 + q | sign; y = a*(x - q)**2 + p | order; "
        "y = 2*a*(x - p)**2 + q | other; y = a*(x - p)**2 + q + 1 | other"
    )
    sketch.say = ["$x$ 대신 $x - ({p})$을 넣고 $y$축의 방향으로 옮긴다."]
    return sketch


def values_together(reading: Reading, match: Match) -> Sketch | None:
    """A sum, difference or multiple of values of one printed function."""
    name, text, asked = match["n"], match["f"], match["g"]
    calls = list(re.finditer(rf"{name}\((-?\d+)\)", asked))
    needs(len(calls) >= 2 or (calls and asked != calls[0].group()))
    needs(letters_of(read_formula(text).root) == {"x"})
    sketch = Sketch("중1.함수.함숫값", "function.values", keeps_size=False)
    body = bind(sketch, text, match.start("f"))
    shape, parts, last = "", [], 0
    for index, call in enumerate(calls):
        at = f"v{index}"
        sketch.originals[at], sketch.domains[at] = Fraction(call[1]), RangeDomain(Fraction(-6), Fraction(6))
        start = match.start("g") + call.start(1)
        sketch.places.append((at, start, start + len(call[1])))
        shape += asked[last : call.start()] + f"({'xyzuvw'[index]})"
        parts.append((f"w{index}", body.text(x=f"({at})")))
        last = call.end()
    shape += asked[last:]
    needs(len(calls) <= 4)
    sketch.let = [
        *parts,
        ("s", formula_text(read_formula(shape).root, {}, {"xyzuvw"[i]: f"w{i}" for i in range(len(calls))})),
    ]
    sketch.where += [f"v{i} != v{j}" for i in range(len(calls)) for j in range(i + 1, len(calls))] + ["abs(s) < 200"]
    sketch.wrong = [
        ("w0 + w1" if len(calls) > 1 else "w0", "sign"),
        ("w0 - w1" if len(calls) > 1 else "-w0", "sign"),
        ("w0", "partial"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("s + 2", "other"),
        ("s - 2", "other"),
    ]
    sketch.say = [
        ", ".join(f"${name}({{v{i}}}) = {{w{i}}}$" for i in range(len(calls))),
        "따라서 구하는 값은 ${s}$",
    ]
    return sketch


def on_graph(reading: Reading, match: Match) -> Sketch | None:
    """An unknown coordinate of a point on a printed line or curve."""
    text, unknown = match["f"].removeprefix("y="), match["v"]
    needs(match["f"].startswith("y=") and letters_of(read_formula(text).root) == {"x"} and unknown not in "xy")
    factors = coefficients(read_formula(text).root, "x")
    sketch = Sketch("중2.일차함수.그래프 위의 점", "graph.point", keeps_size=False)
    body = bind(sketch, text, match.start("f") + 2)
    if match["p"] == unknown:
        needs(set(factors) <= {0, 1} and factors.get(1))
        at = bind(sketch, match["q"], match.start("q")).text()
        sketch.let = [("b", body.text(x="0")), ("a", f"{body.text(x='1')} - b"), ("s", f"(({at}) - b)/a")]
        sketch.where += ["a != 0", "abs(s) <= 20"]
        sketch.wrong = misconceptions(
            "s*a*a + b | misread; s + 2*b/a | sign; -s | sign; s + 1 | other; s - 1 | other; s + 2 | other"
        )
    else:
        needs(match["q"] == unknown and max(factors, default=0) in (1, 2))
        at = bind(sketch, match["p"], match.start("p")).text()
        sketch.let = [("s", body.text(x=f"({at})"))]
        sketch.where += ["abs(s) <= 200"]
        sketch.wrong = [
            (body.text(x=f"(-({at}))"), "sign"),
            ("-s", "sign"),
            ("s + 1", "other"),
            ("s - 1", "other"),
            ("s + 2", "other"),
            ("s - 2", "other"),
        ]
    sketch.say = [f"점의 좌표를 식에 대입하면 ${unknown} = {{s}}$"]
    return sketch


def one_part(reading: Reading, match: Match) -> Sketch | None:
    """Slope or one intercept of a line printed as a x + b y + c = 0."""
    needs("=" in match["f"] and not match["f"].startswith("y="))
    sketch = Sketch("중2.일차함수와 일차방정식", "line.implicit", keeps_size=False)
    found = line_terms(sketch, match["f"], match.start("f"))
    sketch.let = [(f"l{name}", found[name]) for name in ("a", "b", "c")]
    formula = {"기울기": "-la/lb", "x절편": "lc/la", "y절편": "lc/lb"}[match["part"]]
    sketch.let.append(("s", formula))
    sketch.where += ["la != 0", "lb != 0", "lc != 0"]
    sketch.wrong = misconceptions(
        "-s | sign; 1/s | order; -1/s | order; la | misread; lc | misread; s + 1 | other; s - 1 | other"
    )
    sketch.say = ["식을 $y$에 대하여 풀거나 한 변수에 0을 대입하면 ${s}$"]
    return sketch


def parallel(reading: Reading, match: Match) -> Sketch | None:
    """The line through a point, parallel or at right angles to a printed line."""
    sketch = Sketch(
        "고1.도형의 방정식.직선", "line.through", kind=AnswerKind.EQUATION, free=("x", "y"), keeps_size=False
    )
    text = match["f"]
    needs("=" in text)
    found = line_terms(sketch, text, match.start("f"))
    px, py = (bind(sketch, match[name], match.start(name)).text() for name in "pq")
    sketch.let = [(f"l{name}", found[name]) for name in ("a", "b", "c")]
    sketch.let += [("m", "lb/la" if match["how"] == "수직" else "-la/lb"), ("k", f"({py}) - m*({px})")]
    sketch.where += ["la != 0", "lb != 0", "m != 0", "k != 0", f"la*({px}) + lb*({py}) != lc"]
    sketch.where += ["is_int(m)", "is_int(k)"]
    sketch.answer = "y = m*x + k"
    sketch.wrong = misconceptions(
        "y = -m*x + k | sign; y = m*x - k | sign; y = x/m + k | formula; y = k*x + m | order; "
        "y = m*x + k + 1 | other; y = m*x + k - 2 | other"
    )
    sketch.say = ["기울기는 ${m}$", "점의 좌표를 대입하면 $y = {m}x + {k}$"]
    return sketch


_CURVE = r"(?:일차함수|이차함수|함수|일차방정식|방정식|직선|연립방정식)?"
_LINES = rf"<lead>(?:두)?{_CURVE}{{f:math}}(?:,|과|와|의그래프와){_CURVE}{{g:math}}"
_MOVE = (
    r"(?:x축의?(?:양의)?방향(?:으로)?{p:int}(?:만큼)?)?(?:,|하고,?|평행이동하고,?)?"
    r"(?:y축의?(?:양의)?방향(?:으로)?{q:int}(?:만큼)?)?"
)
FAMILIES = (
    Family(
        "line.crossing",
        (
            rf"{_LINES}(?:의그래프|의두그래프)?(?:의|가만나는)?(?:교점|점)(?:의좌표)?(?:\(x,y\))?<ask>",
            rf"{_LINES}(?:의그래프)?의교점의좌표(?:가|를)\((?P<p>[a-z]),(?P<q>[a-z])\)(?:일때|라할때|이라할때),?{{h:math}}의값<ask>",
        ),
        crossing,
    ),
    Family(
        "line.parts",
        (
            rf"<lead>{_CURVE}{{f:math}}(?:의그래프)?(?:의|에서)(?P<l>(?:(?:기울기|[xy]절편)[을를은는이가와과,]?(?:각각)?(?:[a-zA-Z],?)?){{2,3}}(?:[a-zA-Z](?:,[a-zA-Z])*)?)(?:라할때|이라할때|라고할때|일때),?(?P<g>[^가-힣?]+?)의값<ask>",
            rf"<lead>{_CURVE}{{f:math}}(?:의그래프)?(?:의|에서)(?P<l>(?:기울기|[xy]절편)(?:와|과)(?:기울기|[xy]절편))의(?P<g>합|곱)<ask>",
        ),
        intercepts,
    ),
    Family(
        "parabola.moved",
        (
            rf"<lead>(?:이차)?함수{{f:math}}의그래프를{_MOVE}평행이동한(?:그래프|포물선)?(?:의식|를나타내는(?:이차)?함수의식|가나타내는(?:이차)?함수의식|의방정식|를그래프로하는이차함수의식)<ask>",
            rf"<lead>(?:이차)?함수{{f:math}}의그래프를{_MOVE}평행이동하면어떤이차함수의그래프와일치하는가",
        ),
        moved_parabola,
    ),
    Family(
        "parabola.moved.vertex",
        (
            rf"<lead>(?:이차)?함수{{f:math}}의그래프를{_MOVE}평행이동한(?:그래프|포물선)?의(?P<vertex>꼭짓점)의좌표<ask>",
        ),
        moved_parabola,
    ),
    Family(
        "function.values",
        (
            r"<lead>(?:일차|이차)?(?:함수)?(?P<n>[fgh])\(x\)=(?P<f>[^가-힣?=]+?)(?:에대하여|에서|일때|,)*,?(?P<g>[^가-힣?]*?[fgh]\([^가-힣?]+?)(?:의값)<ask>",
        ),
        values_together,
    ),
    Family(
        "graph.point",
        (
            r"<lead>점(?:[A-Z])?\((?P<p>[a-z]|-?\d+),(?P<q>[a-z]|-?\d+)\)(?:이|가)(?:직선|일차함수|이차함수|함수|정비례관계|반비례관계)?{f:math}(?:의그래프)?위의?(?:에|점일때|에있을때|점)*,?(?:상수|수)?(?P<v>[a-z])의값<ask>",
            r"<lead>(?:직선|일차함수|이차함수|함수|정비례관계|반비례관계)?{f:math}(?:의그래프)?(?:이|가)점(?:[A-Z])?\((?P<p>[a-z]|-?\d+),(?P<q>[a-z]|-?\d+)\)(?:을|를)지날때,?(?:상수|수)?(?P<v>[a-z])의값<ask>",
        ),
        on_graph,
    ),
    Family(
        "line.implicit",
        (rf"<lead>{_CURVE}{{f:math}}(?:의그래프)?의(?P<part>기울기|[xy]절편)<ask>",),
        one_part,
    ),
    Family(
        "line.through",
        (
            rf"<lead>{_CURVE}{{f:math}}(?:의그래프)?(?:에|와|과)(?P<how>평행|수직)(?:하고|이고|이며),?점(?:[A-Z])?\({{p:int}},{{q:int}}\)(?:을|를)지나는직선(?:의방정식|의식|을그래프로하는일차함수의식)<ask>",
            rf"<lead>점(?:[A-Z])?\({{p:int}},{{q:int}}\)(?:을|를)지나고,?{_CURVE}{{f:math}}(?:의그래프)?(?:에|와|과)(?P<how>평행|수직)(?:한|인)직선(?:의방정식|의식|을그래프로하는일차함수의식)<ask>",
        ),
        parallel,
    ),
)
