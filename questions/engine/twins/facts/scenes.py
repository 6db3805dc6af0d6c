"""What follows from a scene of points, lines and circles: its formulas, wrong answers and worked solutions."""

# ruff: noqa: E501 (an entry is read as one line)

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.twins.facts.planes import Scene, scene_of
from questions.engine.twins.facts.quantities import TRIPLE_DOMAINS, TRIPLES, leg
from questions.engine.twins.grammar.family import domains_of, misconceptions
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind

PLANE = "고1.도형의 방정식.평면좌표"
LINES = "고1.도형의 방정식.직선"
CIRCLES = "고1.도형의 방정식.원"
MOVES = "고1.도형의 방정식.도형의 이동"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is asked, with the names it uses: formulas (`let`), answer, conditions, wrong answers, solution lines."""

    concept: str
    let: str
    answer: str
    wrong: str
    say: str
    where: str = ""
    kind: AnswerKind = AnswerKind.NUMBER


_Key = tuple[int, int, int, str]
# How the marks of a scene fix a line (slope m, intercept k) or a circle (centre u, v, square of the radius w).
LINE_BY: Mapping[_Key, tuple[str, str]] = {
    (2, 0, 0, "through"): (
        "m = (q2 - q1)/(p2 - p1); k = q1 - m*p1",
        r"기울기는 $\frac{{q2} - ({q1})}{{p2} - ({p1})} = {m}$",
    ),
    (1, 0, 0, "m through"): ("k = q1 - m*p1", r"$y = {m}x + b$에 점 $({p1}, {q1})$의 좌표를 대입하면 $b = {k}$"),
    (0, 0, 0, "k m"): ("mm = m*1", r"기울기가 ${m}$이고 $y$절편이 ${k}$이다."),
    (0, 0, 0, "g k"): ("m = -k/g", r"두 점 $({g}, 0)$, $(0, {k})$를 지나므로 기울기는 ${m}$"),
    (1, 0, 0, "k through"): ("m = (q1 - k)/p1", r"두 점 $({p1}, {q1})$, $(0, {k})$를 지나므로 기울기는 ${m}$"),
    (1, 0, 0, "g through"): (
        "m = q1/(p1 - g); k = -m*g",
        r"두 점 $({p1}, {q1})$, $({g}, 0)$을 지나므로 기울기는 ${m}$",
    ),
    (1, 1, 0, "parallel through"): (
        "m = -e1/f1; k = q1 - m*p1",
        r"평행한 두 직선의 기울기는 같으므로 기울기는 ${m}$이고, $y = {m}x + b$에 점 $({p1}, {q1})$의 좌표를 대입하면 $b = {k}$",
    ),
    (1, 1, 0, "perpendicular through"): (
        "m = f1/e1; k = q1 - m*p1",
        r"수직인 두 직선의 기울기의 곱은 $-1$이므로 기울기는 ${m}$이고, $y = {m}x + b$에 점 $({p1}, {q1})$의 좌표를 대입하면 $b = {k}$",
    ),
    (0, 1, 0, "k parallel"): (
        "m = -e1/f1",
        r"평행한 두 직선의 기울기는 같으므로 기울기는 ${m}$이고 $y$절편은 ${k}$이다.",
    ),
}
CIRCLE_BY: Mapping[_Key, tuple[str, str]] = {
    (1, 0, 0, "centre r"): ("u = p1*1; v = q1*1; w = r*r", r"반지름의 제곱은 ${w}$이다."),
    (2, 0, 0, "centre through"): (
        "u = p1*1; v = q1*1; w = (p2 - p1)**2 + (q2 - q1)**2",
        r"반지름의 제곱은 중심과 지나는 점 사이의 거리의 제곱인 ${w}$이다.",
    ),
    (2, 0, 0, "diameter"): (
        "u = (p1 + p2)/2; v = (q1 + q2)/2; w = ((p2 - p1)**2 + (q2 - q1)**2)/4",
        r"중심은 지름의 중점 $({u}, {v})$이고 반지름의 제곱은 ${w}$이다.",
    ),
    (0, 0, 1, ""): (
        "u = -e1/2; v = -f1/2; w = u*u + v*v - h1",
        r"완전제곱식으로 고치면 $(x - {u})^2 + (y - {v})^2 = {w}$이다.",
    ),
}
_OF_LINE: Mapping[str, Finding] = {
    "line": Finding(
        LINES,
        "",
        "y = m*x + k",
        "y = -m*x + k | sign; y = m*x - k | sign; y = k*x + m | order; y = m*x + k + m | partial; y = 2*m*x + k | other",
        r"따라서 $y = {m}x + {k}$",
        "m != 0; k != 0; m != k",
        AnswerKind.EQUATION,
    ),
    "slope": Finding(
        LINES, "", "m", "-m | sign; 1/m | order; -1/m | misread; 2*m | other", r"따라서 기울기는 ${m}$", "m != 0"
    ),
    "intercept": Finding(
        LINES,
        "",
        "k",
        "-k | sign; m | misread; -k/m | misread; k + m | partial; 2*k | other",
        r"따라서 $y = {m}x + {k}$이고 $y$절편은 ${k}$",
        "m != 0; k != 0",
    ),
    "crossing": Finding(
        LINES,
        "z = -k/m",
        "z",
        "-z | sign; k | misread; m | misread; m*k | formula; 2*z | other",
        r"$y = {m}x + {k}$에 $y = 0$을 대입하면 $x$절편은 ${z}$",
        "m != 0; k != 0",
    ),
}
_OF_CIRCLE: Mapping[str, Finding] = {
    "circle": Finding(
        CIRCLES,
        "",
        "(x - u)**2 + (y - v)**2 = w",
        "(x + u)**2 + (y + v)**2 = w | sign; (x - u)**2 + (y - v)**2 = 2*w | partial; (x - v)**2 + (y - u)**2 = w | order; (x - u)**2 + (y - v)**2 = 4*w | partial",
        r"따라서 $(x - {u})^2 + (y - {v})^2 = {w}$",
        "u != 0; v != 0; u != v; w > 1",
        AnswerKind.EQUATION,
    ),
    "radius": Finding(
        CIRCLES,
        "",
        "sqrt(w)",
        "w | partial; sqrt(2*w) | other; 2*sqrt(w) | misread; w/2 | formula; abs(u) + abs(v) | formula",
        r"따라서 반지름의 길이는 $\sqrt{w}$이다.",
        "w > 0",
    ),
    "centre": Finding(
        CIRCLES,
        "",
        "(u, v)",
        "(-u, -v) | sign; (2*u, 2*v) | partial; (v, u) | order; (-2*u, -2*v) | sign",
        r"따라서 중심의 좌표는 $({u}, {v})$",
        "w > 0; u != v; u != 0",
    ),
}
_OTHERS: Mapping[tuple[str, _Key], Finding] = {
    ("distance", (2, 0, 0, "")): Finding(PLANE, "run = p2 - p1; rise = q2 - q1; total = run*run + rise*rise", "sqrt(total)", "total | partial; abs(run) + abs(rise) | formula; abs(run + rise) | formula; sqrt((p1 + p2)**2 + (q1 + q2)**2) | sign; sqrt(abs(run*run - rise*rise)) | sign", r"$\sqrt{({run})^2 + ({rise})^2} = \sqrt{total}$", "run != 0; rise != 0"),
    ("distance", (1, 1, 0, "")): Finding(LINES, "up = abs(e1*p1 + f1*q1 + h1); low = e1*e1 + f1*f1", "up/sqrt(low)", "up | partial; up/low | formula; up/(abs(e1) + abs(f1)) | formula; abs(e1*p1 + f1*q1 - h1)/sqrt(low) | sign; 2*up/sqrt(low) | other", r"$\frac{{up}}{\sqrt{low}}$로 계산한다. (점의 좌표를 직선의 식에 대입한 값의 절댓값을 계수의 제곱의 합의 제곱근으로 나눈다.)", "up > 0"),
    ("midpoint", (2, 0, 0, "")): Finding(PLANE, "u = (p1 + p2)/2; v = (q1 + q2)/2", "(u, v)", "(p1 + p2, q1 + q2) | partial; ((p2 - p1)/2, (q2 - q1)/2) | sign; (p2 - p1, q2 - q1) | formula; (v, u) | order", r"$\left(\frac{{p1} + {p2}}{2}, \frac{{q1} + {q2}}{2}\right) = ({u}, {v})$", "p1 != p2; q1 != q2; u != v"),
    ("point", (2, 0, 0, "ratio")): Finding(PLANE, "u = (i*p2 + j*p1)/(i + j); v = (i*q2 + j*q1)/(i + j)", "(u, v)", "((i*p1 + j*p2)/(i + j), (i*q1 + j*q2)/(i + j)) | order; (i*p2 + j*p1, i*q2 + j*q1) | partial; ((p1 + p2)/2, (q1 + q2)/2) | formula; (v, u) | order", r"$\left(\frac{{i} \times ({p2}) + {j} \times ({p1})}{{i} + {j}}, \frac{{i} \times ({q2}) + {j} \times ({q1})}{{i} + {j}}\right) = ({u}, {v})$", "i != j; p1 != p2; q1 != q2; gcd(i, j) == 1"),
    ("centroid", (3, 0, 0, "")): Finding(PLANE, "u = (p1 + p2 + p3)/3; v = (q1 + q2 + q3)/3; turn = (p2 - p1)*(q3 - q1) - (p3 - p1)*(q2 - q1)", "(u, v)", "(3*u, 3*v) | partial; (3*u/2, 3*v/2) | formula; (v, u) | order; ((p1 + p2)/2, (q1 + q2)/2) | misread", r"$\left(\frac{{p1} + {p2} + {p3}}{3}, \frac{{q1} + {q2} + {q3}}{3}\right) = ({u}, {v})$", "turn*turn > 0; u != v"),
    ("slope", (2, 0, 0, "")): Finding(LINES, "m = (q2 - q1)/(p2 - p1)", "m", "1/m | order; -m | sign; (q1 + q2)/(p1 + p2) | sign; -1/m | misread", r"기울기는 $\frac{{q2} - ({q1})}{{p2} - ({p1})} = {m}$", "m != 0"),
    ("point", (1, 0, 0, "moved s t")): Finding(MOVES, "u = p1 + s; v = q1 + t", "(u, v)", "(p1 - s, q1 - t) | sign; (p1 + t, q1 + s) | order; (p1 - s, q1 + t) | sign; (p1 + s, q1 - t) | sign", r"$({p1} + ({s}), {q1} + ({t})) = ({u}, {v})$", "s != t"),
    ("point", (1, 0, 0, "mirror x")): Finding(MOVES, "v = -q1", "(p1, v)", "(-p1, q1) | misread; (-p1, -q1) | misread; (q1, p1) | misread; (-q1, -p1) | other", r"$x$축에 대하여 대칭이동하면 $y$좌표의 부호만 바뀌므로 $({p1}, {v})$", "p1 != q1; p1 != -q1"),
    ("point", (1, 0, 0, "mirror y")): Finding(MOVES, "u = -p1", "(u, q1)", "(p1, -q1) | misread; (-p1, -q1) | misread; (q1, p1) | misread; (-q1, -p1) | other", r"$y$축에 대하여 대칭이동하면 $x$좌표의 부호만 바뀌므로 $({u}, {q1})$", "p1 != q1; p1 != -q1"),
    ("point", (1, 0, 0, "mirror origin")): Finding(MOVES, "u = -p1; v = -q1", "(u, v)", "(p1, -q1) | misread; (-p1, q1) | misread; (q1, p1) | misread; (-q1, -p1) | other", r"원점에 대하여 대칭이동하면 두 좌표의 부호가 모두 바뀌므로 $({u}, {v})$", "p1 != q1; p1 != -q1"),
    ("point", (1, 0, 0, "mirror diagonal")): Finding(MOVES, "u = q1*1; v = p1*1", "(u, v)", "(p1, -q1) | misread; (-p1, q1) | misread; (-p1, -q1) | misread; (-q1, -p1) | other", r"직선 $y = x$에 대하여 대칭이동하면 두 좌표가 서로 바뀌므로 $({u}, {v})$", "p1 != q1; p1 != -q1"),
}  # fmt: skip


def found_for(scene: Scene) -> Finding | None:
    """What the scene fixes of what is asked; None where no entry knows it."""
    key, asked = scene.key(), scene.asked[0]
    for by, of in ((LINE_BY, _OF_LINE), (CIRCLE_BY, _OF_CIRCLE)):
        known = by.get(key)
        if known is not None and asked in of:
            end = of[asked]
            if end.answer in ("m", "k") and end.answer in scene.marks:
                return None
            let = "; ".join(part for part in (known[0], end.let) if part)
            where = f"{end.where}; e1*p1 + f1*q1 + h1 != 0" if "parallel through" in key[3] else end.where
            return Finding(end.concept, let, end.answer, end.wrong, f"{known[1]}\n{end.say}", where, end.kind)
    return _OTHERS.get((asked, key))


def drawn_scenes(reading: Reading) -> Iterator[Sketch]:
    """The sketch of a stem whose whole text is a scene with a known finding."""
    scene = scene_of(without_order(reading.text))
    finding = None if scene is None else found_for(scene)
    if scene is None or finding is None:
        return
    sketch = Sketch(
        finding.concept, f"facts.plane.{scene.asked[0]}", kind=finding.kind, keeps_size=False, bounded=False
    )
    if len(set(_places(scene))) < len(scene.points):
        return
    for number in scene.numbers:
        sketch.places.append((number.name, number.first, number.last))
        if number.value:
            sketch.originals[number.name], sketch.texts[number.name] = number.value, number.text
        else:
            sketch.let.append((number.name, "0"))
    sketch.let += [*_zeros(scene), *_coefficients(scene), *_let(finding.let)]
    sketch.answer, sketch.wrong = finding.answer, misconceptions(finding.wrong)
    sketch.where = [part.strip() for part in finding.where.split(";") if part.strip()]
    sketch.say, sketch.free = finding.say.split("\n"), ("x", "y")
    sketch.domains |= domains_of("i 1..5; j 1..5")
    _keep_clean(sketch, scene)
    yield sketch


def _places(scene: Scene) -> list[tuple[Fraction, Fraction]]:
    known = {"0": Fraction(0), **{number.name: number.value for number in scene.numbers}}
    return [(known[x], known[y]) for x, y in scene.points]


def _let(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return [(name.strip(), formula.strip()) for name, _, formula in parts]


def _zeros(scene: Scene) -> list[tuple[str, str]]:
    """The origin's coordinates by the names that a point in its place would have."""
    named = [(f"p{place}", f"q{place}") for place in range(1, len(scene.points) + 1)]
    return [
        (name, "0") for pair, names in zip(scene.points, named, strict=True) if pair == ("0", "0") for name in names
    ]


def _coefficients(scene: Scene) -> list[tuple[str, str]]:
    """e, f, h of `ex + fy + h = 0`, or of `x² + y² + ex + fy + h = 0`, from the equation at a few places."""
    found: list[tuple[str, str]] = []
    for place, equation in enumerate(scene.lines, 1):
        found.append((f"h{place}", _at(equation, 0, 0)))
        found.append((f"e{place}", f"{_at(equation, 1, 0)} - h{place}"))
        found.append((f"f{place}", f"{_at(equation, 0, 1)} - h{place}"))
    for place, equation in enumerate(scene.circles, 1):
        found.append((f"h{place}", _at(equation, 0, 0)))
        found.append((f"e{place}", f"({_at(equation, 1, 0)} - {_at(equation, -1, 0)})/2"))
        found.append((f"f{place}", f"({_at(equation, 0, 1)} - {_at(equation, 0, -1)})/2"))
    return found


def _at(equation: str, x: int, y: int) -> str:
    shown = re.sub(r"\bx\b", f"({x})", equation)
    return "(" + re.sub(r"\by\b", f"({y})", shown) + ")"


def _keep_clean(sketch: Sketch, scene: Scene) -> None:
    """A distance or a radius that is rational in the note stays so: its numbers are drawn from right triangles."""
    try:
        names = dict(sketch.originals)
        for name, formula in sketch.let:
            names[name] = compile_formula(formula)(names, ("x", "y"))  # type: ignore[assignment]
        answer = compile_formula(sketch.answer)(names, ("x", "y"))
    except (ExpressionError, ArithmeticError):
        return
    if "sqrt(" not in sketch.answer or not isinstance(answer, Fraction):
        return
    if scene.lines:
        _freeze(sketch, _beside_letters(scene.lines[0]) & set(sketch.originals), names)
        return
    if scene.circles:
        return
    _by_triangle(sketch, scene, names)  # type: ignore[arg-type]


def _beside_letters(equation: str) -> set[str]:
    """The coefficients of x and y in a linear equation."""
    return {name for factor in re.findall(r"\((\w+) \* [xy]\)", equation) for name in [factor]}


def _freeze(sketch: Sketch, found: set[str], names: Mapping[str, object]) -> None:
    """Coefficients stay as printed, so that the length of the normal vector stays whole."""
    constant = [name for name in found if name in sketch.originals]
    for name in constant:
        sketch.let.insert(0, (name, str(names[name])))
        del sketch.originals[name]


def _by_triangle(sketch: Sketch, scene: Scene, names: Mapping[str, Fraction]) -> None:
    """The second point, or the only one, by the legs of a whole right triangle from the other."""
    moving = next((place for place in (2, 1) if f"p{place}" in sketch.originals and f"q{place}" in sketch.originals), 0)
    other = 3 - moving
    if not moving or f"p{other}" not in names:
        return
    run, rise = (names[f"{axis}{moving}"] - names[f"{axis}{other}"] for axis in "pq")
    fitting = [
        (number, abs(run) / triple[0])
        for number, triple in enumerate(TRIPLES, 1)
        if abs(run) * triple[1] == abs(rise) * triple[0]
    ]
    if not fitting or fitting[0][1].denominator != 1:
        return
    for axis in "pq":
        del sketch.originals[f"{axis}{moving}"]
    sketch.originals["t"], sketch.originals["k"] = Fraction(fitting[0][0]), fitting[0][1]
    sketch.domains |= domains_of(TRIPLE_DOMAINS.replace("k 1..20", "k 1..4"))
    signs = ["-" if size < 0 else "+" for size in (run, rise)]
    moved = [
        (f"{axis}{moving}", f"p{other} {sign} {leg(place)}".replace("p", axis, 1))
        for place, (axis, sign) in enumerate(zip("pq", signs, strict=True))
    ]
    after = 1 + max(
        (place for place, (name, _) in enumerate(sketch.let) if name in (f"p{other}", f"q{other}")), default=-1
    )
    sketch.let[after:after] = moved
