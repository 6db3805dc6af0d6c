"""Triangles and quadrilaterals with named corners, circles with angles, and similar figures."""

# ruff: noqa: E501 (an entry is read as one line)

from __future__ import annotations

from questions.engine.twins.facts.quantities import TRIPLE_DOMAINS, Chart, chart, leg
from questions.engine.twins.facts.quantities import quantity as q

TRIANGLES = "중2.삼각형의 성질"
ANGLES = "중1.다각형의 내각과 외각"
RATIOS = "중3.삼각비"
FOURS = "중2.사각형의 성질"
CIRCLES = "중3.원주각"
SINE = "sin(angle*pi/180)"
COSINE = "cos(angle*pi/180)"
_A, _B, _C = (leg(place) for place in range(3))


_RATIOS = [
    q(
        "sin_one",
        f"({_B})/({_C})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 사인은 (대변)/(빗변)이다.",
        dimension="",
        wrong="first/hypotenuse | misread; second/first | misread; first/second | misread; hypotenuse/second | order",
    ),
    q(
        "sin_other",
        f"({_A})/({_C})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 사인은 (대변)/(빗변)이다.",
        dimension="",
        wrong="second/hypotenuse | misread; second/first | misread; first/second | misread; hypotenuse/first | order",
    ),
    q(
        "cos_one",
        f"({_A})/({_C})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 코사인은 (이웃한 변)/(빗변)이다.",
        dimension="",
        wrong="second/hypotenuse | misread; second/first | misread; first/second | misread; hypotenuse/first | order",
    ),
    q(
        "cos_other",
        f"({_B})/({_C})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 코사인은 (이웃한 변)/(빗변)이다.",
        dimension="",
        wrong="first/hypotenuse | misread; second/first | misread; first/second | misread; hypotenuse/second | order",
    ),
    q(
        "tan_one",
        f"({_B})/({_A})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 탄젠트는 (대변)/(이웃한 변)이다.",
        dimension="",
        wrong="first/second | order; second/hypotenuse | misread; first/hypotenuse | misread; hypotenuse/first | order",
    ),
    q(
        "tan_other",
        f"({_A})/({_B})",
        r"피타고라스 정리에서 세 변의 길이는 ${first}$, ${second}$, ${hypotenuse}$이고, 탄젠트는 (대변)/(이웃한 변)이다.",
        dimension="",
        wrong="second/first | order; second/hypotenuse | misread; first/hypotenuse | misread; hypotenuse/second | order",
    ),
]

CHARTS: tuple[Chart, ...] = (
    chart(
        "right", RATIOS, TRIPLE_DOMAINS,
        [q("first", _A), q("second", _B), q("hypotenuse", _C), *_RATIOS],
        fixing="first second | first hypotenuse | second hypotenuse", hidden="t k",
    ),
    chart(
        "right", ANGLES, "angle_one 20..70",
        [q("angle_other", "90 - angle_one", r"직각삼각형의 두 예각의 합은 $90^\circ$이므로 $90^\circ - {angle_one}^\circ = {angle_other}^\circ$", dimension="°", wrong="180 - angle_one | formula; 180 - 2*angle_one | formula; 90 + angle_one | sign; angle_one | misread")],
        degrees="angle_one", where="angle_one < 90",
    ),
    chart(
        "right", ANGLES, "angle_other 20..70",
        [q("angle_one", "90 - angle_other", r"직각삼각형의 두 예각의 합은 $90^\circ$이므로 $90^\circ - {angle_other}^\circ = {angle_one}^\circ$", dimension="°", wrong="180 - angle_other | formula; 180 - 2*angle_other | formula; 90 + angle_other | sign; angle_other | misread")],
        degrees="angle_other", where="angle_other < 90",
    ),
    chart(
        "isosceles", TRIANGLES, "foot 20..80",
        [q("top", "180 - 2*foot", r"두 밑각의 크기가 같으므로 꼭지각의 크기는 $180^\circ - 2 \times {foot}^\circ = {top}^\circ$", dimension="°", wrong="180 - foot | partial; 90 - foot/2 | misread; foot | misread; 2*foot | partial")],
        degrees="foot", where="foot < 90",
    ),
    chart(
        "angles", ANGLES, "one 20..90; other 20..80",
        [q("third", "180 - one - other", r"삼각형의 세 내각의 크기의 합은 $180^\circ$이므로 $180^\circ - ({one}^\circ + {other}^\circ) = {third}^\circ$", dimension="°", wrong="one + other | misread; 360 - one - other | formula; 180 - one | partial; 180 - other | partial")],
        degrees="one other", where="one + other < 180; one != other",
    ),
    chart(
        "wedge", RATIOS, "first 2..20; second 2..20; angle 30|45|60|120|135|150",
        [
            q("area", f"first*second*{SINE}/2", r"넓이는 $\frac{1}{2} \times {first} \times {second} \times \sin {angle}^\circ$이다.", dimension="2", wrong=f"first*second*{SINE} | partial; first*second*{COSINE}/2 | misread; first*second/2 | formula; first*second*{SINE}/4 | formula; first*second | formula"),
            q("far", f"sqrt(first*first + second*second - 2*first*second*{COSINE})", r"코사인법칙에서 구하는 변의 길이의 제곱은 ${first}^2 + {second}^2 - 2 \times {first} \times {second} \times \cos {angle}^\circ$이다.", wrong=f"sqrt(first*first + second*second + 2*first*second*{COSINE}) | sign; first*first + second*second - 2*first*second*{COSINE} | partial; sqrt(first*first + second*second) | formula; first + second | formula"),
        ],
        degrees="angle", where="angle < 180",
    ),
    chart(
        "corners of a parallelogram", FOURS, "corner 40..140",
        [
            q("beside", "180 - corner", r"평행사변형에서 이웃하는 두 내각의 크기의 합은 $180^\circ$이므로 $180^\circ - {corner}^\circ = {beside}^\circ$", dimension="°", wrong="corner | misread; 360 - corner | formula; 360 - 2*corner | partial; corner/2 | formula"),
            q("across", "corner*1", r"평행사변형에서 두 쌍의 대각의 크기는 각각 같으므로 ${across}^\circ$이다.", dimension="°", wrong="180 - corner | misread; 360 - corner | formula; 360 - 2*corner | formula; corner/2 | formula"),
        ],
        degrees="corner", where="corner < 180; corner != 90",
    ),
    chart(
        "corners of a rhombus", FOURS, "corner 40..140",
        [
            q("beside", "180 - corner", r"마름모에서 이웃하는 두 내각의 크기의 합은 $180^\circ$이므로 $180^\circ - {corner}^\circ = {beside}^\circ$", dimension="°", wrong="corner | misread; 360 - corner | formula; 360 - 2*corner | partial; corner/2 | formula"),
            q("across", "corner*1", r"마름모에서 두 쌍의 대각의 크기는 각각 같으므로 ${across}^\circ$이다.", dimension="°", wrong="180 - corner | misread; 360 - corner | formula; 360 - 2*corner | formula; corner/2 | formula"),
        ],
        degrees="corner", where="corner < 180; corner != 90",
    ),
    chart(
        "corners in a circle", CIRCLES, "corner 40..140",
        [q("across", "180 - corner", r"원에 내접하는 사각형에서 마주 보는 두 각의 크기의 합은 $180^\circ$이므로 $180^\circ - {corner}^\circ = {across}^\circ$", dimension="°", wrong="corner | misread; 360 - corner | formula; 360 - 2*corner | formula; 2*corner | formula")],
        degrees="corner", where="corner < 180; corner != 90",
    ),
)  # fmt: skip
