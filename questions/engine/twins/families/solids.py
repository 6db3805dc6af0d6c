"""Circles, sectors, prisms, cylinders, cones, pyramids and spheres, their measures told in any order."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from itertools import permutations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, gap

PLANE = "중1.원과 부채꼴"
SOLID = "중1.입체도형"
_U = "(?P<u>cm|m|mm)"
_IS = r"(?:의길이)?(?:가|는|은|이|:|=)?(?:각각)?"
_ALSO = r"(?:이고|이며|고|인|,|와|과|일때|이면|\.)*"
_MEASURES = {
    "r": rf"(?:밑면(?:인|의)?(?:원)?(?:의)?)?반지름{_IS}{{r:int}}UNIT",
    "d": rf"(?:밑면(?:인|의)?(?:원)?(?:의)?)?(?<!반)지름{_IS}{{d:int}}UNIT",
    "h": rf"높이{_IS}{{h:int}}UNIT",
    "l": rf"모선{_IS}{{l:int}}UNIT",
    "t": r"중심각(?:의크기)?(?:가|는|이)?{t:int}°",
    "w": rf"호{_IS}{{w:int}}πUNIT",
    "a": rf"(?:밑면(?:은|의|이)?)?한변{_IS}{{a:int}}UNIT(?:인정사각형)?",
    "g": rf"(?:가로|밑면의가로){_IS}{{g:int}}UNIT",
    "k": rf"(?:세로|밑면의세로){_IS}{{k:int}}UNIT",
}
_BARE = gap("넓이", "부피", "겉넓이", "둘레")


def _tellings(measures: str, shape: str, asked: str, power: str) -> list[str]:
    """Every order of the measures, and `밑면의 반지름과 높이가 각각 …`."""
    told = []
    for order in permutations(measures):
        parts = [_MEASURES[name] for name in order]
        filled = (_ALSO + G).join(parts).replace("UNIT", _U, 1).replace("UNIT", "(?P=u)")
        told.append(
            rf"<lead>{G}{filled}{_ALSO}{_BARE}{shape}(?:의|에서)?{G}{asked}(?:는|은|를|을|가)?(?:몇(?P=u){power}|얼마)?{G}<ask>"
        )
    return told


def _measured(name: str, measures: str, shape: str, asked: str, size: int, **parts: str) -> Family:
    power = {1: "", 2: r"(?:\^\{?2\}?)?", 3: r"(?:\^\{?3\}?)?"}[size]
    return family(
        name,
        PLANE if name.startswith("plane") else SOLID,
        _tellings(measures, shape, asked, power),
        let=parts["let"], hidden=parts.get("hidden", ""), wrong=parts["wrong"], where=parts.get("where", ""),
        domains=parts.get("domains", "r 2..12; h 2..20; l 4..20; a 2..15; t 30..330 step 15"),
        unit="{u}" + ("" if size == 1 else f"^{size}"), say=parts["say"].split(" / "), keeps_size=False,
    )  # fmt: skip


_AREA, _ARC, _VOLUME, _SURFACE = "(?<!겉)(?<!옆)넓이", "호의길이", "부피", "겉넓이"
_ROUND_BOTTOM = "밑면의 넓이는 $\\pi \\times {r}^2 = {q}\\pi$"

FAMILIES = (
    _measured(
        "plane.sector.area.told", "rt", "부채꼴", _AREA, 2, let="q = r*r; s = q*t/360*pi", where="is_int(r*r*t/360); t < 360",
        wrong="2*r*t/360*pi | formula; q*pi | partial; q*t/180*pi | formula; r*t/360*pi | partial; s/2 | other",
        say="$\\pi \\times {r}^2 \\times \\frac{t}{360} = {s}$",
    ),
    _measured(
        "plane.sector.arc.told", "rt", "부채꼴", _ARC, 1, let="d = 2*r; s = d*t/360*pi", where="is_int(2*r*t/360); t < 360",
        wrong="r*r*t/360*pi | formula; r*t/360*pi | partial; d*pi | partial; d*t/180*pi | formula; s + d | other",
        say="$2\\pi \\times {r} \\times \\frac{t}{360} = {s}$",
    ),
    _measured(
        "plane.sector.perimeter.told", "rt", "부채꼴", "둘레(?:의길이)?", 1, let="d = 2*r; arc = d*t/360; s = arc*pi + d",
        where="is_int(arc); t < 360",
        wrong="arc*pi | partial; arc*pi + r | partial; d*pi + d | formula; r*r*t/360*pi + d | formula; arc*pi + 2*d | other",
        say="호의 길이는 $2\\pi \\times {r} \\times \\frac{t}{360} = {arc}\\pi$ / 두 반지름을 더하면 ${s}$",
    ),
    _measured(
        "plane.sector.area.by.arc.told", "rw", "부채꼴", _AREA, 2, let="s = r*w/2*pi", where="is_int(r*w/2); w < 2*r",
        wrong="r*w*pi | partial; r*r*pi | formula; w*pi | misread; r*w/4*pi | formula; s/4 | other",
        domains="r 2..15; w 2..24", say="$\\frac{1}{2} \\times {r} \\times {w}\\pi = {s}$",
    ),
    family(
        "plane.sector.angle.told",
        PLANE,
        _tellings("rw", "부채꼴", "중심각(?:의크기)?", ""),
        let="w = r*n/12; s = 180*w/r", hidden="n = 12*w/r", unit="°", domains="n 1..23; r 2..24",
        wrong="360*w/r | formula; 90*w/r | formula; 180*r/w | order; w*r | formula; s + 15 | other", where="s < 360; is_int(s)",
        say=["중심각을 $x^\\circ$라 하면 $2\\pi \\times {r} \\times \\frac{x}{360} = {w}\\pi$", "따라서 $x = {s}$"], keeps_size=False,
    ),
    _measured(
        "plane.circle.area.told", "r", "원", _AREA, 2, let="q = r*r; s = q*pi",
        wrong="2*r*pi | formula; r*pi | partial; 4*q*pi | misread; 2*q*pi | formula", say="$\\pi \\times {r}^2 = {s}$",
    ),
    _measured(
        "solid.cylinder.told", "rh", "원기둥", _VOLUME, 3, let="q = r*r; s = q*h*pi",
        wrong="q*h/3*pi | formula; 2*r*h*pi | formula; r*h*pi | partial; 4*q*h*pi | misread; 2*s | other",
        say=_ROUND_BOTTOM + " / 부피는 ${q}\\pi \\times {h} = {s}$",
    ),
    _measured(
        "solid.cylinder.surface.told", "rh", "원기둥", _SURFACE, 2, let="q = r*r; side = 2*r*h; total = 2*q + side; s = total*pi",
        wrong="side*pi | partial; (q + side)*pi | partial; q*h*pi | formula; (2*q + r*h)*pi | formula; (total + r)*pi | other",
        say=_ROUND_BOTTOM + ", 옆면의 넓이는 $2\\pi \\times {r} \\times {h} = {side}\\pi$ / 겉넓이는 $2 \\times {q}\\pi + {side}\\pi = {s}$",
    ),
    _measured(
        "solid.cone.told", "rh", "원뿔", _VOLUME, 3, let="q = r*r; m = q*h; s = m/3*pi", where="is_int(m/3)",
        wrong="m*pi | partial; m/2*pi | formula; r*h/3*pi | formula; 2*r*h*pi | formula; 2*m*pi | other",
        say=_ROUND_BOTTOM + " / 부피는 $\\frac{1}{3} \\times {q}\\pi \\times {h} = {s}$",
    ),
    _measured(
        "solid.cone.surface.told", "rl", "원뿔", _SURFACE, 2, let="q = r*r; side = r*l; total = q + side; s = total*pi", where="l > r",
        wrong="side*pi | partial; (2*q + side)*pi | formula; (q + 2*side)*pi | formula; q*l/3*pi | formula; (total + r)*pi | other",
        say=_ROUND_BOTTOM + ", 옆면의 넓이는 $\\pi \\times {r} \\times {l} = {side}\\pi$ / 겉넓이는 ${s}$",
    ),
    _measured(
        "solid.sphere.told", "r", "(?:(?<!반)구(?=의))", _VOLUME, 3, let="q = r*r*r; s = 4*q/3*pi", where="is_int(4*q/3)",
        domains="r 2..15", wrong="4*r*r*pi | formula; q*pi | partial; q/3*pi | partial; 4*q*pi | partial; 2*q/3*pi | other",
        say="$\\frac{4}{3}\\pi \\times {r}^3 = {s}$",
    ),
    _measured(
        "solid.sphere.surface.told", "r", "(?:(?<!반)구(?=의))", _SURFACE, 2, let="q = r*r; s = 4*q*pi",
        wrong="q*pi | partial; 2*q*pi | partial; 4*r*r*r/3*pi | formula; 4*r*pi | formula; 3*q*pi | other",
        say="$4\\pi \\times {r}^2 = {s}$",
    ),
    _measured(
        "solid.pyramid.told", "ah", "(?:정)?사각뿔", _VOLUME, 3, let="q = a*a; m = q*h; s = m/3", where="is_int(m/3)",
        wrong="m | partial; m/2 | formula; a*h/3 | formula; 4*a*h | formula; s + 1 | other",
        say="밑면의 넓이는 ${a}^2 = {q}$ / 부피는 $\\frac{1}{3} \\times {q} \\times {h} = {s}$",
    ),
    _measured(
        "solid.cuboid.told", "gkh", "(?:직육면체|사각기둥)", _VOLUME, 3, let="s = g*k*h",
        wrong="2*(g*k + k*h + h*g) | formula; g*k*h/3 | formula; g + k + h | formula; g*k | partial; s + 1 | other",
        domains="g 2..15; k 2..15; h 2..15", say="${g} \\times {k} \\times {h} = {s}$",
    ),
    _measured(
        "solid.cuboid.surface.told", "gkh", "(?:직육면체|사각기둥)", _SURFACE, 2, let="one = g*k; two = k*h; three = h*g; s = 2*(one + two + three)",
        wrong="one + two + three | partial; g*k*h | formula; 2*(one + two) | partial; one + two | partial; s + 2 | other",
        domains="g 2..15; k 2..15; h 2..15", say="$2 \\times ({one} + {two} + {three}) = {s}$",
    ),
)  # fmt: skip
