"""Lengths, areas and volumes from the formulas of school geometry."""

from __future__ import annotations

import re
from fractions import Fraction

import sympy as sp

from bench.judge.readers.algebra import ASK
from bench.judge.stem import Stem, exact
from bench.judge.truth import Truth, rational, value

UNIT = r"(cm|m|mm|km|)"


def _measured(number: object, unit: str, power: int) -> Truth:
    return Truth("value", number, f"{unit}^{power}" if unit and power > 1 else unit)


def sector(stem: Stem) -> Truth | None:
    """Arc length or area of a sector."""
    found = stem.finds(rf"반지름의길이가#{UNIT}(?:이?고|,)중심각의크기가#°인부채꼴의(넓이|호의길이){ASK}")
    if not found:
        return None
    radius, angle = (rational(number) for number in exact(found, 1, 3))
    part = angle / 360
    if found[4] == "넓이":
        return _measured(sp.pi * radius**2 * part, found[2], 2)
    return _measured(2 * sp.pi * radius * part, found[2], 1)


def round_solid(stem: Stem) -> Truth | None:
    """Volume of a cone or cylinder; volume or surface of a sphere."""
    found = stem.finds(rf"밑면의반지름의길이가#{UNIT}(?:이?고|,)높이가#{UNIT}인(원뿔|원기둥)의부피{ASK}")
    if found and found[2] == found[4]:
        radius, height = (rational(number) for number in exact(found, 1, 3))
        volume = sp.pi * radius**2 * height
        return _measured(volume / 3 if found[5] == "원뿔" else volume, found[2], 3)
    found = stem.finds(rf"반지름의길이가#{UNIT}인구의(겉넓이|부피){ASK}")
    if found:
        radius = rational(exact(found, 1)[0])
        if found[3] == "부피":
            return _measured(sp.pi * radius**3 * 4 / 3, found[2], 3)
        return _measured(4 * sp.pi * radius**2, found[2], 2)
    return None


def polygon(stem: Stem) -> Truth | None:
    """Sides from an angle of a regular polygon; angle sums and diagonals from sides."""
    found = stem.finds(rf"한(내각|외각)의크기가#°인정다각형의변의개수{ASK}")
    if found:
        outside = exact(found, 2)[0] if found[1] == "외각" else 180 - exact(found, 2)[0]
        sides = Fraction(360) / outside if outside else Fraction(1, 2)
        return value(sides, "개") if sides.denominator == 1 and sides > 2 else None
    found = re.fullmatch(rf"정?([삼사오육칠팔구십])각형의(대각선의개수|내각의크기의합|한내각의크기){ASK}", stem.flat)
    if not found:
        return None
    sides_whole = "삼사오육칠팔구십".index(found[1]) + 3
    if found[2] == "대각선의개수":
        return value(sides_whole * (sides_whole - 3) // 2, "개")
    total = 180 * (sides_whole - 2)
    if found[2] == "한내각의크기":
        return value(Fraction(total, sides_whole), "°") if stem.flat.startswith("정") else None
    return value(total, "°")


def right_triangle(stem: Stem) -> Truth | None:
    """The hypotenuse of two legs."""
    found = stem.finds(
        rf"직각을(?:낀|끼고있는)두변의길이가(?:각각)?#{UNIT},#{UNIT}인직각삼각형(?:에서)?의?빗변의길이{ASK}"
    )
    if not found or (found[2] and found[2] != found[4]):
        return None
    a, b = (rational(number) for number in exact(found, 1, 3))
    return _measured(sp.sqrt(a**2 + b**2), found[4], 1)


def triangle_by_angle(stem: Stem) -> Truth | None:
    """Two sides and the angle between them: the area ½·b·c·sin A."""
    side = rf"(?:\\overline)?([a-zA-Z]{{1,2}})=#{UNIT}"
    text = stem.flat.replace("{", "").replace("}", "").replace("\\triangle", "삼각형")
    found = re.fullmatch(
        (rf"삼각형ABC에서{side}(?:,|이고,?){side}(?:,|이고,?)(?:\\angle)?([ABC])=#°일때,?(?:삼각형ABC의)?(넓이){ASK}")
        .replace("#", r"(\d+(?:\.\d+)?)"),
        text,
    )  # fmt: skip
    if not found:
        return None
    first, second = (_ends(found[group]) for group in (1, 4))
    if first & second != {found[7]} or found[3] != found[6]:
        return None
    b, c, angle = (rational(Fraction(found[group])) for group in (2, 5, 8))
    return _measured(b * c * sp.sin(angle * sp.pi / 180) / 2, found[3], 2)


def _ends(side: str) -> set[str]:
    """The two corners of a side: `AB` → {A, B}; the side `a` lies opposite of A."""
    return set(side) if side.isupper() else set("ABC") - {side.upper()}


def plane_area(stem: Stem) -> Truth | None:
    """Area of a triangle, a parallelogram, a rhombus or a trapezoid."""
    found = stem.finds(rf"밑변의길이가#{UNIT}(?:이?고|,)높이가#{UNIT}인(삼각형|평행사변형)의넓이{ASK}")
    if found and found[2] == found[4]:
        base, height = exact(found, 1, 3)
        area = base * height / (2 if found[5] == "삼각형" else 1)
        return _measured(rational(area), found[2], 2)
    found = stem.finds(rf"윗변의길이가#{UNIT},아랫변의길이가#{UNIT}(?:이?고|,),높이가#{UNIT}인사다리꼴의넓이{ASK}")
    if found and found[2] == found[4] == found[6]:
        top, bottom, height = exact(found, 1, 3, 5)
        return _measured(rational((top + bottom) * height / 2), found[2], 2)
    return None


def rectangle(stem: Stem) -> Truth | None:
    """A rectangle's shorter side, from its area and by how much the other side is longer."""
    found = stem.finds(
        rf"(가로|세로)의길이가(?:가로|세로)의길이보다#{UNIT}(?:만큼)?더?긴직사각형의넓이가#{UNIT}\^2일때,(가로|세로)의길이{ASK}"
    )
    if not found or found[3] != found[5]:
        return None
    more, area = (rational(number) for number in exact(found, 2, 4))
    short = -more / 2 + sp.sqrt(more**2 / 4 + area)
    return _measured(short + more if found[6] == found[1] else short, found[3], 1)


READERS = (rectangle, sector, round_solid, polygon, right_triangle, triangle_by_angle, plane_area)
