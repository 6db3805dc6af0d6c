"""Points, lines and circles of the plane as a scene: what stands there, what holds between them, what is asked."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.twins.grammar.family import printed_number
from questions.engine.twins.grammar.shape import (
    Formula,
    ShapeError,
    formula_text,
    kinds_of,
    letters_of,
    polynomial,
    read_formula,
)

_N = r"-?(?:\\frac\{\d+\}\{\d+\}|\d+(?:/\d+)?)"
_EQUATION = re.compile(r"[-+\dxy^{}()\\fracd/·]*[xy][-+\dxy^{}()\\fracd/·]*=[-+\dxy^{}()\\fracd/·]+(?![a-zA-Z])")
_POINT = re.compile(rf"점?[A-Z]?\((?P<x>{_N}),(?P<y>{_N})\)")
_RATIO = re.compile(r"(?P<x>\d+):(?P<y>\d+)(?:으로|로)내분하는점(?:[A-Z])?(?:의좌표)?")
_NUMBERS: tuple[tuple[str, str], ...] = (
    ("m", rf"기울기(?:가|는)?(?P<n>{_N})"),
    ("k", rf"y절편(?:이|은)?(?P<n>{_N})"),
    ("g", rf"x절편(?:이|은)?(?P<n>{_N})"),
    ("r", r"반지름(?:의?길이)?(?:가|이|는|은)?(?P<n>\d+)"),
    ("s", rf"x축의?(?:양의)?방향으로(?P<n>{_N})만큼"),
    ("t", rf"y축의?(?:양의)?방향으로(?P<n>{_N})만큼"),
)
_MARKS: tuple[tuple[str, str], ...] = (
    ("through", r"(?:을|를)?(?:동시에|모두)?(?:지나고|지나는|지나며|지나면서|통과하는|통과하고)"),
    ("parallel", r"(?:와|과|에)?(?:서로)?평행(?:한|하고|하며|하면서|이고)"),
    ("perpendicular", r"(?:와|과|에)?(?:서로)?(?:수직(?:인|이고|이며|이면서|으로만나는)|직교하는|직교하고)"),
    (
        "diameter",
        r"(?:을|를)?(?:지름의양끝점?(?:으로|로)(?:하는|갖는)|양끝점?으로하는선분을지름으로하는|(?:이은|잇는)선분을지름으로하는|(?:이은|잇는)?선분[A-Z]{2}(?:를|을)지름으로하는)",
    ),
    ("centre", r"중심(?:의좌표)?(?:이|가)|(?:을|를)중심으로하(?:는|고|며)"),
    ("mirror x", r"x축에(?:대하여|대해|대한)?(?:대칭이동(?:한|하였을때|시킨)|대칭인)점(?:의좌표)?"),
    ("mirror y", r"y축에(?:대하여|대해|대한)?(?:대칭이동(?:한|하였을때|시킨)|대칭인)점(?:의좌표)?"),
    ("mirror origin", r"원점에(?:대하여|대해|대한)?(?:대칭이동(?:한|하였을때|시킨)|대칭인)점(?:의좌표)?"),
    ("mirror diagonal", r"직선y=x에(?:대하여|대해|대한)?(?:대칭이동(?:한|하였을때|시킨)|대칭인)점(?:의좌표)?"),
    ("moved", r"평행이동(?:한|시킨|하였을때|했을때)점(?:의좌표)?"),
)
_ASKED: tuple[tuple[str, str], ...] = (
    (
        "distance",
        r"(?:(?:사이의|까지의)거리|(?:(?:을|를)?(?:이은|잇는)?선분[A-Z]{2}|(?:을|를)(?:이은|잇는)선분)의길이)",
    ),
    ("midpoint", r"(?:(?:을|를)?(?:이은|잇는|양끝점?으로하는)?선분(?:[A-Z]{2})?의)?중점(?:[A-Z])?(?:의좌표)?"),
    ("centroid", r"(?:(?:을|를)(?:세)?꼭짓점으로하는)?(?:삼각형(?:[A-Z]{3})?|△[A-Z]{3})의무게중심(?:G)?(?:의좌표)?"),
    ("slope", r"(?:직선|일차함수의그래프)?의?기울기"),
    ("intercept", r"의?y절편"),
    ("crossing", r"의?x절편"),
    ("line", r"(?:직선의(?:방정식|식)|(?:직선을)?그래프로하는일차함수의식|일차함수의식|직선을나타내는(?:방정식|식))"),
    ("circle", r"원의방정식"),
    ("radius", r"의?반지름(?:의?길이)?"),
    ("centre", r"의?중심(?:의좌표)?"),
)
_FILLERS = re.compile(
    r"좌표평면(?:위에|위의|에서|에)?(?:있는)?|이고|이며|일때|인|이다|있다|이때|가|이|은|는|을|를|과|와|의|에서|에대하여|에대해|(?:을|를)?(?:이은|잇는|양끝점?으로하는)?선분[A-Z]{2}(?=을|를)|"
    r"두점|세점|한점|직선|일차함수|그래프|원(?!점)|점|방정식|각각|[A-Zlm]:?(?=[xy\d(-])|위의|값|[,.:]"
)
_TABLES = tuple(
    (kind, tuple((name, re.compile(pattern)) for name, pattern in table))
    for kind, table in (("mark", _MARKS), ("asked", _ASKED))
)
_SCALARS = tuple((name, re.compile(pattern)) for name, pattern in _NUMBERS)
_ORIGIN = re.compile(r"원점O?(?:\(0,0\))?(?!에대|에대칭)")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number of the scene with its place."""

    name: str
    value: Fraction
    text: str
    first: int
    last: int


@dataclass(slots=True)
class Scene:
    """Points as pairs of names or `0`; equations as formulas of `x` and `y`; marks by which they hang together."""

    points: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def key(self) -> tuple[int, int, int, str]:
        """How many points, lines and circles, and the marks in order."""
        return len(self.points), len(self.lines), len(self.circles), " ".join(sorted(self.marks))


def scene_of(core: str) -> Scene | None:
    """The scene of a whole text without its closing request; None where a character is unread or not one thing is asked."""
    scene = Scene()
    place = 0
    while place < len(core):
        last = _number_at(core, place, scene) or _thing_at(core, place, scene) or _word_at(core, place, scene)
        if not last:
            return None
        place = last
    marked = {"mirror x", "mirror y", "mirror origin", "mirror diagonal", "moved", "ratio"} & scene.marks
    if len(scene.asked) + len(marked) != 1 or not scene.numbers:
        return None
    scene.asked = scene.asked or ["point"]
    return scene


def _number_at(core: str, place: int, scene: Scene) -> int:
    for name, pattern in _SCALARS:
        found = pattern.match(core, place)
        if found is not None and _added(scene, name, found["n"], found.start("n"), found.end("n")):
            scene.marks.add(name)
            return found.end()
    return 0


def _added(scene: Scene, name: str, text: str, first: int, last: int) -> bool:
    value = printed_number(text)
    if value is None or any(one.name == name for one in scene.numbers):
        return False
    scene.numbers.append(Number(name, value, text, first, last))
    return True


def _thing_at(core: str, place: int, scene: Scene) -> int:
    """A point, the origin, a ratio or an equation."""
    point, origin, ratio = _POINT.match(core, place), _ORIGIN.match(core, place), _RATIO.match(core, place)
    count = len(scene.points) + 1
    if point is not None:
        names = (f"p{count}", f"q{count}")
        done = all(_added(scene, name, point[part], *point.span(part)) for name, part in zip(names, "xy", strict=True))
        scene.points.append(names)
        return point.end() if done else 0
    if origin is not None:
        scene.points.append(("0", "0"))
        return origin.end()
    if ratio is not None:
        scene.marks.add("ratio")
        done = all(_added(scene, name, ratio[part], *ratio.span(part)) for name, part in zip("ij", "xy", strict=True))
        return ratio.end() if done else 0
    return _equation_at(core, place, scene)


def _equation_at(core: str, place: int, scene: Scene) -> int:
    found = _EQUATION.match(core, place)
    if found is None:
        return 0
    left, _, right = found.group().partition("=")
    try:
        sides = read_formula(left, place), read_formula(right, place + len(left) + 1)
        degree = max(
            (sum(power for _, power in powers) for side in sides for powers in polynomial(side.root)), default=0
        )
        if any("/" in kinds_of(side.root) for side in sides):
            return 0
    except ShapeError:
        return 0
    if degree not in (1, 2) or not {"x", "y"} >= letters_of(sides[0].root) | letters_of(sides[1].root):
        return 0
    count = len(scene.lines) + len(scene.circles)
    texts = [_text(side, f"{letter}{count}", scene) for side, letter in zip(sides, "uw", strict=True)]
    (scene.lines if degree == 1 else scene.circles).append(f"({texts[0]}) - ({texts[1]})")
    return found.end()


def _text(side: Formula, stem: str, scene: Scene) -> str:
    """The side as a formula whose printed numbers, but for exponents and zero, have names of their own."""
    names: dict[int, str] = {}
    for place, slot in enumerate(side.slots):
        if not slot.exponent and slot.value:
            names[place] = f"{stem}{place}"
            scene.numbers.append(Number(names[place], slot.value, str(slot.value), slot.first, slot.last))
    return formula_text(side.root, names, {"x": "x", "y": "y"})


def _word_at(core: str, place: int, scene: Scene) -> int:
    best: tuple[int, str, str] = (0, "", "")
    for kind, table in _TABLES:
        for name, pattern in table:
            found = pattern.match(core, place)
            if found is not None and found.end() > best[0]:
                best = (found.end(), kind, name)
    filler = _FILLERS.match(core, place)
    if filler is not None and filler.end() > best[0]:
        return filler.end()
    if best[1] == "mark":
        scene.marks.add(best[2])
    elif best[1] == "asked":
        scene.asked.append(best[2])
    return best[0]


__all__ = ["Number", "Scene", "scene_of"]
