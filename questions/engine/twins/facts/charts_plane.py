"""Plane figures and their quantities."""

# ruff: noqa: E501 (an entry is read as one line)

from __future__ import annotations

from questions.engine.twins.facts.quantities import TRIPLE_DOMAINS, Chart, chart, leg
from questions.engine.twins.facts.quantities import quantity as q

AREAS = "초5.다각형의 둘레와 넓이"
PYTHAGORAS = "중2.피타고라스 정리"
CIRCLE = "중1.부채꼴의 호의 길이와 넓이"
POLYGON = "중1.다각형의 내각과 외각"
_T = TRIPLE_DOMAINS
_GONS = (
    "삼",
    "사",
    "오",
    "육",
    "칠",
    "팔",
    "구",
    "십",
    "십일",
    "십이",
    "십삼",
    "십사",
    "십오",
    "십육",
    "십칠",
    "십팔",
    "십구",
    "이십",
)
_GON = " ".join(f"'{word}각형' if n == {count} else" for count, word in enumerate(_GONS[:-1], 3)) + " '이십각형'"
_HALF = r"\frac{1}{2}"

CHARTS: tuple[Chart, ...] = (
    chart(
        "triangle", AREAS, "base 3..20; height 3..20",
        [q("area", "base*height/2", rf"삼각형의 넓이는 밑변과 높이의 곱의 반이다: ${_HALF} \times {{base}} \times {{height}} = {{area}}$", dimension="2", wrong="base*height | formula; (base + height)/2 | formula; base*height/4 | formula; base + height | formula; 2*base*height | formula")],
    ),
    chart(
        "parallelogram", AREAS, "base 3..20; height 3..20",
        [q("area", "base*height", r"평행사변형의 넓이는 밑변과 높이의 곱이다: ${base} \times {height} = {area}$", dimension="2", wrong="base*height/2 | formula; 2*(base + height) | formula; base + height | formula; 2*base*height | formula")],
    ),
    chart(
        "parallelogram", AREAS, "first 3..20; second 3..20",
        [q("perimeter", "2*(first + second)", r"마주 보는 두 변의 길이가 같으므로 $2 \times ({first} + {second}) = {perimeter}$", wrong="first + second | partial; first*second | formula; 2*first + second | partial; 4*first | misread")],
        where="first != second",
    ),
    chart(
        "rectangle", AREAS, "width 3..20; depth 3..20",
        [
            q("area", "width*depth", r"넓이는 가로와 세로의 곱이다: ${width} \times {depth} = {area}$", dimension="2", wrong="2*(width + depth) | formula; width*depth/2 | formula; width + depth | formula; 2*width*depth | formula"),
            q("perimeter", "2*(width + depth)", r"둘레는 가로와 세로의 합의 2배이다: $2 \times ({width} + {depth}) = {perimeter}$", wrong="width + depth | partial; width*depth | formula; 4*width | misread; 2*width + depth | partial"),
        ],
        where="width != depth",
    ),
    chart(
        "rectangle", AREAS, "depth 3..20; over_depth 1..9",
        [
            q("width", "depth + over_depth", r"가로의 길이는 ${depth} + {over_depth} = {width}$"),
            q("area", "depth*(depth + over_depth)", r"넓이는 ${depth} \times ({depth} + {over_depth}) = {area}$", dimension="2", wrong="2*(2*depth + over_depth) | formula; depth*depth | misread; (depth + over_depth)**2 | misread; depth*over_depth | formula"),
            q("perimeter", "2*(2*depth + over_depth)", r"둘레는 $2 \times ({depth} + {depth} + {over_depth}) = {perimeter}$", wrong="2*depth + over_depth | partial; 4*depth | misread; 2*depth + 2*over_depth | partial; depth*(depth + over_depth) | formula"),
        ],
    ),
    chart(
        "rectangle", AREAS, "width 3..20; over_width 1..9",
        [
            q("depth", "width + over_width", r"세로의 길이는 ${width} + {over_width} = {depth}$"),
            q("area", "width*(width + over_width)", r"넓이는 ${width} \times ({width} + {over_width}) = {area}$", dimension="2", wrong="2*(2*width + over_width) | formula; width*width | misread; (width + over_width)**2 | misread; width*over_width | formula"),
            q("perimeter", "2*(2*width + over_width)", r"둘레는 $2 \times ({width} + {width} + {over_width}) = {perimeter}$", wrong="2*width + over_width | partial; 4*width | misread; 2*width + 2*over_width | partial; width*(width + over_width) | formula"),
        ],
    ),
    chart(
        "rectangle", PYTHAGORAS, _T,
        [
            q("width", leg(0)), q("depth", leg(1)),
            q("diagonal", leg(2), r"피타고라스 정리에서 ${width}^2 + {depth}^2 = {diagonal}^2$", wrong="width + depth | formula; abs(width - depth) | formula; diagonal + 1 | other; diagonal*2 | other"),
            q("area", f"{leg(0)}*{leg(1)}", r"넓이는 ${width} \times {depth} = {area}$", dimension="2", wrong="width*diagonal | misread; depth*diagonal | misread; area/2 | partial; 2*(width + depth) | formula"),
            q("perimeter", f"2*({leg(0)} + {leg(1)})", r"둘레는 $2 \times ({width} + {depth}) = {perimeter}$", wrong="width + depth | partial; 2*(width + diagonal) | misread; width*depth | formula; width + depth + diagonal | misread"),
        ],
        fixing="width depth | width diagonal | depth diagonal", hidden="t k",
    ),
    chart(
        "square", AREAS, "side 2..20",
        [
            q("area", "side*side", r"정사각형의 넓이는 한 변의 길이의 제곱이다: ${side}^2 = {area}$", dimension="2", wrong="4*side | formula; 2*side | formula; side*side/2 | formula; 2*side*side | formula"),
            q("perimeter", "4*side", r"정사각형은 네 변의 길이가 같다: $4 \times {side} = {perimeter}$", wrong="side*side | formula; 2*side | partial; 3*side | misread; side + 4 | formula"),
            q("diagonal", "side", r"대각선의 길이는 한 변의 길이의 $\sqrt{2}$배이다: ${side} \times \sqrt{2} = {side}\sqrt{2}$", symbol="sqrt(2)", wrong="side*2 | formula; side*side | formula; side/2 | formula; side*3 | other"),
        ],
    ),
    chart(
        "trapezoid", AREAS, "top 2..15; bottom 3..20; height 2..15",
        [q("area", "(top + bottom)*height/2", rf"사다리꼴의 넓이는 ${_HALF} \times ({{top}} + {{bottom}}) \times {{height}} = {{area}}$", dimension="2", wrong="(top + bottom)*height | formula; top*bottom*height/2 | formula; top + bottom + height | formula; bottom*height/2 | partial; top*height | partial")],
        where="top != bottom",
    ),
    chart(
        "rhombus", AREAS, "first 4..30; second 4..30",
        [q("area", "first*second/2", rf"마름모의 넓이는 두 대각선의 길이의 곱의 반이다: ${_HALF} \times {{first}} \times {{second}} = {{area}}$", dimension="2", wrong="first*second | formula; first*second/4 | formula; first + second | formula; 2*(first + second) | formula")],
        where="first != second",
    ),
    chart(
        "rhombus", PYTHAGORAS, _T,
        [
            q("first", f"2*{leg(0)}"), q("second", f"2*{leg(1)}"),
            q("side", leg(2), r"두 대각선은 서로를 수직이등분하므로 $\left(\frac{{first}}{2}\right)^2 + \left(\frac{{second}}{2}\right)^2 = {side}^2$", wrong="2*side | partial; (first + second)/2 | formula; (first + second)/4 | formula; side + 1 | other"),
            q("perimeter", f"4*{leg(2)}", r"네 변의 길이가 같으므로 둘레는 ${perimeter}$", wrong="2*(first + second) | formula; first + second | formula; perimeter/4 | partial; perimeter/2 | partial; perimeter*2 | other"),
            q("area", f"2*{leg(0)}*{leg(1)}", rf"넓이는 ${_HALF} \times {{first}} \times {{second}} = {{area}}$", dimension="2", wrong="first*second | formula; first*second/4 | formula; side*side | misread; first + second | formula"),
        ],
        fixing="first second | first side | second side | first perimeter | second perimeter", hidden="t k",
    ),
    chart(
        "rhombus", AREAS, "side 2..20",
        [q("perimeter", "4*side", r"마름모는 네 변의 길이가 같다: $4 \times {side} = {perimeter}$", wrong="side*side | formula; 2*side | partial; 3*side | misread; side + 4 | formula")],
    ),
    chart(
        "equilateral", "중3.삼각비", "side 2..24",
        [
            q("height", "side/2", r"정삼각형의 높이는 한 변의 길이의 $\frac{\sqrt{3}}{2}$배이다: $\frac{\sqrt{3}}{2} \times {side}$", symbol="sqrt(3)", wrong="side | formula; side*side/4 | misread; side/4 | formula; side/3 | formula; side*2 | order"),
            q("area", "side*side/4", r"정삼각형의 넓이는 $\frac{\sqrt{3}}{4} \times {side}^2$", symbol="sqrt(3)", dimension="2", wrong="side/2 | misread; side*side/2 | formula; side*side | formula; side*side/3 | formula; side | misread"),
            q("perimeter", "3*side", r"세 변의 길이가 같다: $3 \times {side} = {perimeter}$", wrong="2*side | partial; side*side | formula; 4*side | misread; side + 3 | formula"),
        ],
    ),
    chart(
        "circle", CIRCLE, "radius 2..20",
        [
            q("diameter", "2*radius", r"지름은 반지름의 2배이다: $2 \times {radius} = {diameter}$", wrong="radius*4 | formula; radius/2 | order; radius | partial; radius*radius | formula"),
            q("perimeter", "2*radius", r"원의 둘레는 $2\pi \times {radius}$이다.", symbol="pi", wrong="radius | partial; radius*radius | formula; 4*radius | formula; 2*radius + 1 | other"),
            q("area", "radius*radius", r"원의 넓이는 $\pi \times {radius}^2$이다.", symbol="pi", dimension="2", wrong="2*radius | formula; 4*radius*radius | misread; 2*radius*radius | formula; radius | partial"),
        ],
    ),
    chart(
        "sector", CIRCLE, "radius 3..24; angle 30|36|40|45|60|72|80|90|100|108|120|135|140|144|150|160|180|200|210|216|225|240|270|300",
        [
            q("arc", "2*radius*angle/360", r"호의 길이는 $2\pi \times {radius} \times \frac{{angle}}{360}$이다.", symbol="pi", wrong="radius*angle/360 | partial; radius*radius*angle/360 | formula; radius*angle/90 | formula; 2*radius | partial"),
            q("area", "radius*radius*angle/360", r"부채꼴의 넓이는 $\pi \times {radius}^2 \times \frac{{angle}}{360}$이다.", symbol="pi", dimension="2", wrong="2*radius*angle/360 | formula; radius*radius*angle/180 | formula; radius*radius | partial; radius*angle/360 | formula"),
        ],
        degrees="angle", where="angle < 360",
    ),
    chart(
        "sector", CIRCLE, "radius 3..24; arc 2..20",
        [
            q("area", "radius*arc/2", rf"부채꼴의 넓이는 ${_HALF} \times {{radius}} \times {{arc}}\pi$이다.", symbol="pi", dimension="2", wrong="radius*arc | formula; radius*arc/4 | formula; radius*arc/3 | formula; radius + arc | formula"),
            q("angle", "180*arc/radius", r"호의 길이에서 $2\pi \times {radius} \times \frac{{angle}}{360} = {arc}\pi$", dimension="°", wrong="90*arc/radius | formula; 360*arc/radius | formula; 180 - angle | formula; 360 - angle | misread"),
        ],
        symbols={"arc": "pi"}, where="arc < 2*radius",
    ),
    chart(
        "polygon", POLYGON, "n 5..20",
        [
            q("interiors", "180*(n - 2)", r"내각의 크기의 합은 $180^\circ \times ({n} - 2) = {interiors}^\circ$", dimension="°", wrong="180*n | formula; 180*(n - 1) | formula; 180*(n - 3) | formula; 360 | misread; 90*(n - 2) | formula"),
            q("diagonals", "n*(n - 3)/2", r"대각선의 개수는 $\frac{{n} \times ({n} - 3)}{2} = {diagonals}$", dimension="", wrong="n*(n - 3) | partial; n*(n - 2)/2 | formula; n*(n - 1)/2 | formula; n - 3 | partial; n*(n - 3)/2 + n | order"),
            q("spokes", "n - 3", r"한 꼭짓점에서 그을 수 있는 대각선은 ${n} - 3 = {spokes}$(개)", dimension="", wrong="n - 2 | formula; n - 1 | formula; n | formula; n*(n - 3)/2 | misread"),
            q("pieces", "n - 2", r"한 꼭짓점에서 대각선을 모두 그으면 삼각형이 ${n} - 2 = {pieces}$(개) 생긴다.", dimension="", wrong="n - 3 | formula; n - 1 | formula; n | formula; n + 2 | order"),
            q("sides", "n", r"변의 개수는 ${n}$이다.", dimension="", wrong="n - 3 | misread; n - 2 | misread; n + 2 | order; n + 3 | order; n + 1 | other"),
            q("gon", _GON, r"변의 개수가 ${n}$인 다각형이다.", dimension="word"),
        ],
        plain="n", where="n > 3",
    ),
    chart(
        "regular", POLYGON, "n 3|4|5|6|8|9|10|12|15|18|20|24|30|36",
        [
            q("interior", "180*(n - 2)/n", r"한 내각의 크기는 $\frac{180^\circ \times ({n} - 2)}{{n}} = {interior}^\circ$", dimension="°", wrong="360/n | misread; 180 - interior/2 | formula; 180*(n - 1)/n | formula; 180*(n - 3)/n | formula"),
            q("exterior", "360/n", r"한 외각의 크기는 $360^\circ \div {n} = {exterior}^\circ$", dimension="°", wrong="180 - 360/n | misread; 180/n | formula; 720/n | formula; 360/n + 10 | other"),
            q("interiors", "180*(n - 2)", r"내각의 크기의 합은 $180^\circ \times ({n} - 2) = {interiors}^\circ$", dimension="°", wrong="180*n | formula; 180*(n - 1) | formula; 180*(n - 3) | formula; 360 | misread; 90*(n - 2) | formula"),
            q("diagonals", "n*(n - 3)/2", r"대각선의 개수는 $\frac{{n} \times ({n} - 3)}{2} = {diagonals}$", dimension="", wrong="n*(n - 3) | partial; n*(n - 2)/2 | formula; n*(n - 1)/2 | formula; n - 3 | partial; n*(n - 3)/2 + n | order"),
            q("spokes", "n - 3", r"한 꼭짓점에서 그을 수 있는 대각선은 ${n} - 3 = {spokes}$(개)", dimension="", wrong="n - 2 | formula; n - 1 | formula; n | formula; n*(n - 3)/2 | misread"),
            q("sides", "n", r"변의 개수는 ${n}$이다.", dimension="", wrong="n - 3 | misread; n - 2 | misread; n + 2 | order; n + 3 | order; n + 1 | other"),
        ],
        plain="n",
    ),
    chart(
        "right", PYTHAGORAS, _T,
        [
            q("first", leg(0)), q("second", leg(1)),
            q("hypotenuse", leg(2), r"피타고라스 정리에서 ${first}^2 + {second}^2 = {hypotenuse}^2$", wrong="first + second | formula; abs(first - second) | formula; hypotenuse + 1 | other; hypotenuse + 2 | other"),
            q("area", f"{leg(0)}*{leg(1)}/2", rf"넓이는 ${_HALF} \times {{first}} \times {{second}} = {{area}}$", dimension="2", wrong="first*second | formula; first*hypotenuse/2 | misread; second*hypotenuse/2 | misread; first + second + hypotenuse | formula"),
            q("perimeter", f"{leg(0)} + {leg(1)} + {leg(2)}", r"둘레는 ${first} + {second} + {hypotenuse} = {perimeter}$", wrong="first + second | partial; first*second/2 | formula; first + hypotenuse | partial; 2*(first + second) | formula"),
        ],
        fixing="first second | first hypotenuse | second hypotenuse | first area | second area | first perimeter | second perimeter", hidden="t k",
    ),
    chart(
        "right", PYTHAGORAS, "first 2..12; second 2..12",
        [q("hypotenuse", "sqrt(first*first + second*second)", r"피타고라스 정리에서 빗변의 길이는 $\sqrt{{first}^2 + {second}^2}$이다.", wrong="first + second | formula; first*first + second*second | partial; sqrt(first + second) | order; sqrt(abs(first*first - second*second)) | sign")],
    ),
    chart(
        "right", AREAS, "first 2..20; second 2..20",
        [q("area", "first*second/2", rf"넓이는 ${_HALF} \times {{first}} \times {{second}} = {{area}}$", dimension="2", wrong="first*second | formula; first + second | formula; first*second/4 | formula; 2*first*second | formula")],
    ),
    chart(
        "chord", "중3.원과 직선", _T,
        [
            q("gap", leg(0)), q("radius", leg(2), r"원의 중심에서 현에 내린 수선은 현을 이등분하므로 ${gap}^2 + \left(\frac{{chord}}{2}\right)^2 = {radius}^2$", wrong="gap + chord/2 | formula; radius*2 | misread; radius + 1 | other; chord | misread"),
            q("chord", f"2*{leg(1)}", r"현의 길이는 그 반의 2배이므로 ${chord}$이다.", wrong="chord/2 | partial; 2*(radius - gap) | formula; radius + gap | formula; 2*radius | misread"),
        ],
        fixing="gap radius | gap chord | radius chord", hidden="t k",
    ),
)  # fmt: skip
