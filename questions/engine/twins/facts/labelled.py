"""Figures with named corners: `∠B=90°인 직각삼각형 ABC에서 AB=6, BC=8` as the facts of a right triangle.

Read as measures are: figures, terms, values and connectives of a closed list; then each named side and angle becomes
the part that it plays in the figure, so that the letters do not matter.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.twins.facts.tokens import Facts, Printed, Token, printed_of, value_at
from questions.engine.twins.grammar.family import printed_number

_TERMS: tuple[tuple[str, str], ...] = (
    ("figure", r"(?:이등변|직각|예각|둔각|정)?삼각형(?P<name>[A-Z]{3})|△(?P<other>[A-Z]{3})"),
    ("parallelogram", r"평행사변형(?P<name>[A-Z]{4})|□(?P<other>[A-Z]{4})가?평행사변형"),
    ("rhombus", r"마름모(?P<name>[A-Z]{4})"),
    (
        "inscribed",
        r"원O?에내접하는(?:사각형|□)(?P<name>[A-Z]{4})|(?:사각형|□)(?P<other>[A-Z]{4})(?:가|이)원O?에내접(?:할때|하고|하며)",
    ),
    ("isosceles", r"이등변삼각형(?=인|이|일|에|의|,)"),
    ("right", r"직각삼각형(?=인|이|일|에|의|,)"),
    ("side", r"(?:변|선분)?(?P<name>[A-Z]{2})(?:의?길이)?(?![A-Z∠])"),
    ("angle", r"∠(?P<name>[A-Z]{1,3})(?:의?크기)?|(?P<other>[A-C])(?==\d+°)"),
    ("opposite", r"(?P<name>[abc])(?:의?(?:값|길이))?(?=[=를을은는의,가]|$)"),
    ("ratio", r"(?P<trig>sin|cos|tan)∠?(?P<name>[A-Z])(?:의?값)?"),
    ("area", r"(?:삼각형(?P<name>[A-Z]{3})의|△(?P<other>[A-Z]{3})의|이?삼각형의)?넓이"),
    ("perimeter", r"(?:삼각형(?P<name>[A-Z]{3})의|△(?P<other>[A-Z]{3})의|이?삼각형의)?둘레(?:의?길이)?"),
    ("equals", r"="),
)
_FILLER = re.compile(
    r"이고|이며|이다|일때|인|이므로|이면|라할때|이라할때|있다|이때|가|이|은|는|을|를|과|와|의|에서|에대하여|로|"
    r"(?:두|세)?변|그|크기|값|길이|각각|몇도|몇cm|[.,?]"
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _TERMS)


@dataclass(slots=True)
class _Drawn:
    """What is known of the named figure: corners, kinds, printed parts by name, sides said to be equal, the question."""

    corners: str = ""
    kinds: set[str] = field(default_factory=set)
    printed: dict[str, Printed] = field(default_factory=dict)
    equal: list[frozenset[str]] = field(default_factory=list)
    asked: str = ""


def labelled_facts(core: str) -> list[Facts]:
    """The facts of a figure with named corners; empty where a character is unread or a part plays no known part."""
    tokens = _cut(core)
    drawn = None if tokens is None else _gathered(tokens)
    if drawn is None or not drawn.asked or not drawn.printed:
        return []
    for figure, parts in _PARTS.items():
        facts = parts(drawn)
        if facts is not None:
            return [Facts(figure, *facts)]
    return []


def _cut(core: str) -> list[Token] | None:
    tokens: list[Token] = []
    place = 0
    while place < len(core):
        token = value_at(core, place) or _named_at(core, place)
        if token is None:
            return None
        tokens.append(token)
        place = token.last
    return tokens


def _named_at(core: str, place: int) -> Token | None:
    best: Token | None = None
    for kind, pattern in _COMPILED:
        found = pattern.match(core, place)
        if found is not None and (best is None or found.end() > best.last):
            groups = found.groupdict()
            name = (groups.get("trig") or "") + (groups.get("name") or groups.get("other") or "")
            word = found.group()
            extra = (
                "isosceles"
                if word.startswith("이등변")
                else "right"
                if word.startswith("직각")
                else "regular"
                if word.startswith("정삼")
                else ""
            )
            best = Token(kind, name, place, found.end(), symbol=extra)
    filler = _FILLER.match(core, place)
    if best is None and filler is not None:
        return Token("filler", filler.group(), place, filler.end())
    return best


def _gathered(tokens: list[Token]) -> _Drawn | None:
    drawn = _Drawn()
    waiting: list[str] = []
    values: list[Token] = []
    joined = False
    for token in [*tokens, Token("end", "", 0, 0)]:
        if token.kind == "filler":
            continue
        if token.kind == "value":
            values.append(token)
            joined = False
            continue
        if values:
            if not _settled(drawn, waiting, values):
                return None
            waiting, values = [], []
        if token.kind == "equals":
            joined = True
            continue
        if not _noted(drawn, token, waiting, joined=joined):
            return None
        joined = False
    if len(waiting) != 1:
        return None
    drawn.asked = waiting[0]
    return drawn


def _noted(drawn: _Drawn, token: Token, waiting: list[str], *, joined: bool) -> bool:
    if token.kind in ("isosceles", "right"):
        drawn.kinds.add(token.kind)
    elif token.kind in ("figure", "parallelogram", "rhombus", "inscribed"):
        if drawn.corners not in ("", token.name):
            return False
        drawn.corners = token.name
        drawn.kinds |= {token.kind} | ({token.symbol} if token.symbol else set())
    elif token.kind != "end":
        return _term(drawn, token, waiting, joined=joined)
    return True


def _term(drawn: _Drawn, token: Token, waiting: list[str], *, joined: bool) -> bool:
    if token.kind in ("area", "perimeter"):
        if token.name and drawn.corners not in ("", token.name):
            return False
        drawn.corners = drawn.corners or token.name
        name = token.kind
    else:
        name = {"angle": "∠", "ratio": "", "side": "", "opposite": "-"}[token.kind] + token.name
    if joined:
        if len(waiting) != 1 or token.kind != "side":
            return False
        drawn.equal.append(frozenset({waiting.pop(), name}))
        return True
    waiting.append(name)
    return True


def _settled(drawn: _Drawn, waiting: list[str], values: list[Token]) -> bool:
    if len(waiting) != len(values):
        return False
    for name, token in zip(waiting, values, strict=True):
        if name in drawn.printed or printed_number(token.number) in (None, Fraction(0)):
            return False
        drawn.printed[name] = printed_of(token)
    return True


def _corner(name: str, corners: str) -> str:
    """The corner of `∠B` or `∠ABC`; empty for one that is no corner of the figure."""
    bare = name.removeprefix("∠")
    corner = bare if len(bare) == 1 else bare[1] if len(bare) == 3 else ""
    return corner if corner and set(bare) <= set(corners) and len(set(bare)) == len(bare) else ""


def _ends(name: str, corners: str) -> frozenset[str]:
    """The corners of side `AB`, of side `a` (opposite of A); empty where it is no side of the triangle."""
    if name.startswith("-"):
        return frozenset(corners) - {name[1:].upper()} if corners == "ABC" else frozenset()
    ends = frozenset(name)
    return ends if len(name) == 2 and len(ends) == 2 and ends <= set(corners) else frozenset()


Found = tuple[dict[str, Printed], str] | None
Role = Callable[[str], str]


def _played(drawn: _Drawn, role: Role, skipped: str = "") -> Found:
    """Printed parts and question by the part they play; None where one plays none, or two the same."""
    printed: dict[str, Printed] = {}
    for name, shown in drawn.printed.items():
        if name == skipped:
            continue
        part = role(name)
        if not part or part in printed:
            return None
        printed[part] = shown
    asked = role(drawn.asked)
    return (printed, asked) if asked and asked not in printed else None


def _is_triangle(drawn: _Drawn) -> bool:
    return len(set(drawn.corners)) == 3 and not drawn.kinds & {"parallelogram", "inscribed", "rhombus", "regular"}


def _right_angle(drawn: _Drawn) -> str:
    right = [
        name for name, shown in drawn.printed.items() if name[0] == "∠" and shown.value == 90 and shown.unit == "°"
    ]
    return right[0] if len(right) == 1 else ""


def _right(drawn: _Drawn) -> Found:
    square = _right_angle(drawn)
    corner = _corner(square, drawn.corners) if square else ""
    if not corner or not _is_triangle(drawn) or drawn.equal or "isosceles" in drawn.kinds:
        return None
    one, other = (name for name in drawn.corners if name != corner)
    sides = {
        frozenset({corner, one}): "first",
        frozenset({corner, other}): "second",
        frozenset({one, other}): "hypotenuse",
    }

    def role(name: str) -> str:
        if name in ("area", "perimeter"):
            return name
        if name[:3] in ("sin", "cos", "tan"):
            place = {one: "one", other: "other"}.get(name[3:], "")
            return f"{name[:3]}_{place}" if place else ""
        if name[0] == "∠":
            return {one: "angle_one", other: "angle_other"}.get(_corner(name, drawn.corners), "")
        return sides.get(_ends(name, drawn.corners), "")

    return _played(drawn, role, square)


def _isosceles(drawn: _Drawn) -> Found:
    """Two equal sides: the corner between them is the top, the others are the feet."""
    if not _is_triangle(drawn) or len(drawn.equal) != 1 or "right" in drawn.kinds:
        return None
    ends = [_ends(name, drawn.corners) for name in drawn.equal[0]]
    shared = ends[0] & ends[1] if len(ends) == 2 else frozenset()
    if len(shared) != 1:
        return None
    (top,) = shared

    def role(name: str) -> str:
        corner = _corner(name, drawn.corners) if name[0] == "∠" else ""
        return "" if not corner else "top" if corner == top else "foot"

    return _played(drawn, role)


def _angles(drawn: _Drawn) -> Found:
    """Two angles of a triangle, and the third asked."""
    known = [_corner(name, drawn.corners) for name in drawn.printed if name[0] == "∠"]
    if not _is_triangle(drawn) or drawn.equal or drawn.kinds & {"right", "isosceles"} or len(known) != 2:
        return None
    names = dict(zip(known, ("one", "other"), strict=True))

    def role(name: str) -> str:
        corner = _corner(name, drawn.corners) if name[0] == "∠" else ""
        return names.get(corner, "third") if corner else ""

    return _played(drawn, role)


def _wedge(drawn: _Drawn) -> Found:
    """Two sides and the angle between them."""
    angles = [name for name in drawn.printed if name[0] == "∠"]
    if not _is_triangle(drawn) or drawn.equal or drawn.kinds & {"right", "isosceles"} or len(angles) != 1:
        return None
    corner = _corner(angles[0], drawn.corners)
    if not corner:
        return None
    one, other = (name for name in drawn.corners if name != corner)
    sides = {frozenset({corner, one}): "first", frozenset({corner, other}): "second", frozenset({one, other}): "far"}

    def role(name: str) -> str:
        if name == "area":
            return name
        if name[0] == "∠":
            return "angle" if _corner(name, drawn.corners) == corner else ""
        return sides.get(_ends(name, drawn.corners), "")

    return _played(drawn, role)


def _four(kind: str) -> Callable[[_Drawn], Found]:
    """A quadrilateral of one kind: the printed angle is `corner`, the others are `beside` or `across` it."""

    def parts(drawn: _Drawn) -> Found:
        around = drawn.corners
        angles = [_angle_of_four(name, around) for name in drawn.printed if name[0] == "∠"]
        if len(set(around)) != 4 or kind not in drawn.kinds or drawn.equal or len(angles) != 1 or not angles[0]:
            return None

        def role(name: str) -> str:
            corner = _angle_of_four(name, around) if name[0] == "∠" else ""
            away = abs(around.index(corner) - around.index(angles[0])) if corner else 4
            return ("corner", "beside", "across", "beside", "")[away]

        return _played(drawn, role)

    return parts


def _angle_of_four(name: str, around: str) -> str:
    """The corner of an angle between two sides; empty for one that a diagonal makes."""
    corner = _corner(name, around)
    arms = [abs(around.index(corner) - around.index(arm)) for arm in name[1:] if arm != corner] if corner else []
    return "" if 2 in arms else corner


_PARTS: dict[str, Callable[[_Drawn], Found]] = {
    "right": _right,
    "isosceles": _isosceles,
    "angles": _angles,
    "wedge": _wedge,
    "corners of a parallelogram": _four("parallelogram"),
    "corners of a rhombus": _four("rhombus"),
    "corners in a circle": _four("inscribed"),
}
