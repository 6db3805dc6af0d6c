"""The words of measuring: what figures and their quantities are called, and the words that carry no fact.

Each entry is (meaning, pattern). At a place of the stem the longest pattern wins; what none reads makes the whole stem
unread. A meaning of several names (`first second`) takes as many values.
"""

from __future__ import annotations

_LONG = r"(?:의?길이)?"
_SIZE = r"(?:의?크기)?"
_LABEL = r"(?:△?[A-Z]{3,6})?"

FIGURES: tuple[tuple[str, str], ...] = (
    ("right", rf"직각삼각형{_LABEL}"),
    ("equilateral", rf"정삼각형{_LABEL}"),
    ("triangle", rf"삼각형{_LABEL}"),
    ("square", rf"정사각형{_LABEL}"),
    ("rectangle", rf"직사각형{_LABEL}"),
    ("parallelogram", rf"평행사변형{_LABEL}"),
    ("trapezoid", rf"사다리꼴{_LABEL}"),
    ("rhombus", rf"마름모{_LABEL}"),
    ("sector", r"부채꼴(?:A?O[A-Z]+)?"),
    ("polygon", r"다각형"),
    ("regular", r"정다각형"),
    ("cube", r"정육면체"),
    ("cuboid", r"직육면체"),
    ("cylinder", r"원기둥"),
    ("cone", r"원뿔"),
    ("hemisphere", r"반구(?=[의가를는이에,]|$)"),
    ("sphere", r"(?<![가-힣]{2})구(?=[의가를는이에,]|$)"),
    ("pyramid", r"(?:삼각|사각|오각|육각|정사각|정삼각)?각?뿔(?<=각뿔)"),
    ("prism", r"(?:삼각|사각|오각|육각)?각?기둥(?<=각기둥)"),
    ("circle", r"원O?(?=[의이과은에,]|$)"),
)
QUANTITIES: tuple[tuple[str, str], ...] = (
    ("base", rf"밑변{_LONG}"),
    ("height", r"(?:의)?높이"),
    ("area", r"넓이"),
    ("perimeter", rf"(?:둘레|원주){_LONG}"),
    ("width", rf"가로{_LONG}"),
    ("depth", rf"세로{_LONG}"),
    ("width depth", rf"(?:가로와세로|가로,세로|가로의?길이와세로){_LONG}"),
    (
        "width depth height",
        r"(?:가로(?:의길이)?(?:와|,)세로(?:의길이)?(?:와|,)높이|가로,세로의길이와높이|세모서리)(?:의길이)?",
    ),
    ("top", rf"윗변{_LONG}"),
    ("bottom", rf"(?:아랫변|밑변){_LONG}"),
    ("top bottom", rf"(?:윗변과아랫변|평행한두변){_LONG}"),
    ("side", rf"(?:한변|각변){_LONG}"),
    ("edge", rf"한모서리{_LONG}"),
    ("edges", r"(?:모든모서리의길이의합|모서리의길이의(?:총합|합))"),
    (
        "first second",
        rf"(?:두대각선|이웃하는두변|이웃한두변|직각을낀두변|직각을끼고있는두변|직각을이루는두변|빗변이아닌두변|직각을사이에둔두변){_LONG}",
    ),
    ("first", rf"(?:(?:직각을낀|빗변이아닌)(?:한|어느한)변|한대각선|다른한변|다른변|한변){_LONG}"),
    ("second", rf"(?:나머지한변|나머지변|나머지다른한변|다른대각선|나머지대각선|다른한대각선){_LONG}"),
    ("hypotenuse", rf"빗변{_LONG}"),
    ("diagonal", rf"대각선{_LONG}"),
    ("radius", rf"(?:밑면의|밑면인원의)?반지름{_LONG}"),
    ("diameter", rf"(?:밑면의|밑면인원의)?지름{_LONG}"),
    ("angle", rf"중심각{_SIZE}"),
    ("arc", rf"호{_LONG}"),
    ("slant", rf"모선{_LONG}"),
    ("unrolled", rf"(?:의?전개도에서|전개도의)?(?:옆면인|옆면의)?부채꼴의중심각{_SIZE}"),
    ("volume", r"부피"),
    ("surface", r"(?:겉넓이|겉면적|표면적)"),
    ("lateral", r"(?:옆넓이|옆면의넓이)"),
    ("ground", r"(?:밑넓이|밑면의넓이)"),
    ("interiors", r"(?:모든)?내각(?:의크기)?의(?:총)?합"),
    ("interior", rf"한내각{_SIZE}"),
    ("exterior", rf"한외각{_SIZE}"),
    ("diagonals", r"대각선의(?:총|전체)?(?:개수|갯수|수)"),
    ("spokes", r"한꼭짓점에서그을수있는대각선의(?:개수|갯수|수)"),
    (
        "pieces",
        r"한꼭짓점에서(?:대각선을모두그었을때|그은대각선에의해|대각선을모두그어서?)(?:생기는|만들어지는|나누어지는)삼각형의(?:개수|갯수|수)",
    ),
    ("sides", r"(?:변의(?:개수|갯수|수)|꼭짓점의(?:개수|갯수|수))"),
    ("chord", rf"현(?:AB)?{_LONG}"),
    ("gap", r"원?의?중심(?:O)?(?:에서|으로부터|과)(?:현(?:AB)?(?:까지의|사이의))거리"),
)
FILLERS = (
    r"이고|이며|이다|일때|인|이므로|이면|라고?할때|이라고?할때|라하면|라하자|고할때|있다|이때|이라면|"
    r"가|이|은|는|을|를|과|와|의|에서|에대하여|에대해|로|으로|그|어떤|한|어느|주어진|다음|다음과같은|각각|모두|총|차례로|"
    r"몇(?:cm|m|mm|km)(?:\^\{?[23]\}?)?|몇도|몇개|얼마|크기|값|길이|인지|이것|[.,?]"
)
EXTRA_FIGURES = {
    frozenset({"cone", "sector"}): "cone",
    frozenset({"square", "pyramid"}): "square pyramid",
    frozenset({"square", "prism"}): "square prism",
    frozenset({"rectangle", "pyramid"}): "rectangle pyramid",
    frozenset({"rectangle", "prism"}): "rectangle prism",
}
