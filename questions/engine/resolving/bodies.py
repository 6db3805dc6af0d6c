"""Figures built in coordinates and measured: lengths between points, areas by the shoelace rule, volumes by slices.

None of it uses the formulas of the charts, so that a formula written down wrongly disagrees with what is measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

Point = tuple[float, ...]
Sizes = Mapping[str, float]
_SLICES = 8


@dataclass(frozen=True, slots=True)
class Body:
    """A figure with its free sizes (lengths, or an angle in degrees) and what can be measured of it."""

    figure: str
    free: tuple[str, ...]
    measure: Callable[[Sizes], dict[str, float]]


def around(points: Sequence[Point]) -> float:
    """The length of the closed way through the points."""
    return sum(math.dist(one, other) for one, other in pairwise([*points, points[0]]))


def enclosed(points: Sequence[Point]) -> float:
    """The area of a plane polygon by the shoelace rule."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))) / 2


def heaped(slice_at: Callable[[float], float], height: float) -> float:
    """The sum of slices from 0 to `height` by Simpson's rule, exact where a slice is of the third degree at most."""
    step = height / (2 * _SLICES)
    weights = [1, *([4, 2] * _SLICES)[:-1], 1]
    return sum(weight * slice_at(step * place) for place, weight in enumerate(weights)) * step / 3


def _triangle(s: Sizes) -> dict[str, float]:
    return {"area": enclosed([(0, 0), (s["base"], 0), (s["base"] / 3, s["height"])])}


def _right(s: Sizes) -> dict[str, float]:
    corners = [(0.0, 0.0), (s["first"], 0.0), (0.0, s["second"])]
    way = [(corners[2][0] - corners[1][0], corners[2][1]), (corners[1][0], -corners[2][1])]
    one, other = math.atan2(way[0][1], -way[0][0]), math.atan2(way[1][0], -way[1][1])
    ratios = {"sin": math.sin, "cos": math.cos, "tan": math.tan}
    return {
        "hypotenuse": math.dist(corners[1], corners[2]), "area": enclosed(corners), "perimeter": around(corners),
        **{f"{name}_one": of(one) for name, of in ratios.items()},
        **{f"{name}_other": of(other) for name, of in ratios.items()},
    }  # fmt: skip


def _acute(s: Sizes) -> dict[str, float]:
    """A right triangle drawn with one acute angle; the other is measured."""
    return {"angle_other": math.degrees(math.atan2(1, math.tan(math.radians(s["angle_one"]))))}


def _isosceles(s: Sizes) -> dict[str, float]:
    return {"top": 2 * math.degrees(math.atan2(1, math.tan(math.radians(s["foot"]))))}


def _angles(s: Sizes) -> dict[str, float]:
    """Two rays from the ends of a side meet; the angle between them is measured there."""
    one, other = (math.radians(s[name]) for name in ("one", "other"))
    far = math.sin(other) / math.sin(one + other)
    meet = (far * math.cos(one), far * math.sin(one))
    return {"third": math.degrees(math.atan2(-meet[1], 1 - meet[0]) - math.atan2(-meet[1], -meet[0])) % 360}


def _wedge(s: Sizes) -> dict[str, float]:
    turn = math.radians(s["angle"])
    end = (s["second"] * math.cos(turn), s["second"] * math.sin(turn))
    return {"area": enclosed([(0, 0), (s["first"], 0), end]), "far": math.dist((s["first"], 0), end)}


def _leaning_corners(s: Sizes) -> dict[str, float]:
    turn = math.radians(s["corner"])
    beside = math.atan2(math.sin(turn), -math.cos(turn))
    return {"beside": math.degrees(beside), "across": math.degrees(math.atan2(math.sin(turn), math.cos(turn)))}


def _corners_in_circle(s: Sizes) -> dict[str, float]:
    """Half the arc that an inscribed angle sees, and half of the rest."""
    arc = 2 * math.radians(s["corner"])
    left, right = (math.cos(arc / 2), math.sin(arc / 2)), (math.cos(arc / 2), -math.sin(arc / 2))
    eye = (1.0, 0.0)
    ways = [math.atan2(end[1] - eye[1], end[0] - eye[0]) for end in (left, right)]
    return {"across": math.degrees((ways[1] - ways[0]) % math.tau)}


def _equilateral(s: Sizes) -> dict[str, float]:
    corners = [(s["side"] * math.cos(a), s["side"] * math.sin(a)) for a in (0, math.pi / 3)]
    return {
        "height": corners[1][1], "area": enclosed([(0, 0), *corners]), "perimeter": around([(0.0, 0.0), *corners]),
    }  # fmt: skip


def _rectangle(s: Sizes) -> dict[str, float]:
    corners = [(0.0, 0.0), (s["width"], 0.0), (s["width"], s["depth"]), (0.0, s["depth"])]
    return {
        "area": enclosed(corners), "perimeter": around(corners), "diagonal": math.dist(corners[0], corners[2]),
        "over_depth": s["width"] - s["depth"], "over_width": s["depth"] - s["width"],
    }  # fmt: skip


def _square(s: Sizes) -> dict[str, float]:
    return _rectangle({"width": s["side"], "depth": s["side"]})


def _slanted(s: Sizes) -> dict[str, float]:
    corners = [(0.0, 0.0), (s["base"], 0.0), (s["base"] + 1, s["height"]), (1.0, s["height"])]
    return {"area": enclosed(corners)}


def _leaning(s: Sizes) -> dict[str, float]:
    over = (s["second"] * math.cos(1), s["second"] * math.sin(1))
    return {"perimeter": around([(0, 0), (s["first"], 0), (s["first"] + over[0], over[1]), over])}


def _trapezoid(s: Sizes) -> dict[str, float]:
    return {"area": enclosed([(0, 0), (s["bottom"], 0), (1 + s["top"], s["height"]), (1, s["height"])])}


def _rhombus(s: Sizes) -> dict[str, float]:
    corners = [(s["first"] / 2, 0.0), (0.0, s["second"] / 2), (-s["first"] / 2, 0.0), (0.0, -s["second"] / 2)]
    return {"side": math.dist(corners[0], corners[1]), "area": enclosed(corners), "perimeter": around(corners)}


def _evensided(s: Sizes) -> dict[str, float]:
    angle = (s["side"] * math.cos(1), s["side"] * math.sin(1))
    return {"perimeter": around([(0, 0), (s["side"], 0), (s["side"] + angle[0], angle[1]), angle])}


def _sector(s: Sizes) -> dict[str, float]:
    turn = math.radians(s["angle"])
    return {"arc": turn * s["radius"], "area": heaped(lambda r: turn * r, s["radius"])}


def _fan(s: Sizes) -> dict[str, float]:
    turn = s["arc"] / s["radius"]
    return {"angle": math.degrees(turn), "area": heaped(lambda r: turn * r, s["radius"])}


def _circle(s: Sizes) -> dict[str, float]:
    return {
        "diameter": math.dist((-s["radius"], 0), (s["radius"], 0)), "perimeter": math.tau * s["radius"],
        "area": heaped(lambda r: math.tau * r, s["radius"]),
    }  # fmt: skip


def _chord(s: Sizes) -> dict[str, float]:
    return {"radius": math.dist((0, 0), (s["gap"], s["chord"] / 2))}


def _cuboid(s: Sizes) -> dict[str, float]:
    w, d, h = s["width"], s["depth"], s["height"]
    faces = [[(0, 0), (x, 0), (x, y), (0, y)] for x, y in ((w, d), (w, h), (d, h)) for _ in range(2)]
    return {
        "volume": heaped(lambda _: w * d, h), "surface": sum(map(enclosed, faces)),
        "edges": sum(map(around, faces)) / 2, "diagonal": math.dist((0, 0, 0), (w, d, h)),
    }  # fmt: skip


def _cube(s: Sizes) -> dict[str, float]:
    return _cuboid(dict.fromkeys(("width", "depth", "height"), s["edge"]))


def _disc(radius: float) -> float:
    return _circle({"radius": radius})["area"]


def _cylinder(s: Sizes) -> dict[str, float]:
    ground, lateral = _disc(s["radius"]), heaped(lambda _: math.tau * s["radius"], s["height"])
    return {
        "diameter": s["radius"] + s["radius"], "ground": ground, "lateral": lateral,
        "surface": lateral + ground + ground,
        "volume": heaped(lambda _: ground, s["height"]),
    }  # fmt: skip


def _cone(s: Sizes) -> dict[str, float]:
    slant = math.dist((s["radius"], 0), (0, s["height"]))
    ground, lateral = _disc(s["radius"]), heaped(lambda way: math.tau * s["radius"] * way / slant, slant)
    return {
        "diameter": s["radius"] + s["radius"], "ground": ground, "slant": slant, "lateral": lateral,
        "surface": ground + lateral, "unrolled": math.degrees(math.tau * s["radius"] / slant),
        "volume": heaped(lambda z: _disc(s["radius"] * z / s["height"]), s["height"]),
    }  # fmt: skip


def _sphere(s: Sizes) -> dict[str, float]:
    half = _hemisphere(s)
    return {
        "diameter": half["diameter"], "volume": 2 * half["volume"],
        "surface": 2 * (half["surface"] - _disc(s["radius"])),
    }  # fmt: skip


def _hemisphere(s: Sizes) -> dict[str, float]:
    r = s["radius"]
    return {
        "diameter": r + r, "volume": heaped(lambda z: math.pi * (r * r - z * z), r),
        "surface": heaped(lambda _: math.tau * r, r) + _disc(r),
    }  # fmt: skip


def _pile(ground: Callable[[Sizes], float], *, pointed: bool) -> Callable[[Sizes], dict[str, float]]:
    def measure(s: Sizes) -> dict[str, float]:
        area, height = ground(s), s["height"]
        return {"volume": heaped(lambda z: area * (z / height) ** 2 if pointed else area, height)}

    return measure


def _gon(s: Sizes) -> dict[str, float]:
    """A regular polygon drawn, its angles measured and its diagonals counted one by one."""
    count = round(s["n"])
    corners = [(math.cos(math.tau * i / count), math.sin(math.tau * i / count)) for i in range(count)]
    before, after = corners[-1], corners[1]
    way = [math.atan2(p[1] - corners[0][1], p[0] - corners[0][0]) for p in (before, after)]
    inside = math.degrees((way[0] - way[1]) % math.tau)
    inside = min(inside, 360 - inside)
    diagonals = sum(1 for i, j in combinations(range(count), 2) if j - i not in (1, count - 1))
    spokes = sum(1 for j in range(count) if j not in (0, 1, count - 1))
    return {
        "interior": inside, "exterior": 180 - inside, "interiors": inside * count, "diagonals": float(diagonals),
        "spokes": float(spokes), "pieces": float(spokes + 1), "sides": float(count), "gon": float(count),
    }  # fmt: skip


BODIES: tuple[Body, ...] = (
    Body("triangle", ("base", "height"), _triangle),
    Body("right", ("first", "second"), _right),
    Body("right", ("angle_one",), _acute),
    Body("right", ("angle_other",), lambda s: {"angle_one": _acute({"angle_one": s["angle_other"]})["angle_other"]}),
    Body("isosceles", ("foot",), _isosceles),
    Body("angles", ("one", "other"), _angles),
    Body("wedge", ("first", "second", "angle"), _wedge),
    Body("corners of a parallelogram", ("corner",), _leaning_corners),
    Body("corners of a rhombus", ("corner",), _leaning_corners),
    Body("corners in a circle", ("corner",), _corners_in_circle),
    Body("equilateral", ("side",), _equilateral),
    Body("square", ("side",), _square),
    Body("rectangle", ("width", "depth"), _rectangle),
    Body("parallelogram", ("base", "height"), _slanted),
    Body("parallelogram", ("first", "second"), _leaning),
    Body("trapezoid", ("top", "bottom", "height"), _trapezoid),
    Body("rhombus", ("first", "second"), _rhombus),
    Body("rhombus", ("side",), _evensided),
    Body("sector", ("radius", "angle"), _sector),
    Body("sector", ("radius", "arc"), _fan),
    Body("circle", ("radius",), _circle),
    Body("chord", ("gap", "chord"), _chord),
    Body("polygon", ("n",), _gon),
    Body("regular", ("n",), _gon),
    Body("cube", ("edge",), _cube),
    Body("cuboid", ("width", "depth", "height"), _cuboid),
    Body("cylinder", ("radius", "height"), _cylinder),
    Body("cone", ("radius", "height"), _cone),
    Body("sphere", ("radius",), _sphere),
    Body("hemisphere", ("radius",), _hemisphere),
    Body("pyramid", ("ground", "height"), _pile(lambda s: s["ground"], pointed=True)),
    Body("prism", ("ground", "height"), _pile(lambda s: s["ground"], pointed=False)),
    Body("square pyramid", ("side", "height"), _pile(lambda s: _square(s)["area"], pointed=True)),
    Body("square prism", ("side", "height"), _pile(lambda s: _square(s)["area"], pointed=False)),
    Body("rectangle pyramid", ("width", "depth", "height"), _pile(lambda s: _rectangle(s)["area"], pointed=True)),
    Body("rectangle prism", ("width", "depth", "height"), _pile(lambda s: _rectangle(s)["area"], pointed=False)),
)
