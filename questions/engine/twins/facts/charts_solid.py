"""Solids and their quantities."""

# ruff: noqa: E501 (an entry is read as one line)

from __future__ import annotations

from questions.engine.twins.facts.quantities import TRIPLE_DOMAINS, Chart, chart, leg
from questions.engine.twins.facts.quantities import quantity as q

SOLIDS = "중1.입체도형의 겉넓이와 부피"
PYTHAGORAS = "중2.피타고라스 정리"
_THIRD = r"\frac{1}{3}"


def _pillar(figure: str, domains: str, ground: str, shown: str, wrong: str, *, pointed: bool) -> Chart:
    """A prism or a pyramid over a rectangle or a ground of known area."""
    share, part, name = ("/3", _THIRD + r" \times ", "뿔") if pointed else ("", "", "기둥")
    volume = q("volume", f"{ground}*height{share}", rf"각{name}의 부피는 ${part}{shown} \times {{height}} = {{volume}}$", dimension="3", wrong=wrong)  # fmt: skip
    return chart(figure, SOLIDS, domains, [volume])


def _grounded(figure: str, *, pointed: bool) -> Chart:
    made = _pillar(figure, "ground 4..60; height 2..15", "ground", "{ground}", f"{_swapped(pointed)}; ground*height/2 | formula; ground + height | formula; 2*ground*height | formula", pointed=pointed)  # fmt: skip
    ground = q("ground", "ground", dimension="2")
    return chart(figure, SOLIDS, "ground 4..60; height 2..15", [made.quantities["volume"], ground])


def _swapped(pointed: bool) -> str:
    return "ground*height | formula" if pointed else "ground*height/3 | formula"


CHARTS: tuple[Chart, ...] = (
    chart(
        "cube", SOLIDS, "edge 2..12",
        [
            q("surface", "6*edge*edge", r"정육면체의 겉넓이는 여섯 면의 합이다: $6 \times {edge}^2 = {surface}$", dimension="2", wrong="edge**3 | misread; 4*edge*edge | partial; edge*edge | partial; 12*edge | formula; 6*edge | formula"),
            q("volume", "edge**3", r"정육면체의 부피는 한 모서리의 길이의 세제곱이다: ${edge}^3 = {volume}$", dimension="3", wrong="6*edge*edge | misread; 3*edge | formula; edge*edge | formula; 12*edge | formula"),
            q("diagonal", "edge", r"정육면체의 대각선의 길이는 한 모서리의 길이의 $\sqrt{3}$배이다: ${edge} \times \sqrt{3}$", symbol="sqrt(3)", wrong="edge*edge | formula; 2*edge | formula; 3*edge | formula; edge/2 | formula"),
            q("edges", "12*edge", r"모서리는 12개이다: $12 \times {edge} = {edges}$", wrong="6*edge | partial; 8*edge | misread; 4*edge | partial; 6*edge*edge | formula"),
        ],
    ),
    chart(
        "cuboid", SOLIDS, "width 2..12; depth 2..12; height 2..12",
        [
            q("volume", "width*depth*height", r"부피는 ${width} \times {depth} \times {height} = {volume}$", dimension="3", wrong="width + depth + height | formula; width*depth | partial; 2*(width*depth + depth*height + height*width) | misread; width*depth*height/3 | formula"),
            q("surface", "2*(width*depth + depth*height + height*width)", r"겉넓이는 $2 \times ({width} \times {depth} + {depth} \times {height} + {height} \times {width}) = {surface}$", dimension="2", wrong="width*depth + depth*height + height*width | partial; width*depth*height | misread; 4*(width + depth + height) | formula; 2*width*depth + depth*height | partial"),
            q("edges", "4*(width + depth + height)", r"길이가 같은 모서리가 4개씩 있으므로 $4 \times ({width} + {depth} + {height}) = {edges}$", wrong="width + depth + height | partial; 2*(width + depth + height) | partial; 12*width | misread; width*depth*height | formula"),
        ],
    ),
    chart(
        "cuboid", PYTHAGORAS, "width 2..12; depth 2..12; height 2..12",
        [q("diagonal", "sqrt(width*width + depth*depth + height*height)", r"직육면체의 대각선의 길이는 $\sqrt{{width}^2 + {depth}^2 + {height}^2}$이다.", wrong="width + depth + height | formula; sqrt(width*width + depth*depth) | partial; width*width + depth*depth + height*height | partial; sqrt(width + depth + height) | order")],
    ),
    chart(
        "cylinder", SOLIDS, "radius 2..12; height 2..15",
        [
            q("diameter", "2*radius", r"반지름의 길이는 ${diameter} \div 2 = {radius}$"),
            q("ground", "radius*radius", r"밑넓이는 $\pi \times {radius}^2$이다.", symbol="pi", dimension="2", wrong="2*radius | formula; 2*radius*radius | misread; radius*height | misread; 4*radius*radius | formula"),
            q("lateral", "2*radius*height", r"옆넓이는 $2\pi \times {radius} \times {height}$이다.", symbol="pi", dimension="2", wrong="radius*height | partial; radius*radius*height | misread; 2*radius*radius + 2*radius*height | misread; 4*radius*height | formula"),
            q("volume", "radius*radius*height", r"원기둥의 부피는 $\pi \times {radius}^2 \times {height}$이다.", symbol="pi", dimension="3", wrong="2*radius*height | misread; radius*radius*height/3 | formula; radius*height | partial; 2*radius*radius*height | formula; 4*radius*radius*height | misread"),
            q("surface", "2*radius*radius + 2*radius*height", r"원기둥의 겉넓이는 두 밑넓이와 옆넓이의 합이다: $2\pi \times {radius}^2 + 2\pi \times {radius} \times {height}$", symbol="pi", dimension="2", wrong="radius*radius + 2*radius*height | partial; 2*radius*height | partial; radius*radius*height | misread; 2*radius*radius + radius*height | partial"),
        ],
    ),
    chart(
        "cone", SOLIDS, "radius 2..12; height 2..15",
        [
            q("diameter", "2*radius", r"반지름의 길이는 ${diameter} \div 2 = {radius}$"),
            q("ground", "radius*radius", r"밑넓이는 $\pi \times {radius}^2$이다.", symbol="pi", dimension="2", wrong="2*radius | formula; 2*radius*radius | misread; radius*height | misread; 4*radius*radius | formula"),
            q("volume", "radius*radius*height/3", rf"원뿔의 부피는 ${_THIRD} \times \pi \times {{radius}}^2 \times {{height}}$이다.", symbol="pi", dimension="3", wrong="radius*radius*height | formula; radius*height/3 | partial; radius*radius*height/2 | formula; 2*radius*height/3 | formula"),
        ],
    ),
    chart(
        "cone", SOLIDS, "radius 2..9; slant 3..24",
        [
            q("diameter", "2*radius", r"반지름의 길이는 ${diameter} \div 2 = {radius}$"),
            q("lateral", "radius*slant", r"옆넓이는 $\pi \times {radius} \times {slant}$이다.", symbol="pi", dimension="2", wrong="2*radius*slant | formula; radius*slant/2 | formula; radius*radius*slant | misread; radius*radius + radius*slant | misread"),
            q("surface", "radius*radius + radius*slant", r"원뿔의 겉넓이는 밑넓이와 옆넓이의 합이다: $\pi \times {radius}^2 + \pi \times {radius} \times {slant}$", symbol="pi", dimension="2", wrong="radius*slant | partial; 2*radius*radius + radius*slant | formula; radius*radius + 2*radius*slant | formula; 2*radius*slant | formula"),
            q("unrolled", "360*radius/slant", r"부채꼴의 호의 길이는 밑면의 둘레와 같으므로 중심각의 크기는 $360^\circ \times \frac{{radius}}{{slant}} = {unrolled}^\circ$", dimension="°", wrong="180*radius/slant | formula; 360 - unrolled | misread; 180 - 180*radius/slant | formula; unrolled/3 | other"),
        ],
        where="slant > radius",
    ),
    chart(
        "cone", PYTHAGORAS, TRIPLE_DOMAINS,
        [
            q("radius", leg(0)), q("height", leg(1), r"피타고라스 정리에서 ${radius}^2 + {height}^2 = {slant}^2$", wrong="slant - radius | formula; slant + radius | formula; height + 1 | other; height + 2 | other"),
            q("slant", leg(2), r"피타고라스 정리에서 ${radius}^2 + {height}^2 = {slant}^2$", wrong="radius + height | formula; abs(height - radius) | formula; slant + 1 | other; slant + 2 | other"),
            q("volume", f"({leg(0)})**2*{leg(1)}/3", rf"피타고라스 정리에서 높이는 ${{height}}$이고, 부피는 ${_THIRD} \times \pi \times {{radius}}^2 \times {{height}}$이다.", symbol="pi", dimension="3", wrong="radius**2*slant/3 | misread; radius**2*height | formula; radius**2*slant | formula; radius*height/3 | partial"),
            q("lateral", f"{leg(0)}*{leg(2)}", r"모선의 길이는 ${slant}$이고, 옆넓이는 $\pi \times {radius} \times {slant}$이다.", symbol="pi", dimension="2", wrong="radius*height | misread; 2*radius*slant | formula; radius*slant/2 | formula; radius*radius + radius*slant | misread"),
            q("surface", f"({leg(0)})**2 + {leg(0)}*{leg(2)}", r"모선의 길이는 ${slant}$이고, 겉넓이는 $\pi \times {radius}^2 + \pi \times {radius} \times {slant}$이다.", symbol="pi", dimension="2", wrong="radius*slant | partial; radius*radius + radius*height | misread; 2*radius*radius + radius*slant | formula; 2*radius*slant | formula"),
        ],
        fixing="radius height | radius slant | height slant | radius volume | radius lateral", hidden="t k",
    ),
    chart(
        "sphere", SOLIDS, "radius 2..12",
        [
            q("diameter", "2*radius", r"지름은 반지름의 2배이다: $2 \times {radius} = {diameter}$", wrong="radius*4 | formula; radius/2 | order; radius | partial; radius*radius | formula"),
            q("volume", "4*radius**3/3", r"구의 부피는 $\frac{4}{3} \times \pi \times {radius}^3$이다.", symbol="pi", dimension="3", wrong="4*radius*radius | misread; radius**3/3 | formula; 4*radius**3 | formula; 2*radius**3/3 | formula"),
            q("surface", "4*radius*radius", r"구의 겉넓이는 $4\pi \times {radius}^2$이다.", symbol="pi", dimension="2", wrong="radius*radius | partial; 4*radius**3/3 | misread; 2*radius*radius | formula; 3*radius*radius | formula"),
        ],
    ),
    chart(
        "hemisphere", SOLIDS, "radius 2..12",
        [
            q("diameter", "2*radius", r"반지름의 길이는 ${diameter} \div 2 = {radius}$"),
            q("volume", "2*radius**3/3", r"반구의 부피는 구의 부피의 반이다: $\frac{1}{2} \times \frac{4}{3} \times \pi \times {radius}^3$", symbol="pi", dimension="3", wrong="4*radius**3/3 | partial; radius**3/3 | formula; 3*radius*radius | misread; 2*radius*radius | formula"),
            q("surface", "3*radius*radius", r"반구의 겉넓이는 구면의 반과 밑면의 합이다: $\frac{1}{2} \times 4\pi \times {radius}^2 + \pi \times {radius}^2$", symbol="pi", dimension="2", wrong="2*radius*radius | partial; 4*radius*radius | formula; 2*radius**3/3 | misread; 5*radius*radius | formula"),
        ],
    ),
    _grounded("pyramid", pointed=True),
    _grounded("prism", pointed=False),
    _pillar("square pyramid", "side 2..12; height 2..15", "side*side", "{side}^2", "side*side*height | formula; side*height/3 | partial; side*side*height/2 | formula; 4*side*height/3 | formula", pointed=True),
    _pillar("square prism", "side 2..12; height 2..15", "side*side", "{side}^2", "side*side*height/3 | formula; side*height | partial; 4*side*height | formula; side*side*height/2 | formula", pointed=False),
    _pillar("rectangle pyramid", "width 2..12; depth 2..12; height 2..15", "width*depth", r"{width} \times {depth}", "width*depth*height | formula; width*depth*height/2 | formula; (width + depth)*height/3 | formula; width*height/3 | partial", pointed=True),
    _pillar("rectangle prism", "width 2..12; depth 2..12; height 2..15", "width*depth", r"{width} \times {depth}", "width*depth*height/3 | formula; width*depth*height/2 | formula; 2*(width + depth)*height | formula; width*depth | partial", pointed=False),
)  # fmt: skip
